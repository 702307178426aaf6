"""The filter: what part of the system is looked at, and on which day.

Each part is told once, beside its field of :class:`Filter`. What narrows, counts, lists, names,
writes or reads the filter goes through :data:`PARTS`, so that a new part is one entry.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from alliance.analysis.trusts.trusts_on_day import TIERS, tier
from alliance.history import (
    ALLIANCE_REGION,
    ALLIANCE_REGIONS,
    COMMISSIONERS_FROM,
    COMMISSIONERS_TO,
    GRADES,
    PHASES,
    grades_on,
)

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    import pandas as pd

NO_GRADE = 0
"""Stands among grades for a school that has none."""
GRADE_NAMES = {**GRADES, NO_GRADE: "No grade"}


def grade_names(day: dt.date) -> dict[int, str]:
    """Return what the grades are called on a day, by number, 0 for none."""
    return {**grades_on(day), NO_GRADE: GRADE_NAMES[NO_GRADE]}


@dataclass(frozen=True)
class Part:
    """A part of the filter, as every room knows it."""

    key: str  # in addresses and in the session
    label: str  # on screen
    noun: str  # what a value is called in a sentence; on the command line the name of its option
    column: str  # of a state: what it narrows by
    of: Literal["place", "trust", "school", "inspection", "list"]  # what it tells of a school
    kind: Literal["name", "trust", "grade", "tier", "switch", "school"] = "name"  # its values
    names: tuple[str, ...] = ()  # what it offers, where that is not all that the history names
    first: tuple[str, ...] = ()  # what it holds when the app opens; it heads the list
    of_day: bool = False  # whether its list holds only what schools have on the day
    absent: str = ""  # why its list may be empty
    help: str = ""
    field: str = ""  # of Filter

    @property
    def option(self) -> str:
        """What it is called on the command line, without the dashes before it."""
        return self.noun.strip("“”").lower().replace(" ", "-")


def _part(*told: Any, **more: Any) -> Any:
    """Return the field of a part; it holds nothing at first, and so keeps all."""
    return field(default=(), metadata={"part": Part(*told, **more)})


@dataclass(frozen=True)
class Filter:
    """A day, and what to keep of its schools; an empty tuple keeps all.

    ``regions`` may hold "Alliance region", which stands for the three that make it up; ``grades``
    0, for schools without one; ``members`` the UIDs to which “alliance members only” keeps them;
    ``schools`` URNs.
    """

    day: dt.date
    regions: tuple[str, ...] = _part(
        "region", "Region", "region", column="region", of="place", first=(ALLIANCE_REGION,)
    )
    opportunity_areas: tuple[str, ...] = _part(
        "area", "Opportunity Area", "Opportunity Area", column="opportunity_area", of="place"
    )
    trusts: tuple[int, ...] = _part(
        "trust", "Trust", "trust", column="trust_uid", of="trust", kind="trust"
    )
    phases: tuple[str, ...] = _part(
        "phase", "Phase", "phase", column="phase", of="school", names=tuple(PHASES)
    )
    grades: tuple[int, ...] = _part(
        "grade", "Ofsted grade", "grade", column="grade", of="inspection", kind="grade"
    )
    authorities: tuple[str, ...] = _part(
        "authority", "Local authority", "local authority", column="la_name", of="place", of_day=True
    )
    types: tuple[str, ...] = _part("type", "Type of school", "type", column="type", of="school")
    tiers: tuple[str, ...] = _part(
        "tier",
        "Size of trust",
        "tier",
        column="trust_uid",
        of="trust",
        kind="tier",
        names=tuple(TIERS),
        help="By the academies a trust has in all of England: Starter 1–5, Established 6–15, "
        "National 16–29, System leader 30 and more.",
    )
    commissioner_regions: tuple[str, ...] = _part(
        "commissioner",
        "RSC region (regional schools commissioner’s, 2014 to 2022)",
        "RSC region",
        column="commissioner_region",
        of="place",
        of_day=True,
        absent="regional schools commissioners had regions from "
        f"{COMMISSIONERS_FROM:%-d %B %Y} to {COMMISSIONERS_TO:%-d %B %Y} only",
        help="The eight regions of regional schools commissioners, on days from July 2014 to "
        "August 2022.",
    )
    members: tuple[int, ...] = _part(
        "members",
        "Founding trusts only",
        "“founding trusts only”",
        column="trust_uid",
        of="trust",
        kind="switch",
        help="Keeps the academies of the five trusts that founded the Northern Alliance.",
    )
    schools: tuple[int, ...] = _part(
        "urns",
        "Only these schools",
        "school",
        column="urn",
        of="list",
        kind="school",
        help="A list of schools, pasted or typed.",
    )


PARTS: tuple[Part, ...] = tuple(
    replace(one.metadata["part"], field=one.name) for one in fields(Filter) if one.metadata
)
"""All parts, in the order in which they stand on screen."""
PART = {part.key: part for part in PARTS}


def in_use(chosen: Filter) -> dict[Part, tuple[Any, ...]]:
    """Return what a filter holds of each part that narrows something."""
    return {part: values for part in PARTS if (values := getattr(chosen, part.field))}


def named_regions(regions: Sequence[str]) -> tuple[str, ...]:
    """Return the regions with "Alliance region" replaced by its three, each once, sorted."""
    own = {region for region in regions if region != ALLIANCE_REGION}
    return tuple(sorted(own.union(ALLIANCE_REGIONS if ALLIANCE_REGION in regions else ())))


def held_by_schools(state: pd.DataFrame, part: Part) -> pd.Series[Any]:
    """Return what each school of a state has of a part, as a filter holds it."""
    column = state[part.column]
    if part.kind == "grade":
        return column.fillna(NO_GRADE)
    # A trust's tier goes by all it holds, not by what a filter leaves of it.
    return tier(column.map(column.value_counts())) if part.kind == "tier" else column


def passing(state: pd.DataFrame, chosen: Filter) -> np.ndarray:
    """Return which schools of a state pass every part of the filter, as booleans in its order."""
    keep = np.ones(len(state), dtype=bool)
    for part, values in in_use(chosen).items():
        wanted = named_regions(values) if ALLIANCE_REGION in values else values
        keep &= held_by_schools(state, part).isin(list(wanted)).to_numpy(dtype=bool)
    return keep


def narrow(state: pd.DataFrame, chosen: Filter) -> pd.DataFrame:
    """Keep the schools that pass every part of the filter.

    Parameters
    ----------
    state
        All of England's schools as at ``chosen.day``, as :func:`alliance.history.as_at` gives
        them: a trust's tier is counted over all it holds.

    Returns
    -------
    DataFrame
        The same columns, rows in the same order, numbered from 0.

    """
    return state.loc[passing(state, chosen)].reset_index(drop=True)


def without(chosen: Filter, *parts: Part) -> Filter:
    """Return the filter with some parts taken off."""
    loosened: dict[str, Any] = dict.fromkeys((part.field for part in parts), ())
    return replace(chosen, **loosened)


def only(chosen: Filter, *of: str) -> Filter:
    """Return the filter with no parts but those that tell this of a school (``Part.of``)."""
    return without(chosen, *(part for part in PARTS if part.of not in of))


ENGLAND_RULE = (
    "England figures use your phase, type and grade filters. They ignore your place and trust "
    "filters."
)
"""How :func:`everywhere` narrows England, so that like stands beside like."""


def everywhere(chosen: Filter) -> Filter:
    """Return the filter for England beside a scope, by ``ENGLAND_RULE``, on the same day."""
    return only(chosen, "school", "inspection")


def england_narrowed(chosen: Filter) -> bool:
    """Return whether the filter narrows England beside it."""
    return everywhere(chosen) != Filter(chosen.day)


def lasting(chosen: Filter) -> Filter:
    """Return what of the filter holds for a school on every day: area, phase, type, its number.

    Such a filter narrows the schools of :func:`alliance.history.schools_on`, open or not, as it
    narrows the state of its day.
    """
    return only(chosen, "place", "school", "list")
