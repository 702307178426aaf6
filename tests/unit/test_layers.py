import datetime as dt
import json

import pandas as pd
import pytest

from alliance.analysis.footprints import footprints
from alliance.maps.basemap import FOOTPRINTS, OPPORTUNITY_AREAS, Ground, style, style_address
from alliance.maps.layers import address, footprint_shapes, schools
from alliance.maps.palette import CATEGORIES, GRADE_COLOURS, LIGHT, PHASE_COLOURS, rgb
from alliance.maps.view import view_of


@pytest.fixture
def state():
    return pd.DataFrame(
        {
            "urn": pd.Series([1, 2, 3, 4], dtype="int32"),
            "name": ["First", "Second <b>", "Third", "Nowhere"],
            "phase": pd.Categorical(["Primary", "Secondary", None, "Primary"]),
            "type_group": pd.Categorical(["Academy", "Academy", "Maintained school", "Academy"]),
            "opportunity_area": pd.Categorical(["Derby", None, "Bradford", None]),
            "trust_uid": pd.Series([4474, 4036, None, 4474], dtype="Int32"),
            "trust_name": pd.Series(["Delta", "Northern", None, "Delta"], dtype="str"),
            "grade": pd.Series([2, None, 4, 1], dtype="Int8"),
            "lon": [-1.1234567, -1.5, -1.7, None],
            "lat": [53.5, 54.9, 53.8, None],
            "easting_m": [450_000.0, 452_000.0, 420_000.0, None],
            "northing_m": [400_000.0, 401_000.0, 430_000.0, None],
        }
    )


def test_rows_carry_codes_and_words_and_leave_out_schools_without_a_place(state):
    rows = {row["urn"]: row for row in json.loads(schools(state))}
    assert sorted(rows) == [1, 2, 3]
    assert rows[1] == {
        "urn": 1,
        "name": "First",
        "detail": "Primary · Good · Delta",
        "lon": -1.12346,
        "lat": 53.5,
        "g": 2,
        "p": 1,
        "o": 2,
        "c": rgb(LIGHT.other_academy),
        "f": 0,
    }
    assert rows[3]["detail"] == "Phase not known · Inadequate · Maintained school"
    assert (rows[2]["g"], rows[3]["c"], rows[3]["o"]) == (0, rgb(LIGHT.other_school), 1)


def test_the_academies_of_trusts_in_front_come_last_and_know_their_place(state):
    rows = json.loads(schools(state, front=[4036, 4474]))
    assert [row["urn"] for row in rows] == [3, 1, 2]
    assert [row["f"] for row in rows] == [0, 1, 1]
    assert [row["c"] for row in rows[1:]] == [rgb(CATEGORIES[1]), rgb(CATEGORIES[0])]


@pytest.mark.parametrize(
    ("by", "colours"),
    [
        ("Grade", [GRADE_COLOURS[2], GRADE_COLOURS[0], GRADE_COLOURS[4]]),
        ("Phase", [PHASE_COLOURS["Primary"], PHASE_COLOURS["Secondary"], LIGHT.other_school]),
    ],
)
def test_a_school_has_the_colour_of_its_grade_or_phase(state, by, colours):
    rows = json.loads(schools(state, colour_by=by))
    assert [row["c"] for row in rows] == [rgb(colour) for colour in colours]


def test_an_address_says_what_it_shows_and_leaves_out_what_is_empty():
    where = address("v1", "schools", day="2018-10-01", region=["North East"], trust=[])
    assert where == "/layers/v1/schools.json?day=2018-10-01&region=North+East"


def test_a_footprint_has_hulls_spokes_and_hubs_each_with_its_trust(state):
    near = state.assign(trust_uid=pd.Series([4474, 4474, None, 4474], dtype="Int32"))
    shapes = json.loads(footprint_shapes(footprints(near, [4474])))["features"]
    assert [shape["geometry"]["type"] for shape in shapes] == ["Polygon", "LineString", "Point"]
    assert {shape["properties"]["trust"] for shape in shapes} == {4474}


def test_the_ground_names_no_other_host_and_only_what_is_shown():
    day = dt.date(2018, 10, 1).isoformat()
    bare = style("v1", Ground("light", day))
    full = style(
        "v1",
        Ground("dark", day, ("London",), (4474,), frozenset({OPPORTUNITY_AREAS, FOOTPRINTS})),
    )
    assert sorted(bare["sources"]) == ["authorities", "regions"]
    assert sorted(full["sources"]) == ["areas", "authorities", "footprints", "regions"]
    for source in full["sources"].values():
        assert source["data"].startswith("/layers/v1/")
    assert "glyphs" not in full
    assert "sprite" not in full


def test_a_ground_is_found_under_an_address_of_what_it_shows():
    ground = Ground("light", "2018-10-01", trusts=(4474,))
    assert "trust" not in style_address("v1", ground)
    shown = Ground("light", "2018-10-01", trusts=(4474,), shown=frozenset({FOOTPRINTS}))
    assert "trust=4474" in style_address("v1", shown)


@pytest.mark.parametrize("bounds", [(-2.7, 51.9, 0.4, 55.8), (-1.6, 53.7, -1.5, 53.8)])
def test_a_view_holds_its_bounds(bounds):
    west, south, east, north = bounds
    view = view_of(bounds, 560)
    assert west < view.longitude < east
    assert south < view.latitude < north
    degrees_across = 360 * 720 / (512 * 2**view.zoom)
    assert degrees_across >= east - west
