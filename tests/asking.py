"""Asking routes as a browser or a program would, without a server."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlencode

from starlette.applications import Starlette

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from starlette.routing import Route


class Answer(NamedTuple):
    """What came back; the names of headers are in small letters."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        """Return what the body says as JSON."""
        return json.loads(self.body)


class Asking:
    """An app of some routes, to be asked; a fault that nobody caught is raised here."""

    def __init__(self, routes: Sequence[Route]) -> None:
        self._app = Starlette(routes=list(routes))

    def __call__(
        self,
        path: str,
        query: Mapping[str, Any] | Sequence[tuple[str, str]] = (),
        *,
        method: str = "GET",
        client: str = "192.0.2.1",
        **headers: str,
    ) -> Answer:
        """Return the answer to a request; ``if_none_match="…"`` is a header."""
        asked = path if isinstance(query, str) or not query else urlencode(query, doseq=True)
        path, _, given = path.partition("?")
        scope = {
            "type": "http",
            "method": method,
            "scheme": "http",
            "path": path,
            "query_string": (asked if query else given).encode("latin-1"),
            "server": ("testserver", 80),
            "client": (client, 50000),
            "headers": [
                (b"host", b"testserver"),
                *(
                    (name.replace("_", "-").encode(), value.encode("latin-1"))
                    for name, value in headers.items()
                ),
            ],
        }
        sent: list[dict[str, Any]] = []
        asked_for: list[bool] = []

        async def receive() -> dict[str, Any]:
            if asked_for:
                # Nobody hangs up: who waits for that waits until the answer is there.
                await asyncio.Event().wait()
            asked_for.append(True)
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        asyncio.run(self._app(scope, receive, send))  # type: ignore[arg-type]
        found = {name.decode(): value.decode("latin-1") for name, value in sent[0]["headers"]}
        return Answer(
            sent[0]["status"], found, b"".join(message.get("body", b"") for message in sent[1:])
        )
