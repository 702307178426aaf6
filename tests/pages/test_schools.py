import datetime as dt
import re

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from alliance.history import as_at
from alliance.settings import ROOT
from alliance.text.words import day_in_words
from tests.pages.conftest import DAY

PORTLAND, CITY_FIELDS, HEMSWORTH, HEMSWORTH_BEFORE = 138248, 136394, 145938, 139335
PORTLAND_BEFORE, HARTLAND = 122863, 122862
KINGS_OAK, GEORGE_DIXON = 150492, 103200


@pytest.fixture
def visit():
    """Give a function that opens the page of schools at an address and runs it once."""

    def open_page(**query):
        page = AppTest.from_file(ROOT / "alliance" / "ui" / "app" / "main.py", default_timeout=60)
        page.switch_page("../../../pages/schools.py")
        for key, value in {"day": DAY, **query}.items():
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
    assert "Remove **Opportunity Area: " in text_of(page)


def test_the_address_names_a_school_by_urn_and_its_grades_stand_before_and_after(visit):
    page = visit(urn=PORTLAND)
    assert not page.exception
    assert page.title[0].value == "Outwood Academy Portland"
    said = text_of(page)
    assert "Outwood Grange Academies Trust since 1 June 2012" in said
    assert re.search(r"Ofsted grade\s+Outstanding", said)
    assert re.search(r"Before it joined\s+Satisfactory\s+predecessor’s, 6 March 2012", said)
    assert "Satisfactory (predecessor’s, 6 March 2012), as Portland School" in said


def test_a_change_of_trust_is_told_with_the_precision_of_its_date(visit, history):
    said = text_of(visit(urn=CITY_FIELDS))
    assert "Wakefield City Academies Trust" in said
    assert "1 July 2018" in said
    assert "between" not in said
    members = history.memberships
    moved = members["urn"].duplicated() & members["joined_after"].notna()
    move = members[moved & (members["joined"] < DAY)].iloc[0]
    between = [day_in_words(day.date()) for day in (move["joined_after"], move["joined"])]
    assert f"between {between[0]} and {between[1]}" in text_of(visit(urn=move["urn"]))


def test_the_figures_and_the_schools_like_it_say_of_which_census_they_are(visit, history):
    shares = as_at(history, dt.date.fromisoformat(DAY))["disadvantaged_year"].dropna()
    assert 0.9 < (shares == 2019).mean() < 1
    page = visit(urn=CITY_FIELDS, part="Similar schools")
    assert "Disadvantaged pupils, January 2019" in text_of(page)
    assert "Pupils, January 20" in text_of(page)
    assert "Disadvantaged, mostly January 2019" in rows(page).columns


def test_a_name_that_several_schools_bear_gives_a_list_and_a_postcode_of_one_its_story(
    visit, history
):
    alone = history.schools.drop_duplicates("postcode", keep=False).iloc[0]
    page = visit()
    page.text_input(key="urn").set_value("outw acad").run()
    assert "schools found for “outw acad”" in text_of(page)
    assert rows(page)["School"].str.startswith("Outwood").any()
    page.text_input(key="urn").set_value(alone["postcode"]).run()
    assert page.title[0].value == alone["name"]


def test_a_postcode_leads_to_the_school_open_there_and_to_a_list_where_two_are(visit, history):
    page = visit(urn="wf104jq")
    at = history.schools[history.schools["postcode"] == "WF10 4JQ"]
    assert set(at["urn"]) == {108273, 136633}
    assert page.title[0].value == "Castleford Academy"
    now = as_at(history, dt.date.fromisoformat(DAY))
    two = now[now["postcode"].duplicated(keep=False)].iloc[0]["postcode"]
    page.text_input(key="urn").set_value(two).run()
    assert page.title[0].value == "Schools"
    assert set(now.loc[now["postcode"] == two, "urn"]) <= set(rows(page)["URN"])


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
    page = visit(urn=HARTLAND)
    assert f"{HARTLAND} closed before the records begin" in text_of(page)
    next(b for b in page.button if b.label.endswith(f"(URN {PORTLAND_BEFORE})")).click().run()
    assert not page.exception
    assert page.title[0].value == "Portland School"


