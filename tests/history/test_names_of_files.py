"""What a history is called and what it says do not depend on what its files were called."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest

from alliance.history import History, as_at, open_history
from alliance.history.compile.precedence import newest_first
from alliance.history.compile.updating.update import update
from tests.history.invented import headed, write

DAY = "20201001"


@pytest.fixture
def urns(slice_history: History) -> list[int]:
    """Academies that are open on the last day."""
    state = as_at(slice_history, slice_history.last_day)
    return state.loc[state["trust_uid"] == 5370, "urn"].head(2).tolist()


def information(urns: list[int], overall: str, path: Path) -> Path:
    """Write a file in which schools had one inspection, and one value is refused."""
    judged = {
        "Inspection start date": "03/09/2020",
        "Effectiveness of leadership and management": "3",
    }
    rows = [{"URN": str(urn), "Overall effectiveness": overall} | judged for urn in urns]
    rows.append({"URN": "100000", "Inspection start date": "not a day"})
    return write(headed("ofsted_graded_2023", rows), path)


def histories(slice_folder: Path, tmp_path: Path) -> list[Path]:
    """Give two copies of one history."""
    return [
        Path(shutil.copytree(slice_folder, tmp_path / name / "history")) for name in ("one", "two")
    ]


def test_a_history_has_the_same_name_whatever_its_files_were_called(
    slice_folder: Path, tmp_path: Path, urns: list[int]
) -> None:
    one, two = histories(slice_folder, tmp_path)
    first = information(urns, "3", tmp_path / f"{DAY}.csv")
    other = Path(shutil.copyfile(first, tmp_path / f"as_downloaded_{DAY} (2).txt"))
    before = open_history(one).version
    update([first], one)
    update([other], two)
    names = [open_history(folder).version for folder in (one, two)]
    assert names[0] == names[1] != before
    assert (
        open_history(one).refusals["file"].iloc[-1] != open_history(two).refusals["file"].iloc[-1]
    )


@pytest.mark.thorough(held_by="test_a_history_has_the_same_name_whatever_its_files_were_called")
def test_of_two_files_of_one_day_the_names_do_not_decide(
    slice_folder: Path, tmp_path: Path, urns: list[int]
) -> None:
    one, two = histories(slice_folder, tmp_path)
    for folder, names in ((one, ("a", "b")), (two, ("b", "a"))):
        files = [
            information(urns, overall, tmp_path / f"{name}_{DAY}.csv")
            for name, overall in zip(names, ("2", "3"), strict=True)
        ]
        for file in files:
            update([file], folder)
    first, second = (open_history(folder) for folder in (one, two))
    assert first.version == second.version
    held = first.inspections[first.inspections["start"] == "2020-09-03"]
    assert held["overall"].tolist() == [3] * len(urns)


def test_a_row_that_says_something_comes_before_one_that_does_not() -> None:
    table = pd.DataFrame({"seen": [1, 1, 2], "grade": [None, 2.0, None], "source": ["z", "a", "b"]})
    assert newest_first(table, "seen")["source"].tolist() == ["b", "a", "z"]
