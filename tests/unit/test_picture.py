"""Live maps as pictures: what is drawn where, in which colours, and what is refused."""

from __future__ import annotations

import datetime as dt
import io
import itertools
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from alliance.analysis.filters import Filter, narrow
from alliance.analysis.flows.flows_by_kind import flows_between
from alliance.analysis.trusts.trust_names import trust_names
from alliance.current.current_flows import transfers_within
from alliance.current.shapes import SHAPES, keep_shapes
from alliance.current.state import current_history, names_hidden, state_on
from alliance.errors import UnknownName, UnknownStyle
from alliance.maps.choice import FOOTPRINTS, OPPORTUNITY_AREAS, SWITCHES, MapChoice
from alliance.maps.cold_style import cold_style
from alliance.maps.expressions import passing, values_of
from alliance.maps.flow_layers import category_colours, flow_picture, flow_style
from alliance.maps.flow_units import unit_of
from alliance.maps.ground import circle, fill, line, picture
from alliance.maps.key import Key, KeyRow, choice_keys
from alliance.maps.match_style import match_colours, match_points, match_strokes, match_style
from alliance.maps.palette import (
    CATEGORIES,
    COLOUR_BY,
    DARK,
    FOUNDERS,
    GRADE_COLOURS,
    LIGHT,
    THEMES,
    trust_colours,
)
from alliance.maps.picture import Sheet, drawn
from alliance.maps.picture_room import Box, Room
from alliance.maps.picture_words import _round_length
from alliance.maps.view import View
from alliance.views.maps import map_picture
from alliance.views.maps.map_view import MapView, ground_of, view_of_choice
from alliance.web.layer_answers import layer_bytes

DAY = dt.date(2018, 10, 1)
DONCASTER = (-1.35, 53.4, -0.85, 53.7)
NORTH = (-3.0, 52.3, 0.5, 55.9)
SMALL = Sheet(width_px=480, height_px=270)
BARE = Sheet(width_px=800, height_px=450, names=False, key=False, rule=False)
OUTWOOD, DELTA = 4119, 4474


def pixels(png: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))


def rgb(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5))


def where(png: bytes, colour: str) -> np.ndarray:
    """Give across and down of each pixel of exactly this colour."""
    rows, columns = np.nonzero((pixels(png) == rgb(colour)).all(axis=2))
    return np.column_stack([columns, rows])


def roughly(png: bytes, colour: str) -> int:
    """Count the pixels of nearly this colour, as thin lines have it."""
    away = np.abs(pixels(png).astype(int) - rgb(colour)).max(axis=2)
    return int((away < 60).sum())


def collection(*features: tuple[dict, dict]) -> bytes:
    found = [
        {"type": "Feature", "properties": properties, "geometry": geometry}
        for properties, geometry in features
    ]
    return json.dumps({"type": "FeatureCollection", "features": found}).encode()


def point(lon: float, lat: float, **properties: object) -> tuple[dict, dict]:
    return properties, {"type": "Point", "coordinates": [lon, lat]}


def square(west: float, south: float, side: float, **properties: object) -> tuple[dict, dict]:
    east, north = west + side, south + side
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return properties, {"type": "Polygon", "coordinates": [ring]}


def small_map(layers: list[dict], features: bytes, sheet: Sheet = BARE, **more: object) -> bytes:
    """Draw a map of one source, two degrees wide around 53 N."""
    style = picture("small, light", LIGHT, {"here": "here"}, layers)
    return drawn(style, (-1, 52.5, 1, 53.5), {"here": features}.__getitem__, sheet, **more)


@pytest.fixture
def choice() -> MapChoice:
    return MapChoice(
        filter=Filter(DAY, opportunity_areas=("Doncaster",)),
        colour_by="Grade",
        switched_on=frozenset(),
        trusts=(),
        period=(DAY, DAY),
    )


# What the browser would show


def test_a_view_shows_its_bounds_whole_and_as_large_as_a_live_map_would() -> None:
    view = View.fitted(NORTH, 1600, 900)
    west, south, east, north = NORTH
    (left, top), (right, bottom) = view.project(np.array([[west, north], [east, south]]))
    # Twelve pixels are left free above and below, and the map goes on to both sides.
    assert top == pytest.approx(12 * view.scale)
    assert 900 - bottom == pytest.approx(top)
    assert left == pytest.approx(1600 - right)
    # A degree of longitude is as wide as in the Web Mercator world of this zoom.
    assert (right - left) / (east - west) == pytest.approx(512 * 2**view.zoom * view.scale / 360)
    assert View.fitted((-1, 53, -1, 53), 1600, 900).zoom == 16


