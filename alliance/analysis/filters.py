"""The filter: what part of the system is looked at, and on which day."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from alliance.analysis.trusts import TIERS, tier
from alliance.errors import UnknownName
from alliance.history import ALLIANCE_REGION, ALLIANCE_REGIONS

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    import pandas as pd

    from alliance.history import History

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


def check_names(history: History, chosen: Filter) -> None:
    """See that the history knows every name in the filter.

    Raises
    ------
    UnknownName
        All unknown names at once, each with the nearest known ones.

    """
    areas, schools = history.areas, history.schools
    known = {
        "region": (chosen.regions, [*schools["region"].cat.categories, ALLIANCE_REGION]),
        "Opportunity Area": (
            chosen.opportunity_areas,
            list(areas.loc[areas["kind"] == "opportunity_area", "name"]),
        ),
        "phase": (chosen.phases, list(schools["phase"].cat.categories)),
        "local authority": (chosen.authorities, list(schools["la_name"].cat.categories)),
        "type": (chosen.types, list(schools["type"].cat.categories)),
        "commissioner’s region": (
            chosen.commissioner_regions,
            list(schools["commissioner_region"].cat.categories),
        ),
        "tier": (chosen.tiers, list(TIERS)),
    }
    faults = [
        f"{name!r} is no {kind}; known are {', '.join(_nearest(name, names))}"
        for kind, (wanted, names) in known.items()
        for name in wanted
        if name not in names
    ]
    uids = set(history.trusts["trust_uid"])
    faults += [
        f"{uid} is no trust's UID; `python -m alliance trusts --day {chosen.day}` lists them"
        for uid in chosen.trusts
        if uid not in uids
    ]
    if faults:
        raise UnknownName("; ".join(faults) + ".")


def _nearest(name: str, names: list[str]) -> list[str]:
    return difflib.get_close_matches(name, names) or sorted(names)
