"""How fast the history opens and answers; read the table.

To reach, on two cores: 0.6 s to open, 60 ms a day of the whole of England.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from alliance.history import History, as_at, open_history

if TYPE_CHECKING:
    from pytest_benchmark.fixture import BenchmarkFixture


def test_opening_the_history(benchmark: BenchmarkFixture, history: History) -> None:
    assert history.folder is not None
    opened = benchmark.pedantic(open_history, args=(history.folder,), rounds=5)
    assert opened.version == history.version


def test_the_whole_of_england_on_a_day(benchmark: BenchmarkFixture, history: History) -> None:
    state = benchmark(as_at, history, history.default_day)
    assert len(state) > 20_000


def test_a_day_of_a_history_twice_as_large(benchmark: BenchmarkFixture, history: History) -> None:
    twice = {}
    for name in ("schools", "memberships", "grades", "rolls"):
        table = getattr(history, name)
        again = table.assign(urn=table["urn"] + 500_000)
        order = ["urn", *(column for column in ("joined", "start", "year") if column in table)]
        twice[name] = pd.concat([table, again]).sort_values(order, ignore_index=True)
    large = replace(history, **twice)
    large.timeline  # noqa: B018 -- laid out once, when it is first asked
    state = benchmark(as_at, large, large.last_day)
    assert len(state) == 2 * len(as_at(history, history.last_day))
