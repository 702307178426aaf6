"""Areas with their outlines, their districts, and the district and authority of each school."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd

from alliance.history.compile.schools import BRITISH_NATIONAL_GRID, WGS84
from alliance.history.vocabulary import ALLIANCE_REGION, ALLIANCE_REGIONS

if TYPE_CHECKING:
    from alliance.history.compile.inputs import Inputs

# The day the districts of Somerset, North Yorkshire and Cumbria were replaced.
REORGANISED = pd.Timestamp(2023, 4, 1)
# The day the Education Investment Areas were announced (Levelling Up white paper).
INVESTMENT_AREAS_FROM = pd.Timestamp(2022, 2, 2)
# Generalised outlines leave piers and quays outside; no school lies further from its district.
COAST_M = 3_000.0
DRAWN = ("district", "authority")


def areas(inputs: Inputs) -> gpd.GeoDataFrame:
    """Give every area: kind, code, name, la_code, from_day, to_day, geometry (WGS84, valid)."""
    regions = _regions(inputs)
    alliance = _dissolved(
        regions[regions["name"].isin(ALLIANCE_REGIONS)].assign(area=ALLIANCE_REGION), "area"
    ).assign(kind="alliance_region")
    drawn = [*_editions(inputs, "district"), *_editions(inputs, "authority")]
    parts = [regions, alliance, *drawn, _opportunity_areas(inputs), _investment(inputs)]
    table = gpd.GeoDataFrame(pd.concat(parts, ignore_index=True), crs=WGS84)
    known = inputs.authorities.drop_duplicates("ctyua_code").set_index("ctyua_code")["la_code"]
    named = inputs.authorities.sort_values("last_year").drop_duplicates("la_name", keep="last")
    codes = table["code"].map(known)
    # A code may be newer than the list of codes; then the authority is known by its name.
    codes = codes.fillna(table["name"].map(named.set_index("la_name")["la_code"]))
    table["la_code"] = codes.where(table["kind"] == "authority")
    table.geometry = table.geometry.make_valid().normalize()
    return table


def _regions(inputs: Inputs) -> gpd.GeoDataFrame:
    """Give the nine regions by their newest outlines: they are drawn anew, and do not change."""
    named = inputs.boundaries["region"]
    held = years(inputs, "region")
    drawn = inputs.boundaries[f"region {held[-1]}"] if held else named
    names = drawn["code"].map(named.set_index("code")["name"])
    return drawn.assign(kind="region", name=names)


def years(inputs: Inputs, kind: str) -> list[int]:
    """Give the years whose outlines of a kind (district, authority, region) are held, in order."""
    held = (name.split(" ") for name in inputs.boundaries if name.startswith(f"{kind} "))
    return sorted(int(year) for _, year in held)


def _editions(inputs: Inputs, kind: str) -> list[gpd.GeoDataFrame]:
    """Give the outlines of each year held, from its day to the next one's.

    The first hold on every day before, too. A year's changes count from its first of April; the
    outlines of 2024 are those of April 2023 unless those are held themselves.
    """
    held = years(inputs, kind)
    starts = [pd.Timestamp(year, 4, 1) for year in held]
    if REORGANISED not in starts:
        starts = [REORGANISED if day.year == 2024 else day for day in starts]
    return [
        inputs.boundaries[f"{kind} {year}"].assign(kind=kind, from_day=start, to_day=end)
        for year, start, end in zip(held, [pd.NaT, *starts[1:]], [*starts[1:], pd.NaT], strict=True)
    ]


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
    """Give the member districts of areas: kind, code, lad_code.

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


def deprivation(inputs: Inputs) -> pd.DataFrame:
    """Give the deprivation of each district of 2017: lad_code, imd_score, percent_most_deprived.

    A district that was replaced by 2019 takes its successor's value; ``from_successor`` says so.
    """
    lineage = inputs.district_codes[["lad17", "lad19"]].drop_duplicates("lad17")
    table = lineage.merge(inputs.deprivation, on="lad19")
    return table.assign(lad_code=table["lad17"], from_successor=table["lad17"] != table["lad19"])


def placed(schools: pd.DataFrame, inputs: Inputs) -> pd.DataFrame:
    """Add lad_code (2017), district_agrees, la_code, la_name, region and opportunity_area.

    Beside them stand lad_code_latest and la_name_latest, by the newest outlines held: a district or
    an authority that has been replaced keeps both.

    A school's district is the one its coordinates lie in; ``district_agrees`` says whether the
    district code that Ofsted's list states (of 2020) has that district among its own of 2017.
    A school whose authority has been replaced gets the authority its coordinates lie in.
    """
    points = gpd.GeoDataFrame(
        index=schools.index,
        geometry=gpd.points_from_xy(schools["easting_m"], schools["northing_m"]),
        crs=BRITISH_NATIONAL_GRID,
    )[schools["easting_m"].notna()]
    district = _containing(points, inputs.boundaries["district 2017"]).reindex(schools.index)
    current = set(inputs.ofsted_schools["la_code"].dropna())
    by_place = _containing(points, inputs.boundaries["authority 2019"]).reindex(schools.index)
    lookup = inputs.authorities.drop_duplicates("ctyua_code").set_index("ctyua_code")
    la_code = schools["la_code"].where(
        schools["la_code"].isin(current) | by_place.isna(),
        by_place.map(lookup["la_code"]).astype("Int16"),
    )
    by_code = inputs.authorities.sort_values("last_year").drop_duplicates("la_code", keep="last")
    by_code = by_code.set_index("la_code")
    named = inputs.opportunity_areas.set_index("lad_code")["opportunity_area"]
    latest = {kind: inputs.boundaries[f"{kind} {years(inputs, kind)[-1]}"] for kind in DRAWN}
    names = latest["authority"].set_index("code")["name"]
    return schools.assign(
        lad_code=district,
        lad_code_latest=_containing(points, latest["district"]).reindex(schools.index),
        la_name_latest=_containing(points, latest["authority"]).reindex(schools.index).map(names),
        district_agrees=_agreement(district, inputs),
        la_code=la_code,
        la_name=la_code.map(by_code["la_name"]),
        region=la_code.map(by_code["region"]),
        opportunity_area=district.map(named),
    )


def _containing(points: gpd.GeoDataFrame, outlines: gpd.GeoDataFrame) -> pd.Series:
    nearest = points.sjoin_nearest(
        outlines[["code", "geometry"]].to_crs(BRITISH_NATIONAL_GRID), max_distance=COAST_M
    )
    codes: pd.Series = nearest.loc[~nearest.index.duplicated(), "code"]
    return codes


def _agreement(district: pd.Series, inputs: Inputs) -> pd.Series:
    stated = inputs.ofsted_schools.set_index("urn")["lad_code_stated"].reindex(district.index)
    lineage = inputs.district_codes[["lad17", "lad20"]].drop_duplicates()
    same = set(zip(lineage["lad20"], lineage["lad17"], strict=True))
    agrees = pd.Series(
        [pair in same for pair in zip(stated, district, strict=True)], district.index
    ).astype("boolean")
    return agrees.where(stated.notna() & district.notna())
