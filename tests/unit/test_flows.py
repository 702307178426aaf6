"""Flows at four levels: their ends, their places, what narrows them, and totals that reconcile."""

from __future__ import annotations

import datetime as dt
import gzip
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import orjson
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.requests import Request

from alliance.analysis.filters import Filter
from alliance.analysis.flows.bundles import bundled
from alliance.analysis.flows.flow_places import LEVELS, trust_hubs
from alliance.analysis.flows.flow_sources import suggestion_flows, support_flows, transfer_flows
from alliance.analysis.flows.flows_by_kind import (
    DIRECTIONS,
    Flows,
    active,
    active_by_month,
    at_place,
    by_month,
    directed,
    flows_between,
    gathered,
    main_categories,
    narrowed,
    with_few_categories,
    without_day,
)
from alliance.analysis.flows.transfers import transfers
from alliance.analysis.matching.best_match import match
from alliance.analysis.matching.match_terms import Terms, scoped
from alliance.analysis.partial_days import moves_without_day
from alliance.analysis.trusts.footprints import footprints
from alliance.charts.flow_sankey import flow_sankey
from alliance.charts.flows import flow_matrix, flow_timeline
from alliance.current.shapes import MOST_KEPT, keep_shapes
from alliance.history import ALLIANCE_REGION, History, as_at, schools_on
from alliance.maps.flow_layers import SEVERAL, category_colours, flow_picture
from alliance.maps.flow_units import unit_of
from alliance.maps.key import flow_key
from alliance.maps.palette import LIGHT
from alliance.web.flow_shapes import flow_shapes

if TYPE_CHECKING:
    from starlette.responses import Response

DAY = dt.date(2019, 6, 1)
OUTWOOD, DELTA, WAKEFIELD_CITY = 4119, 4474, 5195
NORTH = Filter(DAY, regions=(ALLIANCE_REGION,))

SPOTS = {
    "school:1": (430_000.0, 433_000.0),
    "trust:2": (509_000.0, 429_000.0),
    "authority:York": (460_000.0, 452_000.0),
    "region:North East": (435_000.0, 587_000.0),
    "other:A charity": (np.nan, np.nan),
    "unknown:": (np.nan, np.nan),
}
FLOW = st.tuples(
    st.sampled_from(sorted(SPOTS)),
    st.sampled_from(sorted(SPOTS)),
    st.sampled_from(["Curriculum", "Finance and procurement", "Behaviour and attendance"]),
    st.one_of(st.none(), st.integers(0, 90)),
)


def drawn(rows: list[tuple[str, str, str, int | None]]) -> Flows:
    """Give flows whose ends are the same place at every level."""
    table = pd.DataFrame(rows, columns=["from", "to", "theme", "days"]).astype({"days": "float64"})
    ends = {
        f"{end}_{level}": table[end].astype("str") for end in ("from", "to") for level in LEVELS
    }
    start = pd.Timestamp(DAY) - pd.to_timedelta(np.arange(len(table)) * 20, unit="D")
    table = table.assign(count=1.0, given=True, start=start, end=start, **ends).drop(
        columns=["from", "to"]
    )
    places = pd.DataFrame(
        [(key.partition(":")[2] or "Not known", *at) for key, at in SPOTS.items()],
        columns=["name", "easting_m", "northing_m"],
        index=list(SPOTS),
    )
    return Flows("Support", table, places)


@given(st.lists(FLOW, max_size=25), st.sampled_from(LEVELS), st.sampled_from(["count", "days"]))
def test_no_way_of_adding_flows_up_loses_or_doubles_any(rows, level, quantity):
    flows = drawn(rows)
    total = flows.total(quantity)
    assert flows_between(flows, level, quantity)["quantity"].sum() == total
    assert flows_between(flows, level, quantity, "theme")["quantity"].sum() == total
    assert by_month(flows, quantity, "theme")["quantity"].sum() == total


