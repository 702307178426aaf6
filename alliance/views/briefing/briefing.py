"""What a briefing holds, of whom it can be, and how its address names that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from alliance.analysis.filters import PART, Filter
from alliance.analysis.trusts.trust_names import shown_names
from alliance.current.filter_options import offered
from alliance.current.state import current_history
from alliance.errors import UnknownName
from alliance.text.licences import STATEMENT
from alliance.text.words import count, day_in_words, is_urn, listed

if TYPE_CHECKING:
    import datetime as dt

    from alliance.charts.frame import Chart

ABOUT = "about"
"""Names whom a briefing is of in its address: ``school:139405``, ``area:Doncaster``."""
AREAS = ("region", "area", "authority")
"""Parts of the filter that are places a briefing can be of."""
SCHOOL, TRUST = "school", "trust"


class Subject(NamedTuple):
    """Whom a briefing is of: a school or trust by number, or an area by name."""

    kind: str
    name: str

    @property
    def address(self) -> str:
        """What the address says."""
        return f"{self.kind}:{self.name}"


class FigureRow(NamedTuple):
    """A figure of the table: what it is called, and its values under the headings."""

    label: str
    values: tuple[str, ...]


class Section(NamedTuple):
    """A heading and the lines under it."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Briefing:
    """A briefing, in words and figures.

    Parameters
    ----------
    title, sentence
        Whom it is of, and what is looked at.
    headings, figures
        The table of main figures; the first heading is that of the labels.
    notes
        What the figures leave out.
    trend
        Good or Outstanding over time beside the region and England, where there is one.
    sections
        What else there is to say.
    sources
        Where all of it comes from.

    """

    title: str
    sentence: str
    headings: tuple[str, ...]
    figures: tuple[FigureRow, ...]
    notes: str
    trend: Chart | None
    sections: tuple[Section, ...]
    sources: str


def subject_of(text: str, day: dt.date) -> Subject:
    """Read whom a briefing is of.

    Raises
    ------
    UnknownName
        There is no such school, trust or area.

    """
    kind, _, name = text.partition(":")
    history = current_history()
    known = {
        SCHOOL: is_urn(name) and int(name) in history.schools["urn"].array,
        TRUST: name.isdecimal() and len(name) < 9 and int(name) in shown_names(history),
        **{key: name in offered(PART[key], day) for key in AREAS},
    }
    if not known.get(kind):
        raise UnknownName(
            "This address names no school, trust or area of the day. Choose an area below, or "
            "press Briefing on the page of a school or trust."
        )
    return Subject(kind, name)


def areas_on(day: dt.date) -> dict[str, Subject]:
    """Return the areas a briefing can be of on a day, by what a list calls them."""
    return {
        f"{PART[key].label}: {name}": Subject(key, name)
        for key in AREAS
        for name in offered(PART[key], day)
    }


def subject_in(chosen: Filter) -> Subject | None:
    """Return the one place a filter names, the smallest; nothing where it names none or several."""
    for key in ("authority", "area", "region"):
        if names := getattr(chosen, PART[key].field):
            return Subject(key, str(names[0])) if len(names) == 1 else None
    return None


def scope_of(subject: Subject, day: dt.date) -> Filter:
    """Return the filter that leaves a trust or an area."""
    if subject.kind == TRUST:
        return Filter(day, trusts=(int(subject.name),))
    values = offered(PART[subject.kind], day)[subject.name]
    return Filter(day, **{PART[subject.kind].field: values})


def sources_of(day: dt.date) -> str:
    """Say where the figures of a briefing come from."""
    sources = current_history().sources
    publishers = listed(sorted(sources["publisher"].dropna().unique()), most=6)
    return (
        f"As at {day_in_words(day)}, from {count(len(sources))} published files of {publishers}, "
        "and the register of support kept in this app. "
        f"{STATEMENT} History {current_history().version}."
    )
