"""Browsers that follow a presentation: where they go, and how one is told from another."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

FOLLOW = "/follow"
"""Where a presentation is followed."""
COOKIE = "alliance_visitor"
KEPT_S = 86_400


class Visitor:
    """Gives a browser that comes to follow a random name for a day, unless it has one.

    A room full of people shares one address. The name says nothing of a person, and serves to
    count wrong codes only, so that nobody is locked out for another.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and add the cookie to its answer."""
        comes = scope["type"] == "http" and scope["path"].rstrip("/") == FOLLOW
        if not comes or COOKIE in HTTPConnection(scope).cookies:
            await self.app(scope, receive, send)
            return
        secure = "; Secure" if scope.get("scheme") == "https" else ""
        cookie = (
            f"{COOKIE}={secrets.token_urlsafe(12)}; Path=/; Max-Age={KEPT_S}; HttpOnly; "
            f"SameSite=Lax{secure}"
        )

        async def send_named(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).append("set-cookie", cookie)
            await send(message)

        await self.app(scope, receive, send_named)
