"""A server on this machine that answers as a publisher's does, well or badly."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Asked(NamedTuple):
    """A request as it came."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Reply:
    """What the server answers.

    ``cut`` is after how many bytes it breaks off; ``slow`` that it never sends a word, ``drips``
    that it sends a letter at a time; ``ranges`` that it knows parts of a file.
    """

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    cut: int | None = None
    slow: bool = False
    drips: bool = False
    ranges: bool = True


MISSING = Reply(status=404)


@dataclass
class Loopback:
    """The server's address, what it answers by path, and what it was asked."""

    address: str
    replies: dict[str, Reply | Callable[[Asked], Reply]] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)

    @property
    def paths(self) -> list[str]:
        """The paths that were asked for, in turn."""
        return [one.path for one in self.asked]


class Handler(BaseHTTPRequestHandler):
    """Answers by the path what ``served`` says."""

    served: Loopback
    over: threading.Event

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        asked = Asked(self.command, self.path, dict(self.headers), body)
        self.served.asked.append(asked)
        reply = self.served.replies.get(self.path, MISSING)
        reply = reply(asked) if callable(reply) else reply
        if reply.slow:
            self.over.wait(5)
            return
        etag = reply.headers.get("ETag")
        if etag and asked.headers.get("If-None-Match") == etag:
            self._head(304, 0, reply.headers)
            return
        self._send(reply, self._first(reply, asked))

    def do_POST(self) -> None:
        self.do_GET()

    def do_CONNECT(self) -> None:
        self.do_GET()

    def _first(self, reply: Reply, asked: Asked) -> int:
        """The first byte that is asked for, where the server gives parts of this file."""
        since, mark = asked.headers.get("Range"), reply.headers.get("ETag")
        if not since or not reply.ranges or asked.headers.get("If-Range", mark) != mark:
            return 0
        return int(since.removeprefix("bytes=").removesuffix("-"))

    def _send(self, reply: Reply, first: int) -> None:
        whole, body = len(reply.body), reply.body[first:]
        span = {"Content-Range": f"bytes {first}-{whole - 1}/{whole}"} if first else {}
        self._head(206 if first else reply.status, len(body), reply.headers | span)
        if reply.drips:
            for letter in body:
                self.wfile.write(bytes([letter]))
                if self.over.wait(0.01):
                    return
        self.wfile.write(body if reply.cut is None else body[: reply.cut])

    def _head(self, status: int, length: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in (headers | {"Content-Length": str(length)}).items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@contextmanager
def loopback() -> Iterator[Loopback]:
    """Run a server for as long as the context lasts."""
    own = type("Own", (Handler,), {"over": threading.Event()})
    with ThreadingHTTPServer(("127.0.0.1", 0), own) as running:
        own.served = Loopback(f"http://127.0.0.1:{running.server_port}")
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield own.served
        own.over.set()
        running.shutdown()
        thread.join()


def said(answer: object) -> Reply:
    """Return an answer in JSON."""
    return Reply(json.dumps(answer).encode(), headers={"Content-Type": "application/json"})
