"""Why an eligible school is not matched: the constraint that binds."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from alliance.analysis.matching.match_pairs import (
    BUSY,
    BY_HAND,
    HELD,
    OWN_TRUST,
    TOO_SMALL,
    possible_pairs,
)

if TYPE_CHECKING:
    import datetime as dt

    from alliance.analysis.matching.match_terms import Terms
    from alliance.analysis.matching.solving.room import Room
    from alliance.history import History

NO_PLACE = "its location is not known"
NO_STRONG_SCHOOL = (
    "no supporting trust has a good or outstanding school of this phase within {km:g} km"
)
NO_CAPACITY = "no trust within {km:g} km has capacity"
ONLY_ITS_OWN = "only its own trust has capacity and a good or outstanding school within {km:g} km"
CONFLICT = "all trusts within {km:g} km have a conflict of interest"
HAND = "every trust that could support it within {km:g} km is forbidden or left out by hand"
SMALL = "the good or outstanding schools near enough ({km:g} km) are too small to support it"
STRONG_BUSY = (
    "the good or outstanding schools within {km:g} km of trusts with capacity already support "
    "other schools"
)
PHASE_FULL = (
    "trusts within {km:g} km that have capacity left already support as many schools of this phase "
    "as their good or outstanding schools of it allow"
)
FULL = "all trusts within {km:g} km are already matched to other schools"


def reasons(
    history: History,
    day: dt.date,
    without: pd.DataFrame,
    pairs: pd.DataFrame,
    used: Room,
    terms: Terms,
) -> pd.Series:
    """Return the constraint that binds for each school not matched.

    Parameters
    ----------
    without
        The schools, as the match asked for them.
    pairs
        All pairs with trusts that have capacity or are left out by hand, of these schools and
        others.
    used
        What the trusts in scope, those without capacity too, have room for after the plan.

    """
    could = used.trusts
    near = without["urn"].isin(pairs["urn"])
    possible = pairs[(pairs["excluded"] == "") & pairs["urn"].isin(without["urn"])]
    trust_left, phase_left = used.left_for(possible)
    free = without["urn"].isin(possible["urn"])
    # A trust with room, in the phase too, is kept from it by its strong schools alone.
    strong_busy = without["urn"].isin(possible.loc[trust_left & phase_left, "urn"])
    phase_full = without["urn"].isin(possible.loc[trust_left, "urn"])
    small, busy = (
        without["urn"].isin(pairs.loc[pairs["excluded"] == why, "urn"]) for why in (TOO_SMALL, BUSY)
    )
    conflicting = ~pairs["excluded"].isin(["", OWN_TRUST, HELD, *BY_HAND, TOO_SMALL, BUSY])
    hand = without["urn"].isin(pairs.loc[pairs["excluded"].isin(BY_HAND), "urn"])
    barred = without["urn"].isin(pairs.loc[conflicting, "urn"])
    spent = could[(could["capacity"] == 0) & ~could["trust_uid"].isin(terms.barred)]
    # A school that has nobody near may still have somebody who can take no more.
    asked = without[~near]
    fitting = possible_pairs(history, day, asked, spent, replace(terms, held=frozenset()))
    fitting = fitting[fitting["excluded"] == ""]
    tired = without["urn"].isin(fitting["urn"])
    found = np.select(
        [
            without["easting_m"].isna(),
            strong_busy,
            phase_full,
            free,
            hand,
            barred,
            busy,
            small,
            near,
            tired,
        ],
        [
            NO_PLACE,
            STRONG_BUSY,
            PHASE_FULL,
            FULL,
            HAND,
            CONFLICT,
            STRONG_BUSY,
            SMALL,
            ONLY_ITS_OWN,
            NO_CAPACITY,
        ],
        NO_STRONG_SCHOOL,
    )
    said = [str(reason).format(km=terms.max_distance_km) for reason in found]
    return pd.Series(said, index=without.index, dtype="str")
