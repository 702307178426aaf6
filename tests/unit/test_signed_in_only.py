"""Where all is for who has signed in, the app's own addresses answer nobody else."""

import asyncio

import pytest
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from alliance.web.reading import FOR_SCENES, KEPT, SignedInOnly

ENDS = [("", "/x"), ("/alliance", "/x/y.json"), ("", "")]
PATHS = [f"{before}/{one}{after}" for one in sorted(KEPT) for before, after in ENDS]


def answers(path, wanted=True, signed_in=False, follows=False):
    def any_path(_):
        return PlainTextResponse("figures", headers={"Cache-Control": "public, max-age=9"})

    within = Starlette(routes=[Route("/{path:path}", any_path)])
    app = SignedInOnly(within, lambda: wanted, lambda _: signed_in, lambda _: follows)
    sent = []

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": []}
    asyncio.run(app(scope, None, send))
    told = Headers(raw=sent[0]["headers"]).get("cache-control")
    return sent[0]["status"], told, b"".join(part.get("body", b"") for part in sent[1:]).decode()


@pytest.mark.parametrize("path", PATHS)
def test_figures_are_answered_to_who_has_signed_in_alone_and_kept_by_no_proxy(path):
    status, told, body = answers(path)
    assert (status, told) == (401, "no-store")
    assert "figures" not in body
    assert answers(path, signed_in=True) == (200, "private, max-age=9", "figures")
    assert answers(path, wanted=False) == (200, "public, max-age=9", "figures")


@pytest.mark.parametrize("path", PATHS)
def test_who_follows_a_meeting_gets_what_its_scenes_ask_for_and_nothing_else(path):
    assert (answers(path, follows=True)[0] == 200) == any(f"/{one}" in path for one in FOR_SCENES)


@pytest.mark.parametrize("path", ["/health", "/", "/static/js/a.js", "/meetings/ABCD/now"])
def test_what_a_page_is_built_of_and_health_are_everybodys(path):
    assert answers(path)[2] == "figures"