@settings(max_examples=15)
@given(st.lists(FLOW, max_size=25), st.sampled_from(LEVELS), st.sampled_from(["count", "days"]))
def test_map_sankey_matrix_timeline_and_table_add_up_to_the_same_figure(rows, level, quantity):
    flows = drawn(rows)
    total = flows.total(quantity)
    pairs = flows_between(flows, level, quantity, "theme")
    unit = unit_of("Support", quantity)
    colours = category_colours(main_categories(flows, "theme"), LIGHT)
    picture = flow_picture(pairs, "theme", colours, unit)
    assert picture.arrows + picture.within + picture.not_drawn == total
    on_map = arrows_of(picture)
    between = pairs.dropna(subset=["from_easting_m", "to_easting_m"])
    between = between[(between["from_id"] != between["to_id"]) & (between["quantity"] > 0)]
    assert len(on_map) == len(between.drop_duplicates(["from_id", "to_id"]))
    months = by_month(flows, quantity, "theme")
    charts = {
        "sankey": flow_sankey(pairs, "theme", colours, unit, "Flows", "nobody"),
        "matrix": flow_matrix(pairs, unit, "Flows", "nobody"),
        "timeline": flow_timeline(months, "theme", colours, unit, "Flows", "nobody"),
    }
    for chart in charts.values():
        assert chart.table["Quantity"].sum() == total
        assert chart.alt.startswith("Flows: ")
    heat = charts["matrix"].figure.data[0].z
    assert np.sum(np.asarray(heat, dtype="float64")) == total
    bars = [bar for bar in charts["timeline"].figure.data if bar.type == "bar"]
    assert sum(np.sum(bar.y) for bar in bars) == total
    sides = [bar for bar in charts["sankey"].figure.data if bar.type == "bar"]
    heights = [float(np.sum(np.asarray(side.y, dtype="float64"))) for side in sides]
    # The bars of both sides stand for all there is, to a tenth of a pixel each.
    assert heights[0] == pytest.approx(heights[1], abs=1.2)


@given(st.lists(FLOW, max_size=25), st.integers(1, 4))
def test_gathering_the_smaller_places_keeps_the_total_and_the_greatest(rows, most):
    pairs = flows_between(drawn(rows), "trust", "count")
    few = gathered(pairs, most)
    assert few["quantity"].sum() == pairs["quantity"].sum()
    assert few["flows"].sum() == pairs["flows"].sum()
    assert not few.duplicated(["from_id", "to_id"]).any()
    for end in ("from", "to"):
        assert few[f"{end}_id"].nunique() <= most + 1
        if len(pairs):
            greatest = pairs.groupby(f"{end}_id")["quantity"].sum().max()
            named = few[few[f"{end}_id"] != "others:"]
            assert named.groupby(f"{end}_id")["quantity"].sum().max() == greatest


@given(st.lists(FLOW, max_size=25), st.sampled_from(sorted(SPOTS)))
def test_in_out_and_between_make_up_all_flows_of_a_place(rows, place):
    flows = drawn(rows)
    counts = {way: at_place(flows, place, direction=way).total() for way in DIRECTIONS}
    assert counts["All"] == counts["In"] + counts["Out"] + counts["Within"]
    others = [at_place(flows, place, other).total() for other in SPOTS if other != place]
    assert counts["In"] + counts["Out"] == sum(others)


def arrows_of(picture):
    """What is told of each arrow."""
    features = orjson.loads(picture.shapes)["features"]
    return [one["properties"] for one in features if one["properties"]["arrow"]]


def test_an_arrow_has_the_colour_of_its_category_or_of_several() -> None:
    flows = drawn(
        [
            ("school:1", "trust:2", "Curriculum", 1),
            ("school:1", "trust:2", "Behaviour and attendance", 1),
            ("trust:2", "school:1", "Curriculum", 1),
        ]
    )
    colours = category_colours(["Curriculum", "Behaviour and attendance"], LIGHT)
    pairs = flows_between(flows, "trust", by="theme")
    picture = flow_picture(pairs, "theme", colours, unit_of("Support", "count"))
    arrows = {arrow["place"]: arrow for arrow in arrows_of(picture)}
    assert arrows["1\n2"]["c"] == colours[SEVERAL]
    assert arrows["2\n1"]["c"] == colours["Curriculum"]
    assert arrows["1\n2"]["detail"] == "2 support arrangements · Several"


def test_a_picture_of_near_places_opens_on_them_with_circles_sized_for_it() -> None:
    flows = drawn([("school:1", "trust:2", "Curriculum", 1)])
    pairs = flows_between(flows, "trust", by="theme")
    colours = category_colours(["Curriculum"], LIGHT)
    far, near = (
        flow_picture(pairs, "theme", colours, unit_of("Support", "count"), near=near)
        for near in (False, True)
    )
    west, south, east, north = near.bounds
    inside = near.named["lon"].between(west, east) & near.named["lat"].between(south, north)
    assert inside.all()
    assert len(near.named) == 2
    widths = [
        np.ptp([x for x, _ in feature["geometry"]["coordinates"][0]])
        for picture in (far, near)
        for feature in orjson.loads(picture.shapes)["features"]
        if not feature["properties"]["arrow"]
    ]
    assert widths[0] > 3 * widths[2]


