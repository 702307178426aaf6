import datetime as dt
import json
from dataclasses import replace
from urllib.parse import urlsplit

import pandas as pd
import pytest
from starlette.datastructures import QueryParams

from alliance.analysis.filters import Filter
from alliance.analysis.trusts.footprints import footprints
from alliance.history import PHASES
from alliance.maps.choice import FOOTPRINTS, SWITCHES, TRANSFERS, MapChoice
from alliance.maps.key import choice_keys
from alliance.maps.layers import (
    address,
    footprint_shapes,
    kind_of,
    names_outside,
    receiving_names,
    school,
    schools,
)
from alliance.maps.palette import CATEGORIES, GRADE_COLOURS, LIGHT, PHASE_COLOURS
from alliance.maps.style import addresses, kinds_shown, style, style_address
from alliance.web.asked import asked_for
from alliance.web.layer_answers import map_style


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
            "grade_inherited": [False, False, True, False],
            "grade_date": pd.to_datetime(["2016-05-03", None, "2016-05-12", "2015-01-13"]),
            "lon": [-1.1234567, -1.5, -1.7, None],
            "lat": [53.5, 54.9, 53.8, None],
            "easting_m": [450_000.0, 452_000.0, 420_000.0, None],
            "northing_m": [400_000.0, 401_000.0, 430_000.0, None],
        }
    )


def dots(body):
    """Give the table of dots by URN, each with its colour instead of its place in the list."""
    table = json.loads(body)
    colours = table.pop("colours")
    rows = pd.DataFrame(table).set_index("urn")
    return rows.assign(colour=[colours[place] for place in rows["colour"]])


def test_a_dot_knows_its_place_colour_and_kind_and_schools_without_a_place_are_left_out(state):
    found = dots(schools(state))
    assert sorted(found.index) == [1, 2, 3]
    primary, secondary, unknown = PHASES.index("Primary"), PHASES.index("Secondary"), len(PHASES)
    assert found.loc[1].to_dict() == {
        "lon": -1.12346,
        "lat": 53.5,
        "kind": kind_of(primary, 2),
        "colour": LIGHT.other_academy,
    }
    assert found.loc[2, "kind"] == kind_of(secondary, 0)
    assert found.loc[3, ["kind", "colour"]].tolist() == [kind_of(unknown, 4), LIGHT.other_school]


def test_dots_of_one_kind_follow_one_another_so_that_the_same_lie_on_top_at_each_visit(state):
    first = dots(schools(state))
    assert first["kind"].is_monotonic_increasing
    again = dots(schools(state.iloc[::-1]))
    assert again["kind"].tolist() == first["kind"].tolist()


def test_no_school_at_all_is_an_empty_table(state):
    none = json.loads(schools(state, [1], in_front=True))
    assert sorted(none) == ["colour", "colours", "kind", "lat", "lon", "urn"]
    assert not any(none.values())


def test_the_academies_of_trusts_in_front_are_a_layer_of_their_own(state):
    trusts = [4036, 4474]
    assert sorted(dots(schools(state, trusts)).index) == [3]
    front = dots(schools(state, trusts, in_front=True))
    assert front["colour"].to_dict() == {1: CATEGORIES[1], 2: CATEGORIES[2]}


@pytest.mark.parametrize(
    ("by", "colours"),
    [
        ("Grade", [GRADE_COLOURS[2], GRADE_COLOURS[0], GRADE_COLOURS[4]]),
        ("Phase", [PHASE_COLOURS["Primary"], PHASE_COLOURS["Secondary"], LIGHT.other_school]),
    ],
)
def test_a_school_has_the_colour_of_its_grade_or_phase(state, by, colours):
    found = dots(schools(state, colour_by=by))
    assert found["colour"].to_dict() == dict(zip([1, 2, 3], colours, strict=True))


@pytest.mark.parametrize(
    ("row", "detail"),
    [
        (0, "Primary · Good (3 May 2016) · Delta"),
        (1, "Secondary · No grade · Northern"),
        (2, "Phase not known · Inadequate (predecessor’s, 12 May 2016) · Maintained school"),
    ],
)
def test_a_school_says_what_it_is(state, row, detail):
    told = json.loads(school(state.iloc[row], dt.date(2018, 10, 1), {"URN": "1"}))
    assert told["name"] == state["name"].iloc[row]
    assert told["detail"] == detail
    assert told["facts"] == [["URN", "1"]]
    assert told["trust"] is None


