"""What one history says that another does not."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from alliance.history.compile.updating import changed_values

if TYPE_CHECKING:
    import datetime as dt

    import geopandas as gpd

    from alliance.history.store import History

MOVE = ["urn", "trust_uid"]
MOVED = "schools now in another trust"
PLACES = "schools that moved to another place"
# A place stated anew this near is a correction.
A_MOVE_M = 100.0
PAST = "changes to days that could be shown before"


class New(NamedTuple):
    """Facts of one kind that are new: a row each, and the columns of its number and its day."""

    table: pd.DataFrame
    number: str
    day: str = ""


@dataclass(frozen=True)
class Changed:
    """The facts that are new, a table each, with the name of the school, trust or area.

    A school's move has its trust before and after: trust_uid_before, trust_uid_after, trust_before,
    trust_after; a spell that begins has trust_after, one that ends trust_before. ``past`` holds
    what changes on days that could be shown before, ``retold`` the values that both histories hold
    and tell otherwise (:mod:`alliance.history.compile.updating.changed_values`).
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
    rolls: pd.DataFrame
    placed: pd.DataFrame
    resettled: pd.DataFrame
    areas: pd.DataFrame
    past: pd.DataFrame
    retold: dict[str, pd.DataFrame] = field(default_factory=dict)

    def counts(self) -> dict[str, int]:
        """Say how many facts of each kind are new, in the words of the glossary."""
        return {what: len(new.table) for what, new in self.kinds().items()}

    def kinds(self) -> dict[str, New]:
        """Return the facts under the words of the glossary for their kind."""
        return {
            "schools new to the history": New(self.opened, "urn", "opened"),
            "schools now closed": New(self.closed, "urn", "closed"),
            "trusts new to the history": New(self.trusts_opened, "trust_uid", "opened"),
            "trusts now closed": New(self.trusts_closed, "trust_uid", "closed"),
            "spells in trusts that begin": New(self.joined, "urn", "joined"),
            "spells in trusts that end": New(self.left, "urn", "left"),
            MOVED: New(self.moved, "urn"),
            "inspections": New(self.inspections, "inspected_urn", "start"),
            "report cards": New(self.report_cards, "inspected_urn", "start"),
            "results of a school and year": New(self.results, "urn", "year"),
            "pupils of a school and census": New(self.rolls, "urn", "year"),
            "schools newly placed on the map": New(self.placed, "urn"),
            PLACES: New(self.resettled, "urn"),
            "outlines of areas": New(self.areas, "code", "from_day"),
            PAST: New(self.past, "number", "day"),
            **{what: New(table, "number", "day") for what, table in self.retold.items()},
        }

    def told_otherwise(self) -> list[str]:
        """Name the kinds of what is not new, but told otherwise than before."""
        return [PAST, *self.retold]

    def named(self) -> dict[str, list[str]]:
        """Name what opened, closed, moved and changed, under the words of :meth:`counts`.

        A school or trust stands with its number, a move with both trusts, a value with what it was
        and becomes. Kinds of which there are none are left out.
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
            PLACES: [
                f"{move['name']} ({move['urn']}): {move['before'] or 'no postcode'} to "
                f"{move['after'] or 'no postcode'}, {move['distance_km']:.1f} km"
                for move in self.resettled.to_dict("records")
            ],
            PAST: _lines(self.past),
            **{what: _lines(table) for what, table in self.retold.items()},
        }
        return {what: names for what, names in lists.items() if names}


def _names(table: pd.DataFrame, number: str) -> list[str]:
    pairs = zip(table["name"], table[number], strict=True)
    return [f"{name} ({value})" for name, value in pairs]


def _lines(table: pd.DataFrame) -> list[str]:
    return [
        f"{one.called} ({one.number}){', ' if one.day else ''}{one.day}, {one.column}: "
        f"{one.before}; now {one.after}"
        for one in table.rename(columns={"name": "called"}).itertuples()
    ]


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
        joined=_spells(_only(new.memberships, old.memberships, MOVE), new, "trust_after"),
        left=_spells(
            _only(_with(new.memberships, "left"), _with(old.memberships, "left"), MOVE),
            new,
            "trust_before",
        ),
        moved=_moved(old, new),
        inspections=_called(
            _only(new.inspections, old.inspections, inspected), new, "inspected_urn"
        ),
        report_cards=_called(
            _only(new.report_cards, old.report_cards, inspected), new, "inspected_urn"
        ),
        results=_called(
            pd.concat([_results(new, old, name) for name in ("results_ks2", "results_ks4")]), new
        ),
        rolls=_called(_only(new.rolls, old.rolls, ["urn", "year"]), new),
        placed=_only(_with(new.schools, "lon"), _with(old.schools, "lon"), ["urn"]),
        resettled=_resettled(old, new),
        areas=_only(
            _with_outlines(new.areas),
            _with_outlines(old.areas),
            ["kind", "code", "from_day", "drawn"],
        ).drop(columns="drawn"),
        past=changed_values.past_changed(old, new),
        retold=changed_values.values_changed(old, new),
    )


def _with(table: pd.DataFrame, column: str) -> pd.DataFrame:
    return table[table[column].notna()]


def _only(new: pd.DataFrame, old: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    held = pd.MultiIndex.from_frame(old[key])
    return new[~pd.MultiIndex.from_frame(new[key]).isin(held)].reset_index(drop=True)


def _called(table: pd.DataFrame, new: History, number: str = "urn") -> pd.DataFrame:
    """Add the names of the schools."""
    return table.assign(name=table[number].map(new.schools.set_index("urn")["name"]))


def _with_outlines(areas: gpd.GeoDataFrame) -> pd.DataFrame:
    """Add what tells one outline from another."""
    return pd.DataFrame(areas.assign(drawn=areas.geometry.to_wkb()))


def _spells(table: pd.DataFrame, new: History, column: str) -> pd.DataFrame:
    """Add the names of the schools, and those of the trusts in ``column``."""
    trusts = new.trusts.set_index("trust_uid")["name"]
    return _called(table, new).assign(**{column: table["trust_uid"].map(trusts)})


def _results(new: History, old: History, name: str) -> pd.DataFrame:
    """Return the results of one stage that are new."""
    return _only(getattr(new, name), getattr(old, name), ["urn", "year"])


def _moved(old: History, new: History) -> pd.DataFrame:
    then, now = (_trust_at_the_end(history) for history in (old, new))
    table = then.merge(now, on="urn", suffixes=("_before", "_after"))
    table = table[table["trust_uid_before"] != table["trust_uid_after"]].reset_index(drop=True)
    trusts = new.trusts.set_index("trust_uid")["name"]
    return _called(table, new).assign(
        trust_before=table["trust_uid_before"].map(trusts),
        trust_after=table["trust_uid_after"].map(trusts),
    )


def _resettled(old: History, new: History) -> pd.DataFrame:
    """Return the schools that stand elsewhere, by more than ``A_MOVE_M``, with both postcodes."""
    columns = ["urn", "name", "postcode", "easting_m", "northing_m"]
    both = old.schools[columns].merge(new.schools[columns], on="urn", suffixes=("_before", ""))
    distance_m = np.hypot(
        both["easting_m"] - both["easting_m_before"],
        both["northing_m"] - both["northing_m_before"],
    )
    moved = both[distance_m > A_MOVE_M]
    return pd.DataFrame(
        {
            "urn": moved["urn"],
            "name": moved["name"],
            "before": moved["postcode_before"].fillna(""),
            "after": moved["postcode"].fillna(""),
            "distance_km": distance_m[moved.index] / 1000,
        }
    ).reset_index(drop=True)


def _trust_at_the_end(history: History) -> pd.DataFrame:
    """Return the trust of each academy on the last day, one that is known to close later too."""
    last, spells = pd.Timestamp(history.last_day), history.memberships
    return spells.loc[~(spells["joined"] > last) & ~(spells["left"] <= last), MOVE]
