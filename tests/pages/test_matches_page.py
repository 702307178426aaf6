"""Who could help whom: the page of matches, and what it leaves in the register."""

import datetime as dt
import re
from unittest import mock

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from alliance.analysis.matching.hand_changes import HandChanges
from alliance.current.known_on_day import caught_on
from alliance.current.state import state_on
from alliance.errors import RegisterError
from alliance.register import ANONYMOUS, Person, Support
from alliance.register.register_vocabulary import Origin, Status, SupporterKind, Theme
from alliance.settings import ROOT
from alliance.ui.app import sign_in
from alliance.ui.map import draw_map
from alliance.ui.matches import match_accept, match_controls
from alliance.views.matches import match_content, match_proposals
from alliance.views.matches.match_question import answer_to
from alliance.views.matches.match_tables import terms_in_words
from alliance.views.matches.match_words import (
    RUN_BY_WORDS,
    TRUST_IN_NEED,
    WHOSE_INSPECTION,
    kept_impossible_in_words,
)
from alliance.views.page_address import PageAddress
from tests.pages.conftest import DAY

SCRIPT = ROOT / "alliance" / "ui" / "app" / "main.py"
WHO = Person("Someone", known=True)
CARLINGHOW = 107636
DELTA, OUTWOOD = 4474, 4119
BASES = ("Schools matched", "Highest-priority schools matched")
ALLIANCE_REGION = ("North East", "Yorkshire and The Humber", "East Midlands")


@pytest.fixture
def matches(register):
    """Give a function that opens the page of matches at an address."""

    def open_page(**query):
        page = AppTest.from_file(SCRIPT, default_timeout=60)
        for key, value in {"day": DAY, **query}.items():
            page.query_params[key] = value
        page.switch_page("../../../pages/matches.py")
        return page.run()

    return open_page


def words(page):
    kinds = (page.title, page.header, page.markdown, page.caption, page.info, page.warning)
    more = (page.success, page.error)
    plain = [element.value for kind in (*kinds, *more) for element in kind]
    return "\n".join([*plain, *(block.proto.body for block in page.get("html"))])


def table(page, column):
    return next(t.value for t in page.dataframe if column in t.value.columns)


def figure(page, label):
    told = words(page)
    cell = told[told.index(f"<dt>{label}</dt>") :]
    return int(cell[cell.index("<dd>") + 4 : cell.index("<small>")].replace(",", ""))


def schools_of(*regions):
    """Return the schools of the day that tests open pages on, of regions or of all."""
    schools = state_on(dt.date.fromisoformat(DAY))
    return schools[schools["region"].isin(regions)] if regions else schools


def eligible_in(*regions):
    """Count the schools of regions that meet a criterion on the day that tests open pages on."""
    return int(schools_of(*regions)["urn"].isin(caught_on(dt.date.fromisoformat(DAY))["urn"]).sum())


def inadequate_in(*regions):
    """Count the schools of regions that are Inadequate by an inspection of their own."""
    schools = schools_of(*regions)
    return int(((schools["grade"] == 4) & ~schools["grade_inherited"]).sum())


def test_the_page_opens_on_the_alliance_region_with_a_plan_that_is_proved(matches):
    page = matches()
    assert not page.exception
    told = words(page)
    assert page.title[0].value == "Matches"
    eligible = eligible_in(*ALLIANCE_REGION)
    assert f"{eligible:,} schools eligible for support" in told
    assert "no plan can have a lower one" in told
    plan = table(page, "Supporting trust")
    served, left = figure(page, "Schools matched"), figure(page, "Not matched")
    assert served + left == eligible
    assert len(plan) == min(served, 100)
    assert plan["Priority"].iloc[0] == 1
    assert plan["Priority"].is_monotonic_increasing
    (order, *_) = [box for box in page.selectbox if box.label == "Sort all rows by"]
    assert "Priority, highest first" in order.options