def test_an_address_says_what_it_shows_and_leaves_out_what_is_empty():
    where = address("v1", "schools", day="2018-10-01", region=["North East"], trust=[])
    assert where == "/layers/v1/schools.json?day=2018-10-01&region=North+East"


def test_a_footprint_has_hulls_spokes_and_hubs_each_with_its_trust(state):
    near = state.assign(trust_uid=pd.Series([4474, 4474, None, 4474], dtype="Int32"))
    body = footprint_shapes(footprints(near, [4474]), {4474: "Delta"})
    shapes = json.loads(body)["features"]
    assert [shape["geometry"]["type"] for shape in shapes] == ["Polygon", "LineString", "Point"]
    assert {shape["properties"]["trust"] for shape in shapes} == {4474}
    assert {shape["properties"]["name"] for shape in shapes} == {"Delta"}
    assert shapes[0]["properties"]["detail"].startswith("2 academies around a hub")


def test_an_academy_outside_every_cluster_is_marked_and_named(state):
    far = state.assign(trust_uid=pd.Series([4474, 4474, None, 4474], dtype="Int32"))
    far.loc[1, "northing_m"] += 90_000
    found = footprints(far, [4474])
    points = [
        shape["properties"]
        for shape in json.loads(footprint_shapes(found, {4474: "Delta"}))["features"]
        if shape["geometry"]["type"] == "Point"
    ]
    outside = [point["detail"] for point in points if point["outside"]]
    assert len(outside) == int(found.trusts["outliers"].iloc[0]) > 0
    assert outside[0].startswith(
        f"Outside every cluster: {json.loads(names_outside(found))[0]['name']}"
    )


def test_dots_by_grade_leave_footprints_in_outline_with_a_key_of_trusts(choice):
    by_grade = replace(choice, trusts=(4474, 4119), switched_on=frozenset({FOOTPRINTS}))
    hulls = [one for one in style("v1", by_grade)["layers"] if one["id"].startswith("hulls ")]
    assert {hull["paint"]["fill-opacity"] for hull in hulls} == {0}
    nobody = pd.DataFrame({"grade": pd.Series(dtype="Int8")})
    keys = choice_keys(by_grade, nobody, "Trust {}".format)
    assert keys[1].title == "Trust footprints, in outline"
    assert [row.words for row in keys[1].rows] == [f"Trust {uid}" for uid in by_grade.trusts]
    dots = {row.colour for row in keys[0].rows}
    assert not dots & {row.colour for row in keys[1].rows}


def test_the_distance_of_clusters_is_in_the_address_where_it_is_not_the_usual(choice):
    shown = replace(choice, trusts=(4474,), switched_on=frozenset({FOOTPRINTS}))
    assert "km=" not in style_address("v1", shown)
    wide = replace(shown, join_km=40.0)
    assert "km=40" in style_address("v1", wide)
    assert "km=40" in style("v1", wide)["sources"]["footprints"]["data"]
    hidden = replace(wide, switched_on=frozenset())
    assert "km=" not in style_address("v1", hidden)


def test_schools_can_be_switched_off_without_another_word_in_old_addresses(choice):
    without = replace(choice, dots=False)
    assert "dots" not in style_address("v1", choice)
    assert "dots=off" in style_address("v1", without)
    assert "schools" in style("v1", choice)["sources"]
    assert "schools" not in style("v1", without)["sources"]


@pytest.fixture
def choice():
    day = dt.date(2018, 10, 1)
    return MapChoice(
        filter=Filter(day, regions=("London",)),
        colour_by="Grade",
        switched_on=frozenset(),
        trusts=(),
        period=(day, day),
    )


def test_a_style_names_no_other_host_and_only_what_is_shown(choice):
    full = replace(
        choice,
        theme="dark",
        colour_by="Trust",
        trusts=(4474,),
        switched_on=frozenset(SWITCHES),
        measured=("district", "imd_score"),
    )
    assert sorted(style("v1", choice)["sources"]) == ["authorities", "regions", "schools"]
    drawn = style("v1", full)
    assert set(drawn["sources"]) == {
        *("areas", "authorities", "footprints", "front", "investment", "measured", "regions"),
        *("schools", "transfers"),
    }
    fetched = [source["data"] for source in drawn["sources"].values()]
    told = drawn["metadata"]
    assert all(
        where.startswith("/layers/v1/") for where in [*fetched, *told["names"], told["school"]]
    )
    assert "glyphs" not in drawn
    assert "sprite" not in drawn
    assert {layer["source"] for layer in drawn["layers"][1:]} == set(drawn["sources"])