def test_the_line_says_what_is_known_of_schools_that_are_not_in_the_records(visit):
    said = text_of(visit(urn=KINGS_OAK, day="2026-06-30"))
    assert "Before it: a school of no recorded name (URN 106592), closed before the records" in said
    said = text_of(visit(urn=GEORGE_DIXON, day="2026-06-30"))
    assert (
        "After it: George Dixon Primary (URN 150731), not in the records yet; change dated "
        "1 April 2024" in said
    )


def test_a_school_to_come_leads_back_to_the_one_before_it(visit):
    page = visit(urn=150731)
    assert "150731 is not in the records yet; George Dixon Primary School" in text_of(page)
    next(b for b in page.button if b.label.endswith(f"(URN {GEORGE_DIXON})")).click().run()
    assert page.title[0].value == "George Dixon Primary School"


def test_a_school_of_unknown_type_is_not_said_to_be_in_no_trust(visit):
    said = text_of(visit(urn=KINGS_OAK, day="2026-06-30"))
    assert "in no trust" not in said
    assert "No trust in the records" not in said
    assert "Type not recorded, primary · Barnsley · who runs it is not recorded" in said


def test_a_day_known_to_lie_between_two_is_told_with_both(visit, history):
    said = " ".join(text_of(visit(urn=KINGS_OAK, day="2026-06-30")).split())
    assert "Opened Between 31 August 2025 and 30 January 2026" in said
    assert "Status Open (at 30 January 2026)" in said
    before = text_of(visit(urn=KINGS_OAK, day="2024-06-30"))
    assert "it opened between 31 August 2025 and 30 January 2026" in before
    schools = history.schools
    gone = schools[schools["closed_after"].notna() & schools["opened"].notna()].iloc[0]
    between = [day_in_words(gone[day].date()) for day in ("closed_after", "closed")]
    said = " ".join(text_of(visit(urn=gone["urn"], day="2026-06-30")).split())
    assert f"closed between {between[0]} and {between[1]}" in said
    assert f"Status Closed between {between[0]} and {between[1]}" in said


def test_the_list_of_schools_tells_after_which_day_one_opened(visit, history):
    found = rows(visit(urn="kings oak prim", day="2026-06-30")).set_index("URN")
    assert "2025-08-31" in str(found.loc[KINGS_OAK, "Opened after"])


def test_a_trust_joined_between_two_days_is_told_with_both(visit, history):
    members = history.memberships
    at = pd.Timestamp(DAY)
    now = members[members["joined_after"].notna() & (members["joined"] < at)]
    move = now[~(now["left"] <= at)].iloc[0]
    between = [day_in_words(day.date()) for day in (move["joined_after"], move["joined"])]
    assert f" since between {between[0]} and {between[1]}" in text_of(visit(urn=move["urn"]))


def test_grades_by_spell_are_counted_by_what_the_column_says(visit):
    said = " ".join(text_of(visit(urn=147969, day="2025-08-31")).split())
    assert "Graded inspections" not in said
    assert "Inspections with an overall grade" in said
    clarion = said.split("Inspections with an overall grade")[1]
    assert "still the case when the records end" in clarion
    assert "None before overall grades ended 0" in clarion


def test_grades_by_spell_name_each_cell_for_phones(visit):
    drawn = " ".join(block.proto.body for block in visit(urn=PORTLAND).get("html"))
    table = drawn[drawn.index('class="numbers in-words stacked"') :].split("</table>")[0]
    labels = set(re.findall(r'<td data-label="([^"]+)">', table))
    assert labels == set(re.findall(r'<th scope="col">([^<]+)<', table)) - {"Run by"}


def test_a_school_that_had_closed_offers_a_day_on_which_it_was_open(visit):
    page = visit(urn=HEMSWORTH_BEFORE)
    next(b for b in page.button if b.label.startswith("Go to ")).click().run()
    assert not page.exception
    assert "Not open on" not in text_of(page)
    assert "Nearby schools" in [tab.label for tab in page.tabs]


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
        said = text_of(visit(urn=PORTLAND, part="Nearby schools", within=f"{within} km"))
        found[within] = int(re.search(r"\*\*(\d+) schools?\*\* within", said)[1])
    assert found[5] < found[25]
    page = visit(urn=PORTLAND, part="Nearby schools", within="25 km", samephase="true")
    assert set(rows(page)["Phase"]) == {"Secondary"}
    assert rows(page)["Distance"].is_monotonic_increasing
    assert {"Trust", "Ofsted grade"} <= set(rows(page))


