"""How large a match is, told before it is worked out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scipy.spatial import cKDTree

from alliance.analysis.matching.capacity import capacity
from alliance.analysis.matching.match_pairs import METRES, strong_schools
from alliance.analysis.need.need_rules import need
from alliance.history import as_at

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd

    from alliance.analysis.matching.match_terms import Terms
    from alliance.history import History

PLACE = ["easting_m", "northing_m"]


def match_size(history: History, day: dt.date, terms: Terms) -> int:
    """Return how many pairs of schools a match on ``day`` has to weigh.

    Those are the pairs of an eligible school and a good or outstanding one of its phase within the
    distance, of a trust that may support it, as many times over as a school may have supporting
    trusts. What it takes to work the match out grows with them; counting them
    takes a second.
    """
    state = as_at(history, day)
    inherited = terms.count_inherited
    asked = need(history, state, day, terms.rules, count_inherited=inherited)
    if terms.recipients is not None:
        asked = asked[asked["urn"].isin(list(terms.recipients))]
    could = capacity(history, day, terms.formula, count_inherited=inherited)
    could = could[could["capacity"] > 0]
    if terms.supporters is not None:
        could = could[could["trust_uid"].isin(list(terms.supporters))]
    strong = strong_schools(history, state, day, could, count_inherited=inherited)
    near = sum(
        _near(asked[asked["phase"] == phase], strong[strong["phase"] == phase], terms)
        for phase in asked["phase"].dropna().unique()
    )
    return near * terms.supporters_per_school


def _near(asked: pd.DataFrame, strong: pd.DataFrame, terms: Terms) -> int:
    here, there = asked[PLACE].dropna(), strong[PLACE].dropna()
    if here.empty or there.empty:
        return 0
    limit_m = terms.max_distance_km * METRES
    return int(cKDTree(here).count_neighbors(cKDTree(there), limit_m))
