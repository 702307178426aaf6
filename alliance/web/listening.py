"""How the server takes connections: what Streamlit leaves open when it starts Uvicorn, set here.

Uvicorn names itself in every answer, and waits for ever for a request that does not come to an end:
whoever opens connections and sends a letter a minute would take all that a process may hold.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import resource
from typing import TYPE_CHECKING, Any

from uvicorn import Config

if TYPE_CHECKING:
    from collections.abc import Callable

HEADERS_WITHIN_S = 20
"""So long may a request take to say what it wants."""
LEAST_FILES = 4096
"""Files and connections that a process should be able to hold open: a visit takes a few."""
_NAME = b"server"


def guard_connections() -> None:
    """Set the server up, before it takes connections; call it once, before it listens."""
    see_files_allowed()
    for config in gc.get_objects():
        if isinstance(config, Config):
            config.encoded_headers = [one for one in config.encoded_headers if one[0] != _NAME]
            config.http_protocol_class = impatient(config.http_protocol_class)


def see_files_allowed() -> int:
    """Return how many files this process may hold open; raise it as far as allowed, and say so.

    Each page that is open holds four, and more while files and the database are read.
    """
    allowed, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = LEAST_FILES if most == resource.RLIM_INFINITY else min(LEAST_FILES, most)
    log = logging.getLogger(__name__)
    if allowed != resource.RLIM_INFINITY and allowed < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))
        log.info("The limit of open files was %s; it is %s now.", allowed, wanted)
        allowed = wanted
    if allowed != resource.RLIM_INFINITY and allowed < LEAST_FILES:
        log.warning(
            "This process may hold %s files open, enough for some %s visitors at once. Raise the "
            "limit to %s or more: LimitNOFILE with systemd, ulimit -n in a shell.",
            allowed,
            allowed // 4,
            LEAST_FILES,
        )
    return allowed


def impatient(
    protocol: type[asyncio.Protocol], within_s: float = HEADERS_WITHIN_S
) -> type[asyncio.Protocol]:
    """Return a protocol that ends a connection on which a request does not come to its end."""

    class Impatient(protocol):  # type: ignore[misc, valid-type]
        """Waits so long for the headers of each request."""

        ends: asyncio.TimerHandle | None = None

        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            """Begin to wait with the connection."""
            super().connection_made(transport)
            self.watch(transport)

        def data_received(self, data: bytes) -> None:
            """Wait on, or no longer, once a request is whole."""
            super().data_received(data)
            self.watch(self.transport)

        def connection_lost(self, exc: Exception | None) -> None:
            """Wait no longer."""
            self.hush()
            super().connection_lost(exc)

        def watch(self, transport: Any) -> None:
            """Wait as long as a request is under way that is not whole."""
            cycle = getattr(self, "cycle", None)
            upgraded = transport.get_protocol() is not self
            if upgraded or (cycle is not None and not cycle.response_complete):
                self.hush()
            elif self.ends is None:
                close: Callable[[], None] = transport.close
                self.ends = asyncio.get_running_loop().call_later(within_s, close)

        def hush(self) -> None:
            """Wait no longer."""
            if self.ends is not None:
                self.ends.cancel()
                self.ends = None

    return Impatient
