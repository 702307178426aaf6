"""Fetch published files: in pieces, taken up again where they broke off, and never too large."""

from __future__ import annotations

import hashlib
import http.client
import threading
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from alliance.errors import SourceError
from alliance.sources.unpacking import MOST_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from http.client import HTTPMessage
    from pathlib import Path
    from typing import IO

CHUNK = 1 << 16
TRIES = 3
# A server that has not said a word for so long is waited for aloud, and then asked again.
STALL_S = 15.0
SAY_AFTER_S = 5.0
CHECKSUM = "sha256="
RESUMED, NOTHING_LEFT = 206, 416
FAULTS = (urllib.error.URLError, http.client.HTTPException, OSError)


class _WebOnly(urllib.request.HTTPRedirectHandler):
    """Follows a redirection only to an address of the web."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        _of_the_web(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def download(
    address: str,
    folder: Path,
    *,
    timeout_s: float = STALL_S,
    total_s: float = 900.0,
    say_after_s: float = SAY_AFTER_S,
    progress: Callable[[int, int | None], object] = lambda _held, _of: None,
    told: Callable[[str], object] = lambda _words: None,
) -> Path:
    """Fetch ``address`` into ``folder`` and give the file's path.

    A file that breaks off is taken up again where it ended, now or on the next call. An address may
    end in ``#sha256=…``; the file must have that checksum.

    Parameters
    ----------
    timeout_s, total_s
        How long to wait for the next piece, and for the whole.
    say_after_s
        How long the server may be silent until that is told, and then told again.
    progress
        Called with the bytes held and, where known, how many there are.
    told
        Called with words on what is waited for, and on why the file is asked for again; from
        another thread, too.

    Raises
    ------
    SourceError
        The address is not of the web, does not answer, is too slow or too large, gives a web page,
        or another file than its checksum says.
    """
    plain, _, checksum = address.partition("#")
    name = name_of(plain)
    part = folder / f"{name}.part"
    until = time.monotonic() + total_s
    for attempt in range(1, TRIES + 1):
        try:
            with _aloud(plain, timeout_s, say_after_s, told) as heard:

                def came(held: int, whole: int | None, heard: Callable[[], None] = heard) -> None:
                    heard()
                    progress(held, whole)

                if _fetched(plain, part, timeout_s, until, came):
                    break
            why = "it ended early"
        except urllib.error.HTTPError as fault:
            raise SourceError(f"{plain}: answered {fault.code} ({fault.reason}).") from fault
        except FAULTS as fault:
            if attempt == TRIES:
                raise SourceError(
                    f"{plain}: broke off {TRIES} times ({fault}). What came is kept; try again."
                ) from fault
            why = str(fault)
        if attempt < TRIES:
            told(f"{plain}: broke off ({why}); asking again, {attempt + 1} of {TRIES}.")
    else:
        raise SourceError(f"{plain}: broke off {TRIES} times. What came is kept; try again.")
    return _checked(plain, part, checksum, folder / name)


@contextmanager
def _aloud(
    address: str, timeout_s: float, say_after_s: float, told: Callable[[str], object]
) -> Iterator[Callable[[], None]]:
    """Say, for as long as nothing is heard of the server, that it is waited for."""
    last = [time.monotonic()]
    over = threading.Event()

    def heard() -> None:
        last[0] = time.monotonic()

    def watch() -> None:
        while not over.wait(say_after_s):
            silent_s = time.monotonic() - last[0]
            if silent_s >= say_after_s:
                told(
                    f"{address}: nothing has come for {silent_s:.0f} s; after {timeout_s:.0f} s "
                    "it counts as broken off."
                )

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield heard
    finally:
        over.set()
        watcher.join()


def _fetched(
    address: str,
    part: Path,
    timeout_s: float,
    until: float,
    progress: Callable[[int, int | None], object],
) -> bool:
    """Fetch what is missing of ``part``; tell whether it is whole."""
    held = part.stat().st_size if part.exists() else 0
    request = urllib.request.Request(_of_the_web(address))  # noqa: S310 -- of the web, see there
    if held:
        request.add_header("Range", f"bytes={held}-")
    opener = urllib.request.build_opener(_WebOnly)
    try:
        answer = opener.open(request, timeout=timeout_s)
    except urllib.error.HTTPError as fault:
        if fault.code != NOTHING_LEFT:
            raise
        # The part is no beginning of this file.
        part.unlink(missing_ok=True)
        return False
    with answer:
        if answer.status != RESUMED:
            held = 0
        length = answer.headers.get("Content-Length")
        whole = held + int(length) if length and length.isdigit() else None
        with part.open("ab" if held else "wb") as out:
            # What is there is taken at once: a server that drips is heard, and held to the whole.
            while chunk := answer.read1(CHUNK):
                held += len(chunk)
                _within(address, held, whole, until, part)
                out.write(chunk)
                progress(held, whole)
    return whole is None or held >= whole


def _within(address: str, held: int, whole: int | None, until: float, part: Path) -> None:
    if max(held, whole or 0) > MOST_BYTES:
        part.unlink(missing_ok=True)
        raise SourceError(f"{address}: larger than {MOST_BYTES / 1e6:,.0f} MB.")
    if time.monotonic() > until:
        raise SourceError(f"{address}: too slow. What came is kept; try again to take it up.")


def _checked(address: str, part: Path, checksum: str, target: Path) -> Path:
    raw = part.read_bytes()
    start = raw[:2000].lstrip().lower()
    if not raw or start.startswith((b"<!doctype", b"<html")):
        part.unlink()
        raise SourceError(
            f"{address}: found {'a web page' if raw else 'nothing'}, expected a CSV or zip file."
        )
    found = hashlib.sha256(raw).hexdigest()
    if checksum and checksum != CHECKSUM + found:
        part.unlink()
        raise SourceError(f"{address}: has the checksum {found}, expected {checksum}.")
    part.replace(target)
    return target


def _of_the_web(address: str) -> str:
    if urlsplit(address).scheme not in ("http", "https"):
        raise SourceError(f"{address}: expected an address that begins with https:// or http://.")
    return address


def name_of(address: str) -> str:
    """Give the name under which a file of this address is kept."""
    name = unquote(urlsplit(address).path).replace("\\", "/").rsplit("/", 1)[-1]
    return name.lstrip(".") or "download"
