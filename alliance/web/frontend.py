"""Streamlit's own scripts, styles and fonts, answered from memory and compressed."""

from __future__ import annotations

import gzip
import mimetypes
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.types import ASGIApp, Receive, Scope, Send

_PREFIX = "/static/"
_WORTH_COMPRESSING = (".js", ".css", ".svg", ".json")


class FromMemory:
    """Answers for the files of the frontend, each read and compressed once.

    A first visit asks for some 150 of them; Streamlit looks each up on disk in a thread of its own
    and sends it uncompressed, 8.5 MB in all. Their names change with their content, so a browser
    may keep them for good.
    """

    def __init__(self, app: ASGIApp, *, frontend: Path) -> None:
        self.app = app
        self.frontend = (frontend / "static").resolve()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer for a file that is there; pass everything else on."""
        if scope["type"] != "http" or scope["method"] != "GET":
            await self.app(scope, receive, send)
            return
        path = scope["path"]
        held = _held(self.frontend, path) if path.startswith(_PREFIX) else None
        if held is None:
            await self.app(scope, receive, send)
            return
        headers, body = held.headers, held.body
        if held.gzipped and _takes_gzip(scope):
            headers, body = [*headers, (b"content-encoding", b"gzip")], held.gzipped
        headers = [*headers, (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})


class _Held(NamedTuple):
    """A file, with its headers."""

    headers: list[tuple[bytes, bytes]]
    body: bytes
    gzipped: bytes


@lru_cache(maxsize=512)
def _held(frontend: Path, path: str) -> _Held | None:
    """Read a file of the frontend; none if there is no such file."""
    file = (frontend / path.lstrip("/")).resolve()
    if frontend / "static" not in file.parents or not file.is_file():
        return None
    body = file.read_bytes()
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    headers = [
        (b"content-type", kind.encode()),
        (b"cache-control", b"public, max-age=31536000, immutable"),
        (b"vary", b"Accept-Encoding"),
    ]
    small = gzip.compress(body, 6) if file.suffix in _WORTH_COMPRESSING else b""
    return _Held(headers, body, small)


def _takes_gzip(scope: Scope) -> bool:
    asked = [value for name, value in scope["headers"] if name == b"accept-encoding"]
    return any(b"gzip" in value for value in asked)
