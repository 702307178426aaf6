"""Published files that are broken in every way seen so far, each told plainly."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

from alliance.errors import SourceError
from alliance.sources.layout import GIAS_DAY, TEXT, UID, URN, Layout
from alliance.sources.reading import read_csv, told
from alliance.sources.values import company_number, percent

if TYPE_CHECKING:
    from pathlib import Path

LAYOUT = Layout(
    {"URN": URN, "Linked UID": UID, "Group Name": TEXT, "Joined date": GIAS_DAY}, ("URN",)
)
HEADER = "URN,Linked UID,Group Name,Joined date\n"
GOOD = "136472,4495,Bedford Borough Learning Exchange,01-02-2011\n"


def written(folder: Path, content: str | bytes, name: str = "list.csv") -> Path:
    raw = content.encode() if isinstance(content, str) else content
    (folder / name).write_bytes(raw)
    return folder


def test_reads_a_list_with_windows_line_ends_and_a_nameless_last_column(tmp_path: Path) -> None:
    text = (HEADER.rstrip() + ",HasSharedHT\n" + GOOD).replace("\n", "\r\n")
    reading = read_csv(written(tmp_path, text), "list.csv", LAYOUT)
    assert reading.rows.to_dict("records") == [
        {
            "URN": "136472",
            "Linked UID": "4495",
            "Group Name": "Bedford Borough Learning Exchange",
            "Joined date": "01-02-2011",
        }
    ]


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig"])
def test_reads_accents_in_the_encodings_that_are_published(tmp_path: Path, encoding: str) -> None:
    text = HEADER + GOOD.replace("Bedford", "Bédford’s")
    reading = read_csv(written(tmp_path, text.encode(encoding)), "list.csv", LAYOUT)
    assert reading.rows["Group Name"].item() == "Bédford’s Borough Learning Exchange"


def test_finds_the_header_below_preamble_rows_and_numbers_rows_as_the_file_does(
    tmp_path: Path,
) -> None:
    text = "Management information\nAs at 1 October 2018,,,\n" + HEADER + GOOD
    reading = read_csv(written(tmp_path, text), "list.csv", LAYOUT)
    assert list(reading.rows.index) == [4]


def test_reads_a_compressed_file(tmp_path: Path) -> None:
    written(tmp_path, gzip.compress((HEADER + GOOD).encode()), "list.csv.gz")
    assert read_csv(tmp_path, "list.csv.gz", LAYOUT).rows_read == 1


def test_tells_every_fault_of_a_file_and_keeps_the_good_rows(tmp_path: Path) -> None:
    bad = "12345,x,,31-02-2017\n" + GOOD + "136473,1\n"
    bad += "".join(f"{urn},1,A trust,01-09-2018\n" for urn in range(136474, 136484))
    reading = read_csv(written(tmp_path, HEADER + GOOD + bad), "list.csv", LAYOUT)
    assert list(reading.rows["URN"][:3]) == ["136472", "136474", "136475"]
    assert (reading.rows_read, reading.rows_refused) == (14, 3)
    found = reading.faults[["row", "column", "found"]].itertuples(index=False)
    assert sorted(tuple(fault) for fault in found) == [
        (3, "Group Name", ""),
        (3, "Joined date", "31-02-2017"),
        (3, "Linked UID", "x"),
        (3, "URN", "12345"),
        (4, "URN", "136472"),
        (5, "(whole row)", "2 values: 136473,1…"),
    ]
    assert "list.csv, row 3, Joined date: found '31-02-2017', expected a day as dd-mm-yyyy" in told(
        reading.faults
    )


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (HEADER + GOOD + "136473,44", "cut off or damaged"),
        ((HEADER + GOOD).encode("utf-16"), "expected UTF-8 or cp1252"),
        ((HEADER + GOOD).encode() + b"136473,1,\x81\x8d,01-09-2018\n", "neither UTF-8 nor cp1252"),
        ("URN,Group Name\n136472,A trust\n", "no column 'Linked UID', 'Joined date'"),
        ("UPRN,Name\n1,2\n", "no header row holds the column 'URN'"),
        ("<!DOCTYPE html><html><body>Service unavailable</body></html>", "found a web page"),
        ("", "the file is empty"),
        (HEADER + "1,2,,4\n", "none of its 1 rows is right"),
        (HEADER, "none of its 0 rows is right"),
    ],
    ids=["cut off", "UTF-16", "no text", "columns", "header", "web page", "empty", "bad", "bare"],
)
def test_refuses_a_file_that_is_not_what_its_name_says(
    tmp_path: Path, content: str | bytes, says: str
) -> None:
    with pytest.raises(SourceError, match=says) as refused:
        read_csv(written(tmp_path, content), "list.csv", LAYOUT)
    assert str(refused.value).startswith("list.csv")


def test_refuses_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"list\.csv: no such file in .* Put it there"):
        read_csv(tmp_path, "list.csv", LAYOUT)


def test_refuses_an_archive_that_is_cut_off(tmp_path: Path) -> None:
    whole = gzip.compress((HEADER + GOOD * 50).encode())
    written(tmp_path, whole[:-20], "list.csv.gz")
    with pytest.raises(SourceError, match="cannot be read"):
        read_csv(tmp_path, "list.csv.gz", LAYOUT)


def test_restores_company_numbers_and_percentages(tmp_path: Path) -> None:
    text = HEADER + GOOD.replace("Bedford Borough Learning Exchange", "8811135.0")
    names = read_csv(written(tmp_path, text), "list.csv", LAYOUT).rows["Group Name"]
    assert company_number(names).item() == "08811135"
    assert percent(names.replace("8811135.0", "72%")).item() == 72.0
