"""How soon a room full of followers sees the presenter's next scene.

Every follower is a session of Streamlit's own, spoken to in its own protocol over a socket, with
an open stream of events beside it. What is timed is the way from the presenter's move to the end of
the follower's run with the new scene in it; drawing it is left to the follower's own browser.
Followers, presenter and server processes share the machine.
"""

from __future__ import annotations

import asyncio
import contextlib
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alliance.errors import AllianceError
from alliance.present.meeting.meetings import Meetings
from alliance.present.story import story
from alliance.register import Person
from alliance.register.database import database_url, open_database
from alliance.settings import ROOT, Settings
from tests.bench.follower import Follower
from tests.bench.measure import serving

if TYPE_CHECKING:
    from alliance.present.meeting.meetings import Begun

LIMIT_S, LIMIT_OF_A_HALL_S, HALL = 0.9, 2.0, 150
"""For a room, and for more followers than ``HALL``."""
PATIENCE_S = 60.0
AS_IT_IS, NOT_FROZEN = "as it is", "not frozen"
WAYS: dict[str, dict[str, str]] = {AS_IT_IS: {}, NOT_FROZEN: {"ALLIANCE_FREEZE": "false"}}
AT_ONCE = 8
"""How many followers come at a time."""
BETWEEN_S = 5.0
"""From the last follower's new scene to the presenter's next move."""


def measure_followers(count: int = 150, processes: int = 2) -> dict[str, Any]:
    """Show the shipped story to ``count`` followers spread over server processes.

    The same is done once more without ``gc.freeze()``. With a collection after every run, which is
    what Streamlit does unless told, a run costs up to forty times as much: a room so large then
    waits for minutes.

    Returns
    -------
    dict
        ``followers``, ``processes``; by ``WAYS``: in seconds over all followers and moves the
        ``median_s``, ``p95_s`` and ``slowest_s``, and ``by_move``: each move's p95; ``kb_a_move``:
        what a follower's socket carried; ``limit_s``; ``holds``.

    Raises
    ------
    AllianceError
        A server does not come, or a follower misses a scene.
    """
    found: dict[str, Any] = {"followers": count, "processes": processes}
    found["limit_s"] = LIMIT_S if count <= HALL else LIMIT_OF_A_HALL_S
    for way, environment in WAYS.items():
        found[way] = _measured(count, processes, **environment)
    found["holds"] = {"95th percentile": found[AS_IT_IS]["p95_s"] < found["limit_s"]}
    return found


def followers_table(found: dict[str, Any]) -> str:
    """Lay the measurements out for reading."""
    lines = [
        f"{found['followers']} followers, {found['processes']} server processes, seconds from the "
        "presenter's move to the follower's new scene",
        f"{'':<12}" + "".join(f"{way:>22}" for way in WAYS),
    ]
    lines += [
        f"{name.replace('_', ' '):<12}" + "".join(f"{found[way][name]:>22,.2f}" for way in WAYS)
        for name in ("median_s", "p95_s", "slowest_s", "kb_a_move")
    ]
    lines += [
        f"{'ok  ' if held else 'MISS'}  {name}, to reach: below {found['limit_s']} s"
        for name, held in found["holds"].items()
    ]
    return "\n".join(lines)


def _measured(count: int, processes: int, **environment: str) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as servers:
        held = Settings()
        kept = held.model_copy(update={"data_dir": Path(folder)})
        environment["ALLIANCE_DATA_DIR"] = folder
        meetings = Meetings(open_database(database_url(kept)))
        addresses = [
            servers.enter_context(serving(ROOT / "app.py", **environment)) for _ in range(processes)
        ]
        begun = meetings.begin(story(), Person("The benchmark", known=True))
        return asyncio.run(_shown(meetings, begun, addresses, count))


async def _shown(
    meetings: Meetings, begun: Begun, addresses: list[str], count: int
) -> dict[str, Any]:
    code, key = begun.meeting.code, begun.key
    room = [Follower(addresses[n % len(addresses)], code) for n in range(count)]
    try:
        for first in range(0, count, AT_ONCE):
            await asyncio.gather(*(one.open() for one in room[first : first + AT_ONCE]))
        took: list[list[float]] = []
        read_before = sum(one.bytes_read for one in room)
        scenes = len(begun.meeting.presentation.scenes)
        for position in range(scenes):
            await asyncio.sleep(BETWEEN_S)
            pressed = time.perf_counter()
            moved = await asyncio.to_thread(meetings.move, code, key, position)
            await _all_seen(room, moved.revision)
            took.append([one.seen[moved.revision] - pressed for one in room])
        read = sum(one.bytes_read for one in room) - read_before
        return _told(took) | {"kb_a_move": round(read / count / scenes / 1000, 1)}
    finally:
        await asyncio.gather(*(one.close() for one in room))


async def _all_seen(room: list[Follower], revision: int) -> None:
    give_up = time.perf_counter() + PATIENCE_S
    while missing := [one for one in room if revision not in one.seen]:
        if time.perf_counter() > give_up:
            raise AllianceError(
                f"{len(missing)} of {len(room)} followers miss revision {revision}; the first was "
                f"told of {missing[0].told} and shows {missing[0].revision}."
            )
        await asyncio.sleep(0.02)


def _told(took: list[list[float]]) -> dict[str, Any]:
    every = [seconds for move in took for seconds in move]
    return {
        "median_s": round(statistics.median(every), 3),
        "p95_s": round(_p95(every), 3),
        "slowest_s": round(max(every), 3),
        "by_move": [round(_p95(move), 3) for move in took],
    }


def _p95(seconds: list[float]) -> float:
    return statistics.quantiles(seconds, n=20, method="inclusive")[-1]