def test_a_kilometre_is_as_long_as_the_rule_says() -> None:
    view = View.fitted(DONCASTER, 1600, 900)
    middle = (DONCASTER[1] + DONCASTER[3]) / 2
    ends = view.project(np.array([[-1.0, middle - 0.05], [-1.0, middle + 0.05]]))
    assert np.ptp(ends[:, 1]) * view.km_a_pixel == pytest.approx(11.13, rel=0.01)
    told = [_round_length(km) for km in (0.07, 1.0, 4.9, 73.0)]
    assert told == [("50 m", 0.05), ("1 km", 1.0), ("2 km", 2.0), ("50 km", 50.0)]


def test_a_dot_lies_where_its_school_is_in_its_colour_and_size() -> None:
    dots = circle("dots", "here", {"circle-color": ["get", "c"], "circle-radius": 10})
    features = collection(point(-0.5, 53, c="#12436D"), point(0.5, 53, c="#F46A25"))
    png = small_map([dots], features)
    view = View.fitted((-1, 52.5, 1, 53.5), 800, 450)
    for lon, colour in ((-0.5, "#12436D"), (0.5, "#F46A25")):
        found = where(png, colour)
        assert found.mean(axis=0) == pytest.approx(
            view.project(np.array([[lon, 53.0]]))[0], abs=1.0
        )
        assert len(found) == pytest.approx(np.pi * (10 * view.scale) ** 2, rel=0.2)


def test_a_ring_lies_around_its_dot_and_a_stroke_wholly_outside_it() -> None:
    ring = circle(
        "ring",
        "here",
        {
            "circle-radius": 20,
            "circle-opacity": 0,
            "circle-stroke-color": "#D4006A",
            "circle-stroke-width": 6,
        },
    )
    png = small_map([ring], collection(point(0, 53)))
    view = View.fitted((-1, 52.5, 1, 53.5), 800, 450)
    away = np.hypot(*(where(png, "#D4006A") - view.project(np.array([[0.0, 53.0]]))[0]).T)
    assert away.min() > 20 * view.scale - 1
    assert away.max() < 26 * view.scale + 1


def test_areas_are_filled_over_the_sea_and_holes_stay_open() -> None:
    around, hole = square(-0.8, 52.6, 0.8)[1], square(-0.6, 52.8, 0.4)[1]
    rings = [around["coordinates"][0], hole["coordinates"][0]]
    holed = ({}, {"type": "Polygon", "coordinates": rings})
    png = small_map([fill("areas", "here", {"fill-color": "#28A197"})], collection(holed))
    view = View.fitted((-1, 52.5, 1, 53.5), 800, 450)
    inside, within_hole, outside = view.project(
        np.array([[-0.7, 52.7], [-0.4, 53.0], [0.5, 53.2]])
    ).astype(int)
    found = pixels(png)
    assert tuple(found[inside[1], inside[0]]) == rgb("#28A197")
    assert tuple(found[within_hole[1], within_hole[0]]) == rgb(LIGHT.sea)
    assert tuple(found[outside[1], outside[0]]) == rgb(LIGHT.sea)


def test_what_lies_over_another_layer_is_drawn_over_it_whatever_its_type() -> None:
    dots = circle("dots", "here", {"circle-color": "#12436D", "circle-radius": 12})
    strokes = line("strokes", "here", "#F46A25", 3)
    along = {"type": "LineString", "coordinates": [[-0.9, 53], [0.9, 53]]}
    features = collection(point(0, 53), ({}, along))
    of = {"dots": ["==", "$type", "Point"], "strokes": ["==", "$type", "LineString"]}
    layers = [layer | {"filter": of[layer["id"]]} for layer in (strokes, dots)]
    over, under = small_map(layers, features), small_map(layers[::-1], features)
    assert len(where(under, "#F46A25")) > 1.01 * len(where(over, "#F46A25"))
    assert len(where(over, "#12436D")) > 1.1 * len(where(under, "#12436D"))


