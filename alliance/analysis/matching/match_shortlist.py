"""Who could support one school, how each scores, and why the others may not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from alliance.analysis.matching.match_because import because
from alliance.analysis.matching.match_pairs import CRITERIA, EVERY, HELD, possible_pairs
from alliance.history import as_at

if TYPE_CHECKING:
    import datetime as dt

    from alliance.analysis.matching.best_match import Match
    from alliance.history import History

ALL_ENGLAND_KM = 1000.0
CHOSEN = "in the plan"
DEARER = "possible, with a worse score"
FULL_ONE = "full: its one place goes to another school"
FULL_MORE = " places go to other schools"
FULL_PHASE = "it supports as many schools of this phase as its good or outstanding ones allow"
FULL_STRONG = "its good or outstanding schools of this phase within {km:g} km support others"
NO_CAPACITY = "it has no capacity"
NO_STRONG_SCHOOL = "it has no good or outstanding school of this phase"
_COLUMNS = [
    "supporter_uid",
    "supporter_name",
    "from_name",
    "distance_km",
    *CRITERIA,
    "cost",
    "because",
    "excluded",
]


def shortlist(
    history: History, day: dt.date, found: Match, urn: int, most: int = 8
) -> pd.DataFrame:
    """Return the trusts in scope that come nearest to fitting one school, best first.

    Parameters
    ----------
    found
        The match made for ``day``.
    urn
        Of a school open that day.
    most
        How many of those it could have are given, and how many of the others, nearest first.

    Returns
    -------
    DataFrame
        supporter_uid, supporter_name, from_name (of its strong schools of the phase),
        distance_km, the criteria, cost, because (what speaks for it), excluded (why it may not,
        else empty), chosen (whether the plan has it), capacity, assigned, standing (in words:
        chosen, excluded, or why another is).

    """
    state, terms = as_at(history, day), found.terms
    school = state[state["urn"] == urn]
    every = possible_pairs(
        history, day, school, found.could.assign(choices=EVERY), terms, reach_km=ALL_ENGLAND_KM
    )
    every = every.assign(because=because(every, terms))
    used = found.room
    left = used.schools.reindex(every["from_urn"]).to_numpy() > 0
    able = (every["excluded"] == "") & (every["distance_km"] <= terms.max_distance_km)
    strong = set(every.loc[able & left, "supporter_uid"])
    pairs = _one_of_each_trust(every, found, urn)
    phase_left = used.left_for(pairs)[1]
    table = found.could[["trust_uid", "name", "capacity", "assigned"]].merge(
        pairs[_COLUMNS], left_on="trust_uid", right_on="supporter_uid", how="left"
    )
    far = table["distance_km"] > terms.max_distance_km
    table["excluded"] = np.select(
        [
            table["distance_km"].isna(),
            table["excluded"].fillna("") != "",
            far,
            table["capacity"] == 0,
        ],
        [
            NO_STRONG_SCHOOL,
            table["excluded"],
            f"it is further than {terms.max_distance_km:g} km",
            NO_CAPACITY,
        ],
        "",
    )
    own = found.plan.loc[found.plan["urn"] == urn, "supporter_uid"]
    table["chosen"] = table["trust_uid"].isin(own)
    places = table["capacity"].astype("str")
    full = np.where(table["capacity"] == 1, FULL_ONE, "full: its " + places + FULL_MORE)
    in_phase = table["trust_uid"].isin(pairs.loc[phase_left, "supporter_uid"])
    table["standing"] = np.select(
        [
            table["chosen"],
            table["excluded"] != "",
            table["assigned"] >= table["capacity"],
            ~in_phase,
            ~table["trust_uid"].isin(strong),
        ],
        [
            CHOSEN,
            table["excluded"],
            full,
            FULL_PHASE,
            FULL_STRONG.format(km=terms.max_distance_km),
        ],
        DEARER,
    )
    table["supporter_uid"], table["supporter_name"] = table["trust_uid"], table["name"]
    first = table["chosen"] | (table["excluded"] == HELD)
    by = np.where(table["excluded"] == "", table["cost"], table["distance_km"])
    group = np.select([first, table["excluded"] == ""], [0, 1], 2)
    order = table.assign(group=group, by=by).sort_values(["group", "by", "trust_uid"])
    nearest = [order[order["group"] < 2].head(most), order[order["group"] == 2].head(most)]
    columns = [*_COLUMNS, "chosen", "capacity", "assigned", "standing"]
    return pd.concat(nearest)[columns].reset_index(drop=True)


def _one_of_each_trust(every: pd.DataFrame, found: Match, urn: int) -> pd.DataFrame:
    """Return one pair of each trust: that of the plan, else its best with room, else its best."""
    own = found.plan.loc[found.plan["urn"] == urn, "from_urn"]
    left = found.room.schools.reindex(every["from_urn"]).to_numpy() > 0
    near = every["distance_km"] <= found.terms.max_distance_km
    able = (every["excluded"] == "") & near
    rank = np.select([every["from_urn"].isin(own), able & left, able, near], [0, 1, 2, 3], 4)
    # Of those further than the terms allow, the nearest.
    by = np.where(near, every["cost"], every["distance_km"])
    order = every.assign(rank=rank, by=by).sort_values(["rank", "by", "from_urn"])
    return order.drop_duplicates("supporter_uid").sort_values("supporter_uid", ignore_index=True)
