"""The criteria for support that a school meets on a day and why, and the support it is given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from alliance.analysis.need.need_rules import RULES
from alliance.current.state import current_history
from alliance.register.register_vocabulary import GIVEN
from alliance.text.words import day_in_words
from alliance.views.flows.documented_case import cases_of_schools
from alliance.views.schools.school_sentences import story_of

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from alliance.register import Support


ILLUSTRATIVE = "Example data (made up)"


def rules_met() -> pd.DataFrame:
    """Return every criterion for support, a row each."""
    return pd.DataFrame(
        [
            {
                "rule": rule.name,
                "text": rule.text,
                "source": rule.source,
                "in_force": rule.in_force(current_history()),
            }
            for rule in RULES
        ]
    )


def by_predecessor(row: Mapping[Hashable, Any]) -> str:
    """Say of a criterion met by the inspection of the school it replaced that it does not count."""
    return " · only if predecessors’ inspections count" if row["inherited"] else ""


def cases_of_school(urn: int) -> pd.DataFrame:
    """Return the documented cases of a school and of those whose past, or future, is its own."""
    line = story_of(urn).line
    return cases_of_schools(line.loc[line["own"], "urn"].tolist())


def standing_of(one: Support) -> str:
    """Write the status and number of a support, and whether it does not count as given."""
    counts = "" if one.status in GIVEN else " (not counted as given)"
    said = f"{one.status}{counts}, number {one.id}"
    return f"{ILLUSTRATIVE} · {said}" if one.illustrative else said


def supports_given(one: Support) -> str:
    """Write who supports with what, from when to when."""
    until = f" to {day_in_words(one.last_day)}" if one.last_day else ""
    return f"{one.supporter_name}: {one.theme}, from {one.start_in_words}{until}"
