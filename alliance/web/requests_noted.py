"""One line of JSON in the log for each request: what kind it was, how it went and how long it took.

Nothing in it tells who asked or what for: no address of a person, no query, no cookie, and of the
path no more than the route has, for a code, a ticket or a name may stand in it.
"""

from __future__ import annotations

import json
import logging
import sys
import time
from typing import TYPE_CHECKING, Any, TextIO

from starlette.routing import BaseRoute, Match, Route

from alliance import clock
from alliance.web import measured
from alliance.web.faults import REFERENCE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_OTHERS = {
    "static": "/static/…",
    "media": "/media/…",
    "_stcore": "/_stcore/…",
    "component": "/component/…",
    "auth": "/auth/…",
    "oauth2callback": "/oauth2callback",
}
"""Streamlit's own addresses, by how they begin."""
PAGE, SOCKET = "page", "socket"
_LOG = logging.getLogger("alliance.requests")


class Noted:
    """Notes each request once it is answered, and each visit's connection once it is over.

    Parameters
    ----------
    own
        The app's own routes.
    written
        Whether a line is written for each; it is counted and measured all the same.
    """

    def __init__(self, app: ASGIApp, own: Sequence[BaseRoute], *, written: bool) -> None:
        self.app = app
        self.own = own
        self.written = written

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and note how it went."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        began, status = time.perf_counter(), 0
        socket = scope["type"] == "websocket"

        async def send_noted(message: Message) -> None:
            nonlocal status
            if message["type"] in ("http.response.start", "websocket.http.response.start"):
                status = message["status"]
            elif message["type"] == "websocket.accept":
                status = 101
                measured.VISITS.inc()
            await send(message)

        try:
            await self.app(scope, receive, send_noted)
        finally:
            self._note(scope, status, time.perf_counter() - began)
            if socket and status == 101:
                measured.VISITS.dec()

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        route = SOCKET if scope["type"] == "websocket" else self.route_of(scope)
        method = scope.get("method", "GET")
        method = method if method in _METHODS else "other"
        if route != SOCKET:
            measured.REQUESTS.labels(route, method, str(status)).observe(seconds)
        if self.written:
            said = {"method": method, "route": route, "status": status}
            _LOG.info("request", extra={"said": {**said, "ms": round(1000 * seconds, 1)}})

    def route_of(self, scope: Scope) -> str:
        """Return the route of an address, with its parts by name."""
        for route in self.own:
            if isinstance(route, Route) and route.matches(scope)[0] is not Match.NONE:
                return route.path
        first = scope["path"].split("/")[1] if "/" in scope["path"] else ""
        return _OTHERS.get(first, PAGE)


_METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH")


class Line(logging.Formatter):
    """Writes what is logged as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        said: dict[str, Any] = {
            "time": clock.now().isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "event": record.getMessage(),
            **getattr(record, "said", {}),
        }
        if record.exc_info:
            said["fault"] = self.formatException(record.exc_info)
        return json.dumps(said, ensure_ascii=False, default=str)


class Thinned(logging.Filter):
    """Lets a line that repeats itself through once a minute, with how often it came meanwhile.

    What is the same for all of them is the text before its values are filled in, and where in the
    code a fault came from. Requests are each a line of their own; and so is a fault that people
    were told a reference of, in short where it repeats itself.
    """

    MOST = 1_000

    def __init__(self, every_s: float = 60, now: Any = time.monotonic) -> None:
        super().__init__()
        self.every_s = every_s
        self.now = now
        self.seen: dict[tuple[str, int, str, str], tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether a line is written."""
        if record.name in (_LOG.name, measured.RUN_LOG):
            return True
        kind = (record.name, record.levelno, str(record.msg)[:200], _came_from(record))
        last, left_out = self.seen.get(kind, (-self.every_s, 0))
        if (now := self.now()) - last < self.every_s:
            if hasattr(record, REFERENCE):
                # Whoever was told it is found; how it came to it stands above.
                record.exc_info = record.exc_text = None
                return True
            self.seen[kind] = (last, left_out + 1)
            return False
        if len(self.seen) >= self.MOST:
            self.seen.clear()
        self.seen[kind] = (now, 0)
        if left_out:
            record.msg = f"{record.getMessage()} ({left_out} more like it were left out.)"
            record.args = None
        return True


def _came_from(record: logging.LogRecord) -> str:
    """Return of which kind the fault of a line is, and from where; "" where it tells of none."""
    kind, _, trace = record.exc_info or (None, None, None)
    if kind is None:
        return ""
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{kind} {trace.tb_frame.f_code.co_filename} {trace.tb_lineno}" if trace else str(kind)


def thin_log() -> None:
    """Have what repeats itself written once a minute by whatever writes the log now."""
    loggers = [logging.getLogger(name) for name in list(logging.root.manager.loggerDict)]
    handlers = {one for logger in (logging.root, *loggers) for one in logger.handlers}
    for handler in {*handlers, logging.lastResort} - {None}:
        if handler and not any(isinstance(one, Thinned) for one in handler.filters):
            handler.addFilter(Thinned())


def log_in_json(to: TextIO | None = None) -> None:
    """Have all that is logged written as lines of JSON, thinned where they repeat themselves."""
    handler = logging.StreamHandler(to or sys.stderr)
    handler.setFormatter(Line())
    handler.addFilter(Thinned())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    for name in list(logging.root.manager.loggerDict):
        one = logging.getLogger(name)
        if name.partition(".")[0] in ("streamlit", "uvicorn") and one.handlers:
            one.handlers[:] = []
            one.propagate = True
    for name in ("sqlalchemy", "alembic", "httpx", "fiona", "pyogrio"):
        logging.getLogger(name).setLevel(logging.WARNING)
