"""Excel workbooks are read as they are published: the sheet is found by its columns."""

from __future__ import annotations

import csv
import datetime as dt
import shutil
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pandas as pd
import pytest

from alliance.errors import SourceError
from alliance.history import History, as_at, open_history
from alliance.history.compile.updating.update import update
from alliance.sources.files.parcel import unpack
from tests.history.invented import headed, write
from tests.history.reading import read_files

if TYPE_CHECKING:
    from collections.abc import Iterable

LAYOUTS = ("ofsted_latest_2015", "ofsted_latest_2018", "ofsted_inspections_2016-17")
DAYS = ("Inspection start date", "Publication date", "Previous inspection start date")
COVER = [["Management information"], [], ["Published by Ofsted, 2018"], ["See the notes", 1, 2]]


@pytest.fixture
def urns(slice_history: History) -> list[int]:
    """Academies that are open on the last day."""
    state = as_at(slice_history, slice_history.last_day)
    return state.loc[state["trust_uid"] == 5370, "urn"].head(3).tolist()


def book(
    path: Path, sheets: dict[str, Iterable[Iterable[Any]]], hidden: tuple[str, ...] = ()
) -> Path:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for title, rows in sheets.items():
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
        sheet.sheet_state = "hidden" if title in hidden else "visible"
    made.save(path)
    return path


def as_excel_has_it(table: pd.DataFrame) -> list[list[Any]]:
    """Give a table as a sheet holds it: a title above, headings on two lines, numbers and days."""
    rows: list[list[Any]] = [["All inspections, as at 1 October 2018"], []]
    rows.append([None if not name else name.replace(" ", "\n", 1) for name in table])
    for row in table.itertuples(index=False):
        values: list[Any] = []
        for name, text in zip(table, row, strict=True):
            if name in DAYS and text not in ("", "NULL"):
                values.append(dt.datetime.strptime(text, "%d/%m/%Y"))
            else:
                values.append(int(text) if text.isdigit() else text)
        rows += [values, []]
    return rows


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.quick_cases(1)
def test_a_workbook_gives_the_same_as_the_table_in_it(
    folder: Path, urns: list[int], tmp_path: Path, layout: str
) -> None:
    columns = set(headed(layout, [{}]).columns)
    start = "Inspection start date" if "Inspection start date" in columns else "Inspection date"
    judged = {
        start: "13/03/2018",
        "Overall effectiveness": "2",
        "Effectiveness of leadership and management": "2",
    }
    table = headed(layout, [{"URN": str(urn)} | judged for urn in urns])
    other = Path(shutil.copytree(folder, tmp_path / "other" / "history"))
    plain = write(table, tmp_path / "1_Oct_2018.csv")
    sheets = {"Cover": COVER, "Notes": [["URN", "the number"]], "Data": as_excel_has_it(table)}
    done = update([book(tmp_path / "1_Oct_2018.xlsx", sheets)], other)
    update([plain], folder)
    assert (done.taken[0].file, done.taken[0].rows_refused) == ("1_Oct_2018.xlsx.csv", 0)
    assert done.taken[0].rows_read == len(urns)
    assert done.left_aside == [
        f"sheet “{title}” of 1_Oct_2018.xlsx" for title in ("Cover", "Notes")
    ]
    one, two = (open_history(place).inspections.drop(columns="source") for place in (folder, other))
    assert one["start"].eq(pd.Timestamp("2018-03-13")).sum() == len(urns)
    pd.testing.assert_frame_equal(one, two)


def test_percentages_days_and_numbers_are_written_as_a_table_has_them(tmp_path: Path) -> None:
    path = tmp_path / "values.xlsx"
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.append(["URN", "Share", "All", "Score", "Day", "Empty", "Words"])
    sheet.append([100000, 0.725, 1, -0.25, dt.datetime(2018, 3, 13), None, " two\nlines "])
    sheet["B2"].number_format = sheet["C2"].number_format = "0.0%"
    made.save(path)
    into = tmp_path / "into"
    into.mkdir()
    (name,) = unpack(path, into).files
    with (into / name).open(encoding="utf-8") as file:
        rows = list(csv.reader(file))
    assert rows[1] == ["100000", "72.5%", "100%", "-0.25", "2018-03-13", "", "two lines"]