def test_circles_are_sized_for_what_the_map_opens_on():
    pairs = flows_between(drawn([("school:1", "trust:2", "Curriculum", 1)]), "trust", by="theme")
    colours = category_colours(["Curriculum"], LIGHT)

    def widest(**opens: object) -> float:
        picture = flow_picture(pairs, "theme", colours, unit_of("Support", "count"), **opens)
        features = orjson.loads(picture.shapes)["features"]
        circles = [one["geometry"] for one in features if not one["properties"]["arrow"]]
        return max(np.ptp([x for x, _ in one["coordinates"][0]]) for one in circles)

    north_east = widest(opens_on=(-2.7, 54.4, -0.8, 55.8))
    assert 2 < widest() / north_east < 4
    assert widest(opens_on=(-6.5, 49.8, 1.8, 55.9)) == widest()


def test_beyond_so_many_arrows_the_smaller_are_put_together_at_a_coarser_level(
    moved: Flows,
) -> None:
    flows = moved.kept(moved.table["move"] == "Transfer")
    apart = flows_between(flows, "trust", by="move")
    drawn = bundled(flows, "trust", "count", "move", most=20)
    assert drawn.pairs["quantity"].sum() == apart["quantity"].sum() == flows.total()
    assert drawn.pairs["flows"].sum() == len(flows.table)
    own = drawn.pairs[drawn.pairs["from_id"].str.startswith("trust:")]
    between = own[own["from_id"] != own["to_id"]]
    assert 0 < len(between) <= 20
    # The arrows drawn one by one are the greatest, and of one quantity all or none.
    assert between["quantity"].min() > apart["quantity"].iloc[20:].max() - 1
    assert list(drawn.coarser) == ["authority"]
    assert sum(drawn.coarser.values()) == drawn.pairs["quantity"].sum() - own["quantity"].sum()
    few = bundled(flows, "trust", "count", "move", most=10_000)
    assert few.coarser == {}
    pd.testing.assert_frame_equal(few.pairs, apart)


def test_beyond_five_categories_the_rest_is_told_as_other() -> None:
    rows = [("school:1", "trust:2", name, 1) for name in "aaabbbccdefg"]
    flows = drawn(rows)
    main = main_categories(flows, "theme")
    few = with_few_categories(flows, "theme", main)
    assert main[:3] == ["a", "b", "c"]
    assert len(main) == 5
    assert (few.table["theme"] == "Other").sum() == 2
    assert flows_between(few, "trust", by="theme")["quantity"].sum() == flows.total()


@pytest.fixture(scope="module")
def moved(history: History) -> Flows:
    return transfer_flows(history, history.complete_from, DAY)


def test_transfers_run_from_the_academy_under_its_old_trust_to_its_new_trust(
    history: History, moved: Flows
) -> None:
    moves = transfers(history, history.complete_from, DAY)
    assert len(moved.table) == len(moves)
    pairs = flows_between(moved, "trust").set_index(["from_id", "to_id"])["quantity"]
    told = moves.groupby(["from_uid", "to_uid"]).size()
    for (left, joined), number in told.items():
        assert pairs[f"trust:{left}", f"trust:{joined}"] == number
    own = moved.table.iloc[0]
    school = schools_on(history, DAY).set_index("urn").loc[own["urn_before"]]
    assert own["from_school"] == f"school:{own['urn_before']}"
    assert own["from_authority"] == f"authority:{school['la_name']}"
    assert own["to_school"] == own["to_trust"]


def test_the_academies_of_wakefield_city_are_found_by_its_place(moved: Flows) -> None:
    left = at_place(moved, f"trust:{WAKEFIELD_CITY}", direction="Out")
    assert left.total() == 21
    outwood = at_place(moved, f"trust:{WAKEFIELD_CITY}", f"trust:{OUTWOOD}")
    assert outwood.total() == 6
    # A school, an authority and a region are places as well as a trust is.
    one = left.table.iloc[0]
    for level in LEVELS:
        assert one["number"] in set(at_place(moved, one[f"from_{level}"]).table["number"])


def test_a_trust_stands_at_the_hub_of_its_largest_cluster(history: History, moved: Flows) -> None:
    members = footprints(as_at(history, DAY), [OUTWOOD]).members
    hub = members[members["is_hub"] & (members["cluster"] == 1)].iloc[0]
    at = moved.places.loc[f"trust:{OUTWOOD}"]
    assert (at["easting_m"], at["northing_m"]) == (hub["easting_m"], hub["northing_m"])


