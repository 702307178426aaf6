"""What a what-if changes, where a plan's lines run, and how a match is drawn."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest

from alliance.analysis.matching.best_match import match
from alliance.analysis.matching.cold_spots import cold_spots, if_trust_closed, if_trusts_took_more
from alliance.analysis.matching.match_changes import (
    GAINED,
    GAINS,
    KEPT,
    LOSES,
    LOST,
    beside_what_happened,
    changes,
    pair_changes,
)
from alliance.analysis.matching.match_lines import plan_lines
from alliance.analysis.matching.match_terms import Terms, scoped
from alliance.analysis.trusts.footprints import footprints
from alliance.charts.coldest_places import MOST_PLACES, coldest_places
from alliance.history import as_at
from alliance.maps.change_style import (
    change_key,
    change_points,
    change_strokes,
    change_style,
)
from alliance.maps.ground import Ground
from alliance.maps.match_style import match_points, match_strokes, match_style
from alliance.maps.palette import THEMES

if TYPE_CHECKING:
    from collections.abc import Callable

    from alliance.analysis.matching.best_match import Match
    from alliance.history import History

DAY = dt.date(2019, 6, 1)
DELTA, WAKEFIELD_CITY = 4474, 5195


@pytest.fixture(scope="module")
def terms(history: History) -> Terms:
    return scoped(history, DAY, "alliance")(Terms())


@pytest.fixture(scope="module")
def found(history: History, terms: Terms) -> Match:
    return match(history, DAY, terms)


@pytest.fixture(scope="module")
def lines(history: History, found: Match) -> pd.DataFrame:
    state = as_at(history, DAY)
    return plan_lines(found.plan, state)


def test_nothing_changes_between_a_plan_and_itself(found: Match) -> None:
    assert changes(found, found).empty


def test_who_gains_a_supporter_comes_first_and_back_again_they_lose_it(
    history: History, found: Match, terms: Terms
) -> None:
    more = if_trusts_took_more(history, DAY, terms, {DELTA: 2})
    table = changes(found, more)
    gained = table[table["change"] == GAINS]
    assert len(gained) == 2
    assert gained["before_name"].isna().all()
    assert list(table["change"].iloc[:2]) == [GAINS, GAINS]
    back = changes(more, found)
    assert set(back.loc[back["change"] == LOSES, "urn"]) == set(gained["urn"])


def test_the_plan_for_a_closing_trust_stands_beside_where_each_academy_went(
    history: History,
) -> None:
    day = dt.date(2017, 9, 1)
    plan = if_trust_closed(history, day, Terms(max_distance_km=40.0), WAKEFIELD_CITY)
    table = beside_what_happened(history, plan, day, WAKEFIELD_CITY)
    assert len(table) == 21
    assert table["urn"].is_unique
    assert table["to_trust"].notna().all()
    same = table[table["same"]]
    assert (same["supporter_uid"] == same["to_uid"]).all()
    others = table[~table["same"]]
    assert not (others["supporter_uid"] == others["to_uid"]).any()


def test_a_line_starts_at_the_school_that_the_plan_names_and_is_as_long_as_it_says(
    history: History, found: Match, lines: pd.DataFrame
) -> None:
    state = as_at(history, DAY).set_index("urn")
    assert list(lines["urn"]) == list(found.plan["urn"])
    assert list(lines["start_urn"]) == list(found.plan["from_urn"])
    ends = (state.loc[lines[name], ["easting_m", "northing_m"]] for name in ("start_urn", "urn"))
    start, end = (places.to_numpy() for places in ends)
    apart_km = np.hypot(*(end - start).T) / 1000
    assert apart_km == pytest.approx(found.plan["distance_km"].to_numpy())


def test_a_line_may_start_at_a_hub_of_its_supporter(history: History, found: Match) -> None:
    state = as_at(history, DAY)
    prints = footprints(state)
    lines = plan_lines(found.plan, state, prints)
    trusts = state.set_index("urn").loc[lines["start_urn"], "trust_uid"]
    assert (trusts.to_numpy() == lines["supporter_uid"]).all()
    members = prints.members.set_index("urn").loc[lines["start_urn"]]
    alone = lines["start_urn"].to_numpy() == found.plan["from_urn"].to_numpy()
    assert (members["is_hub"].to_numpy() | alone).all()


def test_the_plan_says_who_runs_each_school_and_by_which_grade_it_is_known(found: Match) -> None:
    schools = pd.concat([found.plan, found.unmatched])
    maintained = schools["run_by_uid"].isna()
    assert (maintained == schools["run_by"].str.endswith(" (local authority)")).all()
    assert 0 < maintained.sum() < len(schools)
    first = found.as_json()["plan"][0]
    names = ("run_by", "run_by_uid", "grade", "grade_inherited", "from_urn", "from_name")
    assert set(names) <= set(first)
    assert not any(value is pd.NA for row in found.as_json()["plan"] for value in row.values())


def test_every_located_school_in_need_is_a_dot_and_every_pair_a_line(
    history: History, found: Match, lines: pd.DataFrame
) -> None:
    state = as_at(history, DAY)
    points = json.loads(match_points(lines, found.supported, found.unmatched, state))["features"]
    located = state.loc[state["lon"].notna(), "urn"]
    asked = {*found.plan["urn"], *found.unmatched["urn"]} & set(located)
    drawn = [point["properties"]["urn"] for point in points if "urn" in point["properties"]]
    assert len(drawn) == len(set(drawn))
    assert set(drawn) == asked
    strokes = json.loads(match_strokes(lines))["features"]
    assert len(strokes) == len(found.plan)
    kinds = {point["properties"]["k"] for point in points}
    assert kinds == {"served", "supporter", "gravest", "without"}


def test_a_match_without_any_pair_is_drawn_all_the_same(history: History, found: Match) -> None:
    state = as_at(history, DAY)
    nobody = plan_lines(found.plan.head(0), state)
    points = json.loads(match_points(nobody, found.supported, found.unmatched, state))
    assert len(points["features"]) > 800
    assert json.loads(match_strokes(nobody))["features"] == []


@pytest.fixture(scope="module")
def more(history: History, terms: Terms) -> Match:
    return if_trusts_took_more(history, DAY, terms, {DELTA: 2})


def as_pairs(plan: pd.DataFrame) -> set[tuple[int, int]]:
    return set(zip(plan["urn"], plan["supporter_uid"], strict=True))


def test_every_pair_of_two_plans_is_gained_lost_or_kept(found: Match, more: Match) -> None:
    pairs = pair_changes(found, more)
    before, after = as_pairs(found.plan), as_pairs(more.plan)
    told = {kind: as_pairs(pairs[pairs["change"] == kind]) for kind in (GAINED, LOST, KEPT)}
    assert told == {GAINED: after - before, LOST: before - after, KEPT: before & after}
    assert len(pairs) == len(before | after)
    assert told[GAINED]
    assert told[KEPT]


def test_the_map_of_what_changes_draws_every_pair_in_its_kind(
    history: History, found: Match, more: Match
) -> None:
    pairs, state = pair_changes(found, more), as_at(history, DAY)
    lines = plan_lines(pairs, state).assign(change=pairs["change"])
    strokes = json.loads(change_strokes(lines))["features"]
    drawn = [stroke["properties"]["change"] for stroke in strokes]
    assert {kind: drawn.count(kind) for kind in set(drawn)} == dict(pairs["change"].value_counts())
    points = [point["properties"] for point in json.loads(change_points(lines))["features"]]
    schools = {point["urn"]: point["k"] for point in points if "urn" in point}
    gained = pairs[pairs["change"] == GAINED]
    assert set(schools) == set(pairs["urn"])
    assert {schools[urn] for urn in gained["urn"]} == {GAINED}
    key = change_key(dict(pairs["change"].value_counts()), 3, THEMES["light"])
    assert [row.number for row in key.rows[:2]] == [str(drawn.count(k)) for k in (GAINED, LOST)]
    assert key.rows[1].shape == "dashes"


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("styled", [match_style, change_style])
def test_the_map_asks_no_other_host(theme: str, styled: Callable[..., dict[str, Any]]) -> None:
    ground = Ground("0a1b", "2019-06-01", ("North East",), theme)
    style = styled(ground, "/points", "/strokes")
    assert all(source["data"].startswith("/") for source in style["sources"].values())
    names = {layer["id"] for layer in style["layers"]}
    assert set(style["metadata"]["tips"]) <= names
    assert all(layer.get("source", "regions") in style["sources"] for layer in style["layers"])


def test_the_chart_of_cold_spots_adds_up_to_its_table(history: History, found: Match) -> None:
    table = cold_spots(history, found, DAY, "la_name")
    chart = coldest_places(table, "authorities")
    drawn = sum(sum(bar.x) for bar in chart.figure.data)
    assert drawn == table["in_need"].head(MOST_PLACES).sum()
    assert str(table["place"].iloc[0]) in chart.alt


def test_the_capacity_of_places_adds_up_to_that_of_the_trusts(
    history: History, found: Match
) -> None:
    whole = match(history, DAY, Terms())
    places = cold_spots(history, whole, DAY, "la_name")
    assert places["capacity"].sum() == pytest.approx(whole.loads["capacity"].sum(), abs=5)
