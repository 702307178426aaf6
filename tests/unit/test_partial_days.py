"""Figures say what the records lack on their day."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from alliance.analysis.partial_days import GRADES_END, grades_known, partial_note

if TYPE_CHECKING:
    from alliance.history import History


@pytest.mark.parametrize(
    ("day", "says"),
    [
        (dt.date(2016, 1, 1), "before 3 April 2017 the records leave out schools"),
        (dt.date(2019, 1, 1), ""),
        (dt.date(2021, 1, 1), "grades are known to 31 August 2020"),
    ],
)
def test_a_day_outside_the_complete_records_is_partial(
    history: History, day: dt.date, says: str
) -> None:
    note = partial_note(history, day)
    assert says in note
    assert bool(note) == bool(says)


def test_after_september_2024_figures_by_grade_say_that_grades_ended(history: History) -> None:
    now = replace(history, grades_to=GRADES_END, last_day=dt.date(2026, 10, 1))
    assert "ended overall grades in September 2024" in partial_note(now, dt.date(2026, 10, 1))
    assert "report cards stand on each school’s page" in partial_note(now, dt.date(2024, 9, 2))
    assert partial_note(now, GRADES_END) == ""
    assert grades_known(now) == "Overall grades ended in September 2024; the last one given counts."
    assert grades_known(history) == "Inspections are known up to 31 August 2020."


def test_inspections_after_the_last_day_are_told_as_kept_and_not_shown(history: History) -> None:
    assert history.beyond == ""
    last = history.inspections["start"].max()
    held = int((history.inspections["start"] == last).sum())
    short = replace(history, last_day=last.date() - dt.timedelta(days=1))
    assert f"Kept, but not shown: {held} inspection" in short.beyond
    assert "No day after that can be shown until the register's full extract" in short.beyond
    assert grades_known(short).startswith("Inspections are shown here up to")
