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
        (dt.date(2016, 1, 1), "No list of academies and trusts before 4 August 2016 is included"),
        (dt.date(2019, 1, 1), ""),
        (dt.date(2024, 3, 29), ""),
        (dt.date(2024, 6, 1), "Academies that changed trust between 29 March 2024 and 31 August"),
        (dt.date(2025, 8, 31), "A grade shown here is the last a school was given before then"),
        (dt.date(2026, 6, 30), "No list of schools and trusts after 31 August 2025 is included"),
    ],
)
def test_a_day_outside_the_complete_records_is_partial(
    history: History, day: dt.date, says: str
) -> None:
    note = partial_note(history, day)
    assert says in note
    assert bool(note) == bool(says)


def test_where_grades_were_still_given_later_ones_are_told_as_not_included(
    history: History,
) -> None:
    early = replace(history, grades_to=dt.date(2020, 8, 31))
    said = "Inspections after 31 August 2020 are not included"
    assert said in partial_note(early, dt.date(2021, 1, 1))
    assert partial_note(early, dt.date(2020, 8, 31)) == ""
    assert grades_known(early) == "Inspections are known up to 31 August 2020."


def test_after_september_2024_figures_by_grade_say_that_grades_ended(history: History) -> None:
    now = replace(history, grades_to=GRADES_END, last_day=dt.date(2026, 10, 1), gaps=())
    assert "ended overall grades in September 2024" in partial_note(now, dt.date(2026, 10, 1))
    assert "the last a school was given before then" in partial_note(now, dt.date(2024, 9, 2))
    assert partial_note(now, GRADES_END) == ""
    assert grades_known(now) == "Overall grades ended in September 2024; the last one given counts."


def test_where_no_grade_is_shown_nothing_is_said_of_grades(history: History) -> None:
    day = history.default_day
    assert "overall grades" in partial_note(history, day)
    assert partial_note(history, day, graded=False) == ""
    partial = dt.date(2025, 1, 1)
    assert "may still be shown in their old trust" in partial_note(history, partial, graded=False)
