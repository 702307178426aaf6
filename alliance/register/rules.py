"""What a support must be, each rule with a message that says what to do."""

from __future__ import annotations

import datetime as dt
import math
import re
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from alliance.register.vocabulary import IDENTIFIERS, MOVES, OVER, Status, SupporterKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from alliance.history import History
    from alliance.register.support import Review, Support

LONGEST_TEXT = 4000
LONGEST_NAME = 200
LONGEST_NUMBER = 9
LARGEST_URN = 10**9
LINKS = ("https://", "http://")
# Neither database nor spreadsheet holds these.
UNKEPT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


class Fault(NamedTuple):
    """A field that breaks a rule, and what to do about it."""

    field: str
    message: str


class Standing(NamedTuple):
    """What the history says of a support's two sides on its first day."""

    supporter_name: str | None
    supporter_trust: int | None
    recipient_name: str | None
    recipient_trust: int | None


def standing(history: History, support: Support) -> Standing:
    """Look both sides up in the history on the day the support starts.

    A day after the history ends is answered by its last day.
    """
    day = min(support.starts_on, history.last_day)
    kind, identity = support.supporter_kind, support.supporter_id
    return _standing(history, kind, identity, support.recipient_urn, day)


@lru_cache(maxsize=8192)
def _standing(
    history: History, kind: SupporterKind, identity: str, recipient_urn: int, on: dt.date
) -> Standing:
    day = pd.Timestamp(on)
    supporter: str | None = identity.strip() or None
    own_trust = None
    if kind is not SupporterKind.OTHER and not _is_number(identity):
        supporter = None
    elif kind is SupporterKind.SCHOOL:
        supporter = _school(history, int(identity), day)
        own_trust = _trust_of(history, int(identity), day)
    elif kind is SupporterKind.TRUST:
        supporter, own_trust = _trust(history, int(identity), day), int(identity)
    elif kind is SupporterKind.LOCAL_AUTHORITY:
        supporter = _authorities(history).get(int(identity))
    recipient = _school(history, recipient_urn, day)
    return Standing(supporter, own_trust, recipient, _trust_of(history, recipient_urn, day))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER


@lru_cache(maxsize=2)
def _authorities(history: History) -> dict[int, str]:
    schools = history.schools.drop_duplicates("la_code").dropna(subset=["la_code"])
    return dict(zip(schools["la_code"].astype("int64"), schools["la_name"], strict=True))


def _rows_of(table: pd.DataFrame, urn: int) -> pd.DataFrame:
    """Give a school's rows of a table of the history, which is sorted by URN."""
    if not 0 < urn < LARGEST_URN:
        return table.iloc[:0]
    urns = table["urn"].to_numpy()
    return table.iloc[np.searchsorted(urns, urn, "left") : np.searchsorted(urns, urn, "right")]


