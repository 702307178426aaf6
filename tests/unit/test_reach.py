"""Whom one trust could help: eligible schools near its strong schools of their phase."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from alliance.analysis.matching.capacity import capacity
from alliance.analysis.matching.match_pairs import strong_schools
from alliance.analysis.matching.reach import schools_in_reach
from alliance.analysis.need.need_rules import need
from alliance.history import History, as_at

DAY = dt.date(2025, 8, 31)
OUTWOOD_GRANGE = 4119


@pytest.mark.parametrize("within_km", [5.0, 25.0])
@pytest.mark.quick_cases(1)
def test_every_eligible_school_near_a_strong_one_of_its_phase_is_in_reach(
    history: History, within_km: float
) -> None:
    found = schools_in_reach(history, DAY, OUTWOOD_GRANGE, within_km).set_index("urn")
    state = as_at(history, DAY)
    givers = capacity(history, DAY)
    strong = strong_schools(history, state, DAY, givers[givers["trust_uid"] == OUTWOOD_GRANGE])
    expected = {}
    for school in need(history, state, DAY).itertuples():
        same = strong[strong["phase"].astype("str") == str(school.phase)]
        away = np.hypot(
            same["easting_m"] - school.easting_m, same["northing_m"] - school.northing_m
        )
        small = (school.pupils > 2 * same["pupils"]).fillna(value=False)
        # One that is large enough comes before a nearer one that is not.
        able = away[~small & (away <= within_km * 1000)]
        away = able if len(able) else away
        own = school.trust_uid is not pd.NA and school.trust_uid == OUTWOOD_GRANGE
        if not own and len(away) and away.min() <= within_km * 1000:
            expected[school.urn] = away.min() / 1000
    assert len(expected) > 3
    assert found["distance_km"].to_dict() == pytest.approx(expected)


def test_the_nearest_stand_first_with_who_runs_them(history: History) -> None:
    found = schools_in_reach(history, DAY, OUTWOOD_GRANGE, 25.0)
    assert found["distance_km"].is_monotonic_increasing
    assert found["run_by"].str.len().gt(3).all()
    assert found["run_by_uid"].ne(OUTWOOD_GRANGE).fillna(value=True).all()


def test_a_trust_without_strong_schools_reaches_nobody(history: History) -> None:
    givers = capacity(history, DAY)
    none = int(givers.loc[givers["strong"] == 0, "trust_uid"].iloc[0])
    assert schools_in_reach(history, DAY, none, 100.0).empty
