"""The shipped history, on which the analysis is tested."""

from __future__ import annotations

import pytest

from alliance.history import History, open_history
from alliance.settings import ROOT


@pytest.fixture(scope="session")
def history() -> History:
    """The history that is shipped in ``data/history``."""
    return open_history(ROOT / "data" / "history")
