"""How fast the history opens and answers; read the table, nothing here fails for being slow.

To reach, on two cores: 0.6 s to open, 60 ms a day of the whole of England.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

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
