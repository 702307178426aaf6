"""Which schools in need lie near one trust's strong schools, whatever it has capacity for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliance.analysis.matching.capacity import capacity
from alliance.analysis.matching.match_pairs import EVERY, possible_pairs
from alliance.analysis.matching.match_terms import Terms
from alliance.analysis.need.need_rules import need
from alliance.analysis.schools.run_by import run_by
from alliance.history import as_at

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd

    from alliance.history import History

SCHOOL = ["urn", "name", "phase", "la_name", "grade", "grade_inherited", "gravity", "why"]
_PAIR = ["urn", "from_urn", "from_name", "distance_km", "excluded"]


def schools_in_reach(
    history: History, day: dt.date, trust_uid: int, within_km: float
) -> pd.DataFrame:
    """Return the eligible schools near a trust's strong schools of their phase, nearest first.

    The trust's own academies are not among them: they are its own business.

    Parameters
    ----------
    within_km
        In a straight line from the school to the trust's nearest strong school of its phase.

    Returns
    -------
    DataFrame
        urn, name, phase, la_name, grade, grade_inherited, gravity, why, run_by, run_by_uid,
        from_urn, from_name (the trust's nearest strong school of the phase that is able to, else
        the nearest), distance_km,
        excluded (why the trust may not support it, else empty).

    """
    state = as_at(history, day)
    schools = need(history, state, day)
    schools = schools[schools["trust_uid"].ne(trust_uid).fillna(value=True)]
    giver = capacity(history, day)
    giver = giver[giver["trust_uid"] == trust_uid]
    every = giver.assign(choices=EVERY)
    pairs = possible_pairs(history, day, schools, every, Terms(max_distance_km=within_km))
    unable = pairs["excluded"] != ""
    order = pairs.assign(unable=unable).sort_values(["unable", "distance_km", "from_urn"])
    nearest = order.drop_duplicates("urn")[_PAIR]
    shown = schools[SCHOOL].assign(run_by=run_by(schools), run_by_uid=schools["trust_uid"])
    found = shown.merge(nearest, on="urn")
    return found.sort_values(["distance_km", "urn"], ignore_index=True)
