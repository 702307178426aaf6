import re

import pytest
from streamlit.testing.v1 import AppTest

from alliance.analysis.areas.area_results import results_beside
from alliance.settings import ROOT
from tests.pages.conftest import DAY

SCRIPT = ROOT / "alliance" / "ui" / "app" / "main.py"


def areas(**query):
    page = AppTest.from_file(SCRIPT, default_timeout=60)
    for chart in ("areas", "results progress_8"):
        page.session_state[f"open table of {chart}"] = True
    for key, value in {"day": DAY, **query}.items():
        page.query_params[key] = value
    page.switch_page("../../../pages/opportunity_areas.py")
    return page.run()


def words(page):
    kinds = (page.title, page.header, page.markdown, page.caption, page.info)
    plain = [element.value for kind in kinds for element in kind]
    return "\n".join([*plain, *(block.proto.body for block in page.get("html"))])


def table(page, column):
    return next(t.value for t in page.dataframe if column in t.value.columns)


def test_all_12_areas_stand_side_by_side_whatever_the_region_of_the_filter():
    page = areas()
    assert not page.exception
    assert len(beside := table(page, "Opportunity Area")) == 13
    assert "England" in set(beside["Opportunity Area"])
    assert "Your region filter does not act here." in words(page)
    assert "All 12 Opportunity Areas · 1 June 2019" in words(page)
    shares = table(page, "Opportunity Area")["Good or outstanding"]
    assert shares.is_monotonic_increasing


def test_the_table_sorts_by_any_of_its_columns():
    page = areas()
    page.selectbox(key="all areas sort").set_value("-in_need").run()
    assert table(page, "Opportunity Area")["Less than good"].is_monotonic_decreasing


def test_the_phase_of_the_filter_narrows_the_areas():
    everything = table(areas(), "Opportunity Area").set_index("Opportunity Area")["Schools"]
    secondary = areas(phase="Secondary")
    narrowed = table(secondary, "Opportunity Area").set_index("Opportunity Area")["Schools"]
    assert (narrowed < everything.reindex(narrowed.index)).all()
    assert len(narrowed) == 13


def test_the_small_charts_are_drawn_when_their_tab_is_open(charts):
    assert not charts(areas())
    page = areas(areas_tab="Over time")
    assert not page.exception
    assert len(charts(page)) == 1
    assert "England has" in words(page)


def test_the_address_opens_one_area_and_a_button_leads_back():
    page = areas(area_profile="Doncaster")
    assert not page.exception
    assert page.title[0].value == "Doncaster"
    assert page.session_state["area"] == ["Doncaster"]
    assert not [note.value for note in page.info if "left out" in note.value]
    next(b for b in page.button if b.label == "All 12 side by side").click().run()
    assert page.title[0].value == "Opportunity Areas"


def test_the_chooser_and_the_filter_hold_one_area_together():
    page = areas(area="Doncaster", grade="Good")
    assert page.title[0].value == "Doncaster"
    assert page.selectbox(key="area looked at").value == "Doncaster"
    assert "Your region and grade filters do not act here." in words(page)
    page.selectbox(key="area looked at").set_value("Norwich").run()
    assert page.title[0].value == "Norwich"
    # Norwich is in no region of the alliance: with it no other page would have a school.
    assert (page.session_state["area"], page.session_state["region"]) == (["Norwich"], [])
    page.session_state["area"] = ["Norwich", "Derby"]
    page.run()
    assert page.selectbox(key="area looked at").value is None
    assert set(table(page, "Opportunity Area")["Opportunity Area"]) == {
        "Norwich",
        "Derby",
        "England",
    }
    assert "2 of the 12 Opportunity Areas" in words(page)


def test_results_worked_out_and_published_stand_side_by_side_as_far_as_each_goes(history):
    page = areas(day="2019-10-01")
    rows = table(page, "Opportunity Area").set_index("Opportunity Area")
    own, published = rows["Attainment 8, from schools"], rows["Attainment 8, published"]
    assert own.drop("England").notna().all()
    assert published.dropna().index.tolist() != []
    assert set(published.dropna().index) == {
        "Blackpool",
        "Bradford",
        "Derby",
        "Doncaster",
        "England",
        "Oldham",
        "Stoke-on-Trent",
    }
    assert rows["Progress 8, published"].notna().sum() == 7
    lines = results_beside(history, "Derby")
    lines = lines[lines["measure"] == "attainment_8"]
    years = lines.groupby("series")["year"].agg(["min", "max"])
    assert len(years) == 4
    assert years.loc["Derby, published for the local authority", "max"] == years["max"].max()