def test_a_trust_that_was_gone_by_then_stands_where_it_worked_before(
    history: History, moved: Flows
) -> None:
    at = moved.places.loc[f"trust:{WAKEFIELD_CITY}"]
    before = footprints(as_at(history, history.complete_from), [WAKEFIELD_CITY]).members
    assert before["easting_m"].min() <= at["easting_m"] <= before["easting_m"].max()


def test_a_trust_without_a_cluster_stands_at_one_of_its_academies(history: History) -> None:
    state = as_at(history, DAY)
    sizes = state["trust_uid"].value_counts()
    alone = int(sizes.index[sizes == 1][0])
    hubs = trust_hubs(history, pd.DataFrame({"trust_uid": [alone], "day": [pd.Timestamp(DAY)]}))
    assert hubs.loc[alone, "urn"] == state.loc[state["trust_uid"] == alone, "urn"].item()


def test_authorities_and_regions_stand_inside_themselves(history: History, moved: Flows) -> None:
    areas = history.areas[history.areas["from_day"].isna()].to_crs("EPSG:27700")
    for name in ("North East", "London"):
        at = moved.places.loc[f"region:{name}"]
        shape = areas[(areas["kind"] == "region") & (areas["name"] == name)].geometry.item()
        assert shape.covers(_point(at))
    shape = areas[(areas["kind"] == "authority") & (areas["name"] == "Doncaster")].geometry.item()
    assert shape.covers(_point(moved.places.loc["authority:Doncaster"]))


def _point(at: pd.Series) -> object:
    from shapely import Point

    return Point(at["easting_m"], at["northing_m"])


def test_no_two_places_share_a_name(moved: Flows) -> None:
    assert moved.places["name"].is_unique
    assert moved.places["name"].notna().all()


def test_the_filter_keeps_what_touches_it_and_tells_in_from_out(moved: Flows) -> None:
    own = narrowed(moved, NORTH)
    assert 0 < own.total() < moved.total()
    counts = {way: directed(own, NORTH, way).total() for way in DIRECTIONS}
    assert counts["In"] + counts["Out"] + counts["Within"] == counts["All"] == own.total()
    regions = {"region:North East", "region:East Midlands", "region:Yorkshire and The Humber"}
    between = directed(own, NORTH, "Within").table
    assert set(between["from_region"]) | set(between["to_region"]) <= regions
    assert not set(directed(own, NORTH, "Out").table["to_region"]) & regions
    secondary = narrowed(moved, Filter(DAY, phases=("Secondary",)))
    assert set(secondary.table["phase"]) == {"Secondary"}
    sponsored = narrowed(moved, Filter(DAY, types=("Academy sponsor led",)))
    assert set(sponsored.table["type"]) == {"Academy sponsor led"}
    one = narrowed(moved, Filter(DAY, trusts=(DELTA,)))
    assert ((one.table["from_uid"] == DELTA) | (one.table["to_uid"] == DELTA)).all()


def test_a_period_keeps_what_was_active_on_any_of_its_days() -> None:
    flows = drawn([("school:1", "trust:2", "Curriculum", 1)] * 3)
    flows.table["start"] = pd.to_datetime(["2018-01-01", "2018-03-01", "2018-06-01"])
    flows.table["end"] = pd.to_datetime(["2018-02-01", None, "2018-06-01"])
    days = [dt.date(2018, 2, 1), dt.date(2018, 2, 2), dt.date(2018, 6, 1)]
    assert [active(flows, day, day).total() for day in days] == [1, 0, 2]
    assert active(flows, dt.date(2018, 1, 15), dt.date(2018, 5, 31)).total() == 2
    months = list(pd.date_range("2018-01-01", periods=7, freq="MS"))
    assert active_by_month(flows, months)["flows"].tolist() == [1, 1, 1, 1, 1, 2, 1]


def test_a_move_without_a_known_day_stands_in_no_month(history):
    flows = transfer_flows(history, dt.date(2024, 3, 29), dt.date(2025, 8, 31))
    undated, months = without_day(flows), by_month(flows, "count", "move")
    assert undated["by"].tolist() == [pd.Timestamp(2025, 8, 31)]
    assert undated["flows"].sum() > 0.7 * len(flows.table)
    assert undated["flows"].sum() + months["flows"].sum() == len(flows.table)
    in_august = months.loc[months["month"] == pd.Timestamp(2025, 8, 1), "flows"].sum()
    assert in_august < 5
    assert without_day(transfer_flows(history, dt.date(2018, 10, 1), DAY)).empty


