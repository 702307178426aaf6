"""A history without schools' names holds none, and is else the same."""

import json

import numpy as np
import pytest
from scipy.spatial import cKDTree
from starlette.requests import Request

from alliance.current.code import code_version
from alliance.current.state import current_history, names_hidden, state_on
from alliance.history.moved_places import MovedPlaces
from alliance.history.without_names import without_school_names
from alliance.web import routes


def test_no_table_holds_a_schools_name_any_more(history):
    hidden = without_school_names(history, MovedPlaces(history.schools))
    names = set(history.schools["name"].str.casefold())
    for table in ("schools", "links", "sponsorships"):
        held = getattr(hidden, table).select_dtypes("str")
        for column in held.columns:
            # Two schools are called what an authority or a type is called.
            if column in ("name", "predecessor_name", "successor_name", "sponsor_name"):
                assert names.isdisjoint(held[column].str.casefold()), (table, column)
    single = hidden.trusts[hidden.trusts["kind"] == "SAT"]
    assert names.isdisjoint(single["name"].str.casefold())
    assert names.isdisjoint(single["registered_name"].str.casefold())
    assert hidden.schools["postcode"].eq("").all()
    assert hidden.trust_names.empty


def test_schools_can_still_be_told_apart(history):
    names = without_school_names(history, MovedPlaces(history.schools)).schools["name"]
    assert names.notna().all()
    assert names.is_unique


def test_all_else_is_the_same(history):
    hidden = without_school_names(history, MovedPlaces(history.schools))
    assert hidden.version != history.version
    same = ["urn", "phase", "la_name", "easting_m", "northing_m"]
    assert hidden.schools[same].equals(history.schools[same])
    assert hidden.grades is history.grades


def test_what_is_kept_for_one_is_not_given_for_the_other(history):
    day = history.default_day
    named = state_on(day)["name"]
    with names_hidden():
        assert current_history().version.endswith("n")
        assert set(state_on(day)["name"]).isdisjoint(named)
    assert state_on(day)["name"].equals(named)


@pytest.mark.parametrize("mark", ["n", "N", "", " ", "nn"])
def test_the_history_without_names_answers_no_question_by_an_address(history, mark):
    day, urn = "2018-05-01", 140177
    asked = {"type": "http", "method": "GET", "headers": []}

    def told(answer, query, **where):
        version = f"{history.version}{mark}.{code_version()}"
        found = {"path_params": {"version": version, **where}, "query_string": query.encode()}
        return answer(Request(asked | found))

    answers = [
        told(routes.school, f"day={day}&urn={urn}"),
        told(routes.layer, f"day={day}&colour=Grade&theme=light&urn={urn}", layer="schools"),
        told(routes.layer, f"day={day}&colour=Grade&theme=light&urn={urn}", layer="front"),
        told(routes.option_list, f"day={day}", part="authority"),
        told(routes.numbered, f"day={day}&number=4119"),
        told(routes.style, f"day={day}&colour=Grade&urn={urn}", theme="light"),
    ]
    for answer in answers if mark else answers[:1]:
        assert answer.status_code == (404 if mark else 200)
        if mark:
            assert "no version" in json.loads(answer.body)["error"]


def test_schools_are_drawn_among_their_neighbours_and_by_another_lot_each_time(history):
    schools = history.schools.dropna(subset=["easting_m", "northing_m"])
    first, second = (MovedPlaces(history.schools).drawn(schools) for _ in range(2))
    columns = ["easting_m", "northing_m"]
    true, drawn, again = (one[columns].to_numpy() for one in (schools, first, second))
    away = np.hypot(*(drawn - true).T)
    # Near enough to show where a trust works, and mostly nearer to another school than to its own.
    assert np.median(away) < 5_000
    sites = cKDTree(np.unique(true.round(), axis=0))
    assert np.mean(sites.query(drawn)[0] < away - 1) > 0.8
    assert (np.hypot(*(drawn - again).T) > 1).mean() > 0.99


def test_places_that_are_not_known_stay_so(history):
    some = history.schools.head(3).assign(easting_m=[np.nan, 430_000.0, np.nan])
    drawn = MovedPlaces(history.schools).in_degrees(some)
    assert drawn["lon"].isna().tolist() == [True, False, True]
