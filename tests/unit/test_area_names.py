"""The name of an area stands in the area, whatever else is in its way."""

import datetime as dt

import geopandas as gpd
import orjson
import pandas as pd
import pytest
from shapely.geometry import Point, Polygon, box

from alliance.current.state import current_history
from alliance.maps.area_names import area_places
from alliance.maps.cold_style import place_names
from alliance.maps.layers import area_names, in_force


@pytest.mark.parametrize("kind", ["authority", "opportunity_area", "region", "district"])
def test_every_place_at_which_an_area_is_named_lies_inside_it(kind: str) -> None:
    areas = in_force(current_history().areas, kind, dt.date(2025, 8, 31))
    shapes = areas.set_index("name").geometry
    rows = orjson.loads(area_names(areas, kind))
    assert {row["name"] for row in rows} == set(areas["name"])
    astray = [
        row["name"]
        for row in rows
        for lon, lat, *_ in row["within"]
        if not shapes[row["name"]].contains(Point(lon, lat))
    ]
    assert astray == []
    assert [[row["lon"], row["lat"]] for row in rows] == [row["within"][0][:2] for row in rows]


def test_the_roomiest_place_comes_first_and_of_authorities_the_room_is_told() -> None:
    ring = Polygon(box(0, 50, 4, 54).exterior, [box(0.2, 50.2, 3.8, 53).exterior])
    areas = gpd.GeoDataFrame({"name": ["Small", "Around it"]}, geometry=[box(1, 51, 2, 52), ring])
    around, small = area_places(areas, with_room=True).to_dict("records")
    assert (small["name"], around["name"]) == ("Small", "Around it")
    assert 53 < around["lat"] < 54
    lon, lat, half = small["within"][0]
    assert (lon, half) == pytest.approx((1.5, 0.5), abs=0.01)
    assert 51 < lat < 52
    first, *_ = orjson.loads(area_names(areas, "region"))
    assert {len(place) for place in first["within"]} == {2}


def test_cold_places_are_named_inside_them_the_coldest_first() -> None:
    shapes = [box(0, 50, 1, 51), box(1, 50, 2, 51)]
    areas = gpd.GeoDataFrame({"name": ["Warm", "Cold"]}, geometry=shapes)
    found = place_names(areas, pd.DataFrame({"place": ["Cold", "Warm", "Nowhere"]}))
    assert found["name"].tolist() == ["Cold", "Warm"]
    assert found["within"].str[0].str[0].between([1, 0], [2, 1]).all()
