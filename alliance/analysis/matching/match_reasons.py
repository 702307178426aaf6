"""Why an eligible school is not matched: the constraint that binds."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from alliance.analysis.matching.match_pairs import BY_HAND, HELD, OWN_TRUST, possible_pairs

if TYPE_CHECKING:
    import datetime as dt

    from alliance.analysis.matching.match_terms import Terms
    from alliance.history import History

NO_PLACE = "its location is not known"
NO_STRONG_SCHOOL = (
    "no supporting trust has a good or outstanding school of this phase within {km:g} km"
)
NO_CAPACITY = "no trust within {km:g} km has capacity"
ONLY_ITS_OWN = "only its own trust has capacity and a good or outstanding school within {km:g} km"
CONFLICT = "all trusts within {km:g} km have a conflict of interest"
HAND = "every trust that could support it within {km:g} km is forbidden or left out by hand"
FULL = "all trusts within {km:g} km are already matched to other schools"


def reasons(
    history: History,
    day: dt.date,
    without: pd.DataFrame,
    pairs: pd.DataFrame,
    could: pd.DataFrame,
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
    could
        The trusts in scope, those without capacity too.

    """
    near = without["urn"].isin(pairs["urn"])
    free = without["urn"].isin(pairs.loc[pairs["excluded"] == "", "urn"])
    conflicting = ~pairs["excluded"].isin(["", OWN_TRUST, HELD, *BY_HAND])
    hand = without["urn"].isin(pairs.loc[pairs["excluded"].isin(BY_HAND), "urn"])
    barred = without["urn"].isin(pairs.loc[conflicting, "urn"])
    spent = could[(could["capacity"] == 0) & ~could["trust_uid"].isin(terms.barred)]
    # A school that has nobody near may still have somebody who can take no more.
    asked = without[~near]
    fitting = possible_pairs(history, day, asked, spent, replace(terms, held=frozenset()))
    fitting = fitting[fitting["excluded"] == ""]
    tired = without["urn"].isin(fitting["urn"])
    found = np.select(
        [without["easting_m"].isna(), free, hand, barred, near, tired],
        [NO_PLACE, FULL, HAND, CONFLICT, ONLY_ITS_OWN, NO_CAPACITY],
        NO_STRONG_SCHOOL,
    )
    said = [str(reason).format(km=terms.max_distance_km) for reason in found]
    return pd.Series(said, index=without.index, dtype="str")
