"""What one history says that another does not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    import datetime as dt

    from alliance.history.store import History

MOVE = ["urn", "trust_uid"]


@dataclass(frozen=True)
class Changed:
    """The facts that are new, a table each; moved is a school's trust before and after."""

    version: str
    last_day: dt.date
    grades_to: dt.date
    opened: pd.DataFrame
    closed: pd.DataFrame
    joined: pd.DataFrame
    left: pd.DataFrame
    moved: pd.DataFrame
    inspections: pd.DataFrame
    report_cards: pd.DataFrame

    def counts(self) -> dict[str, int]:
        """Say how many facts of each kind are new, in the words of the glossary."""
        return {
            "schools new to the history": len(self.opened),
            "schools now closed": len(self.closed),
            "spells in trusts that begin": len(self.joined),
            "spells in trusts that end": len(self.left),
            "schools now in another trust": len(self.moved),
            "inspections": len(self.inspections),
            "report cards": len(self.report_cards),
        }


def changed(old: History, new: History) -> Changed:
    """Compare two histories."""
    inspected = ["inspected_urn", "start"]
    return Changed(
        version=new.version,
        last_day=new.last_day,
        grades_to=new.grades_to,
        opened=_only(new.schools, old.schools, ["urn"]),
        closed=_only(_ended(new.schools, "closed"), _ended(old.schools, "closed"), ["urn"]),
        joined=_only(new.memberships, old.memberships, MOVE),
        left=_only(_ended(new.memberships, "left"), _ended(old.memberships, "left"), MOVE),
        moved=_moved(old, new),
        inspections=_only(new.inspections, old.inspections, inspected),
        report_cards=_only(new.report_cards, old.report_cards, inspected),
    )


def _ended(table: pd.DataFrame, day: str) -> pd.DataFrame:
    return table[table[day].notna()]


def _only(new: pd.DataFrame, old: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    held = pd.MultiIndex.from_frame(old[key])
    return new[~pd.MultiIndex.from_frame(new[key]).isin(held)].reset_index(drop=True)


def _moved(old: History, new: History) -> pd.DataFrame:
    then, now = (_trust_at_the_end(history) for history in (old, new))
    table = then.merge(now, on="urn", suffixes=("_before", "_after"))
    return table[table["trust_uid_before"] != table["trust_uid_after"]].reset_index(drop=True)


def _trust_at_the_end(history: History) -> pd.DataFrame:
    return history.memberships.loc[history.memberships["left"].isna(), MOVE]
