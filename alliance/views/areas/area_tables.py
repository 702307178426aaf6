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
    "Worked out from its schools: their published results, weighted by pupils, of the years whose "
    "results by school give the numbers of pupils. The figures of its region and England, and of "
    "the local authority where the area is a whole one, are as the Department for Education "
    "published them; the two ways of counting do not give the same figure."
)


@kept(maxsize=12)
def results_of_area(area: str) -> pd.DataFrame:
    """Return the results of an area beside its region’s and England’s; shared by all visitors."""
    return results_beside(current_history(), area)
