"""Ofsted's management information in its layouts since 2015, invented under published headers."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from alliance.history import History, open_history
from alliance.history.compile.updating.update import update
from alliance.sources.files.recognise import Kind, recognise
from alliance.sources.ofsted.lists_to_2015 import ARCHIVE
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
    known = known[~known["source"].astype("str").str.startswith(ARCHIVE)]
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


CARD = {
    "Inspection number of latest full inspection": "10400001",
    "Inspection start date": "12/11/2025",
    "Publication date": "10/12/2025",
    "Inclusion": "Strong standard",
    "Achievement": "Expected standard",
}
FIRST = {
    "Category of concern": "SM",
    "Safeguarding standards": "Not met",
    "Leadership and governance": "Urgent improvement",
    "Leadership and governance - date of judgement": "12/11/2025",
}
AGAIN = {
    "Category of concern": "RSI",
    "Safeguarding standards": "Met",
    "Safeguarding standards - date of judgement": "20/05/2026",
    "Leadership and governance": "Needs attention",
    "Leadership and governance - date of judgement": "20/05/2026",
}


def card_on(folder: Path, urn: int, day: str) -> pd.Series:
    """How a school's report card read on a day."""
    cards = open_history(folder).report_cards
    cards = cards[(cards["inspected_urn"] == urn) & (cards["start"] <= day)]
    return cards.sort_values("start").iloc[-1]


def with_cards(folder: Path, urn: int, tmp_path: Path, *files: tuple[str, dict[str, str]]) -> None:
    for name, given in files:
        row = {"URN": str(urn), **CARD, **given}
        update([write(headed("ofsted_report_cards_2026-02", [row]), tmp_path / name)], folder)


@pytest.mark.parametrize("newest_first", [False, True])
@pytest.mark.quick_cases(1)
def test_an_area_graded_again_counts_from_its_own_day_whichever_file_came_first(
    folder: Path, urn: int, tmp_path: Path, newest_first: bool
) -> None:
    files = [("as_at_28_Feb_2026.csv", FIRST), ("as_at_30_Sep_2026.csv", AGAIN)]
    with_cards(folder, urn, tmp_path, *(reversed(files) if newest_first else files))
    before, after = (card_on(folder, urn, day) for day in ("2026-03-01", "2026-07-01"))
    assert before["leadership_and_governance"] == "Urgent improvement"
    assert (before["safeguarding"], before["category_of_concern"]) == ("Not met", "SM")
    assert before["published"] == pd.Timestamp(2025, 12, 10)
    assert after["leadership_and_governance"] == "Needs attention"
    assert (after["safeguarding"], after["category_of_concern"]) == ("Met", "RSI")
    assert after["inclusion"] == before["inclusion"] == "Strong standard"
    assert pd.isna(after["published"])


def test_of_an_area_that_one_file_has_only_graded_again_no_day_before_shows_that_grade(
    folder: Path, urn: int, tmp_path: Path
) -> None:
    with_cards(folder, urn, tmp_path, ("as_at_30_Sep_2026.csv", AGAIN))
    before, after = (card_on(folder, urn, day) for day in ("2026-05-19", "2026-05-20"))
    assert before["leadership_and_governance"] == "Graded again later"
    assert before["inclusion"] == "Strong standard"
    assert pd.isna(before["category_of_concern"])
    assert after["leadership_and_governance"] == "Needs attention"


def test_a_previous_inspection_is_not_published_on_the_day_of_the_next(
    folder: Path, urn: int, tmp_path: Path
) -> None:
    row = {
        "URN": str(urn),
        "URN at time of latest graded inspection": str(urn),
        "Inspection start date": "05/12/2021",
        "Publication date": "28/02/2022",
        "Overall effectiveness": "2",
        "URN at time of previous graded inspection": str(urn),
        "Previous inspection start date": "10/05/2021",
        "Previous publication date": "28/02/2022",
        "Previous graded inspection overall effectiveness": "4",
    }
    table = headed("ofsted_graded_2023", [row])
    done = update([write(table, tmp_path / "as_at_31_Aug_2022.csv")], folder)
    (fault,) = done.faults.to_dict("records")
    assert (fault["column"], fault["found"]) == ("Previous publication date", "28/02/2022")
    assert fault["expected"] == "a day before the next inspection's start"
    found = open_history(folder).inspections
    own = found[found["inspected_urn"] == urn].set_index("start")
    assert pd.isna(own.loc["2021-05-10", "published"])
    assert own.loc["2021-12-05", "published"] == pd.Timestamp(2022, 2, 28)


@pytest.mark.parametrize(("converted", "kept"), [("No", 1), ("Yes", 0)])
@pytest.mark.quick_cases(1)
def test_an_ungraded_inspection_is_a_kind_of_its_own_unless_it_was_converted(
    folder: Path, urn: int, tmp_path: Path, converted: str, kept: int
) -> None:
    row = {
        "URN": str(urn),
        "URN at time of the ungraded inspection": str(urn),
        "Date of latest ungraded inspection": "11/06/2024",
        "Ungraded inspection publication date": "02/07/2024",
        "Did the latest ungraded inspection convert to a graded inspection?": converted,
        "Ungraded inspection overall outcome": "School remains Good",
    }
    grades = open_history(folder).grades
    table = headed("ofsted_graded_2023", [row])
    update([write(table, tmp_path / "as_at_31_Aug_2024.csv")], folder)
    after = open_history(folder)
    visits = after.ungraded_inspections
    own = visits[(visits["urn"] == urn) & (visits["start"] == pd.Timestamp(2024, 6, 11))]
    assert own["outcome"].tolist() == ["School remains Good"] * kept
    pd.testing.assert_frame_equal(after.grades, grades)
