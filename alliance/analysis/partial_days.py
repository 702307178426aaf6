"""What a day's figures leave out, in words: said wherever figures of that day are shown."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from alliance.history import History

DAY = dt.timedelta(days=1)
GRADES_END = dt.date(2024, 9, 1)
"""The last day on which state-funded schools were given an overall grade (Ofsted, 2 September
2024)."""
LAST_YEAR_OF_GRADES_ENDS = dt.date(2024, 8, 31)
"""The end of the school year in which the last overall grades were given."""


def partial_note(history: History, day: dt.date, *, graded: bool = True) -> str:
    """Say what the records lack on a day; nothing where they are complete.

    Parameters
    ----------
    graded
        Whether overall grades are shown, so that it must be said when they were given.
    """
    if day < history.complete_from:
        return (
            f"No list of academies and trusts before {_words(history.complete_from)} is included: "
            "moves between trusts before then are known in part, and so are inspections of schools "
            "that have closed. Do not compare trusts or grades with later days."
        )
    parts = (_membership_note(history, day), _inspections_note(history, day, graded=graded))
    return " ".join(filter(None, parts))


def _membership_note(history: History, day: dt.date) -> str:
    """Say what is not known of trusts on a day."""
    if gap := gap_of(history, day):
        return (
            f"Academies that changed trust between {_words(gap[0] - DAY)} and "
            f"{_words(gap[1] + DAY)} may still be shown in their old trust: the day of their move "
            "is not published."
        )
    if day > history.complete_to:
        return (
            f"No list of schools and trusts after {_words(history.complete_to)} is included: what "
            "opened, closed or changed trust since is known in part."
        )
    return ""


def _inspections_note(history: History, day: dt.date, *, graded: bool) -> str:
    """Say what is not known of inspections on a day."""
    if day <= history.grades_to:
        return ""
    if not grades_ended(history):
        return (
            f"Inspections after {_words(history.grades_to)} are not included. Do not compare "
            "grades after this date."
        )
    said = [
        "Ofsted ended overall grades in September 2024. A grade shown here is the last a school "
        "was given before then."
    ] * graded
    known = inspections_to(history)
    if day > known:
        said.append(f"Inspections after {_words(known)} are not included.")
    return " ".join(said)


def grades_ended(history: History) -> bool:
    """Return whether the history holds every overall grade that Ofsted gave."""
    return history.grades_to >= LAST_YEAR_OF_GRADES_ENDS


def grades_known(history: History) -> str:
    """Say, in a sentence, until when grades are known, and whether any are given since."""
    if grades_ended(history):
        return "Overall grades ended in September 2024; the last one given counts."
    return f"Inspections are known up to {_words(history.grades_to)}."


def ended_in_words(history: History) -> str:
    """Say why no share Good or Outstanding is given after the last day of grades."""
    if grades_ended(history):
        return "Overall grades ended in September 2024"
    return f"Inspections after {_words(history.grades_to)} are not included"


def gap_of(history: History, day: dt.date) -> tuple[dt.date, dt.date] | None:
    """Return the time between two lists, its first and last day, in which moves are not dated."""
    return next((gap for gap in history.gaps if gap[0] <= day <= gap[1]), None)


def moves_without_day(history: History, start: dt.date, end: dt.date) -> str:
    """Say of which time in a period most moves have no known day; blank where of none."""
    gaps = [gap for gap in history.gaps if gap[0] <= end and start <= gap[1] + DAY]
    ends = [(_words(first - DAY), _words(last + DAY)) for first, last in gaps]
    return " ".join(
        f"The day of most moves between {before} and {by} is not published. They are counted on "
        f"the last day possible, mostly {by}."
        for before, by in ends
    )


def membership_differs(history: History, earlier: dt.date, later: dt.date) -> str:
    """Say why numbers of schools and trusts of two days are not compared; blank where they are."""
    if later > history.complete_to:
        return (
            f"What opened, closed or changed trust after {_words(history.complete_to)} is known in "
            "part."
        )
    gap = gap_of(history, earlier) or gap_of(history, later)
    if gap is None:
        return ""
    return (
        f"Moves between {_words(gap[0] - DAY)} and {_words(gap[1] + DAY)} are known in part, so "
        "that numbers of schools and trusts are not compared with days between."
    )


def inspections_to(history: History) -> dt.date:
    """Return the last day to which inspections of any kind are reported."""
    return max(history.grades_to, history.judgements_to, history.report_cards_to)


@lru_cache(maxsize=2)
def first_inspection(history: History) -> dt.date | None:
    """Return the day of the first inspection of the records; nothing where there is none."""
    first = pd.Timestamp(history.grades["start"].min())
    return None if pd.isna(first) else first.date()


def _words(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"
