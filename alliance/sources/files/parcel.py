"""Files as they are downloaded: tables, workbooks, outlines, or a zip file that holds some."""

from __future__ import annotations

import gzip
import re
import shutil
import zipfile
import zlib
from typing import TYPE_CHECKING, NamedTuple

from alliance.budget.limits import PUBLISHED, in_megabytes
from alliance.budget.unpacking import Unpacking
from alliance.errors import NotKnown, SourceError, TooMuch
from alliance.sources.files import shapefile, workbook
from alliance.sources.files.contents import (
    CSV,
    EXPECTED,
    GEOJSON,
    GEOPACKAGE,
    GZIP,
    SHAPEFILE,
    SPELT,
    WORKBOOK,
    ZIP,
    contents_of,
    named,
    not_read,
)
from alliance.sources.tables.reading import header_of

if TYPE_CHECKING:
    from pathlib import Path

ENTRY = ".entry"
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
)
SCHOOL_YEAR = re.compile(r"(?<!\d)20(\d\d)[-_](?:20)?(\d\d)(?![-_]?\d)")


class Unpacked(NamedTuple):
    """The names of the tables and outlines in a file, and what was left aside in it.

    ``is_archive`` says that others may have put into it what nobody here asked for.
    """

    files: list[str]
    left_aside: list[str]
    is_archive: bool = False


def unpack(path: Path, into: Path, spent: Unpacking | None = None) -> Unpacked:
    """Put the tables and outlines of ``path`` into the folder ``into``, by their own plain names.

    What a file holds is told by its contents: each is named by what it is, a workbook's sheets
    become CSV tables, and a shapefile one file of its parts. ``spent`` counts what was unpacked of
    files that are handed in together.

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
    if path.stat().st_size > PUBLISHED.each_bytes:
        raise SourceError(
            f"{path.name}: {in_megabytes(path.stat().st_size)}, expected "
            f"{in_megabytes(PUBLISHED.each_bytes)} or less."
        )
    spent = spent or Unpacking(PUBLISHED)
    try:
        kind = contents_of(path, path.name)
        if kind == ZIP:
            return _unzipped(path, into, spent)
        if kind == GZIP:
            entry = into / ENTRY
            with gzip.open(path) as packed:
                spent.into(packed, entry, path.stat().st_size)
            name = path.name[: -len(GZIP)] if path.suffix.lower() == GZIP else path.name
            return _taken(entry, name, contents_of(entry, name), into)
    except TooMuch as fault:
        raise SourceError(
            f"{path.name}: {fault}. It is nothing that the publishers give."
        ) from fault
    except _BROKEN as fault:
        raise SourceError(f"{path.name}: cannot be unpacked: {_why(fault)}.") from fault
    if kind == WORKBOOK:
        return Unpacked(*workbook.as_tables(path, path.name, into))
    entry = into / ENTRY
    shutil.copyfile(path, entry)
    return _taken(entry, path.name, kind, into)


def _why(fault: Exception) -> str:
    """Say why a file cannot be unpacked, and what to do."""
    if isinstance(fault, NotImplementedError):
        return "it is packed in an unusual way. Unpack it, and give the files in it"
    if isinstance(fault, RuntimeError) and "password" in str(fault):
        return "it is locked with a password. Unpack it, and give the files in it"
    return "it is damaged or cut off, so that its end is missing or wrong. Download it again"


def _taken(entry: Path, name: str, kind: str, into: Path) -> Unpacked:
    """Return a file just unpacked its own name, or make tables of it."""
    if kind == SHAPEFILE:
        raise SourceError(
            f"{name}: a shapefile is several files, .shp, .shx, .dbf and .prj. Give the zip file "
            "in which they were published."
        )
    if kind in (ZIP, GZIP):
        raise not_read(name, "an archive within an archive")
    if kind == WORKBOOK:
        sheets = workbook.as_tables(entry, name, into)
        entry.unlink()
        return Unpacked(*sheets)
    # Text that is no table is told for what its name says it should be.
    own = (
        name
        if kind == CSV and _outlines_by_name(name) and not _is_table(entry)
        else named(name, kind)
    )
    entry.rename(into / own)
    return Unpacked([own], [])


def _outlines_by_name(name: str) -> bool:
    return name.lower().endswith((*SPELT[GEOJSON], *SPELT[GEOPACKAGE]))


def _is_table(entry: Path) -> bool:
    try:
        header_of(entry)
    except SourceError:
        return False
    return True


def _unzipped(path: Path, into: Path, spent: Unpacking) -> Unpacked:
    """Take what a zip file holds: by its name, or for what it is where its name says nothing."""
    files: list[str] = []
    left_aside: list[str] = []
    seen: set[str] = set()
    with spent.archive(path) as archive:
        members = [member for member in archive.infolist() if not member.is_dir()]
        shapes, members = shapefile.parted(members)
        for one in shapes:
            if one.name in files:
                raise _twice(path, one.name)
            shapefile.repacked(archive, one, into, path.name, spent)
            files.append(one.name)
        for member in members:
            name = _own_name(member.filename)
            entry = into / ENTRY
            with archive.open(member) as packed:
                spent.into(packed, entry, member.compress_size)
            kind = _kind_within(entry, name)
            if not kind:
                entry.unlink()
                left_aside.append(name)
                continue
            if name in seen:
                raise _twice(path, name)
            seen.add(name)
            try:
                found = _taken(entry, name, kind, into)
            except NotKnown:
                entry.unlink()
                left_aside.append(name)
                continue
            files += found.files
            left_aside += found.left_aside
    if not files:
        raise SourceError(
            f"{path.name}: holds no table and no outlines; found "
            f"{', '.join(left_aside) or 'nothing'}. Within it, {EXPECTED}."
        )
    return Unpacked(files, left_aside, is_archive=True)


def _own_name(member: str) -> str:
    """Return a member's name, with the school year that only its folder says, as 2022-2023.

    The folder is not followed: it could lead anywhere.
    """
    *folders, name = member.replace("\\", "/").split("/")
    told = [year for folder in folders if (year := SCHOOL_YEAR.search(folder))]
    years = [year[0] for year in told if int(year[2]) == (int(year[1]) + 1) % 100]
    return f"{years[-1]}_{name}" if years and not SCHOOL_YEAR.search(name) else name


def _twice(path: Path, name: str) -> SourceError:
    return SourceError(f"{path.name}: holds two files of the name {name}.")


def _kind_within(entry: Path, name: str) -> str:
    """Tell what a part of a zip file is; blank for what comes along with tables, as a guide."""
    if name.startswith("."):
        return ""
    try:
        kind = contents_of(entry, name)
    except SourceError:
        return ""
    if kind in (GEOPACKAGE, WORKBOOK) or name.lower().endswith(SPELT.get(kind, ())):
        return kind
    if kind == GEOJSON:
        return kind if b'"FeatureCollection"' in entry.read_bytes()[:500] else ""
    return CSV if kind == CSV and (_outlines_by_name(name) or _is_table(entry)) else ""
