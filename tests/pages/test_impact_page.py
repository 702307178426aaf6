import datetime as dt
import json
import re
from pathlib import Path

import numpy as np
import pytest
from scipy import stats
from streamlit.testing.v1 import AppTest

from alliance.analysis.impact.answer import answer_for
from alliance.analysis.impact.nearest import NOBODY, NONE_NEAR
from alliance.analysis.impact.pairs import NO_PRIOR, NO_SCHOOL
from alliance.analysis.impact.placebo import moved_earlier
from alliance.analysis.impact.question import LEAST_TREATED, Question
from alliance.analysis.impact.treated import treated_schools
from alliance.current.state import current_history
from alliance.settings import ROOT
from alliance.views.impact import impact_content, impact_method, impact_words
from alliance.views.impact.impact_answer import impact_of
from alliance.views.impact.impact_question import question_at
from alliance.views.impact.impact_record import record_of
from alliance.views.impact.impact_tables import pairs_of
from alliance.views.page_address import PageAddress
from alliance.views.renamed import called_now
from alliance.views.trusts_at_hand import founding_trusts
from tests.pages.conftest import SCRIPT

OUTWOOD = "Outwood Grange Academies Trust"
WAKEFIELD = {
    "impact_what": "Moved between trusts",
    "impact_left": "Wakefield City Academies Trust",
    "impact_since": "2017",
    "impact_until": "2018",
}


@pytest.fixture
def impact(own_folder):
    """Give a function that opens the page at an address."""

    def open_page(**query):
        page = AppTest.from_file(SCRIPT, default_timeout=60)
        for key, value in query.items():
            page.query_params[key] = value
        page.switch_page("../../../pages/impact.py")
        page.run()
        assert not page.exception
        return page

    return open_page


def words_of(page):
    parts = (page.markdown, page.header, page.caption, page.info)
    return " ".join(one.value for group in parts for one in group)


def test_the_page_opens_on_a_question_and_its_answer_with_interval_and_odds(impact):
    page = impact()
    assert "What followed at the next graded inspection for the 116 schools" in words_of(page)
    assert re.search(r"\d+ of 100 .* against \d+ of 100 .*95% interval", page.header[0].value)
    assert re.search(r"a gap as large would come up (about|less|more)", words_of(page))


def test_under_twenty_schools_the_page_lists_them_and_estimates_nothing(impact):
    page = impact(**WAKEFIELD)
    assert f"Under {LEAST_TREATED} no estimate is given" in page.header[0].value
    words = words_of(page)
    # What paper says of any question.
    asked = question_at(PageAddress({key: [value] for key, value in WAKEFIELD.items()}))
    for of_any in (*impact_words.cannot_see(asked), *impact_method.method(asked)):
        words = words.replace(of_any, "")
    assert "95% interval" not in words


def test_a_question_of_the_address_is_asked_whole(impact):
    page = impact(
        impact_what="Lay in an Opportunity Area",
        impact_area=["Derby", "Bradford"],
        impact_outcome="Key stage 2",
        impact_like="3",
        impact_tab="What it cannot see",
    )
    said = words_of(page)
    assert "Opportunity Areas Derby and Bradford (2017 to 2022)" in said
    assert "By itself, before and after looks like" in said
    assert "The run-up" in said
    assert not [one.value for one in page.info if "address" in one.value]


def test_another_outcome_is_answered_and_stands_in_the_address(impact):
    page = impact(impact_what="Lay in an Opportunity Area", impact_area="Doncaster")
    page.selectbox(key="impact_outcome").set_value("Absence").run()
    assert not page.exception
    assert "in absence" in words_of(page)
    assert "absence" in page.header[0].value


def test_years_the_wrong_way_round_are_said_and_read_the_right_way():
    address = PageAddress({"impact_since": ["2020"], "impact_until": ["2016"]})
    asked = question_at(address)
    assert (asked.first.year, asked.last.year) == (2016, 2020)
    (fault,) = address.faults
    assert fault.startswith("From 2020 is later than To 2016. Swap them")


def test_a_scene_without_a_map_is_not_asked_what_to_fit_it_to(impact):
    page = impact(impact_what="Lay in an Opportunity Area", impact_area="Doncaster")
    page.session_state["add to presentation"] = True
    page.run()
    assert not page.exception
    assert page.button(key="scene add")
    assert [one.key for one in page.radio if one.key == "scene fit"] == []


def test_time_until_good_says_that_new_schools_are_inspected_late(impact):
    page = impact(impact_outcome="Time until Good", impact_trust=OUTWOOD)
    assert impact_words.LATE_INSPECTION in [one.value for one in page.info]


@pytest.mark.parametrize("outcome", ["good", "until_good"])
def test_the_sentence_and_the_figures_state_the_same_shares(own_folder, outcome):
    answer = impact_of(Question("area", outcome, areas=("Doncaster",)))
    figures = {figure.label: figure.value for figure in impact_content.figures_of(answer)}
    own, like = (figures[who].removesuffix("%") for who in ("These schools", "Like schools"))
    said = impact_words.answer_in_words(answer)
    assert re.search(rf"{own} of 100 .* against {like} of 100", said)


