"""What a broken file does to an update: it is told, and the history stays; or rows are refused."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from alliance.errors import SourceError
from alliance.history import open_history
from alliance.history.compile.updating.update import update
from alliance.settings import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable

LIST_2022 = (
    Path(__file__).parent.parent / "published" / "gias" / "groupLinks_academies_sponsors_202208.csv"
)
TEXT = LIST_2022.read_text("utf-8")
LINES = TEXT.splitlines()


@pytest.fixture
def folder(in_2019: Path) -> Path:
    """A history made without the lists since June 2019 that a test may change."""
    return in_2019


def without(column: str) -> str:
    """Give the list without one of its columns' names."""
    return TEXT.replace(column, "Something else", 1)


def test_what_is_no_table_known_is_refused_before_the_evidence_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("alliance.history.compile.evidence.read", pytest.fail)
    (tmp_path / "table.csv").write_text("a,b\n1,2\n")
    with pytest.raises(SourceError, match="table"):
        update([tmp_path / "table.csv"], ROOT / "data" / "history", dry_run=True)


def packed(path: Path) -> None:
    path.write_bytes(gzip.compress(TEXT.encode())[:-900])


def zipped(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("list.csv", TEXT)
    whole = path.read_bytes()
    path.write_bytes(whole[:400] + b"\x00" * 400 + whole[800:])


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("cut off in a row", TEXT[: len(TEXT) - 60], "cut off or damaged"),
        ("UTF-16", TEXT.encode("utf-16"), "found UTF-16.* save it as “CSV UTF-8”"),
        ("no text", b"\x89PNG\r\n\x1a\n\x00\x00", "found no text, expected a CSV table"),
        (
            "undefined bytes",
            TEXT.encode().replace(b"Group Name", b"Group\x81Name"),
            "which lacks 'Group Name'",
        ),
        ("a missing column", without("Group Name"), "which lacks 'Group Name'"),
        ("a later missing column", without("PhaseOfEducation (name)"), "has no column 'Phase"),
        ("the header alone", LINES[0], "it ends with its header"),
        ("an error page", "<!DOCTYPE html><p>Too many requests</p>", "found a web page"),
        ("nothing", "", "the file is empty"),
        ("no trust", "\n".join([LINES[0], "1,2"]), "cut off or damaged"),
    ],
)
@pytest.mark.quick_cases(3)
def test_a_broken_file_is_told_and_the_history_stays(
    folder: Path, tmp_path: Path, name: str, content: str | bytes, says: str
) -> None:
    before = open_history(folder).version
    path = tmp_path / f"{name} 20230901.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(SourceError, match=says):
        update([path], folder)
    assert open_history(folder).version == before
    assert [held.name for held in folder.parent.iterdir()] == ["history"]


def cut_off(path: Path) -> None:
    zipped(path)
    path.write_bytes(path.read_bytes()[:-100])


DAMAGED = "cannot be unpacked: it is damaged or cut off, .*Download it again"


@pytest.mark.parametrize(
    ("name", "write", "says"),
    [
        ("list 20230901.csv.gz", packed, DAMAGED),
        ("list 20230901.zip", zipped, DAMAGED),
        ("list 20230901.zip", cut_off, DAMAGED),
        ("list 20230901.csv", cut_off, DAMAGED),
        ("list.csv.gz", lambda path: path.write_text("URN,a,b"), "Nearest is .* which lacks"),
        ("list.zip", lambda path: write_workbook(path), "the workbook cannot be read"),
        ("list.xlsx", lambda path: write_workbook(path), "the workbook cannot be read"),
    ],
)
@pytest.mark.quick_cases(2)
def test_a_damaged_archive_is_told_and_the_history_stays(
    folder: Path, tmp_path: Path, name: str, write: Callable[[Path], None], says: str
) -> None:
    before = open_history(folder).version
    write(tmp_path / name)
    with pytest.raises(SourceError, match=says):
        update([tmp_path / name], folder)
    assert open_history(folder).version == before


def write_workbook(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")


def test_a_folder_is_told_to_be_given_as_its_files(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"found a folder, expected a file. Give the files in it"):
        update([tmp_path], folder)


def test_a_table_packed_with_gzip_is_read_whatever_its_name(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "list 20230901.csv"
    path.write_bytes(gzip.compress(TEXT.encode() + b"\n"))
    assert update([path], folder, dry_run=True).taken[0].rows_read == len(LINES) - 1


def test_values_and_rows_that_are_not_right_are_refused_and_the_others_taken(
    folder: Path, tmp_path: Path
) -> None:
    header = LINES[0].split(",")
    joined, urn = header.index("Joined date"), header.index("URN")
    impossible, letters = LINES[2].split(","), LINES[3].split(",")
    impossible[joined] = "2022-02-31"
    letters[urn] = "ABCDEF"
    lines = [*LINES[:2], ",".join(impossible), ",".join(letters), *LINES[4:], LINES[1]]
    path = tmp_path / "list 20230901.csv"
    path.write_text("\n".join(lines))
    done = update([path], folder)
    faults = done.faults[["row", "column", "found"]].to_numpy().tolist()
    assert faults == [
        [3, "Joined date", "2022-02-31"],
        [4, "URN", "ABCDEF"],
        [len(lines), "URN", LINES[1].split(",")[urn]],
    ]
    assert done.taken[0].rows_refused == 3
    after = open_history(folder)
    # The academy whose joining day alone was refused is still there; else it would be closed.
    members = after.memberships[after.memberships["last_seen"] == "2023-09-01"]
    assert int(impossible[urn]) in set(members["urn"])
    assert int(LINES[3].split(",")[urn]) not in set(members["urn"])
    assert str(after.lists[-1]) == "2023-09-01"
    assert after.refusals["file"].eq("list 20230901.csv").sum() == 3
