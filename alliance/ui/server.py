"""The server behind ``app.py``: Streamlit, this app's own routes, and what is ready beforehand."""

from __future__ import annotations

import gc
import logging
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from alliance.errors import HistoryError
from alliance.web.current import current_history, state_on

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from streamlit import App

SCRIPT = Path(__file__).with_name("main.py")


@asynccontextmanager
async def ready(_: App) -> AsyncIterator[None]:
    """Load the history before the first visitor, and take what is loaded out of collection.

    Streamlit collects garbage after every run; with pandas and geopandas loaded that alone would
    cost each run a tenth of a second.
    """
    try:
        state_on(current_history().default_day)
    except HistoryError as fault:
        logging.getLogger(__name__).error("%s", fault)
    gc.collect()
    gc.freeze()
    yield
