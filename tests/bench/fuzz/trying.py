"""One input tried: what came of it, and how long it took."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import itertools
import socket
import time
from functools import singledispatchmethod
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from streamlit.proto.Common_pb2 import FileUploaderState, StringArray
from streamlit.proto.WidgetStates_pb2 import WidgetState
from typer.testing import CliRunner

from alliance.cli.commands import app as commands
from alliance.errors import AllianceError
from alliance.web.faults import UNEXPECTED
from tests.bench.fuzz.inputs import Address, Command, File, Input, Request
from tests.bench.handing_in import hand_in
from tests.bench.process import spent_by
from tests.bench.visit import Visit

if TYPE_CHECKING:
    from pathlib import Path

    from streamlit.proto.Element_pb2 import Element

    from tests.bench.measure import Server

PATIENCE_S = 120.0
_BODY_READ = 50_000_000
ANSWERED, REFUSED = "answered", "refused"


class Tried(NamedTuple):
    """What came of an input: answered, refused, or what went wrong; and the seconds it took.

    ``seconds`` are of the processor's time, with what the server started for it; ``waited`` are by
    the clock, on a machine that may have other work.
    """

    came: str
    seconds: float
    waited: float

    @property
    def failed(self) -> bool:
        """Return whether something went wrong."""
        return self.came not in (ANSWERED, REFUSED)


class Trier:
    """Tries inputs on a server, and commands in this process.

    Parameters
    ----------
    server
        That runs.
    folder
        In which commands are run.
    """

    def __init__(self, server: Server, folder: Path) -> None:
        self.server, self.folder = server, folder
        self.address = server.address
        self._loop = asyncio.new_event_loop()
        self._boxes: dict[tuple[str, str, str], Visit] = {}
        self._numbers = itertools.count(1)

    def close(self) -> None:
        """Leave the pages that are open."""
        for visit in self._boxes.values():
            self._loop.run_until_complete(visit.close())
        self._loop.close()

    def keys_of(self, page: str) -> set[str]:
        """Return the keys of the address by which the widgets of a page are set."""
        visit = Visit(self.address, page)
        self._loop.run_until_complete(asyncio.wait_for(visit.open(), PATIENCE_S))
        self._loop.run_until_complete(visit.close())
        return visit.keys

    def try_it(self, one: Input) -> Tried:
        """Try an input."""
        began, before = time.perf_counter(), self._spent(one)
        try:
            came = self._came_of(one)
        except (OSError, http.client.HTTPException, TimeoutError) as fault:
            came = f"no answer: {type(fault).__name__} {fault}"
        return Tried(came, self._spent(one) - before, time.perf_counter() - began)

    def _spent(self, one: Input) -> float:
        if isinstance(one, Command):
            return time.process_time()
        return spent_by(self.server.pid).seconds

    @singledispatchmethod
    def _came_of(self, one: object) -> str:
        raise NotImplementedError(type(one))

    @_came_of.register
    def _(self, one: Request) -> str:
        server = urlsplit(self.address)
        with socket.create_connection((server.hostname, server.port), timeout=PATIENCE_S) as wire:
            wire.sendall(one.sent)
            answer = http.client.HTTPResponse(wire, method=one.sent.split(b" ", 1)[0].decode())
            answer.begin()
            answer.read(_BODY_READ)
            if answer.status >= 500:
                return f"status {answer.status}"
            return REFUSED if answer.status >= 400 else ANSWERED

    @_came_of.register
    def _(self, one: Address) -> str:
        return self._loop.run_until_complete(asyncio.wait_for(self._opened(one), PATIENCE_S))

    @_came_of.register
    def _(self, one: File) -> str:
        return self._loop.run_until_complete(asyncio.wait_for(self._taken(one), PATIENCE_S))

    @_came_of.register
    def _(self, one: Command) -> str:
        with contextlib.chdir(self.folder):
            done = CliRunner().invoke(commands, list(one.words))
        fault = done.exception
        if fault is None or isinstance(fault, SystemExit):
            return REFUSED if done.exit_code else ANSWERED
        return REFUSED if isinstance(fault, AllianceError) else f"traceback: {fault!r}"

    async def _opened(self, one: Address) -> str:
        visit = Visit(self.address, one.page, one.query)
        try:
            await visit.open()
            return _fault_of(visit.elements) or ANSWERED
        finally:
            await visit.close()

    async def _taken(self, one: File) -> str:
        visit = await self._box(one)
        (box,) = [held.file_uploader for held in visit.elements if held.HasField("file_uploader")]
        number = str(next(self._numbers))
        status = await asyncio.to_thread(
            hand_in, self.address, visit.session, one.content, one.name, number
        )
        if status >= 400:
            return f"status {status}" if status >= 500 else REFUSED
        held = FileUploaderState()
        held.uploaded_file_info.add(file_id=number, name=one.name, size=len(one.content))
        await visit.run(WidgetState(id=box.id, file_uploader_state_value=held))
        fault = _fault_of(visit.elements)
        refused = any(_words(element) for element in visit.elements if element.HasField("alert"))
        await visit.run(WidgetState(id=box.id, file_uploader_state_value=FileUploaderState()))
        return fault or (REFUSED if refused else ANSWERED)

    async def _box(self, one: File) -> Visit:
        """Return a page with a box for the file, opened once."""
        where = (one.page, one.query, one.choice)
        if where not in self._boxes:
            visit = self._boxes[where] = Visit(self.address, one.page, one.query)
            await visit.open()
            if one.choice:
                (group,) = [
                    held.button_group
                    for held in visit.elements
                    if held.HasField("button_group")
                    and one.choice in [option.content for option in held.button_group.options]
                ]
                chosen = StringArray(data=[one.choice])
                await visit.run(WidgetState(id=group.id, string_array_value=chosen))
        return self._boxes[where]


def _fault_of(elements: list[Element]) -> str:
    """Return what a page says where it fell over; blank where it did not."""
    for element in elements:
        if element.HasField("exception"):
            return f"exception on the page: {element.exception.type} {element.exception.message}"
        if UNEXPECTED in _words(element):
            return _words(element)
    return ""


def _words(element: Element) -> str:
    return element.alert.body if element.HasField("alert") else ""
