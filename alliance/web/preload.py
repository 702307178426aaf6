"""Tells the browser with the first answer what the map will need, before Streamlit asks for it."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

STATIC = "static/static/js"
WANTED = "DeckGlJsonChart.*.js"


class Preload:
    """Adds a ``Link`` header to pages, so that the map's script (3 MB) loads beside the frame's.

    Without it the script is asked for only when the first map arrives over the socket.
    """

    def __init__(self, app: ASGIApp, *, frontend: Path) -> None:
        self.app = app
        self.frontend = frontend

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and add the header to an answer that is a page."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_link(message: Message) -> None:
            if message["type"] == "http.response.start" and _is_page(message):
                message["headers"] = [*message["headers"], *_links(self.frontend)]
            await send(message)

        await self.app(scope, receive, send_with_link)


def _is_page(message: Message) -> bool:
    return any(
        name.lower() == b"content-type" and value.startswith(b"text/html")
        for name, value in message["headers"]
    )


@lru_cache(maxsize=1)
def _links(frontend: Path) -> list[tuple[bytes, bytes]]:
    """Give the header for each script found; none if Streamlit has named it otherwise."""
    return [
        (b"link", f"<./static/js/{script.name}>; rel=modulepreload".encode())
        for script in sorted((frontend / STATIC).glob(WANTED))
    ]
