"""What one history says that another does not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    import datetime as dt

    from alliance.history.store import History

MOVE = ["urn", "trust_uid"]
MOVED = "schools now in another trust"


@dataclass(frozen=True)
class Changed:
    """The facts that are new, a table each; moved is a school's trust before and after.

    Its columns: urn, name, trust_uid_before, trust_uid_after, trust_before, trust_after.
    """

    version: str
    last_day: dt.date
    grades_to: dt.date
    opened: pd.DataFrame
    closed: pd.DataFrame
    trusts_opened: pd.DataFrame
    trusts_closed: pd.DataFrame
    joined: pd.DataFrame
    left: pd.DataFrame
    moved: pd.DataFrame
    inspections: pd.DataFrame
    report_cards: pd.DataFrame
    results: pd.DataFrame
    placed: pd.DataFrame
    areas: pd.DataFrame

    def counts(self) -> dict[str, int]:
        """Say how many facts of each kind are new, in the words of the glossary."""
        return {
            "schools new to the history": len(self.opened),
            "schools now closed": len(self.closed),
            "trusts new to the history": len(self.trusts_opened),
            "trusts now closed": len(self.trusts_closed),
            "spells in trusts that begin": len(self.joined),
            "spells in trusts that end": len(self.left),
            MOVED: len(self.moved),
            "inspections": len(self.inspections),
            "report cards": len(self.report_cards),
            "results of a school and year": len(self.results),
            "schools newly placed on the map": len(self.placed),
            "outlines of areas": len(self.areas),
        }

    def named(self) -> dict[str, list[str]]:
        """Name what opened, closed and moved, under the words of :meth:`counts`; none where none.

        A school or trust stands with its number, a move with both trusts.
        """
        lists = {
            "schools new to the history": _names(self.opened, "urn"),
            "schools now closed": _names(self.closed, "urn"),
            "trusts new to the history": _names(self.trusts_opened, "trust_uid"),
            "trusts now closed": _names(self.trusts_closed, "trust_uid"),
            MOVED: [
                f"{move.name} ({move.urn}): {move.trust_before} to {move.trust_after}"
                for move in self.moved.itertuples()
            ],
        }
        return {what: names for what, names in lists.items() if names}


def _names(table: pd.DataFrame, number: str) -> list[str]:
    pairs = zip(table["name"], table[number], strict=True)
    return [f"{name} ({value})" for name, value in pairs]


def changed(old: History, new: History) -> Changed:
    """Compare two histories."""
    inspected = ["inspected_urn", "start"]
    return Changed(
        version=new.version,
        last_day=new.last_day,
        grades_to=new.grades_to,
        opened=_only(new.schools, old.schools, ["urn"]),
        closed=_only(_with(new.schools, "closed"), _with(old.schools, "closed"), ["urn"]),
        trusts_opened=_only(new.trusts, old.trusts, ["trust_uid"]),
        trusts_closed=_only(
            _with(new.trusts, "closed"), _with(old.trusts, "closed"), ["trust_uid"]
        ),
        joined=_only(new.memberships, old.memberships, MOVE),
        left=_only(_with(new.memberships, "left"), _with(old.memberships, "left"), MOVE),
        moved=_moved(old, new),
        inspections=_only(new.inspections, old.inspections, inspected),
        report_cards=_only(new.report_cards, old.report_cards, inspected),
        results=pd.concat([_results(new, old, name) for name in ("results_ks2", "results_ks4")]),
        placed=_only(_with(new.schools, "lon"), _with(old.schools, "lon"), ["urn"]),
        areas=_only(new.areas, old.areas, ["kind", "code", "from_day"]),
    )


def _with(table: pd.DataFrame, column: str) -> pd.DataFrame:
    return table[table[column].notna()]


def _only(new: pd.DataFrame, old: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    held = pd.MultiIndex.from_frame(old[key])
    return new[~pd.MultiIndex.from_frame(new[key]).isin(held)].reset_index(drop=True)


def _results(new: History, old: History, name: str) -> pd.DataFrame:
    """Give the results of one stage that are new or now told otherwise."""
    held: pd.DataFrame = getattr(old, name)
    told: pd.DataFrame = getattr(new, name)
    both = told.merge(held, how="left", indicator=True)
    return told[(both["_merge"] == "left_only").to_numpy()].reset_index(drop=True)


def _moved(old: History, new: History) -> pd.DataFrame:
    then, now = (_trust_at_the_end(history) for history in (old, new))
    table = then.merge(now, on="urn", suffixes=("_before", "_after"))
    table = table[table["trust_uid_before"] != table["trust_uid_after"]].reset_index(drop=True)
    trusts = new.trusts.set_index("trust_uid")["name"]
    return table.assign(
        name=table["urn"].map(new.schools.set_index("urn")["name"]),
        trust_before=table["trust_uid_before"].map(trusts),
        trust_after=table["trust_uid_after"].map(trusts),
    )


def _trust_at_the_end(history: History) -> pd.DataFrame:
    return history.memberships.loc[history.memberships["left"].isna(), MOVE]
