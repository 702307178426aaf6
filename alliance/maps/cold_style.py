"""The map of cold spots: places in the colour of their capacity against their need."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
import shapely

from alliance.maps.area_names import area_places
from alliance.maps.bands import band_colours, band_of
from alliance.maps.ground import Ground, fill, land, line, picture

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from alliance.maps.palette import Theme

EDGES = (0.1, 5.0, 10.0, 20.0)
"""Per cent of the eligible schools that capacity covers; what shows as 0.0 is none."""
WORDS = {
    5: "None",
    4: "Below 5%",
    3: "5 to 10%",
    2: "10 to 20%",
    1: "20% or more",
}
"""Of each band, the coldest first; the coldest stands out most."""

_SOURCE = "cold places"
_DIGITS = 4  # of a degree: about ten metres
_UNSEEN = 0.001  # of a degree: a fifth of a pixel where the map opens


def coldness(table: pd.DataFrame) -> pd.Series[int]:
    """Return the band of each place of :func:`alliance.analysis.matching.cold_spots.cold_spots`."""
    cold: pd.Series[int] = 6 - band_of(table["percent_covered"], EDGES)
    return cold


def cold_colours(theme: Theme) -> dict[int, str]:
    """Return the colour of each band, the coldest first."""
    colours = band_colours(theme, of_areas=True)
    return {band: colours[band] for band in WORDS}


def cold_shapes(areas: gpd.GeoDataFrame, table: pd.DataFrame) -> bytes:
    """Return the places as GeoJSON: ``name``, ``detail``, ``place`` and ``b``, the band of each.

    Parameters
    ----------
    areas
        Areas of the kind of the places, with ``name``, in longitude and latitude.
    table
        As :func:`alliance.analysis.matching.cold_spots.cold_spots` gives it.

    """
    told = table[["place"]].assign(name=table["place"], detail=_words(table), b=coldness(table))
    found = areas[["name", "geometry"]].merge(told, on="name")
    fewer = shapely.coverage_simplify(found.geometry.to_numpy(), _UNSEEN)
    found = found.set_geometry(shapely.transform(fewer, lambda at: at.round(_DIGITS)))
    features = list(found.iterfeatures(na="drop", drop_id=True))
    collection = {"type": "FeatureCollection", "features": features}
    return orjson.dumps(collection, option=orjson.OPT_SERIALIZE_NUMPY)


def _words(table: pd.DataFrame) -> pd.Series[str]:
    """Say the figures of each place."""
    number = {name: table[name].astype("str") for name in ("in_need", "gravest", "capacity")}
    left, served, supported = (table[n].astype("str") for n in ("without", "served", "supported"))
    return (
        number["in_need"]
        + " eligible, "
        + number["gravest"]
        + " by the most serious criteria; capacity there "
        + number["capacity"]
        + " ("
        + table["percent_covered"].map("{:.1f}%".format)
        + "). "
        + left
        + " not matched, "
        + served
        + " matched, "
        + supported
        + " supported already."
    )


def place_names(areas: gpd.GeoDataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """Return where the name of each place may be written, the coldest first.

    The columns are those of :func:`alliance.maps.area_names.area_places`.
    """
    at = area_places(areas, with_room=False).set_index("name")
    here = [place for place in table["place"] if place in at.index]
    return at.loc[here].reset_index()


def cold_style(ground: Ground, where: str, looked_at: str | None = None) -> dict[str, Any]:
    """Return the MapLibre style of the map, as the page's live map takes it.

    Parameters
    ----------
    where
        The address at which the browser finds the shapes.
    looked_at
        The place with a line around it.

    """
    theme = ground.theme
    under, over = land(ground.regions, theme, bold=False)
    colours = [part for pair in cold_colours(theme).items() for part in pair]
    by_band = ["match", ["get", "b"], *colours, theme.ground]
    ring = line("place looked at", _SOURCE, theme.accent, 3.0)
    return picture(
        f"Cold spots, {ground.theme_name}",
        theme,
        {**ground.fetched(), _SOURCE: where},
        [
            *under,
            *over,
            fill(_SOURCE, _SOURCE, {"fill-color": by_band, "fill-opacity": 0.85}),
            line("outlines of places", _SOURCE, theme.land, 0.8),
            ring | {"filter": ["==", "place", looked_at or ""]},
        ],
        tips=[_SOURCE],
    )
