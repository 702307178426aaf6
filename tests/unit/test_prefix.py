"""Below a path of its host, the app's own routes and Streamlit's are found alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from alliance.web.prefix import Above, Below, prefix_of
from alliance.web.sign_in_return import BACK, LEAVING, Return
from tests.asking import Asking

if TYPE_CHECKING:
    from starlette.requests import Request


async def own(request: Request) -> PlainTextResponse:
    return PlainTextResponse(f"own {prefix_of(request.scope)}")


async def streamlits(request: Request) -> PlainTextResponse:
    return PlainTextResponse(f"streamlit's {request.scope['path']}")


async def home(_: Request) -> PlainTextResponse:
    return PlainTextResponse("", 302, {"Location": "/alliance/"})


OWN = [Route("/health", own)]
THEIRS = [
    *(Route(f"/alliance{path}", home) for path in (*LEAVING, BACK)),
    Route("/{rest:path}", streamlits),
]


class Prefixed(Asking):
    """An app below a path."""

    def __init__(self, path: str) -> None:
        between = [Middleware(Below, path=path), Middleware(Return), Middleware(Above, own=OWN)]
        self._app = Starlette(routes=[*OWN, *THEIRS], middleware=between)


@pytest.mark.parametrize("path", ["alliance", "/alliance/"])
def test_own_routes_are_found_without_the_path_and_streamlits_with_it(path: str) -> None:
    ask = Prefixed(path)
    assert ask("/alliance/health").body == b"own /alliance"
    assert ask("/health").body == b"own "
    assert ask("/alliance/trusts").body == b"streamlit's /alliance/trusts"
    assert ask("/alliance/").body == b"streamlit's /alliance/"
    assert ask("/alliances/health").body == b"streamlit's /alliances/health"


def test_at_the_top_nothing_is_taken_off() -> None:
    ask = Prefixed("")
    assert ask("/health").body == b"own "
    assert ask("//health").body == b"streamlit's //health"


def test_who_signed_in_returns_to_the_page_that_was_left() -> None:
    ask = Prefixed("alliance")
    left = ask("/alliance/auth/logout", referer="https://host/alliance/register?day=2019-06-01")
    assert left.headers["location"] == "../register?day=2019-06-01"
    cookie = ask("/alliance/auth/login", referer="https://host/alliance/trusts").headers
    assert cookie["location"] == "../trusts"
    back = ask("/alliance/oauth2callback", cookie="alliance_return=%2Ftrusts%3Fa%3Db")
    assert back.headers["location"] == "./trusts?a=b"
