"""What a file holds beside what is asked for: named and counted, never lost without a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliance.history.compile.schools.kinds import GIAS_PHASES
from alliance.history.vocabulary import PHASES
from alliance.sources.files.recognise import Kind
from alliance.sources.gias import academies, extract, links

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from alliance.sources.tables.reading import Reading

# Words of the register that are known and say nothing here.
NO_PHASE = ("", "not applicable")
STATUSES = (*extract.OPEN, "Closed", "Proposed to open")
MOST_NAMED = 12
TELL = "If that is what it should know, tell those who keep this app."


def told_beside(kind: Kind, reading: Reading) -> str:
    """Say which rows of a file were left aside, and which of its words are not known."""
    rows = reading.rows
    if kind is Kind.EXTRACT:
        found = [
            _aside("Left aside, their types being no state-funded school's", reading.left_aside),
            _unknown_flags(rows),
            _unknown("phase", rows["PhaseOfEducation (name)"], [*GIAS_PHASES, *PHASES, *NO_PHASE]),
            _unknown("status", rows["EstablishmentStatus (name)"], STATUSES),
        ]
    elif kind in (Kind.LIST, Kind.GROUPS):
        known = {
            name: count
            for name, count in reading.left_aside.items()
            if name in academies.OTHER_GROUPS
        }
        found = [
            _unknown_groups(reading.others),
            _aside("Left aside, being no trusts and no sponsors", known),
        ]
    elif kind is Kind.LINKS:
        found = [
            _aside("Left aside", reading.left_aside),
            _unknown("kind of link", rows["LinkType"], links.EVERY_KIND),
        ]
    else:
        found = [_aside("Left aside", reading.left_aside)]
    return " ".join(filter(None, found))


def _aside(words: str, counts: dict[str, int]) -> str:
    if not counts:
        return ""
    listed = [f"{name} {count:,}" for name, count in counts.items()]
    more = f" and {len(listed) - MOST_NAMED:,} more kinds" if len(listed) > MOST_NAMED else ""
    return f"{words}: {', '.join(listed[:MOST_NAMED])}{more}."


def _unknown(what: str, values: pd.Series, known: Iterable[str]) -> str:
    """Name the values that no list of this app has, with how many rows have each."""
    folded = {word.lower() for word in known}
    counts = values[~values.str.lower().isin(list(folded))].value_counts()
    if counts.empty:
        return ""
    listed = [f"“{name}” {count:,}" for name, count in counts.head(MOST_NAMED).items()]
    return f"Not known as a {what}: {', '.join(listed)}. {TELL}"


def _unknown_groups(others: pd.DataFrame) -> str:
    """Name the kinds of group that are not known, with how many groups and academies have each."""
    unknown = others[~others["what"].isin(list(academies.OTHER_GROUPS))] if len(others) else others
    if unknown.empty:
        return ""
    return _groups_named(unknown, "what")


def _unknown_flags(rows: pd.DataFrame) -> str:
    """Name the words that tell of an academy's trust and are not known, where it has one."""
    flag = rows["TrustSchoolFlag (name)"]
    known = flag.isin([*extract.TRUST_TYPES, *extract.NO_ACADEMY_TRUST])
    unknown = rows[~known & (rows["Trusts (code)"] != "")]
    return _groups_named(unknown, "TrustSchoolFlag (name)") if len(unknown) else ""


def _groups_named(rows: pd.DataFrame, by: str) -> str:
    uid = next(name for name in (*academies.UID_COLUMNS, "Trusts (code)") if name in rows)
    listed = []
    for name, held in rows.groupby(by):
        groups = _counted(held[uid].nunique(), "group", "groups")
        schools = _counted(held["URN"].nunique(), "academy", "academies") if "URN" in held else ""
        listed.append(f"“{name}” ({', '.join(filter(None, (groups, schools)))})")
    return f"Not known as a kind of trust, so left out: {', '.join(listed[:MOST_NAMED])}. {TELL}"


def _counted(count: int, one: str, more: str) -> str:
    return f"{count:,} {one if count == 1 else more}"
