"""Add what one published file shows to the evidence that a history is made of."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pandas as pd

from alliance.errors import SourceError, Step
from alliance.history.compile import complete
from alliance.history.compile.file_day import FileDay, day_inside, file_day, see_that_it_agrees
from alliance.history.compile.kinds import TYPES
from alliance.sources import (
    extract,
    gias,
    gias_groups,
    gias_links,
    ofsted_later,
    outlines,
    results_later,
    results_open,
)
from alliance.sources.inbox import reasons
from alliance.sources.recognise import Kind, recognise

if TYPE_CHECKING:
    from alliance.history.compile.inputs import Inputs
    from alliance.history.store import History
    from alliance.sources.inbox import Inbox
    from alliance.sources.recognise import Found

# The largest file that is published, results of key stage 2 by subject and group, has 1.2 million.
MOST_ROWS = 1_500_000
MISSING_TOLD = 6
# Results are of a year's exams, and outlines say their year in a column.
DAYLESS = (Kind.RESULTS_KS2, Kind.RESULTS_KS4, Kind.OUTLINES)


@dataclass(frozen=True)
class Taken:
    """A file that was recognised and read.

    ``content`` says what it is, with its year where that is all it has; ``note`` says what it was
    used for where that is not all that such a file could give.
    """

    file: str
    kind: Kind
    content: str
    day: dt.date | None
    rows_read: int
    rows_refused: int
    why_refused: str
    unknown_columns: tuple[str, ...]
    note: str = ""


def added(
    given: Inputs, inbox: Inbox, file: str, as_at: dt.date | None, old: History
) -> tuple[Inputs, Taken]:
    """Give the evidence with one file of ``inbox`` in it, and what was taken.

    Parameters
    ----------
    as_at
        The day given for the file (see :mod:`alliance.history.compile.file_day`).
    old
        The history made of ``given``.

    Raises
    ------
    SourceError
        The file is not known, damaged, of no known day, or no complete list.
    """
    found = recognise(inbox.folder / file)
    told = None if found.kind in DAYLESS else file_day(file, found, as_at)
    content, exams, note = str(found.kind), None, ""
    if found.kind is Kind.LINKS:
        pairs = pd.concat([given.links, gias_links.links_of(inbox, file)], ignore_index=True)
        more = replace(given, links=gias_links.one_a_pair(pairs))
    elif found.kind in (Kind.RESULTS_KS2, Kind.RESULTS_KS4):
        more, exams = _with_results(given, inbox, file, found, as_at), as_at
    elif found.kind is Kind.OUTLINES:
        more, content = _with_outlines(given, inbox, file)
    elif found.kind is Kind.PLACES:
        more, note = _with_places(given, inbox, file), _lacking(found)
    elif found.kind is Kind.EXTRACT:
        more, told, note = _with_extract(given, inbox, file, found, told, old)
    else:
        more = _with_photograph(given, inbox, file, found, _known(file, told))
    account = inbox.readings[file]
    if account.rows_read > MOST_ROWS:
        raise SourceError(f"{file}: {account.rows_read:,} rows, expected {MOST_ROWS:,} at most.")
    return more, Taken(
        file,
        found.kind,
        content,
        told.day if told else exams,
        account.rows_read,
        account.rows_refused,
        reasons(account.faults),
        tuple(found.unknown),
        " ".join(filter(None, (told.note if told else "", note))),
    )


def _with_photograph(given: Inputs, inbox: Inbox, file: str, found: Found, told: FileDay) -> Inputs:
    """Add a file that shows how things stood on a day."""
    seen = told.seen
    if found.kind is Kind.GROUPS:
        groups = gias_groups.groups_of(inbox, file, found.columns, seen)
        see_that_it_agrees(file, found, inbox.readings[file], told)
        complete.complete_groups(file, groups, given)
        return replace(given, later_groups=_joined(given.later_groups, groups))
    if found.kind is Kind.LIST:
        rows = gias.list_of(inbox, file, found.columns, seen)
        see_that_it_agrees(file, found, inbox.readings[file], told)
        complete.no_second(file, seen, given.group_rows["seen"])
        complete.complete_list(file, rows, given)
        return replace(given, group_rows=_joined(given.group_rows, rows))
    inspections, cards = ofsted_later.later_information(inbox, file, found.columns, seen)
    see_that_it_agrees(file, found, inbox.readings[file], told)
    return replace(
        given,
        later_inspections=_joined(given.later_inspections, inspections),
        report_cards=_joined(given.report_cards, cards),
    )


def _with_extract(
    given: Inputs, inbox: Inbox, file: str, found: Found, told: FileDay | None, old: History
) -> tuple[Inputs, FileDay, str]:
    """Add the register's extract; give its day, and the types of establishment left aside."""
    reading = extract.read(inbox, file, found.columns)
    told = _known(file, told or day_inside(file, reading))
    see_that_it_agrees(file, found, reading, told)
    rows = extract.extract(reading, told.seen)
    ours = rows["type"].str.lower().isin(list(TYPES))
    others = rows.loc[~ours, "type"].value_counts()
    rows = rows[ours]
    complete.no_second(file, told.seen, given.extracts["seen"])
    complete.complete_extract(file, rows, old, told.seen)
    complete.complete_trusts(file, rows, old, told.seen)
    listed = ", ".join(f"{name or 'no type'} {number:,}" for name, number in others.items())
    note = f"Left aside, their types being no state-funded school's: {listed}." if listed else ""
    return replace(given, extracts=_joined(given.extracts, rows)), told, note


