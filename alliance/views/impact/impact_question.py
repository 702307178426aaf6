"""A question about what followed, as an address asks it."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import TYPE_CHECKING

from alliance.analysis.impact.lines import lines_of
from alliance.analysis.impact.question import KINDS, Kind, Question
from alliance.analysis.impact.question_names import (
    ANY_TRUST,
    AREA,
    BELONGS,
    CALIPER,
    CALIPER_FIRST,
    FIRST_OUTCOME,
    FIRST_YEAR,
    FOUNDERS,
    KIND_NAMES,
    LABELS,
    LAST_YEAR,
    LEFT,
    LIKE,
    LIKE_FIRST,
    MOVED_TO,
    OUTCOME,
    OUTCOME_NAMES,
    SINCE,
    SINCE_FIRST,
    SOURCE,
    SOURCES,
    TIER,
    TRUST,
    UNTIL,
    UNTIL_FIRST,
    WHAT,
    YEARS,
    years_first,
)
from alliance.analysis.trusts.trust_names import multi_academy_options
from alliance.analysis.trusts.trusts_on_day import TIERS
from alliance.current.state import current_history
from alliance.views.trusts_at_hand import founding_trusts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alliance.history import History
    from alliance.views.page_address import PageAddress

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
    """Return the question that an address asks; pieces that do not belong to it are its faults."""
    history = current_history()
    kind: Kind = address.one(WHAT, KIND_NAMES, "Schools that") or "joined"
    outcome = address.one(OUTCOME, OUTCOME_NAMES, "Outcome") or OUTCOME_NAMES[FIRST_OUTCOME]
    _refuse_others(address, kind)
    known = trusts_known(history)
    since = address.number(SINCE, SINCE_FIRST, FIRST_YEAR, LAST_YEAR, LABELS[SINCE])
    until = address.number(UNTIL, UNTIL_FIRST, FIRST_YEAR, LAST_YEAR, LABELS[UNTIL])
    first, last = sorted((int(since), int(until)))
    if since > until:
        address.faults.append(
            f"{LABELS[SINCE]} {last} is later than {LABELS[UNTIL]} {first}. Swap them; the years "
            "between the two are what is asked about."
        )
    areas: Mapping[str, str] = {
        name: name for name in history.schools["opportunity_area"].cat.categories
    }
    asked = TRUST in address.query or kind != "joined"
    trusts = address.many(TRUST, known, LABELS[TRUST]) if asked else (known[FOUNDERS],)
    moved_to = address.many(MOVED_TO, known, LABELS[MOVED_TO]) or trusts
    left = address.many(LEFT, known, LABELS[LEFT])
    tier = address.one(TIER, {name: name for name in TIERS}, LABELS[TIER]) or ""
    own_areas = address.many(AREA, areas, LABELS[AREA])
    source = address.one(SOURCE, SOURCES, LABELS[SOURCE])
    return Question(
        kind=kind,
        outcome=outcome,
        first=dt.date(first, 1, 1),
        last=dt.date(last, 12, 31),
        trusts={"joined": _flat(trusts), "moved": _flat(moved_to)}.get(kind, ()),
        left=_flat(left) if kind == "moved" else (),
        tier=tier if kind == "joined" else "",
        areas=own_areas if kind == "area" else (),
        sources=(source or SOURCES["Documented and register"]) if kind == "supported" else (),
        neighbours=int(address.number(LIKE, LIKE_FIRST, 1, 10, "Like schools")),
        caliper=address.number(CALIPER, CALIPER_FIRST, 0.05, 1, "Caliper"),
        years=int(address.number(YEARS, years_first(kind, outcome), 1, 8, "Years after")),
    )


def _refuse_others(address: PageAddress, kind: Kind) -> None:
    """Note as faults what cannot be asked of schools of this kind."""
    for key, kinds in BELONGS.items():
        if kind not in kinds and any(address.query.get(key, ())):
            others = " or ".join(f"“{KINDS[one]}”" for one in kinds)
            address.faults.append(f"{LABELS[key]}: asked only where “Schools that” is {others}.")


def _flat(groups: tuple[tuple[int, ...], ...]) -> tuple[int, ...]:
    if () in groups:
        return ()
    return tuple(dict.fromkeys(uid for group in groups for uid in group))
