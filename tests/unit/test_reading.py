"""Published files that are broken in every way seen so far, each told plainly."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

from alliance.errors import SourceError
from alliance.sources.tables.layout import ANY_DAY_OR_BLANK, GIAS_DAY, TEXT, UID, URN, Layout
from alliance.sources.tables.reading import read_csv, told
from alliance.sources.tables.values import company_number, percent

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
        ("URN,Group Name\n136472,A trust\n", "no column 'Linked UID', 'Joined date'"),
        ("UPRN,Name\n1,2\n", "no header row holds the column 'URN'"),
        ("<!DOCTYPE html><html><body>Service unavailable</body></html>", "found a web page"),
        ("", "the file is empty"),
        (HEADER + "1,2,,4\n", "none of its 1 rows is right"),
        (HEADER, "none of its 0 rows is right"),
    ],
    ids=["cut off", "UTF-16", "columns", "header", "web page", "empty", "bad", "bare"],
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


def test_rows_ended_by_carriage_returns_alone_are_read(tmp_path: Path) -> None:
    text = (HEADER + GOOD + "\n" + GOOD.replace("136472", "136473")).replace("\n", "\r")
    reading = read_csv(written(tmp_path, text), "list.csv", LAYOUT)
    assert reading.rows["URN"].to_dict() == {2: "136472", 4: "136473"}


def test_a_hint_of_the_separator_is_passed_over_and_counts_as_a_row(tmp_path: Path) -> None:
    text = "sep=;\r\n" + (HEADER + GOOD + "x,1,A trust,01-09-2018\n").replace(",", ";")
    reading = read_csv(written(tmp_path, text), "list.csv", LAYOUT)
    assert reading.rows["URN"].to_dict() == {3: "136472"}
    assert reading.faults["row"].tolist() == [4]


def test_a_byte_of_no_encoding_costs_its_row_only_where_it_is_read(tmp_path: Path) -> None:
    header = HEADER.replace("\n", ",Street\n").encode()
    rows = [
        b"136472,4495,Bedford,01-02-2011,High \x81 Street",
        b"136473,4495,Bed\x9dford,01-02-2011,",
        b"136474,4495,Caf\xe9 St Mary\xe2\x80\x99s,01-02-2011,",
    ]
    reading = read_csv(written(tmp_path, header + b"\n".join(rows)), "list.csv", LAYOUT)
    assert reading.rows["Group Name"].to_dict() == {2: "Bedford", 4: "Café St Mary’s"}
    assert reading.faults[["row", "column"]].to_numpy().tolist() == [[3, "Group Name"]]
    assert "the byte 0x9d is no letter" in reading.faults["expected"].item()
    (note,) = reading.notes
    assert note.startswith("Row 2, column “Street”: the byte 0x81 is neither UTF-8 nor cp1252.")


def test_rows_of_other_things_are_left_aside_and_counted_not_refused(tmp_path: Path) -> None:
    layout = Layout(
        LAYOUT.columns,
        aside={"Group Name": lambda names: names.where(names.str.startswith("Children"), "")},
    )
    text = HEADER + GOOD + "20001,x,Children's centre,\n" * 3
    reading = read_csv(written(tmp_path, text), "list.csv", layout)
    assert (len(reading.rows), reading.rows_read, len(reading.faults)) == (1, 4, 0)
    assert reading.left_aside == {"Children's centre": 3}


def many(day: str, count: int = 20) -> str:
    """Give rows whose joining days are spelled otherwise, ``%d`` being 1, 2, 3 and so on."""
    return "".join(
        f"{136473 + number},1,A trust,{day.replace('%d', str(number + 1))}\n"
        for number in range(count)
    )


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (
            many("%d/09/18"),
            "20 of 21 values in “Joined date” are not a day as .*'1/09/18' in row 3",
        ),
        (many("9/%d/2018"), "in 8 of its days the month comes first, as '9/13/2018' in row 15"),
        (many("43131"), "So many are no slips"),
    ],
    ids=["two figures for the year", "month first", "numbers"],
)
def test_a_column_of_days_that_cannot_be_read_refuses_the_file(
    tmp_path: Path, rows: str, says: str
) -> None:
    layout = Layout({**LAYOUT.columns, "Joined date": ANY_DAY_OR_BLANK}, needed=("URN",))
    with pytest.raises(SourceError, match=says):
        read_csv(written(tmp_path, HEADER + GOOD + rows), "list.csv", layout)
    reading = read_csv(written(tmp_path, HEADER + GOOD + many("%d/9/2018")), "list.csv", layout)
    assert len(reading.faults) == 0
