"""Values of addresses by the names they have now, so that an address kept from before still opens.

Links, bookmarks and scenes of presentations hold them by the names they had.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliance.analysis.areas.area_measures import measure_of
from alliance.analysis.filters import PART
from alliance.analysis.impact.question import KINDS
from alliance.analysis.impact.question_names import (
    LEFT,
    MOVED_TO,
    OUTCOME,
    OUTCOME_NAMES,
    TRUST,
    WHAT,
)
from alliance.analysis.need.need_rules import FORMER_NAMES
from alliance.analysis.trusts.trust_names import called_today, shown_names
from alliance.current.state import current_history
from alliance.maps.choice import BOUNDARIES, MEASURED_AREAS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


FORMER_AREA = "area_profile"
RENAMED: Mapping[str, Mapping[str, str]] = {
    "show": {"Areas by measure": MEASURED_AREAS, "Regions and authorities": BOUNDARIES},
    "members": {"Alliance members only": PART["members"].label},
    "part": {"Near it": "Nearby schools", "Like it": "Similar schools"},
    "trust_tab": {"Joins and leavings": "Academies joining and leaving"},
    "helped_by": {"Trusts there": "In this region"},
    "match_tab": {"Left without": "Not matched"},
    "register_tab": {"Supports": "Support arrangements"},
    "register_marked": {"Illustrative only": "Example data only"},
    "flow_level": {"Authorities": "Local authorities"},
    "flow_colour": {"Supporter kind": "Kind of supporting organisation"},
    "flow_way": {"Between": "Within"},
    "flow_moves": {
        "Standalone joins": "Single-academy trust joins",
        "Legal change": "Change of legal entity",
    },
    "flow_rows": {
        "Left without": "Not matched",
        "Tangles": "Support to check",
        "Tangles of support": "Support to check",
    },
    "need_rules": FORMER_NAMES,
    "measure": {
        "Good or Outstanding, grades inherited": measure_of("percent_good_inherited").name,
        "Good or Outstanding, own grades only": measure_of("percent_good_own").name,
        "Index of multiple deprivation": measure_of("imd_score").name,
    },
}
"""By key of the address: what a value was called before, and what it is called now."""
AS_COMMANDS_SAY: Mapping[str, Mapping[str, str]] = {
    WHAT: KINDS,
    OUTCOME: {key: name for name, key in OUTCOME_NAMES.items()},
}
"""By key: the words of the command line, and what pages say for them."""
TRUSTS = (TRUST, MOVED_TO, LEFT)
"""Keys whose values are trusts by name."""
_NAMES = {**RENAMED, **AS_COMMANDS_SAY}


def called_now(query: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """Return an address with every key and value by its name of now, each once.

    The one Opportunity Area that its page looked at is the filter's.
    """
    if any(query.get(FORMER_AREA, ())):
        others = {key: values for key, values in query.items() if key != FORMER_AREA}
        query = {**others, "area": query[FORMER_AREA]}
    return {
        key: tuple(dict.fromkeys(name for value in values for name in _now(key, value)))
        if key in _NAMES or key in TRUSTS
        else tuple(values)
        for key, values in query.items()
    }


def _now(key: str, value: str) -> Sequence[str]:
    """Return a value by the name it has now; a trust by its UID or a former name too."""
    if key not in TRUSTS:
        return [_NAMES[key].get(value, value)]
    if value.isdecimal():
        return [shown_names(current_history()).get(int(value), value)]
    return called_today(current_history(), value) or [value]
