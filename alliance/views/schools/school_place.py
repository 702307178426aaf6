"""What is known of a school's place: how deprived it is, and which hub serves it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from alliance.analysis.areas.deprivation import deprivation_of_school
from alliance.analysis.areas.hubs import LISTED, hubs_in_words, hubs_of
from alliance.analysis.areas.indices import EDITIONS
from alliance.current.state import current_history
from alliance.text.words import MISSING, day_in_words

if TYPE_CHECKING:
    from collections.abc import Mapping


def about_its_place(school: pd.Series[Any]) -> Mapping[str, str]:
    """Return the deprivation and the teaching school hub of a school, in words by their names.

    Parameters
    ----------
    school
        A row of ``History.schools``.
    """
    return {
        "Deprivation": _deprivation(int(school["urn"])),
        "Teaching school hub": _hub(school),
    }


def _deprivation(urn: int) -> str:
    """Say how deprived a school's neighbourhood and its district are, and by which indices."""
    found = deprivation_of_school(current_history(), urn)
    if found.decile is None:
        near = "Neighbourhood not known: the school is not in GIAS of May 2025"
    else:
        near = f"Neighbourhood in tenth {found.decile} of England’s, 1 the most deprived "
        near += f"({EDITIONS[2025]})"
    scores = [f"{score:.1f} ({EDITIONS[year]})" for year, score in found.scores.items()]
    district = f"district’s average score {' and '.join(scores)}" if scores else ""
    return "; ".join(filter(None, [near, district]))


def _hub(school: pd.Series[Any]) -> str:
    """Name the teaching school hub of a school's district."""
    if pd.notna(school["closed"]) and school["closed"].date() <= LISTED:
        return f"{MISSING} (it closed before the list of {day_in_words(LISTED)})"
    district = [] if pd.isna(school["lad_code"]) else [str(school["lad_code"])]
    hubs = hubs_of(current_history(), district)
    if hubs.empty:
        return f"{MISSING} (no hub is listed for its district)"
    either = "; each serves a part of the district" if len(hubs) > 1 else ""
    return f"{hubs_in_words(hubs)}, {day_in_words(LISTED)}{either}"
