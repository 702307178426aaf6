"""Files as they are downloaded: a CSV table, outlines, or a zip or gzip file that holds some."""

from __future__ import annotations

import gzip
import shutil
import zipfile
import zlib
from typing import TYPE_CHECKING, NamedTuple

from alliance.errors import SourceError
from alliance.sources.outlines import SUFFIXES

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Protocol

    class Readable(Protocol):
        """What gives bytes a piece at a time."""

        def read(self, size: int, /) -> bytes:
            """Give the next bytes, at most ``size``; none at the end."""


# The register's full extract is about 60 MB unpacked, and packs to a tenth.
MOST_BYTES = 400_000_000
MOST_FILES = 40
# Tables pack to a tenth, at the very best to a fiftieth; a bomb packs to a thousandth.
MOST_RATIO = 100
RATIO_FROM_BYTES = 5_000_000
CHUNK = 1 << 20
READ = (".csv", *SUFFIXES)
WORKBOOKS = {".xls", ".xlsx", ".ods"}
WORKBOOK_MEMBER = "[Content_Types].xml"
AS_CSV = "Save the sheet as CSV."
ZIP, GZIP = b"PK\x03\x04", b"\x1f\x8b"
NOT_READ = {*WORKBOOKS, ".shp", ".pdf", ".doc", ".docx"}


_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
)


class Unpacked(NamedTuple):
    """The names of the tables and outlines in a file, and what was left aside in it."""

    files: list[str]
    left_aside: list[str]


def unpack(path: Path, into: Path) -> Unpacked:
    """Put the tables and outlines of ``path`` into the folder ``into``, by their own plain names.

    Raises
    ------
    SourceError
        The file is missing or damaged, holds no table, or holds more than the limits allow.
    """
    if path.is_dir():
        raise SourceError(
            f"{path}: found a folder, expected a file. Give the files in it, as {path}/*.csv."
        )
    if not path.is_file():
        raise SourceError(f"{path.name}: no such file in {path.parent}. Give the path of a file.")
    if path.stat().st_size > MOST_BYTES:
        raise SourceError(
            f"{path.name}: {_size(path.stat().st_size)}, expected {_size(MOST_BYTES)} or less."
        )
    if path.suffix.lower() in NOT_READ:
        how = f" {AS_CSV}" if path.suffix.lower() in WORKBOOKS else ""
        raise SourceError(
            f"{path.name}: expected a CSV table, outlines as GeoJSON or GeoPackage, or a zip or "
            f"gzip file that holds some.{how}"
        )
    with path.open("rb") as file:
        start = file.read(4)
    try:
        if zipfile.is_zipfile(path):
            return _unzipped(path, into)
        if start == ZIP:
            raise EOFError
        if start.startswith(GZIP) or path.suffix.lower() == ".gz":
            name = path.name[:-3] if path.suffix.lower() == ".gz" else path.name
            with gzip.open(path) as packed:
                _copy(packed, into / name, path.name, path.stat().st_size)
            return Unpacked([name], [])
    except _BROKEN as fault:
        raise SourceError(f"{path.name}: cannot be unpacked: {_why(fault)}.") from fault
    shutil.copyfile(path, into / path.name)
    return Unpacked([path.name], [])


def _why(fault: Exception) -> str:
    """Say why a file cannot be unpacked, and what to do."""
    if isinstance(fault, NotImplementedError):
        return "it is packed in an unusual way. Unpack it, and give the files in it"
    if isinstance(fault, RuntimeError) and "password" in str(fault):
        return "it is locked with a password. Unpack it, and give the files in it"
    if isinstance(fault, gzip.BadGzipFile):
        return "it is no gzip file, or a damaged one. Download it again"
    return "it is damaged or cut off, so that its end is missing or wrong. Download it again"


def _unzipped(path: Path, into: Path) -> Unpacked:
    files, left_aside = [], []
    with zipfile.ZipFile(path) as archive:
        if WORKBOOK_MEMBER in archive.namelist():
            raise SourceError(f"{path.name}: found a workbook, expected CSV tables. {AS_CSV}")
        members = [member for member in archive.infolist() if not member.is_dir()]
        if len(members) > MOST_FILES:
            raise SourceError(
                f"{path.name}: holds {len(members):,} files, expected {MOST_FILES} or fewer."
            )
        for member in members:
            # The folder a member names is not followed: it could lead anywhere.
            name = member.filename.replace("\\", "/").rsplit("/", 1)[-1]
            if not name.lower().endswith(READ) or name.startswith("."):
                left_aside.append(name)
                continue
            if (into / name).exists():
                raise SourceError(f"{path.name}: holds two files of the name {name}.")
            with archive.open(member) as packed:
                _copy(packed, into / name, f"{path.name}, {name}", member.compress_size)
            files.append(name)
    if not files:
        raise SourceError(
            f"{path.name}: holds no CSV table and no outlines; found "
            f"{', '.join(left_aside) or 'nothing'}."
        )
    return Unpacked(files, left_aside)


def _copy(packed: Readable, target: Path, name: str, packed_bytes: int) -> None:
    """Unpack within the limits, counting what really comes out, not what the file says."""
    written = 0
    with target.open("wb") as out:
        while chunk := packed.read(CHUNK):
            written += len(chunk)
            too_dense = written > max(RATIO_FROM_BYTES, MOST_RATIO * packed_bytes)
            if written > MOST_BYTES or too_dense:
                raise SourceError(
                    f"{name}: unpacks to more than {_size(written)} from {_size(packed_bytes)}; "
                    f"expected {_size(MOST_BYTES)} and {MOST_RATIO} times its size at most. It is "
                    "no table as the publishers give them."
                )
            out.write(chunk)


def _size(size: int) -> str:
    return f"{size / 1e6:,.1f} MB"
