"""What all tests share: the same drawn examples on every run, and the shipped history."""

from __future__ import annotations

import pytest
from hypothesis import settings

from alliance.history import History, open_history
from alliance.settings import ROOT

settings.register_profile("same-every-time", derandomize=True, deadline=None, max_examples=40)
settings.load_profile("same-every-time")


@pytest.fixture(scope="session")
def history() -> History:
    """The history that is shipped in ``data/history``."""
    return open_history(ROOT / "data" / "history")