def test_the_founding_trusts_alone_serve_fewer(matches):
    page = matches(helped_by="Founding trusts")
    assert not page.exception
    names = {"Delta Academies Trust", "Outwood Grange Academies Trust", "Astrea Academy Trust"}
    names |= {"Northern Education Trust", "WISE Academies"}
    plan = table(page, "Supporting trust")
    assert 0 < len(plan) < 20
    assert set(plan["Supporting trust"]) <= names


def test_a_chief_executive_asks_for_her_own_trust_by_name(matches):
    page = matches(helped_by="By name", helping="Outwood Grange Academies Trust")
    assert not page.exception
    assert "supporting trusts: Outwood Grange Academies Trust" in words(page)
    plan = table(page, "Supporting trust")
    assert len(plan)
    assert set(plan["Supporting trust"]) == {"Outwood Grange Academies Trust"}


def test_with_no_trust_named_the_page_asks_for_one(matches):
    page = matches(helped_by="By name")
    assert not page.exception
    assert "Name one or more trusts" in words(page)
    assert figure(page, "Schools matched") == 0


def test_the_figures_keep_one_base_when_pairs_are_proposed(matches):
    page = matches()
    base = [re.search(rf"<dt>{label}</dt>.*?of ([\d,]+)", words(page)).group(1) for label in BASES]
    page = propose(page, 2)
    assert [
        re.search(rf"<dt>{label}</dt>.*?of ([\d,]+)", words(page)).group(1) for label in BASES
    ] == base


def test_a_region_is_chosen_on_the_page_and_the_filter_follows(matches):
    page = matches()
    page.selectbox(key=match_controls.SCHOOLS_OF).set_value("North East").run()
    assert not page.exception
    assert page.session_state["region"] == ["North East"]
    assert "North East · 1 June 2019" in words(page)
    page.selectbox(key=match_controls.SCHOOLS_OF).set_value("England").run()
    assert f"{eligible_in():,} schools eligible for support" in words(page)


def test_predecessors_inspections_count_when_asked_and_who_runs_the_schools_is_chosen(matches):
    founding = {"helped_by": "Founding trusts"}
    own = figure(matches(**founding), "Not matched")
    page = matches(**founding, count_inherited="true")
    assert page.toggle(key="count_inherited").value
    assert figure(page, "Not matched") > own
    assert WHOSE_INSPECTION in page.toggle(key="count_inherited").help
    page.toggle(key="count_inherited").set_value(False).run()
    assert figure(page, "Not matched") == own
    runs = {}
    for words_, code in RUN_BY_WORDS.items():
        page.selectbox(key="run_by").set_value(words_).run()
        assert not page.exception
        runs[code] = figure(page, "Not matched") + figure(page, "Schools matched")
    assert runs["maintained"] + runs["trust"] == runs["any"]
    assert 0 < runs["trust_in_need"] < runs["trust"]
    assert TRUST_IN_NEED in page.selectbox(key="run_by").help


def test_changes_by_hand_of_an_address_count_in_a_scene_and_faults_are_named(register):
    query = {
        "day": [DAY],
        "helped_by": ["Founding trusts"],
        "run_by": ["A trust"],
        "count_inherited": ["true"],
        "leave_out": [str(DELTA)],
        "keep": [f"{CARLINGHOW}-{OUTWOOD}", "nobody"],
    }
    address = PageAddress(query)
    asked = match_content.question_of(address)
    assert asked.hand == HandChanges(kept=((OUTWOOD, CARLINGHOW),), left_out=(DELTA,))
    assert (asked.run_by, asked.count_inherited) == ("trust", True)
    assert len(address.faults) == 1
    assert "keep: “nobody” is not a school and a trust" in address.faults[0]
    terms = asked.terms()
    assert terms.barred == {DELTA}
    assert not asked.without_hand().terms().barred
    found = answer_to(asked).match
    assert DELTA not in set(found.plan["supporter_uid"])
    (said,) = kept_impossible_in_words(found.kept_impossible)
    assert said.startswith("Outwood Grange Academies Trust cannot be kept for Carlinghow")
    assert said.endswith(": the school is not eligible on these terms.")
    told = terms_in_words(answer_to(asked))
    assert "By hand 1 pair is kept and 1 trust is left out. " in told
    assert "Predecessors’ inspections count" in told


