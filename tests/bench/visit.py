"""A visit without a browser: a page of the app, in Streamlit's own protocol over a socket."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

from websockets.asyncio.client import ClientConnection, connect

from tests.protocol import Received, request_of_run

if TYPE_CHECKING:
    from streamlit.proto.BidiComponent_pb2 import BidiComponent
    from streamlit.proto.Delta_pb2 import Delta
    from streamlit.proto.Element_pb2 import Element
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
    from streamlit.proto.WidgetStates_pb2 import WidgetState


class Visit:
    """A page that is open; it reads what comes until it is closed.

    Parameters
    ----------
    address
        Of the server process, such as ``http://127.0.0.1:8501``.
    page, query
        Of the app, and what stands behind its address.
    headers
        Sent when it is opened.
    """

    def __init__(
        self, address: str, page: str = "", query: str = "", headers: dict[str, str] | None = None
    ) -> None:
        self.address, self.page, self.query = address, page, query
        self.headers = headers or {}
        self.session = ""
        self.bytes_read = 0
        self.elements: list[Element] = []
        self.keys: set[str] = set()
        """Of the address, by which widgets of the page are set."""
        self.finished = asyncio.Event()
        self.tasks: list[asyncio.Task[None]] = []
        self._socket: ClientConnection | None = None
        self._received = Received()
        self._script = ""

    async def open(self, again: str = "") -> None:
        """Open the page, and wait until it stands; ``again`` is the visit to go on with."""
        self._socket = await connect(
            self.address.replace("http", "ws", 1) + "/_stcore/stream",
            subprotocols=["streamlit", *(["none", again] if again else [])],  # type: ignore[list-item]
            origin=self.address,  # type: ignore[arg-type]
            additional_headers=self.headers,
            max_size=None,
        )
        self.tasks.append(asyncio.create_task(self._read()))
        await self.run()

    async def close(self) -> None:
        """Leave."""
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        if self._socket:
            await self._socket.close()

    async def run(self, *states: WidgetState, fragment: str = "") -> None:
        """Run the page with what widgets hold now, and wait until it stands."""
        self.elements = []
        await self.send(*states, fragment=fragment)
        await self.finished.wait()
        if self.tasks[0].done():
            raise ConnectionError(f"The server closed the socket of {self.page}?{self.query}.")

    async def send(self, *states: WidgetState, fragment: str = "") -> None:
        """Ask for a run of the page, or of a fragment of it."""
        self.finished.clear()
        asked = request_of_run(
            self.address,
            page=self.page,
            script=self._script,
            query=self.query,
            states=states,
            fragment=fragment,
            known=self._received.hashes(),
        )
        assert self._socket is not None
        await self._socket.send(asked)

    def drawn(self, delta: Delta) -> None:
        """Take what the page drew."""
        self.elements.append(delta.new_element)

    def ended(self) -> None:
        """Take that a run is over."""

    async def passed(self) -> None:
        """Take that a message was read."""

    async def _read(self) -> None:
        assert self._socket is not None
        try:
            async for data in self._socket:
                if isinstance(data, bytes):
                    self.bytes_read += len(data)
                    self._take(self._received.read(data))
                    await self.passed()
        finally:
            # Nobody waits for a page that will not come.
            self.finished.set()

    def _take(self, message: ForwardMsg) -> None:
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self.session = message.new_session.initialize.session_id
        elif kind == "navigation":
            self._script = message.navigation.page_script_hash
        elif kind == "delta":
            self._note_key(message.delta)
            if message.delta.WhichOneof("type") == "new_element":
                self.drawn(message.delta)
        elif kind == "script_finished":
            self.ended()
            self.finished.set()

    def _note_key(self, delta: Delta) -> None:
        what = delta.WhichOneof("type")
        held = getattr(delta, what or "", None)
        kind = held.WhichOneof("type") if what in ("new_element", "add_block") and held else None
        if key := getattr(getattr(held, kind or "", None), "query_param_key", ""):
            self.keys.add(key)


def data_of(piece: BidiComponent) -> dict[str, Any]:
    """Return what a script of the app's own in the browser is sent."""
    found: dict[str, Any] = json.loads(piece.json or piece.mixed.json)
    return found


def event_of(piece: str) -> str:
    """Return by which name such a script tells the page of something."""
    return f"$$STREAMLIT_INTERNAL_KEY_{piece}__events"
