"""A full house: people on one server process, each of whom changes the filter every five seconds.

Each has a page open, as a browser has, and fetches for its map what a browser would fetch, once.
The people share the machine with the server, so beside the seconds by the clock stands what a
change costs the server of the processor's time, which other work does not lengthen.
"""

from __future__ import annotations

import asyncio
import json
import random
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
from streamlit.proto.WidgetStates_pb2 import WidgetState

from alliance.settings import ROOT
from tests.bench.measure import started
from tests.bench.process import spent_by
from tests.bench.visit import Visit, data_of, event_of

if TYPE_CHECKING:
    from streamlit.proto.Delta_pb2 import Delta

    from tests.bench.measure import Server

LIMIT_S = 1.0
LIMIT_MB = 5.0
"""Of a visit, beside what the server holds for all."""
EVERY_S = 5.0
AT_ONCE = 8
GONE_WITHIN_S = 60
PAGES = ["", "", "overview", "trusts", "schools", "opportunity_areas"]
CHOICES = {
    "phase": ["Primary", "Secondary", "Special", "All-through"],
    "grade": ["1", "2", "3", "4"],
    "region": ["North East", "Yorkshire and The Humber", "East Midlands", "London", "North West"],
    "opportunity_area": ["Doncaster", "Bradford", "Blackpool"],
}
_FILTER, _MAP = "filter", "live_map"


class PersonHere(Visit):
    """Somebody with a page open, who narrows the filter in ever other ways."""

    def __init__(self, server: Server, page: str, seed: int, fetch: httpx.AsyncClient):
        super().__init__(server.address, page)
        self.took: list[float] = []
        self.held: dict[str, list[str]] = {}
        self._fetch = fetch
        self._pick = random.Random(seed)  # noqa: S311 - the same every time
        self._changes = 0
        self._piece = ""
        self._wanted: set[str] = set()
        self._fetched: set[str] = set()

    def drawn(self, delta: Delta) -> None:
        """Take what the map shows, and where the filter is told."""
        piece = delta.new_element.bidi_component
        if piece.component_name == _FILTER and "fields" in (data := data_of(piece)):
            self._piece, self.held = event_of(piece.id), data["held"]
        elif piece.component_name == _MAP:
            data = data_of(piece)
            self._wanted = {data["style"]}

    async def change(self) -> None:
        """Change the filter, and wait until the page and what its map shows are there."""
        began = time.perf_counter()
        key = self._pick.choice(list(CHOICES))
        self._changes += 1
        told = {"change": self._changes, "held": {key: [self._pick.choice(CHOICES[key])]}}
        state = WidgetState(
            id=self._piece, json_trigger_value=json.dumps([{"event": "changed", "value": told}])
        )
        await self.run(state)
        await self.fetch()
        self.took.append(time.perf_counter() - began)

    async def fetch(self) -> None:
        """Fetch the style of the map and what it names, but for what was fetched before."""
        for style in self._wanted - self._fetched:
            answer = await self._fetch.get(style)
            sources = answer.raise_for_status().json()["sources"].values()
            data = {one["data"] for one in sources if isinstance(one.get("data"), str)}
            await asyncio.gather(*(self._fetch.get(one) for one in data - self._fetched))
            self._fetched |= data | {style}

    async def stay(self, seconds: float) -> None:
        """Change the filter every five seconds, from a moment of one's own."""
        until = time.perf_counter() + seconds
        await asyncio.sleep(self._pick.uniform(0, EVERY_S))
        while time.perf_counter() < until:
            began = time.perf_counter()
            await self.change()
            await asyncio.sleep(max(0.0, EVERY_S - (time.perf_counter() - began)))


def measure_people(count: int = 100, seconds: float = 60.0) -> dict[str, Any]:
    """Have ``count`` people come, change the filter for so long, and leave.

    Returns
    -------
    dict
        ``people``, ``changes``; in seconds ``median_s``, ``p95_s``, ``slowest_s`` and
        ``processor_s`` a change; ``busy``: the server's share of one processor; ``mb_a_person``;
        megabytes and descriptors ``before``, ``with`` the people and ``after`` they have left, and
        ``gone_after_s``; ``holds``.
    """
    with (
        tempfile.TemporaryDirectory() as folder,
        started(ROOT / "app.py", Path(folder) / "log", ALLIANCE_DATA_DIR=folder) as server,
    ):
        return asyncio.run(_house(server, count, seconds))


