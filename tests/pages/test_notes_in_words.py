"""What pages say of an address, an empty result and their rules is told in words, not by keys."""

import pytest
from streamlit.testing.v1 import AppTest

from alliance.history.checks import check
from alliance.settings import ROOT


def note(page):
    return next(one.value for one in page.info if "left out" in one.value)


def note_of(name, **query):
    """Open a page at an address, and give what it says of the address."""
    page = AppTest.from_file(ROOT / "alliance" / "ui" / "app" / "main.py", default_timeout=30)
    for key, value in query.items():
        page.query_params[key] = value
    page.switch_page(f"../../../pages/{name}.py")
    return note(page.run().run())


@pytest.mark.parametrize(
    ("name", "key", "given", "told"),
    [
        ("trusts", "trust_profile", "Outwod Grange Academies Trust", "Trust to look at"),
        ("trusts", "trust_tab", "Footprints", "Tab"),
        ("opportunity_areas", "area_profile", "Donaster", "Opportunity Area"),
    ],
)
def test_a_note_on_the_address_names_what_was_meant(name, key, given, told):
    known = {"trust_profile": "Outwood Grange Academies Trust"} if key == "trust_tab" else {}
    said = note_of(name, **known, **{key: given})
    assert f"**{told}**: “{given}” is not known" in said
    assert key not in said


def test_a_name_that_two_trusts_share_is_answered_with_both():
    said = note_of("trusts", trust_profile="Endeavour Academies Trust")
    for shown in ("Endeavour Academies Trust (3819)", "Endeavour Academies Trust (16930)"):
        assert shown in said


def test_of_two_days_in_an_address_the_first_is_taken_and_the_other_told(visit):
    page = visit(day=["2018-10-01", "2016-01-01"]).run()
    assert page.session_state["day"].isoformat() == "2018-10-01"
    said = "**Day**: “2016-01-01”; a view is of one day, and of several the first is taken"
    assert said in note(page)


def test_an_empty_result_names_a_switch_once(visit):
    page = visit(region="", area="Hastings", members="true", day="2017-11-14")
    said = page.warning[0].value
    assert "Remove **Founding trusts only** to see" in said
    assert "Remove **Opportunity Area: Hastings** to see" in said


def test_rules_of_the_history_are_told_without_the_names_of_columns(history):
    rules = [one.rule for one in check(history)]
    assert not [rule for rule in rules if "_" in rule]
    assert "Results of areas: no two rows of the same kind, name, authority, year" in rules