def test_the_filter_is_not_drawn_where_it_does_not_narrow_the_answer(impact):
    page = impact(region="North East", **WAKEFIELD)
    assert [box.label for box in page.sidebar.date_input] == []
    assert "21 schools" in words_of(page)


def test_two_means_and_a_difference_that_is_not_their_gap_say_how_it_follows(own_folder):
    answer = impact_of(Question("area", "attainment_8", areas=("Bradford", "Derby", "Doncaster")))
    these, like = answer.before_after, answer.like_before_after
    (beside,) = (
        figure.beside
        for figure in impact_content.figures_of(answer)
        if figure.label == "Like schools"
    )
    places = impact_words.places_of(answer)
    plain = impact_words.signed(these - like, places)
    allowed = impact_words.signed(answer.estimate.value, places)
    assert plain != allowed
    assert f"{plain} apart as they are, {allowed} once what still differs" in beside


def test_trusts_are_known_by_uid_and_former_names_and_words_of_the_command_line_are_taken():
    now = called_now(
        {
            "impact_what": ["joined"],
            "impact_outcome": ["until_good"],
            "impact_trust": ["4119", "School Partnership Trust Academies", "Nobody"],
        }
    )
    assert now["impact_what"] == ("Joined a trust",)
    assert now["impact_outcome"] == ("Time until Good",)
    assert now["impact_trust"] == (OUTWOOD, "Delta Academies Trust", "Nobody")


@pytest.mark.parametrize(
    ("query", "years"),
    [
        ({}, 5),
        ({"impact_what": ["area"]}, 8),
        ({"impact_outcome": ["until_good"]}, 8),
        ({"impact_what": ["area"], "impact_years": ["3"]}, 3),
    ],
)
def test_a_question_that_does_not_say_has_years_enough_to_be_known_in(query, years):
    assert question_at(PageAddress(query)).years == years


def test_what_cannot_be_asked_of_these_schools_is_refused_and_not_left_out():
    address = PageAddress({"impact_area": ["Doncaster"], "impact_left": ["Delta Academies Trust"]})
    question_at(address)
    assert address.faults == [
        "From trust: asked only where “Schools that” is “Moved between trusts”.",
        "Opportunity Area: asked only where “Schools that” is “Lay in an Opportunity Area”.",
    ]


def test_the_month_from_which_trusts_are_listed_is_that_of_the_history(history):
    assert any(
        f"before {history.complete_from:%B %Y}" in one.partition(".**")[0]
        for one in impact_words.cannot_see(Question("joined", "good"))
    )


def test_nothing_is_said_to_be_caused():
    parts = ("analysis/impact", "views/impact", "ui/impact", "charts/impact.py")
    files = [
        path
        for part in parts
        for path in ([ROOT / "alliance" / part] if part.endswith(".py") else files_in(part))
    ]
    assert len(files) > 20
    for path in [*files, ROOT / "pages" / "impact.py", ROOT / "alliance/present/story.json"]:
        assert "caused by" not in path.read_text("utf-8").casefold(), path


def files_in(part: str) -> list[Path]:
    return sorted((ROOT / "alliance" / part).glob("*.py"))


def test_the_record_holds_every_pair_and_every_school(own_folder):
    answer = impact_of(question_at(PageAddress({key: [value] for key, value in WAKEFIELD.items()})))
    record = json.loads(json.dumps(record_of(answer), default=str))
    named = {row["urn"] for row in record["pairs"]} | {row["urn"] for row in record["not_compared"]}
    assert record["schools"] == 21
    assert record["estimate"] is None
    means = ("these_schools", "like_schools", "ahead_of_like_schools")
    assert [record[name] for name in means] == [None, None, None]
    assert len(named) == 21
    assert sum(row["weight"] for row in record["pairs"]) == pytest.approx(
        len({row["urn"] for row in record["pairs"]})
    )


def test_what_is_said_beside_published_studies_is_what_comes_out(own_folder):
    answer = impact_of(Question("joined", "attainment_8"))
    found = answer.estimate
    (said,) = (one for one in impact_method.BESIDE_STUDIES if one.startswith("Asked here"))
    assert f"{found.value:.2f} points higher" in said
    assert f"interval {found.lower:.2f} to {found.upper:.2f}" in said
    by_year = answer.fit.table.set_index("since")["value"]
    assert f"{by_year[1]:.1f} in the first," in said
    assert by_year[[4, 5]].round(1).tolist() == [1.0, 1.1]
    assert by_year[[6, 7, 8]].round(1).tolist() == [0.8, 0.6, 0.3]
    years = answer.fit.table[answer.fit.table["since"] > 0]
    assert years.loc[years["lower"] > 0, "since"].tolist() == [5, 6]
    twelve = impact_of(Question("area", "ks2_expected", sources=())).estimate
    assert twelve.lower < 0 < twelve.upper