def test_schools_like_it_come_with_their_recipe(visit):
    page = visit(urn=PORTLAND, part="Similar schools")
    assert not page.exception
    assert "each divided by its range" in text_of(page)
    assert len(rows(page)) == 10
    assert rows(page)["Apart"].is_monotonic_increasing


def test_the_card_of_a_school_selected_elsewhere_leads_to_its_story():
    page = AppTest.from_file(ROOT / "alliance" / "ui" / "app" / "main.py", default_timeout=60)
    page.session_state["school"] = PORTLAND
    page.query_params["phase"] = "Secondary"
    page.run()
    # What the browser tells when the link on the card is pressed.
    page.session_state["going to"] = ("schools", {"urn": str(PORTLAND)})
    page.run()
    assert not page.exception
    assert page.title[0].value == "Outwood Academy Portland"
    assert page.text_input(key="urn").value == str(PORTLAND)
    assert page.session_state["phase"] == ["Secondary"]


def test_the_list_is_kept_to_what_the_address_says_and_says_so_in_words(visit):
    conditions = ["percent_disadvantaged:40..", "phase:Secondary", "nope:1"]
    page = AppTest.from_file(ROOT / "alliance" / "ui" / "app" / "main.py", default_timeout=60)
    page.switch_page("../../../pages/schools.py")
    page.query_params["day"] = DAY
    page.query_params["list_rows"] = conditions
    page.query_params["list_sort"] = "-pupils"
    page.run()
    assert not page.exception
    found = rows(page)
    assert set(found["Phase"]) == {"Secondary"}
    assert found["Disadvantaged, January 2019"].min() >= 40
    assert found["Pupils, mostly January 2019"].is_monotonic_decreasing
    said = text_of(page)
    assert "Disadvantaged, January 2019 from 40% on; Phase Secondary" in said
    assert "**Filter rows by**: “nope” is not known" in said
    page.multiselect(key="schools to open kept by").set_value(["phase"]).run()
    assert page.query_params["list_rows"] == "phase:Secondary"
    assert rows(page)["Disadvantaged, January 2019"].min() < 40


def test_nothing_after_the_day_is_in_the_list_until_it_is_asked_for(visit):
    page = visit(day="2016-11-14", trust="4474")
    assert set(rows(page)["Trust"]) == {"School Partnership Trust Academies"}
    assert "Closed" not in rows(page)
    assert "first on record in January 2019" in text_of(page)
    page.toggle(key="later").set_value(v=True).run()
    assert set(rows(page)["Trust’s newest name"]) == {"Delta Academies Trust"}
    assert "Closed" in rows(page)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("2013614", "The Aldgate School"),
        ("201 3614", "The Aldgate School"),
        ("URN 100000", "The Aldgate School"),
        ("00100000", "The Aldgate School"),
        ("100000.0", "The Aldgate School"),
    ],
)
def test_a_school_opens_by_its_numbers_however_they_are_written(visit, words, name):
    page = visit(urn=words)
    assert page.title[0].value == name
    said = text_of(page)
    assert "get-information-schools.service.gov.uk/Establishments/Establishment/Details/1" in said
    assert "provider/ELS/100000" in said
    assert "leave this app" in said


def test_a_ukprn_is_told_for_what_it_is_and_a_trusts_number_lists_its_academies(visit):
    assert "looks like a UKPRN, which no school of the records has" in text_of(
        visit(urn="10012345")
    )
    page = visit(urn="UID 4119")
    assert "academies of Outwood Grange Academies Trust (UID 4119) on 1 June 2019" in text_of(page)
    assert rows(page)["School"].str.startswith("Outwood").any()


def test_a_trust_asked_for_by_name_is_offered_where_no_school_is_called_so(visit):
    page = visit(urn="outwood grange academies")
    assert page.warning
    (button,) = (one for one in page.button if one.key == "trust called 4119")
    assert button.label == "Outwood Grange Academies Trust"
    button.click().run()
    assert not page.exception
    assert page.title[0].value == "Outwood Grange Academies Trust"


def test_one_school_whose_name_only_holds_the_letters_is_listed_and_not_opened(visit):
    """The “marys” of “primary school” is no St Mary."""
    page = visit(urn="st marys doncaster")
    assert page.title[0].value == "Schools"
    assert rows(page)["School"].str.contains("Doncaster").all()
