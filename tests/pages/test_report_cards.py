"""A school's page shows its report cards as they are."""

import datetime as dt
import re
from dataclasses import replace

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from alliance.analysis.school_story import CARD_AREAS, story

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
        from alliance.ui.school_report_cards import report_cards

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


def test_what_came_after_the_day_is_not_shown(told):
    assert "Report card," not in drawn(told, dt.date(2025, 1, 1))
    assert drawn(told, dt.date(2024, 1, 1)) == ""
