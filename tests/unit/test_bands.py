import datetime as dt
import json

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import box

from alliance.analysis.areas.area_measures import MEASURES
from alliance.analysis.filters import Filter
from alliance.current.known_on_day import absent_on, fifths_on
from alliance.current.state import current_history, state_on
from alliance.maps.bands import AREA_EDGES, band_colours, band_of, band_words
from alliance.maps.choice import MapChoice
from alliance.maps.key import choice_keys
from alliance.maps.layers import measure_shapes, schools
from alliance.maps.palette import DARK, LIGHT


def test_a_value_on_an_edge_belongs_to_the_band_above_and_a_missing_one_to_none():
    values = pd.Series([9.9, 10, 19.9, 20, None])
    assert band_of(values, (10, 20)).tolist() == [1, 2, 2, 3, 0]


def test_every_measure_of_areas_has_edges_that_rise():
    for measure in MEASURES:
        edges = AREA_EDGES[measure.key]
        assert list(edges) == sorted(set(edges))
        assert len(band_words(edges, measure.unit)) == 5


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_bands_can_be_told_apart_by_colour(theme):
    colours = [*band_colours(theme).values(), *band_colours(theme, of_areas=True).values()]
    assert len(set(colours)) == 11


def test_an_area_has_the_colour_of_its_band_and_says_its_value():
    areas = gpd.GeoDataFrame(
        {"code": ["a", "b"], "geometry": [box(0, 50, 1, 51), box(1, 50, 2, 51)]}, crs="EPSG:4326"
    )
    values = pd.DataFrame({"code": ["b", "a"], "name": ["B", "A"], "imd_score": [None, 30.0]})
    words = pd.Series(["not known", "30.0"])
    found = json.loads(measure_shapes(areas, values, "imd_score", words, LIGHT))["features"]
    told = {one["properties"]["name"]: one["properties"] for one in found}
    assert told["A"]["c"] == band_colours(LIGHT, of_areas=True)[5]
    assert told["A"]["detail"] == "30.0"
    assert told["B"]["c"] == band_colours(LIGHT)[0]


def test_fifths_of_attainment_split_the_schools_with_results_evenly():
    fifths = fifths_on(current_history().default_day)
    shares = fifths.value_counts(normalize=True)
    assert sorted(shares.index) == [1, 2, 3, 4, 5]
    assert shares.between(0.18, 0.22).all()
    assert fifths.index.is_unique
    assert fifths_on(dt.date(2000, 1, 1)).empty


def test_the_key_of_attainment_says_of_which_exams_it_is():
    day = dt.date(2019, 6, 1)
    choice = MapChoice(Filter(day), "Attainment", frozenset(), (), (day, day), "light")
    (key,) = choice_keys(choice, state_on(day), str, fifths_on(day))
    assert key.title == "Results in England, key stage 2 of 2018, key stage 4 of 2018"
    (none,) = choice_keys(choice, state_on(day), str, fifths_on(dt.date(2000, 1, 1)))
    assert none.title == "Results in England"


def test_a_trust_without_an_academy_on_the_day_stands_in_no_key():
    early = dt.date(2012, 6, 1)
    trusts = tuple(int(uid) for uid in current_history().alliance["trust_uid"])
    absent = absent_on(trusts, early)
    assert 0 < len(absent) < len(trusts)
    assert not absent_on(trusts, dt.date(2019, 6, 1))
    choice = MapChoice(Filter(early), "Trust", frozenset(), trusts, (early, early), "light")
    (key,) = choice_keys(choice, state_on(early), str, absent=absent)
    assert {row.words for row in key.rows}.isdisjoint(str(uid) for uid in absent)
    assert {str(uid) for uid in set(trusts) - absent} < {row.words for row in key.rows}


def test_a_school_has_the_colour_of_its_fifth():
    state = state_on(current_history().default_day).head(300)
    fifths = fifths_on(current_history().default_day)
    table = json.loads(schools(state, colour_by="Attainment", fifths=fifths))
    colours = band_colours(LIGHT)
    assert [table["colours"][place] for place in table["colour"]] == [
        colours[fifths.get(urn, 0)] for urn in table["urn"]
    ]
