"""Support after which the supporter's trust took the school over: how much, which, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from alliance.analysis.flows.led_to_joining import led_to_joining
from alliance.analysis.trusts.trust_names import shown_names
from alliance.current.state import current_history, kept
from alliance.register.listing import start_order
from alliance.register.register_vocabulary import ARRANGEMENTS
from alliance.text.words import count, counted
from alliance.views.columns import Column
from alliance.views.flows.documented_words import with_words

if TYPE_CHECKING:
    from alliance.views.flows.flows_shown import FlowsShown

AGREE, DISAGREE, NOT_TOLD = (
    "Source and history agree",
    "The source tells of it, the history does not",
    "The history shows it, the source does not tell",
)
JOINED_COLUMNS = {
    "from_school": Column("Supporting organisation"),
    "name": Column("Supported"),
    "when": Column("Start", kind="when"),
    "until": Column("End", "As told or recorded, where it is"),
    "trust": Column("Supporter’s trust", "That ran the supporting school when the support began"),
    "joined": Column("Joined it", "The first day in it, of the school or its successor", "day"),
    "months": Column("Months from the start", "Two numbers where the start is no day"),
    "agrees": Column("Beside the source", "Whether the source of a documented case tells of it"),
    "next": Column("First trust afterwards", "Whichever trust the school joined next"),
}


@kept(maxsize=16)
def joined_after(shown: FlowsShown) -> pd.DataFrame:
    """Return the support shown with what the history shows to have come of it.

    Returns
    -------
    DataFrame
        As :func:`alliance.analysis.flows.led_to_joining.led_to_joining` gives it for named places,
        with the columns of :data:`JOINED_COLUMNS`.

    """
    history = current_history()
    found = led_to_joining(history, shown.flows)
    names = shown_names(history)
    table = shown.flows.named()
    if shown.choice.kind == "Documented":
        told = with_words(table)
        words: dict[str, Any] = {"when": told["when"], "until": told["end_told"]}
        words["agrees"] = _agrees(found)
    else:
        starts = start_order(table["start"], table["start_known"])
        words = {"when": starts, "until": _days(table["end"]), "agrees": ""}
    return table.assign(
        **words,
        trust=[names.get(uid, "") for uid in found["supporter_uid"].fillna(0)],
        next=[names.get(uid, "") for uid in found["next_uid"].fillna(0)],
        months=[
            _months(*both) for both in zip(found["months_least"], found["months_most"], strict=True)
        ],
        **{name: found[name] for name in ("joined", "joined_trust", "has_end", "academies")},
    )


def joined_in_a_sentence(table: pd.DataFrame, documented: bool) -> str:
    """Say how many were followed by joining, and how that compares with what sources tell."""
    joined = table["joined_trust"]
    ended = table["has_end"]
    noun = ("documented case", "documented cases") if documented else ARRANGEMENTS
    said = (
        f"After {count(joined.sum())} of {counted(len(table), *noun)} shown the supporter’s trust "
        f"took the school over; of the {count(ended.sum())} with a known end, after "
        f"{count((joined & ended).sum())}."
    )
    if not documented:
        return said
    tells = table["led_to_joining"]
    return (
        f"{said} The sources tell of {count(tells.sum())}; the history shows "
        f"{count((tells & joined).sum())} of these."
    )


def rows_of_joined(table: pd.DataFrame) -> pd.DataFrame:
    """Keep what was followed by joining, and where source and history disagree."""
    return table[table["joined_trust"] | (table["agrees"] == DISAGREE)].reset_index(drop=True)


def _agrees(found: pd.DataFrame) -> list[str]:
    """Set what the history shows beside what the sources tell."""
    words = {(True, True): AGREE, (True, False): DISAGREE, (False, True): NOT_TOLD}
    both = zip(found["led_to_joining"].tolist(), found["joined_trust"].tolist(), strict=True)
    return [words.get(pair, "") for pair in both]


def _days(days: pd.Series) -> Any:
    """Return days in words, in their order."""
    ordered = days.dropna().drop_duplicates().sort_values()
    words = {day: f"{day.day} {day:%B %Y}" for day in ordered}
    return pd.Categorical(days.map(words), list(words.values()), ordered=True)


def _months(least: Any, most: Any) -> str:
    """Write how many months lie between, two numbers where it is not known exactly."""
    if pd.isna(most):
        return ""
    return count(most) if least == most else f"{count(least)} to {count(most)}"
