"""What the filter takes from the address and from the browser, and what it tells the browser."""

import json

import pytest
from streamlit.testing.v1 import AppTest

from alliance.analysis.filters import PARTS


def told(visit, **query):
    """Open the app; give what the browser is told of the filter's fields."""
    pieces = visit(**query).get("bidi_component")
    return next(data for one in pieces if "fields" in (data := json.loads(one.proto.json)))


def after(change):
    """Give what the filter holds when the browser has told of a change."""

    def script(change):
        import streamlit as st

        from alliance.analysis.filter_codec import DAY
        from alliance.analysis.filters import PARTS
        from alliance.ui.filter.filter_form import take_address, take_change

        take_address({"phase": ["Primary"], "region": ["London"]})
        st.session_state["told"] = {"changed": change}
        take_change("told")
        for part in PARTS:
            st.session_state.setdefault(part.key, [])
        st.session_state.setdefault(DAY, None)

    page = AppTest.from_function(script, kwargs={"change": change}).run()
    assert not page.exception
    return {part.key: page.session_state[part.key] for part in PARTS}


def test_an_address_without_a_region_means_the_alliance_region_and_an_empty_one_all_england(visit):
    assert told(visit)["held"] == {"region": ["Alliance region"]}
    assert told(visit, region="")["held"] == {}


def test_the_address_gives_every_part_of_the_filter(visit):
    held = told(visit, region="London", phase="Secondary", tier="National", members="true")["held"]
    assert held == {
        "region": ["London"],
        "phase": ["Secondary"],
        "tier": ["National"],
        "members": ["Founding trusts only"],
    }


def test_where_nothing_that_the_address_says_is_known_the_part_is_as_at_first(visit):
    assert told(visit, region="Narnia", phase="Playgroup")["held"] == {
        "region": ["Alliance region"]
    }


def test_the_browser_is_told_where_the_options_are_and_not_the_options(visit):
    data = told(visit, phase="Secondary")
    assert data["lists"].startswith("/filter/")
    assert "phase=Secondary" in data["lists"]
    assert "Outwood" not in str(data)


def test_what_the_browser_tells_is_the_filter_from_then_on():
    held = after({"change": 3, "held": {"phase": ["Secondary", "Special"], "grade": ["Good"]}})
    assert held["phase"] == ["Secondary", "Special"]
    assert held["grade"] == ["Good"]
    assert held["region"] == []


def test_a_reset_brings_the_first_filter_back():
    held = after({"change": 1, "reset": True})
    assert held["region"] == ["Alliance region"]
    assert held["phase"] == []


@pytest.mark.parametrize(
    "change",
    [
        "phase",
        {"held": {"phase": ["Special"]}},
        {"change": "1", "held": {"phase": ["Special"]}},
        {"change": 1, "held": "everything"},
        {"change": 1},
    ],
)
def test_a_change_that_is_none_leaves_the_filter_as_it_was(change):
    assert after(change)["phase"] == ["Primary"]
    assert after(change)["region"] == ["London"]


def test_names_that_are_not_known_are_left_out():
    held = after({"change": 1, "held": {"phase": ["Special", "<b>", 7, ["Primary"]], "tier": "x"}})
    assert held["phase"] == ["Special"]
    assert held["tier"] == []


def test_an_address_with_a_name_of_two_trusts_takes_both_and_shows_which(visit):
    held = told(visit, trust="Endeavour Academies Trust", region="", day="2018-10-01")["held"]
    assert sorted(held["trust"]) == [
        "Endeavour Academies Trust (16930)",
        "Endeavour Academies Trust (3819)",
    ]
    page = visit(trust="Endeavour Academies Trust", region="", day="2018-10-01")
    assert not [one for one in page.info if "left out" in one.value]
    assert not page.warning


def test_an_address_with_a_trust_s_former_name_is_taken_for_the_trust(visit):
    page = visit(trust="Academies Enterprise Trust", region="", day="2018-10-01")
    assert page.session_state["trust"] == ["Lift Schools"]
    assert not [one for one in page.info if "left out" in one.value]


def test_a_single_academy_trust_filters_as_any_other(visit):
    page = visit(trust="Abbey College, Ramsey", region="", day="2017-11-14")
    assert any(" · 1 school · " in one.value for one in page.markdown)
