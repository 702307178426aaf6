"""Thousands of inputs tried on a real server: what fell over, what took long, what memory it cost.

What is drawn is the same each time for a number of inputs and a seed.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, Phase, given, seed, settings

from alliance.settings import ROOT
from alliance.settings import settings as app_settings
from tests.bench.fuzz.inputs import Input, inputs, pages
from tests.bench.fuzz.routes import every_route
from tests.bench.fuzz.trying import REFUSED, Tried, Trier
from tests.bench.measure import started
from tests.bench.process import spent_by

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LIMIT_S = 2.0
"""Of the processor's time."""
WAIT_S = 10.0
"""By the clock, beside whatever else the machine does."""
MOST_GROWTH_MB = 40.0
"""Over the second half of the inputs, when all that is held for good is there."""
_LOOKED_AT = 20
_LONGEST_TOLD = 300


@dataclass
class Tally:
    """What was tried: by kind and by what it was tried on, and what there is to say of it."""

    tried: Counter[str] = field(default_factory=Counter)
    of: Counter[str] = field(default_factory=Counter)
    came: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    slow_refusals: list[str] = field(default_factory=list)
    slow_answers: list[str] = field(default_factory=list)
    slowest_s: dict[str, float] = field(default_factory=dict)
    megabytes: list[float] = field(default_factory=list)

    def take(self, one: Input, tried: Tried) -> str:
        """Count an input; return what there is to say of it, if anything."""
        kind = type(one).__name__
        self.tried[kind] += 1
        self.of[f"{kind} {one.of}"] += 1
        self.came[f"{kind} {'failed' if tried.failed else tried.came}"] += 1
        self.slowest_s[kind] = max(self.slowest_s.get(kind, 0.0), round(tried.seconds, 2))
        told = f"{tried.came}, {tried.seconds:.1f} s of {tried.waited:.1f} s: {one!r}"[
            :_LONGEST_TOLD
        ]
        if tried.failed:
            self.failures.append(told)
        elif _is_slow(tried):
            slow = self.slow_refusals if tried.came == REFUSED else self.slow_answers
            slow.append(told)
        else:
            return ""
        return told


def _is_slow(tried: Tried) -> bool:
    return tried.seconds > LIMIT_S or tried.waited > WAIT_S


def measure_fuzz(
    count: int, number: int = 1, progress: Callable[[str], object] = lambda _line: None
) -> dict[str, Any]:
    """Try ``count`` inputs, drawn from the seed ``number``.

    ``progress`` is called with what fell over as it does, and with how far it has come.

    Returns
    -------
    dict
        ``tried``, ``came`` and ``slowest_s`` by kind; ``of``: on what how many; ``failures``,
        ``slow_refusals``, ``slow_answers``; ``tracebacks`` in the log; ``megabytes`` of the server
        from time to time, ``growth_mb`` over the second half; ``holds``.
    """
    tally = Tally()
    with tempfile.TemporaryDirectory() as name, _apart(Path(name)) as folder:
        log = folder / "log"
        with started(ROOT / "app.py", log, **_SETTINGS) as server:
            trier = Trier(server, folder / "here")
            keys = {key for page in pages() for key in trier.keys_of(page)}

            @seed(number)
            @settings(
                max_examples=count,
                database=None,
                deadline=None,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            )
            @given(one=inputs(every_route(), keys))
            def each(one: Input) -> None:
                tried = trier.try_it(one)
                if _is_slow(tried) and tried.came == REFUSED:
                    # The first of a kind loads what it needs.
                    again = trier.try_it(one)
                    tried = again if again.failed else min(tried, again, key=lambda it: it.seconds)
                if told := tally.take(one, tried):
                    progress(told)
                if sum(tally.tried.values()) % max(count // _LOOKED_AT, 1) == 0:
                    tally.megabytes.append(round(spent_by(server.pid).megabytes, 1))
                    progress(f"{dict(tally.came)}, {tally.megabytes[-1]} MB")

            each()
            trier.close()
        tracebacks = log.read_text(errors="replace").count("Traceback (most recent call last)")
    growth = round(tally.megabytes[-1] - tally.megabytes[len(tally.megabytes) // 2], 1)
    return {
        **{name: value for name, value in vars(tally).items() if not name.startswith("_")},
        "tracebacks": tracebacks,
        "growth_mb": growth,
        "holds": {
            "nothing fell over": not tally.failures,
            "no traceback in the log": tracebacks == 0,
            f"no refusal took over {LIMIT_S:g} s": not tally.slow_refusals,
            f"memory grew by at most {MOST_GROWTH_MB:g} MB": growth <= MOST_GROWTH_MB,
        },
    }


def fuzz_table(found: dict[str, Any]) -> str:
    """Lay what was tried out for reading."""
    kinds = sorted(found["tried"])
    lines = [f"{'':<12}{'tried':>8}{'answered':>10}{'refused':>9}{'failed':>8}{'slowest':>10}"]
    for kind in kinds:
        came = [found["came"].get(f"{kind} {how}", 0) for how in ("answered", "refused", "failed")]
        lines.append(
            f"{kind:<12}{found['tried'][kind]:>8,}{came[0]:>10,}{came[1]:>9,}{came[2]:>8,}"
            f"{found['slowest_s'][kind]:>8.1f} s"
        )
    lines.append(f"on {len(found['of']):,} routes, pages, boxes and commands")
    lines.append(f"server, MB from time to time: {found['megabytes']}")
    for name in ("failures", "slow_refusals", "slow_answers"):
        lines += [f"{name.replace('_', ' ')}: {len(found[name])}", *found[name]]
    lines += [f"{'ok  ' if held else 'MISS'}  {name}" for name, held in found["holds"].items()]
    return "\n".join(lines)


_SETTINGS = {"ALLIANCE_API_A_MINUTE": "0"}


@contextmanager
def _apart(folder: Path) -> Iterator[Path]:
    """Have this process and the server it starts keep to a folder, with a history of their own."""
    (folder / "here").mkdir()
    history = shutil.copytree(ROOT / "data" / "history", folder / "history")
    own = {"ALLIANCE_DATA_DIR": str(folder / "data"), "ALLIANCE_HISTORY_DIR": str(history)}
    before = {name: os.environ.get(name) for name in own}
    os.environ.update(own)
    app_settings.cache_clear()
    try:
        yield folder
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})
        app_settings.cache_clear()
