"""Followers of a process are told by one watcher, once, and are let go when the server ends."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from dataclasses import dataclass
from types import SimpleNamespace

import pytest

import alliance.present.meeting.live as module
from alliance.errors import RegisterError
from alliance.present.meeting.live import Full, Live
from alliance.present.meeting.meeting_row import Pulse


@dataclass
class Shown:
    """A meeting at a revision, of three scenes."""

    revision: int
    presentation = SimpleNamespace(scenes=("one", "two", "three"))


class Meetings:
    """Stands for the database: it says what it is told to, and notes what it is asked."""

    def __init__(self):
        self.revision, self.closed, self.broken = 1, False, 0
        self.asked, self.noted, self.read = 0, [], 0
        self.view = ""
        self.followers = self

    def pulse(self, _number):
        self.asked += 1
        if self.broken:
            self.broken -= 1
            raise RegisterError("The register cannot be reached.")
        return Pulse(self.revision, self.closed, self.view)

    def seen(self, number, who):
        self.noted.append((number, set(who)))

    def now(self, _code):
        self.read += 1
        return Shown(self.revision)


@pytest.fixture
def meetings(monkeypatch):
    monkeypatch.setattr(module, "EVERY_S", 0)
    monkeypatch.setattr(module, "AFTER_A_FAULT_S", 0)
    return Meetings()


@pytest.fixture
def live(meetings):
    return Live(lambda: meetings)


def connected(live, count):
    return [live.told(1, "CODE", f"follower {number}") for number in range(count)]


async def let_go(connections):
    for one in connections:
        await one.aclose()


def test_all_followers_are_told_by_one_question(live, meetings):
    async def follow():
        here = connected(live, 50)
        first = await asyncio.gather(*map(anext, here))
        waiting = [asyncio.ensure_future(anext(one)) for one in here]
        await asyncio.sleep(0)
        before = meetings.asked
        meetings.revision = 2
        second = await asyncio.gather(*waiting)
        asked = meetings.asked - before
        await let_go(here)
        return first, second, asked

    first, second, asked = asyncio.run(follow())
    assert {pulse.revision for pulse in first} == {1}
    assert {pulse.revision for pulse in second} == {2}
    assert asked < 10
    assert meetings.read == 2
    assert meetings.noted[0] == (1, {f"follower {number}" for number in range(50)})


def test_where_the_presenter_is_on_the_map_is_told_and_nothing_is_worked_out_for_it(live, meetings):
    prepared = []
    live.prepare = prepared.append

    async def follow():
        here = connected(live, 1)
        await anext(here[0])
        meetings.view = '{"bounds":[0,50,1,51]}'
        told = await anext(here[0])
        await let_go(here)
        return told

    assert asyncio.run(follow()).view == meetings.view
    assert len(prepared) == 1


def test_nobody_there_nobody_asks(live, meetings):
    async def follow():
        here = connected(live, 2)
        await asyncio.gather(*map(anext, here))
        task = live._watcher(1, "CODE").task
        await let_go(here)
        await task
        return dict(live._watchers)

    assert asyncio.run(follow()) == {}


def test_what_is_shown_is_made_ready_before_followers_are_told(live, meetings):
    ready = []
    live.prepare = lambda meeting: ready.append(meeting.revision)

    async def follow():
        (one,) = connected(live, 1)
        await anext(one)
        return list(ready), await let_go([one])

    assert asyncio.run(follow())[0] == [1]
    assert live.shown("CODE", 1).revision == 1
    assert meetings.read == 1


def test_what_was_read_is_read_anew_for_a_later_revision_only(live, meetings):
    assert live.shown("CODE", 0).revision == 1
    meetings.revision = 5
    assert live.shown("CODE", 1).revision == 1
    assert live.shown("CODE", 4).revision == 5
    assert meetings.read == 2


def test_a_database_that_fails_is_asked_again(live, meetings):
    meetings.broken = 3

    async def follow():
        (one,) = connected(live, 1)
        pulse = await anext(one)
        await let_go([one])
        return pulse

    assert asyncio.run(follow()) == Pulse(1, closed=False)


def test_the_last_pulse_is_repeated_through_a_silence(live, monkeypatch):
    monkeypatch.setattr(module, "KEEP_ALIVE_S", 0.01)

    async def follow():
        (one,) = connected(live, 1)
        pulses = [await anext(one) for _ in range(3)]
        await let_go([one])
        return pulses

    assert asyncio.run(follow())[1:] == [Pulse(1, closed=False)] * 2


def test_a_meeting_that_is_over_ends_its_connections(live, meetings):
    meetings.closed = True

    async def follow():
        return [pulse async for pulse in live.told(1, "CODE", "one")]

    assert asyncio.run(follow()) == [Pulse(1, closed=True)]


def test_the_end_of_the_server_lets_everybody_go(live):
    async def follow():
        here = connected(live, 3)
        await asyncio.gather(*map(anext, here))
        waiting = [asyncio.ensure_future(anext(one, "gone")) for one in here]
        await asyncio.sleep(0)
        live.end()
        return await asyncio.gather(*waiting)

    assert asyncio.run(follow()) == ["gone"] * 3


def test_who_comes_when_it_is_full_asks_now_and_then(live, meetings, monkeypatch):
    monkeypatch.setattr(module, "MOST_CONNECTED", 2)

    async def follow():
        here = connected(live, 3)
        await asyncio.gather(*map(anext, here[:2]))
        with pytest.raises(Full):
            await anext(here[2])
        pulse = await live.asked(1, "CODE", "follower 2")
        there = live._watcher(1, "CODE").there()
        await let_go(here)
        with contextlib.suppress(asyncio.CancelledError):
            live._watcher(1, "CODE").task.cancel()
        return pulse, there

    pulse, there = asyncio.run(follow())
    assert pulse.revision == 1
    assert there == {"follower 0", "follower 1", "follower 2"}


def test_a_move_is_told_while_another_scene_is_worked_out_ahead(live, meetings, monkeypatch):
    monkeypatch.setattr(module, "SETTLE_S", 0)
    at_work, may_end = threading.Event(), threading.Event()

    def work(_meeting, _after):
        at_work.set()
        assert may_end.wait(20)

    live.work_ahead = work

    async def follow():
        (one,) = connected(live, 1)
        await anext(one)
        waiting = asyncio.ensure_future(anext(one))
        await asyncio.to_thread(at_work.wait, 20)
        meetings.revision = 2
        try:
            told = await asyncio.wait_for(waiting, 10)
        finally:
            may_end.set()
        await let_go([one])
        return told

    assert asyncio.run(follow()).revision == 2


def test_every_scene_is_worked_out_ahead_one_after_the_other(live, meetings, monkeypatch):
    monkeypatch.setattr(module, "SETTLE_S", 0)
    worked, every = [], threading.Event()

    def work(meeting, after):
        worked.append(after)
        if len(worked) == len(meeting.presentation.scenes):
            every.set()

    live.work_ahead = work

    async def follow():
        (one,) = connected(live, 1)
        await anext(one)
        await asyncio.to_thread(every.wait, 20)
        await live._watcher(1, "CODE").works_ahead
        await let_go([one])

    asyncio.run(follow())
    assert worked == [0, 1, 2]


def test_a_scene_that_fails_ahead_ends_nothing(live, meetings, monkeypatch, caplog):
    monkeypatch.setattr(module, "SETTLE_S", 0)
    failed = threading.Event()

    def work(_meeting, _after):
        failed.set()
        raise ValueError("A scene that cannot be worked out")

    live.work_ahead = work

    async def follow():
        (one,) = connected(live, 1)
        await anext(one)
        await asyncio.to_thread(failed.wait, 20)
        await live._watcher(1, "CODE").works_ahead
        meetings.revision = 2
        told = await anext(one)
        await let_go([one])
        return told

    assert asyncio.run(follow()).revision == 2
    assert "cannot be worked out ahead" in caplog.text
