"""Small files that cost whoever reads them dearly, made in a moment."""

from __future__ import annotations

import io
import json
import random
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING

from alliance.register.headings import HEADINGS

if TYPE_CHECKING:
    from pathlib import Path

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
    'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
    f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_TYPE}.sharedStrings+xml"/>'
    "</Types>",
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{_REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_REL}"><sheets>'
    '<sheet name="Support" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_REL}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_REL}/sharedStrings" Target="sharedStrings.xml"/>'
    "</Relationships>",
}
_HEADER = "".join(
    f'<c t="inlineStr"><is><t>{heading}</t></is></c>' for heading in ("URN", *HEADINGS)
)


def workbook(rows: str = "", strings: bytes = b"") -> bytes:
    """Return a workbook of one sheet: the register's headings, and ``rows`` below, as XML."""
    sheet = f'<worksheet xmlns="{_MAIN}"><sheetData><row r="1">{_HEADER}</row>{rows}</sheetData>'
    table = b'<sst xmlns="' + _MAIN.encode() + b'">' + strings + b"</sst>"
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in _PARTS.items():
            book.writestr(name, text)
        book.writestr("xl/worksheets/sheet1.xml", f"{sheet}</worksheet>")
        book.writestr("xl/sharedStrings.xml", table)
    return made.getvalue()


def far_row() -> bytes:
    """Return a workbook whose second row says that it is number 999,999,999."""
    return workbook('<row r="999999999"><c r="A999999999"><v>1</v></c></row>')


def many_strings(megabytes: int = 60) -> bytes:
    """Return a workbook of about a thousandth of the size that its shared strings unpack to."""
    return workbook(strings=b"<si><t>a</t></si>" * (megabytes * 1_000_000 // 17))


def nested_cells(deep: int = 100_000) -> bytes:
    """Return a workbook with elements within elements."""
    return workbook(strings=b"<si>" * deep + b"</si>" * deep)


def crossing(corners: int = 20_000) -> bytes:
    """Return GeoJSON of one district whose outline crosses itself millions of times."""
    pick = random.Random(1)  # noqa: S311 - the same every time
    ring = [[pick.uniform(-3, 1), pick.uniform(50.5, 54.5)] for _ in range(corners)]
    return _outlines({"type": "Polygon", "coordinates": [[*ring, ring[0]]]})


def nested(deep: int = 100_000) -> bytes:
    """Return GeoJSON whose coordinates are lists within lists."""
    shell = _outlines({"type": "Polygon", "coordinates": "HERE"})
    return shell.replace(b'"HERE"', b"[" * deep + b"]" * deep)


def _outlines(geometry: object) -> bytes:
    named = {"LAD23CD": "E06000001", "LAD23NM": "Hartlepool"}
    one = {"type": "Feature", "properties": named, "geometry": geometry}
    return json.dumps({"type": "FeatureCollection", "features": [one]}).encode()


def zip_of_many(path: Path, *, members: int = 6, megabytes: int = 395) -> Path:
    """Write a zip file whose members are each as large as one may be, all of the same few bytes.

    A member is one packed block over and over: what packs so is written once and repeated.
    """
    pick = random.Random(1)  # noqa: S311 - the same every time
    plain = b"URN,Linked UID,Group Name\n" + b"".join(
        b"%d,%d,%s\n" % (pick.randrange(10**6), pick.randrange(10**4), b"a" * 1500)
        for _ in range(660)
    )
    packer = zlib.compressobj(1, zlib.DEFLATED, -15)
    block = packer.compress(plain) + packer.flush(zlib.Z_FULL_FLUSH)
    times = megabytes * 1_000_000 // len(plain)
    checksum = 0
    for _ in range(times):
        checksum = zlib.crc32(plain, checksum)
    packed = block * times + packer.flush()
    entries, at = [], 0
    with path.open("wb") as out:
        for number in range(members):
            name = b"list%d.csv" % number
            told = struct.pack(
                "<HHHHHIIIHH",
                20, 0, 8, 0, 33, checksum, len(packed), len(plain) * times, len(name), 0,
            )  # fmt: skip
            out.write(b"PK\x03\x04" + told + name + packed)
            entries.append(
                b"PK\x01\x02\x14\x00" + told + struct.pack("<HHHII", 0, 0, 0, 0, at) + name
            )
            at += 4 + len(told) + len(name) + len(packed)
        held = b"".join(entries)
        out.write(held)
        out.write(b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, members, members, len(held), at, 0))
    return path


def one_text_everywhere() -> bytes:
    """Return a workbook of which every cell holds the same long text, which is stored once."""
    cells = "".join('<c t="s"><v>0</v></c>' for _ in range(90))
    rows = "".join(f'<row r="{number}">{cells}</row>' for number in range(2, 102))
    return workbook(rows, strings=b"<si><t>" + b"a" * 30_000 + b"</t></si>")


def entities() -> bytes:
    """Return a workbook that defines entities which grow, in letters that hide the word."""
    grown = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    text = (
        f'<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE sst [<!ENTITY e0 "aaaaaaaaaa">{grown}]>'
        f'<sst xmlns="{_MAIN}"><si><t>&e9;</t></si></sst>'
    )
    return _with_part("xl/sharedStrings.xml", text.encode("utf-16"))


def strings_elsewhere() -> bytes:
    """Return a workbook whose many strings lie in a part that is not called XML."""
    table = b'<sst xmlns="' + _MAIN.encode() + b'">' + b"<si/>" * 980_000 + b"</sst>"
    return _with_part("xl/strings.bin", table, instead_of="sharedStrings.xml")


def _with_part(name: str, content: bytes, instead_of: str = "") -> bytes:
    """Return a workbook with another part, to which its links lead."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook())) as plain,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as book,
    ):
        for part in plain.namelist():
            text = plain.read(part)
            if instead_of and not part.endswith(instead_of):
                text = text.replace(instead_of.encode(), name.rpartition("/")[2].encode())
            if part != name:
                book.writestr(part, text)
        book.writestr(name, content)
    return made.getvalue()
