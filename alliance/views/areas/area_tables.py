"""Attainment of an Opportunity Area by year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliance.analysis.areas.area_results import results_beside
from alliance.current.state import current_history, kept

if TYPE_CHECKING:
    import pandas as pd

    from alliance.views.columns import Kind


KINDS: dict[str, Kind] = {"%": "percent", "grades": "count"}
"""How values of a unit are shown; Progress 8, in grades, needs its second decimal."""


WEIGHTED = (
    "The area's figure is worked out from its schools' published results, weighted by pupils; "
    "its region's and England's are as published."
)


@kept(maxsize=12)
def results_of_area(area: str) -> pd.DataFrame:
    """Return the results of an area beside its region’s and England’s; shared by all visitors."""
    return results_beside(current_history(), area)
