"""What a published file is, told by its columns: its name may be anything."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from calendar import monthrange
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from alliance.errors import NotKnown, NotNeeded, SourceError
from alliance.sources.areas import outlines
from alliance.sources.exams import results_open
from alliance.sources.exams.results_later import KS2_COLUMNS, KS4_COLUMNS
from alliance.sources.gias import academies, extract, links, membership_moves
from alliance.sources.ofsted import management_columns
from alliance.sources.pupils import census_open
from alliance.sources.tables.reading import header_of

if TYPE_CHECKING:
    from pathlib import Path


class Kind(StrEnum):
    """A kind of published file, by what it holds."""

    EXTRACT = "register of schools, full extract"
    LIST = "academies and their trusts"
    GROUPS = "register of trusts and sponsors"
    LINKS = "predecessors and successors"
    MEMBERSHIP_HISTORY = "academies in trusts since they opened, with days of joining and leaving"
    INFORMATION = "management information on inspections"
    RESULTS_KS2 = "school results key stage 2"
    RESULTS_KS4 = "school results key stage 4"
    CENSUS = "school census, by school"
    PLACES = "some establishments of the register"
    OUTLINES = "outlines of areas"


DEPARTMENT, OFSTED = "Department for Education", "Ofsted"
STATISTICS = "Office for National Statistics"
PUBLISHERS = dict.fromkeys(Kind, DEPARTMENT) | {
    Kind.INFORMATION: OFSTED,
    Kind.OUTLINES: STATISTICS,
}
LIST_COLUMNS = frozenset(
    """URN|Linked UID|Group UID|Group ID|Group Name|Companies House Number|Group Type
