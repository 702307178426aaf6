"""Documented support on the pages: a kind of its own, profiles, its detail, and what came of it."""

import pytest
from streamlit.testing.v1 import AppTest

from alliance.history.documented import documented_support
from alliance.register import ANONYMOUS
from alliance.ui.app import sign_in
from tests.pages.conftest import DAY, SCRIPT

WAKEFIELD_CITY = "Wakefield City Academies Trust"
OUTWOOD = "Outwood Grange Academies Trust"
EVERYWHERE = {"region": ""}


@pytest.fixture
def page_at(register):
    """Give a function that opens a page of the app at an address."""

    def open_page(name, **query):
        page = AppTest.from_file(SCRIPT, default_timeout=60)
        page.session_state["open table of flow timeline"] = True
        for key, value in {"day": DAY, **query}.items():
            page.query_params[key] = value
        page.switch_page(f"../../../pages/{name}.py")
        return page.run()

    return open_page


def words(page):
    kinds = (page.title, page.header, page.subheader, page.markdown, page.caption, page.info)
    plain = [element.value for kind in (*kinds, page.warning) for element in kind]
    return "\n".join([*plain, *(block.proto.body for block in page.get("html"))])


def table(page, column):
    return next(t.value for t in page.dataframe if column in t.value.columns)


def test_documented_is_a_kind_of_its_own_and_says_that_it_is_no_record(page_at):
    page = page_at("flows", flow_kind="Documented")
    assert not page.exception
    told = words(page)
    assert "They are not records of the register of support" in told
    rows = table(page, "Publisher")
    assert 0 < len(rows) < 60
    assert f"**{len(rows)} documented cases** in {len(rows)} rows." in told
    assert f"<dd>{len(rows)}<small>of 60 in England</small></dd>" in told
    assert rows["Link"].str.startswith("https://").all()
    assert [tab.label for tab in page.tabs][3:] == ["Table", "Led to joining", "Support to check"]


@pytest.mark.parametrize("level", ["Schools", "Trusts", "Local authorities", "Regions"])
@pytest.mark.parametrize("chart", ["Sankey", "Matrix", "Timeline"])
@pytest.mark.quick_cases
def test_every_level_and_chart_tells_the_same_number(page_at, level, chart):
    page = page_at("flows", flow_kind="Documented", flow_level=level, flow_chart=chart)
    assert not page.exception
    assert f"{len(table(page, 'Publisher'))} documented cases: " in words(page)


def test_a_year_is_told_as_a_year_in_table_and_timeline(page_at):
    page = page_at(
        "flows", flow_kind="Documented", flow_chart="Timeline", flow_place=WAKEFIELD_CITY
    )
    rows = table(page, "Publisher").set_index("Supported school or trust")
    assert rows.loc["Hanson School", "Start"] == "2016"
    assert rows.loc["Kinsley Academy", "Start"] == "October 2017"
    drawn = table(page, "How the start is known")
    assert (
        not drawn.astype("str")
        .apply(lambda column: column.str.contains("1 January"))
        .any(axis=None)
    )


def test_the_way_from_documented_to_transferred_keeps_the_place(page_at):
    page = page_at(
        "flows",
        flow_kind="Documented",
        flow_place=WAKEFIELD_CITY,
        documented_since="2016-01-01",
        documented_until="2018-12-31",
    )
    assert len(table(page, "Publisher")) == 4
    page.button_group(key="flow_kind").set_value(["Transfers"]).run()
    assert not page.exception
    assert page.selectbox(key="flow_place").value == WAKEFIELD_CITY
    moved = table(page, "Kind of move")
    assert {"Yewlands Academy", "West End Academy"} <= set(moved["Academy"])


