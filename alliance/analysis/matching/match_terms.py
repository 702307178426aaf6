"""What a match is asked to respect: who may help whom, how far, and what counts how much."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from alliance.analysis.filter_codec import as_spelled
from alliance.analysis.filters import Filter, narrow
from alliance.analysis.matching.capacity import Formula
from alliance.analysis.matching.run_by_choice import RUN_BY
from alliance.errors import QuestionError
from alliance.history import ALLIANCE_REGION, as_at

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Collection, Mapping

    from alliance.analysis.matching.run_by_choice import RunBy
    from alliance.history import History


@dataclass(frozen=True)
class Weights:
    """How much each criterion counts; each runs from 0 (best) to 1.

    Parameters
    ----------
    distance
        Kilometres to the supporter's strong school, over the limit.
    size
        How far the school's roll lies from the supporter's strong schools' of the phase.
    region
        1 where the supporter has no academy in the school's region.
    relationship
        1 where the supporter has supported nobody in the school's trust or authority before.
    load
        The share of the supporter's academies that are less than good.

    """

    distance: float = 1.0
    size: float = 0.25
    region: float = 0.25
    relationship: float = 0.25
    load: float = 0.25


@dataclass(frozen=True)
class Terms:
    """What a match is asked to respect.

    Parameters
    ----------
    supporters
        UIDs of the trusts that may support; all by default.
    recipients
        URNs that may be helped; all eligible schools by default.
    max_distance_km
        The furthest that a supporter's strong school of the phase may lie.
    rules
        Names of the criteria to go by; all by default.
    count_inherited
        Whether, for need and capacity alike, the inspection of the school it replaced counts where
        a school has had none of its own since.
    run_by
        Which of the eligible schools may be helped, by who runs them.
    related
        Pairs of a trust's UID and a school's URN that know each other already.
    met
        Those of them in which the trust has supported the school itself.
    conflicts
        Pairs that must not be matched.
    held
        Pairs of which the trust supports the school already.
    supported
        How many supporters a school has already, by URN.
    committed
        Schools each trust supports already, by UID.
    committed_from
        Schools each strong school supports already, by its URN, where the register says which.
    supporters_per_school
        How many supporters a school may have, those it has already counted in.
    extra
        How many more a trust takes than its capacity gives, by UID.
    orphaned
        URNs of academies whose trust closes: they ask for a supporter whatever their grade.
    kept, forbidden
        Pairs (UID and URN) that a person wants in the plan whatever they cost, and out of it.
    barred
        UIDs of supporters that a person wants to give nothing in this plan.
    capacity_by_hand
        How many schools a trust may be given in this plan, by UID, whatever the formula says.

    """

    supporters: Collection[int] | None = None
    recipients: Collection[int] | None = None
    max_distance_km: float = 50.0
    weights: Weights = field(default_factory=Weights)
    formula: Formula = field(default_factory=Formula)
    rules: Collection[str] | None = None
    count_inherited: bool = False
    run_by: RunBy = "any"
    related: frozenset[tuple[int, int]] = frozenset()
    met: frozenset[tuple[int, int]] = frozenset()
    conflicts: frozenset[tuple[int, int]] = frozenset()
    held: frozenset[tuple[int, int]] = frozenset()
    supported: Mapping[int, int] = field(default_factory=dict)
    committed: Mapping[int, int] = field(default_factory=dict)
    committed_from: Mapping[int, int] = field(default_factory=dict)
    supporters_per_school: int = 1
    extra: Mapping[int, int] = field(default_factory=dict)
    orphaned: tuple[int, ...] = ()
    kept: tuple[tuple[int, int], ...] = ()
    forbidden: frozenset[tuple[int, int]] = frozenset()
    barred: frozenset[int] = frozenset()
    capacity_by_hand: Mapping[int, int] = field(default_factory=dict)

    def check(self) -> None:
        """See that the limits make sense.

        Raises
        ------
        QuestionError
            The distance limit is not above nought, a school may have no supporter, or who runs
            the schools is none of ``RUN_BY``.
        """
        if not self.max_distance_km > 0:
            raise QuestionError(
                f"The distance limit is {self.max_distance_km:g} km; give one above nought."
            )
        if self.supporters_per_school < 1:
            raise QuestionError(
                f"A school may have {self.supporters_per_school} supporting trusts; give 1 or more."
            )
        if self.run_by not in RUN_BY:
            raise QuestionError(
                f"Schools run by {self.run_by!r} are not known; give one of {', '.join(RUN_BY)}."
            )


def scoped(history: History, day: dt.date, scope: str) -> Callable[[Terms], Terms]:
    """Return what narrows terms to a scope: ``alliance``, ``england``, or ``region:NAME``.

    In the alliance the founding trusts support schools of the alliance region; in a region its
    trusts support its schools.

    Raises
    ------
    QuestionError
        The scope is none of these.
    """
    kind, _, name = scope.partition(":")
    if kind == "england" and not name:
        return lambda terms: terms
    if kind not in ("alliance", "region") or (kind == "region") != bool(name):
        raise QuestionError(f"The scope is {scope!r}; expected alliance, england, or region:NAME.")
    chosen = as_spelled(history, Filter(day, regions=(name or ALLIANCE_REGION,)))
    here = narrow(as_at(history, day), chosen)
    trusts = (
        tuple(history.alliance["trust_uid"])
        if kind == "alliance"
        else tuple(here["trust_uid"].dropna().unique())
    )
    return lambda terms: replace(terms, supporters=trusts, recipients=tuple(here["urn"]))
