"""On the page: the schools of the map as a table; a row selected shows its school."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliance.ui.parts.selection import select
from alliance.ui.parts.table import data_table
from alliance.views.explore.school_columns import SCHOOL_COLUMNS, SEARCHED
from alliance.views.grade_column import grade_words
from alliance.views.inspected_columns import columns_on, with_inspections

if TYPE_CHECKING:
    import pandas as pd

    from alliance.analysis.filters import Filter


def school_table(schools: pd.DataFrame, chosen: Filter) -> None:
    """Draw the schools that pass the filter, and the downloads of them."""
    data_table(
        with_inspections(schools, chosen.day).assign(
            ofsted_grade=grade_words(schools["grade"], schools["grade_inherited"], chosen.day)
        ),
        columns_on(SCHOOL_COLUMNS, chosen.day),
        key="schools",
        title="Schools",
        chosen=chosen,
        searched=SEARCHED,
        order="name",
        picks="urn",
        on_pick=select,
    )
