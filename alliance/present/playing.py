"""A scene that plays: its day, or the end of its period, goes through the months before it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from alliance.analysis.filter_codec import DAY
from alliance.current.state import current_history
from alliance.views.flows.flow_question import WHAT, months
from alliance.views.page_address import PageAddress

if TYPE_CHECKING:
    from alliance.present.scene import Scene

PLAYED = ("overview", "explore", "opportunity_areas", "trusts", "flows")
"""Pages whose scenes can play."""
MOST_STEPS = 60
"""A longer period goes by two months at a time, or by as many as it takes."""


def months_played(scene: Scene) -> list[dt.date]:
    """Return the days that a scene plays through, its own last; none where it does not play.

    The first is that on which it begins, the others the first of a month.
    """
    begins = _day(scene.plays_from)
    if scene.page not in PLAYED or begins is None:
        return []
    ends = _end(scene)
    begins = max(begins, current_history().complete_from)
    if begins >= ends:
        return []
    between = [month for month in months(begins, ends) if begins < month < ends]
    step = -(-len(between) // MOST_STEPS) or 1
    return [begins, *between[step - 1 :: step], ends]


def on_month(scene: Scene, month: dt.date) -> Scene:
    """Return a scene as it was on a day that it plays through."""
    said = (month.isoformat(),)
    if scene.page == "flows":
        ends = {f"{kind.lower()}_until": said for kind in WHAT}
        return replace(scene, query={**scene.query, **ends})
    return replace(scene, query={**scene.query, DAY: said, "until": said})


def _end(scene: Scene) -> dt.date:
    address, last = PageAddress(scene.query), current_history().default_day
    if scene.page != "flows":
        return address.day(DAY, last, "Day")
    ends = [address.day(f"{kind.lower()}_until", last, "To") for kind in WHAT]
    return min(ends)


def _day(words: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(words)
    except ValueError:
        return None
