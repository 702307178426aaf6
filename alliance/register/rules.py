"""What a support must be, each rule with a message that says what to do."""

from __future__ import annotations

import datetime as dt
import math
import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from alliance import clock
from alliance.errors import Fault
from alliance.register.headings import DAYS
from alliance.register.register_vocabulary import MOVES, OVER, Status, SupporterKind
from alliance.register.sides_on_day import completed, identified, sides
from alliance.text.words import day_in_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from alliance.history import History
    from alliance.register.support import Review, Support

__all__ = ["Fault", "completed", "faults", "move_fault", "own_faults", "review_faults"]

LONGEST_TEXT = 4000
LONGEST_NAME = 200
FIRST_DAY, LAST_DAY = dt.date(1990, 1, 1), dt.date(2099, 12, 31)
"""A day of a support beyond them is a slip of the pen: no academy is older than 2002."""
LINKS = ("https://", "http://")
FEWEST_WORDS = 2
WORD = re.compile(r"[^\W\d_]{2,}")
# Neither database nor spreadsheet holds these.
UNKEPT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def _number_of(support: Support) -> str:
    return f"in the register already, number {support.id}"


def faults(
    history: History,
    support: Support,
    others: Iterable[Support] = (),
    where: Callable[[Support], str] = _number_of,
) -> list[Fault]:
    """Return every rule that ``support`` breaks, all at once.

    Parameters
    ----------
    support
        As :func:`completed` gives it.
    others
        The supports already in the register, for duplicates.
    where
        Says where one of them stands.

    """
    return [
        *_sides(history, support),
        *own_faults(vars(support), support.status),
        *_duplicates(support, others, where),
    ]


def _sides(history: History, support: Support) -> list[Fault]:
    found = sides(history, support)
    day = day_in_words(support.starts_on)
    broken = []
    if found.recipient_name is None:
        broken.append(
            Fault(
                "recipient_urn",
                f"No school with URN {support.recipient_urn} was open on {day}. "
                "Check the URN and the start date.",
            )
        )
    if found.supporter_name is None:
        broken.append(
            Fault(
                "supporter_id",
                f"No {support.supporter_kind.lower()} {support.supporter_id!r} was open on {day}. "
                + identified(history, support),
            )
        )
    itself = support.supporter_kind is SupporterKind.SCHOOL and support.supporter_id == str(
        support.recipient_urn
    )
    if itself:
        broken.append(
            Fault(
                "supporter_id",
                "A school does not support itself. Choose another supporting organisation.",
            )
        )
    if support.conflict and not itself and not says_something(support.conflict_answer):
        broken.append(
            Fault(
                "conflict_answer",
                f"{support.conflict} Say in a few words what has been done about this conflict of "
                "interest, such as: declared to both boards, who agreed without those concerned.",
            )
        )
    return broken


def says_something(text: str) -> bool:
    """Return whether a text holds at least :data:`FEWEST_WORDS` words; signs alone are none."""
    return len(WORD.findall(text)) >= FEWEST_WORDS


ORDER = [
    ("proposed_on", "proposed"),
    ("agreed_on", "agreed"),
    ("starts_on", "started"),
    ("ended_on", "ended"),
]


