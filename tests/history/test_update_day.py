"""Of which day a file tells: what it says itself is set against what is said of it."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from alliance import clock
from alliance.errors import SourceError
from alliance.sources.files.recognise import days_in, days_in_name
from tests.history.invented import extract_rows, headed, information_rows, write
from tests.history.reading import day_of, read_files

if TYPE_CHECKING:
    from alliance.history import History

PUBLISHED = Path(__file__).parent.parent / "published" / "gias"
LIST_2022 = PUBLISHED / "groupLinks_academies_sponsors_202208.csv"
GROUPS = PUBLISHED / "groups_academies_sponsors_202608.csv"
SEEN = "2026-10-01"
DAY = dt.date(2026, 10, 1)


@pytest.fixture
def rows(slice_history: History) -> pd.DataFrame:
    """An extract of 1 October 2026 in which everything stays as it was."""
    return extract_rows(slice_history, SEEN)


def refused(path: Path, folder: Path, day: dt.date | None, *says: str) -> None:
    with pytest.raises(SourceError) as fault:
        read_files([path], folder, day)
    for words in says:
        assert words in str(fault.value)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("edubasealldata20261001", DAY, DAY),
        ("latest inspections as at 1 October 2026", DAY, DAY),
        ("groups_202610", DAY, dt.date(2026, 10, 31)),
        ("published 20261012 as at 1 October 2026", DAY, DAY),
        ("2026-13", None, None),
        ("2022-2023_england_ks4final", None, None),
    ],
)
def test_a_day_or_a_month_is_read_from_words(
    text: str, first: dt.date | None, last: dt.date | None
) -> None:
    expected = [] if first is None else [(first, last)]
    assert days_in(text)[:1] == days_in_name(f"a folder 20200101/{text}.csv")[:1] == expected


def test_a_day_given_that_is_not_the_one_in_the_name_is_refused(
    folder: Path, rows: pd.DataFrame, tmp_path: Path
) -> None:
    path = write(rows, tmp_path / "edubasealldata20261001.csv")
    other = dt.date(2026, 10, 2)
    refused(path, folder, other, "given is 2 October 2026, but its name says 1 October 2026")
    assert day_of(path, folder, DAY) == DAY


def test_a_day_given_may_be_any_that_stands_in_the_name(
    folder: Path, rows: pd.DataFrame, tmp_path: Path
) -> None:
    path = write(rows, tmp_path / "extract 20261001 fetched 20261120.csv")
    assert day_of(path, folder, DAY) == DAY


def test_a_day_given_may_be_any_of_the_month_in_the_name(in_2019: Path, tmp_path: Path) -> None:
    path = Path(shutil.copyfile(LIST_2022, tmp_path / "links_202209.csv"))
    path.write_text(path.read_text("utf-8") + "\n", "utf-8")
    refused(path, in_2019, dt.date(2022, 10, 1), "but its name says September 2022")
    assert day_of(path, in_2019, dt.date(2022, 9, 12)) == dt.date(2022, 9, 12)


def test_a_day_given_before_what_an_extract_tells_of_is_refused_with_every_column(
    folder: Path, rows: pd.DataFrame, tmp_path: Path
) -> None:
    is_open = rows["EstablishmentStatus (name)"] == "Open"
    rows.loc[rows.index[is_open][0], "OpenDate"] = "01-09-2026"
    path = write(rows, tmp_path / "extract.csv")
    refused(
        path,
        folder,
        dt.date(2026, 1, 14),
        "the day given is 14 January 2026",
        f"“LastChangedDate” to 1 October 2026 (rows: {len(rows)})",
        f"“CensusDate” to 15 January 2026 (rows: {len(rows)})",
        "“OpenDate” to 1 September 2026 (rows: 1)",
        "or leave the day out",
    )
    assert day_of(path, folder) == DAY


def test_a_day_given_long_after_all_that_an_extract_tells_of_is_refused(
    folder: Path, rows: pd.DataFrame, tmp_path: Path
) -> None:
    path = write(rows, tmp_path / "extract.csv")
    refused(path, folder, dt.date(2026, 11, 20), "“LastChangedDate” is of 1 October 2026")


def test_a_name_that_its_own_file_speaks_against_is_refused(
    folder: Path, rows: pd.DataFrame, tmp_path: Path
) -> None:
    path = write(rows, tmp_path / "edubasealldata20260930.csv")
    refused(path, folder, None, "its name says 30 September 2026", "or mend its name")


def test_a_proposed_school_may_open_after_the_day(
    folder: Path, rows: pd.DataFrame, tmp_path: Path
) -> None:
    more = rows.head(1).assign(URN="199001", OpenDate="01-09-2027")
    more["EstablishmentStatus (name)"] = "Proposed to open"
    path = write(pd.concat([rows, more]), tmp_path / "extract.csv")
    assert day_of(path, folder, DAY) == DAY


def test_a_list_and_a_register_of_groups_speak_against_a_day_before_their_own(
    in_2019: Path, tmp_path: Path
) -> None:
    lists = tmp_path / "links.csv"
    lists.write_text(LIST_2022.read_text("utf-8").replace("2016-", "2023-"), "utf-8")
    refused(lists, in_2019, dt.date(2022, 12, 1), "“Joined date” to", "the day given is 1 Dec")
    groups = tmp_path / "groups.csv"
    groups.write_text(GROUPS.read_text("utf-8") + "\n", "utf-8")
    refused(groups, in_2019, dt.date(2018, 1, 1), "“closed_date” to")


def test_management_information_speaks_against_a_day_before_what_it_published(
    folder: Path, tmp_path: Path
) -> None:
    card = {"Inspection start date": "12/11/2025", "Publication date": "10/12/2025"}
    table = headed("ofsted_report_cards_2026-02", [{"URN": "100000", **card}])
    path = write(table, tmp_path / "information.csv")
    refused(path, folder, dt.date(2025, 12, 9), "“Publication date” to 10 December 2025")
    assert read_files([path], folder, dt.date(2025, 12, 10)).taken


def test_a_day_above_the_header_is_the_files_own(folder: Path, tmp_path: Path) -> None:
    path = write(information_rows([100000]), tmp_path / "information.csv")
    above = b"Latest inspections as at 28 February 2026\r\n"
    path.write_bytes(above + path.read_bytes())
    assert day_of(path, folder) == dt.date(2026, 2, 28)
    says = "the lines above its header say 28 February 2026"
    refused(path, folder, dt.date(2026, 2, 27), says)


def test_a_year_of_exams_that_is_not_the_one_in_the_name_is_refused(
    folder: Path, tmp_path: Path
) -> None:
    table = pd.DataFrame([["1", "136394", "61"]], columns=["RECTYPE", "URN", "ATT8SCR"])
    path = write(table, tmp_path / "2022-2023_england_ks4final.csv")
    refused(path, folder, dt.date(2024, 7, 1), "by its name the exams were in 2023")
    assert read_files([path], folder, dt.date(2023, 7, 1)).taken


@pytest.mark.parametrize("name", ["extract 31 October 2026", "extract_202610"])
@pytest.mark.quick_cases(1)
def test_a_file_of_the_month_we_are_in_is_taken_as_of_today(
    folder: Path,
    rows: pd.DataFrame,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
) -> None:
    today = dt.date(2026, 10, 12)
    monkeypatch.setattr(clock, "today", lambda: today)
    path = write(rows, tmp_path / f"{name}.csv")
    done = read_files([path], folder)
    assert done.taken[0].day == today
    assert done.taken[0].note == "Named for October 2026, which is not over: taken as of today."
    assert day_of(path, folder, DAY) == DAY
    refused(path, folder, dt.date(2026, 10, 13), "which lies in the future")
    monkeypatch.setattr(clock, "today", lambda: dt.date(2026, 11, 2))
    assert day_of(path, folder) == dt.date(2026, 10, 31)


def test_a_file_of_today_is_taken_and_other_days_to_come_of_this_month_are_not(
    folder: Path, rows: pd.DataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "today", lambda: DAY)
    path = write(rows, tmp_path / "edubasealldata20261001.csv")
    assert day_of(path, folder) == DAY
    for name in ("edubasealldata20261002.csv", "extract 30 November 2026.csv"):
        refused(write(rows, tmp_path / name), folder, None, "lies in the future; expected 1 Oct")


def test_a_day_to_come_is_refused(
    folder: Path, rows: pd.DataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(rows, tmp_path / "extract.csv")
    monkeypatch.setattr(clock, "today", lambda: dt.date(2026, 9, 30))
    says = "which lies in the future; expected 30 September 2026 or a day before"
    refused(path, folder, DAY, says)
    refused(path, folder, None, f"its newest change is of 1 October 2026, {says}")
