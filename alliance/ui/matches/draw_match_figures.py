"""On the page: the figures of a match: how many could be served, who is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliance.ui.parts.figure_row import figure_row
from alliance.views.matches.match_figures import figures_of_match

if TYPE_CHECKING:
    from alliance.views.matches.match_question import Answer


def match_figures(answer: Answer) -> None:
    """Draw the figures."""
    figure_row(figures_of_match(answer))
