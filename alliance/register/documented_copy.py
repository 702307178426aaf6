"""A documented case of support as a draft of a record, with its citation in the record's words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from alliance.register.register_vocabulary import (
    Funding,
    Precision,
    Status,
    SupporterKind,
    Theme,
)

if TYPE_CHECKING:
    import datetime as dt

STATUSES = {"completed": Status.COMPLETED, "stopped": Status.STOPPED}
"""The status of a record by that of a case, where the source tells that it is over."""


def draft_of(case: Any, *, when: str, until: str, known: str, cited: str) -> dict[str, Any]:
    """Return the fields of a record that a documented case fills, by the register's names.

    What is known only to the year or month gets a day of it on which both ends existed, marked by
    ``start_known``, so that no day is ever shown. A case that no source calls over stays Active
    with no end: whoever copies it says when it ended. Of a trust that is helped no school is
    filled in.

    Parameters
    ----------
    case
        A row as :func:`alliance.history.documented_ends.with_ends` gives it.
    when, until, known, cited
        Its start and end in words, how the start is known, and its citation.

    """
    kind = SupporterKind.SCHOOL if pd.notna(case.supporter_school) else SupporterKind.TRUST
    number = case.supporter_school if kind is SupporterKind.SCHOOL else case.supporter_trust
    status = STATUSES.get(case.status_when_published, Status.ACTIVE)
    ended = _day(case.ended)
    if ended is not None and status is Status.ACTIVE:
        status = Status.COMPLETED
    notes = [
        f"Documented: {cited}.",
        f"Start: {when}. {known}.",
        f"End: {until}; the day is the last it can have." if until else "End: not told.",
        case.what,
    ]
    return {
        "supporter_kind": kind,
        "supporter_id": "" if pd.isna(number) else str(int(number)),
        "recipient_urn": None if pd.isna(case.recipient_school) else int(case.recipient_school),
        "theme": Theme(case.theme.capitalize()),
        "status": status,
        "starts_on": _first_day(case),
        "start_known": Precision(case.start_precision.capitalize()),
        "ended_on": ended,
        "funding": Funding.OWN if case.programme == "own" else None,
        "evidence_link": case.link,
        "notes": "\n".join(notes),
    }


def _first_day(case: Any) -> dt.date:
    """Return the first day that the start can have on which both ends existed."""
    days = [case.supporter_day, case.recipient_day]
    first: dt.date = max([case.first, *(day for day in days if pd.notna(day))]).date()
    return first


def _day(day: Any) -> dt.date | None:
    return None if pd.isna(day) else day.date()
