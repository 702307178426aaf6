"""Ofsted's management information in its layouts since 2015, invented under published headers."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from alliance.history import History, open_history
from alliance.history.compile.update import update
from alliance.sources.recognise import Kind, recognise
from tests.history.invented import HEADERS, headed, write

LAYOUTS = sorted(path.stem for path in HEADERS.glob("ofsted_*.csv"))


def added(folder: Path, table: pd.DataFrame, tmp_path: Path, preamble: int = 0) -> pd.DataFrame:
    """Update with a table of October 2026, and give the inspections it brought."""
    before = open_history(folder).inspections
    path = write(table, tmp_path / "1_Oct_2026.csv", preamble)
    done = update([path], folder)
    assert done.taken[0].rows_refused == 0
    assert done.taken[0].unknown_columns == ()
    after = open_history(folder).inspections
    new = after[
        ~after.set_index(["inspected_urn", "start"]).index.isin(
            before.set_index(["inspected_urn", "start"]).index
        )
    ]
    return new.set_index("start").sort_index()


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("preamble", [0, 2])
def test_every_layout_is_known_by_its_columns(tmp_path: Path, layout: str, preamble: int) -> None:
    path = write(headed(layout, [{"URN": "100000"}]), tmp_path / "anything.csv", preamble)
    found = recognise(path)
    assert found.kind is Kind.INFORMATION
    assert found.unknown == []


def test_graded_and_ungraded_inspections_of_2022_to_2025(
    folder: Path, urn: int, tmp_path: Path
) -> None:
    row = {
        "URN": str(urn),
        "Inspection start date": "07/03/2023",
        "URN at time of latest graded inspection": str(urn),
        "Overall effectiveness": "3",
        "Quality of education": "3",
        "Effectiveness of leadership and management": "2",
        "Early years provision (where applicable)": "9",
        "Safeguarding is effective?": "Yes",
        "Previous inspection start date": "03/12/2020",
        "URN at time of previous graded inspection": "100001",
        "Previous graded inspection overall effectiveness": "4",
        "Previous category of concern": "SM",
    }
    new = added(folder, headed("ofsted_graded_2023", [row]), tmp_path)
    first, last = new.loc["2020-12-03"], new.loc["2023-03-07"]
    assert (first["inspected_urn"], first["overall"], first["category_of_concern"]) == (
        100001,
        4,
        "SM",
    )
    assert (last["urn"], last["overall"], last["leadership_and_management"]) == (urn, 3, 2)
    assert pd.isna(last["early_years"])
    assert last["safeguarding_effective"]


def test_inspections_of_2024_to_2025_have_no_column_of_overall_grades(
    folder: Path, urn: int, tmp_path: Path
) -> None:
    row = {
        "URN": str(urn),
        "Quality of education": "3",
        "Effectiveness of leadership and management": "3",
        "Behaviour and attitudes": "2",
    }
    rows = [
        row | {"Inspection number": "1", "Inspection start date": "03/12/2024"},
        row | {"Inspection number": "2", "Inspection start date": "04/06/2025"},
        {"URN": str(urn), "Inspection number": "3", "Inspection start date": "01/07/2025"},
    ]
    new = added(folder, headed("ofsted_inspections_2024-25", rows), tmp_path)
    assert new.index.strftime("%Y-%m-%d").tolist() == ["2024-12-03", "2025-06-04"]
    assert new["overall"].isna().all()
    assert (new["quality_of_education"] == 3).all()


def test_inspections_under_the_common_framework_keep_what_later_ones_share(
    folder: Path, urn: int, tmp_path: Path
) -> None:
    row = {
        "URN": str(urn),
        "Inspection number": "10000001",
        "Inspection start date": "2017-01-17",
        "Overall effectiveness": "3",
        "Quality of teaching, learning and assessment": "3",
        "Effectiveness of leadership and management": "2",
        "16 - 19 study programmes": "4",
        "Previous inspection start date": "2014-05-06",
        "URN at time of previous inspection": "100001",
        "Previous overall effectiveness": "2",
    }
    monitoring = {
        "URN": str(urn),
        "Inspection number": "10000002",
        "Inspection start date": "2017-09-01",
        "Overall effectiveness": "9",
    }
    table = headed("ofsted_inspections_2016-17", [row, monitoring], blank="")
    new = added(folder, table, tmp_path)
    assert new.index.strftime("%Y-%m-%d").tolist() == ["2014-05-06", "2017-01-17"]
    last = new.loc["2017-01-17"]
    assert (last["overall"], last["leadership_and_management"], last["sixth_form"]) == (3, 2, 4)
    assert pd.isna(last["quality_of_education"])
    assert last["framework"] == "September 2015"


def test_a_file_of_2015_that_gives_the_last_day_tells_of_no_second_inspection(
    folder: Path, slice_history: History, tmp_path: Path
) -> None:
    known = slice_history.inspections
    one = known[(known["start"] < "2015-09-01") & known["overall"].notna()].iloc[-1]
    own = str(one["inspected_urn"])
    last_day = one["start"] + pd.Timedelta(days=1)
    rows = [
        {
            "URN": own,
            "Inspection date": f"{last_day:%Y-%m-%d} 00:00:00",
            "Overall effectiveness": str(one["overall"]),
        },
        {"URN": "100001", "Inspection date": "12/11/2015", "Overall effectiveness": "1"},
    ]
    new = added(folder, headed("ofsted_latest_2015", rows), tmp_path, preamble=1)
    assert new["inspected_urn"].tolist() == [100001]


def test_an_older_file_does_not_outrank_what_is_known_of_an_inspection(
    folder: Path, slice_history: History, tmp_path: Path
) -> None:
    known = slice_history.inspections.dropna(subset=["leadership_and_management", "overall"])
    one = known[known["inspected_urn"] == known["urn"]].iloc[0]
    row = {
        "URN": str(one["urn"]),
        "URN at time of latest full inspection": str(one["urn"]),
        "Inspection start date": f"{one['start']:%d/%m/%Y}",
        "Overall effectiveness": str(one["overall"]),
        "Effectiveness of leadership and management": "4",
    }
    path = write(headed("ofsted_latest_2018", [row]), tmp_path / "31_August_2018.csv")
    update([path], folder)
    after = open_history(folder).inspections
    pd.testing.assert_frame_equal(after, slice_history.inspections)
