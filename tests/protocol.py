"""Streamlit's own protocol, as a visit without a browser speaks it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

if TYPE_CHECKING:
    from collections.abc import Iterable

    from streamlit.proto.WidgetStates_pb2 import WidgetState


def request_of_run(
    address: str,
    *,
    page: str,
    script: str,
    query: str,
    states: Iterable[WidgetState] = (),
    fragment: str = "",
    known: Iterable[str] = (),
) -> bytes:
    """Return the message that asks for a run of a page.

    Parameters
    ----------
    address
        Of the server process, such as ``http://127.0.0.1:8501``.
    page, script
        The page's name, which the first run is asked with, and what the server then calls it.
    query
        What stands behind the page's address.
    states
        What widgets hold.
    fragment
        The part of the page that is run alone; without one, all of it.
    known
        The hashes of messages that need not be sent again.

    """
    asked = BackMsg()
    state = asked.rerun_script
    state.query_string = query
    # The name would have the server look for the page anew.
    state.page_name, state.page_script_hash = "" if script else page, script
    state.cached_message_hashes.extend(known)
    state.context_info.timezone = "Europe/London"
    state.context_info.locale = "en-GB"
    state.context_info.url = f"{address}/{page}"
    state.context_info.color_scheme = "light"
    state.fragment_id = fragment
    state.widget_states.SetInParent()
    state.widget_states.widgets.extend(states)
    message: bytes = asked.SerializeToString()
    return message


class Received:
    """The messages of a visit that need not be sent again."""

    def __init__(self) -> None:
        self._messages: dict[str, ForwardMsg] = {}

    def hashes(self) -> list[str]:
        """Return by what the server knows them."""
        return list(self._messages)

    def read(self, data: bytes) -> ForwardMsg:
        """Return a message; where it names one that was sent before, that."""
        message: ForwardMsg = ForwardMsg.FromString(data)
        if message.ref_hash:
            return self._messages[message.ref_hash]
        if message.metadata.cacheable:
            self._messages[message.hash] = message
        return message
