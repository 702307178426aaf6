"""What part of England is looked at, in words, where a figure spans more than one day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliance.history import ALLIANCE_REGION
from alliance.ui.frame import trust_name
from alliance.ui.words import listed

if TYPE_CHECKING:
    from alliance.analysis.filters import Filter


def scope_in_words(chosen: Filter) -> str:
    """Name the scope as a title does: "the alliance region", "Secondary, Doncaster"."""
    regions = [
        "the alliance region" if name == ALLIANCE_REGION else name for name in chosen.regions
    ]
    places = (
        chosen.opportunity_areas
        or chosen.authorities
        or chosen.commissioner_regions
        or regions
        or ["England"]
    )
    trusts = [trust_name(uid) for uid in chosen.trusts]
    parts = [part for part in (trusts, chosen.phases, chosen.types) if part]
    return ", ".join([*map(listed, parts), listed(list(places))])


def left_aside(chosen: Filter) -> str:
    """Say which parts of the filter hold for one day only, and so are left aside; or nothing."""
    parts = {
        "grade": chosen.grades,
        "tier": chosen.tiers,
        "“alliance members only”": chosen.members,
    }
    used = [name for name, held in parts.items() if held]
    return f"The filter’s {listed(used)} is left aside here." if used else ""
