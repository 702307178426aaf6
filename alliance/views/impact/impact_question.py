"""A question about what followed, as an address asks it."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import TYPE_CHECKING

from alliance.analysis.impact.lines import lines_of
from alliance.analysis.impact.question import KINDS, Kind, Question
from alliance.analysis.trusts.trust_names import multi_academy_options
from alliance.analysis.trusts.trusts_on_day import TIERS
from alliance.current.state import current_history
from alliance.views.trusts_at_hand import founding_trusts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alliance.history import History
    from alliance.views.page_address import PageAddress

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
FIRST_YEAR, LAST_YEAR = 2006, 2025
SINCE_FIRST, UNTIL_FIRST = 2013, 2022
YEARS_FIRST, LIKE_FIRST, CALIPER_FIRST = 5, 5, 0.25
FEWEST_JOINED = 5
"""A trust is offered by name where so many schools joined it or moved to or from it."""


def trusts_known(history: History) -> dict[str, tuple[int, ...]]:
    """Return what may be chosen as trusts by name: the founding five, any (no UID), and each."""
    every = {name: (uid,) for name, uid in multi_academy_options(history).items()}
    return {FOUNDERS: tuple(founding_trusts()), ANY_TRUST: (), **every}


@lru_cache(maxsize=2)
def trusts_offered(history: History) -> list[str]:
    """Return the names that a list offers: trusts that some schools joined or left."""
    changes = lines_of(history).changes
    joined, left = changes["trust_uid"].value_counts(), changes["from_uid"].value_counts()
    often = joined.add(left, fill_value=0)
    enough = set(often[often >= FEWEST_JOINED].index)
    named = multi_academy_options(history).items()
    return [FOUNDERS, ANY_TRUST, *(name for name, uid in named if uid in enough)]


def question_at(address: PageAddress) -> Question:
    """Return the question that an address asks."""
    history = current_history()
    kind: Kind = address.one(WHAT, KIND_NAMES, "Schools that") or "joined"
    known = trusts_known(history)
    since = address.number(SINCE, SINCE_FIRST, FIRST_YEAR, LAST_YEAR, "From")
    until = address.number(UNTIL, UNTIL_FIRST, FIRST_YEAR, LAST_YEAR, "To")
    first, last = sorted((int(since), int(until)))
    areas: Mapping[str, str] = {
        name: name for name in history.schools["opportunity_area"].cat.categories
    }
    trusts = address.many(TRUST, known, "Trust") if TRUST in address.query else (known[FOUNDERS],)
    moved_to = address.many(MOVED_TO, known, "Moved to")
    left = address.many(LEFT, known, "Trust left")
    tier = address.one(TIER, {name: name for name in TIERS}, "Tier") or ""
    own_areas = address.many(AREA, areas, "Opportunity Area")
    source = address.one(SOURCE, SOURCES, "Support known from")
    return Question(
        kind=kind,
        outcome=address.one(OUTCOME, OUTCOME_NAMES, "Outcome") or OUTCOME_NAMES[FIRST_OUTCOME],
        first=dt.date(first, 1, 1),
        last=dt.date(last, 12, 31),
        trusts={"joined": _flat(trusts), "moved": _flat(moved_to)}.get(kind, ()),
        left=_flat(left) if kind == "moved" else (),
        tier=tier if kind == "joined" else "",
        areas=own_areas if kind == "area" else (),
        sources=(source or SOURCES["Documented and register"]) if kind == "supported" else (),
        neighbours=int(address.number(LIKE, LIKE_FIRST, 1, 10, "Like schools")),
        caliper=address.number(CALIPER, CALIPER_FIRST, 0.05, 1, "Caliper"),
        years=int(address.number(YEARS, YEARS_FIRST, 1, 8, "Years after")),
    )


def _flat(groups: tuple[tuple[int, ...], ...]) -> tuple[int, ...]:
    if () in groups:
        return ()
    return tuple(dict.fromkeys(uid for group in groups for uid in group))


def outcome_name(key: str) -> str:
    """Return how an outcome is called in lists."""
    return next(name for name, one in OUTCOME_NAMES.items() if one == key)
