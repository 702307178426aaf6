"""Footprints: clusters, hubs, hulls and the academies that stand alone."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse.csgraph import connected_components
from scipy.spatial.distance import cdist

from alliance.analysis.trusts.footprints import Footprints, footprints, span_km
from alliance.errors import QuestionError

if TYPE_CHECKING:
    from random import Random


def schools(*rows: tuple[int | None, int, float | None, float | None]) -> pd.DataFrame:
    """Schools as at a day from (trust UID, URN, easting km, northing km)."""
    table = pd.DataFrame(rows, columns=["trust_uid", "urn", "easting_m", "northing_m"])
    metres = table[["easting_m", "northing_m"]].astype("float64") * 1000.0
    return table.assign(
        trust_uid=table["trust_uid"].astype("Int32"),
        urn=table["urn"].astype("int32"),
        name="School " + table["urn"].astype("str"),
        easting_m=metres["easting_m"],
        northing_m=metres["northing_m"],
    )


@st.composite
def random_schools(draw: st.DrawFn) -> pd.DataFrame:
    """Up to 40 schools of three trusts or none, many close to the joining distance."""
    kilometres = st.one_of(st.none(), st.integers(0, 60), st.floats(0, 200, width=32))
    row = st.tuples(st.sampled_from([None, 1, 2, 3]), kilometres, kilometres)
    drawn = draw(st.lists(row, max_size=40))
    return schools(*[(trust, urn, x, y) for urn, (trust, x, y) in enumerate(drawn, 100_001)])


def assert_same(one: Footprints, other: Footprints) -> None:
    pd.testing.assert_frame_equal(one.members, other.members)
    pd.testing.assert_frame_equal(one.trusts, other.trusts)


def test_academies_joined_in_steps_are_one_cluster_and_a_far_one_is_an_outlier() -> None:
    state = schools((1, 11, 0, 0), (1, 12, 20, 0), (1, 13, 40, 0), (1, 14, 140, 0))
    found = footprints(state)
    assert found.members["cluster"].tolist() == [1, 1, 1, pd.NA]
    assert found.members["is_outlier"].tolist() == [False, False, False, True]
    assert found.members["is_hub"].tolist() == [False, True, False, False]
    assert found.members["distance_to_hub_km"].tolist() == [20.0, 0.0, 20.0, 120.0]


def test_academies_just_the_joining_distance_apart_are_joined() -> None:
    state = schools((1, 11, 0, 0), (1, 12, 25, 0), (2, 21, 0, 0), (2, 22, 25.001, 0))
    assert footprints(state).trusts["clusters"].tolist() == [1, 0]


def test_neighbouring_trusts_never_share_a_cluster() -> None:
    state = schools((1, 11, 0, 0), (1, 12, 1, 0), (2, 21, 0, 0), (2, 22, 1, 0), (None, 9, 0, 0))
    members = footprints(state).members
    assert members.groupby("trust_uid")["urn"].agg(list).tolist() == [[11, 12], [21, 22]]


def test_clusters_are_numbered_from_the_largest() -> None:
    near = [(1, 11, 0, 0), (1, 12, 1, 0)]
    larger = [(1, 21, 100, 0), (1, 22, 101, 0), (1, 23, 102, 0)]
    clusters = footprints(schools(*near, *larger)).clusters
    assert clusters["academies"].tolist() == [3, 2]
    assert clusters["hub_urn"].tolist() == [22, 11]
    assert clusters["median_km"].tolist() == [1.0, 1.0]


def test_a_tie_for_hub_falls_to_the_lowest_urn() -> None:
    square = schools((1, 14, 0, 0), (1, 13, 0, 7.1), (1, 12, 7.1, 7.1), (1, 11, 7.1, 0))
    assert footprints(square).clusters["hub_urn"].tolist() == [11]


def test_academies_without_coordinates_are_counted_but_not_drawn() -> None:
    state = schools((1, 11, 0, 0), (1, 12, 1, 0), (1, 13, None, None), (2, 21, None, None))
    found = footprints(state)
    assert found.trusts["academies"].tolist() == [3, 1]
    assert found.trusts["located"].tolist() == [2, 0]
    assert found.members["urn"].tolist() == [11, 12]


def test_two_academies_in_one_place_still_give_an_area() -> None:
    clusters = footprints(schools((1, 11, 5, 5), (1, 12, 5, 5)), margin_km=3.0).clusters
    assert clusters.area.iloc[0] == pytest.approx(np.pi * 3000**2, rel=0.01)


def test_spokes_run_from_the_hub_to_each_other_academy_of_its_cluster() -> None:
    found = footprints(schools((1, 11, 0, 0), (1, 12, 3, 4), (1, 13, -3, -4), (1, 14, 90, 0)))
    spokes = found.spokes
    assert spokes["urn"].tolist() == [12, 13]
    assert spokes["hub_urn"].tolist() == [11, 11]
    assert spokes.length.tolist() == [5000.0, 5000.0]
    assert spokes["distance_km"].tolist() == [5.0, 5.0]
    assert spokes.crs == found.clusters.crs == "EPSG:27700"


def test_only_the_trusts_asked_for_are_answered() -> None:
    state = schools((1, 11, 0, 0), (2, 21, 0, 0), (3, 31, 0, 0))
    assert footprints(state, [3, 1]).trusts["trust_uid"].tolist() == [1, 3]


def test_no_trust_gives_empty_tables_with_their_columns() -> None:
    state = schools((1, 11, 0, 0), (1, 12, 1, 0))
    found, full = footprints(state, []), footprints(state)
    for empty, like in (
        (found.members, full.members),
        (found.trusts, full.trusts),
        (found.clusters, full.clusters),
        (found.spokes, full.spokes),
    ):
        assert empty.empty
        assert list(empty.columns) == list(like.columns)


@pytest.mark.parametrize("join_km", [0.0, -1.0, float("nan"), float("inf")])
def test_a_joining_distance_that_means_nothing_is_refused(join_km: float) -> None:
    with pytest.raises(QuestionError, match="joining distance"):
        footprints(schools((1, 11, 0, 0)), join_km=join_km)


@given(random_schools())
def test_every_located_academy_is_in_one_cluster_or_an_outlier(state: pd.DataFrame) -> None:
    found = footprints(state)
    located = state.dropna(subset=["trust_uid", "easting_m", "northing_m"])
    assert sorted(found.members["urn"]) == sorted(located["urn"])
    assert (found.members["cluster"].isna() == found.members["is_outlier"]).all()
    in_clusters = found.clusters.groupby("trust_uid")["academies"].sum()
    totals = found.trusts.set_index("trust_uid")
    joined = in_clusters.reindex(totals.index, fill_value=0)
    assert (joined + totals["outliers"] == totals["located"]).all()
    assert (found.clusters["academies"] >= 2).all()
    assert found.members["is_hub"].sum() == len(found.clusters) == totals["clusters"].sum()


@given(random_schools(), st.sampled_from([5.0, 25.0, 60.0]))
def test_clusters_are_joined_as_long_as_they_are_near_and_no_wider_than_the_span(
    state: pd.DataFrame, join_km: float
) -> None:
    for _, own in footprints(state, join_km=join_km).members.groupby("trust_uid"):
        part = own["cluster"].astype("Float64").fillna(-own["urn"])
        groups = [rows[["easting_m", "northing_m"]].to_numpy() for _, rows in own.groupby(part)]
        for group in groups:
            apart = cdist(group, group) / 1000.0
            assert apart.max() <= span_km(join_km)
            steps = connected_components(apart <= join_km, directed=False)[0]
            assert steps == 1
        for one, other in itertools.combinations(groups, 2):
            apart = cdist(one, other) / 1000.0
            assert apart.min() > join_km or apart.max() > span_km(join_km)


def test_a_chain_of_neighbours_is_parted_where_it_would_be_wider_than_the_span() -> None:
    chain = schools(*[(1, 11 + step, 20.0 * step, 0) for step in range(6)])
    found = footprints(chain)
    assert found.members["cluster"].tolist() == [1, 1, 2, 2, 3, 3]
    assert footprints(chain, join_km=50).members["cluster"].tolist() == [1] * 6


def test_an_academy_that_would_make_a_cluster_too_wide_is_outside_it() -> None:
    found = footprints(schools(*[(1, 11 + x, x, 0) for x in (0, 9, 18, 27, 36, 60)]))
    assert found.members["cluster"].tolist() == [1, 1, 1, 1, 1, pd.NA]
    assert found.members["is_outlier"].tolist() == [False] * 5 + [True]


@given(random_schools())
def test_a_hull_covers_its_members(state: pd.DataFrame) -> None:
    found = footprints(state)
    pairs = found.members.merge(found.clusters, on=["trust_uid", "cluster"])
    points = gpd.points_from_xy(pairs["easting_m"], pairs["northing_m"])
    assert len(pairs) == (~found.members["is_outlier"]).sum()
    assert shapely.covers(pairs["geometry"].to_numpy(), np.asarray(points)).all()


@given(random_schools())
def test_no_other_academy_of_a_cluster_would_be_a_nearer_hub(state: pd.DataFrame) -> None:
    members = footprints(state).members
    for _, own in members.dropna(subset=["cluster"]).groupby(["trust_uid", "cluster"]):
        points = own[["easting_m", "northing_m"]].to_numpy()
        total = cdist(points, points).sum(axis=1)
        assert total[own["is_hub"].to_numpy()].item() <= total.min() + 1.0


@given(random_schools(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(state: pd.DataFrame, random: Random) -> None:
    order = list(range(len(state)))
    random.shuffle(order)
    assert_same(footprints(state), footprints(state.iloc[order]))


@given(random_schools())
def test_a_trust_alone_has_the_footprint_it_has_among_all(state: pd.DataFrame) -> None:
    everything, alone = footprints(state), footprints(state, [2])
    members = everything.members[everything.members["trust_uid"] == 2].reset_index(drop=True)
    trusts = everything.trusts[everything.trusts["trust_uid"] == 2].reset_index(drop=True)
    assert_same(alone, Footprints(members, trusts, everything.margin_km))
