"""The server behind ``app.py``: Streamlit, this app's own routes, and what is ready beforehand."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import socket
from pathlib import Path
from typing import TYPE_CHECKING

from alliance.analysis.trusts.trust_search import former_names
from alliance.current.known_on_day import inspected_state, known_now
from alliance.current.state import current_history, current_register, state_on
from alliance.errors import AllianceError
from alliance.present.meeting.live import LIVE
from alliance.settings import settings
from alliance.ui.app.uploaded import let_go
from alliance.ui.app.visits_over import VisitsAway
from alliance.ui.app.workarounds import workarounds
from alliance.ui.follow.follow_content import prepare, work_ahead
from alliance.web.assets import hold_libraries
from alliance.web.listening import guard_connections
from alliance.web.measured import offer_measures
from alliance.web.requests_noted import log_in_json, thin_log
from alliance.web.shutdown import acting_at_shutdown

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from streamlit import App

LOOKED_EVERY_S = 5
SCRIPT = Path(__file__).with_name("main.py")


@contextlib.asynccontextmanager
async def ready(_: App) -> AsyncIterator[None]:
    """Open history and register before the first visitor; take what is loaded out of collection.

    A collection that looks through all of pandas and geopandas holds every visitor up for two
    tenths of a second. ``.streamlit/config.toml`` has Streamlit ask for none after each run.
    """
    log_in_json() if settings().log_json else thin_log()
    stop_measures = offer_measures()
    try:
        day = current_history().default_day
        state_on(day)
        inspected_state(day)
        known_now(day)
        former_names(current_history())
        hold_libraries()
        current_register()
    except AllianceError as fault:
        logging.getLogger(__name__).error("%s", fault)
    _send_at_once()
    guard_connections()
    if settings().freeze:
        gc.collect()
        gc.freeze()
    LIVE.prepare, LIVE.work_ahead = prepare, work_ahead
    letting_go = asyncio.create_task(_let_go_in_time())
    try:
        with acting_at_shutdown(LIVE.end):
            yield
    finally:
        letting_go.cancel()
        stop_measures()


async def _let_go_in_time() -> None:
    """Free what visits hold that are over, again and again."""
    away = VisitsAway() if workarounds() else None
    while True:
        await asyncio.sleep(LOOKED_EVERY_S)
        try:
            if away:
                away.look()
            let_go()
        except Exception:
            # One visit that cannot be ended keeps no other from it.
            logging.getLogger(__name__).exception("What visits hold could not be freed.")


def _send_at_once() -> None:
    """Let connections send small answers without waiting for the receipt of the last one.

    Streamlit opens its port in a way in which asyncio does not recognise TCP, and so leaves Nagle's
    algorithm on: each small file and message then waits 40 ms for the browser's delayed receipt.
    What is accepted inherits the option from the socket that listens.
    """
    for held in gc.get_objects():
        if isinstance(held, socket.socket) and held.family in (socket.AF_INET, socket.AF_INET6):
            with contextlib.suppress(OSError):
                held.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
