"""Areas with their outlines, their districts, and the district and authority of each school."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd

from alliance.history.compile.areas import editions
from alliance.history.compile.areas.geography import WGS84, containing, points_of, years
from alliance.history.vocabulary import ALLIANCE_REGION, ALLIANCE_REGIONS

if TYPE_CHECKING:
    from alliance.history.compile.inputs import Inputs

# The day the Education Investment Areas were announced (Levelling Up white paper).
INVESTMENT_AREAS_FROM = pd.Timestamp(2022, 2, 2)


def areas(inputs: Inputs) -> gpd.GeoDataFrame:
    """Return every area, each on its days.

    Columns: kind, code, name, la_code (of an authority), edition (the year of its outlines; missing
    for what is made of them), from_day, to_day, geometry (WGS84, valid).
    """
    regions = _regions(inputs)
    alliance = _dissolved(
        regions[regions["name"].isin(ALLIANCE_REGIONS)].assign(area=ALLIANCE_REGION), "area"
    ).assign(kind="alliance_region")
    drawn = [*editions.editions(inputs, "district"), editions.authorities(inputs)]
    parts = [regions, alliance, *drawn, _opportunity_areas(inputs), _investment(inputs)]
    table = gpd.GeoDataFrame(pd.concat(parts, ignore_index=True), crs=WGS84)
    table.geometry = table.geometry.make_valid().normalize()
    return table


def _regions(inputs: Inputs) -> gpd.GeoDataFrame:
    """Return the nine regions by their newest outlines: they are drawn anew, and do not change."""
    named = inputs.boundaries["region"]
    held = years(inputs, "region")
    drawn = inputs.boundaries[f"region {held[-1]}"] if held else named
    names = drawn["code"].map(named.set_index("code")["name"])
    return drawn.assign(kind="region", name=names)


def _dissolved(parts: gpd.GeoDataFrame, by: str) -> gpd.GeoDataFrame:
    whole = parts[[by, "geometry"]].dissolve(by=by, as_index=False)
    return whole.assign(code=whole[by], name=whole[by])[["code", "name", "geometry"]]


def _opportunity_areas(inputs: Inputs) -> gpd.GeoDataFrame:
    parts = inputs.boundaries["district 2017"].merge(
        inputs.opportunity_areas, left_on="code", right_on="lad_code"
    )
    announced = inputs.opportunity_areas.groupby("opportunity_area")["announced"].min()
    whole = _dissolved(parts, "opportunity_area").assign(kind="opportunity_area")
    return whole.assign(from_day=whole["name"].map(announced))


def _investment(inputs: Inputs) -> gpd.GeoDataFrame:
    parts = inputs.boundaries["authority 2024"].merge(
        inputs.investment_areas.rename(columns={"name": "area"}),
        left_on="code",
        right_on="ctyua_code",
    )
    return _dissolved(parts, "area").assign(
        kind="education_investment_area", from_day=INVESTMENT_AREAS_FROM
    )


def area_districts(inputs: Inputs) -> pd.DataFrame:
    """Return the member districts of areas: kind, code, lad_code.

    Codes are those of 2017, and of 2024 for Education Investment Areas.
    """
    lookup = inputs.authorities
    then = lookup[lookup["first_year"] <= 2017]
    now = lookup[lookup["last_year"] >= 2024]
    regions = inputs.boundaries["region"].set_index("name")["code"]
    parts = [
        inputs.opportunity_areas.assign(
            kind="opportunity_area", code=inputs.opportunity_areas["opportunity_area"]
        ),
        then.assign(kind="region", code=then["region"].map(regions)),
        then[then["region"].isin(ALLIANCE_REGIONS)].assign(
            kind="alliance_region", code=ALLIANCE_REGION
        ),
        now.merge(inputs.investment_areas, on="ctyua_code").assign(
            kind="education_investment_area", code=lambda area: area["name"]
        ),
        then.assign(kind="authority", code=then["ctyua_code"]),
    ]
    table = pd.concat(parts, ignore_index=True)[["kind", "code", "lad_code"]]
    return table.dropna().drop_duplicates()


def placed(schools: pd.DataFrame, inputs: Inputs) -> pd.DataFrame:
    """Add lad_code (2017), lad_code_latest (by the newest outlines), district_agrees and area.

    A school's district is the one its coordinates lie in; ``district_agrees`` says whether the
    district code that Ofsted's list states (of 2020) has that district among its own of 2017.
    ``opportunity_area`` is the one the district belongs to.
    """
    points = points_of(schools)
    newest = inputs.boundaries[f"district {years(inputs, 'district')[-1]}"]
    district = containing(points, inputs.boundaries["district 2017"]).reindex(schools.index)
    named = inputs.opportunity_areas.set_index("lad_code")["opportunity_area"]
    return schools.assign(
        lad_code=district,
        lad_code_latest=containing(points, newest).reindex(schools.index),
        district_agrees=_agreement(district, inputs),
        opportunity_area=district.map(named),
    )


def _agreement(district: pd.Series, inputs: Inputs) -> pd.Series:
    stated = inputs.ofsted_schools.set_index("urn")["lad_code_stated"].reindex(district.index)
    lineage = inputs.district_codes[["lad17", "lad20"]].drop_duplicates()
    same = set(zip(lineage["lad20"], lineage["lad17"], strict=True))
    agrees = pd.Series(
        [pair in same for pair in zip(stated, district, strict=True)], district.index
    ).astype("boolean")
    return agrees.where(stated.notna() & district.notna())
