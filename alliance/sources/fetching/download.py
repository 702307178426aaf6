"""Fetch published files: in pieces, taken up again where they broke off, and never too large.

What a server says by which a file is known again (``ETag``, ``Last-Modified``) is returned with it,
so that a file that has not changed is not fetched a second time.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import time
import zlib
from contextlib import ExitStack
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit

import httpx

from alliance.budget.limits import PUBLISHED
from alliance.errors import NotFetched, NotThere
from alliance.sources.fetching.servers import (
    SAY_AFTER_S,
    STALL_S,
    aloud,
    client,
    insist,
    nothing,
    see_status,
)
from alliance.sources.fetching.servers import of_the_web as _of_the_web

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from alliance.sources.fetching.servers import Told

CHUNK = 1 << 20
CHECKSUM = "sha256="
MARKS = ".marks"
GZIPPED = b"\x1f\x8b"
PAGE = (b"<!doctype", b"<html")
HEAD = 2000


class Marks(NamedTuple):
    """By what a file is known again, as its server said; blank where it said nothing."""

    etag: str = ""
    modified: str = ""

    @classmethod
    def of(cls, answer: httpx.Response) -> Marks:
        """Return the marks of the file that an answer holds."""
        return cls(answer.headers.get("ETag", ""), answer.headers.get("Last-Modified", ""))

    @property
    def unless_changed(self) -> dict[str, str]:
        """The header that asks for the rest of a file, or for all of it if it has changed."""
        # A weak ETag vouches for what a file says, not for its bytes.
        mark = self.etag if self.etag and not self.etag.startswith("W/") else self.modified
        return {"If-Range": mark} if mark else {}

    @property
    def if_changed(self) -> dict[str, str]:
        """The headers that ask for a file only if it has changed."""
        told = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: mark for name, mark in told.items() if mark}


class Fetched(NamedTuple):
    """A file as it was fetched, and its marks."""

    path: Path
    marks: Marks


def fetch(
    address: str,
    folder: Path,
    *,
    web: httpx.Client | None = None,
    name: str = "",
    held: Marks = Marks(),  # noqa: B008 -- it cannot be changed
    timeout_s: float = STALL_S,
    total_s: float = 900.0,
    say_after_s: float = SAY_AFTER_S,
    progress: Callable[[int, int | None], object] = nothing,
    told: Told = nothing,
) -> Fetched | None:
    """Fetch ``address`` into ``folder``; return nothing if the server's file is the one ``held``.

    A file that breaks off is taken up again where it ended, now or on the next call, unless it has
    changed since. An address may end in ``#sha256=…``; the file must have that checksum.

    Parameters
    ----------
    web
        The client that asks, with its own time limit for a connection; else one is made.
    name
        Under which the file is kept, where the address does not say.
    held
        The marks of the file that is known already.
    timeout_s, total_s
        How long to wait for the next piece, and for the whole.
    say_after_s
        How long the server may be silent until that is told, and then told again.
    progress
        Called with the bytes fetched and, where known, how many there are.
    told
        Called with words on what is waited for, and on why the file is asked for again; from
        another thread, too.

    Raises
    ------
    NotThere
        There is no file at the address, or a web page in its place.
    NotFetched
        The address is not of the web, does not answer, refuses, is too slow or too large, or has
        another checksum.
    """
    plain, _, checksum = _of_the_web(address).partition("#")
    with ExitStack() as stack:
        asking = web or stack.enter_context(client(timeout_s=timeout_s))
        path = folder / f"{name or name_of(plain)}.part"
        part = _Part(path, plain, time.monotonic() + total_s)

        def once() -> Marks | None:
            with aloud(plain, timeout_s, say_after_s, told) as heard:

                def came(now: int, whole: int | None) -> None:
                    heard()
                    progress(now, whole)

                return part.fetched(asking, held, timeout_s, came)

        marks = insist(plain, once, told)
    if marks is None:
        return None
    return Fetched(part.finished(checksum), marks)


class _Part:
    """What has come of a file so far, with the marks of the file it is a part of beside it."""

    def __init__(self, path: Path, address: str, until: float) -> None:
        self.path = path
        self.noted = path.with_name(path.name + MARKS)
        self.address = address
        self.until = until

    def fetched(
        self,
        web: httpx.Client,
        held: Marks,
        timeout_s: float,
        came: Callable[[int, int | None], object],
    ) -> Marks | None:
        """Fetch what is missing; return the marks, or nothing if the file is the one ``held``."""
        have = self.path.stat().st_size if self.path.exists() else 0
        before, whole_before = self._marks()
        asked = {"Range": f"bytes={have}-", **before.unless_changed} if have else held.if_changed
        with web.stream("GET", self.address, headers=asked, timeout=timeout_s) as answer:
            if answer.status_code == httpx.codes.NOT_MODIFIED:
                return None
            start, whole = _span(answer)
            fits = start == have and whole_before in (None, whole)
            if answer.status_code == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE or (
                answer.status_code == httpx.codes.PARTIAL_CONTENT and not fits
            ):
                # The part is no beginning of this file.
                self.forget()
                raise httpx.RemoteProtocolError("it has changed since", request=answer.request)
            see_status(answer, self.address)
            if answer.status_code != httpx.codes.PARTIAL_CONTENT:
                have = 0
            marks = Marks.of(answer)
            self.noted.write_text(json.dumps([*marks, whole]), "utf-8")
            with self.path.open("ab" if have else "wb") as out:
                # What is there is taken at once: a server that drips is heard, and held to the
                # whole. Bytes are kept as they come: packed ones are unpacked with the file.
                for piece in answer.iter_raw():
                    have += len(piece)
                    self._see_limits(have, whole)
                    out.write(piece)
                    came(have, whole)
        return marks

    def _marks(self) -> tuple[Marks, int | None]:
        """Return the marks of the file that the part belongs to, and that file's size."""
        try:
            etag, modified, whole = json.loads(self.noted.read_text("utf-8"))
        except (OSError, ValueError):
            return Marks(), None
        return Marks(etag, modified), whole

    def _see_limits(self, have: int, whole: int | None) -> None:
        if max(have, whole or 0) > PUBLISHED.each_bytes:
            self.forget()
            raise NotFetched(f"{self.address}: larger than {PUBLISHED.each_bytes / 1e6:,.0f} MB.")
        if time.monotonic() > self.until:
            raise NotFetched(
                f"{self.address}: too slow. What came is kept; try again to take it up."
            )

    def finished(self, checksum: str) -> Path:
        """Return the file its own name, if it is one."""
        self.noted.unlink(missing_ok=True)
        start = _beginning(self.path)
        if not start or start.startswith(PAGE):
            self.forget()
            raise NotThere(
                f"{self.address}: found {'a web page' if start else 'nothing'}, expected a CSV or "
                "zip file."
            )
        found = checksum_of(self.path)
        if checksum and checksum != CHECKSUM + found:
            self.forget()
            raise NotFetched(
                f"{self.address}: has the checksum {found}, expected "
                f"{checksum.removeprefix(CHECKSUM)}."
            )
        return self.path.replace(self.path.with_name(self.path.name.removesuffix(".part")))

    def forget(self) -> None:
        """Take away what has come."""
        self.path.unlink(missing_ok=True)
        self.noted.unlink(missing_ok=True)


