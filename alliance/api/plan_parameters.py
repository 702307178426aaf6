"""What a plan can be asked for, by the names that the address of the Matches page uses."""

from __future__ import annotations

from alliance.analysis.matching.capacity import Formula
from alliance.analysis.matching.hand_changes import CAPACITY_OF, FORBID, KEEP, LEAVE_OUT
from alliance.analysis.matching.match_terms import Weights
from alliance.api.parameters import COUNT_INHERITED, KEEPING, THE_DAY, Parameter
from alliance.views.matches.match_question import (
    FORMULA,
    FURTHEST_KM,
    HELPED_BY,
    HELPING,
    MOST_SUPPORTERS,
    WEIGHTS,
)
from alliance.views.matches.match_words import RUN_BY_WORDS

_WHOLE = ("most", "at_a_time")

_LIMITS = (
    Parameter(
        "helped_by",
        "Which trusts may support: those in the regions of the filter, the founding trusts, any, "
        f"or those that {HELPING} names.",
        {"type": "string", "enum": list(HELPED_BY), "default": HELPED_BY[0]},
    ),
    Parameter(HELPING, "A trust that may support, by its name.", {"type": "string"}, many=True),
    Parameter(
        "within_km",
        "The furthest that the supporting school may lie, in km.",
        {"type": "number", "minimum": 5, "maximum": FURTHEST_KM, "default": 50},
        also=("max_distance_km",),
    ),
    Parameter(
        "supporters_a_school",
        "The most supporting trusts that a school may have.",
        {"type": "integer", "minimum": 1, "maximum": MOST_SUPPORTERS, "default": 1},
        also=("supporters_per_school",),
    ),
    Parameter(
        "run_by",
        "Who runs the schools to be supported.",
        {"type": "string", "enum": [*RUN_BY_WORDS.values(), *RUN_BY_WORDS], "default": "any"},
    ),
    Parameter(
        "need_rules",
        "A criterion for support that counts; all of the day by default.",
        {"type": "string"},
        many=True,
    ),
)
_BY_HAND = tuple(
    Parameter(name, says, {"type": "string"}, many=True)
    for name, says in {
        KEEP: "A school to be kept with a trust, as URN-UID.",
        FORBID: "A school never to be matched with a trust, as URN-UID.",
        LEAVE_OUT: "A trust that supports no school, by its UID.",
        CAPACITY_OF: "How many schools a trust may support, as UID-SCHOOLS.",
    }.items()
)
_FORMULA = tuple(
    Parameter(
        name,
        f"{label}. {says}.",
        {
            "type": "integer" if name in _WHOLE else "number",
            "minimum": low,
            "maximum": high,
            "default": getattr(Formula(), name),
        },
    )
    for name, (label, says, low, high, _) in FORMULA.items()
)
_WEIGHTS = tuple(
    Parameter(
        f"weight_{name}",
        f"How much {label.lower()} counts. {says}.",
        {"type": "number", "minimum": 0, "maximum": 5, "default": getattr(Weights(), name)},
    )
    for name, (label, says) in WEIGHTS.items()
)
OF_A_PLAN = (
    THE_DAY,
    *KEEPING,
    *_LIMITS,
    COUNT_INHERITED,
    *_BY_HAND,
    *_FORMULA,
    *_WEIGHTS,
)
"""All parameters of a plan."""
