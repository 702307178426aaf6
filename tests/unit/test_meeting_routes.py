"""What the server tells followers beside the page: small, never kept, and to those who may."""

from __future__ import annotations

import asyncio

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from alliance.present.meeting import follower_routes as routes
from alliance.present.meeting import live
from alliance.present.meeting.live import Live
from alliance.present.meeting.meetings import Meetings
from alliance.present.story import story
from alliance.register import Person
from alliance.register.database import open_database
from alliance.web.following import COOKIE, Visitor


class Browser:
    """Asks an app without a server, each question in an event loop of its own."""

    def __init__(self, app):
        self.app, self.cookies, self.base_url = app, httpx.Cookies(), "http://testserver"

    def get(self, path):
        async def ask():
            asked = httpx.AsyncClient(
                transport=httpx.ASGITransport(self.app),
                base_url=self.base_url,
                cookies=self.cookies,
            )
            async with asked:
                return await asked.get(path)

        answer = asyncio.run(ask())
        self.cookies.update(answer.cookies)
        return answer


@pytest.fixture
def meetings(tmp_path):
    engine = open_database(f"sqlite:///{tmp_path / 'register.sqlite'}")
    yield Meetings(engine)
    engine.dispose()


@pytest.fixture
def client(meetings, monkeypatch):
    # A watcher belongs to the event loop it was made in.
    class Fresh:
        def __getattr__(self, name):
            return getattr(Live(lambda: meetings), name)

    monkeypatch.setattr(routes, "LIVE", Fresh())
    page = Route("/follow", lambda _: PlainTextResponse("the page"))
    app = Starlette(
        routes=[page, Route("/", page.endpoint), *routes.meeting_routes()],
        middleware=[Middleware(Visitor)],
    )
    return Browser(app)


@pytest.fixture
def begun(meetings):
    return meetings.begin(story(), Person("Amy", known=True, identity="https://id.example#amy"))


def test_who_asks_is_told_the_revision(client, meetings, begun):
    meetings.move(begun.meeting.code, begun.key, 3)
    answer = client.get(f"/meetings/{begun.meeting.code.lower()}/now?follower=one")
    assert answer.json() == {"revision": 2, "closed": False}
    assert answer.headers["cache-control"] == "no-store"


def test_events_end_with_the_meeting_and_pass_proxies_at_once(client, meetings, begun):
    meetings.close(begun.meeting.code, begun.key)
    answer = client.get(f"/meetings/{begun.meeting.code}/events?follower=one")
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert answer.headers["x-accel-buffering"] == "no"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.text == 'retry: 1000\n\ndata: {"revision": 2, "closed": true}\n\n'


def test_whoever_is_in_stays_in_when_their_address_is_locked_out(client, meetings, begun):
    meetings.followers.seen(begun.meeting.id, ["one"])
    answers = [client.get("/meetings/BBBBBBBB/now").status_code for _ in range(21)]
    assert answers == [404] * 20 + [429]
    assert client.get(f"/meetings/{begun.meeting.code}/now?follower=two").status_code == 429
    assert client.get(f"/meetings/{begun.meeting.code}/now?follower=one").status_code == 200


def test_too_many_connections_are_refused_so_that_they_ask_instead(client, begun, monkeypatch):
    monkeypatch.setattr(live, "MOST_CONNECTED", 0)
    assert client.get(f"/meetings/{begun.meeting.code}/events?follower=x").status_code == 503
    assert client.get(f"/meetings/{begun.meeting.code}/now?follower=x").status_code == 200


def test_a_browser_that_comes_to_follow_is_named_once(client):
    assert COOKIE not in client.get("/").cookies
    first = client.get("/follow")
    assert len(first.cookies[COOKIE]) > 10
    assert "HttpOnly" in first.headers["set-cookie"]
    assert "Secure" not in first.headers["set-cookie"]
    assert "set-cookie" not in client.get("/follow").headers


def test_the_name_is_for_safe_connections_only_where_the_page_came_by_one(client):
    client.base_url = "https://testserver"
    assert "Secure" in client.get("/follow").headers["set-cookie"]