def test_a_picture_is_as_large_as_asked_and_its_dots_grow_with_it() -> None:
    dots = circle("dots", "here", {"circle-color": "#12436D", "circle-radius": 8})
    features = collection(point(0, 53))
    small, large, near = (
        small_map([dots], features, sheet)
        for sheet in (
            BARE,
            replace(BARE, width_px=1600, height_px=900),
            replace(BARE, enlarged=2.0),
        )
    )
    assert pixels(large).shape == (900, 1600, 3)
    once = len(where(small, "#12436D"))
    assert len(where(large, "#12436D")) == pytest.approx(4 * once, rel=0.1)
    assert len(where(near, "#12436D")) == pytest.approx(4 * once, rel=0.1)


# The maps of the app


def picture_of(choice, bounds, sheet, **more) -> bytes:
    schools = narrow(state_on(choice.filter.day), choice.filter)
    keys = choice_keys(choice, schools, trust_names(current_history()).__getitem__)
    view = view_of_choice(choice, bounds, "", keys, more.pop("named", None))
    return map_picture.picture_of(view, sheet, **more)


def flow_picture_of(flows, sheet, mark="") -> bytes:
    where = keep_shapes(flows.shapes)
    style = flow_style(ground_of(Filter(DAY), "light"), where)
    view = MapView(DAY, "light", style, NORTH, "", (), named=flows.named, mark=mark)
    return map_picture.picture_of(view, sheet)


def test_schools_are_drawn_in_the_colours_of_their_grades_and_the_hidden_are_not(choice) -> None:
    png = picture_of(choice, DONCASTER, BARE)
    shown = {grade: len(where(png, colour)) for grade, colour in GRADE_COLOURS.items()}
    state = narrow(state_on(DAY), choice.filter)
    numbers = state["grade"].value_counts()
    assert all(shown[grade] > 4 * numbers[grade] for grade in (1, 2, 3, 4))
    weak = replace(choice, filter=replace(choice.filter, grades=(3, 4)))
    kept = picture_of(weak, DONCASTER, BARE)
    assert [len(where(kept, GRADE_COLOURS[grade])) for grade in (1, 2)] == [0, 0]
    assert len(where(kept, GRADE_COLOURS[4])) >= shown[4]


def test_the_colour_of_a_trust_shows_only_where_its_academies_stand(choice) -> None:
    trusts = (OUTWOOD, DELTA)
    chosen = Filter(dt.date(2016, 10, 1), trusts=trusts)
    of_trusts = replace(choice, filter=chosen, colour_by="Trust", trusts=trusts)
    png = picture_of(of_trusts, NORTH, BARE)
    view = View.fitted(NORTH, 800, 450)
    state = state_on(chosen.day).dropna(subset=["lon", "lat"])
    for uid, colour in trust_colours(trusts, LIGHT).items():
        own = state.loc[state["trust_uid"] == uid, ["lon", "lat"]].to_numpy()
        found = where(png, colour)
        assert len(found) > 10
        gaps = found[:, None, :] - view.project(own)[None, :, :]
        assert np.hypot(*np.moveaxis(gaps, 2, 0)).min(axis=1).max() < 9 * view.scale
    # The footprint reaches beyond them.
    prints = picture_of(replace(of_trusts, switched_on=frozenset({FOOTPRINTS})), NORTH, BARE)
    assert roughly(prints, CATEGORIES[FOUNDERS[DELTA]]) > 1.4 * roughly(
        png, CATEGORIES[FOUNDERS[DELTA]]
    )


def test_a_layer_that_is_switched_off_is_not_drawn(choice) -> None:
    on = replace(choice, switched_on=frozenset({OPPORTUNITY_AREAS}))
    assert len(where(picture_of(choice, DONCASTER, BARE), LIGHT.ink)) == 0
    assert roughly(picture_of(on, DONCASTER, BARE), LIGHT.ink) > 1000


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_sea_and_the_land_are_those_of_the_theme(choice, theme) -> None:
    north = replace(choice, theme=theme, filter=Filter(DAY, regions=("North East",), grades=(4,)))
    found = picture_of(north, NORTH, BARE)
    colours = {"light": LIGHT, "dark": DARK}[theme]
    for colour in (colours.sea, colours.land, colours.ground):
        assert len(where(found, colour)) > 5000


