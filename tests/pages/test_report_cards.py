"""A school's page shows its report cards as they are."""

import datetime as dt
import re
from dataclasses import replace

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from alliance.analysis.schools.inspection_scales import CARD_AREAS
from alliance.analysis.schools.school_story import story
from alliance.history import as_at
from alliance.sources.ofsted.ofsted_cells import REFUSED
from alliance.views.schools import school_sentences

HEMSWORTH = 145938


@pytest.fixture
def told(history):
    """A school's story with a report card and an inspection without an overall grade."""
    before = story(history, HEMSWORTH)
    name = before.school["name"]
    areas = dict.fromkeys(CARD_AREAS) | {"achievement": "Needs attention"}
    card = {"date": pd.Timestamp(2026, 1, 13), "name": name, "safeguarding": "Not met", **areas}
    judged = before.inspections.tail(1).assign(
        date=pd.Timestamp(2024, 12, 3), name=name, leadership_and_management=2
    )
    return replace(before, report_cards=pd.DataFrame([card]), judged=judged)


def drawn(told, day):
    def script(told, day):
        from alliance.ui.schools.school_report_cards import report_cards

        report_cards(told, day)

    page = AppTest.from_function(script, kwargs={"told": told, "day": day}).run()
    assert not page.exception
    plain = [
        element.value for kind in (page.header, page.subheader, page.caption) for element in kind
    ]
    tables = [re.sub(r"<[^>]+>", " ", block.proto.body) for block in page.get("html")]
    return " ".join(" ".join([*plain, *tables]).split())


def test_a_report_card_is_drawn_area_by_area_and_counts_in_no_percentage(told):
    text = drawn(told, dt.date(2026, 2, 1))
    assert "Report card, 13 January 2026" in text
    assert "Safeguarding Not met Achievement Needs attention" in text
    assert "Early years" not in text.split("Judgements")[0]
    assert "Judgements, 3 December 2024" in text
    assert "Leadership and management Good" in text
    assert "They count in no percentage of Good or Outstanding." in text


def test_a_value_that_was_refused_is_told_as_refused_and_not_left_out(told):
    assert "Value refused" not in drawn(told, dt.date(2026, 2, 1))
    refused = replace(told, report_cards=told.report_cards.assign(inclusion=REFUSED))
    concern = told.report_cards.assign(category_of_concern=REFUSED)
    told_of = drawn(replace(told, report_cards=concern), dt.date(2026, 2, 1))
    assert "Safeguarding Not met Category of concern Value refused" in told_of
    text = drawn(refused, dt.date(2026, 2, 1))
    assert "Inclusion Value refused" in text
    assert "The Data page lists what it is" in text
    assert drawn(refused, dt.date(2024, 1, 1)) == ""


def test_what_came_after_the_day_is_not_shown(told):
    assert "Report card," not in drawn(told, dt.date(2025, 1, 1))
    assert drawn(told, dt.date(2024, 1, 1)) == ""


def test_a_grade_says_that_a_report_card_came_after_it(told, monkeypatch, history):
    row = as_at(history, history.last_day).set_index("urn", drop=False).loc[HEMSWORTH]
    monkeypatch.setattr(school_sentences, "row_of", lambda *_: row)
    monkeypatch.setattr(school_sentences, "state_on", lambda _day: as_at(history, history.last_day))
    monkeypatch.setattr(school_sentences, "_before", lambda *_: [])
    monkeypatch.setattr(school_sentences, "_result", lambda *_: [])
    for day, says in (
        (dt.date(2026, 2, 1), "; report card since, 13 January 2026"),
        (dt.date(2025, 1, 1), "; judgements since, 3 December 2024"),
        (dt.date(2024, 1, 1), ""),
    ):
        grade = school_sentences.figures_of_school(told, day)[0]
        assert grade.label == ("Last overall grade" if says else "Ofsted grade")
        assert grade.beside.endswith(says) if says else "since" not in grade.beside


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2023-03-31", "Cumbria (Westmorland and Furness since 1 April 2023), North West"),
        ("2023-04-01", "Westmorland and Furness (Cumbria before), North West"),
    ],
)
def test_a_school_is_told_under_the_authority_of_the_day_with_those_before_and_after(
    history, day, said
):
    under = history.school_authorities
    urn = under.loc[under["la_name"] == "Westmorland and Furness", "urn"].iloc[0]

    def script(told, day):
        from alliance.ui.schools.school_identity import identity

        identity(told, day)

    told = {"told": story(history, int(urn)), "day": dt.date.fromisoformat(day)}
    page = AppTest.from_function(script, kwargs=told).run()
    assert not page.exception
    text = re.sub(r"<[^>]+>", " ", page.get("html")[0].proto.body)
    assert said in text
