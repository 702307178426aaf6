"""A follower without a browser: a visit, and the events that tell of a move.

It does what a browser with ``follow.js`` does: opens the page, listens for events, tells the
page of a new revision, names the messages it still holds, and reads until the run is finished.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from streamlit.proto.WidgetStates_pb2 import WidgetState

from alliance.web.following import COOKIE, FOLLOW
from tests.bench.visit import Visit, data_of, event_of

if TYPE_CHECKING:
    from streamlit.proto.Delta_pb2 import Delta

PIECE = "follow"
PATIENCE_S = 4.0
MOST_TRIES = 5
"""What was not drawn by then is told again, and the whole page asked for, as the piece does it."""


class Follower(Visit):
    """One follower of a meeting; ``seen`` holds when each revision was there in full.

    Parameters
    ----------
    address
        Of the server process, such as ``http://127.0.0.1:8501``.
    code
        Of the meeting.

    """

    def __init__(self, address: str, code: str) -> None:
        self._cookie = f"{COOKIE}={secrets.token_urlsafe(12)}"
        super().__init__(address, FOLLOW.strip("/"), f"code={code}", {"Cookie": self._cookie})
        self.code = code
        self.seen: dict[int, float] = {}
        self.revision = self.told = self._passed = 0
        self._passed_at = 0.0
        self._tries = 0
        self.follower = ""
        self._events: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self._fragment = self._part = self._all = ""

    async def open(self, again: str = "") -> None:
        """Open the page, wait until it stands, and listen for what comes."""
        await super().open(again)
        await self._listen()

    async def close(self) -> None:
        """Leave."""
        if self._events:
            self._events[1].close()
        await super().close()

    def drawn(self, delta: Delta) -> None:
        """Take the revision that the page drew."""
        piece = delta.new_element.bidi_component
        if piece.component_name != PIECE:
            return
        data = data_of(piece)
        if "all" in data:
            self._all = event_of(piece.id)
            return
        self.revision, self.follower = data["revision"], data["follower"]
        self._tries = 0
        self._fragment, self._part = delta.fragment_id, event_of(piece.id)

    def ended(self) -> None:
        """Note when a revision was there in full."""
        self.seen.setdefault(self.revision, time.perf_counter())

    async def passed(self) -> None:
        """Tell the page what was heard, one telling at a time."""
        if self.told > max(self.revision, self._passed) and self.finished.is_set():
            await self._tell(self._part, self._fragment)

    async def _listen(self) -> None:
        server = urlsplit(self.address)
        read, write = await asyncio.open_connection(server.hostname, server.port)
        asked = f"/meetings/{self.code}/events?follower={self.follower}"
        write.write(
            f"GET {asked} HTTP/1.1\r\nHost: {server.netloc}\r\nAccept: text/event-stream\r\n"
            f"Cookie: {self._cookie}\r\n\r\n".encode()
        )
        status = await read.readline()
        if b" 200 " not in status:
            raise ConnectionError(f"{asked} answers {status.decode().strip()}")
        self._events = read, write
        self.tasks.append(asyncio.create_task(self._hear(read)))
        self.tasks.append(asyncio.create_task(self._look()))

    async def _hear(self, read: asyncio.StreamReader) -> None:
        while line := await read.readline():
            if line.startswith(b"data: "):
                self.told = json.loads(line[6:])["revision"]
                await self.passed()

    async def _look(self) -> None:
        while True:
            await asyncio.sleep(PATIENCE_S / 4)
            patience = PATIENCE_S * 2 ** max(0, self._tries - 1)
            late = time.perf_counter() - self._passed_at > patience
            if self.told > self.revision and late:
                await self._tell(self._all)

    async def _tell(self, widget: str, fragment: str = "") -> None:
        self._tries = min(self._tries + 1, MOST_TRIES)
        self._passed, self._passed_at = self.told, time.perf_counter()
        trigger = json.dumps([{"event": "told", "value": self.told}])
        await self.send(WidgetState(id=widget, json_trigger_value=trigger), fragment=fragment)
