"""One support, and one review of it, as people fill them in."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any

from alliance.errors import RegisterError
from alliance.register.register_vocabulary import (
    Funding,
    Origin,
    Precision,
    Rating,
    Status,
    SupporterKind,
    Theme,
)

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, kw_only=True)
class Support:
    """Support that somebody gives, or is asked to give, to a school.

    Parameters
    ----------
    supporter_id
        What identifies the supporter: a trust's UID, a school's URN, a local authority's code, or
        an organisation's name, by ``supporter_kind``.
    recipient_urn
        The school that is helped.
    recipient_trust_uid
        Its trust as at the start, kept when the support is written; None where it had none.
    starts_on, planned_end_on, ended_on
        Days; ``ended_on`` is the last day.
    start_known
        How exactly the start is known: of a month or a year ``starts_on`` is any day of it, on
        which both sides existed, and is never told as a day.
    cost_pounds
        What it costs in all, in pounds.
    supporter_lead, recipient_lead
        The people who lead, by role and never by name.
    internal
        Whether a trust supports its own academy.
    conflict, conflict_answer
        What makes a conflict of interest, and what has been done about it.
    illustrative
        Whether it is invented, to show how the register works.
    version
        Rises by one with each change.

    """

    supporter_kind: SupporterKind
    supporter_id: str
    recipient_urn: int
    theme: Theme
    starts_on: dt.date
    start_known: Precision = Precision.DAY
    supporter_name: str = ""
    recipient_name: str = ""
    recipient_trust_uid: int | None = None
    purpose: str = ""
    status: Status = Status.PROPOSED
    proposed_on: dt.date | None = None
    agreed_on: dt.date | None = None
    planned_end_on: dt.date | None = None
    ended_on: dt.date | None = None
    days_planned: float | None = None
    days_delivered: float | None = None
    cost_pounds: float | None = None
    funding: Funding | None = None
    supporter_lead: str = ""
    recipient_lead: str = ""
    evidence_link: str = ""
    notes: str = ""
    internal: bool = False
    conflict: str = ""
    conflict_answer: str = ""
    origin: Origin = Origin.ENTERED
    reasons: str = ""
    illustrative: bool = False
    withdrawn: bool = False
    id: int | None = None
    version: int = 0

    def as_record(self) -> dict[str, Any]:
        """Return the fields as plain values, days as yyyy-mm-dd."""
        return {
            name: value.isoformat() if isinstance(value, dt.date) else value
            for name, value in ((item.name, getattr(self, item.name)) for item in fields(self))
        }

    @property
    def start_in_words(self) -> str:
        """The start as exactly as it is known: 14 November 2017, November 2017 or 2017."""
        return start_in_words(self.starts_on, self.start_known)

    @property
    def last_day(self) -> dt.date | None:
        """The last day it is given, as far as known."""
        return self.ended_on or self.planned_end_on

    def overlaps(self, other: Support) -> bool:
        """Return whether the two share a day."""
        ends, other_ends = self.last_day or dt.date.max, other.last_day or dt.date.max
        return self.starts_on <= other_ends and other.starts_on <= ends

    def same_support(self, other: Support) -> bool:
        """Return whether the two are one support: of the same sides, theme and first day."""
        names = ("supporter_kind", "supporter_id", "recipient_urn", "theme", "starts_on")
        return all(getattr(self, name) == getattr(other, name) for name in names)

    def same_facts(self, other: Support) -> bool:
        """Return whether the two say the same, whoever wrote them and when."""
        bare = {
            "id": None,
            "version": 0,
            "origin": Origin.ENTERED,
            "withdrawn": False,
            "reasons": "",
        }
        return replace(self, **bare) == replace(other, **bare)  # type: ignore[arg-type]


def start_in_words(day: dt.date, known: str) -> str:
    """Return a start as exactly as it is known: 14 November 2017, November 2017 or 2017."""
    if known == Precision.YEAR:
        return f"{day:%Y}"
    return f"{day:%B %Y}" if known == Precision.MONTH else f"{day.day} {day:%B %Y}"


@dataclass(frozen=True, kw_only=True)
class Review:
    """A termly review of a support."""

    reviewed_on: dt.date
    rating: Rating
    comment: str = ""
    next_on: dt.date | None = None
    id: int | None = None


@dataclass(frozen=True)
class Change:
    """One line of the audit trail: who did what to which support or declaration, and when.

    ``who`` is a name to be read; ``who_is`` says who that is, where they had signed in.
    """

    support_id: int
    at: dt.datetime
    who: str
    action: str
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)
    told_of: str = "support"
    who_is: str = ""

    @property
    def fields(self) -> list[str]:
        """The names of the fields that changed."""
        names = sorted({*self.before, *self.after})
        return [name for name in names if self.before.get(name) != self.after.get(name)]


class ChangedMeanwhile(RegisterError):
    """Somebody else changed the support first; ``yours`` and ``theirs`` hold both versions."""

    def __init__(self, *, yours: Support, theirs: Support) -> None:
        super().__init__(
            f"Support number {theirs.id} was changed by somebody else in the meantime. "
            "Compare the two, and save again what you want to keep."
        )
        self.yours = yours
        self.theirs = theirs
