"""Flows drawn as arrows, by the rules that were tested with readers."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import Point

from alliance.errors import QuestionError
from alliance.maps.arrows import flow_map

PLACES = {
    "Leeds": (430_000.0, 433_000.0),
    "Hull": (509_000.0, 429_000.0),
    "York": (460_000.0, 452_000.0),
    "Sheffield": (435_000.0, 387_000.0),
}


def table(*flows: tuple[str, str, float]) -> pd.DataFrame:
    rows = [(a, b, *PLACES[a], *PLACES[b], quantity) for a, b, quantity in flows]
    names = "from_id to_id from_easting_m from_northing_m to_easting_m to_northing_m quantity"
    return pd.DataFrame(rows, columns=names.split())


FLOWS = st.lists(
    st.tuples(st.sampled_from(sorted(PLACES)), st.sampled_from(sorted(PLACES)), st.integers(0, 60)),
    min_size=1,
    max_size=14,
)


@given(FLOWS)
def test_every_quantity_is_drawn_once_and_every_arrow_is_a_valid_shape(
    flows: list[tuple[str, str, float]],
) -> None:
    drawn = flow_map(table(*flows))
    between = sum(quantity for a, b, quantity in flows if a != b)
    within = sum(quantity for a, b, quantity in flows if a == b)
    assert drawn.arrows["quantity"].sum() == between
    assert drawn.nodes["within"].sum() == within
    assert drawn.nodes["outward"].sum() == drawn.nodes["inward"].sum() == between
    assert drawn.not_drawn == 0
    assert drawn.arrows.is_valid.all()
    assert not drawn.arrows.is_empty.any()


@given(FLOWS)
def test_width_is_linear_in_the_quantity_and_circles_grow_by_the_root_of_the_total(
    flows: list[tuple[str, str, float]],
) -> None:
    drawn = flow_map(table(*flows))
    if len(drawn.arrows):
        per_unit = drawn.arrows["width_m"] / drawn.arrows["quantity"]
        assert np.allclose(per_unit, per_unit.iloc[0])
    if len(drawn.nodes):
        per_root = drawn.nodes["radius_m"] / np.sqrt(drawn.nodes["total"])
        assert np.allclose(per_root, per_root.iloc[0])


def test_few_flows_are_no_giants_and_maps_of_about_as_many_compare() -> None:
    def drawn(most: int) -> tuple[float, float]:
        flows = table(("Leeds", "Hull", most), ("York", "Hull", 1))
        found = flow_map(flows, extent_m=420_000)
        return found.arrows["width_m"].min(), found.nodes["radius_m"].min()

    one = drawn(1)
    assert one == drawn(4)
    assert one[0] < 1_500
    assert one[1] < 6_000
    assert drawn(8) == drawn(9)
    assert drawn(9)[0] == pytest.approx(one[0] / 2, rel=0.3)


def test_what_is_not_given_lies_beside_what_is_given_between_the_same_places() -> None:
    flows = table(("Leeds", "Hull", 2), ("Leeds", "Hull", 1)).assign(given=[True, False])
    arrows = flow_map(flows).arrows.set_index("given")
    assert arrows["quantity"].to_dict() == {True: 2, False: 1}
    middles = [arrows.geometry[given].centroid for given in (True, False)]
    assert middles[0].distance(middles[1]) > 2 * arrows["width_m"].max()
    alone = flow_map(table(("Leeds", "Hull", 1)).assign(given=False)).arrows
    assert alone.geometry.iloc[0].centroid.distance(middles[0]) < 1_000


def test_the_two_directions_of_a_pair_lie_side_by_side() -> None:
    there, back = flow_map(table(("Leeds", "Hull", 9), ("Hull", "Leeds", 9))).arrows.geometry
    assert there.intersection(back).area == 0


def test_an_arrow_ends_at_the_edge_of_the_circle_it_points_to() -> None:
    drawn = flow_map(table(("Leeds", "Hull", 9), ("York", "Hull", 3)))
    circles = drawn.nodes.set_index("id")
    for arrow in drawn.arrows.itertuples():
        centre = Point(circles.loc[arrow.to_id, ["easting_m", "northing_m"]])
        gap = arrow.geometry.distance(centre)
        assert gap == pytest.approx(circles.loc[arrow.to_id, "radius_m"], rel=1e-6)


def test_the_small_are_drawn_over_the_large() -> None:
    drawn = flow_map(table(("Leeds", "Hull", 2), ("York", "Hull", 30), ("Sheffield", "York", 7)))
    assert list(drawn.arrows["quantity"]) == [30, 7, 2]
    assert drawn.nodes["radius_m"].is_monotonic_decreasing


def test_a_place_without_coordinates_is_counted_and_not_drawn() -> None:
    flows = table(("Leeds", "Hull", 2), ("Leeds", "York", 3))
    flows.loc[1, ["to_easting_m", "to_northing_m"]] = np.nan
    drawn = flow_map(flows)
    assert (drawn.not_drawn, len(drawn.arrows)) == (3.0, 1)
    assert drawn.nodes.set_index("id").loc["Leeds", "outward"] == 5


def test_no_flows_give_an_empty_map() -> None:
    drawn = flow_map(table())
    assert drawn.arrows.empty
    assert drawn.nodes.empty


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"quantity": -1.0}, "quantity of 0 or more"),
        ({"to_id": None}, "lack a place"),
        ({"to_easting_m": 1.0, "to_id": "Leeds"}, "more than one spot"),
    ],
)
def test_a_flow_that_cannot_be_drawn_is_refused(change: dict[str, object], says: str) -> None:
    flows = table(("Leeds", "Hull", 2), ("Leeds", "York", 3))
    for name, value in change.items():
        flows.loc[0, name] = value
    with pytest.raises(QuestionError, match=says):
        flow_map(flows)