def test_an_address_says_all_that_its_style_shows_and_no_more(choice):
    trusts = replace(choice, trusts=(4474,))
    assert "4474" not in style_address("v1", trusts)
    shown = replace(trusts, switched_on=frozenset({FOOTPRINTS}))
    assert "front=4474" in style_address("v1", shown)
    phases = replace(choice, filter=replace(choice.filter, phases=("Primary",)))
    assert style_address("v1", phases) == style_address("v1", choice)


@pytest.mark.parametrize("switched_on", [(), SWITCHES])
def test_the_style_found_under_an_address_is_the_one_it_was_made_for(history, switched_on):
    start, end = dt.date(2017, 9, 1), dt.date(2018, 10, 1)
    chosen = Filter(
        end,
        regions=("North East", "London"),
        opportunity_areas=("Doncaster",),
        trusts=(4474,),
        tiers=("National",),
        types=("Academy converter",),
        members=(4036,),
        phases=("Primary",) if switched_on else (),
    )
    choice = MapChoice(
        filter=chosen,
        colour_by="Trust",
        switched_on=frozenset(switched_on),
        trusts=(4036, 4474),
        period=(start, end) if switched_on else (end, end),
        theme="dark",
        measured=("authority", "percent_academies") if switched_on else None,
    )
    where = urlsplit(style_address(history.version, choice))
    asked = asked_for(QueryParams(where.query))
    found = map_style(history.version, "dark", asked)
    assert found == style(history.version, choice)


def test_a_measure_of_areas_is_of_the_phases_of_the_filter_where_it_can_be(choice):
    primary = replace(choice.filter, phases=("Primary",), types=("Free school",))
    for measure, told in (("percent_academies", True), ("attainment_8", False)):
        by = replace(choice, filter=primary, measured=("authority", measure))
        where = style("v1", by)["sources"]["measured"]["data"]
        assert ("phase=Primary&type=Free+school" in where) == told
        assert ("phase=Primary" in style_address("v1", by)) == told


def test_schools_are_one_layer_and_those_of_the_trusts_looked_at_another_above_it(choice):
    trusts = replace(choice, colour_by="Trust", trusts=(4474,))
    for asked, ids in ((choice, ["schools"]), (trusts, ["schools", "front"])):
        drawn = style("v1", asked)
        layers = [layer for layer in drawn["layers"] if layer["type"] == "dots"]
        assert [layer["source"] for layer in layers] == ids
        assert all(drawn["sources"][name]["type"] == "dots" for name in ids)


def test_a_filter_keeps_the_kinds_of_its_phases_and_grades():
    day = dt.date(2018, 10, 1)
    assert kinds_shown(Filter(day)) is None
    secondary = kind_of(PHASES.index("Secondary"), 3)
    assert kinds_shown(Filter(day, phases=("Secondary",), grades=(3,))) == [secondary]
    assert len(kinds_shown(Filter(day, grades=(0, 4)))) == 2 * (len(PHASES) + 1)


def test_all_that_a_browser_fetches_for_a_choice_is_told_beforehand(choice):
    told = addresses("v1", choice)
    assert told[0] == style_address("v1", choice)
    assert len(told) == 1 + len(style("v1", choice)["sources"])


def test_the_key_of_a_trail_tells_its_arrows_and_circles_and_those_who_took_the_most_are_named(
    choice, state
):
    trail = replace(choice, switched_on=frozenset({TRANSFERS}))
    *_, key = choice_keys(trail, state, str)
    assert [row.shape for row in key.rows] == ["line", "ring"]
    assert "transfers" in key.title
    assert len(choice_keys(choice, state, str)) == len(choice_keys(trail, state, str)) - 1
    names = [where for where in style("v1", trail)["metadata"]["names"] if "/receiving." in where]
    assert len(names) == 1
    moves = pd.DataFrame(
        {
            "from_uid": pd.Series([1, 1, 1, 1, 1], dtype="Int32"),
            "to_uid": pd.Series([2, 3, 3, 4, None], dtype="Int32"),
            "to_trust": ["Two", "Three", "Three", "Nowhere", None],
        }
    )
    places = pd.DataFrame(
        {"easting_m": [430_000.0, 440_000.0, 450_000.0], "northing_m": [400_000.0] * 3},
        index=[1, 2, 3],
    )
    told = json.loads(receiving_names(moves, places))
    assert [row["name"] for row in told] == ["Three", "Two"]
    assert told[0]["lat"] == pytest.approx(53.49, abs=0.02)