Group Type (code)|Closed Date|Open date|Incorporated on (open date)|Group Status (code)
Group Status|FederationType|Joined date|EstablishmentName|TypeOfEstablishment (code)
TypeOfEstablishment (name)|PhaseOfEducation (code)|PhaseOfEducation (name)|LA (code)|LA (name)
HasSharedHT|Group Street|Group Locality|Group Address 3|Group Town|Group County|Group Postcode
UKPRN|URN of head|Head of Group""".replace("\n", "|").split("|")
)
GROUP_COLUMNS = LIST_COLUMNS | {re.sub(r"\W", "_", name).lower() for name in LIST_COLUMNS}
MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}


class Days(NamedTuple):
    """The first and the last day that words may mean: one day twice, or those of a month."""

    first: dt.date
    last: dt.date


class Found(NamedTuple):
    """What a file was recognised as, its columns, those no reader knows, and the lines above."""

    kind: Kind
    columns: list[str]
    unknown: list[str]
    above: str = ""


def recognise(path: Path) -> Found:
    """Tell what the CSV table, or the file of outlines, at ``path`` is.

    Raises
    ------
    SourceError
        It is no table, or the register's extract without its trusts.
    NotKnown
        It has the columns of none that is known; says what comes nearest.
    NotNeeded
        It is one of those that are published beside what is needed.
    """
    if path.suffix.lower() in outlines.SUFFIXES:
        held = outlines.edition(path)
        return Found(Kind.OUTLINES, [held.code, held.name], [])
    above, columns = header_of(path)
    there = set(columns)
    lacks = frozenset(extract.LAYOUT.columns) - there
    if lacks and lacks <= extract.TRUST_COLUMNS:
        raise SourceError(
            f"{path.name}: the GIAS all-establishments download without {_quoted(lacks)}. Expected "
            "all its columns: without these no academy would be in a trust. Download it with all "
            "of them."
        )
    for kind, needed in _NEEDED:
        if needed <= there or (
            kind is Kind.INFORMATION and management_columns.is_information(columns)
        ):
            unknown = [name for name in columns if name and not _known(kind, name)]
            return Found(kind, columns, unknown, above)
    for what, columns_of in _NOT_NEEDED.items():
        if columns_of <= there:
            raise NotNeeded(f"{path.name}: {what}, of which the history holds nothing.")
    kind, needed = max(_NEEDED, key=lambda pair: len(pair[1] & there) / len(pair[1]))
    raise NotKnown(
        f"{path.name}: not a file this app knows. Nearest is “{kind}”, which lacks "
        f"{_quoted(needed - there)}. Found the columns "
        f"{', '.join(repr(name) for name in columns[:8])}. Give one of: {'; '.join(Kind)}."
    )


def _quoted(names: frozenset[str]) -> str:
    return ", ".join(repr(name) for name in sorted(names)[:6])


_NEEDED: list[tuple[Kind, frozenset[str]]] = [
    (Kind.EXTRACT, frozenset(extract.LAYOUT.columns)),
    # Told by its own rule; these columns stand in most of its layouts.
    (Kind.INFORMATION, frozenset({"URN", "Inspection start date", "Overall effectiveness"})),
    (Kind.LIST, frozenset({"URN", "Linked UID", "Group Name", "Group Type", "Joined date"})),
    (Kind.LIST, frozenset({"URN", "Group UID", "Group Name", "Group Type", "Joined date"})),
    (Kind.MEMBERSHIP_HISTORY, frozenset(membership_moves.LAYOUT.columns)),
    (Kind.LINKS, frozenset(links.LINKS_LAYOUT.columns)),
    (Kind.RESULTS_KS2, KS2_COLUMNS),
    (Kind.RESULTS_KS4, KS4_COLUMNS),
    (Kind.RESULTS_KS2, results_open.KS2_COLUMNS),
    (Kind.CENSUS, census_open.NEEDED_COLUMNS),
    *((Kind.RESULTS_KS4, columns) for columns in results_open.KS4_COLUMNS),
    (Kind.GROUPS, frozenset({"Group UID", "Group Name", "Group Type", "Closed Date"})),
    (Kind.GROUPS, frozenset({"group_uid", "group_name", "group_type", "closed_date"})),
    (Kind.PLACES, frozenset(academies.SCHOOLS_2026_LAYOUT.columns)),
]


# What the register's page of downloads offers beside.
_NOT_NEEDED = {"governors and trustees": frozenset({"GID", "Role", "Appointing body"})}


def _known(kind: Kind, name: str) -> bool:
    if kind is Kind.INFORMATION:
        return management_columns.is_known(name)
    if kind in (Kind.RESULTS_KS2, Kind.RESULTS_KS4, Kind.CENSUS, Kind.PLACES):
        # They have up to four hundred columns, which change every year; a few are read.
        return True
    known: dict[Kind, frozenset[str]] = {
        Kind.EXTRACT: extract.OTHER_COLUMNS | frozenset(extract.LAYOUT.columns),
        Kind.LIST: LIST_COLUMNS,
        Kind.GROUPS: GROUP_COLUMNS,
        Kind.LINKS: frozenset(links.LINKS_LAYOUT.columns),
        Kind.MEMBERSHIP_HISTORY: membership_moves.OTHER_COLUMNS
        | frozenset(membership_moves.LAYOUT.columns),
    }
    return name in known[kind]


def days_in_name(name: str) -> list[Days]:
    """Read the days in a file's name, as :func:`days_in` does."""
    return days_in(name.rsplit("/", 1)[-1].rsplit(".", 1)[0])


def days_in(text: str) -> list[Days]:
    """Read the days in ``text``: 20261001, 2026-10-01, 1_Oct_2026; then the months, as 202610.

    What follows "as at" comes first, for the other days are of publishing or downloading.
    """
    before, *after = re.split(r"as[ _-]at[ _-]", text, maxsplit=1, flags=re.IGNORECASE)
    parts = [*after, before]
    whole = [day for part in parts for day in _whole_days(part)]
    months = [
        first
        for part in parts
        for year, month in re.findall(r"(?<!\d)(20\d\d)[-_]?(\d\d)(?!\d)", part)
        if (first := _day(int(year), int(month), 1))
    ]
    return [
        *(Days(day, day) for day in whole),
        *(Days(one, one.replace(day=monthrange(one.year, one.month)[1])) for one in months),
    ]


def _whole_days(text: str) -> list[dt.date]:
    figures = re.findall(r"(?<!\d)(20\d\d)[-_]?(\d\d)[-_]?(\d\d)(?!\d)", text)
    words = re.findall(r"(?<!\d)(\d{1,2})[ _-]+([A-Za-z]{3,9})[ _-]+(20\d\d)", text)
    found = [_day(int(year), int(month), int(day)) for year, month, day in figures]
    found += [
        _day(int(year), MONTHS.get(month[:3].lower(), 0), int(day)) for day, month, year in words
    ]
    return [day for day in found if day]


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
