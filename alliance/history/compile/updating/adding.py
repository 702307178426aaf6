"""Add what one published file shows to the evidence that a history is made of."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pandas as pd

from alliance import clock
from alliance.errors import SourceError, Step
from alliance.history.compile.memberships.one_trust import one_trust_each
from alliance.history.compile.schools.kinds import TYPES
from alliance.history.compile.updating import blanked_columns, complete
from alliance.history.compile.updating.file_day import (
    INSIDE,
    FileDay,
    day_inside,
    file_day,
    see_that_it_agrees,
)
from alliance.history.compile.updating.unused_contents import told_beside
from alliance.sources.areas import outlines
from alliance.sources.exams import results_later, results_open
from alliance.sources.files.recognise import Kind
from alliance.sources.gias import academies, extract, links, membership_moves, trust_groups
from alliance.sources.ofsted import management_information
from alliance.sources.pupils import census_open
from alliance.sources.tables.inbox import reasons

if TYPE_CHECKING:
    from alliance.history.compile.inputs import Inputs
    from alliance.history.compile.updating.handed_in import File
    from alliance.history.store import History
    from alliance.sources.files.recognise import Found
    from alliance.sources.tables.inbox import Inbox

# The largest file that is published, results of key stage 2 by subject and group, has 1.2 million.
MOST_ROWS = 1_500_000
MISSING_TOLD = 6
# Results are of a year's exams, a census is of a January, and outlines say their year in a column.
DAYLESS = (Kind.RESULTS_KS2, Kind.RESULTS_KS4, Kind.CENSUS, Kind.OUTLINES)


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
    given: Inputs, inbox: Inbox, file: File, as_at: dt.date | None, old: History
) -> tuple[Inputs, Taken]:
    """Return the evidence with one file of ``inbox`` in it, and what was taken.

    Parameters
    ----------
    as_at
        The day given for the file (see :mod:`alliance.history.compile.updating.file_day`).
    old
        The history made of ``given``.

    Raises
    ------
    SourceError
        The file is damaged, of no known day, or no complete list.
    NotNeeded
        Another file of its day has all of it.
    """
    try:
        return _added(given, inbox, file.name, file.found, as_at, old)
    except SourceError as fault:
        account = inbox.readings.get(file.name)
        raise fault.with_notes(account.notes if account else []) from fault


def _added(
    given: Inputs, inbox: Inbox, file: str, found: Found, as_at: dt.date | None, old: History
) -> tuple[Inputs, Taken]:
    told = None if found.kind in DAYLESS else file_day(file, found, as_at)
    content, exams, note = str(found.kind), None, ""
    if found.kind is Kind.LINKS:
        pairs = pd.concat([given.links, links.links_of(inbox, file)], ignore_index=True)
        more = replace(given, links=links.one_a_pair(pairs))
    elif found.kind in (Kind.RESULTS_KS2, Kind.RESULTS_KS4):
        more, exams = _with_results(given, inbox, file, found, as_at), as_at
    elif found.kind is Kind.OUTLINES:
        more, content = _with_outlines(given, inbox, file)
    elif found.kind is Kind.PLACES:
        more, note = _with_places(given, inbox, file, found, told), _lacking(found)
    elif found.kind is Kind.MEMBERSHIP_HISTORY:
        more, told, note = _with_membership_history(given, inbox, file, told)
    elif found.kind is Kind.CENSUS:
        more = _with_census(given, inbox, file, found)
    elif found.kind is Kind.EXTRACT:
        more, told = _with_extract(given, inbox, file, found, told, old)
    else:
        more = _with_photograph(given, inbox, file, found, _known(file, told))
    account = inbox.readings[file]
    notes = (told.note if told else "", note, told_beside(found.kind, account), *account.notes)
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
        " ".join(filter(None, notes)),
    )


def _with_photograph(given: Inputs, inbox: Inbox, file: str, found: Found, told: FileDay) -> Inputs:
    """Add a file that shows how things stood on a day."""
    seen = told.seen
    if found.kind is Kind.GROUPS:
        groups = trust_groups.groups_of(inbox, file, found.columns, seen)
        see_that_it_agrees(file, found, inbox.readings[file], told)
        complete.complete_groups(file, groups, given)
        blanked_columns.see_groups_filled(file, groups, given)
        return replace(given, later_groups=_joined(given.later_groups, groups))
    if found.kind is Kind.LIST:
        rows, doubles = one_trust_each(academies.list_of(inbox, file, found.columns, seen))
        inbox.readings[file].notes += [doubles] if doubles else []
        see_that_it_agrees(file, found, inbox.readings[file], told)
        complete.no_second(file, rows, given.group_rows, ["urn", "uid"])
        complete.complete_list(file, rows, given)
        blanked_columns.see_list_filled(file, rows, given)
        return replace(given, group_rows=_joined(given.group_rows, rows))
    information = management_information.later_information(inbox, file, found.columns, seen)
    see_that_it_agrees(file, found, inbox.readings[file], told)
    return replace(
        given,
        later_inspections=_joined(given.later_inspections, information.inspections),
        report_cards=_joined(given.report_cards, information.report_cards),
        ungraded_inspections=_joined(given.ungraded_inspections, information.ungraded),
    )


def _with_extract(
    given: Inputs, inbox: Inbox, file: str, found: Found, told: FileDay | None, old: History
) -> tuple[Inputs, FileDay]:
    """Add the register's extract, and return its day."""
    reading = extract.read(inbox, file, found.columns, TYPES)
    told = _known(file, told or day_inside(file, reading))
    see_that_it_agrees(file, found, reading, told)
    rows = extract.extract(reading, told.seen)
    complete.no_second(file, rows, given.extracts, ["urn"])
    complete.complete_extract(file, rows, old, told.seen)
    complete.complete_trusts(file, rows, old, told.seen)
    blanked_columns.see_extract_filled(file, rows, old)
    return replace(given, extracts=_joined(given.extracts, rows)), told


