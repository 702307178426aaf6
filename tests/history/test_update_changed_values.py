"""What a later file of Ofsted's tells anew of an inspection that is held."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from alliance.history import History, open_history
from alliance.history.checks import check
from alliance.history.compile.updating.reported import reported
from alliance.history.compile.updating.update import Update, update
from tests.history.invented import information_rows, with_card, write

FEBRUARY, MARCH = "as_at_28_Feb_2026.csv", "as_at_31_Mar_2026.csv"
GRADED = {
    "Inspection start date of latest OEIF graded inspection": "2023-03-01",
    "Publication date of latest OEIF graded inspection": "2023-04-20",
    "Latest OEIF overall effectiveness": "3",
    "Latest OEIF category of concern": "NULL",
    "Latest OEIF quality of education": "3",
    "Latest OEIF safeguarding is effective?": "Yes",
}


def told(table: pd.DataFrame, path: Path, folder: Path) -> Update:
    """Update with management information."""
    return update([write(table, path)], folder)


def told_at_once(tables: dict[str, pd.DataFrame], tmp_path: Path, folder: Path) -> Update:
    """Update with management information of several days, in this order."""
    return update([write(table, tmp_path / file) for file, table in tables.items()], folder)


def cards(folder: Path, urn: int) -> pd.DataFrame:
    """The report cards of a school, of which the slices hold none."""
    every = open_history(folder).report_cards
    return every[every["urn"] == urn]


@pytest.mark.parametrize("order", [(FEBRUARY, MARCH), (MARCH, FEBRUARY)])
@pytest.mark.quick_cases(1)
def test_a_refused_value_of_a_report_card_leaves_the_good_one_that_is_held(
    folder: Path, urn: int, tmp_path: Path, order: tuple[str, str]
) -> None:
    wrong = {
        "Inclusion": "Superb",
        "Safeguarding standards": "Perhaps",
        "Publication date": "soon",
    }
    retold = with_card(urn).assign(**wrong, Achievement="Needs attention")
    tables = {FEBRUARY: with_card(urn), MARCH: retold}
    for file in order:
        told(tables[file], tmp_path / file, folder)
    (card,) = cards(folder, urn).to_dict("records")
    assert (card["inclusion"], card["safeguarding"]) == ("Strong standard", "Met")
    assert card["published"] == pd.Timestamp(2025, 12, 10)
    assert card["achievement"] == "Needs attention"


def test_values_that_a_later_file_corrects_are_named_with_what_they_were(
    folder: Path, urn: int, tmp_path: Path
) -> None:
    told(with_card(urn), tmp_path / FEBRUARY, folder)
    worse = {"Safeguarding standards": "Not met", "Leadership and governance": "Urgent improvement"}
    path = write(with_card(urn).assign(**worse), tmp_path / MARCH)
    done = update([path], folder, dry_run=True)
    assert done.changed is not None
    what = "values of report cards changed"
    assert {kind for kind, count in done.changed.counts().items() if count} == {what}
    name = open_history(folder).schools.set_index("urn").loc[urn, "name"]
    card = f"{name} ({urn}), 12 November 2025"
    assert done.changed.named()[what] == [
        f"{card}, leadership and governance: Needs attention; now Urgent improvement",
        f"{card}, safeguarding: Met; now Not met",
    ]
    assert f"Told otherwise than before: 2 {what}." in done.lines()
    table = reported(done)
    rows = table[table["what"] == what]
    columns = ["number", "day", "column", "before", "after"]
    assert rows[columns].to_numpy().tolist()[1] == [
        str(urn), "12 November 2025", "safeguarding", "Met", "Not met",
    ]  # fmt: skip


def test_a_corrected_judgement_of_an_inspection_is_named(
    folder: Path, urn: int, tmp_path: Path
) -> None:
    told(information_rows([urn]).assign(**GRADED), tmp_path / FEBRUARY, folder)
    row = GRADED | {"Latest OEIF overall effectiveness": "4"}
    done = told(information_rows([urn]).assign(**row), tmp_path / MARCH, folder)
    assert done.changed is not None
    table = done.changed.retold["values of inspections changed"]
    assert table[["number", "day", "column", "before", "after"]].to_numpy().tolist() == [
        [urn, "1 March 2023", "overall", "3", "4"]
    ]


@pytest.mark.parametrize("order", [(FEBRUARY, MARCH), (MARCH, FEBRUARY)])
@pytest.mark.quick_cases(1)
def test_a_corrected_start_leaves_one_report_card_of_an_inspection(
    folder: Path, urn: int, tmp_path: Path, order: tuple[str, str]
) -> None:
    number = {"Inspection number of latest full inspection": "10379231"}
    first = with_card(urn).assign(**number)
    mended = first.assign(**{"Inspection start date": "19/11/2025"})
    tables = {FEBRUARY: first, MARCH: mended}
    told_at_once({file: tables[file] for file in order}, tmp_path, folder)
    assert cards(folder, urn)["start"].tolist() == [pd.Timestamp(2025, 11, 19)]


def test_a_value_that_is_refused_in_every_file_is_said_to_be(
    folder: Path, urn: int, tmp_path: Path
) -> None:
    wrong = {FEBRUARY: "Superb", MARCH: "Splendid"}
    tables = {file: with_card(urn).assign(Inclusion=value) for file, value in wrong.items()}
    told_at_once(tables, tmp_path, folder)
    assert cards(folder, urn)["inclusion"].tolist() == ["Value refused"]


def test_words_of_report_cards_may_differ_in_case_and_spacing(
    folder: Path, urn: int, tmp_path: Path
) -> None:
    respelled = with_card(urn).assign(
        **{
            "Inclusion": "strong  STANDARD",
            "Safeguarding standards": "met",
            "Early years (where applicable)": "not Applicable",
        }
    )
    done = told(respelled, tmp_path / FEBRUARY, folder)
    assert done.faults.empty
    (card,) = cards(folder, urn).to_dict("records")
    assert (card["inclusion"], card["safeguarding"]) == ("Strong standard", "Met")
    assert pd.isna(card["early_years"])


def test_a_refused_value_of_a_graded_inspection_leaves_the_good_one_that_is_held(
    folder: Path, urn: int, tmp_path: Path
) -> None:
    graded = GRADED | {"Latest OEIF category of concern": "SM"}
    wrong = {
        "Latest OEIF quality of education": "7",
        "Latest OEIF safeguarding is effective?": "Hm",
        "Latest OEIF category of concern": "XX",
    }
    for file, row in ((FEBRUARY, graded), (MARCH, graded | wrong)):
        told(information_rows([urn]).assign(**row), tmp_path / file, folder)
    inspections = open_history(folder).inspections
    own = inspections[inspections["start"] == pd.Timestamp(2023, 3, 1)]
    names = ["quality_of_education", "safeguarding_effective", "category_of_concern"]
    assert own[names].to_numpy().tolist() == [[3, True, "SM"]]


def test_a_category_that_a_later_file_no_longer_gives_is_gone(
    folder: Path, urn: int, tmp_path: Path
) -> None:
    rows = {
        file: GRADED | {"Latest OEIF category of concern": category}
        for file, category in ((FEBRUARY, "SM"), (MARCH, "NULL"))
    }
    tables = {file: information_rows([urn]).assign(**row) for file, row in rows.items()}
    told_at_once(tables, tmp_path, folder)
    inspections = open_history(folder).inspections
    own = inspections[inspections["start"] == pd.Timestamp(2023, 3, 1)]
    assert own["category_of_concern"].isna().all()


def test_an_overall_grade_of_an_inspection_since_september_2024_is_refused(
    folder: Path, slice_history: History, urn: int, tmp_path: Path
) -> None:
    late = GRADED | {
        "Inspection start date of latest OEIF graded inspection": "15/01/2025",
        "Publication date of latest OEIF graded inspection": "20/02/2025",
        "Latest OEIF effectiveness of leadership and management": "2",
    }
    done = told(information_rows([urn]).assign(**late), tmp_path / FEBRUARY, folder)
    (fault,) = done.faults.to_dict("records")
    assert (fault["column"], fault["found"]) == ("Latest OEIF overall effectiveness", "3")
    assert fault["expected"].endswith("from 2 September 2024")
    after = open_history(folder)
    own = after.inspections[after.inspections["start"] == pd.Timestamp(2025, 1, 15)]
    assert own["overall"].isna().all()
    assert own["leadership_and_management"].tolist() == [2]
    pd.testing.assert_frame_equal(after.grades, slice_history.grades)


def test_an_overall_grade_of_the_last_inspections_that_had_one_is_taken(
    folder: Path, urn: int, tmp_path: Path
) -> None:
    last = GRADED | {
        "Inspection start date of latest OEIF graded inspection": "01/09/2024",
        "Publication date of latest OEIF graded inspection": "01/10/2024",
    }
    done = told(information_rows([urn]).assign(**last), tmp_path / FEBRUARY, folder)
    assert done.faults.empty
    grades = open_history(folder).grades
    assert grades.loc[grades["urn"] == urn, "start"].max() == pd.Timestamp(2024, 9, 1)


def test_a_publication_before_the_inspection_is_refused_and_the_inspection_stays(
    folder: Path, urn: int, tmp_path: Path
) -> None:
    columns = ["Publication date", "Publication date of latest OEIF graded inspection"]
    both = with_card(urn).assign(**GRADED | dict.fromkeys(columns, "23/11/2010"))
    done = told(both, tmp_path / FEBRUARY, folder)
    assert sorted(done.faults["column"]) == columns
    assert done.faults["found"].tolist() == ["23/11/2010"] * 2
    after = open_history(folder)
    for kept, start in (
        (after.report_cards, pd.Timestamp(2025, 11, 12)),
        (after.inspections, pd.Timestamp(2023, 3, 1)),
    ):
        own = kept[(kept["urn"] == urn) & (kept["start"] == start)]
        assert own["published"].isna().tolist() == [True]


def test_check_tells_of_a_grade_since_september_2024_and_of_what_was_published_too_early(
    slice_history: History,
) -> None:
    rows = slice_history.inspections.copy()
    told = rows.dropna(subset=["overall", "published"]).index[0]
    rows.loc[told, "start"] = pd.Timestamp(2025, 1, 15)
    broken = {one.rule for one in check(replace(slice_history, inspections=rows)) if not one.holds}
    assert {
        "No inspection since September 2024 has an overall grade",
        "inspections: none was published before it started",
    } <= broken
