"""A history without schools' names holds none, and is else the same."""

import json

from starlette.requests import Request

from alliance.current.state import current_history, names_hidden, state_on
from alliance.history.without_names import without_school_names
from alliance.web.routes import school


def test_no_table_holds_a_schools_name_any_more(history):
    hidden = without_school_names(history)
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
    names = without_school_names(history).schools["name"]
    assert names.notna().all()
    assert names.is_unique


def test_all_else_is_the_same(history):
    hidden = without_school_names(history)
    assert hidden.version != history.version
    same = ["urn", "phase", "la_name", "lon", "lat"]
    assert hidden.schools[same].equals(history.schools[same])
    assert hidden.grades is history.grades


def test_what_is_kept_for_one_is_not_given_for_the_other(history):
    day = history.default_day
    named = state_on(day)["name"]
    with names_hidden():
        assert current_history().version.endswith("n")
        assert set(state_on(day)["name"]).isdisjoint(named)
    assert state_on(day)["name"].equals(named)


def test_the_map_of_a_history_without_names_tells_none(history):
    day, urn = "2018-05-01", 140177

    def told(version):
        asked = {"type": "http", "method": "GET", "headers": []}
        query = f"day={day}&urn={urn}".encode()
        where = {"path_params": {"version": version}, "query_string": query}
        return json.loads(school(Request(asked | where)).body)

    schools = history.schools.set_index("urn")
    named, hidden = str(told(history.version)), str(told(history.version + "n"))
    assert schools.loc[urn, "name"] in named
    assert schools.loc[urn, "name"] not in hidden
    assert "in Doncaster" in hidden
    assert "no history" in told("another")["error"]
