"""What changed in a year and what support is on record, in a few lines each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from alliance.analysis.figures.overview import year_before
from alliance.errors import RegisterError
from alliance.text.words import count, counted, day_in_words
from alliance.views.briefing.briefing import Section
from alliance.views.flows.documented_case import lines_of_cases
from alliance.views.overview.changes_since import KINDS, changes_within, period_of
from alliance.views.register.supports import every_support, given_on

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Mapping, Sequence

    from alliance.analysis.filters import Filter
    from alliance.views.overview.changes_since import Kind

MOST_NAMED = 3
MOST_LETTERS = 130
_SUPPORTER = "Supporter's name"
_URNS = ("urn", "urn_before", "urn_after")


def year_of(scope: Filter, urns: Collection[int] = ()) -> Section:
    """Say what changed in the year up to the scope's day, a line a kind.

    ``urns`` keep the changes of these schools alone.
    """
    start, end = period_of(scope, None)
    found = changes_within(scope, start, end)
    lines = []
    for kind in KINDS:
        table = getattr(found, kind.table)
        if urns:
            columns = [name for name in _URNS if name in table]
            table = table[table[columns].isin(list(urns)).any(axis=1)]
        if kind.table in found.whys and not urns:
            lines.append(f"{kind.label}: not known. {found.whys[kind.table]}.")
        elif len(table) or not urns:
            lines.append(f"{kind.label}: {_named(table, kind)}")
    if not lines:
        lines = ["Nothing is on record."]
    since = day_in_words(year_before(scope.day))
    return Section(f"What changed since {since}", tuple(lines))


def _named(table: pd.DataFrame, kind: Kind) -> str:
    """Write how many changes of a kind there are, and the latest by name."""
    if table.empty:
        return "none."
    name = "name" if "name" in table else "school"
    latest = table.sort_values("date", ascending=False)
    said = [_change_in_words(row, kind, name) for row in latest.head(MOST_NAMED).to_dict("records")]
    return f"{count(len(table))}. {few(said, len(table))}."


def few(said: Sequence[str], total: int, letters: int = MOST_LETTERS) -> str:
    """Write the first of some words, as many as have room and one at least, and how many follow."""
    kept = [said[0]] if said else []
    for words in said[1:]:
        if len("; ".join([*kept, words])) > letters:
            break
        kept.append(words)
    more = total - len(kept)
    return "; ".join(kept) + (f"; and {count(more)} more" if more > 0 else "")


def _change_in_words(row: Mapping[Hashable, Any], kind: Kind, name: str) -> str:
    """Name the school of a change, with what came of it."""
    after = {
        "joins": row.get("trust_name"),
        "transfers": row.get("to_trust"),
        "inspections": row.get("grade_after"),
    }.get(kind.table)
    return f"{row[name]} ({after})" if after is not None and not pd.isna(after) else str(row[name])


def support_of(
    of_scope: Callable[[pd.DataFrame], pd.DataFrame], cases: pd.DataFrame, day: pd.Timestamp
) -> Section:
    """Say what the register of support holds for a scope on a day, and what sources tell.

    ``of_scope`` keeps its rows of the register; ``cases`` are documented ones, as
    :func:`alliance.views.flows.documented_case.cases_of_schools` gives them.
    """
    try:
        given = of_scope(every_support())
        given = given[given_on(given, day)]
        lines = [_register(given)]
    except RegisterError as fault:
        lines = [f"The register of support cannot be read: {fault}"]
    if len(cases):
        told = [f"{one.said} ({one.cited})" for one in lines_of_cases(cases)[:MOST_NAMED]]
        told_of = few(told, len(cases), 3 * MOST_LETTERS)
        lines.append(f"Documented in published articles, of whatever day: {told_of}.")
    else:
        lines.append("Published articles and reports at hand tell of no support.")
    return Section("Support on record", tuple(lines))


def _register(given: pd.DataFrame) -> str:
    if given.empty:
        return "The register of support holds none that was given on this day."
    said = [
        f"{row[_SUPPORTER]} for {row['Recipient']}: {row['Theme']}"
        + (" (example data)" if row["Illustrative"] == "Yes" else "")
        for row in given.head(MOST_NAMED).to_dict("records")
    ]
    number = counted(len(given), "arrangement", "arrangements")
    named = few(said, len(given), 2 * MOST_LETTERS)
    return f"Given on this day by the register of support: {number}. {named}."