def people_table(found: dict[str, Any]) -> str:
    """Lay the measurements out for reading."""
    lines = [
        f"{found['people']} people on one process, {found['changes']:,} changes of the filter",
        *(f"{name:<14}{found[name]:>10,.3f}" for name in ("median_s", "p95_s", "slowest_s")),
        f"{'processor_s':<14}{found['processor_s']:>10,.3f} a change; "
        f"the server had {found['busy']:.0%} of a processor",
        f"{'mb_a_person':<14}{found['mb_a_person']:>10,.1f}",
        f"{'':<14}{'before':>10}{'with':>10}{'after':>10}",
    ]
    for name in ("megabytes", "descriptors"):
        values = [getattr(found[when], name) for when in ("before", "with", "after")]
        lines.append(f"{name:<14}" + "".join(f"{value:>10,.0f}" for value in values))
    lines.append(f"descriptors were back after {found['gone_after_s']} s")
    lines += [f"{'ok  ' if held else 'MISS'}  {name}" for name, held in found["holds"].items()]
    return "\n".join(lines)


async def _house(server: Server, count: int, seconds: float) -> dict[str, Any]:
    limits = httpx.Limits(max_connections=count)
    async with httpx.AsyncClient(base_url=server.address, limits=limits, timeout=120) as fetch:
        # What the first visitors make the server hold is for all.
        await _come(server, len(PAGES), fetch, EVERY_S * 4)
        await asyncio.sleep(EVERY_S)
        before = spent_by(server.pid)
        room = await _opened(server, count, fetch)
        began, spent = time.perf_counter(), spent_by(server.pid).seconds
        await asyncio.gather(*(one.stay(seconds) for one in room))
        lasted = time.perf_counter() - began
        during = spent_by(server.pid)
        await asyncio.gather(*(one.close() for one in room))
    left = time.perf_counter()
    after = spent_by(server.pid)
    while after.descriptors > before.descriptors and time.perf_counter() - left < GONE_WITHIN_S:
        await asyncio.sleep(1)
        after = spent_by(server.pid)
    gone_after = round(time.perf_counter() - left)
    # The last of what a visit held goes with the next look for visits that are over.
    await asyncio.sleep(max(0.0, GONE_WITHIN_S - gone_after))
    after = spent_by(server.pid)
    took = [second for one in room for second in one.took]
    a_person = (during.megabytes - before.megabytes) / count
    p95 = statistics.quantiles(took, n=20, method="inclusive")[-1]
    return {
        "people": count,
        "changes": len(took),
        "median_s": round(statistics.median(took), 3),
        "p95_s": round(p95, 3),
        "slowest_s": round(max(took), 3),
        "processor_s": round((during.seconds - spent) / len(took), 3),
        "busy": round((during.seconds - spent) / lasted, 2),
        "mb_a_person": round(a_person, 2),
        "before": before,
        "with": during,
        "after": after,
        "gone_after_s": gone_after,
        "holds": {
            f"95th percentile below {LIMIT_S:g} s": p95 < LIMIT_S,
            f"at most {LIMIT_MB:g} MB a person": a_person <= LIMIT_MB,
            "descriptors are back": after.descriptors <= before.descriptors,
            "memory is back": after.megabytes - before.megabytes <= count * LIMIT_MB / 5,
        },
    }


async def _opened(server: Server, count: int, fetch: httpx.AsyncClient) -> list[PersonHere]:
    room = [PersonHere(server, PAGES[n % len(PAGES)], n, fetch) for n in range(count)]
    for first in range(0, count, AT_ONCE):
        coming = room[first : first + AT_ONCE]
        await asyncio.gather(*(one.open() for one in coming))
        await asyncio.gather(*(one.fetch() for one in coming))
    return room


async def _come(server: Server, count: int, fetch: httpx.AsyncClient, seconds: float) -> None:
    room = await _opened(server, count, fetch)
    await asyncio.gather(*(one.stay(seconds) for one in room))
    await asyncio.gather(*(one.close() for one in room))
