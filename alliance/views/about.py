"""What a first visit is told: what this is, what it opens on and why, and how to begin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliance.history import ALLIANCE_REGIONS
from alliance.text.words import day_in_words

if TYPE_CHECKING:
    from alliance.history import History

APP = "Northern Alliance"
STORY = "/present?presentation=story&scene=1"
"""The address of the presentation that the app comes with, at its first scene."""
STEPS = (
    "Choose a day and a place in the filter.",
    "Press a school, a trust or an area to see it in full.",
    "Download what you see, copy its link, or present it.",
)


def about_in_words(history: History) -> list[str]:
    """Return in sentences what the app is, what the alliance region is, and which day it opens on.

    The day is the history's own, so that newer lists change what is said with what is shown.
    """
    return [
        "This shows where England’s school trusts work, which schools need support and who could "
        "give it, from what the Department for Education and Ofsted publish.",
        "It opens on the alliance region, made up of the regions "
        f"{'; '.join(ALLIANCE_REGIONS[:-1])}; and {ALLIANCE_REGIONS[-1]}, on "
        f"{day_in_words(history.default_day)}: the last day for which all schools and their trusts "
        "are on record.",
    ]
