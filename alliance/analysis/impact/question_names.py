"""How the pieces of a question about what followed are called in addresses and lists."""

from __future__ import annotations

from alliance.analysis.impact.question import KINDS, Kind

WHAT, OUTCOME, MOVED_TO = "impact_what", "impact_outcome", "impact_moved_to"
TRUST, LEFT, TIER = "impact_trust", "impact_left", "impact_tier"
AREA, SOURCE = "impact_area", "impact_source"
SINCE, UNTIL = "impact_since", "impact_until"
YEARS, LIKE, CALIPER = "impact_years", "impact_like", "impact_caliper"
TAB = "impact_tab"

FOUNDERS = "The five founding trusts"
ANY_TRUST = "Any multi-academy trust"
OUTCOME_NAMES: dict[str, str] = {
    "Good at the next inspection": "good",
    "Key stage 2": "ks2_expected",
    "Attainment 8": "attainment_8",
    "Progress 8": "progress_8",
    "Time until Good": "until_good",
    "Absence": "absence",
    "Persistent absence": "persistent_absence",
    "Pupils": "pupils",
    "Free school meals": "free_meals",
    "Quality of education since September 2024": "quality_since_2024",
    "Report cards": "report_card",
}
FIRST_OUTCOME = "Good at the next inspection"
KIND_NAMES: dict[str, Kind] = {name: kind for kind, name in KINDS.items()}  # type: ignore[misc]
SOURCES = {
    "Documented and register": ("documented", "register"),
    "Documented": ("documented",),
    "Register": ("register",),
}
LONGEST_YEARS = 8
FIRST_YEAR, LAST_YEAR = 2006, 2025
SINCE_FIRST, UNTIL_FIRST = 2013, 2022
YEARS_FIRST, YEARS_LONG, LIKE_FIRST, CALIPER_FIRST = 5, 8, 5, 0.25
BELONGS: dict[str, tuple[Kind, ...]] = {
    TRUST: ("joined", "moved"),
    TIER: ("joined",),
    MOVED_TO: ("moved",),
    LEFT: ("moved",),
    AREA: ("area",),
    SOURCE: ("supported",),
    SINCE: ("joined", "moved", "supported"),
    UNTIL: ("joined", "moved", "supported"),
}
"""Of which schools a piece may be asked; every other piece of all."""
LABELS = {
    TRUST: "Trust",
    TIER: "Size of the trust",
    MOVED_TO: "To trust",
    LEFT: "From trust",
    AREA: "Opportunity Area",
    SOURCE: "Known from",
    SINCE: "From",
    UNTIL: "To",
}


def years_first(kind: Kind, outcome: str) -> int:
    """Return over how many years an answer is taken where the question does not say.

    Opportunity Areas worked until 2022, and key stage 2 of 2019 to 2022 is not known by school; a
    school under a new number is inspected late, which holds back the first years until Good.
    """
    return YEARS_LONG if kind == "area" or outcome == "until_good" else YEARS_FIRST


def outcome_name(key: str) -> str:
    """Return how an outcome is called in lists."""
    return next(name for name, one in OUTCOME_NAMES.items() if one == key)
