"""Keeping what the app's own addresses answer to those who have signed in, where that is wanted."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

FOR_SCENES = frozenset({"layers", "filter", "style", "ground", "flow_shapes", "scene-pictures"})
"""What the scenes ask for too, on the screens of those who follow them; by the part of a path."""
KEPT = FOR_SCENES | {"api", "pictures"}
TOLD = {"error": "Sign in to read this. Whoever runs this app shows it to people who have."}


class SignedInOnly:
    """Answers none of the app's figures but to who has signed in, or follows a meeting.

    Pages ask for themselves; what a page is built of, and health, is everybody's.

    Parameters
    ----------
    wanted
        Whether the settings ask for it.
    signed_in
        Says whether somebody is signed in where a request comes from.
    follows
        Says whether a browser follows a meeting, by the request.

    """

    def __init__(
        self,
        app: ASGIApp,
        wanted: Callable[[], bool],
        signed_in: Callable[[HTTPConnection], bool],
        follows: Callable[[HTTPConnection], bool],
    ) -> None:
        self.app = app
        self._wanted, self._signed_in, self._follows = wanted, signed_in, follows

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer that one has to sign in."""
        # Wherever it stands: the app may be reached under a path of a proxy's.
        parts = set(scope.get("path", "").split("/"))
        if scope["type"] != "http" or not parts & KEPT or not self._wanted():
            await self.app(scope, receive, send)
            return
        visitor = HTTPConnection(scope)
        lets_in = await asyncio.to_thread(self._signed_in, visitor)
        if not lets_in and parts & KEPT <= FOR_SCENES:
            lets_in = await asyncio.to_thread(self._follows, visitor)
        if not lets_in:
            refusal = JSONResponse(TOLD, status_code=401, headers={"Cache-Control": "no-store"})
            await refusal(scope, receive, send)
            return

        async def send_in_private(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if held := headers.get("cache-control"):
                    headers["cache-control"] = held.replace("public", "private")
            await send(message)

        await self.app(scope, receive, send_in_private)
