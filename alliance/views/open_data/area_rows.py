"""Areas of a kind with every measure that a day gives of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, cast

import geopandas as gpd
import pandas as pd

from alliance.analysis.areas.area_measures import KINDS, measured_areas
from alliance.analysis.filters import only
from alliance.current.known_on_day import measured
from alliance.current.state import current_history, kept
from alliance.views.areas.areas_beside import all_areas, within

if TYPE_CHECKING:
    from alliance.analysis.areas.area_measures import Kind
    from alliance.analysis.filters import Filter

OPPORTUNITY_AREA: Literal["opportunity_area"] = "opportunity_area"
AREA_KINDS = (OPPORTUNITY_AREA, *KINDS)
"""The kinds of area that can be asked for."""


@kept(maxsize=24)
def area_rows(kind: str, chosen: Filter) -> pd.DataFrame:
    """Return every area of a kind, whatever its schools; shared by all, never to be written to.

    Of the filter the day, phases and types count, as on the page of Opportunity Areas and on a map
    of areas: areas stand beside one another whole.

    Returns
    -------
    DataFrame
        A row an area, by name: code, name, kind, and the measures of
        :func:`alliance.analysis.areas.area_measures.by_area`, or those of
        :func:`alliance.analysis.areas.opportunity_areas.side_by_side`.

    """
    if kind == OPPORTUNITY_AREA:
        return _opportunity_areas(chosen)
    for known in KINDS:
        if known == kind:
            table = measured(known, only(chosen, "school"))
            return table.assign(kind=kind)
    raise ValueError(f"{kind!r} is none of {', '.join(AREA_KINDS)}")


def _opportunity_areas(chosen: Filter) -> pd.DataFrame:
    table = all_areas(within(chosen)).rename(columns={"opportunity_area": "name"})
    if table.empty:
        return pd.DataFrame({"code": [], "name": [], "kind": []}, dtype="str")
    codes = _outlines(OPPORTUNITY_AREA, chosen).set_index("name")["code"]
    return table.assign(code=table["name"].map(codes), kind=OPPORTUNITY_AREA)


def area_shapes(kind: str, chosen: Filter) -> gpd.GeoDataFrame:
    """Return :func:`area_rows` with the outline of each area, in WGS84."""
    table = area_rows(kind, chosen)
    outlines = _outlines(kind, chosen).drop_duplicates("code").set_index("code").geometry
    own = outlines.reindex(table["code"].astype("str")).set_axis(table.index)
    return gpd.GeoDataFrame(table, geometry=own, crs=outlines.crs).to_crs("EPSG:4326")


def _outlines(kind: str, chosen: Filter) -> gpd.GeoDataFrame:
    return measured_areas(current_history(), cast("Kind", kind), chosen.day)
