"""The schools of the map as a table; a row selected shows its school."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliance.ui.grade_column import grade_words
from alliance.ui.selection import select
from alliance.ui.table import Column, data_table

if TYPE_CHECKING:
    import pandas as pd

    from alliance.analysis.filters import Filter

COLUMNS = {
    "name": Column("School"),
    "urn": Column("URN", "The school's unique reference number", "number"),
    "phase": Column("Phase"),
    "la_name": Column("Local authority"),
    "trust_name": Column("Trust"),
    "ofsted_grade": Column("Ofsted grade", "Overall effectiveness, inherited or its own", "rank"),
    "pupils": Column("Pupils", "Of the January census nearest the day", "count"),
}
SEARCHED = ("name", "urn", "la_name", "trust_name", "postcode", "opportunity_area")


def school_table(schools: pd.DataFrame, chosen: Filter) -> None:
    """Draw the schools that pass the filter, and the downloads of them."""
    data_table(
        schools.assign(ofsted_grade=grade_words(schools["grade"], chosen.day)),
        COLUMNS,
        key="schools",
        title="Schools",
        chosen=chosen,
        searched=SEARCHED,
        order="name",
        picks="urn",
        on_pick=select,
    )
