"""The app below a path of its host: ``--server.baseUrlPath``, as a proxy leaves it in addresses.

Streamlit answers below that path and at no other; this app's own routes and all that stands between
know addresses as they are without it. So the path is taken off at the door (:class:`Below`), and
put back for what is Streamlit's (:class:`Above`). A proxy that takes the path off itself needs none
of this: what the browser is told leads on from where the page stands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.routing import BaseRoute, Match

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.types import ASGIApp, Receive, Scope, Send

_TAKEN_OFF = "alliance.prefix"


def prefix_of(scope: Scope) -> str:
    """Return the path that was taken off an address, as ``/alliance``; nothing where there is none.

    >>> prefix_of({})
    ''
    """
    return str(scope.get(_TAKEN_OFF, ""))


class Below:
    """Takes the path off the addresses below it."""

    def __init__(self, app: ASGIApp, path: str) -> None:
        self.app = app
        self.prefix = f"/{path.strip('/')}" if path.strip("/") else ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on as if the app stood at the top."""
        path = scope.get("path", "")
        if self.prefix and path.startswith(f"{self.prefix}/"):
            scope = {**scope, "path": path.removeprefix(self.prefix), _TAKEN_OFF: self.prefix}
        await self.app(scope, receive, send)


class Above:
    """Puts the path back on addresses that none of the app's own routes answers."""

    def __init__(self, app: ASGIApp, own: Sequence[BaseRoute]) -> None:
        self.app = app
        self.own = own

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on as whoever answers it knows its address."""
        prefix = prefix_of(scope)
        if prefix and all(route.matches(scope)[0] is Match.NONE for route in self.own):
            scope = {**scope, "path": f"{prefix}{scope['path']}"}
        await self.app(scope, receive, send)
