"""A school through all its URNs, and what is known of it year by year.

An academy often opens under a new URN. A *line* is a school and the one that continues it, and
so on, as :mod:`alliance.history.continuing` says; results, grades and memberships under any of
its URNs are its own. After a merger or a split a new line begins.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from alliance.analysis.flows.transfers import transfers

if TYPE_CHECKING:
    from alliance.history import History

MULTI = "MAT"
SAME_TRUST = "change of legal entity"
"""A move that changes nothing for a school: its trust only became another kind of trust."""


@dataclass(frozen=True, eq=False)
class Lines:
    """The lines of a history.

    Attributes
    ----------
    of
        The line of each URN: the URN under which it began, indexed by URN.
    urns
        urn, line, opened, closed; in order of line and opening.
    spells
        What a line's trusts were, one row a spell: line, urn, trust_uid, trust_kind, joined, left;
        in order of line and day.
    changes
        The days on which a line joined a multi-academy trust or moved to another, one row each:
        line, urn, day, trust_uid, from_uid (missing where it came from none).

    """

    of: pd.Series
    urns: pd.DataFrame
    spells: pd.DataFrame
    changes: pd.DataFrame


@lru_cache(maxsize=2)
def lines_of(history: History) -> Lines:
    """Return the lines of a history."""
    schools = history.schools[["urn", "opened", "closed"]]
    first = history.pasts.sort_values("generation").drop_duplicates("urn", keep="last")
    of = pd.Series(schools["urn"].to_numpy(), index=schools["urn"], name="line")
    of.loc[first["urn"]] = first["past_urn"].to_numpy()
    urns = schools.assign(line=of.to_numpy()).sort_values(
        ["line", "opened"], na_position="first", ignore_index=True
    )
    kinds = history.trusts.set_index("trust_uid")["kind"].astype("object")
    spells = history.memberships[["urn", "trust_uid", "joined", "left"]]
    spells = spells.assign(
        line=spells["urn"].map(of).astype("int64"), trust_kind=spells["trust_uid"].map(kinds)
    ).sort_values(["line", "joined"], ignore_index=True)
    return Lines(of, urns, spells, _changes(history, spells))


def _changes(history: History, spells: pd.DataFrame) -> pd.DataFrame:
    same = spells["line"] == spells["line"].shift()
    came = spells.assign(
        from_uid=spells["trust_uid"].shift().where(same).astype("Int64"),
        from_kind=spells["trust_kind"].shift().where(same),
    )
    came = came[
        (came["trust_kind"] == MULTI) & (came["from_uid"] != came["trust_uid"]).fillna(True)
    ]
    moves = transfers(history, history.first_day, history.last_day)
    idle = moves[moves["kind"] == SAME_TRUST]
    key = pd.MultiIndex.from_frame(came[["urn", "joined"]])
    was_idle = key.isin(pd.MultiIndex.from_frame(idle[["urn_after", "date"]]))
    # A single-academy trust that becomes a multi-academy trust joins nobody.
    came = came[~was_idle].rename(columns={"joined": "day"})
    from_uid = came["from_uid"].where(came["from_kind"] == MULTI)
    return came.assign(from_uid=from_uid)[
        ["line", "urn", "day", "trust_uid", "from_uid"]
    ].reset_index(drop=True)


def by_line(lines: Lines, table: pd.DataFrame, values: list[str]) -> pd.DataFrame:
    """Return what is measured of schools by line: line, year and ``values``.

    Results that were sat before a school opened count only where its line had begun by then; of
    two rows for one line and year the one that belongs to the URN of the day counts.
    """
    rows = table[["urn", "year", *values]].assign(line=table["urn"].map(lines.of))
    if "of_predecessor" in table:
        began = rows["line"] != rows["urn"]
        rows = rows.assign(other=table["of_predecessor"])[~table["of_predecessor"] | began]
        rows = rows.sort_values("other", kind="stable").drop(columns="other")
    rows = rows.dropna(subset=["line", *values])
    rows = rows.drop_duplicates(["line", "year"]).drop(columns="urn")
    return rows.astype({"line": "int64", "year": "int64", **dict.fromkeys(values, "float64")})


def latest_before(line: np.ndarray, day: np.ndarray, events: pd.DataFrame) -> pd.Series:
    """Return the day of the last event of each line before its day; missing where none."""
    return _event(line, day, events, "backward")


def next_after(line: np.ndarray, day: np.ndarray, events: pd.DataFrame) -> pd.Series:
    """Return the day of the first event of each line after its day; missing where none."""
    return _event(line, day, events, "forward")


def _event(
    line: np.ndarray, day: np.ndarray, events: pd.DataFrame, way: Literal["backward", "forward"]
) -> pd.Series:
    asked = pd.DataFrame(
        {
            "line": np.asarray(line, "int64"),
            "day": np.asarray(day, "datetime64[ms]"),
            "row": np.arange(len(line)),
        }
    ).sort_values("day")
    known = events[["line", "day"]].astype({"line": "int64", "day": "datetime64[ms]"})
    known = known.dropna().assign(found=known["day"]).sort_values("day")
    both = pd.merge_asof(
        asked, known, on="day", by="line", direction=way, allow_exact_matches=False
    )
    return both.set_index("row")["found"].sort_index()
