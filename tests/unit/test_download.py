"""Files are fetched from a server that is slow, breaks off, redirects or sends a page."""

from __future__ import annotations

import hashlib
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from alliance.errors import SourceError
from alliance.sources.download import download

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BODY = b"URN,LinkURN\n" + b"100000,100001\n" * 20_000
SHA = hashlib.sha256(BODY).hexdigest()


class Server(BaseHTTPRequestHandler):
    """A server with an address for each way to go wrong."""

    asked: list[tuple[str, str | None]]
    wait: threading.Event

    def do_GET(self) -> None:
        where, since = self.path, self.headers.get("Range")
        self.asked.append((where, since))
        if where == "/redirect":
            self._answer(302, b"", Location="/links.csv")
        elif where == "/elsewhere":
            self._answer(302, b"", Location="ftp://127.0.0.1/links.csv")
        elif where == "/page.csv":
            self._answer(200, b"<!DOCTYPE html><p>Too many requests")
        elif where == "/gone.csv":
            self._answer(404, b"")
        elif where == "/slow.csv":
            self.wait.wait(5)
        elif where == "/drip.csv":
            self._drip()
        elif where == "/cut.csv" and since is None:
            self._head(200, len(BODY))
            self.wfile.write(BODY[:100_000])
        elif where == "/always-cut.csv":
            self._head(200, len(BODY))
            self.wfile.write(BODY[:1000])
        elif since:
            first = int(since.removeprefix("bytes=").removesuffix("-"))
            self._answer(206, BODY[first:])
        else:
            self._answer(200, BODY)

    def _drip(self) -> None:
        self._head(200, len(BODY))
        for letter in BODY:
            self.wfile.write(bytes([letter]))
            if self.wait.wait(0.01):
                break

    def _answer(self, status: int, body: bytes, **headers: str) -> None:
        self._head(status, len(body), **headers)
        self.wfile.write(body)

    def _head(self, status: int, length: int, **headers: str) -> None:
        self.send_response(status)
        for name, value in (headers | {"Content-Length": str(length)}).items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@pytest.fixture
def server() -> Iterator[tuple[str, list[tuple[str, str | None]]]]:
    """The server's address, and what it was asked for."""
    handler = type("Own", (Server,), {"asked": [], "wait": threading.Event()})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}", handler.asked  # type: ignore[attr-defined]
        handler.wait.set()  # type: ignore[attr-defined]
        running.shutdown()
        thread.join()


def test_a_file_is_fetched_whole_and_progress_is_told(server, tmp_path: Path) -> None:
    told: list[tuple[int, int | None]] = []
    path = download(
        f"{server[0]}/links.csv#sha256={SHA}", tmp_path, progress=lambda *step: told.append(step)
    )
    assert (path.name, path.read_bytes()) == ("links.csv", BODY)
    assert told[-1] == (len(BODY), len(BODY))
    assert [found.name for found in tmp_path.iterdir()] == ["links.csv"]


def test_a_file_that_breaks_off_is_taken_up_where_it_ended(server, tmp_path: Path) -> None:
    path = download(f"{server[0]}/cut.csv", tmp_path)
    assert path.read_bytes() == BODY
    assert server[1] == [("/cut.csv", None), ("/cut.csv", "bytes=100000-")]


def test_a_redirection_is_followed_but_not_out_of_the_web(server, tmp_path: Path) -> None:
    assert download(f"{server[0]}/redirect", tmp_path).read_bytes() == BODY
    with pytest.raises(SourceError, match="expected an address that begins with https"):
        download(f"{server[0]}/elsewhere", tmp_path)


@pytest.mark.parametrize(
    ("where", "says"),
    [
        ("/page.csv", "found a web page"),
        ("/gone.csv", "answered 404"),
        ("/always-cut.csv", "broke off 3 times"),
        ("/links.csv#sha256=0", "has the checksum"),
        ("/slow.csv", "broke off 3 times"),
    ],
)
def test_what_goes_wrong_is_said_and_leaves_no_file(
    server, tmp_path: Path, where: str, says: str
) -> None:
    with pytest.raises(SourceError, match=says):
        download(server[0] + where, tmp_path, timeout_s=0.1)
    assert not list(tmp_path.glob("*.csv"))


def test_a_server_that_hangs_is_waited_for_aloud_and_asked_again(server, tmp_path: Path) -> None:
    words: list[str] = []
    with pytest.raises(SourceError, match="broke off 3 times"):
        download(
            f"{server[0]}/slow.csv", tmp_path, timeout_s=0.2, say_after_s=0.05, told=words.append
        )
    waited = [said for said in words if "nothing has come for" in said]
    again = [said for said in words if "asking again" in said]
    assert len(waited) >= 3
    assert [said[-7:-1] for said in again] == ["2 of 3", "3 of 3"]
    assert "timed out" in again[0]
    assert len(server[1]) == 3


def test_a_server_that_drips_is_held_to_the_time_for_the_whole(server, tmp_path: Path) -> None:
    words: list[str] = []
    with pytest.raises(SourceError, match=r"too slow\. What came is kept"):
        download(
            f"{server[0]}/drip.csv", tmp_path, timeout_s=5, total_s=0.2, say_after_s=1,
            told=words.append,
        )  # fmt: skip
    assert words == []
    held = (tmp_path / "drip.csv.part").read_bytes()
    assert held
    assert BODY.startswith(held)


def test_a_file_of_this_computer_is_no_address(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="expected an address that begins with https"):
        download("file:///etc/hostname", tmp_path)