def _with_results(
    given: Inputs, inbox: Inbox, file: str, found: Found, as_at: dt.date | None
) -> Inputs:
    """Add a table of results, of one year or of several."""
    is_ks2 = found.kind is Kind.RESULTS_KS2
    if results_open.URN in found.columns:
        read = results_open.open_ks2 if is_ks2 else results_open.open_ks4
        rows = read(inbox, file, found.columns)
    else:
        year = results_later.exam_year(file, as_at)
        measures = results_later.KS2 if is_ks2 else results_later.KS4
        rows = results_later.results_of(inbox, file, found.columns, measures, year)
    if is_ks2:
        return replace(given, later_results_ks2=_appended(given.later_results_ks2, rows))
    return replace(given, later_results_ks4=_appended(given.later_results_ks4, rows))


def _with_outlines(given: Inputs, inbox: Inbox, file: str) -> tuple[Inputs, str]:
    """Add the outlines of districts or authorities of a year, and name them."""
    edition, areas = outlines.outlines_of(inbox, file)
    complete.complete_outlines(file, edition, areas, given)
    boundaries = {**given.boundaries, str(edition): areas}
    return replace(given, boundaries=boundaries), f"{Kind.OUTLINES}: {edition}"


def _with_places(given: Inputs, inbox: Inbox, file: str) -> Inputs:
    """Add where some establishments stand; what it holds besides cannot be dated."""
    both = pd.concat([given.locations_2026, gias.locations_of(inbox, file)])
    both = both.sort_values(["urn", "easting_m", "northing_m"]).drop_duplicates("urn")
    return replace(given, locations_2026=both.reset_index(drop=True))


def _lacking(found: Found) -> str:
    missing = [name for name in extract.LAYOUT.columns if name not in found.columns]
    listed = ", ".join(missing[:MISSING_TOLD])
    return (
        "Used for where schools stand and nothing else: it is not the register's full extract, "
        f"which has {len(missing)} columns that this lacks, among them {listed}."
    )


def _joined(held: pd.DataFrame, more: pd.DataFrame) -> pd.DataFrame:
    """Add rows in the order of their days, so that it does not matter which file came first."""
    return _appended(held, more).sort_values("seen", kind="stable", ignore_index=True)


def _appended(held: pd.DataFrame, more: pd.DataFrame) -> pd.DataFrame:
    if held.empty:
        return more.reset_index(drop=True)
    if more.empty:
        return held
    return pd.concat([held, more.astype(held.dtypes.to_dict())], ignore_index=True)


def _known(file: str, told: FileDay | None) -> FileDay:
    if told is None:
        raise SourceError(
            f"{file}: neither its name nor its content says of which day it tells.",
            Step.GIVE_DAY,
        )
    return told
