"""What trusts declare once of support between their own academies, as the register shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliance import clock
from alliance.text.words import day_in_words

if TYPE_CHECKING:
    from alliance.register import Declaration

ABOUT = (
    "Support between academies of one trust is a conflict of interest that each record has to "
    "answer. A trust may answer once: a support arrangement that starts while its declaration "
    "holds needs no statement of its own."
)
LABELS = {
    "trust_uid": "Trust",
    "statement": "What it declares",
    "starts_on": "First day",
    "ends_on": "Last day",
}
HINT = "Support between our academies is part of how we run them; the board agreed to it in May."
NONE = "No trust has made a standing declaration."


def declaration_line(one: Declaration) -> str:
    """Say of a declaration whose it is, for which days, and whether it holds today."""
    until = f" to {day_in_words(one.ends_on)}" if one.ends_on else " on"
    return f"{one.trust_name} · from {day_in_words(one.starts_on)}{until} · {_state(one)}"


def _state(one: Declaration) -> str:
    if one.withdrawn:
        return "withdrawn"
    today = clock.today()
    if one.holds_on(today):
        return "holds today"
    return "still to come" if one.starts_on > today else "over"
