"""The map of cold spots: its bands, its shapes, its style."""

import json

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import box

from alliance.maps.cold_style import WORDS, cold_colours, cold_shapes, cold_style, coldness
from alliance.maps.ground import Ground
from alliance.maps.palette import THEMES


@pytest.fixture
def table():
    return pd.DataFrame(
        {
            "place": ["Here", "There", "Elsewhere"],
            "in_need": [10, 40, 5],
            "gravest": [2, 4, 0],
            "capacity": [0.0, 1.0, 2.0],
            "percent_covered": [0.0, 2.5, 40.0],
            "supported": [0, 1, 0],
            "served": [0, 3, 5],
            "without": [10, 36, 0],
        }
    )


def test_the_less_of_its_need_a_place_can_meet_the_colder_it_is(table):
    assert [WORDS[band] for band in coldness(table)] == ["None", "Below 5%", "20% or more"]


def test_a_shape_says_its_figures_and_which_place_a_click_opens(table):
    areas = gpd.GeoDataFrame(
        {
            "name": ["There", "Here", "Nowhere"],
            "geometry": [box(i, 53, i + 1, 54) for i in range(3)],
        },
        crs="EPSG:4326",
    )
    shapes = json.loads(cold_shapes(areas, table))["features"]
    told = {shape["properties"]["place"]: shape["properties"] for shape in shapes}
    assert sorted(told) == ["Here", "There"]
    assert told["There"]["detail"].startswith("40 eligible, 4 by the most serious criteria")
    assert told["There"]["detail"].endswith("36 not matched, 3 matched, 1 supported already.")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_map_colours_each_band_and_rings_the_place_looked_at(theme):
    where = "/flow_shapes/abc.json"
    style = cold_style(Ground("v1", "2019-06-01", ("London",), theme), where, "Here")
    layers = {layer["id"]: layer for layer in style["layers"]}
    colours = layers["cold places"]["paint"]["fill-color"]
    assert all(colour in colours for colour in cold_colours(THEMES[theme]).values())
    assert layers["place looked at"]["filter"] == ["==", "place", "Here"]
    assert where in [source["data"] for source in style["sources"].values()]