def _on(spells: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    """Keep the spells that hold on a day."""
    return spells[~(spells["joined"] > day) & ~(spells["left"] <= day)]


def _school(history: History, urn: int, day: pd.Timestamp) -> str | None:
    there = _rows_of(history.schools, urn)
    there = there[~(there["opened"] > day) & ~(there["closed"] <= day)]
    return None if there.empty else str(there["name"].iloc[0])


def _trust(history: History, uid: int, day: pd.Timestamp) -> str | None:
    trusts, members = history.trusts, history.memberships
    named = trusts.loc[trusts["trust_uid"] == uid]
    closed = bool((named["closed"] <= day).any())
    if named.empty or (closed and _on(members[members["trust_uid"] == uid], day).empty):
        return None
    return str(named["name"].iloc[0])


def _trust_of(history: History, urn: int, day: pd.Timestamp) -> int | None:
    held = _on(_rows_of(history.memberships, urn), day)
    return None if held.empty else int(held["trust_uid"].iloc[0])


def completed(history: History, support: Support) -> Support:
    """Fill in what follows from the history: names, the recipient's trust, internal, conflict."""
    found = standing(history, support)
    internal = found.supporter_trust is not None and found.supporter_trust == found.recipient_trust
    return replace(
        support,
        supporter_name=found.supporter_name or support.supporter_name,
        recipient_name=found.recipient_name or support.recipient_name,
        recipient_trust_uid=found.recipient_trust,
        internal=internal,
        conflict=_conflict(history, support, found),
    )


def _conflict(history: History, support: Support, found: Standing) -> str:
    """Say what makes a conflict of interest, or nothing."""
    if found.supporter_trust is None:
        return ""
    if found.supporter_trust == found.recipient_trust:
        return "The supporter and the recipient belong to the same trust."
    day = pd.Timestamp(min(support.starts_on, history.last_day))
    theirs = _on(_rows_of(history.sponsorships, support.recipient_urn), day)
    if theirs.empty:
        return ""
    held = _on(history.memberships, day)
    own = held.loc[held["trust_uid"] == found.supporter_trust, "urn"]
    spells = history.sponsorships
    sponsors = _on(spells[spells["urn"].isin(own)], day)["sponsor_uid"]
    shared = theirs[theirs["sponsor_uid"].isin(sponsors)]
    names = ", ".join(sorted(set(shared["sponsor_name"].astype("str"))))
    return f"They share a sponsor: {names}." if names else ""


def faults(history: History, support: Support, others: Iterable[Support] = ()) -> list[Fault]:
    """Give every rule that ``support`` breaks, all at once.

    Parameters
    ----------
    support
        As :func:`completed` gives it.
    others
        The supports already in the register, for duplicates.

    """
    return [
        *_sides(history, support),
        *_dates(support),
        *_numbers(support),
        *_texts(support),
        *_duplicates(support, others),
    ]


def _sides(history: History, support: Support) -> list[Fault]:
    found = standing(history, support)
    day = f"{support.starts_on:%-d %B %Y}"
    broken = []
    if found.recipient_name is None:
        broken.append(
            Fault(
                "recipient_urn",
                f"No school with URN {support.recipient_urn} was open on {day}. "
                "Check the URN and the first day.",
            )
        )
    if found.supporter_name is None:
        broken.append(
            Fault(
                "supporter_id",
                f"No {support.supporter_kind.lower()} {support.supporter_id!r} was there on {day}. "
                f"Give {IDENTIFIERS[support.supporter_kind]}.",
            )
        )
    itself = support.supporter_kind is SupporterKind.SCHOOL and support.supporter_id == str(
        support.recipient_urn
    )
    if itself:
        broken.append(
            Fault("supporter_id", "A school does not support itself. Name another supporter.")
        )
    if support.conflict and not itself and not support.conflict_answer.strip():
        broken.append(
            Fault(
                "conflict_answer",
                f"{support.conflict} Say what has been done about this conflict of interest.",
            )
        )
    return broken


ORDER = [
    ("proposed_on", "proposed"),
    ("agreed_on", "agreed"),
    ("starts_on", "started"),
    ("ended_on", "ended"),
]


def _dates(support: Support) -> list[Fault]:
    given = [(name, word, day) for name, word in ORDER if (day := getattr(support, name))]
    broken = [
        Fault(name, f"It cannot be {word} on {day} before it was {before} on {earlier}.")
        for (_, before, earlier), (name, word, day) in pairwise(given)
        if day < earlier
    ]
    if support.planned_end_on and support.planned_end_on < support.starts_on:
        broken.append(Fault("planned_end_on", "It is planned to end before it starts."))
    if support.status in (Status.COMPLETED, Status.STOPPED) and support.ended_on is None:
        broken.append(
            Fault("ended_on", f"Say on which day it ended, for its status is {support.status}.")
        )
    if support.ended_on and support.status not in OVER:
        broken.append(
            Fault(
                "ended_on", f"It has an end but is {support.status}. Move its status, or clear it."
            )
        )
    return broken


def _numbers(support: Support) -> list[Fault]:
    names = {"days_planned": "Days", "days_delivered": "Days", "cost_pounds": "Pounds"}
    broken = []
    for name, word in names.items():
        value = getattr(support, name)
        if value is not None and not math.isfinite(value):
            broken.append(Fault(name, f"{word} are a number: found {value}."))
        elif value is not None and value < 0:
            broken.append(Fault(name, f"{word} cannot be negative: found {value:g}."))
    return broken


def _texts(support: Support) -> list[Fault]:
    longest = {
        "supporter_id": LONGEST_NAME,
        "purpose": LONGEST_TEXT,
        "notes": LONGEST_TEXT,
        "supporter_lead": LONGEST_TEXT,
        "recipient_lead": LONGEST_TEXT,
        "conflict_answer": LONGEST_TEXT,
        "evidence_link": LONGEST_TEXT,
    }
    broken = []
    for name, most in longest.items():
        text: str = getattr(support, name)
        if len(text) > most:
            broken.append(Fault(name, f"At most {most:,} characters; found {len(text):,}."))
        if UNKEPT.search(text):
            broken.append(Fault(name, "It holds a character that cannot be kept. Type it anew."))
    if support.evidence_link and not support.evidence_link.startswith(LINKS):
        broken.append(Fault("evidence_link", "A link starts with https://."))
    return broken


def _duplicates(support: Support, others: Iterable[Support]) -> list[Fault]:
    same = [
        other
        for other in others
        if (support.id is None or other.id != support.id)
        and not other.withdrawn
        and other.status is not Status.DECLINED
        and (other.supporter_kind, other.supporter_id)
        == (support.supporter_kind, support.supporter_id)
        and (other.recipient_urn, other.theme) == (support.recipient_urn, support.theme)
        and other.overlaps(support)
    ]
    return [
        Fault(
            "starts_on",
            "The same support is in the register already"
            + (f", number {other.id}" if other.id else " or in this file")
            + f", from {other.starts_on:%-d %B %Y}. Change that one, or choose other days.",
        )
        for other in same[:1]
    ]


def move_fault(before: Status, after: Status) -> Fault | None:
    """Say why a support may not go from one status to another, if it may not."""
    if after in MOVES[before]:
        return None
    allowed = ", ".join(MOVES[before]) or "no other"
    return Fault("status", f"From {before} it may go to {allowed}; not to {after}.")


def review_faults(support: Support, reviews: Sequence[Review], review: Review) -> list[Fault]:
    """Give every rule a new review breaks."""
    latest: dt.date = max((held.reviewed_on for held in reviews), default=support.starts_on)
    broken = []
    if review.reviewed_on < latest or (reviews and review.reviewed_on == latest):
        broken.append(
            Fault("reviewed_on", f"A review comes after {latest:%-d %B %Y}, the day before it.")
        )
    if review.next_on and review.next_on <= review.reviewed_on:
        broken.append(Fault("next_on", "The next review comes after this one."))
    return broken