def test_times_without_a_known_day_that_overlap_are_told_as_one():
    flows = drawn([("school:1", "trust:2", "Curriculum", 1)] * 5)
    after = ["2016-08-03", "2016-08-31", "2018-06-30", None, "2018-08-20"]
    by = ["2016-10-17", "2017-01-19", "2018-09-02", "2018-09-03", "2018-09-02"]
    table = flows.table.assign(date_after=pd.to_datetime(after), start=pd.to_datetime(by))
    times = without_day(replace(flows, table=table))
    assert times.astype("str").to_numpy().tolist() == [
        ["2016-08-03", "2017-01-19", "2"],
        ["2018-06-30", "2018-09-02", "1"],
    ]


@pytest.mark.parametrize(
    ("start", "end", "is_told"),
    [
        (dt.date(2017, 4, 3), dt.date(2024, 3, 29), False),
        (dt.date(2017, 4, 3), dt.date(2024, 3, 30), True),
        (dt.date(2025, 8, 31), dt.date(2025, 8, 31), True),
        (dt.date(2025, 9, 1), dt.date(2026, 6, 30), False),
    ],
)
def test_a_period_says_of_which_time_the_days_of_moves_are_not_known(
    history: History, start: dt.date, end: dt.date, *, is_told: bool
) -> None:
    said = "The day of most moves between 29 March 2024 and 31 August 2025 is not published."
    assert moves_without_day(history, start, end).startswith(said) == is_told


SUPPORT = {
    "id": 1,
    "supporter_kind": "Trust",
    "supporter_id": str(OUTWOOD),
    "recipient_urn": 107833,
    "recipient_trust_uid": None,
    "theme": "Curriculum",
    "status": "Active",
    "starts_on": "2019-01-01",
    "planned_end_on": "2019-07-01",
    "ended_on": None,
    "days_planned": 10.0,
    "days_delivered": None,
    "cost_pounds": 4000.0,
    "internal": False,
    "illustrative": False,
    "given": True,
}


def supports(*changes: dict[str, object]) -> pd.DataFrame:
    rows = [{**SUPPORT, "id": number, **change} for number, change in enumerate(changes, 1)]
    table = pd.DataFrame(rows, columns=list(SUPPORT))
    days = ["starts_on", "planned_end_on", "ended_on"]
    return table.assign(**{name: pd.to_datetime(table[name]) for name in days})


def test_every_kind_of_supporter_has_a_place_at_every_level(history: History) -> None:
    flows = support_flows(
        history,
        supports(
            {},
            {"supporter_kind": "School", "supporter_id": "136394"},
            {"supporter_kind": "School", "supporter_id": "107833", "recipient_urn": 136394},
            {"supporter_kind": "Local authority", "supporter_id": "371"},
            {"supporter_kind": "Other organisation", "supporter_id": "A charity"},
        ),
        DAY,
    )
    ends = flows.table[[f"from_{level}" for level in LEVELS]].to_numpy().tolist()
    own_trust = transfers(history, history.complete_from, DAY).query("urn_after == 136394")
    assert ends[0][:2] == [f"trust:{OUTWOOD}"] * 2
    assert ends[1][:2] == ["school:136394", f"trust:{own_trust['to_uid'].item()}"]
    assert ends[2][:3] == ["school:107833", "maintained:Leeds", "authority:Leeds"]
    assert ends[3] == [
        "maintained:Doncaster",
        "maintained:Doncaster",
        "authority:Doncaster",
        "region:Yorkshire and The Humber",
    ]
    assert ends[4] == ["other:A charity"] * 4
    located = flows.places["easting_m"].notna()
    assert flows.places.index[~located].tolist() == ["other:A charity"]
    assert flows.places.loc["maintained:Leeds", "name"] == "Leeds (local authority)"


def test_what_is_not_recorded_adds_nothing(history: History) -> None:
    flows = support_flows(history, supports({}, {"cost_pounds": None, "days_planned": 5}), DAY)
    assert (flows.total("count"), flows.total("days"), flows.total("pounds")) == (2, 15, 4000)
    assert flows.table["end"].tolist() == [pd.Timestamp("2019-07-01")] * 2


