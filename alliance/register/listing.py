"""The register as tables for people: the supports, their reviews, and what was changed."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pandas as pd

from alliance import clock
from alliance.history.as_at import authority_on
from alliance.register.audit import SUPPORT
from alliance.register.exchange import export
from alliance.register.headings import DAYS, FIELD_HEADINGS, NUMBERS, TOLD
from alliance.register.register_vocabulary import UNDER_WAY, Precision, Rating
from alliance.register.support import start_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from alliance.history import History
    from alliance.register.support import Change, Review, Support

TERM = dt.timedelta(days=120)
WORDS = {
    **FIELD_HEADINGS,
    **{name: heading for heading, name in TOLD.items()},
    "reviewed_on": "Reviewed on",
    "rating": "Rating",
    "comment": "Comment",
    "next_on": "Next review",
    "withdrawn": "Withdrawn",
    "reasons": "Reasons",
    "trust_uid": "Trust (UID)",
    "trust_name": "Trust",
    "statement": "Declaration",
    "ends_on": "Last day",
    "supporter_kind": "Kind of supporting organisation",
    "supporter_id": "Supporting organisation",
    "supporter_name": "Supporting organisation’s name",
    "supporter_lead": "Supporting organisation’s lead (role)",
    "recipient_urn": "Supported school",
    "recipient_name": "Supported school’s name",
    "recipient_trust_uid": "Supported school’s trust (UID)",
    "recipient_lead": "Supported school’s lead (role)",
    "illustrative": "Example data",
}
"""What people call a field of a support or a review."""

ACTIONS = {
    "add": "Added",
    "change": "Changed",
    "move": "Moved",
    "undo move": "Move taken back",
    "review": "Reviewed",
    "withdraw": "Withdrawn",
    "restore": "Restored",
    "import": "Imported",
    "declare": "Declared",
}
# Of no interest to a reader: they follow from the write itself.
_NOT_TOLD = ("id", "version", "support_id")


def review_due_on(support: Support, reviews: Sequence[Review]) -> dt.date | None:
    """Return the day by which a support is to be reviewed; none where it is not under way.

    That is the day the last review named or, where none did, a term of 120 days after the last
    review or after the start.
    """
    if support.status not in UNDER_WAY:
        return None
    if not reviews:
        return support.starts_on + TERM
    return reviews[-1].next_on or reviews[-1].reviewed_on + TERM


def listing(
    history: History,
    supports: Iterable[Support],
    reviews: Mapping[int, Sequence[Review]],
    today: dt.date,
) -> pd.DataFrame:
    """Return supports as the table of the register, a row each.

    Returns
    -------
    DataFrame
        The columns of :func:`alliance.register.exchange.export`, days as datetime64 and numbers as
        float64, so that what is downloaded can be imported; then of the recipient its trust's name
        and local authority as at the start, region and phase; Start in words (as exactly as it is
        known, in order); the last review's day and rating, the
        day of the next, and whether that is before ``today``.

    """
    held = list(supports)
    table = export(held)
    for name in DAYS:
        table[FIELD_HEADINGS[name]] = pd.to_datetime(table[FIELD_HEADINGS[name]])
    for name in NUMBERS:
        table[FIELD_HEADINGS[name]] = table[FIELD_HEADINGS[name]].astype("float64")
    for name in ("Number", "Recipient URN", "Recipient's trust (UID)"):
        table[name] = table[name].astype("Int64")
    table["Start in words"] = start_order(
        [one.starts_on for one in held], [one.start_known for one in held]
    )
    return table.join(_recipients(history, table)).join(_reviewed(held, reviews, today))


def start_order(days: Iterable[dt.date], known: Iterable[str]) -> Any:
    """Return starts in words as an ordered category: a year before the months and days in it."""
    keys = [
        (_place_in_time(day, exact), start_in_words(day, exact))
        for day, exact in zip(days, known, strict=True)
    ]
    order = [words for _, words in sorted(set(keys))]
    return pd.Categorical([words for _, words in keys], order, ordered=True)


def _place_in_time(day: dt.date, known: str) -> tuple[dt.date, int]:
    """Return what a start is sorted by: the first day it can have, and how exactly it is known."""
    if known == Precision.YEAR:
        return day.replace(month=1, day=1), 0
    return (day.replace(day=1), 1) if known == Precision.MONTH else (day, 2)


def _recipients(history: History, table: pd.DataFrame) -> pd.DataFrame:
    schools = history.schools.set_index("urn")
    trusts = history.trusts.set_index("trust_uid")["name"]
    urns = table["Recipient URN"]
    under = authority_on(history, urns, table[FIELD_HEADINGS["starts_on"]])
    return pd.DataFrame(
        {
            "Recipient's trust": table["Recipient's trust (UID)"].map(trusts),
            "Recipient's local authority": under["la_name"].astype("object"),
            "Recipient's region": urns.map(schools["region"].astype("object")),
            "Recipient's phase": urns.map(schools["phase"].astype("object")),
        },
        index=table.index,
    )


def _reviewed(
    held: Sequence[Support], reviews: Mapping[int, Sequence[Review]], today: dt.date
) -> pd.DataFrame:
    rows = []
    for support in held:
        own = reviews.get(support.id or 0, [])
        due = review_due_on(support, own)
        rows.append(
            {
                "Last review": own[-1].reviewed_on if own else None,
                "Rating": str(own[-1].rating) if own else None,
                "Review due": due,
                "Review overdue": "Yes" if due is not None and due < today else "No",
            }
        )
    table = pd.DataFrame(rows, columns=["Last review", "Rating", "Review due", "Review overdue"])
    table["Rating"] = table["Rating"].astype(pd.CategoricalDtype(list(Rating), ordered=True))
    days = {name: pd.to_datetime(table[name]) for name in ("Last review", "Review due")}
    return table.assign(**days)


def trail(changes: Iterable[Change]) -> pd.DataFrame:
    """Return the audit trail as a table, a row for each field that a change wrote.

    Returns
    -------
    DataFrame
        Number (of the support; missing for a declaration), When (datetime64, as a clock in London
        shows it), Who, What (Added, Changed…), Field, Before, After (as text, "" where there was
        nothing); in the order of ``changes``, of one change in that of the form.

    """
    rows = [
        {
            "Number": change.support_id if change.told_of == SUPPORT else None,
            "When": clock.in_london(change.at).replace(tzinfo=None),
            "Who": change.who,
            "What": _done(change),
            "Field": WORDS.get(name, name),
            "Before": in_words(change.before.get(name)),
            "After": in_words(change.after.get(name)),
        }
        for change in changes
        for name in sorted(change.fields, key=_place)
        if _is_told(change, name)
    ]
    columns = ["Number", "When", "Who", "What", "Field", "Before", "After"]
    table = pd.DataFrame(rows, columns=columns)
    when = pd.to_datetime(table["When"], utc=True).dt.tz_localize(None)
    return table.assign(When=when, Number=table["Number"].astype("Int64"))


def _done(change: Change) -> str:
    """Say what was done; of a declaration, with its number."""
    done = ACTIONS.get(change.action, change.action)
    return done if change.told_of == SUPPORT else f"{done} (declaration {change.support_id})"


def _place(name: str) -> int:
    return list(WORDS).index(name) if name in WORDS else len(WORDS)


def _is_told(change: Change, name: str) -> bool:
    """Return whether a field says something: not what a new record leaves blank or at no."""
    before, after = change.before.get(name), change.after.get(name)
    new = name not in change.before
    usual = after is False or (name, after) == ("start_known", Precision.DAY)
    blank = after in (None, "") or (new and usual)
    return name not in _NOT_TOLD and not (blank and (new or before in (None, "")))


def in_words(value: Any) -> str:
    """Return a field's value as people read it: yes and no, 14 November 2017, 12.5."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, float):
        return f"{value:,.10g}"
    if isinstance(value, str) and len(value) == len("2017-11-14"):
        try:
            value = dt.date.fromisoformat(value)
        except ValueError:
            return str(value)
    if isinstance(value, dt.date):
        return f"{value.day} {value:%B %Y}"
    return "" if value is None else str(value)
