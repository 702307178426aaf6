"""On the page: what the page of flows shows: what filter, period, place and way leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliance.current.state import current_register
from alliance.ui.flows.flow_selection import choose_places
from alliance.ui.flows.flow_time import month_shown, play_button
from alliance.ui.matches.match_answer import answered
from alliance.ui.parts.chart import is_dark
from alliance.views.flows.flows_shown import FlowsShown, flows_in_scope, shown_at

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

    from alliance.analysis.filters import Filter
    from alliance.views.flows.flow_question import FlowChoice


def flows_shown(chosen: Filter, choice: FlowChoice, details: DeltaGenerator) -> FlowsShown:
    """Draw the choice of places into ``details``, and return what is to be shown."""
    month = None if choice.kind == "Suggestions" else month_shown(choice.start, choice.end)
    revision = 0 if choice.kind in ("Transfers", "Documented") else current_register().revision()
    if choice.question is not None:
        answered(choice.question)
    _, scope = flows_in_scope(choice, chosen, revision)
    with details:
        place, other = choose_places(scope, choice.level)
        if choice.kind != "Suggestions":
            play_button()
    return shown_at(choice, chosen, revision, place, other, month, is_dark())
