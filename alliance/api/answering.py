"""An answer to a request: counted, read, found in a thread, kept by its content."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from starlette.responses import Response

from alliance.analysis.filters import PART
from alliance.api.formats import MIMES, Found, Page, body_of, chosen_format
from alliance.api.parameters import (
    FIRST_LIMIT,
    FORMAT,
    FORMATS,
    FROM,
    LIMIT,
    MOST_ROWS,
    OFFSET,
    TO,
)
from alliance.api.problems import Fault, Refused, bad
from alliance.api.question import ON, SCHOOLS, Asked
from alliance.api.rate import COST_OF_A_PLAN, PLANS, TABLES, see_allowance
from alliance.current.code import code_version
from alliance.current.state import current_history
from alliance.errors import AllianceError, QuestionError
from alliance.exports import file_name
from alliance.settings import settings
from alliance.web.faults import said
from alliance.web.prefix import prefix_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request

    from alliance.api.resources import Resource

MOST_LETTERS = 40
"""Of a list of schools in the name of a file."""
OPEN = {"Access-Control-Allow-Origin": "*", "X-Content-Type-Options": "nosniff"}
"""Said with every answer: programs of any site may read it."""


def answering(resource: Resource) -> Callable[[Request], Awaitable[Response]]:
    """Return what answers requests for a resource."""

    async def endpoint(request: Request) -> Response:
        workers = PLANS if resource.costly else TABLES
        cost = COST_OF_A_PLAN if resource.costly else 1

        def answer() -> Response:
            return _answer(resource, request)

        return await settled(request, lambda: workers.work(answer), cost=cost)

    return endpoint


async def settled(
    request: Request, answer: Callable[[], Awaitable[Response]], *, cost: int = 1
) -> Response:
    """Return an answer, or the refusal that it came to, as problem details."""
    try:
        see_allowance(request, cost)
        return await answer()
    except Refused as refused:
        return refused.answer(request.url.path)
    except QuestionError as fault:
        return bad([Fault("", str(fault))]).answer(request.url.path)
    except AllianceError as fault:
        return Refused(503, said(fault)).answer(request.url.path)


def _answer(resource: Resource, request: Request) -> Response:
    asked = Asked(request.query_params.multi_items(), resource.taken)
    found = resource.find(asked)
    form = _format(resource, asked, request.headers.get("accept", ""))
    asked.settle()
    tag = tag_of(request, form)
    headers = {**OPEN, "Cache-Control": "no-cache", "ETag": tag, "Vary": "Accept"}
    if is_known(request, tag):
        return Response(None, 304, headers)
    whole = found()
    page = _page(asked, len(whole.table), form, request)
    headers["Link"] = ", ".join(f'<{href}>; rel="{rel}"' for rel, href in page.links.items())
    headers["X-Total-Count"] = str(page.count)
    headers["Content-Disposition"] = f'inline; filename="{_file_name(resource, whole, form)}"'
    return Response(body_of(whole, page, form), 200, headers, MIMES[form])


def _file_name(resource: Resource, whole: Found, form: str) -> str:
    """Name a file by its table, what is kept of it, and its day or period."""
    told = whole.about
    kept = dict(told.get("filter") or {})
    urns = kept.pop(SCHOOLS.key, [])
    scope = [PART[key].label if held == [ON] else ", ".join(held) for key, held in kept.items()]
    scope += ["some schools"] if urns and len(urns[0]) > MOST_LETTERS else urns
    period = f"{told[FROM]} to {told[TO]}" if {FROM, TO} <= told.keys() else str(told["day"])
    sides = ", ".join(told.get("sides", ()))
    parts = (resource.path, str(told.get("kind", "")), sides, ", ".join(scope), period)
    return file_name(f".{form}", *parts)


def _format(resource: Resource, asked: Asked, accept: str) -> str:
    form = chosen_format(asked.word(FORMAT), accept)
    if form == "geojson" and not resource.on_map:
        given = ", ".join(name for name in FORMATS if name != form)
        said = f"This table has no place on a map: {resource.title}. It is given as {given}."
        asked.faults.append(Fault(FORMAT, said))
    return form


def _page(asked: Asked, count: int, form: str, request: Request) -> Page:
    limit, offset = asked.page(FIRST_LIMIT if form == "json" else MOST_ROWS)
    places = {"self": offset, "first": 0}
    if offset + limit < count:
        places["next"] = offset + limit
    if offset > 0:
        places["prev"] = max(offset - limit, 0)
    links = {rel: _address(request, limit, at) for rel, at in places.items()}
    return Page(offset, limit, count, links)


def _address(request: Request, limit: int, offset: int) -> str:
    items = [
        (key, value)
        for key, value in request.query_params.multi_items()
        if key not in (LIMIT, OFFSET)
    ]
    items += [(LIMIT, str(limit)), (OFFSET, str(offset))]
    return f"{public_address(request)}{request.url.path}?{urlencode(items)}"


def public_address(request: Request) -> str:
    """Return the address of the app, as people reach it, without a slash at its end."""
    own = settings().public_address.rstrip("/")
    return own or f"{request.url.scheme}://{request.url.netloc}{prefix_of(request.scope)}"


def tag_of(request: Request, *more: str) -> str:
    """Return the ETag of an answer, before it is worked out.

    The same history, the same code and the same question give the same answer.
    """
    items = sorted(request.query_params.multi_items(), key=lambda item: item[0])
    parts = [
        current_history().version,
        code_version(),
        public_address(request),
        request.url.path,
        *more,
    ]
    text = "\n".join([*parts, urlencode(items)])
    # Weak: the server may compress what it sends.
    return f'W/"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'


def is_known(request: Request, tag: str) -> bool:
    """Return whether who asks has the answer of this ETag already."""
    given = request.headers.get("if-none-match", "")
    known = {one.strip().removeprefix("W/") for one in given.split(",")}
    return tag.removeprefix("W/") in known or given.strip() == "*"
