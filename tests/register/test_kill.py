"""A server killed amid its writes: what was confirmed is there, and nothing is half written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from alliance.register.database import open_database
from tests.bench.kills import kill_amid_writes
from tests.bench.writing import WRITERS

if TYPE_CHECKING:
    import sqlalchemy as sa

    from alliance.history import History


@pytest.mark.parametrize("after", [[40], pytest.param([1, 150], marks=pytest.mark.thorough)])
def test_what_was_confirmed_before_a_kill_is_kept_and_nothing_is_half_written(
    url: sa.URL, history: History, after: list[int]
) -> None:
    open_database(url).dispose()
    for turn, number in enumerate(after):
        killed = kill_amid_writes(url, history, turn, number)
        assert number <= killed.confirmed <= killed.written
        assert killed.written < WRITERS, "the writer ended before it was killed"
        assert killed.lost == killed.half == 0
        assert killed.faults == []
