"""Where a maker's browser sends the pictures that a file wants, and finds the page to print."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from alliance.errors import UnknownName
from alliance.present.files.pictures import MOST_BYTES, ORDERS, PictureRefused

if TYPE_CHECKING:
    from starlette.requests import Request

    from alliance.present.files.pictures import Order

_ADDRESS = "pictures"
_NEVER_KEPT = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


def pictures_address(order: Order) -> str:
    """Return where the pictures of an order are sent, beside the page that asks for them."""
    return f"{_ADDRESS}/{order.ticket}"


def page_address(order: Order) -> str:
    """Return where the page made of an order stands; opened there, it asks to be printed."""
    return f"{_ADDRESS}/{order.ticket}/page#print"


async def take(request: Request) -> Response:
    """Take a picture from the browser that was told the ticket; 204 where it is as wanted."""
    ticket, at = request.path_params["ticket"], request.path_params["at"]
    try:
        order = ORDERS.of(ticket)
        content = await _body(request)
        await asyncio.to_thread(ORDERS.take, order, at, content)
    except UnknownName as fault:
        return PlainTextResponse(str(fault), 404, _NEVER_KEPT)
    except PictureRefused as fault:
        return PlainTextResponse(str(fault), 422, _NEVER_KEPT)
    return Response(status_code=204, headers=_NEVER_KEPT)


async def page(request: Request) -> Response:
    """Answer with the page that was made to be printed."""
    try:
        order = ORDERS.of(request.path_params["ticket"])
    except UnknownName as fault:
        return PlainTextResponse(str(fault), 404, _NEVER_KEPT)
    if order.page is None:
        return PlainTextResponse("The page is not made yet.", 404, _NEVER_KEPT)
    # The page says itself, and more strictly than a header could, what it may run.
    own = {"Content-Security-Policy": "object-src 'none'"}
    return HTMLResponse(order.page, headers=_NEVER_KEPT | own)


async def _body(request: Request) -> bytes:
    """Read no more than a picture may have, whatever length is told."""
    content = bytearray()
    async for part in request.stream():
        content += part
        if len(content) > MOST_BYTES:
            raise HTTPException(413, "This is larger than any picture.")
    return bytes(content)


def picture_routes() -> list[Route]:
    """Return the routes to hand to the server."""
    return [
        Route(f"/{_ADDRESS}/{{ticket:str}}/page", page),
        Route(f"/{_ADDRESS}/{{ticket:str}}/{{at:int}}", take, methods=["POST"]),
    ]
