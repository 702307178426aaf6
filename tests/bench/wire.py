"""A relay that counts what a page's socket carries on the wire, where it travels compressed."""

from __future__ import annotations

import contextlib
import socket
import socketserver
import threading
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

_SOCKET = b"/_stcore/stream"
_AT_ONCE = 65536


class Relay(socketserver.ThreadingTCPServer):
    """Stands between a browser and a server; ``address`` is where the browser should go.

    ``socket_bytes`` counts the bytes of the page's socket, both ways, since last set to nought.
    """

    daemon_threads = True
    block_on_close = False

    def __init__(self, server: str) -> None:
        super().__init__(("127.0.0.1", 0), _Connection)
        self.port_behind = urlsplit(server).port
        self.address = f"http://127.0.0.1:{self.server_address[1]}"
        self.socket_bytes = 0


class _Connection(socketserver.BaseRequestHandler):
    """One connection of the browser, passed on as it comes."""

    server: Relay

    def handle(self) -> None:
        with socket.create_connection(("127.0.0.1", self.server.port_behind)) as behind:
            for end in (self.request, behind):
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            first = self.request.recv(_AT_ONCE)
            behind.sendall(first)
            counted = _SOCKET in first.split(b"\r\n", 1)[0]
            back = threading.Thread(
                target=self._pass_on, args=(behind, self.request, counted), daemon=True
            )
            back.start()
            self._pass_on(self.request, behind, counted)
            back.join()

    def _pass_on(self, here: socket.socket, there: socket.socket, counted: bool) -> None:
        with contextlib.suppress(OSError):
            while part := here.recv(_AT_ONCE):
                self.server.socket_bytes += len(part) if counted else 0
                there.sendall(part)
            there.shutdown(socket.SHUT_WR)


@contextlib.contextmanager
def relay(server: str) -> Iterator[Relay]:
    """Relay to a server on this machine, as long as it is needed."""
    with Relay(server) as between:
        threading.Thread(target=between.serve_forever, daemon=True).start()
        yield between
        between.shutdown()