@pytest.mark.parametrize("colour_by", COLOUR_BY)
def test_every_map_to_explore_has_its_picture(choice, colour_by) -> None:
    full = replace(
        choice,
        filter=Filter(DAY, regions=("Alliance region",)),
        colour_by=colour_by,
        trusts=(OUTWOOD, DELTA),
        switched_on=frozenset(SWITCHES),
        period=(dt.date(2017, 9, 1), DAY),
        theme="dark",
        measured=("authority", "percent_good_inherited"),
    )
    assert pixels(picture_of(full, NORTH, SMALL)).shape == (270, 480, 3)


def test_all_of_england_is_drawn_without_a_filter(choice) -> None:
    whole = replace(choice, filter=Filter(DAY))
    png = picture_of(whole, (-6.4, 49.9, 1.8, 55.8), BARE)
    assert len(where(png, GRADE_COLOURS[2])) > 5000


@pytest.fixture(scope="module")
def flows():
    known = transfers_within(dt.date(2017, 9, 1), DAY)
    unit = unit_of("Transfers", "count")
    colours = category_colours(["Transfer"], LIGHT)
    only = known.kept(known.table["move"] == "Transfer")
    pairs = {level: flows_between(only, level, "count", "move") for level in ("trust", "authority")}
    pairs["not given"] = pairs["authority"].assign(given=False)
    return {level: flow_picture(table, "move", colours, unit) for level, table in pairs.items()}


def test_flows_are_drawn_as_arrows_in_the_colours_of_their_kinds(flows) -> None:
    png = flow_picture_of(flows["authority"], BARE)
    assert roughly(png, CATEGORIES[0]) > 300


def test_what_is_not_given_is_dashed_and_let_through(flows) -> None:
    given, others = (flow_picture_of(flows[name], BARE) for name in ("authority", "not given"))
    assert roughly(others, CATEGORIES[0]) < roughly(given, CATEGORIES[0])
    sheet = replace(BARE, form="svg")
    given, others = (flow_picture_of(flows[name], sheet) for name in ("authority", "not given"))
    assert b"stroke-dasharray" not in given
    assert others.count(b"stroke-dasharray") > 10


def test_invented_flows_are_marked_even_where_nothing_else_is_written(flows) -> None:
    sheet = replace(BARE, form="svg")
    plain, marked = (flow_picture_of(flows["trust"], sheet, mark) for mark in ("", "Illustrative"))
    assert b"Illustrative" not in plain
    assert b"Illustrative" in marked


@pytest.fixture(scope="module")
def matched():
    """Give a small match: one school is helped, one is not matched, one is supported."""
    state = state_on(DAY)
    near = state[(state["la_name"] == "Doncaster") & state["lon"].notna()]
    one, two, three = (near.iloc[[place]] for place in (0, 1, 2))
    hub = near.iloc[3]
    lines = one[["urn", "name", "lon", "lat"]].assign(
        supporter_uid=DELTA,
        supporter_name="Delta",
        start_urn=hub["urn"],
        start_name=hub["name"],
        start_lon=hub["lon"],
        start_lat=hub["lat"],
        distance_km=3.0,
    )
    left = two[["urn", "name"]].assign(gravity=1, reason="No capacity")
    points = match_points(lines, three[["urn", "name"]], left, state)
    return points, match_strokes(lines)


def test_a_match_is_drawn_with_its_lines_and_each_kind_of_school(matched) -> None:
    style = match_style(ground_of(Filter(DAY), "light"), *map(keep_shapes, matched))
    view = MapView(DAY, "light", style, DONCASTER, "", ())
    png = map_picture.picture_of(view, BARE)
    shown = {
        kind: len(where(png, colour)) for kind, colour in match_colours(LIGHT)._asdict().items()
    }
    assert min(shown[kind] for kind in ("gravest", "supporter", "supported", "served")) > 10
    assert shown["without"] == 0


@pytest.mark.parametrize("theme", THEMES)
def test_cold_spots_have_their_picture_too(history, theme) -> None:
    shapes = collection(square(-1.2, 53.4, 0.2, b=5, place="A", name="A"))
    style = cold_style(ground_of(Filter(DAY), theme), "cold", "A")
    del style["sources"]["regions"], style["sources"]["authorities"]
    style["layers"] = [layer for layer in style["layers"] if layer["source"] == "cold places"]
    png = drawn(style, DONCASTER, {"cold": shapes}.__getitem__, BARE)
    assert len(where(png, THEMES[theme].accent)) > 100