def test_what_is_not_given_has_an_arrow_a_ribbon_and_a_bar_of_its_own(history: History) -> None:
    proposed = {"status": "Proposed", "given": False}
    flows = support_flows(history, supports({}, {}, proposed), DAY)
    pairs = flows_between(flows, "trust", by="theme")
    assert pairs[["given", "quantity"]].to_numpy().tolist() == [[True, 2], [False, 1]]
    colours, unit = category_colours(["Curriculum"], LIGHT), unit_of("Support", "count")
    arrows = arrows_of(flow_picture(pairs, "theme", colours, unit))
    assert {(one["given"], one["detail"]) for one in arrows} == {
        (True, "2 support arrangements · Curriculum"),
        (False, "1 support arrangement · Curriculum · not given"),
    }
    sankey = flow_sankey(pairs, "theme", colours, unit, "Support", "nobody")
    ribbons = [trace for trace in sankey.figure.data if trace.type == "scatter" and trace.fill]
    names = [trace.name for trace in ribbons]
    assert {trace.name: trace.line.dash for trace in ribbons} == {
        "Curriculum": None,
        "Curriculum, not given": "dash",
    }
    assert sankey.table.set_index("Given")["Quantity"].to_dict() == {"Yes": 2, "No": 1}
    matrix = flow_matrix(pairs, unit, "Support", "nobody")
    assert matrix.table[["Quantity", "Of these, not given"]].to_numpy().tolist() == [[3, 1]]
    months = by_month(flows, "count", "theme")
    timeline = flow_timeline(months, "theme", colours, unit, "Support", "nobody")
    assert [bar.name for bar in timeline.figure.data] == names
    key = flow_key(
        pairs, "theme", colours, unit, 2.0, LIGHT, illustrative=False, not_given="Not given"
    )
    dashed = [(row.words, row.number) for row in key.rows if row.shape == "dashed"]
    assert dashed == [("Not given", "1")]


def test_an_empty_register_gives_no_flows_and_no_fault(history: History) -> None:
    flows = support_flows(history, supports(), DAY)
    assert flows.total() == 0
    for level in LEVELS:
        assert flows_between(flows, level, "pounds", "theme").empty
    assert active(narrowed(flows, NORTH), DAY, DAY).table.empty
    assert active_by_month(flows, [pd.Timestamp(DAY)])["flows"].tolist() == [0]


def test_suggestions_run_from_the_supporter_to_the_school_in_need(history: History) -> None:
    found = match(history, DAY, scoped(history, DAY, "alliance")(Terms()))
    flows = suggestion_flows(history, found.plan, as_at(history, DAY), DAY)
    assert flows.total() == len(found.plan) > 0
    pairs = flows.table.set_index("urn")["from_trust"]
    for row in found.plan.itertuples():
        assert pairs[row.urn] == f"trust:{row.supporter_uid}"
    named = flows_between(flows, "trust", by="need")
    assert named["from_easting_m"].notna().all()
    assert named["to_easting_m"].notna().all()


def test_shapes_are_found_under_the_address_that_names_them_and_the_oldest_are_let_go() -> None:
    first = keep_shapes(b'[{"place":"Leeds"}]')
    assert keep_shapes(b'[{"place":"Leeds"}]') == first
    found = asked(first)
    assert gzip.decompress(found.body) == b'[{"place":"Leeds"}]'
    assert found.headers["content-encoding"] == "gzip"
    assert "immutable" in found.headers["cache-control"]
    for number in range(MOST_KEPT):
        keep_shapes(f"[{number}]".encode())
    gone = asked(first)
    assert gone.status_code == 404
    assert b"reload the page" in gone.body


def asked(address: str) -> Response:
    """Ask the route for what lies at an address."""
    name = address.removeprefix("/flow_shapes/").removesuffix(".json")
    return flow_shapes(Request({"type": "http", "path_params": {"name": name}}))


def test_a_key_names_arrows_of_several_kinds_only_where_there_are_any():
    colours = category_colours(["A", "B"], LIGHT)
    pairs = pd.DataFrame(
        {"from_id": [1, 1, 2], "to_id": [2, 3, 3], "kind": ["A", "B", "A"], "quantity": 1.0}
    ).assign(given=True)

    def words(rows):
        unit = unit_of("Support", "count")
        key = flow_key(rows, "kind", colours, unit, 1.0, LIGHT, illustrative=False)
        return [row.words for row in key.rows]

    assert "Several, in one arrow" not in words(pairs)
    assert "Several, in one arrow" in words(pairs.assign(to_id=[2, 2, 3]))
