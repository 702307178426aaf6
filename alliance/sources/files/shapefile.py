"""Shapefiles: several files that belong together, published in one zip file."""

from __future__ import annotations

import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from alliance.errors import SourceError

if TYPE_CHECKING:
    from alliance.budget.unpacking import Unpacking

SHAPES = ".shp"
# The shapes, their index, their values, on which grid they are drawn, and the letters of values.
PARTS = (SHAPES, ".shx", ".dbf", ".prj", ".cpg")
NEEDED = (SHAPES, ".shx", ".dbf")
ENDING = ".shp.zip"
# The day a zip file begins to count from: the same shapes give the same bytes.
NO_DAY = (1980, 1, 1, 0, 0, 0)


class Shapes(NamedTuple):
    """A shapefile within a zip file: the name it gets by itself, and its parts by their ending."""

    name: str
    parts: dict[str, zipfile.ZipInfo]


def parted(members: list[zipfile.ZipInfo]) -> tuple[list[Shapes], list[zipfile.ZipInfo]]:
    """Set a zip file's shapefiles apart from its other members, their metadata among these."""
    found = {
        _stem(one): Shapes(f"{Path(_plain(one)).stem}{ENDING}", {})
        for one in members
        if one.filename.lower().endswith(SHAPES)
    }
    others = []
    for one in members:
        ending = Path(one.filename).suffix.lower()
        if _stem(one) in found and ending in PARTS:
            found[_stem(one)].parts[ending] = one
        else:
            others.append(one)
    return list(found.values()), others


def repacked(
    archive: zipfile.ZipFile, shapes: Shapes, into: Path, of: str, spent: Unpacking
) -> None:
    """Write a shapefile into a zip file of its own in the folder ``into``; it is read as it is.

    ``of`` is the name of the zip file it comes from; ``spent`` counts what is unpacked.

    Raises
    ------
    SourceError
        A part is missing.
    TooMuch
        A part unpacks to more than the budget allows.
    """
    target, parts = into / shapes.name, shapes.parts
    missing = [ending for ending in NEEDED if ending not in parts]
    if missing:
        raise SourceError(
            f"{of}: the shapefile {shapes.name.removesuffix(ENDING)} lacks its part "
            f"{' and '.join(missing)}. Download it again."
        )
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(target, "w") as out:
        for ending in PARTS:
            if ending not in parts:
                continue
            part = parts[ending]
            plain = Path(folder) / f"areas{ending}"
            with archive.open(part) as packed:
                spent.into(packed, plain, part.compress_size)
            out.writestr(zipfile.ZipInfo(plain.name, NO_DAY), plain.read_bytes())


def _plain(member: zipfile.ZipInfo) -> str:
    return member.filename.replace("\\", "/")


def _stem(member: zipfile.ZipInfo) -> str:
    return _plain(member).lower().rsplit(".", 1)[0]