# What is written


def test_schools_that_are_selected_are_ringed_and_named(choice) -> None:
    schools = narrow(state_on(DAY), choice.filter).dropna(subset=["lon"])
    selected, named = schools["urn"].head(2).tolist(), schools[["name", "lon", "lat"]].tail(3)
    sheet = Sheet(form="svg")
    svg = picture_of(choice, DONCASTER, sheet, selected=selected, named=named).decode()
    assert any(name in svg for name in schools["name"].head(2))
    assert any(name in svg for name in named["name"])
    assert LIGHT.accent.lower() in svg.lower()


def test_shapes_that_are_no_longer_held_are_named() -> None:
    style = flow_style(ground_of(Filter(DAY), "light"), f"{SHAPES}gone.json")
    with pytest.raises(UnknownName, match=r"gone\.json"):
        map_picture.picture_of(MapView(DAY, "light", style, NORTH, "", ()), SMALL)


def test_a_history_without_names_gives_pictures_without_names(choice) -> None:
    schools = narrow(state_on(DAY), choice.filter).dropna(subset=["lon"])
    selected = schools["urn"].head(2).tolist()
    with names_hidden():
        svg = picture_of(choice, DONCASTER, Sheet(form="svg"), selected=selected).decode()
    assert not any(name in svg for name in schools["name"] if name != "Doncaster")


def test_names_are_left_out_where_they_are_not_wanted(choice) -> None:
    asked = replace(choice, switched_on=frozenset({OPPORTUNITY_AREAS}))
    told, bare = (
        picture_of(asked, DONCASTER, Sheet(form="svg", names=names)).decode()
        for names in (True, False)
    )
    assert "<!-- Doncaster -->" in told
    assert "<!-- Doncaster -->" not in bare


def test_a_key_says_what_its_colours_mean_and_how_many_there_are(choice) -> None:
    svg = picture_of(choice, DONCASTER, Sheet(form="svg")).decode()
    good = int((narrow(state_on(DAY), choice.filter)["grade"] == 2).sum())
    for word in ("Ofsted grade", "Good", f"{good:,}", "Inadequate", "km"):
        assert f"{word} -->" in svg


def test_of_names_that_would_meet_the_larger_area_keeps_its_own() -> None:
    squares = {"Smaller": (-0.2, 52.8, 0.4), "Larger": (-0.3, 52.7, 0.6)}
    features = collection(*(square(*at, name=name) for name, at in squares.items()))
    rows = [{"name": name, "lon": 0.0, "lat": 53.0} for name in squares]
    outlines = [line("outlines", "here", "#000000", 1)]
    style = picture("two", LIGHT, {"here": "here"}, outlines, names=["names"])
    held = {"here": features, "names": json.dumps(rows).encode()}
    sheet = Sheet(width_px=400, height_px=225, form="svg", rule=False)
    svg = drawn(style, (-1, 52.5, 1, 53.5), held.__getitem__, sheet).decode()
    assert "Larger -->" in svg
    assert "Smaller -->" in svg
    near = replace(sheet, enlarged=3.0)
    svg = drawn(style, (-1, 52.5, 1, 53.5), held.__getitem__, near).decode()
    assert "Larger -->" in svg
    assert "Smaller -->" not in svg


def test_what_is_written_keeps_apart_and_covers_little() -> None:
    view = View.fitted(NORTH, 800, 450)
    spots = np.column_stack([np.full(50, 30.0), np.full(50, 430.0)])
    room = Room(view, spots)
    first = room.corner(200, 100)
    assert room.covered(first) == 0
    boxes = [first, *(room.corner(200, 100, lower=lower) for lower in (True, False))]
    assert not any(one.meets(other) for one, other in itertools.combinations(boxes, 2))
    assert room.covered(Box(20, 420, 40, 440)) == 50
    assert not room.is_free(Box(-5, 100, 50, 120))
    assert not room.is_free(first)


@pytest.mark.parametrize("words", ["$\\frac{1}{2$", "A < B & C", "‘Ŵ’ – ł"])
def test_words_are_written_as_they_are(words) -> None:
    key = Key(words, [KeyRow("patch", "#12436D", words, "1")])
    dots = circle("dots", "here", {"circle-color": "#28A197"})
    sheet = Sheet(width_px=400, height_px=225)
    png = small_map([dots], collection(point(0, 53)), sheet, keys=[key])
    assert len(where(png, "#12436D")) > 10


