"""Flows between places as curved arrows: polygons in metres, the same on screen, file and slide.

The rules are those tested with map readers (Jenny and others, 2018, Design principles for
origin-destination flow maps): curves, arrowheads rather than tapering, width linear in the
quantity, circles by the square root of their total, small over large, ends at the circle's edge,
and the two directions between a pair side by side.

An arrow leaves its circle turned to the right of the straight way by a fixed angle and arrives in
the same manner, so a quadratic curve with both ends pointing at the circles' centres bends to the
right, and the arrow back bends to the other side. What is not given between a pair has an arrow of
its own, which bends further where there is one of what is given.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from alliance.errors import QuestionError

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

GRID = "EPSG:27700"

_TURN = np.radians(22.0)  # between the straight way and the way an arrow leaves
_TURN_BESIDE = np.radians(40.0)  # of the second arrow of a pair and direction
_HEAD_WIDTH = 2.4  # of the shaft's width
_HEAD_LENGTH = 2.6  # of the shaft's width
_LONGEST_HEAD = 0.5  # of the curve
_DEEPEST_END = 0.35  # of the way between two circles so near that they crowd the arrow out
_STRAIGHT_BELOW = 5.0  # widths of way; a shorter arrow bends less, lest its inner edge cross itself
_WIDEST_SHAFT = 0.015  # of the extent
_STEPS = 24  # points along a side of the shaft
FULL_COUNT = 5.0
"""How many flows the widest arrow stands for at least, where they are counted."""


@dataclass(frozen=True)
class FlowMap:
    """Arrows and circles in EPSG:27700, each in drawing order: the largest first.

    Parameters
    ----------
    arrows
        One row a pair of places, direction and ``given``: ``from_id``, ``to_id``, ``given``,
        ``quantity``, ``width_m`` (of the shaft), ``geometry`` (polygon).
    nodes
        One row a place: ``id``, ``easting_m``, ``northing_m``, ``outward``, ``inward``,
        ``within`` (flows from the place to itself), ``total`` (of these three), ``radius_m``,
        ``geometry`` (circle).
    not_drawn
        Quantity of the flows between two places of which at least one has no coordinates, or
        which lie in the very same spot.

    """

    arrows: gpd.GeoDataFrame
    nodes: gpd.GeoDataFrame
    not_drawn: float


class _Curves(NamedTuple):
    """Quadratic curves: three control points each, arrays of shape (flows, 2), in metres."""

    start: Floats
    bend: Floats
    end: Floats

    def at(self, t: Floats) -> Floats:
        """Return points at the parameters ``t``, shape (flows, steps): (flows, steps, 2)."""
        t = t[..., None]
        start, bend, end = (point[:, None, :] for point in self)
        return (1 - t) ** 2 * start + 2 * t * (1 - t) * bend + t**2 * end

    def direction(self, t: Floats) -> Floats:
        """Return unit tangents at the parameters ``t``, in the shape of :meth:`at`."""
        t = t[..., None]
        start, bend, end = (point[:, None, :] for point in self)
        return _unit((1 - t) * (bend - start) + t * (end - bend))

    def length(self) -> Floats:
        """Return the length to within a few per cent: two parts chord, one part control polygon."""
        chord = _norm(self.end - self.start)
        polygon = _norm(self.bend - self.start) + _norm(self.end - self.bend)
        return (2 * chord + polygon) / 3


def flow_map(
    flows: pd.DataFrame,
    *,
    extent_m: float | None = None,
    widest_circle: float = 0.03,
    full: float = FULL_COUNT,
) -> FlowMap:
    """Draw the flows of a table as arrows between circles.

    Parameters
    ----------
    flows
        Columns ``from_id``, ``to_id``, ``from_easting_m``, ``from_northing_m``, ``to_easting_m``,
        ``to_northing_m``, ``quantity``, and ``given`` (true without it). Several rows of one pair,
        direction and ``given`` are added up; a row from a place to itself counts in the place's
        total only. A place without coordinates is not drawn, but the other end's total keeps the
        flow.
    extent_m
        Width or height of the map, whichever is greater; by default that of the places.
    widest_circle
        Radius of the largest circle that there can be, as a share of the extent.
    full
        The quantity of the widest arrow that there can be. Where an arrow has more, it is the next
        of 1, 2 and 5 times a power of ten: a few flows do not fill the map, and two maps of about
        as many compare. The largest circle stands for twice that, or the next such number.

    Raises
    ------
    QuestionError
        When a quantity is negative, a quantity or place is missing, or a place lies at two spots.

    """
    flows = _checked(flows)
    nodes = _nodes(flows)
    extent_m = extent_m or _extent_m(nodes)
    ends = ["from_id", "to_id"]
    between = flows[flows["from_id"] != flows["to_id"]].groupby(ends)["quantity"].sum()
    widest = _full(between.max(), full)
    largest = _full(nodes["total"].max(), 2 * widest)
    largest_m = extent_m * widest_circle
    nodes["radius_m"] = largest_m * np.sqrt(nodes["total"] / largest)
    pairs, not_drawn = _pairs(flows, nodes)
    per_unit_m = _widest_m(widest / largest, largest_m, extent_m) / widest
    pairs["width_m"] = pairs["quantity"] * per_unit_m
    arrows = pairs.reindex(columns=["from_id", "to_id", "given", "quantity", "width_m"])
    centres = shapely.points(nodes[["easting_m", "northing_m"]].to_numpy(np.float64))
    circles = shapely.buffer(centres, nodes["radius_m"].to_numpy(), quad_segs=32)
    return FlowMap(
        gpd.GeoDataFrame(arrows, geometry=_polygons(pairs), crs=GRID),
        gpd.GeoDataFrame(nodes, geometry=circles, crs=GRID),
        not_drawn,
    )


def _checked(flows: pd.DataFrame) -> pd.DataFrame:
    """Return the flows with ids that can be compared: two category columns cannot."""
    wrong = flows[~(flows["quantity"] >= 0) | flows[["from_id", "to_id"]].isna().any(axis=1)]
    if len(wrong):
        first = wrong.iloc[0]
        raise QuestionError(
            f"{len(wrong)} of {len(flows)} flows lack a place or a quantity of 0 or more; the "
            f"first is {first['quantity']} from {first['from_id']} to {first['to_id']}."
        )
    named = flows[["from_id", "to_id"]].select_dtypes("category").columns
    flows = flows.astype(dict.fromkeys(named, "str"))
    return flows if "given" in flows else flows.assign(given=True)


def _nodes(flows: pd.DataFrame) -> pd.DataFrame:
    """Return the places with coordinates and their totals, the greatest total first."""
    ends = [
        flows[[f"{end}_id", f"{end}_easting_m", f"{end}_northing_m"]].set_axis(
            ["id", "easting_m", "northing_m"], axis=1
        )
        for end in ("from", "to")
    ]
    nodes = pd.concat(ends).dropna().drop_duplicates()
    twice = nodes.loc[nodes["id"].duplicated(), "id"].unique()
    if len(twice):
        raise QuestionError(
            f"{len(twice)} places of the flow table lie at more than one spot, {twice[0]} among "
            "them; give each place one easting and northing."
        )
    own = flows["from_id"] == flows["to_id"]
    for column, which, end in (
        ("outward", ~own, "from_id"),
        ("inward", ~own, "to_id"),
        ("within", own, "from_id"),
    ):
        total = flows[which].groupby(end)["quantity"].sum()
        nodes[column] = nodes["id"].map(total).astype("float64").fillna(0.0)
    nodes["total"] = nodes[["outward", "inward", "within"]].sum(axis=1)
    nodes = nodes[nodes["total"] > 0]
    return nodes.sort_values(["total", "id"], ascending=[False, True], ignore_index=True)


def _pairs(flows: pd.DataFrame, nodes: pd.DataFrame) -> tuple[pd.DataFrame, float]:
    """Add up the flows of each arrow, the greatest first; tell what has no place."""
    between = flows[(flows["from_id"] != flows["to_id"]) & (flows["quantity"] > 0)]
    ends = ["from_id", "to_id"]
    pairs = between.groupby([*ends, "given"])[["quantity"]].sum().reset_index()
    # What is not given comes first in its group.
    pairs["beside"] = pairs.duplicated(ends, keep="last")
    place = nodes[["id", "easting_m", "northing_m", "radius_m", "total"]]
    for end in ("from", "to"):
        pairs = pairs.merge(place.add_prefix(f"{end}_"), on=f"{end}_id", how="left")
    way_m = _norm(_ends(pairs, "to") - _ends(pairs, "from"))
    drawn = pairs[way_m > 0].sort_values(
        ["quantity", "from_id", "to_id"], ascending=[False, True, True], ignore_index=True
    )
    return drawn, float(pairs["quantity"].sum() - drawn["quantity"].sum())


def _widest_m(share: float, largest_m: float, extent_m: float) -> float:
    """Return the width of the widest arrow that lets the two of any pair clear each other.

    They meet a circle of radius r at 2 r sin(turn) from each other, and need there half the sum
    of their heads' widths. Neither the sum of a pair nor twice the widest arrow is exceeded by
    what a pair exchanges, and the circle is at least as large as that asks for.

    Parameters
    ----------
    share
        The quantity of the widest arrow, of that of the largest circle.
    largest_m
        The radius of the largest circle.

    """
    clear_m = 4 * largest_m * np.sin(_TURN) / _HEAD_WIDTH
    return float(min(clear_m * np.sqrt(share / 2), _WIDEST_SHAFT * extent_m))


def _full(greatest: float, least: float) -> float:
    """Return the least quantity, or the next of 1, 2 and 5 times a power of ten that is enough.

    >>> [_full(number, 5) for number in (float("nan"), 2, 6, 11, 23)]
    [5, 5, 10.0, 20.0, 50.0]
    """
    if not greatest > least:
        return least
    ten = 10.0 ** np.floor(np.log10(greatest))
    return float(next(step * ten for step in (1, 2, 5, 10) if step * ten >= greatest))


def _extent_m(nodes: pd.DataFrame) -> float:
    """Return greater side of the box around the places; a kilometre when they are in one spot."""
    sides = nodes[["easting_m", "northing_m"]].agg(np.ptp) if len(nodes) else pd.Series([0.0])
    return float(sides.max()) or 1000.0


def _polygons(pairs: pd.DataFrame) -> npt.NDArray[np.object_]:
    """Draw the arrows: up one side of the shaft, around the head, back down the other."""
    if pairs.empty:
        return np.empty(0, dtype=object)
    curves = _curves(pairs)
    half = pairs["width_m"].to_numpy()[:, None, None] / 2
    neck = 1 - np.minimum(_HEAD_LENGTH * 2 * half[:, 0, 0] / curves.length(), _LONGEST_HEAD)
    t = np.linspace(0.0, neck, _STEPS, axis=1)
    spine, direction = curves.at(t), curves.direction(t)
    tip = curves.end[:, None, :]
    direction[:, -1] = _unit(curves.end - spine[:, -1])
    right = _right_of(direction) * half
    barb = right[:, -1:] * _HEAD_WIDTH
    outline = np.concatenate(
        [
            spine + right,
            spine[:, -1:] + barb,
            tip,
            spine[:, -1:] - barb,
            (spine - right)[:, ::-1],
        ],
        axis=1,
    )
    polygons: npt.NDArray[np.object_] = shapely.polygons(outline)
    return polygons


def _curves(pairs: pd.DataFrame) -> _Curves:
    """Lay a curve from circle's edge to circle's edge, turned to the right of the straight way."""
    start, end = _ends(pairs, "from"), _ends(pairs, "to")
    way_m = _norm(end - start)
    along = _unit(end - start)
    across = _right_of(along)
    slender = np.minimum(way_m / (_STRAIGHT_BELOW * _HEAD_WIDTH * pairs["width_m"]), 1.0)
    turned = np.where(pairs["beside"], _TURN_BESIDE, _TURN)
    turn = (turned * slender.to_numpy())[:, None]
    outward, homeward = (
        sign * np.cos(turn) * along + np.sin(turn) * across for sign in (1.0, -1.0)
    )
    depth = [
        np.minimum(pairs[f"{end}_radius_m"].to_numpy(), _DEEPEST_END * way_m)[:, None]
        for end in ("from", "to")
    ]
    return _Curves(
        start + depth[0] * outward,
        (start + end) / 2 + way_m[:, None] / 2 * np.tan(turn) * across,
        end + depth[1] * homeward,
    )


def _ends(pairs: pd.DataFrame, end: str) -> Floats:
    return pairs[[f"{end}_easting_m", f"{end}_northing_m"]].to_numpy(np.float64)


def _norm(vectors: Floats) -> Floats:
    return np.hypot(vectors[..., 0], vectors[..., 1])


def _unit(vectors: Floats) -> Floats:
    return vectors / _norm(vectors)[..., None]


def _right_of(vectors: Floats) -> Floats:
    return np.stack([vectors[..., 1], -vectors[..., 0]], axis=-1)
