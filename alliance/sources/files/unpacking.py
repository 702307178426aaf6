"""Unpacking within limits: what really comes out is counted, not what a file says of itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliance.errors import SourceError

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Protocol

    class Readable(Protocol):
        """What gives bytes a piece at a time."""

        def read(self, size: int, /) -> bytes:
            """Return the next bytes, at most ``size``; none at the end."""


# The register's full extract is about 60 MB unpacked, and packs to a tenth.
MOST_BYTES = 400_000_000
# Tables pack to a tenth, at the very best to a fiftieth; a bomb packs to a thousandth.
MOST_RATIO = 100
RATIO_FROM_BYTES = 5_000_000
CHUNK = 1 << 20


def unpack_into(packed: Readable, target: Path, name: str, packed_bytes: int) -> None:
    """Write what comes out of ``packed`` into ``target``.

    Raises
    ------
    SourceError
        More comes than the limits allow.
    """
    written = 0
    with target.open("wb") as out:
        while chunk := packed.read(CHUNK):
            written += len(chunk)
            see_size(name, written, packed_bytes)
            out.write(chunk)


def see_size(name: str, unpacked: int, packed: int) -> None:
    """Refuse what unpacks to more bytes than a table of the publishers does."""
    if unpacked > MOST_BYTES or unpacked > max(RATIO_FROM_BYTES, MOST_RATIO * packed):
        raise SourceError(
            f"{name}: unpacks to more than {in_megabytes(unpacked)} from {in_megabytes(packed)}; "
            f"expected {in_megabytes(MOST_BYTES)} and {MOST_RATIO} times its size at most. It is "
            "no table as the publishers give them."
        )


def in_megabytes(size: int) -> str:
    """Return a number of bytes as 12.3 MB."""
    return f"{size / 1e6:,.1f} MB"
