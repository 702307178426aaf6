"""Downloads: what a spreadsheet, a script and a geographic program find in them."""

from __future__ import annotations

import datetime as dt
import io
import re
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import openpyxl
import pandas as pd
import pyogrio
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from alliance.analysis.filters import Filter
from alliance.errors import QuestionError
from alliance.exports import (
    About,
    about_file,
    csv_file,
    excel,
    excel_file,
    file_name,
    filter_in_words,
    geopackage_file,
    scope_in_name,
)

if TYPE_CHECKING:
    from pathlib import Path

    from alliance.history import History

DAY = dt.date(2019, 6, 1)
FORMULAS = ['=HYPERLINK("http://x")', "+1+1", "-2+3", "@SUM(A1)", "\t=1+1", " =1+1", "＝1+1"]


def about(**changes: Any) -> About:
    sources = pd.DataFrame(
        {
            "publisher": ["Ofsted", "Ofsted", "=cmd|' /C calc'!A0"],
            "content": ["inspections", "inspections", "boundaries"],
            "as_at": ["2020-08-31", "2020-08-31", "2019-12"],
            "licence": ["Open Government Licence v3.0"] * 3,
            "sha256": ["a", "b", "c"],
        }
    )
    given = {
        "title": "Schools in need: Doncaster’s",
        "day": DAY,
        "filter_words": "Opportunity Area: Doncaster.",
        "sources": sources,
        "made_on": dt.date(2026, 11, 21),
    }
    return About(**(given | changes))


