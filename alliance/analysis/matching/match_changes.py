"""What a what-if changes, and the plan for a closing trust beside what happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from alliance.analysis.flows.transfers import transfers

if TYPE_CHECKING:
    import datetime as dt

    from alliance.analysis.matching.best_match import Match
    from alliance.history import History

GAINS, LOSES, OTHER = (
    "Gains a supporting trust",
    "Loses its supporting trust",
    "Has another supporting trust",
)
GAINED, LOST, KEPT = "Gained", "Lost", "Kept"


def changes(before: Match, after: Match) -> pd.DataFrame:
    """Set two plans of the same day side by side.

    Returns
    -------
    DataFrame
        A row a school whose supporters are not the same, gains first, the highest priority first:
        urn, name, phase, la_name, gravity, why, change, before_name, after_name (of the supporters,
        joined), distance_km (of the nearest one after).

    """
    columns = ["urn", "name", "phase", "la_name", "gravity", "why"]
    schools = pd.concat([before.plan[columns], after.plan[columns]]).drop_duplicates("urn")
    then, now = (_supporters(found.plan) for found in (before, after))
    table = schools.join(then.add_prefix("before_"), on="urn").join(
        now.add_prefix("after_"), on="urn"
    )
    was, has = table["before_name"].notna(), table["after_name"].notna()
    table["change"] = np.select([~was, ~has], [GAINS, LOSES], OTHER)
    table = table[table["before_uids"] != table["after_uids"]]
    order = table["change"].map({GAINS: 0, LOSES: 1, OTHER: 2})
    table = table.assign(order=order).sort_values(["order", "gravity", "urn"], ignore_index=True)
    table = table.rename(columns={"after_distance_km": "distance_km"})
    return table[[*columns, "change", "before_name", "after_name", "distance_km"]]


def pair_changes(before: Match, after: Match) -> pd.DataFrame:
    """Tell the pairs of two plans of the same day that are gained, lost and kept.

    Returns
    -------
    DataFrame
        A row a pair of either plan, the kept first, then the lost: the columns of a plan, and
        change (``GAINED``, ``LOST`` or ``KEPT``).

    """
    pair = ["urn", "supporter_uid"]
    was, has = (pd.MultiIndex.from_frame(found.plan[pair]) for found in (before, after))
    lost = before.plan[~was.isin(has)].assign(change=LOST)
    stays = np.where(has.isin(was), KEPT, GAINED)
    pairs = pd.concat([lost, after.plan.assign(change=stays)], ignore_index=True)
    order = pairs["change"].map({KEPT: 0, LOST: 1, GAINED: 2})
    return (
        pairs.assign(order=order)
        .sort_values(["order", *pair], ignore_index=True)
        .drop(columns="order")
    )


def _supporters(plan: pd.DataFrame) -> pd.DataFrame:
    """Return the supporters of each school: uids, name (both joined), distance_km."""
    return (
        plan.assign(uid=plan["supporter_uid"].astype("str"))
        .groupby("urn")
        .agg(
            uids=("uid", " ".join),
            name=("supporter_name", ", ".join),
            distance_km=("distance_km", "min"),
        )
    )


def beside_what_happened(
    history: History, found: Match, day: dt.date, closing: int
) -> pd.DataFrame:
    """Set the plan for a closing trust's academies beside where each went after ``day``.

    Parameters
    ----------
    found
        As :func:`alliance.analysis.matching.cold_spots.if_trust_closed` gives it for ``day``.
    closing
        UID of the trust.

    Returns
    -------
    DataFrame
        A row an academy, by name: urn, name, phase, la_name, gravity, why, supporter_uid,
        supporter_name, distance_km (missing where the plan has none), reason (why it has none),
        to_uid, to_trust, moved_on (missing where the records tell of no move), same (whether the
        plan named the trust it went to).

    """
    columns = ["urn", "name", "phase", "la_name", "gravity", "why"]
    plan = found.plan[[*columns, "supporter_uid", "supporter_name", "distance_km"]]
    table = pd.concat([plan, found.unmatched[[*columns, "reason"]]], ignore_index=True)
    moves = transfers(history, day, history.last_day, from_trust=closing)
    moves = moves.drop_duplicates("urn_before")[["urn_before", "to_uid", "to_trust", "date"]]
    table = table.merge(moves, left_on="urn", right_on="urn_before", how="left")
    table = table.rename(columns={"date": "moved_on"}).drop(columns="urn_before")
    table["same"] = (table["supporter_uid"] == table["to_uid"]).fillna(value=False).astype(bool)
    return table.sort_values(["name", "urn"], ignore_index=True)
