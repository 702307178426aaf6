"""What a day cannot say, in words: over every page, and in every file taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliance.analysis.partial_days import partial_note
from alliance.current.known_on_day import known_now
from alliance.current.state import current_history

if TYPE_CHECKING:
    import datetime as dt


def day_note(day: dt.date, *, graded: bool = True) -> str:
    """Say what the records lack on a day; nothing where they are complete.

    ``graded`` says whether overall grades are shown.
    """
    note, grades = partial_note(current_history(), day, graded=graded), known_now(day).grades
    none = f"{grades}: no school is counted by grade on this day." if grades and graded else ""
    return " ".join(filter(None, (note, none)))
