"""The filter: what part of the system is looked at, and on which day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from alliance.history import ALLIANCE_REGION, ALLIANCE_REGIONS

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    import pandas as pd

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

    """

    day: dt.date
    regions: tuple[str, ...] = ()
    opportunity_areas: tuple[str, ...] = ()
    trusts: tuple[int, ...] = ()
    phases: tuple[str, ...] = ()
    grades: tuple[int, ...] = ()


def named_regions(regions: Sequence[str]) -> tuple[str, ...]:
    """Give the regions with "Alliance region" replaced by its three, each once, sorted."""
    own = {region for region in regions if region != ALLIANCE_REGION}
    return tuple(sorted(own.union(ALLIANCE_REGIONS if ALLIANCE_REGION in regions else ())))


def narrow(state: pd.DataFrame, chosen: Filter) -> pd.DataFrame:
    """Keep the schools that pass every part of the filter.

    Parameters
    ----------
    state
        Schools as at ``chosen.day``, as :func:`alliance.history.as_at` gives them.

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
    }
    keep = np.ones(len(state), dtype=bool)
    for column, values in wanted.items():
        if values:
            keep &= state[column].isin(list(values)).to_numpy(dtype=bool)
    if chosen.grades:
        keep &= state["grade"].fillna(NO_GRADE).isin(list(chosen.grades)).to_numpy(dtype=bool)
    return state.loc[keep].reset_index(drop=True)