# What it is made of


def test_a_picture_is_the_same_file_each_time_and_from_several_threads(choice) -> None:
    first = picture_of(choice, DONCASTER, SMALL)
    with ThreadPoolExecutor(4) as pool:
        others = list(pool.map(lambda _: picture_of(choice, DONCASTER, SMALL), range(6)))
    assert set(others) == {first}


def test_a_drawing_of_lines_stays_small_where_dots_are_many(choice) -> None:
    whole = replace(choice, filter=Filter(DAY))
    svg = picture_of(whole, (-6.4, 49.9, 1.8, 55.8), Sheet(form="svg"))
    assert len(svg) < 2_500_000
    assert b"<image" in svg


# What is refused


@pytest.mark.parametrize(
    ("expression", "word"),
    [
        (["step", ["zoom"], 1, 5, 2], "step"),
        (["interpolate", ["exponential", 2], ["zoom"], 5, 1], "exponential"),
        (["interpolate", ["linear"], ["get", "size"], 5, 1], "size"),
        (["get", "absent"], "absent"),
        (["get", ["literal", "c"]], "literal"),
        (["match", ["get", "c"], ["a", "b"], 1, 2], "match"),
        ([], r"\[\]"),
    ],
)
def test_an_unknown_expression_is_refused_by_name(expression, word) -> None:
    features = pd.DataFrame({"c": ["a", "b"], "size": [1, 2]})
    with pytest.raises(UnknownStyle, match=word):
        values_of(expression, features, 6.0)


@pytest.mark.parametrize(
    "condition", [["<", "k", 5], ["any", ["==", "k", 1]], ["has", "k"], "k", ["==", 1, 1]]
)
def test_an_unknown_filter_is_refused_by_name(condition) -> None:
    with pytest.raises(UnknownStyle, match="filter"):
        passing(condition, pd.DataFrame({"k": [1]}))


@pytest.mark.parametrize(
    ("layer", "word"),
    [
        ({"id": "warm", "type": "heatmap", "source": "here", "paint": {}}, "warm.*heatmap"),
        ({"id": "a", "type": "line", "source": "here", "paint": {"line-blur": 2}}, "line-blur"),
        (line("b", "here", "#000000", 1) | {"minzoom": 7}, "minzoom"),
    ],
)
def test_an_unknown_layer_or_paint_is_refused_by_name(layer, word) -> None:
    with pytest.raises(UnknownStyle, match=word):
        small_map([layer], collection(point(0, 53)))


def test_filters_and_values_mean_what_the_browser_takes_them_for() -> None:
    features = pd.DataFrame(
        {"k": [1, 2, 3], "arrow": [True, False, True], "$type": ["Point", "Point", "Polygon"]}
    )
    assert passing(["==", "k", 2], features).tolist() == [False, True, False]
    assert passing(["in", "k", 1, 3], features).tolist() == [True, False, True]
    assert passing(["in", "k"], features).tolist() == [False, False, False]
    assert passing(["!", ["==", ["get", "arrow"], True]], features).tolist() == [
        False,
        True,
        False,
    ]
    both = ["all", ["==", "$type", "Point"], ["==", "arrow", True]]
    assert passing(both, features).tolist() == [True, False, False]
    assert passing(["==", "absent", 1], features).tolist() == [False] * 3
    assert values_of(["+", ["get", "k"], 4], features, 6).tolist() == [5, 6, 7]
    by_kind = ["match", ["get", "k"], 1, "one", 2, "two", "more"]
    assert values_of(by_kind, features, 6).tolist() == ["one", "two", "more"]
    by_zoom = ["interpolate", ["linear"], ["zoom"], 5, 2.0, 7, 4.0]
    assert values_of(by_zoom, features, 6)[0] == 3.0
    assert values_of(by_zoom, features, 12)[0] == 4.0


def test_layers_are_those_of_the_browser(history) -> None:
    """A picture asks for the very bytes that the browser asks for, and so shares their cache."""
    before = layer_bytes._answer.cache_info().hits
    chosen = MapChoice(Filter(DAY), "Grade", frozenset(), (), (DAY, DAY))
    for _ in range(2):
        picture_of(chosen, NORTH, SMALL)
    assert layer_bytes._answer.cache_info().hits >= before + 3
