"""The Northern Alliance dashboard: a history of schools and trusts, and any day of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alliance.views.open_data.open_history import OpenHistory

__all__ = ["open_history"]


def open_history() -> OpenHistory:
    """Return the history, to be asked for any day of it.

    ``ALLIANCE_HISTORY_DIR`` says where it lies; by default that is ``data/history``.

    Raises
    ------
    alliance.errors.HistoryError
        It is missing, damaged or of another layout.
    """
    # Whoever imports the package for something else does not load all this.
    from alliance.views.open_data.open_history import OpenHistory

    history = OpenHistory()
    _ = history.records
    return history
