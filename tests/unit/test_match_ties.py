"""What the register's supports mean for a match."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from alliance.analysis.matching.match_terms import Terms
from alliance.analysis.matching.match_ties import Ties, ties

DAY = dt.date(2019, 6, 1)
STATE = pd.DataFrame(
    {
        "urn": [1, 2, 3, 4, 5],
        "trust_uid": pd.array([10, 10, 20, None, 30], dtype="Int32"),
        "la_name": ["Hull", "York", "York", "Leeds", "Leeds"],
    }
)


def support(**changes: object) -> dict[str, object]:
    return {
        "supporter_kind": "Trust",
        "supporter_id": "30",
        "recipient_urn": 2,
        "status": "Active",
        "starts_on": dt.date(2019, 1, 1),
        "last_on": None,
        "conflict": "",
        **changes,
    }


def of(*supports: dict[str, object]) -> Ties:
    return ties(STATE, pd.DataFrame(supports), DAY)


@pytest.mark.parametrize("status", ["Proposed", "Agreed", "Active"])
def test_a_support_takes_a_place_of_its_trust_and_of_its_school(status: str) -> None:
    found = of(support(status=status))
    assert found.committed == {30: 1}
    assert found.supported == {2: 1}
    assert found.held == {(30, 2)}


@pytest.mark.parametrize("status", ["Paused", "Completed", "Stopped", "Declined"])
def test_a_support_that_is_not_given_takes_none(status: str) -> None:
    found = of(support(status=status))
    assert not found.committed
    assert not found.supported
    assert not found.held


@pytest.mark.parametrize("status", ["Completed", "Stopped"])
def test_a_support_that_is_over_since_counts_on_the_days_it_was_given(status: str) -> None:
    assert of(support(status=status, last_on=dt.date(2019, 6, 1))).committed == {30: 1}
    assert not of(support(status=status, last_on=dt.date(2019, 5, 31))).committed
    later = support(status=status, starts_on=dt.date(2019, 6, 2), last_on=dt.date(2019, 9, 1))
    assert not of(later).committed


@pytest.mark.parametrize(
    "changes",
    [
        {"last_on": dt.date(2019, 5, 31)},
        {"starts_on": dt.date(2020, 6, 2)},
    ],
    ids=["over", "more than a year ahead"],
)
def test_a_support_of_other_times_takes_none(changes: dict[str, object]) -> None:
    assert not of(support(**changes)).committed


def test_two_themes_of_one_pair_are_one_commitment() -> None:
    found = of(support(), support(starts_on=dt.date(2019, 3, 1)))
    assert found.committed == {30: 1}
    assert found.supported == {2: 1}


def test_a_supporting_schools_trust_is_the_supporter() -> None:
    found = of(support(supporter_kind="School", supporter_id="3"))
    assert found.committed == {20: 1}
    assert found.held == {(20, 2)}


def test_an_authority_or_another_takes_a_place_of_the_school_alone() -> None:
    found = of(support(supporter_kind="Other organisation", supporter_id="A teaching school"))
    assert not found.committed
    assert found.supported == {2: 1}


def test_who_has_helped_knows_the_schools_of_that_trust_and_that_authority() -> None:
    found = of(support(status="Completed", last_on=dt.date(2019, 2, 1)))
    assert found.related == {(30, 1), (30, 2), (30, 3)}
    assert found.met == {(30, 2)}
    assert not of(support(status="Declined")).related
    assert not of(support(status="Proposed")).related


def test_a_conflict_that_was_noted_keeps_its_two_sides_apart() -> None:
    found = of(support(conflict="They share a sponsor.", status="Completed"), support())
    assert found.conflicts == {(30, 2)}
    assert not of(support()).conflicts


def test_terms_take_the_ties_up_and_an_empty_register_has_none() -> None:
    terms = of(support(conflict="Noted.")).within(Terms(max_distance_km=20.0))
    assert terms.conflicts == {(30, 2)}
    assert terms.held == {(30, 2)}
    assert terms.max_distance_km == 20.0
    assert ties(STATE, pd.DataFrame(), DAY) == Ties()
