"""No route falls over, whatever its address, method and headers are: seeded tries of each.

They are six hundred, or with the thorough ones two thousand and more.
"""

from __future__ import annotations

import asyncio
import random
import re
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware

from alliance.api.routes import api_routes
from alliance.current.state import served_version
from alliance.present.files.picture_routes import picture_routes
from alliance.present.meeting.follower_routes import meeting_routes
from alliance.settings import settings
from alliance.web.faults import Caught
from alliance.web.following import Visitor
from alliance.web.headers import Policy
from alliance.web.routes import routes
from alliance.web.sign_in_return import Return
from alliance.web.uploads import Held, TakesFiles
from tests.bench.fuzz.words import HEADERS, METHODS, VALUES, WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from starlette.routing import Route

EVERY = [*routes(), *meeting_routes(), *picture_routes(), *api_routes()]
APP = Starlette(
    routes=EVERY,
    middleware=[
        Middleware(Policy),
        Middleware(Caught),
        Middleware(Visitor),
        Middleware(TakesFiles, held=lambda _: Held(0, 0), most_held=1),
        Middleware(Return),
    ],
)
TRIES, MANY_TRIES = 15, 60
SLOWEST_S = 2.0


@pytest.fixture(autouse=True)
def apart(own_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A register of this test, no limit on how often, and none but small plans."""
    monkeypatch.setenv("ALLIANCE_API_A_MINUTE", "0")
    monkeypatch.setenv("ALLIANCE_API_MOST_PAIRS", "3000")
    settings.cache_clear()
    yield
    settings.cache_clear()


def ask(method: str, path: str, query: bytes, headers: list[tuple[bytes, bytes]]) -> int:
    """Ask as a server would on behalf of a browser that hangs up; return the status."""
    sent: list[Any] = []
    came = [{"type": "http.request", "body": b"\x00{", "more_body": False}]

    async def receive() -> dict[str, Any]:
        return came.pop() if came else {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": quote(path, safe="/").encode(),
        "root_path": "",
        "query_string": query,
        "headers": headers,
        "server": ("testserver", 80),
        "client": ("192.0.2.1", 5),
    }
    asyncio.run(APP(scope, receive, send))
    return int(sent[0]["status"]) if sent else 0


def spent(asked: tuple[str, str, bytes, list[tuple[bytes, bytes]]]) -> tuple[int, float]:
    """Ask, and return the status and the seconds of the processor's time until it came."""
    began = time.process_time()
    return ask(*asked), time.process_time() - began


def drawn(route: Route, pick: random.Random) -> tuple[str, str, bytes, list[tuple[bytes, bytes]]]:
    """Draw a request for a route: each part of its path, its query and its headers."""
    version = served_version()

    def part(found: re.Match[str]) -> str:
        if found[1] == "version" and pick.random() < 0.7:
            return version
        word = pick.choice(WORDS)
        kind = found[2]
        if kind == "int":
            return "".join(filter(str.isdigit, word)) or "1"
        return word if kind == "path" else word.replace("/", "") or "x"

    path = re.sub(r"\{(\w+)(?::(\w+))?\}", part, route.path)
    keys = [
        "day",
        "from",
        "to",
        "urn",
        "trust",
        "region",
        "grade",
        "words",
        "by",
        "format",
        "limit",
    ]
    keys += ["offset", "page", "list", "area", "ticket", "follower", "urns", "x" * 300]
    query = [(pick.choice(keys), pick.choice(WORDS)) for _ in range(pick.randrange(4))]
    method = "GET" if pick.random() < 0.6 else pick.choice(METHODS)
    names = pick.sample(HEADERS, pick.randrange(4))
    headers = [(name.encode(), pick.choice(VALUES)) for name in names]
    raw = urlencode(query, errors="replace").encode()
    return method, path, pick.choice([raw, raw, raw, b"%ff%00=%zz&&==", raw + b"&" * 500]), headers


def test_every_address_has_its_tries() -> None:
    assert len({route.path for route in EVERY}) > 30


@pytest.mark.parametrize("tries", [TRIES, pytest.param(MANY_TRIES, marks=pytest.mark.thorough)])
@pytest.mark.parametrize("path", sorted({route.path for route in EVERY}))
def test_no_route_falls_over_whatever_is_asked_of_it(path: str, tries: int) -> None:
    (route, *_) = [one for one in EVERY if one.path == path]
    pick = random.Random(path)  # noqa: S311 - the same every time
    for _ in range(tries):
        asked = drawn(route, pick)
        status, seconds = spent(asked)
        assert status < 500, asked
        # What is answered may take its time, a plan, or what followed; and it may go on after who
        # asked has hung up, while the next is asked.
        if status >= 400 and seconds >= SLOWEST_S:
            status, seconds = spent(asked)
        assert status < 400 or seconds < SLOWEST_S, asked
