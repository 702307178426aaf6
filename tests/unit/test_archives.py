"""Published files that come packed together."""

from __future__ import annotations

import hashlib
import tarfile
from typing import TYPE_CHECKING

import pytest

from alliance.errors import SourceError
from alliance.sources.tables.inbox import CATALOGUE, Inbox
from alliance.sources.tables.layout import TEXT, URN, Layout

if TYPE_CHECKING:
    from pathlib import Path

LAYOUT = Layout({"URN": URN, "Name": TEXT})
ARCHIVE = "gias/lists.tar.xz"


@pytest.fixture
def inbox(tmp_path: Path) -> Inbox:
    """Two lists in one archive, with the archive's row of the catalogue."""
    folder = tmp_path / "published"
    (folder / "gias").mkdir(parents=True)
    with tarfile.open(folder / ARCHIVE, "w:xz") as packed:
        for name, row in (("b.csv", "136472,Ash"), ("a.csv", "13647,Beech\n136474,Cedar")):
            (tmp_path / name).write_text(f"URN,Name\n{row}\n")
            packed.add(tmp_path / name, name)
    checksum = hashlib.sha256((folder / ARCHIVE).read_bytes()).hexdigest()
    (folder / CATALOGUE).write_text(
        "file,publisher,content,as_at,copy_found_in,licence,sha256\n"
        f"{ARCHIVE},The publisher,lists,2019,found there,OGL,{checksum}\n"
    )
    return Inbox(folder)


def test_each_file_of_an_archive_is_read_and_accounted_for_by_itself(inbox: Inbox) -> None:
    first, second = inbox.members(ARCHIVE)
    assert (first, second) == (f"{ARCHIVE}/a.csv", f"{ARCHIVE}/b.csv")
    assert inbox.rows(first, LAYOUT)["Name"].tolist() == ["Cedar"]
    assert inbox.rows(second, LAYOUT)["Name"].tolist() == ["Ash"]

    sources = inbox.sources().set_index("file")
    assert sources["publisher"].tolist() == ["The publisher"] * 2
    assert sources["as_catalogued"].all()
    assert sources["rows_refused"].to_dict() == {first: 1, second: 0}
    assert sources["sha256"].nunique() == 2
    assert inbox.refusals()["file"].tolist() == [first]


def test_an_archive_that_is_cut_off_says_so(inbox: Inbox) -> None:
    path = inbox.folder / ARCHIVE
    path.write_bytes(path.read_bytes()[:60])
    with pytest.raises(SourceError, match=r"lists\.tar\.xz: cannot be unpacked"):
        inbox.members(ARCHIVE)


def test_a_missing_archive_says_where_it_was_expected(inbox: Inbox) -> None:
    with pytest.raises(SourceError, match=r"other\.tar\.xz: no such file in .*published"):
        inbox.members("gias/other.tar.xz")