def _span(answer: httpx.Response) -> tuple[int, int | None]:
    """Return where an answer begins in its file, and how many bytes the file has, if it says so."""
    said = re.match(r"bytes (\d+)-\d+/(\d+|\*)", answer.headers.get("Content-Range", ""))
    length = answer.headers.get("Content-Length", "")
    size = int(length) if length.isdigit() else None
    if answer.status_code != httpx.codes.PARTIAL_CONTENT:
        return 0, size
    if said is None:
        # Some servers leave the span out; it is the one that was asked for.
        start = int(answer.request.headers["Range"].removeprefix("bytes=").removesuffix("-"))
        return start, None if size is None else start + size
    return int(said[1]), int(said[2]) if said[2].isdigit() else None


def _beginning(path: Path) -> bytes:
    """Return the first letters of a file in lower case, unpacked where it is packed."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    if head.startswith(GZIPPED):
        try:
            with gzip.open(path) as packed:
                head = packed.read(HEAD)
        except (OSError, EOFError, zlib.error):
            # Damaged: that is said where the file is unpacked.
            return head
    return head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()


def checksum_of(path: Path, *, unpacked: bool = False) -> str:
    """Return the SHA-256 of a file; with ``unpacked``, of what it holds where it is gzipped."""
    with path.open("rb") as file:
        packed = unpacked and file.read(len(GZIPPED)) == GZIPPED
    digest = hashlib.sha256()
    with gzip.open(path) if packed else path.open("rb") as file:
        while piece := file.read(CHUNK):
            digest.update(piece)
    return digest.hexdigest()


def name_of(address: str) -> str:
    """Return the name under which a file of this address is kept."""
    name = unquote(urlsplit(address).path).replace("\\", "/").rsplit("/", 1)[-1]
    return name.lstrip(".") or "download"
