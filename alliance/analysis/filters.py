"""The filter: what part of the system is looked at, and on which day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from alliance.analysis.trusts import TIERS, tier
from alliance.errors import UnknownName
from alliance.history import ALLIANCE_REGION, ALLIANCE_REGIONS
from alliance.history.folding import fold

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from alliance.history import History

# How like a name must be to be offered for another, and how many are.
LIKE, MOST_LIKE = 0.6, 3
NO_GRADE = 0
"""Stands among grades for a school that has none."""


@dataclass(frozen=True)
class Filter:
    """A day, and what to keep of its schools; an empty tuple keeps all.

    Parameters
    ----------
    day
        The day whose state is asked for.
    regions
        Names of regions; "Alliance region" stands for the three that make it up.
    opportunity_areas
        Names of Opportunity Areas.
    trusts
        Trust UIDs.
    phases
        Names of phases.
    grades
        1 to 4, and 0 for schools without a grade.
    authorities
        Names of local authorities.
    tiers
        Tiers of trusts by size (``alliance.analysis.trusts.TIERS``), as they stand on the day.
    types
        Types of school.
    members
        Trust UIDs to which "alliance members only" keeps the schools; empty keeps all.
    commissioner_regions
        Names of the regions of regional schools commissioners, where the history carries them.

    """

    day: dt.date
    regions: tuple[str, ...] = ()
    opportunity_areas: tuple[str, ...] = ()
    trusts: tuple[int, ...] = ()
    phases: tuple[str, ...] = ()
    grades: tuple[int, ...] = ()
    authorities: tuple[str, ...] = ()
    tiers: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    members: tuple[int, ...] = ()
    commissioner_regions: tuple[str, ...] = ()


def named_regions(regions: Sequence[str]) -> tuple[str, ...]:
    """Give the regions with "Alliance region" replaced by its three, each once, sorted."""
    own = {region for region in regions if region != ALLIANCE_REGION}
    return tuple(sorted(own.union(ALLIANCE_REGIONS if ALLIANCE_REGION in regions else ())))


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
    wanted: dict[str, Sequence[str] | Sequence[int]] = {
        "region": named_regions(chosen.regions),
        "opportunity_area": chosen.opportunity_areas,
        "trust_uid": chosen.trusts,
        "phase": chosen.phases,
        "la_name": chosen.authorities,
        "type": chosen.types,
        "commissioner_region": chosen.commissioner_regions,
    }
    keep = np.ones(len(state), dtype=bool)
    for column, values in wanted.items():
        if values:
            keep &= state[column].isin(list(values)).to_numpy(dtype=bool)
    if chosen.grades:
        keep &= state["grade"].fillna(NO_GRADE).isin(list(chosen.grades)).to_numpy(dtype=bool)
    if chosen.members:
        keep &= state["trust_uid"].isin(list(chosen.members)).to_numpy(dtype=bool)
    if chosen.tiers:
        held = tier(state["trust_uid"].map(state["trust_uid"].value_counts()))
        keep &= held.isin(list(chosen.tiers)).to_numpy(dtype=bool)
    return state.loc[keep].reset_index(drop=True)


ENGLAND_RULE = (
    "England beside a figure is all its schools of the same phases, types and grades as the filter "
    "keeps; its places and trusts do not narrow England."
)
"""How :func:`everywhere` narrows England, so that like stands beside like."""


def everywhere(chosen: Filter) -> Filter:
    """Give the filter for England beside a scope, by ``ENGLAND_RULE``, on the same day."""
    return replace(
        chosen,
        regions=(),
        authorities=(),
        opportunity_areas=(),
        trusts=(),
        tiers=(),
        members=(),
        commissioner_regions=(),
    )


def england_narrowed(chosen: Filter) -> bool:
    """Tell whether the filter narrows England beside it."""
    return everywhere(chosen) != Filter(chosen.day)


def lasting(chosen: Filter) -> Filter:
    """Give the part of the filter that holds for a school on every day: area, phase and type.

    Such a filter narrows ``History.schools`` as it narrows the state of a day.
    """
    return replace(chosen, trusts=(), grades=(), tiers=(), members=())


def as_spelled(history: History, chosen: Filter) -> Filter:
    """Give the filter with its names as the history spells them, in whatever case they came.

    Raises
    ------
    UnknownName
        All names that the history does not know, at once, each with the nearest known ones.

    """
    faults: list[str] = []
    spelled: dict[str, tuple[str, ...]] = {}
    for part, (kind, names) in _known(history).items():
        known = dict(zip(fold(pd.Series(names, dtype="str")), names, strict=True))
        wanted: tuple[str, ...] = getattr(chosen, part)
        found = {name: known.get(fold(pd.Series([name], dtype="str")).iloc[0]) for name in wanted}
        spelled[part] = tuple(own for own in found.values() if own)
        faults += [
            f"{name!r} is no {kind}; known are {', '.join(_nearest(name, names))}"
            for name, own in found.items()
            if not own
        ]
    uids = set(history.trusts["trust_uid"])
    faults += [
        f"{uid} is no trust's UID; `python -m alliance trusts --day {chosen.day}` lists them"
        for uid in chosen.trusts
        if uid not in uids
    ]
    if faults:
        raise UnknownName("; ".join(faults) + ".")
    return replace(chosen, **spelled)  # type: ignore[arg-type]


def _known(history: History) -> dict[str, tuple[str, list[str]]]:
    """Give, for each part of a filter that holds names, what they are of and all that there are."""
    areas, schools = history.areas, history.schools
    of_schools = {
        "phases": ("phase", "phase"),
        "authorities": ("local authority", "la_name"),
        "types": ("type", "type"),
        "commissioner_regions": ("commissioner’s region", "commissioner_region"),
    }
    return {
        "regions": ("region", [*schools["region"].cat.categories, ALLIANCE_REGION]),
        "opportunity_areas": (
            "Opportunity Area",
            list(areas.loc[areas["kind"] == "opportunity_area", "name"]),
        ),
        **{
            part: (kind, list(schools[column].cat.categories))
            for part, (kind, column) in of_schools.items()
        },
        "tiers": ("tier", list(TIERS)),
    }


def _nearest(name: str, names: list[str]) -> list[str]:
    """Give the names most like ``name``, else all; the nearest first."""
    like = {own: SequenceMatcher(None, name.lower(), own.lower()).ratio() for own in names}
    ordered = sorted(names, key=lambda own: (-like[own], own))
    return [own for own in ordered if like[own] >= LIKE][:MOST_LIKE] or ordered
