"""Where need is greater than what could meet it, and what would change that."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from alliance.analysis.flows.transfers import transfers
from alliance.analysis.matching.best_match import match
from alliance.analysis.matching.cold_spots import (
    cold_spots,
    if_trust_closed,
    if_trusts_joined,
    if_trusts_took_more,
)
from alliance.analysis.matching.match_terms import Terms, scoped
from alliance.history import as_at

if TYPE_CHECKING:
    from alliance.analysis.matching.best_match import Match
    from alliance.history import History

DAY = dt.date(2019, 6, 1)
WAKEFIELD_CITY = 5195


@pytest.fixture(scope="module")
def terms(history: History) -> Terms:
    return scoped(history, DAY, "alliance")(Terms())


@pytest.fixture(scope="module")
def found(history: History, terms: Terms) -> Match:
    return match(history, DAY, terms)


def test_need_is_served_or_left_without_and_adds_up(history: History, found: Match) -> None:
    table = cold_spots(history, found, DAY, "la_name")
    assert (table["served"] + table["without"] == table["in_need"]).all()
    assert table["served"].sum() == len(found.plan)
    assert table["in_need"].sum() == len(found.plan) + len(found.unmatched)
    assert table["without"].is_monotonic_decreasing
    assert (table["in_need"] <= table["schools"]).all()


def test_opportunity_areas_are_a_part_of_the_whole(history: History, found: Match) -> None:
    areas = cold_spots(history, found, DAY, "opportunity_area")
    assert {"Doncaster", "Bradford"} <= set(areas["place"])
    assert areas["in_need"].sum() < len(found.plan) + len(found.unmatched)


def test_a_trust_that_takes_two_more_serves_two_more(
    history: History, found: Match, terms: Terms
) -> None:
    more = if_trusts_took_more(history, DAY, terms, {4474: 2})
    assert len(more.plan) == len(found.plan) + 2


def test_trusts_that_join_serve_no_fewer(history: History, found: Match, terms: Terms) -> None:
    wider = if_trusts_joined(history, DAY, terms, [5145, 2937])
    assert len(wider.plan) >= len(found.plan)


def test_the_academies_of_a_closing_trust_are_the_need(history: History) -> None:
    day = dt.date(2017, 9, 1)
    plan = if_trust_closed(history, day, Terms(max_distance_km=40.0), WAKEFIELD_CITY)
    state = as_at(history, day)
    held = set(state.loc[state["trust_uid"] == WAKEFIELD_CITY, "urn"])
    assert set(plan.plan["urn"]) | set(plan.unmatched["urn"]) == held
    assert WAKEFIELD_CITY not in set(plan.plan["supporter_uid"])
    moved = transfers(history, day, DAY, from_trust=WAKEFIELD_CITY)
    assert set(moved["urn_before"]) == held  # what happened, beside the plan