def test_what_led_to_joining_is_counted_and_set_beside_the_sources(page_at):
    page = page_at("flows", flow_kind="Documented", flow_rows="Led to joining", **EVERYWHERE)
    told = words(page)
    assert (
        "After 22 of 60 documented cases shown the supporter’s trust took the school over" in told
    )
    assert "The sources tell of 22; the history shows 20 of these." in told
    rows = table(page, "Joined it").set_index("Supported")
    assert rows.loc["Yewlands Academy", "Months from the start"] == "3 to 15"
    assert rows.loc["Haydon Bridge High School", "Beside the source"].startswith("The source tells")


def test_a_schools_profile_says_who_supported_it_with_the_source(page_at):
    page = page_at("schools", urn="143146")
    assert not page.exception
    told = words(page)
    assert f"Supported by {OUTWOOD}, June 2016 to November 2016" in told
    assert "Outwood Academy Bishopsgarth" in told
    assert 'rel="noopener noreferrer"' in told


def test_a_trusts_profile_lists_what_it_and_its_schools_gave_and_received(page_at):
    page = page_at(
        "trusts", trust_profile=WAKEFIELD_CITY, trust_tab="Documented support", day="2017-11-14"
    )
    assert not page.exception
    told = words(page)
    assert "Given in 1 case, received in 3" in told
    assert "Supported Hanson School, 2016" in told
    assert f"Supported by {OUTWOOD}, October 2017 to January 2018" in told


@pytest.fixture
def opened_case(page_at):
    """Give a function that opens the table of documented cases with one of them selected."""

    def open_case(number):
        page = page_at("flows", flow_kind="Documented", region="", flow_rows="Table")
        page.session_state["documented case"] = number
        return page.run()

    return open_case


def case_number(**wanted):
    cases = documented_support()
    for name, value in wanted.items():
        cases = cases[cases[name] == value]
    return int(cases["number"].iloc[0])


def test_a_case_copied_into_the_register_keeps_its_year_and_its_citation(opened_case, register):
    page = opened_case(case_number(recipient_name="Yewlands Academy"))
    assert "Brigantia Learning Trust supports Yewlands Academy" in words(page)
    page.button(key="copy case").click().run()
    assert not page.exception
    assert page.title[0].value == "Register"
    assert "nothing is saved yet" in page.success[0].value
    form = page.session_state["add opened"]
    assert page.session_state[f"add {form} start_known"] == "Year"
    page.button(key=f"add {form} save").click().run()
    page.switch_page("../../../pages/register.py").run()
    (held,) = register.supports()
    assert held.start_in_words == "2017"
    assert "The Star (Sheffield), “Bright future predicted" in held.notes
    assert "the year is inferred" in held.notes
    assert held.evidence_link.startswith("https://www.thestar.co.uk/")
    assert "2017 (only the year is known)" in words(page)
    assert "· from 2017" in words(page)
    other = opened_case(case_number(recipient_name="Yewlands Academy"))
    assert f"In the register: number {held.id}" in [one.label for one in other.button]
    assert not [one for one in other.button if one.key == "copy case"]
    next(button for button in page.button if button.label == "Undo").click().run()
    assert register.supports() == []


def test_the_form_that_was_open_is_taken_up_again_by_undo(opened_case):
    page = opened_case(case_number(recipient_name="Yewlands Academy"))
    page.session_state["add 0 notes"] = "What I typed"
    page.run()
    page.button(key="copy case").click().run()
    assert page.session_state["add opened"] == 1
    next(button for button in page.button if button.label == "Undo").click().run()
    assert page.session_state["add opened"] == 0
    page.switch_page("../../../pages/register.py").run()
    assert page.text_area(key="add 0 notes").value == "What I typed"


def test_of_a_trust_that_was_helped_the_school_is_asked_for(opened_case):
    page = opened_case(case_number(recipient_name="The Evolve Trust"))
    page.button(key="copy case").click().run()
    assert "choose the school of the trust that was helped" in page.success[0].value


def test_a_visitor_who_did_not_sign_in_cannot_copy(opened_case, monkeypatch):
    monkeypatch.setattr(sign_in, "person", lambda: ANONYMOUS)
    page = opened_case(case_number(recipient_name="Yewlands Academy"))
    assert page.button(key="copy case").disabled
