"""Files are taken from those who may hand them in, and no more of them than is expected.

Streamlit takes a file from any visit, whether its page has a box for one or not. Here a visit may
hand in what a box on its page asks for: the page draws a box that can be used only for whoever has
the right, and says so here.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

TAKEN_AT = "/_stcore/upload_file/"
"""Where Streamlit takes files: the visit and the file follow."""
_MOST_VISITS = 10_000
# What stands around a file in the body of a request.
_AROUND_IT = 1_000_000


class Held(NamedTuple):
    """Bytes of the files that are held: of one visit, and of all."""

    visit: int
    every: int


class Asked(NamedTuple):
    """What the boxes of a visit ask for: bytes of a file, and of all its files together."""

    one: int
    every: int


class Boxes:
    """The visits with a box for files on their page, the latest ten thousand."""

    def __init__(self) -> None:
        self._asked: OrderedDict[str, Asked] = OrderedDict()
        self._lock = threading.Lock()

    def opened(self, visit: str, asked: Asked) -> None:
        """Note that a visit has a box for files, which it may use."""
        with self._lock:
            before = self._asked.pop(visit, asked)
            self._asked[visit] = Asked(*map(max, before, asked))
            while len(self._asked) > _MOST_VISITS:
                self._asked.popitem(last=False)

    def asked_of(self, visit: str) -> Asked | None:
        """Return what a visit may hand in; nothing where no box is on its page."""
        with self._lock:
            return self._asked.get(visit)


BOXES = Boxes()


class TakesFiles:
    """Refuses a file before its bytes are taken, and one that goes on for too long.

    Parameters
    ----------
    held
        What is held already, for a visit.
    most_held
        So many bytes are held of all visits together.
    """

    def __init__(self, app: ASGIApp, held: Callable[[str], Held], most_held: int) -> None:
        self.app = app
        self.held = held
        self.most_held = most_held

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, unless it hands in a file that was not asked for."""
        _, takes, of = scope.get("path", "").partition(TAKEN_AT)
        if scope["type"] != "http" or not takes or scope["method"] != "PUT":
            await self.app(scope, receive, send)
            return
        visit = of.partition("/")[0]
        asked = BOXES.asked_of(visit)
        if asked is None:
            await _refuse(403, "No page of this visit asks for a file.", scope, receive, send)
            return
        held = self.held(visit)
        most = min(asked.one, asked.every - held.visit)
        if _length(scope) > most + _AROUND_IT:
            await _refuse(413, _too_large(most), scope, receive, send)
        elif self.most_held - held.every < max(_length(scope), 1):
            why = "The app holds as many files as it may. Try again in a minute."
            await _refuse(503, why, scope, receive, send)
        else:
            await self.app(scope, _counted(receive, most), send)


def _length(scope: Scope) -> int:
    with suppress(ValueError):
        return int(Headers(scope=scope).get("content-length", "0")[:20])
    return 0


def _counted(receive: Receive, most: int) -> Receive:
    """Take no more than ``most`` bytes of a body, whatever its header says."""
    taken = 0

    async def counted() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > most + _AROUND_IT:
            raise HTTPException(413, _too_large(most))
        return message

    return counted


def _too_large(most: int) -> str:
    return f"Expected a file of {max(most, 0) // 1_000_000} MB at most."


async def _refuse(status: int, why: str, scope: Scope, receive: Receive, send: Send) -> None:
    # The connection goes, and with it what is still on its way.
    answer = PlainTextResponse(why, status_code=status, headers={"Connection": "close"})
    await answer(scope, receive, send)