def test_what_is_proposed_says_whose_inspection_it_rests_on_and_what_to_ask_first(register):
    address = PageAddress({"day": [DAY], "count_inherited": ["true"]})
    answer = answer_to(match_content.question_of(address))
    plan = answer.match.plan
    (by_predecessor,) = plan[plan["inherited"]].head(1).to_dict("records")
    rows = pd.concat([plan[plan["inherited"]].head(1), plan[~plan["inherited"]].head(1)])
    day = dt.date.fromisoformat(DAY)
    added, _ = match_proposals.propose(answer, rows, Theme.CURRICULUM, day, WHO)
    said = {one.recipient_urn: one for one in added}
    first = said.pop(by_predecessor["urn"])
    only = "only by the inspection of the school it replaced"
    assert only in first.reasons
    assert "predecessor" in first.purpose
    assert "To ask first: eligible only by its predecessor’s inspection" in first.reasons
    (other,) = said.values()
    assert only not in other.reasons
    assert "The school is run by " in other.reasons


def test_a_wider_capacity_serves_more_and_a_school_may_have_two(matches):
    page = matches(region="North East", strong_for_one="1.0", own_need="0.0")
    served = figure(page, "Schools matched")
    assert served > figure(matches(region="North East"), "Schools matched")
    page = matches(
        region="North East",
        strong_for_one="1.0",
        own_need="0.0",
        most="50",
        supporters_a_school="2",
    )
    assert figure(page, "Schools matched") >= served


def test_those_left_without_are_told_why(matches):
    page = matches(match_tab="Not matched")
    left = table(page, "Why it is not matched")
    assert left["Why it is not matched"].str.len().min() > 10
    assert "all trusts within 50 km are already matched to other schools" in words(page)


