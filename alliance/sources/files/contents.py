"""What a file is, told by its first bytes: its name may be anything."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

from alliance.errors import SourceError

if TYPE_CHECKING:
    from pathlib import Path

CSV, GEOJSON, GEOPACKAGE, WORKBOOK = ".csv", ".geojson", ".gpkg", ".xlsx"
ZIP, GZIP, SHAPEFILE = ".zip", ".gz", ".shp"
# What may stand for each; a shapefile is read from a zip of its parts.
SPELT = {CSV: (".csv",), GEOJSON: (".geojson", ".json"), GEOPACKAGE: (".gpkg",)}
HEAD = 4096
_BEGINS = {
    b"PK\x03\x04": ZIP,
    b"PK\x05\x06": ZIP,
    b"\x1f\x8b": GZIP,
    b"SQLite format 3\x00": GEOPACKAGE,
    b"\x00\x00\x27\x0a": SHAPEFILE,
}
_NOT_READ = {
    b"%PDF": "a PDF document",
    b"\xd0\xcf\x11\xe0": "a workbook or document of Office before 2007",
    b"Rar!": "a RAR archive",
    b"7z\xbc\xaf\x27\x1c": "a 7z archive",
}
_DOCUMENTS = {"content.xml": "an OpenDocument file", "word/document.xml": "a Word document"}
EXPECTED = (
    "expected a CSV table, an Excel workbook (xlsx), outlines as GeoJSON, GeoPackage or zipped "
    "shapefile, or a zip or gzip file that holds some"
)
SAVE_AS = {
    "a workbook or document of Office before 2007": " Save the sheet as CSV or xlsx.",
    "an OpenDocument file": " Save the sheet as CSV or xlsx.",
}


def contents_of(path: Path, name: str) -> str:
    """Return the ending under which what ``path`` holds is known: one of the constants above.

    Text that is nothing else counts as a CSV table. ``name`` is what the file is called.

    Raises
    ------
    SourceError
        It is of a kind that is not read, or a damaged archive.
    """
    with path.open("rb") as file:
        head = file.read(HEAD)
    for begin, what in _NOT_READ.items():
        if head.startswith(begin):
            raise not_read(name, what)
    found = next((kind for begin, kind in _BEGINS.items() if head.startswith(begin)), None)
    if found == ZIP:
        return _packed(path, name)
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return found or (GEOJSON if text.startswith((b"{", b"[")) else CSV)


def _packed(path: Path, name: str) -> str:
    """Tell a workbook, which is a zip file of its own kind, from other zip files."""
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
    if "xl/workbook.xml" in names:
        return WORKBOOK
    for part, what in _DOCUMENTS.items():
        if part in names:
            raise not_read(name, what)
    return ZIP


def not_read(name: str, what: str) -> SourceError:
    """Say that a file is of a kind that is not read."""
    return SourceError(f"{name}: found {what}, {EXPECTED}.{SAVE_AS.get(what, '')}")


def named(name: str, ending: str) -> str:
    """Return a file's name with the ending of what it holds, added where it has another."""
    return name if name.lower().endswith(SPELT.get(ending, (ending,))) else name + ending