def _days(days: Mapping[str, dt.date | None], status: Status) -> list[Fault]:
    given = [(name, word, day) for name, word in ORDER if (day := days[name])]
    broken = [
        Fault(
            name,
            f"Found the year {day.year}; expected one from {FIRST_DAY.year} to {LAST_DAY.year}.",
        )
        for name in DAYS
        if (day := days[name]) and not FIRST_DAY <= day <= LAST_DAY
    ]
    broken += [
        Fault(
            name,
            f"It cannot be {word} on {day_in_words(day)}, before it was {before} on "
            f"{day_in_words(earlier)}.",
        )
        for (_, before, earlier), (name, word, day) in pairwise(given)
        if day < earlier
    ]
    starts, planned, ended = (days[name] for name in ("starts_on", "planned_end_on", "ended_on"))
    if planned and starts and planned < starts:
        broken.append(
            Fault(
                "planned_end_on",
                f"It is planned to end on {day_in_words(planned)}, before it starts on "
                f"{day_in_words(starts)}.",
            )
        )
    if status in (Status.COMPLETED, Status.STOPPED) and ended is None:
        broken.append(Fault("ended_on", f"Say on which day it ended, for its status is {status}."))
    if ended and status not in OVER:
        broken.append(
            Fault("ended_on", f"It has an end but is {status}. Move its status, or clear it.")
        )
    elif ended and ended > clock.today():
        broken.append(
            Fault(
                "ended_on",
                f"It cannot have ended on {day_in_words(ended)}: that day is still to come. "
                "Give the day it ended or, if it is not over yet, another status, with that day "
                "as the planned end.",
            )
        )
    return broken


def own_faults(given: Mapping[str, Any], status: Status) -> list[Fault]:
    """Return every rule that days, numbers and texts of a support break, whoever its sides are.

    Parameters
    ----------
    given
        What it says by field, as a support has them.

    """
    return [
        *_days({name: given[name] for name in DAYS}, status),
        *_numbers(given),
        *_texts(given),
    ]


def _numbers(given: Mapping[str, Any]) -> list[Fault]:
    names = {"days_planned": "Days", "days_delivered": "Days", "cost_pounds": "Pounds"}
    broken = []
    for name, word in names.items():
        value = given[name]
        if value is not None and not math.isfinite(value):
            broken.append(Fault(name, f"{word} are a number: found {value}."))
        elif value is not None and value < 0:
            broken.append(Fault(name, f"{word} cannot be negative: found {value:g}."))
    return broken


def _texts(given: Mapping[str, Any]) -> list[Fault]:
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
        text: str = given[name]
        if len(text) > most:
            broken.append(Fault(name, f"At most {most:,} characters; found {len(text):,}."))
        if UNKEPT.search(text):
            broken.append(Fault(name, "It holds a character that cannot be kept. Type it anew."))
    link: str = given["evidence_link"]
    if link and not link.startswith(LINKS):
        broken.append(Fault("evidence_link", "A link starts with https://."))
    return broken


def _duplicates(
    support: Support, others: Iterable[Support], where: Callable[[Support], str]
) -> list[Fault]:
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
            f"The same support is {where(other)}, from {day_in_words(other.starts_on)}. Change "
            "that one, or choose other days.",
        )
        for other in same[:1]
    ]


def move_fault(before: Status, after: Status) -> Fault | None:
    """Say why a support may not go from one status to another, if it may not."""
    if after in MOVES[before]:
        return None
    allowed = ", ".join(MOVES[before]) or "no other"
    return Fault("status", f"From {before} it may go to {allowed}; not to {after}.")


def review_faults(
    support: Support, reviews: Sequence[Review], given: Mapping[str, Any]
) -> list[Fault]:
    """Return every rule a new review breaks, all at once.

    Parameters
    ----------
    given
        What it says by field, as a review has them; what is still blank is a fault where it has to
        be filled in.

    """
    latest: dt.date = max((held.reviewed_on for held in reviews), default=support.starts_on)
    day, following = given.get("reviewed_on"), given.get("next_on")
    broken = []
    if day is None:
        broken.append(Fault("reviewed_on", "Enter the day of the review."))
    elif day < latest or (reviews and day == latest):
        broken.append(
            Fault("reviewed_on", f"A review comes after {day_in_words(latest)}, the day before it.")
        )
    if day and day > clock.today():
        broken.append(
            Fault(
                "reviewed_on",
                f"It cannot have been reviewed on {day_in_words(day)}: that day is still to come. "
                "Save the review once it is held; a day to come is the next review’s.",
            )
        )
    if given.get("rating") is None:
        broken.append(Fault("rating", "Choose one."))
    if day and following and following <= day:
        broken.append(Fault("next_on", "The next review comes after this one."))
    return broken
