"""The whole history as one zip file: its tables, what their columns are, sources and licences."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import textwrap
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from alliance.errors import HistoryError
from alliance.history.documented import DOCUMENTED
from alliance.history.schema import TABLES
from alliance.history.store import MANIFEST
from alliance.history.table_words import ROWS, words_of
from alliance.settings import ROOT
from alliance.text.licences import STATEMENT

if TYPE_CHECKING:
    from alliance.history import History

LAYOUT = "2"
"""Rises where the same history makes another file."""
_MADE = (1980, 1, 1, 0, 0, 0)
"""The time of every file in it, so that the same history gives the same bytes."""
_WIDTH = 100
_LICENCE, _ABOUT = ROOT / "LICENSE", ROOT / "data" / "README.md"
_NUMBERS = "whole number"
_KINDS = {
    "category": "text",
    "str": "text",
    "datetime64[ms]": "day",
    "geometry": "outline",
    "boolean": "true or false",
    "bool": "true or false",
    "float32": "number of some six digits",
    "float64": "number",
    **dict.fromkeys(("int8", "int16", "int32", "int64"), _NUMBERS),
}
"""What the types of columns are called."""
_SOURCES = (
    "file",
    "publisher",
    "content",
    "as_at",
    "licence",
    "sha256",
    "rows_read",
    "rows_refused",
)


def whole_history(history: History, folder: Path) -> Path:
    """Return the zip file of a history in ``folder``; made once, and the one before removed.

    Its tables are the Parquet files as they lie on disk, each seen to be as the manifest says; the
    file is named by its content.

    Raises
    ------
    HistoryError
        The history is not of a folder, or another takes its place meanwhile.

    """
    file = folder / f"history-{history.version}-{LAYOUT}.zip"
    if file.exists():
        return file
    folder.mkdir(parents=True, exist_ok=True)
    handle, unfinished = tempfile.mkstemp(".unfinished", "history-", folder)
    try:
        with os.fdopen(handle, "wb") as stream:
            _fill(history, zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED))
        Path(unfinished).replace(file)
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise
    for other in folder.glob("history-*.zip"):
        if other != file:
            other.unlink(missing_ok=True)
    return file


def _fill(history: History, book: zipfile.ZipFile) -> None:
    place = history.folder
    if place is None:
        raise HistoryError("This history lies in no folder; expected one opened from disk.")
    with book:
        manifest = (place / MANIFEST).read_bytes()
        said = json.loads(manifest)
        if said.get("name", history.version) != history.version:
            raise HistoryError("Another history takes the place of this one. Ask again.")
        for name, text in (
            ("README.txt", _readme(history)),
            ("SCHEMA.txt", _schema(history)),
            ("SOURCES.csv", history.sources[list(_SOURCES)].to_csv(index=False)),
            ("ABOUT-THE-DATA.md", _ABOUT.read_text("utf-8")),
            ("CITATION.cff", _citation(history)),
            ("LICENCE-OF-THE-CODE.txt", _LICENCE.read_text("utf-8")),
        ):
            _write(book, name, text.encode(), zipfile.ZIP_DEFLATED)
        _write(book, MANIFEST, manifest, zipfile.ZIP_DEFLATED)
        _write(book, DOCUMENTED.name, DOCUMENTED.read_bytes(), zipfile.ZIP_DEFLATED)
        for name, told in sorted(said["tables"].items()):
            content = (place / f"{name}.parquet").read_bytes()
            if hashlib.sha256(content).hexdigest() != told["sha256"]:
                raise HistoryError(f"{name}.parquet changes while it is read. Ask again.")
            # Parquet is compressed as it is.
            _write(book, f"{name}.parquet", content, zipfile.ZIP_STORED)


def _write(book: zipfile.ZipFile, name: str, content: bytes, how: int) -> None:
    entry = zipfile.ZipInfo(name, _MADE)
    entry.external_attr = 0o644 << 16
    book.writestr(entry, content, how)


def _readme(history: History) -> str:
    licence = textwrap.fill(
        "It is compiled by this project from published records; it is no official statistic, and "
        f"none of the publishers endorses it. {STATEMENT}",
        _WIDTH,
    )
    return f"""Northern Alliance: the history of England's schools and trusts

History {history.version}, {history.first_day} to {history.last_day}, compiled from published
records.

*.parquet               one file a table; SCHEMA.txt says what a row of each is and what its columns
                        say. areas.parquet is GeoParquet.
SOURCES.csv             the files it was compiled from, each with its publisher and licence
documented_support.csv  support that published articles tell of, each case with its source
ABOUT-THE-DATA.md       for what days it holds, how it was worked out, what it cannot say
manifest.json           the days between which it is complete, and the checksum of each table

A fact holds between its dates: a school is open from opened until the day before closed, in a trust
from joined until the day before left. Where opened is missing a school was open before the records,
where closed or left is missing it still is. Where a day is known only to lie between two lists, the
last day that it can be stands in opened, closed, joined or left, and the day after which it lies in
opened_after and so on. Membership of trusts is complete from {history.complete_from}, overall
grades are known to {history.grades_to}.

The schools open on 1 June 2019, and their trusts:

In Python:   import pandas as pd
             day = pd.Timestamp("2019-06-01")
             schools = pd.read_parquet("schools.parquet")
             schools = schools[~(schools["opened"] > day) & ~(schools["closed"] <= day)]
             held = pd.read_parquet("memberships.parquet")
             held = held[(held["joined"] <= day) & ~(held["left"] <= day)]
             schools = schools.merge(held[["urn", "trust_uid"]], on="urn", how="left")
In R:        schools <- arrow::read_parquet("schools.parquet")
In DuckDB:   from 'schools.parquet' where (opened is null or opened <= '2019-06-01')
             and (closed is null or closed > '2019-06-01')

{licence}
https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/
"""


def _schema(history: History) -> str:
    lines = [
        "The tables: what a row is, and of each column its type and what it says. In front of the",
        "columns that name a row stands *. Any value that is not known is missing.",
        "",
    ]
    for name, table in TABLES.items():
        rows = len(getattr(history, name))
        lines += [f"{name}: {ROWS[name]} ({rows:,} rows)"]
        lines += [
            f"  {'*' if column in table.key else ' '} {column} ({_KINDS[kind.lower()]}): "
            f"{words_of(name, column)}"
            for column, kind in table.columns.items()
        ]
        lines.append("")
    return "\n".join(lines)


def _citation(history: History) -> str:
    return f"""cff-version: 1.2.0
message: "If you use these data, please cite them with the publishers named in SOURCES.csv."
title: "Northern Alliance: a history of England's schools and trusts"
type: dataset
authors:
  - name: "Northern Alliance contributors"
version: "{history.version}"
date-released: "{history.last_day}"
license: "OGL-UK-3.0"
"""
