"""A plan as a query: what an address says of it, and how it differs from another."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlencode

import pandas as pd

from alliance.analysis.filter_codec import in_words
from alliance.analysis.matching.hand_changes import KEYS
from alliance.current.state import current_history
from alliance.text.words import counted, day_in_words
from alliance.views.columns import Column
from alliance.views.matches.hand_lines import hand_lines
from alliance.views.matches.match_content import question_of
from alliance.views.matches.match_question import FORMULA, WEIGHTS
from alliance.views.matches.match_words import RUN_BY_NAMES, inspections_in_words
from alliance.views.page_address import PageAddress
from alliance.views.scope import scope_in_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from alliance.analysis.filters import Filter
    from alliance.views.matches.match_question import Question

PLAN_NAME, BESIDE = "plan_name", "beside"
"""Say in the address what the plan is called, and which other one stands beside it."""
NOT_OF_THE_PLAN = frozenset(
    {BESIDE, PLAN_NAME, "match_tab", "match_school", "what_if", "match_from_hubs"}
)
MOST_LETTERS = 4000
"""Of a plan in an address; a longer one is not read."""
FIRST_SETTINGS, WITHOUT_HAND = "The first settings", "This plan without changes by hand"
UNNAMED = "The plan of the link"


def plan_query(query: Mapping[str, Sequence[str]], chosen: Filter, name: str = "") -> str:
    """Return a plan as one text: what the address says of it, the whole filter, and its name."""
    own = {key: list(values) for key, values in query.items() if key not in NOT_OF_THE_PLAN}
    named = {PLAN_NAME: [name]} if name else {}
    return urlencode({**own, **in_words(current_history(), chosen), **named}, doseq=True)


def others_at_hand(
    query: Mapping[str, Sequence[str]], chosen: Filter, *, by_hand: bool
) -> dict[str, str]:
    """Return the plans that any plan can be compared with, by name, each as a query."""
    others = {FIRST_SETTINGS: plan_query({}, chosen)}
    if by_hand:
        untouched = {key: values for key, values in query.items() if key not in KEYS}
        others[WITHOUT_HAND] = plan_query(untouched, chosen)
    return others


def question_in(plan: str) -> tuple[Question, list[str]]:
    """Return what a plan asks, and what of its query did not resolve."""
    address = PageAddress(_read(plan))
    question = question_of(address)
    return replace(question, version=current_history().version), address.faults


def name_in(plan: str) -> str:
    """Return what a plan is called."""
    return (_read(plan).get(PLAN_NAME) or [UNNAMED])[-1][:40]


def _read(plan: str) -> dict[str, list[str]]:
    if len(plan) > MOST_LETTERS:
        return {}
    return parse_qs(plan, keep_blank_values=True, max_num_fields=200)


def settings_of(question: Question) -> dict[str, str]:
    """Return every setting of a plan in words."""
    weights, formula = vars(question.weights), vars(question.formula)
    return {
        "Day": day_in_words(question.chosen.day),
        "Eligible schools": scope_in_words(question.chosen),
        "Run by": RUN_BY_NAMES[question.run_by],
        "Supporting trusts": question.helpers,
        "Furthest distance": f"{question.max_distance_km:g} km",
        "Supporting trusts for a school": f"{question.supporters_per_school}",
        "Inspections": inspections_in_words(count_inherited=question.count_inherited),
        "Criteria": "; ".join(question.rules),
        **{f"Weight of {label.lower()}": f"{weights[name]:g}" for name, (label, _) in _WEIGHTS},
        **{label: f"{formula[name]:g}" for name, (label, *_) in FORMULA.items()},
        "By hand": "; ".join(line.words for line in hand_lines(question.hand)) or "Nothing",
    }


_WEIGHTS = tuple(WEIGHTS.items())
DIFFERENCE_COLUMNS = {
    "setting": Column("Setting"),
    "this": Column("This plan"),
    "other": Column("The other plan"),
}


def differences(this: Question, other: Question) -> pd.DataFrame:
    """Return the settings in which two plans differ: setting, this, other."""
    here, there = settings_of(this), settings_of(other)
    rows = [(name, here[name], there[name]) for name in here if here[name] != there[name]]
    return pd.DataFrame(rows, columns=["setting", "this", "other"])


def difference_in_words(this: Question, other: Question) -> str:
    """Say in how many settings two plans differ."""
    number = len(differences(this, other))
    if number:
        return f"They differ in {counted(number, 'setting', 'settings')}."
    return "They have the same settings; change one above, and see here what that changes."
