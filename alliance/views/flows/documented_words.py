"""Documented cases of support in words: how exact a start is, and where it is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from alliance.text.words import day_in_words
from alliance.views.columns import Column

if TYPE_CHECKING:
    from collections.abc import Iterable

BY_THEN = {
    "announced": "announced by then",
    "active": "under way by then",
    "completed": "over by then",
    "stopped": "stopped by then",
}
"""What a source says that tells of support without its start, by the status it gives."""

NOT_TOLD = "Not told"
CASE_COLUMNS = {
    "when": Column("Start", "A year or a month is all that is known where no day stands", "when"),
    "known": Column("How the start is known", "Stated in the source, inferred, or published then"),
    "end_told": Column("End", "As the source tells, where it does"),
    "status": Column("When published", "How it stood when the source was published"),
    "joined_told": Column(
        "Joined, by the source", "Whether it tells that the supporting trust took the school over"
    ),
    "publisher": Column("Publisher"),
    "title": Column("Source"),
    "published": Column("Published", "As exactly as known", "when"),
    "link": Column("Link", "Opened over https, also where the source was cited without", "link"),
    "what": Column("What it says", "In our words"),
}


def with_words(cases: pd.DataFrame) -> pd.DataFrame:
    """Add to documented cases the columns of :data:`CASE_COLUMNS` that hold words.

    Parameters
    ----------
    cases
        With first, last and written (the start, as the file has it), end_written, start_basis,
        date_basis, start_precision, status_when_published, led_to_joining, published.

    """
    whens = [period_in_words(written) for written in cases["written"]]
    months = [period_in_words(written) for written in cases["published"]]
    return cases.assign(
        when=_ordered(whens, cases["written"]),
        known=[start_known(case) for case in cases.itertuples(index=False)],
        until=(until := [period_in_words(written) for written in cases["end_written"]]),
        end_told=[words or NOT_TOLD for words in until],
        joined_told=cases["led_to_joining"].map({True: "Yes", False: ""}),
        published=_ordered(months, cases["published"]),
    )


def period_in_words(written: str) -> str:
    """Return 2017, 2017-06 or 2017-06-19 as 2017, June 2017 or 19 June 2017."""
    if written.count("-") == 0:
        return written
    day = pd.Timestamp(written)
    return f"{day:%B %Y}" if written.count("-") == 1 else day_in_words(day.date())


def start_known(case: Any) -> str:
    """Say how the start of a case is known: what is exact, what inferred, what only published."""
    inferred = "; the year is inferred" if case.date_basis == "inferred" else ""
    if case.start_basis == "stated":
        return f"Start stated in the source{inferred}"
    # What has an end told was going on before it, whatever its status when published.
    by_then = BY_THEN["active" if case.end_written else case.status_when_published]
    of_publication = case.published.startswith(case.written[: len(case.published)])
    if not of_publication:
        return f"No start stated{inferred}: {by_then}"
    return f"{case.start_precision.capitalize()} of publication{inferred}: {by_then}"


def cited(case: Any) -> str:
    """Return where a case is told: publisher, title and when."""
    when = period_in_words(str(case.published))
    return f"{case.publisher}, “{case.title}”, {when}"


def _ordered(words: list[str], written: Iterable[str]) -> Any:
    """Return times in words, in the order of what they were written as."""
    order = dict(sorted(zip(written, words, strict=True)))
    return pd.Categorical(words, list(dict.fromkeys(order.values())), ordered=True)
