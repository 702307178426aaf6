"""What a browser may load and run on the app's pages: nothing of another host.

The one exception is the street map that the settings name. Streamlit's own page starts scripts of
its own in the page and makes styles while it runs, and MapLibre its worker out of a blob.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders

from alliance.maps.street_map import street_map

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send


def policy() -> str:
    """Return the Content Security Policy of the app's pages."""
    streets = street_map()
    also = f" {streets.host}" if streets else ""
    return (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; "
        "style-src 'self' 'unsafe-inline'; font-src 'self' data:; worker-src 'self' blob:; "
        f"img-src 'self' data: blob:{also}; connect-src 'self' data: blob:{also}; "
        "object-src 'none'; base-uri 'self'"
    )


class Policy:
    """Adds the policy to every answer that is a page and has none of its own."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.policy = policy()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and add the policy to its answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_policy(message: Message) -> None:
            if message["type"] == "http.response.start":
                kind = Headers(raw=message["headers"]).get("content-type", "")
                if kind.startswith("text/html"):
                    MutableHeaders(scope=message).setdefault("Content-Security-Policy", self.policy)
            await send(message)

        await self.app(scope, receive, send_with_policy)
