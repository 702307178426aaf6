"""A school's grades before it joined a trust and since, spell by spell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Hashable

    from alliance.analysis.schools.school_story import SchoolStory

COLUMNS = [
    "run_by",
    "trust_uid",
    "urn",
    "name",
    "start",
    "start_after",
    "end",
    "end_after",
    "grade_before",
    "date_before",
    "name_before",
    "before_inherited",
    "grade_since",
    "date_since",
    "inspections_since",
]


def grades_by_spell(told: SchoolStory) -> pd.DataFrame:
    """Return each spell of a school's line with the grade carried into it and the last within it.

    Returns
    -------
    DataFrame
        The spells in order, the columns of ``SchoolStory.spells`` first: grade_before (in words,
        as it was called then; missing where none, or where the start is not known), date_before,
        name_before (of the school inspected), before_inherited (it is not the school of the
        spell), grade_since and date_since (the last inspection
        within the spell; missing where none), inspections_since.

    """
    rows = [_spell(spell, told.inspections) for spell in told.spells.to_dict("records")]
    days = dict.fromkeys(("start", "start_after", "end", "end_after"), "datetime64[ms]")
    days |= dict.fromkeys(("date_before", "date_since"), "datetime64[ms]")
    words = dict.fromkeys(("grade_before", "name_before", "grade_since"), "str")
    table = pd.DataFrame(rows, columns=COLUMNS)
    kinds = {"trust_uid": "Int32", "inspections_since": "int16", "before_inherited": "bool"}
    return table.astype({**days, **words, **kinds})


def _spell(spell: dict[Hashable, Any], inspections: pd.DataFrame) -> dict[Hashable, Any]:
    before = inspections[inspections["date"] < spell["start"]]
    within = inspections[
        ~(inspections["date"] < spell["start"]) & ~(inspections["date"] >= spell["end"])
    ]
    # What lies before the records may have been inspected under somebody else.
    if pd.isna(spell["start"]):
        within = within[within["urn"] == spell["urn"]]
    return spell | {
        "grade_before": _last(before, "grade_name"),
        "date_before": _last(before, "date"),
        "name_before": _last(before, "name"),
        "before_inherited": len(before) > 0 and _last(before, "urn") != spell["urn"],
        "grade_since": _last(within, "grade_name"),
        "date_since": _last(within, "date"),
        "inspections_since": len(within),
    }


def _last(found: pd.DataFrame, column: str) -> Any:
    return found[column].iloc[-1] if len(found) else None
