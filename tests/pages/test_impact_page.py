import json
import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from alliance.analysis.impact.question import LEAST_TREATED, Question
from alliance.settings import ROOT
from alliance.views.impact import impact_method, impact_words
from alliance.views.impact.impact_answer import impact_of
from alliance.views.impact.impact_question import question_at
from alliance.views.impact.impact_record import record_of
from alliance.views.page_address import PageAddress
from tests.pages.conftest import SCRIPT

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
    parts = (page.markdown, page.subheader, page.caption, page.info)
    return " ".join(one.value for group in parts for one in group)


def test_the_page_opens_on_a_question_and_its_answer_with_interval_and_odds(impact):
    page = impact()
    assert "What followed at the next graded inspection for the 116 schools" in words_of(page)
    assert re.search(r"\d+ of 100 .* against \d+ of 100 .*95% interval", page.subheader[0].value)
    assert "about once in" in words_of(page)


def test_under_twenty_schools_the_page_lists_them_and_estimates_nothing(impact):
    page = impact(**WAKEFIELD)
    assert f"Under {LEAST_TREATED} no estimate is given" in page.subheader[0].value
    assert "95% interval" not in words_of(page)


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
    assert "absence" in page.subheader[0].value


def test_time_until_good_says_that_new_schools_are_inspected_late(impact):
    page = impact(impact_outcome="Time until Good")
    assert impact_words.LATE_INSPECTION in [one.value for one in page.info]


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
    assert len(named) == 21
    assert sum(row["weight"] for row in record["pairs"]) == pytest.approx(
        len({row["urn"] for row in record["pairs"]})
    )


def test_what_is_said_beside_published_studies_is_what_comes_out(own_folder):
    answer = impact_of(Question("joined", "attainment_8"))
    found = answer.estimate
    (said,) = (one for one in impact_method.BESIDE_STUDIES if one.startswith("Asked here"))
    assert f"{found.value:.1f} points higher" in said
    assert f"interval {found.lower:.1f} to {found.upper:.1f}" in said
    by_year = answer.fit.table.set_index("since")["value"]
    assert f"{by_year[1]:.1f} in the first year" in said
    assert by_year[[4, 5]].round(1).tolist() == [1.0, 1.0]
    twelve = impact_of(Question("area", "ks2_expected", sources=())).estimate
    assert twelve.lower < 0 < twelve.upper
