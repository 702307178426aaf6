import datetime as dt
import io
import re

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from alliance.history import as_at
from alliance.settings import ROOT
from tests.pages.conftest import DAY

SCRIPT = ROOT / "alliance" / "ui" / "app" / "main.py"
OUTWOOD, DELTA = "Outwood Grange Academies Trust", "Delta Academies Trust"


def trusts(**query):
    page = AppTest.from_file(SCRIPT, default_timeout=60)
    for key, value in {"day": DAY, **query}.items():
        page.query_params[key] = value
    page.switch_page("../../../pages/trusts.py")
    return page.run()


def words(page):
    kinds = (page.title, page.header, page.markdown, page.caption, page.info, page.warning)
    plain = [element.value for kind in kinds for element in kind]
    return "\n".join([*plain, *(block.proto.body for block in page.get("html"))])


def table(page, column):
    return next(t.value for t in page.dataframe if column in t.value.columns)


def side_by_side(page):
    """Return the plain table of trusts compared, by measure."""
    told = next(one.proto.body for one in page.get("html") if "side by side" in one.proto.body)
    as_written = dict.fromkeys(range(1, told.count('scope="col"')), str)
    return pd.read_html(io.StringIO(told), index_col=0, converters=as_written)[0]


def test_the_league_begins_with_the_largest_trust_and_shows_the_rule_of_the_tiers():
    page = trusts()
    assert not page.exception
    league = table(page, "Match your filters")
    assert league["Academies"].is_monotonic_decreasing
    assert len(league) == 100
    told = words(page)
    assert "Starter 1–5; Established 6–15; National 16–29; System leader 30 or more" in told
    assert "<th scope='row'>System leader</th><td>30 or more</td>" in told


def test_the_league_keeps_trusts_with_an_academy_in_the_filter_and_counts_all_they_hold():
    page = trusts(region="North East")
    league = table(page, "Match your filters")
    assert (league["Match your filters"] >= 1).all()
    assert (league["Academies"] >= league["Match your filters"]).all()
    assert (league["Academies"] > league["Match your filters"]).any()


def test_the_league_is_searched_and_sorted_over_all_its_rows():
    page = trusts()
    page.selectbox(key="all trusts sort").set_value("-greatest_distance_to_hub_km").run()
    furthest = table(page, "Greatest to hub")
    assert furthest["Greatest to hub"].is_monotonic_decreasing
    assert furthest["Trust"].iloc[0] != trusts_by_size(page)
    page.text_input(key="all trusts find").set_value("outwood grange").run()
    assert table(page, "Greatest to hub")["Trust"].tolist() == [OUTWOOD]


def test_pupils_say_of_how_many_academies_they_are_where_not_all_rolls_are_known(history):
    state = as_at(history, dt.date.fromisoformat(DAY))
    rolls = (
        state[state["trust_kind"] == "MAT"]
        .groupby("trust_name", observed=True)["pupils"]
        .agg(["sum", "count", "size"])
    )
    name, (pupils, known, academies) = next(
        rolls[(rolls["count"] < rolls["size"]) & (rolls["count"] >= 0.9 * rolls["size"])].iterrows()
    )
    said = f"<dd>{pupils:,.0f}<small>in {known:.0f} of {academies:.0f} academies"
    assert said in words(trusts(trust_profile=name))
    assert "Rolls known" in table(trusts(), "Academies").columns


def trusts_by_size(page):
    page.selectbox(key="all trusts sort").set_value("-academies").run()
    return table(page, "Academies")["Trust"].iloc[0]


def test_single_academy_trusts_have_a_league_of_their_own():
    page = trusts(trust_kind="Single-academy trusts")
    assert not page.exception
    assert (table(page, "Academies")["Academies"] == 1).all()


def test_a_filter_that_leaves_no_trust_says_which_part_did():
    page = trusts(region="London", area="Blackpool")
    assert not page.exception
    assert "Remove **Region: London** to see" in words(page)


def test_the_address_opens_one_trust_and_a_button_leads_back():
    page = trusts(trust_profile=OUTWOOD)
    assert not page.exception
    assert page.title[0].value == OUTWOOD
    told = words(page)
    assert "Multi-academy trust · System leader · founding trust" in told
    assert "31 academies" in told
    next(b for b in page.button if b.label == "All trusts").click().run()
    assert page.title[0].value == "Trusts"


