"""The one history and the one register that this server holds, and the days last asked for.

A fault is not remembered: once the history is mended, the next visit finds it, without a restart.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from alliance.history import History, as_at, open_history
from alliance.register import Register
from alliance.register.database import database_url, open_database
from alliance.settings import settings

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd


@lru_cache(maxsize=1)
def current_history() -> History:
    """Give the compiled history, read once.

    Raises
    ------
    HistoryError
        It is missing, damaged or of another version.
    """
    return open_history(settings().history_dir)


@lru_cache(maxsize=24)
def state_on(day: dt.date) -> pd.DataFrame:
    """Give the open schools of England on a day (see :func:`alliance.history.as_at`).

    The table is shared by all visitors: read it, never write to it.
    """
    return as_at(current_history(), day)


@lru_cache(maxsize=1)
def current_register() -> Register:
    """Give the register of support, its tables brought up to date when first asked for.

    Raises
    ------
    RegisterError
        Its database cannot be reached, or is newer than this app.
    """
    return Register(open_database(database_url(settings())), current_history())
