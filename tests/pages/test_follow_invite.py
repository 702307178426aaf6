"""How to follow, on the presenter's screen."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from alliance.present import Presentation
from alliance.present.meeting.codes import spaced
from alliance.present.meeting.live import LIVE
from alliance.register import Person
from alliance.settings import settings


def screen(code):
    from alliance.present.meeting.live import LIVE
    from alliance.ui.follow.follow_invite import draw_following, draw_invite

    draw_invite(LIVE.meetings().now(code))
    draw_following(LIVE.meetings().now(code).code)


@pytest.fixture
def meeting(own_folder):
    return (
        LIVE.meetings()
        .begin(Presentation("Board"), Person("Amy", known=True, identity="https://id.example#amy"))
        .meeting
    )


def drawn(meeting):
    page = AppTest.from_function(screen, args=(meeting.code,)).run()
    assert not page.exception
    return "".join(one.proto.body for one in page.get("html")), page


def test_the_invitation_gives_code_address_and_qr_code(meeting, monkeypatch):
    monkeypatch.setenv("ALLIANCE_PUBLIC_ADDRESS", "https://alliance.example.org/")
    settings.cache_clear()
    html, page = drawn(meeting)
    assert spaced(meeting.code) in html
    assert ">alliance.example.org/follow<" in html
    assert "QR code that opens https://alliance.example.org/follow" in html
    assert 'src="data:image/svg+xml' in html
    assert not page.caption


def test_an_address_that_others_cannot_reach_is_told(meeting):
    html, page = drawn(meeting)
    assert "localhost/follow" in html
    assert "ALLIANCE_PUBLIC_ADDRESS" in page.caption[0].value


def test_it_tells_how_many_follow(meeting):
    assert "Nobody follows yet" in drawn(meeting)[0]
    LIVE.meetings().followers.seen(meeting.id, ["one"])
    assert "1 person follows" in drawn(meeting)[0]
    LIVE.meetings().followers.seen(meeting.id, ["two"])
    assert "2 people follow" in drawn(meeting)[0]