def test_the_profile_names_hubs_and_academies_that_stand_alone():
    page = trusts(trust_profile="United Learning Trust")
    assert not page.exception
    places = table(page, "Place")
    alone = places.loc[places["Place"] == "Outside every cluster", "Academy"]
    hubs = places.loc[places["Place"] == "Hub", "Academy"]
    assert len(alone)
    told = words(page)
    assert f"{len(alone)} academies outside every cluster" in told
    assert all(name in told for name in alone)
    assert set(table(page, "Median to hub")["Hub"]) == set(hubs)


def test_the_distance_of_clusters_is_a_choice_kept_in_the_address():
    page = trusts(trust_profile="Delta Academies Trust")
    usual = table(page, "Median to hub")
    near = trusts(trust_profile="Delta Academies Trust", clusters_within="10 km")
    assert not near.exception
    assert len(table(near, "Median to hub")) > len(usual)
    assert "no more than 10 km apart, as long as it is no more than 20 km wide" in words(near)
    assert "no more than 25 km apart, as long as it is no more than 50 km wide" in words(page)


def test_joins_and_leavings_are_listed_latest_first(charts):
    page = trusts(trust_profile=OUTWOOD, trust_tab="Academies joining and leaving")
    assert not page.exception
    moves = table(page, "Move")
    assert moves["Date"].is_monotonic_decreasing
    assert set(moves["Move"]) <= {"Joined", "Left"}
    assert len(charts(page)) == 1


def test_grades_before_and_after_joining_are_counted_and_listed():
    page = trusts(trust_profile=OUTWOOD, trust_tab="Grades before and after")
    assert not page.exception
    grades = table(page, "What became of it")
    better = (grades["What became of it"] == "Better since joining").sum()
    assert better
    assert f"**{better}** better since joining" in words(page)


def test_neighbours_are_those_whose_footprint_overlaps():
    page = trusts(trust_profile=OUTWOOD, trust_tab="Neighbours")
    assert not page.exception
    near = table(page, "Overlap, km²")
    assert DELTA in set(near["Trust"])
    assert OUTWOOD not in set(near["Trust"])


def test_two_trusts_are_compared_side_by_side():
    page = trusts(trust_profile=OUTWOOD, trust_tab="Compare", compared_with=DELTA)
    assert not page.exception
    beside = side_by_side(page)
    assert list(beside.columns) == [OUTWOOD, DELTA]
    assert beside.loc["Academies", OUTWOOD] == "31"
    assert beside.loc["Academies", DELTA] == "50"
    # The map colours both.
    assert f"{DELTA}<b>50</b>" in words(page)


def test_a_compared_trust_without_an_academy_that_day_is_named():
    page = trusts(
        trust_profile=OUTWOOD,
        trust_tab="Compare",
        compared_with="Wakefield City Academies Trust",
    )
    assert not page.exception
    assert "Without an academy on 1 June 2019: Wakefield City Academies Trust" in words(page)
    assert list(side_by_side(page).columns) == [OUTWOOD]


def test_a_trust_lists_the_schools_it_could_help_and_opens_their_match():
    page = trusts(trust_profile=OUTWOOD, trust_tab="Whom it could help", region="London")
    assert not page.exception
    near = table(page, "Run by")
    assert near["Distance"].max() <= 25
    assert OUTWOOD not in set(near["Run by"])
    assert "eligible for support within 25 km" in words(page)
    page.button[
        [one.label for one in page.button].index("Match these schools, in all of England")
    ].click().run()
    assert page.session_state["region"] == []


@pytest.mark.parametrize("tab", ["Footprint", "Compare", "Academies joining and leaving"])
def test_a_trust_without_an_academy_that_day_still_tells_its_joins_and_leavings(tab):
    page = trusts(trust_profile="Wakefield City Academies Trust", trust_tab=tab)
    assert not page.exception
    assert "This trust ran no academies on 1 June 2019." in words(page)
    assert len(table(page, "Move"))