def test_every_part_of_the_capacity_formula_is_shown_and_adds_up(matches):
    page = matches(match_tab="Capacity", region="North East")
    parts = table(page, "Capacity")
    whole = parts["Capacity from these"] + parts["Less for these"] + parts["Less for new"]
    assert (parts["Capacity"] == (whole // 1).clip(0, 10).astype(int)).all()
    assert (parts["Used"] <= parts["Capacity"]).all()
    assert "one school for every 2.5 good or outstanding ones" in words(page)
    few = matches(match_tab="Capacity", helped_by="Founding trusts")
    assert "good or outstanding ÷ 2.5" in words(few)
    assert "good or outstanding ÷ 2.5" not in words(page)


def test_the_rules_of_need_are_shown_with_source_validity_and_what_they_catch(matches):
    page = matches(match_tab="Need")
    rules = table(page, "Whose it is").set_index("Criterion")
    inadequate = inadequate_in(*ALLIANCE_REGION)
    assert rules.loc["Inadequate", "Schools"] == inadequate > 0
    assert rules.loc["Inadequate", "Whose it is"].startswith("Ofsted")
    in_force = rules["In force"]
    assert (
        in_force["Below the floor standard, key stage 4"] == "1 December 2016 to 30 November 2019"
    )
    assert in_force["Inadequate"] == "from the first records to 1 September 2024"
    assert f"{eligible_in(*ALLIANCE_REGION):,} schools: all criteria that count" in words(page)
    (choice,) = [one for one in page.button_group if one.key == "need_rules"]
    floor = "**Below the floor standard, key stage 4**: 1 December 2016 to 30 November 2019; Depart"
    assert floor in choice.help
    assert "Stuck" not in in_force.index
    later = table(matches(match_tab="Need", day="2025-08-31"), "Whose it is")
    in_force = later.set_index("Criterion")["In force"]
    assert in_force["Stuck"].startswith("from 2 September 2024 on")
    assert "Inadequate" not in in_force.index


def test_a_rule_opened_tells_when_it_is_in_force(matches):
    page = matches(match_tab="Need")
    page.session_state["match_rule"] = "Below the floor standard, key stage 2"
    assert "2016 to 2018. In force 1 December 2016 to 30 November 2019." in words(page.run())


def test_a_rule_out_of_force_is_not_offered_and_one_left_out_does_not_count(matches):
    page = matches(match_tab="Need", day="2016-06-01")
    offered = set(table(page, "Whose it is")["Criterion"])
    assert "Inadequate" in offered
    assert not offered & {"Below the floor standard, key stage 2", "Stuck"}
    page = matches(match_tab="Need", need_rules="Inadequate")
    rules = table(page, "Whose it is").set_index("Criterion")
    assert rules.loc["Declined to less than good", "Standing"] == "Left out by the terms"
    inadequate = inadequate_in(*ALLIANCE_REGION)
    assert f"{inadequate} schools eligible for support" in words(page)


@pytest.mark.parametrize("by", ["Local authority", "Opportunity Area"])
def test_cold_spots_set_need_against_capacity(matches, by, charts):
    page = matches(match_tab="Cold spots", cold_by=by)
    assert not page.exception
    places = table(page, "Capacity there")
    served, left = places["Matched"], places["Not matched"]
    assert (served + left + places["Supported already"] == places["Eligible"]).all()
    assert len(charts(page)) == 1


@pytest.fixture
def maps_drawn():
    """What is sent to the maps of a page, by their keys."""
    sent = {}
    with mock.patch.object(
        draw_map, "_live_map", lambda *, key, **told: sent.update({key: told["data"]})
    ):
        yield sent


def test_a_trust_that_takes_two_more_helps_two_more_and_the_map_shows_which(matches, maps_drawn):
    page = matches(
        helped_by="Founding trusts", match_tab="What if", taking_more="Delta Academies Trust"
    )
    assert not page.exception
    assert set(maps_drawn) == {"match map", "change map"}
    alt = maps_drawn["change map"]["alt"]
    gained, lost = (int(re.search(rf"([0-9,]+) {kind}", alt)[1]) for kind in ("gained", "lost"))
    assert gained - lost == 2
    key = next(b.proto.body for b in page.get("html") if "What would change" in b.proto.body)
    assert f"Pair gained<b>{gained}</b>" in key
    assert figure(page, "Gain a supporting trust") == 2
    assert "+2 on" in words(page)
    assert (table(page, "Supporting trust then")["Change"] == "Gains a supporting trust").sum() == 2


def test_trusts_that_join_add_what_they_can(matches):
    page = matches(
        helped_by="Founding trusts",
        match_tab="What if",
        what_if="Trusts join",
        joining="Lift Schools",
    )
    assert not page.exception
    assert figure(page, "Gain a supporting trust") > 0


def test_the_example_shows_the_plan_for_wakefield_city_beside_what_happened(matches, maps_drawn):
    page = matches(match_tab="What if", what_if="A trust closes")
    next(b for b in page.button if b.label.startswith("Example")).click().run()
    assert not page.exception
    assert "21 schools" in maps_drawn["change map"]["alt"]
    assert page.session_state["day"] == dt.date(2017, 9, 1)
    beside = table(page, "It went to")
    assert len(beside) == 21
    assert "Outwood Grange Academies Trust" in set(beside["It went to"])
    assert beside["The plan suggests"].notna().any()


def open_school(page, urn):
    page.session_state["match school"] = urn
    page.session_state["match tab to open"] = "One school"
    return page.run()


def test_one_school_is_explained_with_every_score_and_every_exclusion(matches):
    page = open_school(matches(), CARLINGHOW)
    assert not page.exception
    assert "Why " in page.header[0].value
    assert "In special measures since 5 July 2018" in words(page)
    listed = table(page, "Standing")
    assert listed["Standing"].iloc[0] == "in the plan"
    assert (listed["Standing"] != "").all()
    assert listed["Standing"].str.startswith("it ").any()
    assert listed["In its favour"].iloc[0].startswith("close (")
    assert "Score" not in listed.columns
    page.toggle(key="shortlist numbers").set_value(True).run()
    numbers = table(page, "Rolls apart")
    assert {"Score", "Works in the region", "Has worked there"} <= set(numbers.columns)
    assert set(numbers["Has worked there"]) <= {"Yes", "No", ""}
    next(b for b in page.button if b.label == "Back").click().run()
    assert "Supporting trust" in page.dataframe[0].value.columns


def propose(page, count):
    chosen = page.multiselect(key=match_accept.ROWS)
    chosen.set_value(chosen.options[:count]).run()
    return page.button(key="match accept").click().run()


def test_two_rows_become_proposed_supports_with_their_reasons_and_can_be_taken_back(
    matches, register
):
    page = matches()
    before = figure(page, "Schools matched")
    page = propose(page, 2)
    assert not page.exception
    assert "Added 2 support arrangements as Proposed" in words(page)
    added = register.supports()
    assert [support.status for support in added] == [Status.PROPOSED] * 2
    assert {support.origin for support in added} == {Origin.MATCHED}
    assert all("Suggested by the match of 1 June 2019" in one.reasons for one in added)
    assert all(one.purpose.startswith("Eligible for support: ") for one in added)
    assert figure(page, "In the register already") == 2
    assert figure(page, "Schools matched") == before - 2
    page.button(key="match undo").click().run()
    assert not register.supports()
    assert figure(page, "Schools matched") == before
    assert len(register.supports(withdrawn=True)) == 2


def test_all_rows_are_proposed_at_once(matches, register):
    page = matches(helped_by="Founding trusts")
    page.toggle(key=match_accept.EVERY).set_value(True).run()
    number = figure(page, "Schools matched")
    page.button(key="match accept").click().run()
    assert not page.exception
    assert len(register.supports()) == number
    assert figure(page, "Schools matched") == 0


def test_what_the_register_holds_is_not_added_twice(matches, register, monkeypatch):
    page = matches()
    options = page.multiselect(key=match_accept.ROWS).options
    page.multiselect(key=match_accept.ROWS).set_value(options[:1]).run()
    # Somebody else adds the same row while this page still shows it.
    plan = page.session_state[match_accept.ROWS][0]
    register.add(
        Support(
            supporter_kind=SupporterKind.TRUST,
            supporter_id=str(plan[1]),
            recipient_urn=plan[0],
            theme=Theme.CURRICULUM,
            starts_on=dt.date(2019, 6, 1),
        ),
        WHO,
    )
    monkeypatch.setattr(match_controls, "given_now", tuple)
    page.button(key="match accept").click().run()
    assert not page.exception
    assert len(register.supports()) == 1
    assert "1 left out because they are in the register already" in words(page)


def test_a_support_of_the_register_takes_capacity_and_the_place_of_its_school(matches, register):
    before = table(matches(match_tab="Capacity"), "Capacity").set_index("UID")
    register.add(
        Support(
            supporter_kind=SupporterKind.TRUST,
            supporter_id=str(DELTA),
            recipient_urn=CARLINGHOW,
            theme=Theme.CURRICULUM,
            starts_on=dt.date(2019, 6, 1),
        ),
        WHO,
    )
    page = matches(match_tab="Capacity")
    after = table(page, "Capacity").set_index("UID")
    assert after.loc[DELTA, "Capacity"] == before.loc[DELTA, "Capacity"] - 1
    assert after.loc[DELTA, "Supported already"] == 1
    page = open_school(page, CARLINGHOW)
    assert "is in the register already" in page.header[0].value
    listed = table(page, "Standing").set_index("Trust")
    assert listed.loc["Delta Academies Trust", "Standing"] == "it supports the school already"


def test_a_row_that_breaks_a_rule_of_the_register_is_named_and_nothing_is_added(matches, register):
    page = matches()
    chosen = page.multiselect(key=match_accept.ROWS)
    chosen.set_value(chosen.options[:2]).run()
    first_day = page.date_input(key="match_first_day 2019-06-01")
    first_day.set_value(dt.date(2021, 1, 1)).run()
    page.button(key="match accept").click().run()
    assert not page.exception
    told = page.error[0].value
    assert "Nothing was added" in told
    assert "Carlinghow Princess Royal" in told
    assert "was open on 1 January 2021" in told
    assert not register.supports(withdrawn=True)


def test_without_its_register_the_page_matches_all_the_same(matches, monkeypatch):
    def unreachable():
        raise RegisterError("The database does not answer.")

    monkeypatch.setattr(match_controls, "given_now", unreachable)
    page = matches()
    assert not page.exception
    assert (
        "The database does not answer. Support recorded there is not counted"
        in page.warning[0].value
    )
    assert figure(page, "Schools matched") > 100


def test_what_is_invented_does_not_count(matches, register):
    before = figure(matches(), "Schools matched")
    register.add(
        Support(
            supporter_kind=SupporterKind.TRUST,
            supporter_id=str(DELTA),
            recipient_urn=CARLINGHOW,
            theme=Theme.CURRICULUM,
            starts_on=dt.date(2019, 6, 1),
            origin=Origin.ILLUSTRATIVE,
            illustrative=True,
        ),
        WHO,
    )
    assert figure(matches(), "Schools matched") == before


def test_who_may_only_read_cannot_propose_and_is_told_why(matches, monkeypatch):
    monkeypatch.setattr(sign_in, "person", lambda: ANONYMOUS)
    page = matches()
    chosen = page.multiselect(key=match_accept.ROWS)
    chosen.set_value(chosen.options[:1]).run()
    button = page.button(key="match accept")
    assert button.disabled
    assert "Sign in to" in button.help


def test_the_right_to_propose_is_asked_again_when_it_is_done(matches, register, monkeypatch):
    monkeypatch.setattr(match_accept, "person", lambda: ANONYMOUS)
    page = propose(matches(), 1)
    assert not page.exception
    assert "Nothing was added." in page.error[0].value
    assert not register.supports(withdrawn=True)


def test_a_filter_that_leaves_no_school_says_which_part_did(matches):
    page = matches(region="London", area="Blackpool")
    assert not page.exception
    assert "Remove **Region: London** to see" in words(page)


def test_a_schools_page_tells_its_need_and_its_support(visit, register):
    register.add(
        Support(
            supporter_kind=SupporterKind.TRUST,
            supporter_id=str(OUTWOOD),
            recipient_urn=CARLINGHOW,
            theme=Theme.CURRICULUM,
            starts_on=dt.date(2019, 6, 1),
            illustrative=True,
            origin=Origin.ILLUSTRATIVE,
        ),
        WHO,
    )
    page = AppTest.from_file(SCRIPT, default_timeout=60)
    page.query_params["urn"] = str(CARLINGHOW)
    page.query_params["day"] = DAY
    page.switch_page("../../../pages/schools.py")
    told = words(page.run())
    assert "In special measures since 5 July 2018" in told
    assert "Category of concern · priority 1" in told
    assert "Ofsted, category of concern; in force from the first records to 1 Septem" in told
    assert "Example data (made up) · Proposed (not counted as given), number 1" in told
    assert "Outwood Grange Academies Trust: Curriculum, from 1 June 2019" in told


def test_a_school_that_no_rule_catches_says_so(visit):
    page = AppTest.from_file(SCRIPT, default_timeout=60)
    page.query_params["urn"] = "136633"
    page.query_params["day"] = "2019-06-01"
    page.switch_page("../../../pages/schools.py")
    told = words(page.run())
    assert "This school met none of the criteria for support on 1 June 2019." in told
    assert "No support recorded in the register of support." in told
