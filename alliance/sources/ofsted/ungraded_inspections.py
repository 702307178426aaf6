"""Ungraded inspections: an outcome in words, such as School remains Good, and never a grade."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliance.sources.ofsted import ofsted_cells as cells
from alliance.sources.tables.layout import ANY

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

UNGRADED = {
    "seen": "datetime64[s]",
    "urn": "int32",
    "inspected_urn": "int32",
    "start": "datetime64[s]",
    "published": "datetime64[s]",
    "outcome": "str",
    "source": "str",
}
# What Ofsted says of ungraded inspections, where a list has those and monitoring visits in one.
OUTCOMES = (
    "School remains Outstanding",
    "School remains Outstanding (Concerns) - S5 Next",
    "School remains Good",
    "School remains Good (Improving) - S5 Next",
    "School remains Good (Concerns) - S5 Next",
    "Standards maintained",
    "Improved significantly",
    "Some aspects not as strong",
)
CONVERTED = "Yes"
RULES = {
    "inspected_urn": cells.URN_RULE,
    "start": cells.DAY_RULE,
    "published": cells.DAY_RULE,
    "outcome": ANY,
    "converted": ANY,
}


def no_ungraded() -> pd.DataFrame:
    """Return the table of ungraded inspections without a row."""
    return cells.table({}, UNGRADED)


def ungraded(
    rows: pd.DataFrame,
    names: Mapping[str, str],
    seen: pd.Timestamp,
    file: str,
    *,
    by_inspection: bool = False,
) -> pd.DataFrame:
    """Return the ungraded inspections of a file's rows; columns as ``UNGRADED``.

    One that was converted into a graded inspection is none. ``outcome`` is missing where the file
    does not state it.

    Parameters
    ----------
    by_inspection
        Whether the file has a row an inspection of any kind: only what has an outcome of
        ``OUTCOMES`` is an ungraded one then.
    """
    if not names:
        return no_ungraded()
    rows = cells.of_known_school(rows, names)
    outcome = cells.column(rows, names, "outcome").replace(cells.REFUSED, None)
    held = cells.days(rows[names["start"]]).notna()
    held &= cells.column(rows, names, "converted") != CONVERTED
    if by_inspection:
        held &= outcome.isin(OUTCOMES)
    found = cells.table({**cells.shared(rows, names, seen, file), "outcome": outcome}, UNGRADED)
    return found[held].reset_index(drop=True)
