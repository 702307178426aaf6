"""The page of those who follow: a clear word for every code, and never what is the presenter's."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from types import SimpleNamespace

import pytest
import streamlit as st

from alliance.present import Presentation, Scene
from alliance.present.meeting.live import LIVE
from alliance.present.meeting.meetings import Meetings
from alliance.register import Person

AMY = Person("Amy Adviser", known=True, identity="https://id.example#amy")
BOARD = Presentation(
    "Board in March",
    (
        Scene(page="explore", title="The region", notes="Do not say"),
        Scene(page="trusts", title="The trusts", notes="Do not say"),
    ),
)


@pytest.fixture
def meetings(own_folder):
    return LIVE.meetings()


@pytest.fixture
def open_follow(visit, monkeypatch):
    """Give a function that opens the page, with a code or without."""

    # There is no browser that would have an address and cookies.
    nobody = {"url": None, "cookies": {}, "headers": {}, "ip_address": None}
    monkeypatch.setattr(st, "context", SimpleNamespace(theme=st.context.theme, **nobody))

    def open_page(**query):
        page = visit()
        page.switch_page("../../../pages/follow.py")
        for key, value in query.items():
            page.query_params[key] = value
        return page.run()

    return open_page


def html(page):
    return [one.proto.body for one in page.get("html")]


def give(page, code):
    page.text_input(key="follow_code").set_value(code)
    return page.button[0].click().run()


def test_without_a_code_it_is_asked_for(open_follow):
    page = open_follow()
    assert page.title[0].value == "Follow a presentation"
    assert page.text_input(key="follow_code").label == "Code on the presenter's screen (required)"
    assert not page.error


def test_a_code_typed_in_any_case_is_followed(open_follow, meetings):
    begun, key = meetings.begin(BOARD, AMY)
    page = give(open_follow(), f" {begun.code[:4].lower()} {begun.code[4:]}")
    assert page.query_params["code"] == begun.code
    assert "begins in a moment" in "".join(html(page))
    meetings.move(begun.code, key, 1)
    again = open_follow(code=begun.code)
    assert "The trusts" in "".join(html(again))
    assert "Explore this yourself" in "".join(html(again))


def test_a_wrong_code_is_told_counted_once_and_can_be_mended(open_follow, meetings, monkeypatch):
    tried = []
    enter = Meetings.enter
    monkeypatch.setattr(Meetings, "enter", lambda *given: tried.append(given[1]) or enter(*given))
    page = give(open_follow(), "BBBB BBBB")
    assert "No presentation has this code" in page.error[0].value
    page.run()
    assert tried == ["BBBBBBBB"]
    begun = meetings.begin(BOARD, AMY).meeting
    page = give(page, begun.code)
    assert not page.error
    assert "begins in a moment" in "".join(html(page))


def test_no_code_at_all_is_told(open_follow):
    page = give(open_follow(), " - ")
    assert "Enter the code" in page.error[0].value


def test_the_twentieth_wrong_code_is_the_last_for_ten_minutes(open_follow, meetings):
    page = open_follow()
    for _ in range(20):
        page = give(page, "BBBB BBBB")
        assert "No presentation has this code" in page.error[0].value
    page = give(page, meetings.begin(BOARD, AMY).meeting.code)
    assert "Too many wrong codes" in page.error[0].value
    assert "Wait 10 minutes" in page.error[0].value


def test_a_blanked_screen_shows_no_scene(open_follow, meetings):
    begun, key = meetings.begin(BOARD, AMY)
    meetings.move(begun.code, key, 0)
    meetings.blank(begun.code, key, on=True)
    shown = "".join(html(open_follow(code=begun.code)))
    assert "blanked the screen" in shown
    assert "The region" not in shown


def test_what_is_over_gives_links_to_every_scene(open_follow, meetings):
    begun, key = meetings.begin(BOARD, AMY)
    meetings.close(begun.code, key)
    shown = "".join(html(open_follow(code=begun.code)))
    assert "has ended" in shown
    assert 'href="./trusts">The trusts' in shown


def test_what_is_over_and_redacted_gives_no_links_and_says_why(open_follow, meetings):
    begun, key = meetings.begin(replace(BOARD, redacted=True), AMY)
    meetings.move(begun.code, key, 1)
    assert "/trusts" not in "".join(html(open_follow(code=begun.code)))
    meetings.close(begun.code, key)
    shown = "".join(html(open_follow(code=begun.code)))
    assert "href" not in shown
    assert "names are hidden" in shown


def test_an_expired_code_says_so_and_a_day_later_that_it_is_over(
    open_follow, meetings, monkeypatch
):
    begun = meetings.begin(BOARD, AMY).meeting
    now = dt.datetime.now(dt.UTC)
    monkeypatch.setattr("alliance.clock.now", lambda: now + dt.timedelta(hours=5))
    assert "has closed automatically" in "".join(html(open_follow(code=begun.code)))
    monkeypatch.setattr("alliance.clock.now", lambda: now + dt.timedelta(hours=30))
    assert "for one day after it" in open_follow(code=begun.code).error[0].value


def test_words_of_a_scene_are_written_as_they_are(open_follow, meetings):
    odd = Presentation("<b>x</b>", (Scene(page="explore", title="<img src=x onerror=y>"),))
    begun, key = meetings.begin(odd, AMY)
    assert "<b>" not in "".join(html(open_follow(code=begun.code)))
    meetings.move(begun.code, key, 0)
    assert "<img" not in "".join(html(open_follow(code=begun.code)))
