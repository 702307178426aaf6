"""The addresses of the API."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import Response
from starlette.routing import Route

from alliance.api.answering import answering
from alliance.api.document import BASE, EVERY, FEED, HISTORY
from alliance.api.documentation import documentation, openapi
from alliance.api.download import history_download
from alliance.api.feed import changes_feed
from alliance.api.plan import old_plan_route
from alliance.api.problems import Refused
from alliance.api.single import one_school, one_trust

if TYPE_CHECKING:
    from starlette.requests import Request

READING = "GET, HEAD, OPTIONS"
_METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE", "QUERY")


def api_routes() -> list[Route]:
    """Return the routes to hand to the server."""
    return [
        Route(BASE, documentation),
        Route(f"{BASE}/", documentation),
        Route(f"{BASE}/openapi.json", openapi),
        *(Route(BASE + resource.path, answering(resource)) for resource in EVERY),
        Route(f"{BASE}/schools/{{urn}}", one_school),
        Route(f"{BASE}/trusts/{{uid}}", one_trust),
        Route(BASE + FEED, changes_feed),
        Route(BASE + HISTORY, history_download),
        Route(f"{BASE}/history/{{version}}.zip", history_download),
        old_plan_route(),
        Route(f"{BASE}/{{rest:path}}", _anything_else, methods=list(_METHODS)),
    ]


async def _anything_else(request: Request) -> Response:
    """Answer whatever no other route does: an unknown path, or another method than GET."""
    path = request.url.path
    if request.method == "OPTIONS":
        open_to = {"Access-Control-Allow-Origin": "*", "Access-Control-Allow-Methods": READING}
        return Response(None, 204, {"Allow": READING, **open_to})
    if request.method not in READING:
        refused = Refused(405, "Nothing can be changed here.", headers={"Allow": READING})
    else:
        refused = Refused(404, f"There is no {path[:80]} here; {BASE} says what there is.")
    return refused.answer(path)
