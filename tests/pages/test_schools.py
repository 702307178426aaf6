import re

import pytest
from streamlit.testing.v1 import AppTest

from alliance.settings import ROOT

PORTLAND, CITY_FIELDS, HEMSWORTH, HEMSWORTH_BEFORE = 138248, 136394, 145938, 139335


@pytest.fixture
def visit():
    """Give a function that opens the page of schools at an address and runs it once."""

    def open_page(**query):
        page = AppTest.from_file(ROOT / "alliance" / "ui" / "main.py", default_timeout=30)
        page.switch_page("../../pages/schools.py")
        for key, value in query.items():
            page.query_params[key] = str(value)
        return page.run()

    return open_page


def text_of(page):
    kinds = (page.title, page.header, page.markdown, page.caption, page.info, page.warning)
    plain = [element.value for kind in kinds for element in kind]
    drawn = " ".join(block.proto.body for block in page.get("html"))
    return " ".join([*plain, re.sub(r"<[^>]+>", " ", drawn)])


def rows(page):
    return page.dataframe[-1].value


def test_without_a_school_the_page_offers_those_of_the_filter(visit):
    page = visit(area="Doncaster", phase="Secondary")
    assert not page.exception
    assert page.title[0].value == "Schools"
    assert set(rows(page)["Local authority"]) == {"Doncaster"}
    assert "Outwood Academy Adwick" in set(rows(page)["School"])


def test_a_filter_that_keeps_no_school_says_which_part_of_it_does(visit):
    page = visit(area="Doncaster", region="London")
    assert not page.exception
    assert "without **Opportunity Area**" in text_of(page)


def test_the_address_names_a_school_by_urn_and_its_grades_stand_before_and_after(visit):
    page = visit(urn=PORTLAND)
    assert not page.exception
    assert page.title[0].value == "Outwood Academy Portland"
    said = text_of(page)
    assert "Outwood Grange Academies Trust since 1 June 2012" in said
    assert re.search(r"Ofsted grade\s+Outstanding", said)
    assert re.search(r"Before it joined\s+Satisfactory\s+inspected 6 March 2012", said)
    assert "Satisfactory, 6 March 2012, as Portland School" in said


def test_a_change_of_trust_is_told_with_the_precision_of_its_date(visit):
    said = text_of(visit(urn=CITY_FIELDS))
    assert "Wakefield City Academies Trust" in said
    assert "between 1 July 2018 and 2 September 2018" in said


def test_the_figures_and_the_schools_like_it_say_of_which_census_they_are(visit):
    page = visit(urn=CITY_FIELDS, part="Like it")
    assert "Disadvantaged pupils, January 2019" in text_of(page)
    assert "Pupils, January 20" in text_of(page)
    assert "Disadvantaged, January 2019" in rows(page).columns


def test_a_name_that_several_schools_bear_gives_a_list_and_a_postcode_of_one_its_story(visit):
    page = visit()
    page.text_input(key="urn").set_value("outw acad").run()
    assert "answers to “outw acad”" in text_of(page)
    assert rows(page)["School"].str.startswith("Outwood").any()
    page.text_input(key="urn").set_value("WF10 4JQ").run()
    assert page.title[0].value == "Castleford Academy"


@pytest.mark.parametrize(
    "words", ["<b>nobody</b>", "999999", "' UNION SELECT --", "%00", "zzzzzz", "9" * 90, "١٢٣٤٥٦"]
)
def test_what_no_school_answers_is_said_in_words(visit, words):
    page = visit(urn=words)
    assert not page.exception
    assert page.title[0].value == "Schools"
    assert page.warning
    assert "<b>nobody" not in "".join(block.proto.body for block in page.get("html"))


def test_a_school_leads_to_the_one_before_it(visit):
    page = visit(urn=HEMSWORTH)
    page.button(key=f"line {HEMSWORTH_BEFORE}").click().run()
    assert not page.exception
    assert page.text_input(key="urn").value == str(HEMSWORTH_BEFORE)
    assert "Not open on 1 June 2019" in text_of(page)


def test_a_school_that_closed_before_the_records_leads_to_what_came_after_it(visit):
    page = visit(urn=108274)
    assert "108274 closed before the records begin" in text_of(page)
    next(b for b in page.button if b.label.endswith(f"(URN {HEMSWORTH_BEFORE})")).click().run()
    assert not page.exception
    assert page.title[0].value == "Hemsworth Arts and Community Academy"


def test_a_school_that_had_closed_offers_a_day_on_which_it_was_open(visit):
    page = visit(urn=HEMSWORTH_BEFORE)
    next(b for b in page.button if b.label.startswith("Go to ")).click().run()
    assert not page.exception
    assert "Not open on" not in text_of(page)
    assert "Near it" in [tab.label for tab in page.tabs]


def test_results_say_why_one_is_missing_and_the_roll_too(visit):
    page = visit(urn=PORTLAND, part="Results")
    assert not page.exception
    said = text_of(page)
    assert "not measured this year" in said
    assert "not given in this copy" in said
    assert "Pupils on roll by January census" in said


def test_a_school_without_exams_says_why_it_has_no_results(visit):
    page = visit(urn=107188, part="Results")
    assert "takes neither key stage 2 tests nor GCSEs" in text_of(page)


def test_a_wider_ring_holds_more_schools_and_a_phase_fewer(visit):
    found = {}
    for within in (5, 25):
        said = text_of(visit(urn=PORTLAND, part="Near it", within=f"{within} km"))
        found[within] = int(re.search(r"\*\*(\d+) schools?\*\* within", said)[1])
    assert found[5] < found[25]
    page = visit(urn=PORTLAND, part="Near it", within="25 km", samephase="true")
    assert set(rows(page)["Phase"]) == {"Secondary"}
    assert rows(page)["Distance"].is_monotonic_increasing
    assert {"Trust", "Ofsted grade"} <= set(rows(page))


def test_schools_like_it_come_with_their_recipe(visit):
    page = visit(urn=PORTLAND, part="Like it")
    assert not page.exception
    assert "each divided by its range" in text_of(page)
    assert len(rows(page)) == 10
    assert rows(page)["Apart"].is_monotonic_increasing


def test_the_card_of_a_school_selected_elsewhere_leads_to_its_story():
    page = AppTest.from_file(ROOT / "alliance" / "ui" / "main.py", default_timeout=30)
    page.session_state["school"] = PORTLAND
    page.query_params["phase"] = "Secondary"
    page.run()
    next(b for b in page.button if b.label == "Open its story").click().run()
    assert not page.exception
    assert page.title[0].value == "Outwood Academy Portland"
    assert page.text_input(key="urn").value == str(PORTLAND)
    assert page.session_state["phase"] == ["Secondary"]