def _with_membership_history(
    given: Inputs, inbox: Inbox, file: str, told: FileDay | None
) -> tuple[Inputs, FileDay, str]:
    """Put the newest history of memberships in place of the one before: it repeats all of that."""
    reading = membership_moves.read(inbox, file)
    newest = membership_moves.newest_day(reading, pd.Timestamp(clock.today()))
    inside = None if pd.isna(newest) else FileDay(newest.date(), INSIDE)
    told = _known(file, told or inside)
    held = given.membership_history
    if len(held) and held["seen"].iloc[0] > told.seen:
        day = f"{held['seen'].iloc[0]:%-d %B %Y}"
        return given, told, f"Not used: the history holds the newer one of {day}."
    rows = membership_moves.memberships(reading, told.seen)
    complete.no_second(file, rows, held, ["urn", "trust_uid", "joined"])
    complete.complete_memberships(file, rows, given)
    return replace(given, membership_history=rows), told, ""


def _with_census(given: Inputs, inbox: Inbox, file: str, found: Found) -> Inputs:
    """Add the school census; where two files disagree the higher number counts, in any order."""
    both = _appended(given.censuses, census_open.open_census(inbox, file, found.columns))
    values = ["pupils", "percent_fsm"]
    both = both.sort_values(["urn", "year", *values], ascending=[True, True, False, False])
    both = both.drop_duplicates(["urn", "year"]).reset_index(drop=True)
    return replace(given, censuses=both)


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


def _with_places(
    given: Inputs, inbox: Inbox, file: str, found: Found, told: FileDay | None
) -> Inputs:
    """Add where some establishments stand; of two rows of a school the newer counts."""
    more = academies.locations_of(inbox, file, found.columns, told.seen if told else None)
    both = pd.concat([given.locations_2026, more])
    order = ["urn", "seen", "easting_m", "northing_m"]
    both = both.sort_values(order, na_position="first").drop_duplicates("urn", keep="last")
    return replace(given, locations_2026=both.reset_index(drop=True))


def _lacking(found: Found) -> str:
    missing = [name for name in extract.LAYOUT.columns if name not in found.columns]
    listed = ", ".join(missing[:MISSING_TOLD])
    return (
        "Used for where schools stand and nothing else: it is not the GIAS all-establishments "
        f"download, which has {len(missing)} columns that this lacks, among them {listed}."
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