def test_an_area_shows_its_schools_in_need_and_the_nearest_strong_one_of_each():
    page = areas(area_profile="Doncaster")
    weak = table(page, "Nearest good or outstanding school")
    told = re.search(r"\*\*(\d+) of (\d+) graded schools\*\*", words(page))
    assert len(weak) == int(told[1])
    grades = weak["Ofsted grade"].str.removesuffix(" (predecessor’s)")
    assert set(grades) == {"Requires improvement", "Inadequate"}
    assert 0 < weak["Ofsted grade"].str.endswith(" (predecessor’s)").sum() < len(weak)
    # The weakest first.
    assert grades.iloc[0] == "Inadequate"
    runs = next(t.value for t in page.dataframe if "Requires improvement" in t.value.columns)
    assert runs["Less than good"].sum() == len(weak)
    pairs = table(page, "Good or outstanding school")
    said = pairs["Ofsted grade"].str.removesuffix(" (predecessor’s)")
    assert set(said) <= {"Outstanding", "Good"}
    assert set(pairs["Nearest"]) == {1, 2, 3}


def test_missing_results_say_why(charts):
    page = areas(area_profile="Doncaster", area_tab="Attainment")
    assert not page.exception
    assert len(charts(page)) == 1
    reasons = table(page, "Why a value is missing")["Why a value is missing"].dropna()
    assert reasons.str.contains("not given in this copy").any()


def test_a_day_says_of_which_exams_the_areas_have_results_or_why_they_have_none():
    told = words(areas())
    assert "Results from schools are those of key stage 2 of 2018 and key stage 4 of 2018." in told
    told = words(areas(day="2025-08-31"))
    assert "Results from schools" not in told
    assert "Published results are those of key stage 2 of" in told
    assert "No exams are on record yet." in words(areas(day="2012-01-01"))


def test_a_measure_of_the_address_is_the_one_drawn():
    page = areas(
        area_profile="Doncaster", area_tab="Attainment", area_measure="Key stage 4: Progress 8"
    )
    assert not page.exception
    assert "Progress 8" in words(page)


def test_a_district_that_was_replaced_is_flagged():
    page = areas(area_profile="West Somerset", area_tab="Deprivation")
    assert not page.exception
    assert "West Somerset: the indices of 2019 give the district that replaced it" in words(page)
    places = table(page, "Place")
    assert set(places["Place"]) == {"West Somerset", "South West", "England"}


def test_the_trusts_at_work_hold_the_areas_academies():
    page = areas(area_profile="Doncaster", area_tab="Trusts at work")
    assert not page.exception
    trusts = table(page, "Academies here")
    assert (trusts["Academies here"] <= trusts["Academies in all"]).all()
    assert "Delta Academies Trust" in set(trusts["Trust"])
    assert f"{trusts['Academies here'].sum()} academies here" in words(page)


@pytest.mark.parametrize("tab", ["Grades over time", "Deprivation", "Attainment"])
def test_an_area_without_a_school_of_the_phase_says_so(tab):
    page = areas(area_profile="West Somerset", phase="16 to 19", area_tab=tab)
    assert not page.exception
    assert "No school in this area matches" in words(page)


def test_an_area_that_does_not_exist_gives_all_12():
    page = areas(area_profile="<b>Atlantis</b>", area_tab="Nowhere")
    assert not page.exception
    assert page.title[0].value == "Opportunity Areas"
    assert "<b>Atlantis" not in words(page)


def test_a_day_before_any_area_was_named_is_marked_partial():
    page = areas(area_profile="Doncaster", day="2012-01-01")
    assert not page.exception
    assert "No list of academies and trusts before" in words(page)


def test_a_phase_that_no_area_has_leaves_a_word_instead_of_a_table():
    page = areas(day="2012-06-01", phase="16 to 19")
    assert not page.exception
    assert "No school in an Opportunity Area matches" in words(page)


def test_the_phase_of_the_filter_holds_for_trusts_and_schools_of_an_area_alike():
    page = areas(area_profile="Doncaster", area_tab="Trusts at work", phase="Secondary")
    trusts = table(page, "Academies here")
    assert (trusts["Primary"] == 0).all()
    told = words(page)
    schools = int(re.search(r"· (\d+) schools? ·", told)[1])
    maintained = int(re.search(r"(\d+) schools? (?:is|are) maintained", told)[1])
    assert trusts["Academies here"].sum() + maintained == schools


def test_what_matters_stands_first_and_deprivation_is_by_the_newest_indices_of_the_day():
    now = table(areas(day="2025-08-31"), "Opportunity Area")
    first = [
        "Opportunity Area",
        "Stuck",
        "Less than good, last grade",
        "Inadequate",
        "Judged",
        "Schools",
    ]
    assert list(now.columns[: len(first) + 1]) == [*first, "Deprivation 2019"]
    assert now["Stuck"].is_monotonic_decreasing
    assert now["Stuck"].sum() > 0
    later = table(areas(day="2026-06-30"), "Opportunity Area")
    assert {"Report cards", "Deprivation 2025"} < set(later.columns)
    assert "Deprivation 2019" not in later.columns
    before = table(areas(), "Opportunity Area")
    assert list(before.columns[1:4]) == ["Good or outstanding", "Less than good", "Inadequate"]
    assert "Stuck" not in before.columns
