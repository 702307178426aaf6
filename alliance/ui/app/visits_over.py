"""Visits whose browser is away give back what they hold open, and end when nobody comes back.

Streamlit keeps a visit for two minutes, for a browser that was cut off. Each holds three open files
of an event loop, which it makes anew where it needs one; and what it drops after that time it does
not end, so all of that stays until it happens to be collected as garbage. This reaches into
Streamlit's own modules, as the version that ``workarounds.py`` names has them.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from streamlit import runtime
from streamlit.runtime.websocket_session_manager import WebsocketSessionManager

if TYPE_CHECKING:
    from streamlit.runtime.app_session import AppSession

_SAID_OF_A_NEW_LOOP = "The session-owned script event loop is closed"


class VisitsAway:
    """The visits that wait for their browser to come back."""

    def __init__(self) -> None:
        self._away: dict[str, AppSession] = {}
        # It was closed on purpose, so a new one is no news.
        logging.getLogger("streamlit.runtime.app_session").addFilter(
            lambda record: not str(record.msg).startswith(_SAID_OF_A_NEW_LOOP)
        )

    def look(self) -> None:
        """Close what those away hold open, and end those that are kept no longer.

        Call it in the event loop of the server.
        """
        from streamlit.runtime.app_session import _close_script_event_loop

        running = runtime.get_instance() if runtime.exists() else None
        sessions = running._session_mgr if running else None
        if running is None or not isinstance(sessions, WebsocketSessionManager):
            return
        away = {info.session.id: info.session for info in sessions._session_storage.list()}
        for name, visit in self._away.items():
            if name not in away and not running.is_active_session(name):
                visit.shutdown()
        for visit in away.values():
            if visit._scriptrunner is None:
                _close_script_event_loop(visit._script_event_loop)
        self._away = away