def test_an_end_of_an_interval_that_is_clear_of_none_is_not_written_as_none(own_folder):
    answer = impact_of(Question("joined", "attainment_8"))
    assert round(answer.estimate.lower, 1) == 0 < answer.estimate.lower
    said = impact_words.answer_in_words(answer)
    assert impact_words.NO_CLEAR_DIFFERENCE not in said
    assert f"+{answer.estimate.lower:.2f} to +{answer.estimate.upper:.2f}" in said


def test_an_outcome_of_a_phase_is_asked_of_schools_of_it_alone(own_folder):
    answer = impact_of(Question("area", "attainment_8", areas=("Doncaster",), years=8))
    assert set(answer.matched.unmatched["why"]) <= {NO_PRIOR, NO_SCHOOL, NOBODY, NONE_NEAR}
    phases = current_history().schools.set_index("urn")["phase"].astype("str")
    assert set(answer.treated["urn"].map(phases)) <= {"Secondary", "All-through"}
    assert "secondary or all-through schools" in impact_words.asked_in_words(answer)


def test_time_until_good_says_that_nothing_is_allowed_for_and_gives_the_plain_gap(own_folder):
    answer = impact_of(Question("area", "until_good", years=8))
    found = answer.estimate
    assert found.value == pytest.approx(answer.before_after - answer.like_before_after)
    said = impact_words.answer_in_words(answer)
    assert "Allowing" not in said
    assert f"{abs(found.value):.0f} fewer in 100" in said
    own, like = (float(one) for one in impact_words.shares_in_words(answer))
    assert round(like - own) == round(-found.value)
    assert "does not allow for it" in impact_words.balance_in_words(answer)
    # By the same distribution as the interval.
    reach = (found.upper - found.lower) / 2 / found.se
    assert (found.p < 0.05) == (abs(found.value) > reach * found.se)
    assert found.p == pytest.approx(2 * stats.t.sf(abs(found.value / found.se), 11))


@pytest.mark.parametrize("outcome", ["good", "until_good"])
def test_before_and_after_of_grades_is_set_beside_that_of_like_schools(own_folder, outcome):
    answer = impact_of(Question("area", outcome, areas=("Doncaster",), years=8))
    said = impact_words.naive_in_words(answer)
    own, like = impact_words.shares_in_words(answer)
    assert said.startswith("By itself, before and after looks like")
    assert f"becoming {own}; of like schools as many were before and {like} after" in said
    assert "same grade before" in impact_words.placebo_in_words(answer)


def test_the_run_up_stands_beside_the_answer_it_bears_on_and_is_what_comes_out(history):
    asked = Question("joined", "ks2_expected", first=dt.date(2019, 9, 1))
    found = answer_for(history, asked, moved_earlier(treated_schools(history, asked))).estimate
    ends = f"{-found.upper:.1f} to {-found.lower:.1f}"
    assert f"{-found.value:.1f} percentage points behind" in impact_words.RUN_UP
    assert f"(95% interval {ends};" in impact_words.RUN_UP
    answer = impact_of(Question("joined", "ks2_expected", trusts=tuple(founding_trusts())))
    assert impact_words.run_up_in_words(answer) in impact_content.cautions_of(answer)
    assert impact_words.run_up_in_words(answer).startswith("Read with care")


@pytest.mark.parametrize("kind", ["area", "supported"])
def test_like_schools_of_areas_and_of_support_are_not_said_to_have_joined_nothing(kind):
    asked = Question(kind, "good")
    said = " ".join((*impact_method.method(asked), *impact_words.cannot_see(asked)))
    assert "for three years" not in said
    assert "until it joins" not in said
    assert "may have joined a trust" in said


def test_the_time_until_good_comes_out_again_from_the_pairs_that_anybody_may_take(own_folder):
    answer = impact_of(Question("area", "until_good", years=8))
    pairs = pairs_of(answer)
    own = pairs.drop_duplicates("urn").assign(weight=1.0)
    shares = []
    for rows, of in ((own, ""), (pairs, "like_")):
        enter, leave = (rows[f"{of}watched_{end}"].to_numpy()[:, None] for end in ("from", "to"))
        weight, good = rows["weight"].to_numpy()[:, None], rows[f"{of}change"].to_numpy() == 100
        years = np.arange(8)
        spent = np.clip(np.minimum(leave, years + 1) - np.maximum(enter, years), 0, 1)
        found = good[:, None] & (np.floor(leave) == years)
        hazard = (found * weight).sum(axis=0) / (spent * weight).sum(axis=0)
        shares.append(100 * (1 - np.exp(-hazard.sum())))
    assert shares[0] == pytest.approx(answer.before_after, abs=0.1)
    assert shares[1] == pytest.approx(answer.like_before_after, abs=0.1)
    assert pairs["cluster"].nunique() == answer.estimate.clusters