def schools(names: list[str | None]) -> pd.DataFrame:
    count = len(names)
    return pd.DataFrame(
        {
            "URN": pd.array(range(100_001, 100_001 + count), dtype="int32"),
            "School": pd.Series(names, dtype="str"),
            "Phase": pd.Categorical(["Primary", None] * (count // 2) + ["Primary"] * (count % 2)),
            "Grade": pd.array([2, None] * (count // 2) + [3] * (count % 2), dtype="Int8"),
            "Inspected": pd.to_datetime(["2018-03-07"] * count).astype("datetime64[ms]"),
            "Disadvantaged %": np.full(count, 16.200001, dtype="float32"),
            "Inherited": [True] * count,
        }
    )


def sheet_of(content: bytes, name: str) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))[name]


def test_a_csv_starts_with_its_headings_and_reads_back_as_it_was() -> None:
    table = schools(["St Mary’s", "Ysgol, “Un”", None])
    file = csv_file(table, about())
    back = pd.read_csv(io.BytesIO(file.content), encoding="utf-8-sig", parse_dates=["Inspected"])
    assert back["School"].tolist()[:2] == ["St Mary’s", "Ysgol, “Un”"]
    assert back["School"].isna().tolist() == [False, False, True]
    assert back["URN"].tolist() == [100_001, 100_002, 100_003]
    assert back["Disadvantaged %"].tolist() == [16.2] * 3
    assert file.content.endswith(b",16.2,TRUE\r\n")
    assert back["Inherited"].tolist() == [True] * 3
    assert (back["Inspected"] == pd.Timestamp("2018-03-07")).all()
    assert file.name == "schools-in-need-doncasters-2019-06-01.csv"
    assert file.content.startswith("\ufeffURN,School".encode())


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_from_data_is_a_formula_in_a_csv(text: str) -> None:
    table = schools([text]).rename(columns={"Phase": text})
    file = csv_file(table, about())
    back = pd.read_csv(io.BytesIO(file.content), encoding="utf-8-sig", keep_default_na=False)
    assert back["School"].tolist() == [f"'{text}"]
    assert back.columns[2] == f"'{text}"


def test_negative_numbers_stay_numbers_in_a_csv() -> None:
    file = csv_file(pd.DataFrame({"Change": [-1.5, 2.0]}), about())
    assert file.content.decode("utf-8-sig") == "Change\r\n-1.5\r\n2.0\r\n"


def test_the_text_beside_a_csv_names_day_filter_rows_and_each_source_once() -> None:
    text = about_file(about(notes=("Partial.",)), {"Schools": 1234}).content.decode("utf-8-sig")
    assert "Day shown: 1 June 2019" in text
    assert "Filter: Opportunity Area: Doncaster." in text
    assert "Rows in Schools: 1,234" in text
    assert "Made on: 21 November 2026" in text
    assert "Note: Partial." in text
    assert text.count("Ofsted: inspections (2020-08-31). Open Government Licence v3.0") == 1


def test_a_file_is_named_by_page_table_scope_and_day(history: History) -> None:
    chosen = Filter(DAY, regions=("Alliance region",), phases=("Secondary",), grades=(4,))
    asked = about(title="Schools", page="Schools", scope=scope_in_name(history, chosen))
    name = "schools-alliance-region-secondary-inadequate-2019-06-01.xlsx"
    assert excel_file({"Schools": schools(["A"])}, asked).name == name
    assert scope_in_name(history, Filter(DAY)) == "England"
    long = about(title="x" * 300, page="Ä" * 90, scope="://\\..")
    assert len(long.file_name(".csv")) < 180
    assert not set(long.file_name(".csv")) & set("/\\: ")
    moves = "Academies that moved between trusts, 4 August 2016 to 31 August 2025"
    period = about(title=moves, page="Flows", scope="Alliance region").file_name(".csv")
    assert period.startswith("flows-academies-that-moved-between-trusts-2016-08-04-to-2025-08-31-")
    twice = about(title="Opportunity Areas side by side", page="Opportunity Areas")
    assert twice.file_name(".csv").count("opportunity-areas") == 1
    for letters in range(20, 90):
        cut = file_name(".csv", f"{'x' * letters} 4 August 2016 to 31 August 2025")
        assert re.fullmatch("x+(-2016-08-04-to-2025-08-31)?.csv", cut)


def test_the_name_of_a_sheet_ends_with_a_whole_word() -> None:
    for title, name in {
        "League table of multi-academy trusts": "League table of multi-academy",
        "Academies that moved between trusts, 2016": "Academies that moved between",
        "x" * 40: "x" * 31,
    }.items():
        book = openpyxl.load_workbook(
            io.BytesIO(excel_file({title: schools(["A"])}, about()).content)
        )
        assert book.sheetnames == [name, "About"]


def test_a_workbook_opens_on_its_table_and_says_after_it_what_it_is() -> None:
    file = excel_file({"Schools": schools(["A", "B"])}, about(columns={"URN": "Its number"}))
    book = openpyxl.load_workbook(io.BytesIO(file.content))
    assert book.sheetnames == ["Schools", "About"]
    assert book.active.title == "Schools"
    first = pd.read_excel(io.BytesIO(file.content))
    assert first["URN"].tolist() == [100_001, 100_002]
    assert first["School"].tolist() == ["A", "B"]
    said = {row[0]: row[1] for row in book["About"].iter_rows(values_only=True) if row[0]}
    assert said["Day shown"] == dt.datetime(2019, 6, 1)
    assert said["Filter"] == "Opportunity Area: Doncaster."
    assert said["Rows in Schools"] == 2
    assert said["Ofsted"] == "inspections"
    assert said["URN"] == "Its number"


def test_a_workbook_keeps_numbers_days_and_gaps() -> None:
    sheet = sheet_of(excel_file({"Schools": schools(["A", None])}, about()).content, "Schools")
    heading, first, second = sheet.iter_rows(values_only=True)
    assert heading[:2] == ("URN", "School")
    assert first == (100_001, "A", "Primary", 2, dt.datetime(2018, 3, 7), 16.2, True)
    assert second[1:4] == (None, None, None)
    assert sheet["E2"].is_date
    assert sheet["E2"].number_format == "yyyy-mm-dd"
    assert sheet.freeze_panes == "A2"
    assert sheet["A1"].font.bold


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_from_data_is_a_formula_in_a_workbook(text: str) -> None:
    table = schools([text]).rename(columns={"Phase": text})
    asked = about(title=text, filter_words=text)
    sheet = sheet_of(excel_file({"Schools": table}, asked).content, "Schools")
    for cell in (sheet["B2"], sheet["C1"]):
        assert cell.value.strip() == text.strip()
        assert cell.data_type == "s"
        assert cell.quotePrefix
    first = sheet_of(excel_file({"Schools": table}, asked).content, "About")
    assert {cell.data_type for row in first.iter_rows() for cell in row} <= {"s", "n", "d"}


def test_two_tables_of_one_long_name_get_a_sheet_each() -> None:
    name = "Schools of [Bradford]: in need of help, 2019"
    tables = {name: schools(["A"]), name + "!": schools(["B"]), "about": schools(["C"])}
    book = openpyxl.load_workbook(io.BytesIO(excel_file(tables, about()).content))
    assert [sheet["B2"].value for sheet in book.worksheets[:-1]] == ["A", "B", "C"]
    assert book.sheetnames[0] == "Schools of Bradford in need of"


def test_a_table_too_long_for_a_sheet_is_refused_with_a_way_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(excel, "MOST_ROWS", 2)
    with pytest.raises(QuestionError, match=r"Schools has 3 rows.*take the CSV"):
        excel_file({"Schools": schools(["A", "B", "C"])}, about())


@given(st.lists(st.text(max_size=40), min_size=1, max_size=8))
def test_any_name_survives_csv_and_workbook(names: list[str]) -> None:
    table = pd.DataFrame({"School": pd.Series(names, dtype="object")})
    book = excel_file({"Schools": table}, about()).content
    assert sheet_of(book, "Schools").max_row == len(names) + 1
    back = csv_file(table, about()).content.decode("utf-8-sig")
    assert back.startswith("School\r\n")


def test_a_geopackage_holds_its_layers_on_the_grid_and_says_what_they_are(tmp_path: Path) -> None:
    points = schools(["A", "B"]).assign(easting_m=[430_000.0, np.nan], northing_m=[4e5, np.nan])
    shapes = gpd.GeoDataFrame(
        {"name": pd.Categorical(["Doncaster"])},
        geometry=[shapely.box(-1.2, 53.4, -1.0, 53.6)],
        crs="EPSG:4326",
    )
    points = points.assign(closed=pd.Series(pd.NaT, points.index, "datetime64[ms]"))
    file = geopackage_file({"schools": points, "areas": shapes}, about())
    path = tmp_path / file.name
    path.write_bytes(file.content)
    told = pyogrio.read_info(path, layer="schools")
    types = dict(zip(told["fields"], told["ogr_types"], strict=True))
    assert types["Inspected"] == types["closed"] == "OFTDate"
    assert pyogrio.list_layers(path)[:, 0].tolist() == ["schools", "areas", "about", "sources"]
    back = gpd.read_file(path, layer="schools")
    assert back.crs == "EPSG:27700"
    assert back.geometry[0] == shapely.Point(430_000, 400_000)
    assert back.geometry[1] is None
    assert back["Disadvantaged %"].tolist() == [16.2, 16.2]
    west, south, east, north = gpd.read_file(path, layer="areas").total_bounds
    assert 450_000 < west < east < 470_000
    assert 389_000 < south < north < 420_000
    said = gpd.read_file(path, layer="about").set_index("label")["value"]
    assert said["Day shown"] == "2019-06-01"
    assert said["Rows in schools"] == "2"


def test_a_filter_is_told_in_words_as_on_screen(history: History) -> None:
    founders = tuple(int(uid) for uid in history.alliance["trust_uid"])
    chosen = Filter(
        DAY,
        regions=("Alliance region",),
        trusts=(4474,),
        grades=(4, 0),
        authorities=("Leeds", "Doncaster", "Barnsley"),
        members=founders,
    )
    assert filter_in_words(history, chosen) == (
        "Region: Alliance region. Trust: Delta Academies Trust. Ofsted grade: Inadequate or No "
        "grade. Local authority: Leeds, Doncaster or Barnsley. Founding trusts only."
    )
    assert filter_in_words(history, Filter(DAY)) == "All state-funded schools of England."


def test_a_file_of_twenty_four_thousand_rows_holds_the_last_too() -> None:
    table = schools([f"School {number}" for number in range(24_000)])
    sheet = openpyxl.load_workbook(
        io.BytesIO(excel_file({"Schools": table}, about()).content), read_only=True
    )["Schools"]
    assert "School 23999" in next(sheet.iter_rows(min_row=24_001, values_only=True))
    assert list(sheet.iter_rows(min_row=24_002)) == []
    written = csv_file(table, about()).content.decode().splitlines()
    assert "School 23999" in written[-1]
