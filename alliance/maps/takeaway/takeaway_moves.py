"""Moves of academies between trusts on the take-away map, as arrows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from alliance.history import as_at
from alliance.maps.arrows import flow_map
from alliance.maps.layers import WGS84
from alliance.maps.palette import LIGHT
from alliance.maps.takeaway.takeaway_layer import Drawn, MapLayer, features_of, swatch_of
from alliance.text.words import counted, day_in_words

if TYPE_CHECKING:
    import datetime as dt

    from alliance.history import History


class Moves(NamedTuple):
    """Academies' moves between trusts, and the first and last day of the period they are of.

    ``table`` holds rows as :func:`transfers` gives them; drawn are those with both trusts known.
    """

    table: pd.DataFrame
    start: dt.date
    end: dt.date


def move_layer(history: History, moves: Moves) -> MapLayer:
    """Return the moves as arrows between the trusts' places, and the places as circles."""
    known = moves.table.dropna(subset=["from_uid", "to_uid"])
    drawn = flow_map(_flows(known, _places(history, moves)))
    names = history.trusts.set_index("trust_uid")["name"]
    arrows = drawn.arrows.assign(
        name=drawn.arrows["from_id"].map(names).astype("str")
        + " to "
        + drawn.arrows["to_id"].map(names).astype("str"),
        detail=[_academies(number) for number in drawn.arrows["quantity"]],
    )
    circles = drawn.nodes.assign(
        name=drawn.nodes["id"].map(names),
        detail=[
            f"{_academies(row.outward)} left, {_academies(row.inward)} joined"
            for row in drawn.nodes.itertuples()
        ],
    )
    line = {"color": "#FFFFFF", "weight": 0.7, "fillColor": LIGHT.accent}
    return MapLayer(
        words=f"Academies that changed trust, {day_in_words(moves.start)} to "
        f"{day_in_words(moves.end)}",
        detail="An arrow’s width is the number of academies; a circle lies amid a trust’s own.",
        count=f"{len(known):,}",
        swatch=swatch_of("arrow", LIGHT.accent),
        drawn=tuple(
            Drawn(
                features_of(shapes.to_crs(WGS84), "name", "detail"), {**line, "fillOpacity": solid}
            )
            for shapes, solid in ((arrows, 0.75), (circles, 0.35))
        ),
        at=10,
    )


def _places(history: History, moves: Moves) -> pd.DataFrame:
    """Place each trust amid its academies at the end, or at the start if it has none left."""
    middles = pd.concat(
        [
            as_at(history, max(history.first_day, min(day, history.last_day)))
            .dropna(subset=["trust_uid", "easting_m", "northing_m"])
            .groupby("trust_uid")[["easting_m", "northing_m"]]
            .median()
            for day in (moves.end, moves.start)
        ]
    )
    return middles[~middles.index.duplicated()]


def _flows(moves: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    flows = pd.DataFrame({"quantity": 1.0}, index=moves.index)
    for end in ("from", "to"):
        flows[f"{end}_id"] = moves[f"{end}_uid"].astype("int64")
        at = places.reindex(flows[f"{end}_id"])
        for axis in ("easting_m", "northing_m"):
            flows[f"{end}_{axis}"] = at[axis].to_numpy()
    return flows


def _academies(number: int) -> str:
    return counted(number, "academy", "academies")
