"""What part of England is looked at, in words, where a figure spans more than one day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliance.analysis.filter_codec import called
from alliance.analysis.filters import in_use
from alliance.current.state import current_history
from alliance.history import ALLIANCE_REGION
from alliance.text.words import listed
from alliance.views.trusts_at_hand import trust_name

if TYPE_CHECKING:
    from alliance.analysis.filters import Filter, Part


PLACE_RULE = (
    "A place in your filters is where the school is: an academy that moved, or a school that is "
    "supported, wherever its trusts work."
)
"""How places narrow what happens between schools and trusts, on every page."""


def scope_in_words(chosen: Filter) -> str:
    """Name the scope as a title does: "the alliance region", "Secondary, Doncaster"."""
    used = [part for part in in_use(chosen) if _is_named(part)]
    # The place that the app opens on is named only where no other is.
    places = sorted((part for part in used if part.of == "place"), key=lambda part: len(part.first))
    said = [_named(chosen, part) for part in used if part.of != "place"]
    return ", ".join([*said, _named(chosen, places[0]) if places else "England"])


def names_place(chosen: Filter) -> bool:
    """Return whether a filter names a place."""
    return any(part.of == "place" for part in in_use(chosen))


def left_aside(chosen: Filter) -> str:
    """Say which parts of the filter hold for one day only, and so are left aside; or nothing."""
    used = [part.noun for part in in_use(chosen) if not _is_named(part)]
    if not used:
        return ""
    return f"Your {listed(used)} {'filters do' if used[1:] else 'filter does'} not apply here."


def _is_named(part: Part) -> bool:
    """Return whether a part holds for more than a day, and so stands in the name of a scope."""
    return part.of in ("place", "school", "list") or part.kind == "trust"


def _named(chosen: Filter, part: Part) -> str:
    values = in_use(chosen)[part]
    if part.kind == "trust":
        return listed([trust_name(uid) for uid in values])
    if part.kind == "school":
        return listed(called(current_history(), chosen, part))
    return listed(["the alliance region" if name == ALLIANCE_REGION else name for name in values])
