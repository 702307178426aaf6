"""What a day cannot say, in words: over every page, and in every file taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliance.analysis.filters import in_use
from alliance.analysis.partial_days import partial_note
from alliance.current.filter_options import offered
from alliance.current.known_on_day import known_now
from alliance.current.state import current_history, state_on
from alliance.text.words import day_in_words, listed

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from alliance.analysis.filters import Filter

MOST_SHUT = 20
"""So many schools that were not open are named."""


def day_note(day: dt.date, *, graded: bool = True) -> str:
    """Say what the records lack on a day; nothing where they are complete.

    ``graded`` says whether overall grades are shown.
    """
    note, grades = partial_note(current_history(), day, graded=graded), known_now(day).grades
    none = f"{grades}: no school is counted by grade on this day." if grades and graded else ""
    return " ".join(filter(None, (note, none)))


def scope_note(chosen: Filter) -> str:
    """Say which of a filter's parts were not there on its day; nothing where all were.

    They are parts that are of some days alone, and schools that were not open.
    """
    whys = [part.absent for part in in_use(chosen) if part.absent and not offered(part, chosen.day)]
    said = [f"No school of this day is in one: {'; '.join(whys)}."] if whys else []
    if shut := shut_in_words([urn for urn in chosen.schools if urn], chosen.day):
        said.append(f"{shut}.")
    return " ".join(said)


def shut_in_words(urns: Sequence[int], day: dt.date) -> str:
    """Name the schools of a list that are not open on a day; blank where all are."""
    if not urns:
        return ""
    open_ = set(state_on(day)["urn"])
    shut = [urn for urn in dict.fromkeys(urns) if urn not in open_]
    if not shut:
        return ""
    names = current_history().schools.set_index("urn")["name"]
    named = listed([f"{names[urn]} ({urn})" for urn in shut], most=MOST_SHUT)
    return f"{named} {'are' if shut[1:] else 'is'} not open on {day_in_words(day)}"
