"""Whether a list is complete: what an incomplete one lacks would be taken for closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliance.errors import SourceError

if TYPE_CHECKING:
    import pandas as pd

    from alliance.history.compile.inputs import Inputs
    from alliance.history.store import History

# A list that lacks more than a fifth of what the one before shows is cut off, or is another list.
LEAST_SHARE_SHOWN = 0.8


def no_second(file: str, seen: pd.Timestamp, held: pd.Series) -> None:
    """Refuse a second file of one kind and day."""
    if (held == seen).any():
        raise SourceError(
            f"{file}: the history holds another file of this kind for {seen:%-d %B %Y}. If that "
            "one was wrong, return to the history before it with `python -m alliance rollback`."
        )


def complete_list(file: str, rows: pd.DataFrame, given: Inputs) -> None:
    """Refuse a list that lacks many academies of the one before."""
    seen = rows["seen"].iloc[0]
    earlier = given.trust_rows[given.trust_rows["seen"] < seen]
    if len(earlier):
        before = earlier.loc[earlier["seen"] == earlier["seen"].max(), "urn"]
        day = f"{earlier['seen'].max():%-d %B %Y}"
        _enough(file, before, rows["urn"], f"academies of the list of {day}")


def complete_extract(file: str, rows: pd.DataFrame, old: History, seen: pd.Timestamp) -> None:
    """Refuse an extract that lacks many schools that were open by the records."""
    schools = old.schools
    open_then = schools[~(schools["closed"] <= seen) & ~(schools["opened"] > seen)]
    _enough(file, open_then["urn"], rows["urn"], "schools that were open by the records so far")


def _enough(file: str, expected: pd.Series, shown: pd.Series, of: str) -> None:
    held = int(expected.isin(shown).sum())
    if held < LEAST_SHARE_SHOWN * len(expected):
        raise SourceError(
            f"{file}: shows {held:,} of the {len(expected):,} {of}, expected "
            f"{100 * LEAST_SHARE_SHOWN:.0f}% or more. It is cut off or no complete list; taking it "
            "would close the others. Download it again."
        )