def test_a_trust_that_does_not_exist_gives_the_league():
    page = trusts(trust_profile="<script>alert(1)</script>", trust_kind="Both")
    assert not page.exception
    assert page.title[0].value == "Trusts"
    assert "alert(1)" not in words(page)


def test_the_profile_does_not_hang_on_the_region_of_the_filter():
    page = trusts(trust_profile=OUTWOOD, region="London")
    assert "31 academies" in words(page)


def test_a_trust_chosen_by_a_former_name_is_called_as_today():
    page = trusts()
    box = page.selectbox(key="trust_profile")
    assert "Delta Academies Trust, formerly School Partnership Trust Academies" in box.options
    box.select("Lift Schools, formerly Academies Enterprise Trust").run()
    assert not page.exception
    assert page.selectbox(key="trust_profile").value == "Lift Schools"
    assert page.title[0].value == "Lift Schools"
    page.button[[one.label for one in page.button].index("All trusts")].click().run()
    assert page.selectbox(key="trust_profile").value is None


@pytest.mark.parametrize("before", ["", f"{DELTA}, formerly "])
def test_the_address_opens_a_trust_by_a_former_name_and_then_has_that_of_today(before):
    page = trusts(trust_profile=f"{before}School Partnership Trust Academies")
    assert not page.exception
    assert page.title[0].value == DELTA
    assert page.selectbox(key="trust_profile").value == DELTA
    assert page.query_params["trust_profile"] == DELTA
    assert "left out" not in words(page)


def test_a_name_that_no_trust_ever_had_is_told_of():
    assert "“No trust” is not known" in words(trusts(trust_profile="No trust"))


def test_the_departments_measures_stand_with_their_confidence_limits(charts):
    page = trusts(
        trust_profile=OUTWOOD, trust_tab="Measures", trust_measure="Key stage 4: Progress 8"
    )
    assert not page.exception
    assert len(charts(page)) == 1
    shown = table(page, "Lower limit")
    latest = shown[(shown["Year"] == "2023") & (shown["Pupils"] == "All pupils")].iloc[0]
    assert latest[["Progress 8", "Lower limit", "Upper limit"]].tolist() == [-0.19, -0.23, -0.14]
    assert latest[["In the release’s words", "Schools", "Pupils measured"]].tolist() == [
        "Below average",
        22,
        3994,
    ]
    assert shown["Year"].unique().tolist() == ["2023", "2022", "2019", "2018", "2017"]
    assert "where the limits lie on both sides of 0" in words(page)


def test_a_trust_that_was_not_measured_says_by_what_rule():
    page = trusts(trust_profile="Orchard Hill College Academy Trust", trust_tab="Measures")
    assert not page.exception
    told = words(page)
    assert "no measure of Orchard Hill College Academy Trust" in told
    assert "key stage 4 in 2017, 2018, 2019, 2022 and 2023 it measured trusts with at least" in told


def test_the_pupils_of_a_trust_say_of_which_census_they_are_or_why_there_are_none():
    assert re.search(r"Pupils, January 2019</dt><dd>[\d,]+<", words(trusts(trust_profile=DELTA)))
    early = words(trusts(trust_profile=DELTA, day="2012-06-01"))
    assert "<dt>Pupils</dt><dd>–<small>The first census is of January 2015, over a year" in early
    assert "Pupils, mostly January 2019" in table(trusts(), "Match your filters").columns


@pytest.mark.parametrize("number", ["4119", "UID: 4119", "company 06995649", "6995649"])
def test_the_address_opens_a_trust_by_its_numbers(number):
    page = trusts(trust_profile=number)
    assert page.title[0].value == OUTWOOD
    assert page.query_params["trust_profile"] == OUTWOOD


def test_the_number_of_a_school_opens_the_trust_that_runs_it_on_the_day():
    assert trusts(trust_profile="136633.0").title[0].value == "Castleford Academy Trust"


def test_a_number_of_no_trust_is_told_and_a_trust_links_to_its_page_at_the_register():
    page = trusts(trust_profile="10012345")
    assert page.title[0].value == "Trusts"
    assert "looks like a UKPRN, which no school of the records has" in page.warning[0].value
    page = trusts(trust_profile=OUTWOOD)
    assert "get-information-schools.service.gov.uk/Groups/Group/Details/4119" in words(page)