def test_results_are_read_from_a_workbook_with_their_percentages(
    folder: Path, tmp_path: Path
) -> None:
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.append(["Key stage 4 results, revised"])
    sheet.append(["RECTYPE", "URN", "TPUP", "ATT8SCR", "P8MEA", "PTL2BASICS_95", "EBACCAPS"])
    sheet.append([1, 136394, 61, 41.5, "SUPP", 0.305, 3.4])
    sheet["F3"].number_format = "0.0%"
    path = tmp_path / "2023-2024_england_ks4revised.xlsx"
    made.save(path)
    done = update([path], folder)
    assert (done.taken[0].content, done.taken[0].rows_refused) == ("school results key stage 4", 0)
    results = open_history(folder).results_ks4
    one = results.set_index(["year", "urn"]).loc[(2024, 136394)]
    assert (one["pupils"], one["attainment_8"]) == (61, 41.5)
    assert one["percent_grade5_english_maths"] == pytest.approx(30.5)
    assert one["progress_8_reason"] == "suppressed: too few pupils"


def test_beside_a_table_that_is_known_others_and_hidden_ones_are_left_aside(
    folder: Path, urns: list[int], tmp_path: Path
) -> None:
    table = headed("ofsted_latest_2018", [{"URN": str(urns[0])}])
    sheets = {
        "Schools": as_excel_has_it(table),
        "By provider": [["URN", "Provider", "Places"], [1, 2, 3]],
        "Working": as_excel_has_it(table),
    }
    path = book(tmp_path / "1_Oct_2018.xlsx", sheets, hidden=("Working",))
    done = read_files([path], folder)
    assert [one.file for one in done.taken] == ["1_Oct_2018.xlsx.csv"]
    assert set(done.left_aside) == {
        f"sheet “{title}” of 1_Oct_2018.xlsx" for title in ("By provider", "Working")
    }


def test_a_workbook_within_a_zip_file_and_under_another_name_is_read(
    folder: Path, urns: list[int], tmp_path: Path
) -> None:
    table = headed("ofsted_latest_2018", [{"URN": str(urns[0])}])
    own = book(tmp_path / "book.xlsx", {"Data": as_excel_has_it(table)})
    path = tmp_path / "1_Oct_2018.csv"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(own, "data/1_Oct_2018.download")
        archive.writestr("guide.txt", "How to read this")
    done = read_files([path], folder)
    assert [one.file for one in done.taken] == ["1_Oct_2018.download.csv"]
    assert done.left_aside == ["guide.txt"]


def test_a_table_named_otherwise_is_known_by_what_it_holds(
    folder: Path, urns: list[int], tmp_path: Path
) -> None:
    table = headed("ofsted_latest_2018", [{"URN": str(urns[0])}])
    plain = write(table, tmp_path / "plain.csv")
    for name in ("1_Oct_2018.txt", "1_Oct_2018.xlsx", "1_Oct_2018.gpkg"):
        done = read_files([Path(shutil.copyfile(plain, tmp_path / name))], folder)
        assert [one.file for one in done.taken] == [f"{name}.csv"]
    with zipfile.ZipFile(tmp_path / "in.zip", "w") as archive:
        archive.write(plain, "1_Oct_2018.txt")
    done = read_files([tmp_path / "in.zip"], folder)
    assert [one.file for one in done.taken] == ["1_Oct_2018.txt.csv"]


def test_of_a_sheet_that_is_empty_for_a_million_rows_only_what_it_holds_is_written(
    tmp_path: Path,
) -> None:
    made = openpyxl.Workbook()
    made.active.append(["URN", *(f"column {number}" for number in range(50))])
    made.active["A2"] = 100000
    made.active["XFD1048576"] = "far away"
    path = tmp_path / "long.xlsx"
    made.save(path)
    into = tmp_path / "into"
    into.mkdir()
    (name,) = unpack(path, into).files
    assert len((into / name).read_text("utf-8").splitlines()) == 2


def bomb(path: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 20_000_000)
    return path


def entities(path: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "xl/workbook.xml", '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbb">]><workbook/>'
        )
    return path


def damaged(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook")
    return path


def cut_off(path: Path) -> Path:
    whole = book(path, {"Data": COVER}).read_bytes()
    path.write_bytes(whole[:-100])
    return path


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda path: book(path, {"Cover": COVER}), "no sheet has a header row .* sheet “Cover”"),
        (lambda path: book(path, {"A": [["URN", "x", "y"], [1, 2, 3]]}), "not a file this app"),
        (bomb, "unpacks to more than"),
        (entities, "defines its own entities"),
        (damaged, "the workbook cannot be read"),
        (cut_off, "cannot be unpacked"),
    ],
)
@pytest.mark.quick_cases(2)
def test_a_workbook_that_cannot_be_used_says_why_and_changes_nothing(
    folder: Path, tmp_path: Path, make: Any, says: str
) -> None:
    before = open_history(folder).version
    with pytest.raises(SourceError, match=says):
        update([make(tmp_path / "1_Oct_2018.xlsx")], folder)
    assert open_history(folder).version == before
