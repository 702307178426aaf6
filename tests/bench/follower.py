"""A follower without a browser: Streamlit's own protocol, and the events that tell of a move.

It does what a browser with ``follow.js`` does: opens the page, listens for events, tells the
page of a new revision, names the messages it still holds, and reads until the run is finished.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from alliance.web.following import COOKIE, FOLLOW

if TYPE_CHECKING:
    from streamlit.proto.BidiComponent_pb2 import BidiComponent

PIECE = "follow"
PATIENCE_S = 4.0
MOST_TRIES = 5
"""What was not drawn by then is told again, and the whole page asked for, as the piece does it."""


class Follower:
    """One follower of a meeting; ``seen`` holds when each revision was there in full.

    Parameters
    ----------
    address
        Of the server process, such as ``http://127.0.0.1:8501``.
    code
        Of the meeting.

    """

    def __init__(self, address: str, code: str) -> None:
        self.address, self.code = address, code
        self.seen: dict[int, float] = {}
        self.bytes_read = 0
        self.drawn = self.told = self._passed = 0
        self._passed_at = 0.0
        self._tries = 0
        self.follower = ""
        self._cookie = f"{COOKIE}={secrets.token_urlsafe(12)}"
        self._socket: ClientConnection | None = None
        self._events: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._held: dict[str, ForwardMsg] = {}
        self._page = self._fragment = self._part = self._all = ""
        self._finished = asyncio.Event()

    async def open(self) -> None:
        """Open the page, wait until it stands, and listen for what comes."""
        self._socket = await connect(
            self.address.replace("http", "ws", 1) + "/_stcore/stream",
            subprotocols=["streamlit"],  # type: ignore[list-item]
            origin=self.address,  # type: ignore[arg-type]
            additional_headers={"Cookie": self._cookie},
            max_size=None,
        )
        self._tasks.append(asyncio.create_task(self._read()))
        await self._send(page_name=FOLLOW.strip("/"))
        await self._finished.wait()
        await self._listen()

    async def close(self) -> None:
        """Leave."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._events:
            self._events[1].close()
        if self._socket:
            await self._socket.close()

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
        self._tasks.append(asyncio.create_task(self._hear(read)))
        self._tasks.append(asyncio.create_task(self._look()))

    async def _hear(self, read: asyncio.StreamReader) -> None:
        while line := await read.readline():
            if line.startswith(b"data: "):
                self.told = json.loads(line[6:])["revision"]
                await self._pass()

    async def _pass(self) -> None:
        """Tell the page what was heard, one telling at a time."""
        if self.told > max(self.drawn, self._passed) and self._finished.is_set():
            await self._tell(self._part, self._fragment)

    async def _look(self) -> None:
        while True:
            await asyncio.sleep(PATIENCE_S / 4)
            patience = PATIENCE_S * 2 ** max(0, self._tries - 1)
            late = time.perf_counter() - self._passed_at > patience
            if self.told > self.drawn and late:
                await self._tell(self._all)

    async def _tell(self, widget: str, fragment: str = "") -> None:
        self._finished.clear()
        self._tries = min(self._tries + 1, MOST_TRIES)
        self._passed, self._passed_at = self.told, time.perf_counter()
        trigger = json.dumps([{"event": "told", "value": self.told}])
        await self._send(widget=widget, trigger=trigger, fragment=fragment)

    async def _send(
        self, *, page_name: str = "", widget: str = "", trigger: str = "", fragment: str = ""
    ) -> None:
        asked = BackMsg()
        state = asked.rerun_script
        state.query_string = f"code={self.code}"
        state.page_name, state.page_script_hash = page_name, self._page
        state.cached_message_hashes.extend(self._held)
        state.context_info.timezone = "Europe/London"
        state.context_info.locale = "en-GB"
        state.context_info.url = f"{self.address}{FOLLOW}"
        state.context_info.color_scheme = "light"
        state.widget_states.SetInParent()
        if trigger:
            state.fragment_id = fragment
            state.widget_states.widgets.add(id=widget, json_trigger_value=trigger)
        assert self._socket is not None
        await self._socket.send(asked.SerializeToString())

    async def _read(self) -> None:
        assert self._socket is not None
        async for data in self._socket:
            if isinstance(data, bytes):
                self.bytes_read += len(data)
                self._take(ForwardMsg.FromString(data))
                await self._pass()

    def _take(self, message: ForwardMsg) -> None:
        if message.ref_hash:
            message = self._held[message.ref_hash]
        elif message.metadata.cacheable:
            self._held[message.hash] = message
        kind = message.WhichOneof("type")
        if kind == "navigation":
            self._page = message.navigation.page_script_hash
        elif kind == "delta" and message.delta.new_element.WhichOneof("type") == "bidi_component":
            piece = message.delta.new_element.bidi_component
            if piece.component_name == PIECE:
                self._draw(piece, message.delta.fragment_id)
        elif kind == "script_finished":
            self.seen.setdefault(self.drawn, time.perf_counter())
            self._finished.set()

    def _draw(self, piece: BidiComponent, fragment: str) -> None:
        data: dict[str, Any] = json.loads(piece.json or piece.mixed.json)
        trigger = f"$$STREAMLIT_INTERNAL_KEY_{piece.id}__events"
        if "all" in data:
            self._all = trigger
            return
        self.drawn, self.follower = data["revision"], data["follower"]
        self._tries = 0
        self._fragment, self._part = fragment, trigger
