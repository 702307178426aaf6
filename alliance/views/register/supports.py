"""The supports as a table: columns, figures, what is given on a day, and words for none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from alliance import clock
from alliance.analysis.filters import Filter, lasting, narrow
from alliance.current.state import current_history, current_register, kept
from alliance.history import schools_on
from alliance.register.listing import listing
from alliance.register.register_vocabulary import ARRANGEMENTS, GIVEN, UNDER_WAY
from alliance.text.words import count, counted, day_in_words
from alliance.views.columns import Column
from alliance.views.content import Figure
from alliance.views.scope import scope_in_words

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd

    from alliance.analysis.filters import Filter
    from alliance.register import Register


EMPTY = (
    "The register of support is empty. No public record says who supports whom, so it holds only "
    "what is recorded here."
)
EXAMPLE = "To see how a full register works, load example data."
SUPPORT_COLUMNS = {
    "Number": Column("Number", "Its number in the register of support", "number"),
    "Supporter's name": Column("Supporting organisation"),
    "Recipient": Column("Supported school"),
    "Theme": Column("Theme"),
    "Status": Column("Status"),
    "Start in words": Column("Starts on", "As exactly as it is known", "when"),
    "Planned end": Column("Planned end", kind="day"),
    "Days planned": Column("Days planned", kind="number1"),
    "Cost in pounds": Column("Cost, £", "In all, in pounds", "count"),
    "Recipient's trust": Column("Supported school’s trust", "At the start"),
    "Recipient's local authority": Column("Supported school’s local authority"),
    "Rating": Column("Last review", "Red, amber or green", "rank"),
    "Review due": Column("Review due", "The day set by the last review, or a term after it", "day"),
    "Origin": Column("Origin", "Entered, imported, matched or illustrative (example data)"),
    "Illustrative": Column("Example data", "Yes: made up, to show how the register works"),
}


def of_recipients(table: pd.DataFrame, chosen: Filter) -> pd.DataFrame:
    """Keep the supports that the filter in the sidebar keeps.

    Place, phase and type are the recipient's; a trust is the supporter or the recipient's own as
    at the start. Grade and size hold for one day only and are left aside.
    """
    schools = narrow(schools_on(current_history(), chosen.day), lasting(chosen))
    keep = table["Recipient URN"].isin(schools["urn"])
    trusts = [*chosen.trusts, *chosen.members]
    if trusts:
        gives = (table["Supporter kind"] == "Trust") & table["Supporter"].isin(map(str, trusts))
        keep &= gives | table["Recipient's trust (UID)"].isin(trusts).fillna(value=False)
    return table[keep]


def figures_of_supports(table: pd.DataFrame) -> list[Figure]:
    """Return what supports add up to."""
    invented = int((table["Illustrative"] == "Yes").sum())
    under_way = table[table["Status"].isin(UNDER_WAY)]
    overdue = int((table["Review overdue"] == "Yes").sum())
    return [
        Figure(
            "Support arrangements",
            count(len(table)),
            f"{count(invented)} are example data" if invented else "",
        ),
        Figure("Under way", count(len(under_way)), "active or paused"),
        Figure("Schools supported", count(under_way["Recipient URN"].nunique()), "under way"),
        Figure(
            "Supporting organisations",
            count(len(under_way[["Supporter kind", "Supporter"]].drop_duplicates())),
            "under way",
        ),
        Figure("Days planned", count(under_way["Days planned"].sum()), "under way"),
        Figure("Reviews overdue", count(overdue), "of those under way"),
    ]


def columns_of(table: pd.DataFrame) -> dict[str, Column]:
    """Return the columns shown; where a row is invented, its mark comes first."""
    first = ["Illustrative"] if (table["Illustrative"] == "Yes").any() else []
    return {name: SUPPORT_COLUMNS[name] for name in dict.fromkeys([*first, *SUPPORT_COLUMNS])}


def given_on(table: pd.DataFrame, day: pd.Timestamp) -> pd.Series[bool]:
    """Return which supports were given on a day: those that count as given, and had not ended."""
    ends = table["Ended on"].fillna(table["Planned end"])
    return table["Status"].isin(GIVEN) & (table["Starts on"] <= day) & ~(ends < day)


def notes_on_supports(table: pd.DataFrame) -> tuple[str, ...]:
    """Say what a file of supports must say of itself."""
    invented = int((table["Illustrative"] == "Yes").sum())
    if not invented:
        return ("As recorded in the register of support; no public record holds it.",)
    return (
        f"{counted(invented, 'row is', 'rows are')} example data: made up, to show how the "
        "register works.",
    )


def register_sentence(chosen: Filter) -> str:
    """Say what is looked at."""
    scope = scope_in_words(chosen)
    return (
        f"{scope[0].upper()}{scope[1:]} · as recorded by {day_in_words(clock.today())} · "
        f"{counted(len(of_recipients(every_support(), chosen)), *ARRANGEMENTS)}"
    )


def every_support() -> pd.DataFrame:
    """Return the list of all supports that are not withdrawn; shared: never write to it."""
    register = current_register()
    return _listing(register, register.revision(), clock.today())


@kept(maxsize=2)
def _listing(register: Register, _revision: int, day: dt.date) -> pd.DataFrame:
    return listing(register.history, register.supports(), register.all_reviews(), day)
