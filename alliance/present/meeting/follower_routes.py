"""The addresses at which followers are told that the presenter has moved.

What they say is a revision, whether the meeting is over and where the presenter is on the map; what
is shown comes with the page.
"""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from alliance.errors import AllianceError, LockedOut, MeetingError, NotYourMeeting, UnknownName
from alliance.present.meeting.codes import tidy
from alliance.present.meeting.live import LIVE, Full
from alliance.present.meeting.room_view import MOST_BYTES, read_view, show_view
from alliance.web.faults import said
from alliance.web.following import COOKIE

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import HTTPConnection, Request

    from alliance.present.meeting.meeting_row import Pulse

RECONNECT_MS = 1_000
LONGEST_FOLLOWER = 40
NEVER_KEPT = {"Cache-Control": "no-store"}


async def events(request: Request) -> Response:
    """Answer with server-sent events: the revision now, and each that comes."""
    code, follower = tidy(request.path_params["code"]), _follower(request)
    try:
        number = await asyncio.to_thread(_entered, request, code, follower)
        told = LIVE.told(number, code, follower)
        first = await anext(told, None)
    except AllianceError as fault:
        return _refusal(fault)
    except Full:
        return Response(status_code=503, headers=NEVER_KEPT)
    return StreamingResponse(
        _events(first, told),
        media_type="text/event-stream",
        headers=NEVER_KEPT | {"X-Accel-Buffering": "no"},
    )


async def now(request: Request) -> Response:
    """Answer with the revision, for those whose network lets no events through."""
    code, follower = tidy(request.path_params["code"]), _follower(request)
    try:
        number = await asyncio.to_thread(_entered, request, code, follower)
        pulse = await LIVE.asked(number, code, follower)
    except AllianceError as fault:
        return _refusal(fault)
    if pulse is None:
        return Response(status_code=503, headers=NEVER_KEPT)
    return JSONResponse(_told(pulse), headers=NEVER_KEPT)


async def view(request: Request) -> Response:
    """Take where the presenter is on the map, from who has the key; 204 where it is shown."""
    content = bytearray()
    async for part in request.stream():
        content += part
        if len(content) > MOST_BYTES:
            return Response(status_code=413, headers=NEVER_KEPT)
    code, key = request.path_params["code"], request.headers.get("X-Meeting-Key", "")
    try:
        where = read_view(bytes(content))
        await asyncio.to_thread(show_view, LIVE.meetings().engine, code, key, where)
    except NotYourMeeting as fault:
        return JSONResponse({"error": str(fault)}, status_code=403, headers=NEVER_KEPT)
    except UnknownName as fault:
        return JSONResponse({"error": str(fault)}, status_code=422, headers=NEVER_KEPT)
    except AllianceError as fault:
        return _refusal(fault)
    return Response(status_code=204, headers=NEVER_KEPT)


def follows_a_meeting(request: HTTPConnection) -> bool:
    """Return whether a request comes from a browser that has entered a meeting that goes on."""
    browser = request.cookies.get(COOKIE)
    try:
        return browser is not None and LIVE.meetings().followers.entered_by(browser)
    except AllianceError:
        return False


def meeting_routes() -> list[Route]:
    """Return the routes to hand to the server."""
    return [
        Route("/meetings/{code}/events", events),
        Route("/meetings/{code}/now", now),
        Route("/meetings/{code}/view", view, methods=["POST"]),
    ]


def _entered(request: Request, code: str, follower: str) -> int:
    """Return the meeting's number to who has entered it on the page, else to who has its code."""
    meetings = LIVE.meetings()
    known = meetings.followers.follows(code, follower)
    if known is not None:
        return known
    address = request.client.host if request.client else None
    who = meetings.who(address, request.cookies.get(COOKIE))
    return meetings.enter(code, who).id


def _follower(request: Request) -> str:
    return request.query_params.get("follower", "")[:LONGEST_FOLLOWER]


async def _events(first: Pulse | None, told: AsyncIterator[Pulse | None]) -> AsyncIterator[str]:
    yield f"retry: {RECONNECT_MS}\n\n"
    yield _event(first)
    async for pulse in told:
        yield _event(pulse)


def _event(pulse: Pulse | None) -> str:
    return ":\n\n" if pulse is None else f"data: {json.dumps(_told(pulse))}\n\n"


def _told(pulse: Pulse) -> dict[str, Any]:
    told = {"revision": pulse.revision, "closed": pulse.closed}
    return told | ({"view": json.loads(pulse.view)} if pulse.view else {})


def _refusal(fault: AllianceError) -> Response:
    status = 404 if isinstance(fault, MeetingError) else 503
    status = 429 if isinstance(fault, LockedOut) else status
    words = said(fault) if status == 503 else str(fault)
    return JSONResponse({"error": words}, status_code=status, headers=NEVER_KEPT)
