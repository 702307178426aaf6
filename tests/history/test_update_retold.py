"""What a later file of Ofsted's tells anew of an inspection that is held."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest

from alliance.history import History, as_at, open_history
from alliance.history.compile.update import Update, update
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


@pytest.fixture
def folder(slice_folder: Path, tmp_path: Path) -> Path:
    """A copy of the history compiled from the slices that a test may change."""
    return Path(shutil.copytree(slice_folder, tmp_path / "data" / "history"))


@pytest.fixture
def urn(slice_history: History) -> int:
    """An academy that is open on the last day."""
    state = as_at(slice_history, slice_history.last_day)
    return int(state.loc[state["trust_uid"] == 5370, "urn"].iloc[0])


def told(table: pd.DataFrame, path: Path, folder: Path) -> Update:
    """Update with management information."""
    return update([write(table, path)], folder)


@pytest.mark.parametrize("newest_first", [False, True])
@pytest.mark.parametrize(
    ("column", "value", "name", "good"),
    [
        ("Inclusion", "Superb", "inclusion", "Strong standard"),
        ("Safeguarding standards", "Perhaps", "safeguarding", "Met"),
        ("Publication date", "soon", "published", pd.Timestamp(2025, 12, 10)),
    ],
)
def test_a_refused_value_of_a_report_card_leaves_the_good_one_that_is_held(
    folder: Path, urn: int, tmp_path: Path, column: str, value: str, name: str, good: object,
    newest_first: bool,
) -> None:  # fmt: skip
    retold = with_card(urn).assign(**{column: value, "Achievement": "Needs attention"})
    files = [(with_card(urn), FEBRUARY), (retold, MARCH)]
    for table, file in reversed(files) if newest_first else files:
        told(table, tmp_path / file, folder)
    (card,) = open_history(folder).report_cards.to_dict("records")
    assert card[name] == good
    assert card["achievement"] == "Needs attention"


def test_a_value_that_is_refused_in_every_file_is_said_to_be(
    folder: Path, urn: int, tmp_path: Path
) -> None:
    for file, value in ((FEBRUARY, "Superb"), (MARCH, "Splendid")):
        told(with_card(urn).assign(Inclusion=value), tmp_path / file, folder)
    assert open_history(folder).report_cards["inclusion"].tolist() == ["Value refused"]


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
    (card,) = open_history(folder).report_cards.to_dict("records")
    assert (card["inclusion"], card["safeguarding"]) == ("Strong standard", "Met")
    assert pd.isna(card["early_years"])


@pytest.mark.parametrize(
    ("column", "value", "name", "good"),
    [
        ("Latest OEIF quality of education", "7", "quality_of_education", 3),
        ("Latest OEIF safeguarding is effective?", "Hm", "safeguarding_effective", True),
        ("Latest OEIF category of concern", "XX", "category_of_concern", "SM"),
    ],
)
def test_a_refused_value_of_a_graded_inspection_leaves_the_good_one_that_is_held(
    folder: Path, urn: int, tmp_path: Path, column: str, value: str, name: str, good: object
) -> None:
    graded = GRADED | {"Latest OEIF category of concern": "SM"}
    for file, row in ((FEBRUARY, graded), (MARCH, graded | {column: value})):
        told(information_rows([urn]).assign(**row), tmp_path / file, folder)
    inspections = open_history(folder).inspections
    own = inspections[inspections["start"] == pd.Timestamp(2023, 3, 1)]
    assert own[name].tolist() == [good]


def test_a_category_that_a_later_file_no_longer_gives_is_gone(
    folder: Path, urn: int, tmp_path: Path
) -> None:
    for file, category in ((FEBRUARY, "SM"), (MARCH, "NULL")):
        row = GRADED | {"Latest OEIF category of concern": category}
        told(information_rows([urn]).assign(**row), tmp_path / file, folder)
    inspections = open_history(folder).inspections
    own = inspections[inspections["start"] == pd.Timestamp(2023, 3, 1)]
    assert own["category_of_concern"].isna().all()
