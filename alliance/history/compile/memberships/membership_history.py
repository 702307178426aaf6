"""Days of moves between trusts, from the register's history of memberships.

Dated lists show between which two days an academy moved; where they are far apart, the register's
history of memberships states the day. It is believed only within that interval: it never
contradicts what a list shows.
"""

from __future__ import annotations

import pandas as pd

KEY = ["urn", "trust_uid"]


def refined(spells: pd.DataFrame, history: pd.DataFrame) -> pd.DataFrame:
    """Return the spells with the exact days that the history of memberships states.

    Where several different days are stated within one interval none is believed. Of a move both
    ends are set: by the day of joining the new trust, else by that of leaving the old one.

    Parameters
    ----------
    spells
        urn, trust_uid, joined, joined_after, left, left_after, as
        :func:`alliance.history.compile.memberships.spells.memberships` returns them.
    history
        urn, trust_uid, joined, left.
    """
    if history.empty or spells.empty:
        return spells
    order = spells.index
    spells = spells.sort_values(["urn", "joined"], kind="stable")
    joined, left = (_stated(spells, history, end) for end in ("joined", "left"))
    moves = (spells["urn"] == spells["urn"].shift(-1)) & (
        spells["left"] == spells["joined"].shift(-1)
    )
    # Both ends of a move have the same interval, or the narrower of two is that of both.
    after = pd.concat([spells["left_after"], spells["joined_after"].shift(-1)], axis=1).max(axis=1)
    day = joined.shift(-1).fillna(left).where(moves)
    day = day.where(day > after)
    left = day.where(moves, left)
    joined = joined.where(~moves.shift(1, fill_value=False), day.shift(1))
    for end, stated in (("joined", joined), ("left", left)):
        known = stated.notna()
        spells[end] = spells[end].mask(known, stated).astype("datetime64[s]")
        spells[f"{end}_after"] = spells[f"{end}_after"].mask(known)
    return spells.reindex(order)


def _stated(spells: pd.DataFrame, history: pd.DataFrame, end: str) -> pd.Series:
    """Return for each spell the one day stated within the interval of an end; else missing."""
    open_ = spells.loc[spells[f"{end}_after"].notna(), [*KEY, end, f"{end}_after"]]
    open_ = open_.rename(columns={end: "by", f"{end}_after": "after"}).reset_index(names="spell")
    told = history[[*KEY, end]].dropna().drop_duplicates()
    within = open_.merge(told, on=KEY)
    within = within[(within["after"] < within[end]) & (within[end] <= within["by"])]
    days = within.groupby("spell")[end].agg(["nunique", "first"])
    one = days.loc[days["nunique"] == 1, "first"]
    return one.reindex(spells.index).astype("datetime64[s]")
