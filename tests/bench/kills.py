"""A writer killed amid two hundred writes: what was confirmed is kept, and nothing is half."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import sqlalchemy as sa

from alliance.history import open_history
from alliance.register import Register
from alliance.register.database import open_database
from alliance.register.keeping import check
from alliance.settings import ROOT
from tests.bench.postgresql import database_on, postgresql_server
from tests.bench.writing import READY, WRITERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alliance.history import History


class Killed(NamedTuple):
    """What is left after a kill: of the writes of that turn, and faults of the whole register."""

    confirmed: int
    written: int
    lost: int
    half: int
    faults: list[str]


def kill_amid_writes(url: sa.URL, history: History, turn: int, after: int) -> Killed:
    """Kill a process as soon as ``after`` of its two hundred concurrent writes are confirmed."""
    before = _ids(url, history)
    shown = url.render_as_string(hide_password=False)
    with subprocess.Popen(
        [sys.executable, "-m", "tests.bench.writing", shown, str(turn)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline().strip() == READY
        confirmed = [int(writer.stdout.readline()) for _ in range(after)]
        writer.kill()
        confirmed += [int(line) for line in writer.stdout.read().splitlines() if line.strip()]
    engine = open_database(url)
    register = Register(engine, history)
    held = {support.id for support in register.supports()}
    noted = {change.support_id for change in register.audit()}
    engine.dispose()
    return Killed(
        confirmed=len(confirmed),
        written=len(held - before),
        lost=len(set(confirmed) - held),
        half=len(held ^ noted),
        faults=check(url)[0],
    )


def _ids(url: sa.URL, history: History) -> set[int | None]:
    engine = open_database(url)
    found = {support.id for support in Register(engine, history).supports()}
    engine.dispose()
    return found


def measure_kills(times: int = 10) -> dict[str, Any]:
    """Kill a writer so many times on each database, ever later amid its writes.

    Returns
    -------
    dict
        ``times``; by database a :class:`Killed` a kill; ``holds``.
    """
    history = open_history(ROOT / "data" / "history")
    found: dict[str, Any] = {"times": times, "writers": WRITERS}
    for name, opened in {"SQLite": _file, "PostgreSQL": _server}.items():
        with opened() as url:
            open_database(url).dispose()
            found[name] = [
                kill_amid_writes(url, history, turn, 1 + turn * (WRITERS - 20) // times)
                for turn in range(times)
            ]
    every = [*found["SQLite"], *found["PostgreSQL"]]
    found["holds"] = {
        "every confirmed write is there": not any(one.lost for one in every),
        "none is half there": not any(one.half or one.faults for one in every),
        "each kill came amid the writes": all(one.written < WRITERS for one in every),
    }
    return found


def kills_table(found: dict[str, Any]) -> str:
    """Lay what was left out for reading."""
    lines = [
        f"{found['writers']} writers at once, killed {found['times']} times on each database",
        f"{'':<12}{'confirmed':>11}{'written':>9}{'lost':>6}{'half':>6}",
    ]
    for name in ("SQLite", "PostgreSQL"):
        lines += [
            f"{name:<12}{one.confirmed:>11}{one.written:>9}{one.lost:>6}{one.half:>6}"
            f"{' '.join(one.faults)}"
            for one in found[name]
        ]
    lines += [f"{'ok  ' if held else 'MISS'}  {name}" for name, held in found["holds"].items()]
    return "\n".join(lines)


@contextmanager
def _file() -> Iterator[sa.URL]:
    with tempfile.TemporaryDirectory() as folder:
        yield sa.URL.create("sqlite", database=str(Path(folder) / "register.sqlite"))


@contextmanager
def _server() -> Iterator[sa.URL]:
    with postgresql_server() as server, database_on(server, "register") as url:
        yield url
