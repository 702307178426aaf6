"""Tells the followers who are with this server process when the presenter has moved.

However many follow a meeting here, one watcher asks the database about it, and only while somebody
is there. What has to be worked out for what comes next is worked out once, before they are told.
"""

from __future__ import annotations

import asyncio
import logging
import math
import threading
from collections import Counter
from typing import TYPE_CHECKING

from alliance.current.state import current_database
from alliance.present.meeting.meetings import Meetings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from alliance.present.meeting.meeting_row import Meeting, Pulse

EVERY_S = 0.25
"""How often the database is asked."""
AFTER_A_FAULT_S = 2.0
HEARTBEAT_S = 10.0
SETTLE_S = 2.0
"""How long after a move its followers have what they asked for, and what comes is made ready."""
KEEP_ALIVE_S = 15.0
"""Silence longer than this ends a connection at some proxies."""
POLLED_S = 10.0
"""Who asks again within this time is there."""
MOST_CONNECTED = 500
"""Connections held open for a meeting in a process; who comes later asks again and again."""
MOST_MEETINGS_HELD = 32


class Full(Exception):
    """As many connections are open as may be."""


class Live:
    """The meetings followed in this process.

    Parameters
    ----------
    meetings
        Gives the meetings of the database.

    """

    def __init__(self, meetings: Callable[[], Meetings]) -> None:
        self.meetings = meetings
        self.prepare: Callable[[Meeting], None] = lambda _: None
        """Works out what followers will ask for, before they are told."""
        self.work_ahead: Callable[[Meeting, int], None] = lambda _, __: None
        """Works out, at leisure, the scene that comes after so many others."""
        self._watchers: dict[int, _Watcher] = {}
        self._shown: dict[str, Meeting] = {}
        self._reading = threading.Lock()
        self._ended = False

    def shown(self, code: str, revision: int) -> Meeting:
        """Return a meeting at this revision or a later one, from memory where it is there.

        Raises
        ------
        UnknownMeeting, MeetingOver, RegisterError
            As for :meth:`alliance.present.meeting.meetings.Meetings.now`.
        """
        held = self._shown.get(code)
        if held is None or held.revision < revision:
            with self._reading:
                held = self._shown.get(code)
                if held is None or held.revision < revision:
                    held = self._read(code)
        return held

    def _read(self, code: str) -> Meeting:
        meeting = self.meetings().now(code)
        self._shown.pop(code, None)
        self._shown[code] = meeting
        while len(self._shown) > MOST_MEETINGS_HELD:
            del self._shown[next(iter(self._shown))]
        return meeting

    async def told(self, number: int, code: str, follower: str) -> AsyncIterator[Pulse | None]:
        """Return the pulse of a meeting now, at every change and every few seconds.

        Nothing is given where none could be had yet.

        Raises
        ------
        Full
            Too many follow it here already.
        """
        watcher = self._watcher(number, code)
        if watcher.connected.total() >= MOST_CONNECTED:
            raise Full
        watcher.connected[follower] += 1
        try:
            last: Pulse | None = None
            while not self._ended:
                changed = watcher.changed
                if watcher.pulse is not None and watcher.pulse != last:
                    yield (last := watcher.pulse)
                    if last.closed:
                        return
                elif not await _within(changed, KEEP_ALIVE_S):
                    yield watcher.pulse
        finally:
            watcher.connected[follower] -= 1
            watcher.connected += Counter()

    async def asked(self, number: int, code: str, follower: str) -> Pulse | None:
        """Return the pulse to somebody who asks now and then; nothing if it cannot be had."""
        watcher = self._watcher(number, code)
        watcher.polled[follower] = asyncio.get_running_loop().time()
        if watcher.pulse is None:
            await _within(watcher.changed, AFTER_A_FAULT_S)
        return watcher.pulse

    def end(self) -> None:
        """Let every connection go, for the server ends."""
        self._ended = True
        for watcher in self._watchers.values():
            watcher.tell()

    def _watcher(self, number: int, code: str) -> _Watcher:
        if number not in self._watchers:
            self._watchers[number] = watcher = _Watcher(number, code)
            watcher.task = asyncio.create_task(self._watch(watcher))
        return self._watchers[number]

    async def _watch(self, watcher: _Watcher) -> None:
        try:
            await asyncio.sleep(0)  # whoever it was made for is not noted yet
            while watcher.there() and not self._ended:
                try:
                    await self._look(watcher)
                except Exception:
                    # Followers wait for this watcher; it goes on when the database is back.
                    logging.getLogger(__name__).exception("A meeting cannot be watched just now")
                    await asyncio.sleep(AFTER_A_FAULT_S)
                await asyncio.sleep(EVERY_S)
        finally:
            self._watchers.pop(watcher.number, None)
            watcher.tell()

    async def _look(self, watcher: _Watcher) -> None:
        meetings = await asyncio.to_thread(self.meetings)
        pulse = await asyncio.to_thread(meetings.pulse, watcher.number)
        now = asyncio.get_running_loop().time()
        if pulse is not None and pulse != watcher.pulse:
            if watcher.pulse is None or pulse.revision != watcher.pulse.revision:
                await asyncio.to_thread(self._prepare, watcher.code, pulse.revision)
                watcher.ahead_due, watcher.ahead = now + SETTLE_S, 0
            watcher.pulse = pulse
            watcher.tell()
        if now >= watcher.heartbeat_due:
            watcher.heartbeat_due = now + HEARTBEAT_S
            await asyncio.to_thread(meetings.followers.seen, watcher.number, watcher.there())
        idle = watcher.works_ahead is None or watcher.works_ahead.done()
        if pulse is not None and now >= watcher.ahead_due and idle:
            watcher.ahead_due = math.inf
            watcher.works_ahead = asyncio.create_task(self._ahead(watcher, pulse.revision))

    def _prepare(self, code: str, revision: int) -> None:
        self.prepare(self.shown(code, revision))

    async def _ahead(self, watcher: _Watcher, revision: int) -> None:
        """Make ready for the moves to come: a scene at a time, and as long a rest after each.

        A move that comes meanwhile does not wait for it.
        """
        loop, after = asyncio.get_running_loop(), watcher.ahead
        began = loop.time()
        try:
            meeting = await asyncio.to_thread(self.shown, watcher.code, revision)
            if after >= len(meeting.presentation.scenes):
                return
            await asyncio.to_thread(self.work_ahead, meeting, after)
        except Exception:
            # Whoever comes to that scene reads what is wrong with it.
            logging.getLogger(__name__).exception("A scene cannot be worked out ahead")
            return
        if watcher.ahead_due == math.inf:
            watcher.ahead, watcher.ahead_due = after + 1, 2 * loop.time() - began


class _Watcher:
    """One meeting watched: who is there, and what they were last told."""

    def __init__(self, number: int, code: str) -> None:
        self.number, self.code = number, code
        self.connected: Counter[str] = Counter()
        self.polled: dict[str, float] = {}
        self.pulse: Pulse | None = None
        self.changed = asyncio.Event()
        self.heartbeat_due = 0.0
        self.ahead_due = math.inf
        self.ahead = 0
        self.works_ahead: asyncio.Task[None] | None = None
        self.task: asyncio.Task[None] | None = None

    def there(self) -> set[str]:
        """Return who is connected, or asked a short time ago."""
        since = asyncio.get_running_loop().time() - POLLED_S
        self.polled = {one: time for one, time in self.polled.items() if time > since}
        return {*self.connected, *self.polled}

    def tell(self) -> None:
        """Wake up who waits for a change."""
        before, self.changed = self.changed, asyncio.Event()
        before.set()


async def _within(event: asyncio.Event, seconds: float) -> bool:
    try:
        await asyncio.wait_for(event.wait(), seconds)
    except TimeoutError:
        return False
    return True


LIVE = Live(lambda: Meetings(current_database()))
"""The meetings followed in this process."""
