"""No update blanks a column that was filled: of a file, and of the history made with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
from pandas.api.types import is_datetime64_any_dtype, is_numeric_dtype

from alliance.errors import HistoryError, SourceError
from alliance.history.compile.updating.complete import LEAST_SHARE_SHOWN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alliance.history.compile.inputs import Inputs
    from alliance.history.store import History

# Fewer may well be corrections.
FEW = 20
# What is settled of each thing; the bounds of an interval go once its day is known, and the
# reason why a value is missing goes once there is one.
SETTLED = {
    "schools": ["urn"],
    "trusts": ["trust_uid"],
    "inspections": ["inspected_urn", "start"],
    "report_cards": ["inspected_urn", "start"],
    "rolls": ["urn", "year"],
    "results_ks2": ["urn", "year"],
    "results_ks4": ["urn", "year"],
}
PASSING = ("_after", "_reason", "source", "seen")
# The columns of an extract that say the same of a school as those of the history.
OF_SCHOOLS = {
    "name": "EstablishmentName",
    "phase": "PhaseOfEducation (name)",
    "la_code": "LA (code)",
    "laestab": "EstablishmentNumber",
    "postcode": "Postcode",
    "opened": "OpenDate",
    "closed": "CloseDate",
    "easting_m": "Easting",
    "northing_m": "Northing",
}
OF_ROLLS = {"pupils": "NumberOfPupils"}
OF_LISTS = {
    "companies_house": "Companies House Number",
    "stated_join": "Joined date",
    "group_closed": "Closed Date",
    "type": "TypeOfEstablishment (name)",
    "phase": "PhaseOfEducation (name)",
    "la_code": "LA (code)",
}
OF_GROUPS = {
    "companies_house": "Companies House Number",
    "opened": "Incorporated on (open date)",
    "closed": "Closed Date",
}


def see_groups_filled(file: str, rows: pd.DataFrame, given: Inputs) -> None:
    """Refuse a register of groups of which a column is blank for many that had it filled."""
    known = pd.concat([given.groups, given.later_groups])
    before = known[known["seen"] < rows["seen"].iloc[0]].sort_values("seen", ascending=False)
    _see_columns_filled(file, rows, before, ["uid"], OF_GROUPS)


def see_list_filled(file: str, rows: pd.DataFrame, given: Inputs) -> None:
    """Refuse a list of which a column is blank for many that the list before has it for."""
    before = given.group_rows[given.group_rows["seen"] < rows["seen"].iloc[0]]
    before = before[before["seen"] == before["seen"].max()]
    _see_columns_filled(file, rows, before, ["urn", "uid"], OF_LISTS)


def see_extract_filled(file: str, rows: pd.DataFrame, old: History) -> None:
    """Refuse an extract of which a column is blank for many schools that had it filled."""
    _see_columns_filled(file, rows, old.schools, ["urn"], OF_SCHOOLS)
    _see_columns_filled(file, rows[rows["is_open"]], old.rolls, ["urn"], OF_ROLLS)


def _see_columns_filled(
    file: str, rows: pd.DataFrame, before: pd.DataFrame, key: Sequence[str], names: dict[str, str]
) -> None:
    """Refuse a file of which a column is blank for many that had it filled before.

    Parameters
    ----------
    rows, before
        What the file shows, and what was known before; both have ``key`` and the columns.
    names
        The columns to compare, and what each is called in the file.

    Raises
    ------
    SourceError
        With each such column.
    """
    lost = [
        f"“{names[column]}” for {gone:,} of {held:,}"
        for column, gone, held in _blanked(rows, before, list(key), list(names))
    ]
    if lost:
        raise SourceError(
            f"{file}: is blank in {'; '.join(lost)} that the records so far have it for, expected "
            f"{100 * LEAST_SHARE_SHOWN:.0f}% or more filled. Taking it would lose what they say. "
            "Download it again with all its columns."
        )


def see_nothing_blanked(old: History, new: History) -> None:
    """Refuse a history that lacks much of what the one before it tells.

    Raises
    ------
    HistoryError
        With each table and column.
    """
    lost = []
    for table, key in SETTLED.items():
        before, now = getattr(old, table), getattr(new, table)
        columns = [
            name
            for name in now
            if name in before and not name.endswith(PASSING) and name not in key
        ]
        what = table.replace("_", " ")
        there = (
            before[key].merge(now[key].drop_duplicates(), how="left", indicator=True)["_merge"]
            == "both"
        )
        if _many(int((~there).sum()), len(there)):
            lost.append(f"{int((~there).sum()):,} of {len(there):,} {what} are gone")
        lost += [
            f"{column.replace('_', ' ')} of {gone:,} of {held:,} {what} would be blank"
            for column, gone, held in _blanked(now, before, key, columns)
        ]
    if lost:
        raise HistoryError(
            "With these files the history would lose what it tells, so it stays as it was: "
            f"{'; '.join(lost)}. Were they saved again by a spreadsheet, or cut? Give them as they "
            "are published."
        )


def _blanked(
    now: pd.DataFrame, before: pd.DataFrame, key: list[str], columns: list[str]
) -> list[tuple[str, int, int]]:
    """Return the columns that are blank now for many that had them, how many, and of how many."""
    kept = [_known(table[[*key, *columns]], key) for table in (before, now)]
    both = kept[0].merge(kept[1], on=key, suffixes=("", " now"))
    found = []
    for column in columns:
        held = both[column]
        gone = int((held & ~both[f"{column} now"]).sum())
        if _many(gone, int(held.sum())):
            found.append((column, gone, int(held.sum())))
    return found


def _known(table: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """Say for each row and column whether anything is known; one row a key."""
    known = {
        str(name): values.notna() if _has_no_text(values) else values.notna() & (values != "")
        for name, values in table.drop(columns=key).items()
    }
    return table[key].assign(**known).drop_duplicates(key)


def _has_no_text(values: pd.Series) -> bool:
    return is_numeric_dtype(values) or is_datetime64_any_dtype(values)


def _many(gone: int, of: int) -> bool:
    return gone >= FEW and gone > (1 - LEAST_SHARE_SHOWN) * of
