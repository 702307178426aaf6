"""What a day's figures leave out, in words: said wherever figures of that day are shown."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alliance.history import History

GRADES_END = dt.date(2024, 9, 1)
"""The last day on which state-funded schools were given an overall grade (Ofsted, 2 September
2024)."""


def partial_note(history: History, day: dt.date) -> str:
    """Say what the records lack on a day; nothing where they are complete."""
    if day < history.complete_from:
        return (
            f"Partial: before {_words(history.complete_from)} the records leave out schools that "
            "had closed by then. Do not compare counts with later days."
        )
    if day > history.grades_to >= GRADES_END:
        return (
            "Partial: Ofsted ended overall grades in September 2024. What is counted by grade here "
            "is the last one given until then; report cards stand on each school’s page."
        )
    if day > history.grades_to:
        return (
            f"Partial: grades are known to {_words(history.grades_to)}; later ones are missing "
            "here."
        )
    return ""


def grades_known(history: History) -> str:
    """Say, in a sentence, until when grades are known, and whether any are given since."""
    if history.grades_to >= GRADES_END:
        return "Overall grades ended in September 2024; the last one given counts."
    known = "shown here" if history.beyond else "known"
    return f"Inspections are {known} up to {_words(history.grades_to)}."


def _words(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"
