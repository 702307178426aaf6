"""Where things are.

Boundaries and codes of the Office for National Statistics and the Department for Education, and
the postcodes of Ordnance Survey.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
from shapely import make_valid

from alliance.errors import SourceError
from alliance.sources.tables.layout import ANY, COUNT_OR_BLANK, TEXT, Column, Layout
from alliance.sources.tables.values import number

if TYPE_CHECKING:
    from alliance.sources.tables.inbox import Inbox

WGS84 = "EPSG:4326"
BOUNDARIES = {
    "region": "boundaries/eng_regions.geojson",
    "district 2017": "boundaries/eng_lad2017.geojson",
    "district 2024": "boundaries/eng_lad2024.geojson",
    "authority 2019": "boundaries/eng_ctyua2019.geojson",
    "authority 2024": "boundaries/eng_ctyua2024_dissolved.geojson",
}
POSTCODES = "postcodes/codepoint_open_2014-08_england.csv.gz"
# Code-Point Open: 90 marks a postcode without coordinates.
NO_COORDINATES = 90
AUTHORITIES = "reference/lad_to_la_region_lookup_2017_2024.csv"
DISTRICT_CODES = "reference/lad_code_changes_2016_2024.csv"
OPPORTUNITY_AREAS = "reference/opportunity_areas.csv"
ANNOUNCED = "reference/opportunity_areas_announced.csv"
INVESTMENT_AREAS = "reference/education_investment_areas_2022.csv"

CODE = Column(r"[EWNS]\d{8}", "a nine-character area code")
MONTH = Column(r"\d{4}-\d{2}", "a month as yyyy-mm")
LA_CODE = Column(r"\d{3}", "a three-digit authority code")


def boundaries(inbox: Inbox, edition: str) -> gpd.GeoDataFrame:
    """Return the areas of an edition (a key of ``BOUNDARIES``): code, name, geometry in WGS84.

    Raises
    ------
    SourceError
        The file is no GeoJSON, has no areas, or an area lacks its code, name or outline.
    """
    file = BOUNDARIES[edition]
    path = inbox.note(file, 0)
    try:
        table = gpd.read_file(path)
    except Exception as fault:  # the reader's errors share no better class
        raise SourceError(f"{file}: expected GeoJSON, {fault}. Download it again.") from fault
    missing = {"code", "name"} - set(table.columns)
    if missing or table.empty:
        raise SourceError(f"{file}: expected areas with code and name; {sorted(missing)} missing.")
    bad = table["code"].isna() | table["name"].isna() | table.geometry.isna() | table.is_empty
    if bad.any():
        rows = ", ".join(str(row) for row in table.index[bad] + 1)
        raise SourceError(f"{file}: areas {rows} lack a code, a name or an outline.")
    inbox.readings[file].rows_read = len(table)
    table.geometry = table.geometry.apply(
        lambda outline: outline if outline.is_valid else make_valid(outline)
    )
    return table[["code", "name", "geometry"]].set_crs(WGS84, allow_override=True)


def postcodes(inbox: Inbox) -> pd.DataFrame:
    """Return easting_m and northing_m by postcode, written without its blank."""
    rows = inbox.rows(
        POSTCODES,
        Layout(
            {
                "postcode_nospace": TEXT,
                "positional_quality": COUNT_OR_BLANK,
                "easting": COUNT_OR_BLANK,
                "northing": COUNT_OR_BLANK,
            }
        ),
    )
    table = pd.DataFrame(
        {
            "easting_m": number(rows["easting"]).to_numpy(),
            "northing_m": number(rows["northing"]).to_numpy(),
        },
        index=pd.Index(rows["postcode_nospace"], name="postcode"),
    )
    good = (number(rows["positional_quality"]) < NO_COORDINATES).to_numpy() & (table > 0).all(
        axis=1
    )
    return table[good]


def authorities(inbox: Inbox) -> pd.DataFrame:
    """Return the local authority and region of each district.

    Columns: lad_code, la_code (the department's three digits), la_name, ctyua_code, region,
    first_year, last_year.
    """
    rows = inbox.rows(
        AUTHORITIES,
        Layout(
            {
                "lad_code": CODE,
                "old_la_code": ANY,
                "new_la_code": CODE,
                "la_name": TEXT,
                "region_name": TEXT,
                "country_name": TEXT,
                "first_year": COUNT_OR_BLANK,
                "last_year": COUNT_OR_BLANK,
            }
        ),
    )
    rows = rows[(rows["country_name"] == "England") & rows["old_la_code"].str.fullmatch(r"\d{3}")]
    return pd.DataFrame(
        {
            "lad_code": rows["lad_code"],
            "la_code": rows["old_la_code"].astype("int16"),
            "la_name": rows["la_name"],
            "ctyua_code": rows["new_la_code"],
            "region": rows["region_name"],
            "first_year": rows["first_year"].astype(int),
            "last_year": rows["last_year"].astype(int),
        }
    ).reset_index(drop=True)


def district_codes(inbox: Inbox) -> pd.DataFrame:
    """Return the code of each district in each year, columns lad16 to lad24, a row a lineage."""
    years = {f"ltla{year}_code": f"lad{year}" for year in range(16, 25)}
    rows = inbox.rows(DISTRICT_CODES, Layout(dict.fromkeys(years, ANY)))
    return rows.rename(columns=years).drop_duplicates().reset_index(drop=True)


def opportunity_areas(inbox: Inbox) -> pd.DataFrame:
    """Return the districts of Opportunity Areas: opportunity_area, lad_code (2017), announced."""
    rows = inbox.rows(
        OPPORTUNITY_AREAS, Layout({"opportunity_area": TEXT, "lad17cd": CODE}, unique=("lad17cd",))
    )
    announced = inbox.rows(
        ANNOUNCED,
        Layout({"opportunity_area": TEXT, "announced": MONTH, "lad_code": CODE}, ("lad_code",)),
    ).set_index("lad_code")["announced"]
    return pd.DataFrame(
        {
            "opportunity_area": rows["opportunity_area"],
            "lad_code": rows["lad17cd"],
            "announced": pd.to_datetime(rows["lad17cd"].map(announced), format="%Y-%m").astype(
                "datetime64[s]"
            ),
        }
    ).reset_index(drop=True)


def investment_areas(inbox: Inbox) -> pd.DataFrame:
    """Return a row an Education Investment Area of 2022: name, ctyua_code (2024)."""
    rows = inbox.rows(
        INVESTMENT_AREAS, Layout({"eia": TEXT, "ctyua24cd": CODE, "dfe_la_code": LA_CODE})
    )
    return pd.DataFrame({"name": rows["eia"], "ctyua_code": rows["ctyua24cd"]}).reset_index(
        drop=True
    )
