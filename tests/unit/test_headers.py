"""What every answer says beside its content, asked of every route of the app's own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from pydantic import ValidationError
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route

from alliance.analysis.filters import Filter
from alliance.api.routes import api_routes
from alliance.current.shapes import keep_shapes
from alliance.current.state import current_history, served_version
from alliance.maps.choice import MapChoice
from alliance.maps.style import addresses
from alliance.present.files.picture_routes import picture_routes
from alliance.present.meeting.follower_routes import meeting_routes
from alliance.present.scene_pictures import scene_picture_routes
from alliance.settings import Settings, settings
from alliance.web.assets import asset_address
from alliance.web.headers import PUBLIC, Policy, policy
from alliance.web.routes import routes
from tests.asking import Answer, Asking

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from starlette.requests import Request

EVERY = [*routes(), *meeting_routes(), *picture_routes(), *scene_picture_routes(), *api_routes()]
VERSIONED = sorted({route.path for route in EVERY if "{version}" in route.path})


async def page(_: Request) -> HTMLResponse:
    return HTMLResponse("<html></html>")


async def odd(_: Request) -> PlainTextResponse:
    answer = PlainTextResponse("x", headers={"Cache-Control": "public, max-age=9"})
    answer.set_cookie("one", "1")
    answer.set_cookie("two", "2", secure=True)
    return answer


class Guarded(Asking):
    """An app with its headers."""

    def __init__(self) -> None:
        own = [Route("/page", page), Route("/odd", odd)]
        self._app = Starlette(routes=[*own, *EVERY], middleware=[Middleware(Policy)])


ASK = Guarded()


@pytest.fixture(autouse=True)
def apart(own_folder: Path) -> Iterator[None]:
    yield
    settings.cache_clear()


def asked(path: str, **said: str) -> Answer:
    """Ask a route, its parts filled with what may or may not be there."""
    return ASK(re.sub(r"\{\w+(:\w+)?\}", lambda part: said.get(part[0], "1"), path))


@pytest.mark.parametrize("path", sorted({route.path for route in EVERY}))
def test_every_route_says_what_a_browser_may_do_with_its_answer(path: str) -> None:
    headers = asked(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-frame-options"] == "DENY"
    assert "server" not in headers
    assert "strict-transport-security" not in headers
    kept = headers["cache-control"]
    assert "public" not in kept or path.startswith(PUBLIC)


# Of another history; of this one, as other code draws it, or code from before it was named.
# But the history itself is taken away under its own version, whatever code runs.
@pytest.mark.parametrize(
    ("path", "version"),
    [
        (path, version)
        for path in VERSIONED
        for version in ("0123456789ab", "{history}.0123456789ab", "{history}")
        if version != "{history}" or not path.startswith("/api/")
    ],
)
def test_what_is_of_another_version_is_not_found_and_kept_nowhere(path: str, version: str) -> None:
    there = {"{layer}": "schools", "{theme}": "light", "{name}": "places", "{part}": "region"}
    there["{version}"] = version.format(history=current_history().version)
    answer = asked(path, **there)
    assert answer.status == 404
    assert answer.headers["cache-control"] == "no-store"


def test_what_other_code_draws_of_the_same_history_has_addresses_of_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """While one version of the app takes the place of another, a browser keeps what both answer."""
    day = current_history().default_day
    chosen = MapChoice(
        filter=Filter(day=day),
        colour_by="Trust",
        switched_on=frozenset(),
        trusts=(),
        period=(day, day),
        theme="light",
    )
    ours = addresses(served_version(), chosen)
    monkeypatch.setattr("alliance.current.state.code_version", lambda: "0123456789ab")
    theirs = addresses(served_version(), chosen)
    assert not set(ours) & set(theirs)
    assert ASK(ours[0]).status == 404
    assert ASK(theirs[0]).status == 200


def test_published_content_is_kept_by_everybody_under_an_address_that_names_it() -> None:
    version = served_version()
    for address in (asset_address("look.css"), f"/filter/{version}/region.json?day=2019-06-01"):
        answer = ASK(address)
        assert answer.status == 200
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"


def test_what_the_register_may_have_put_on_a_map_is_kept_by_its_reader_alone() -> None:
    answer = ASK(keep_shapes(b"{}"))
    assert answer.status == 200
    assert answer.headers["cache-control"].startswith("private")


def test_what_says_nothing_of_it_is_kept_nowhere_and_nothing_else_is_public() -> None:
    assert ASK("/page").headers["cache-control"] == "no-store"
    assert ASK("/odd").headers["cache-control"] == "no-cache"


def test_a_script_in_a_page_runs_by_the_nonce_of_its_own_answer_alone() -> None:
    said = [ASK("/page").headers["content-security-policy"] for _ in range(2)]
    assert said[0] != said[1]
    (script,) = re.findall(r"script-src ([^;]*);", said[0])
    assert re.fullmatch(r"'self' blob: 'nonce-[\w-]{22}'", script)
    assert "unsafe-eval" not in said[0]


def test_behind_https_the_browser_stays_there_and_sends_no_cookie_elsewhere(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ALLIANCE_PUBLIC_ADDRESS", "https://alliance.example.org")
    settings.cache_clear()
    headers = ASK("/odd").headers
    assert headers["strict-transport-security"] == "max-age=31536000"
    assert headers["set-cookie"].lower().count("secure") == 1


def test_sites_that_may_show_the_app_in_a_frame_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLIANCE_FRAME_HOSTS", "https://intranet.example.org")
    settings.cache_clear()
    assert policy().endswith("frame-ancestors https://intranet.example.org")
    assert "x-frame-options" not in ASK("/page").headers


@pytest.mark.parametrize("hosts", ["example.org", "https://a; script-src *", "*", "https://a\n"])
def test_sites_that_a_policy_would_not_hold_are_refused(hosts: str) -> None:
    with pytest.raises(ValidationError, match="ALLIANCE_FRAME_HOSTS"):
        Settings(frame_hosts=hosts)
