"""What a take-away map holds: its rows and shapes, its layers, and the key that explains them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import geopandas as gpd
import numpy as np
import orjson
import pandas as pd
import shapely
from markupsafe import Markup

from alliance.analysis.censuses import disadvantaged_census
from alliance.analysis.footprints import GRID, footprints
from alliance.history import PHASES, as_at
from alliance.maps.arrows import flow_map
from alliance.maps.layers import WGS84, in_force
from alliance.maps.palette import (
    GRADE_NAMES,
    LIGHT,
    NO_GRADE,
    grade_colours,
    grade_names,
    trust_colours,
)

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from alliance.analysis.footprints import Footprints
    from alliance.exports.about import About
    from alliance.history import History

Box = tuple[float, float, float, float]
Shapes = dict[str, dict[str, Any]]

_DIGITS = 4  # of a degree, about ten metres
_MARGIN = 0.04  # of the map's width and height, around the schools
_LEAST_MARGIN = 0.03  # degrees
GRADE_SHAPES = {1: "square", 2: "circle", 3: "triangle", 4: "diamond", NO_GRADE: "circle"}
_FROM_BELOW = (NO_GRADE, 2, 1, 3, 4)  # those in need lie on top

TRUSTS = "Trust footprints"
_NOTES = {
    TRUSTS: "Shaded: a cluster of academies, each within 25 km of another. Lines run from its hub "
    "(ringed) to the others. A dashed ring is an academy that stands alone. The number counts "
    "the trust’s academies in all England."
}

_OUTLINES = {
    "square": '<rect x="2.6" y="2.6" width="10.8" height="10.8"',
    "circle": '<circle cx="8" cy="8" r="6"',
    "triangle": '<path d="M8 1.2 14.6 13H1.4Z"',
    "diamond": '<path d="M8 .6 15.4 8 8 15.4.6 8Z"',
    "area": '<path d="M2 4 9 2 14 6 12 14 4 13Z"',
    "arrow": '<path d="M1 13C4 7 7 5 10 5L9.500 2 15 6 10.500 10 10.200 7.500C8 7.500 5 9 3 13Z"',
}


_NO_SWATCH = Markup()


class Moves(NamedTuple):
    """Academies' moves between trusts, and the first and last day of the period they are of.

    ``table`` holds rows as :func:`alliance.analysis.transfers.transfers` gives them; drawn are
    those with both trusts known.
    """

    table: pd.DataFrame
    start: dt.date
    end: dt.date


@dataclass(frozen=True)
class MapLayer:
    """A layer of the map and its row in the key.

    Parameters
    ----------
    id
        Letters and digits.
    function
        The script's function that draws it, and ``options``, what that is told.
    words, detail, count
        What the key says.
    swatch
        What the layer looks like, as the inside of an SVG of 16 by 16.
    shown
        Whether it is drawn when the map is opened.
    grade
        The grade of the schools in it.

    """

    id: str
    group: str
    function: str
    options: dict[str, Any]
    words: str = ""
    detail: str = ""
    count: str = ""
    swatch: Markup = _NO_SWATCH
    shown: bool = True
    grade: int | None = None


@dataclass(frozen=True)
class Content:
    """All that a take-away map shows.

    Parameters
    ----------
    data
        Rows and shapes, for the script.
    layers
        In drawing order, the lowest first; ``ground`` lies under all of them.
    schools, not_drawn
        How many schools there are, and how many of them are of unknown place, in words.
    bounds
        South-west and north-east of what the map opens on, latitude first.

    """

    data: dict[str, Any]
    ground: MapLayer
    layers: tuple[MapLayer, ...]
    schools: str
    not_drawn: str
    bounds: list[list[float]]

    def groups(self) -> list[dict[str, Any]]:
        """Give the key as titled groups of layers: schools first, grades from best to none."""
        by_grade = [layer for layer in self.layers if layer.grade is not None]
        by_grade.sort(key=lambda layer: layer.grade or len(GRADE_NAMES))
        rest = [layer for layer in self.layers if layer.grade is None]
        titles = dict.fromkeys(layer.group for layer in [*by_grade, *reversed(rest)])
        return [
            {
                "title": title,
                "layers": [layer for layer in [*by_grade, *rest] if layer.group == title],
                "note": _NOTES.get(title, ""),
            }
            for title in titles
        ]


def content_of(
    history: History,
    schools: pd.DataFrame,
    about: About,
    trusts: Sequence[int],
    moves: Moves | None,
) -> Content:
    """Gather what a map shows; see :func:`alliance.maps.takeaway.takeaway_map`."""
    located = schools[schools["lon"].notna() & schools["lat"].notna()]
    regions = in_force(history.areas, "region", about.day)
    around = _around(located, regions)
    parts = [
        _area_layers(history, about.day, around),
        _trust_layers(history, about.day, trusts),
        (_school_layers(located, about.day), {}),
        _move_layers(history, moves) if moves is not None else ([], {}),
    ]
    coast = {"color": LIGHT.coast, "weight": 1, "fillColor": LIGHT.land, "fillOpacity": 1}
    shapes = {"land": _features(regions, coast)}
    for _, found in parts:
        shapes |= found
    missing = len(schools) - len(located)
    west, south, east, north = around
    return Content(
        data=_rows(located, about.day) | {"shapes": shapes},
        ground=MapLayer("land", "", "shapes", {"key": "land"}),
        layers=tuple(layer for layers, _ in parts for layer in layers),
        schools=counted(len(schools), "school", "schools"),
        not_drawn=f"{counted(missing, 'school', 'schools')} of unknown place: not drawn."
        if missing
        else "",
        bounds=[[south, west], [north, east]],
    )


def _around(schools: pd.DataFrame, regions: gpd.GeoDataFrame) -> Box:
    """Give west, south, east, north of the schools with a little room, or of England."""
    if schools.empty:
        west, south, east, north = regions.total_bounds.round(2).tolist()
    else:
        places = schools[["lon", "lat"]].to_numpy(np.float64)
        low, high = places.min(axis=0), places.max(axis=0)
        room = np.maximum((high - low) * _MARGIN, _LEAST_MARGIN)
        west, south, east, north = np.concatenate([low - room, high + room]).round(3).tolist()
    return west, south, east, north


def as_script_data(content: Content) -> str:
    """Write rows and shapes as JSON in which no text can end the element that holds it."""
    text = orjson.dumps(content.data, option=orjson.OPT_SERIALIZE_NUMPY).decode()
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def _rows(schools: pd.DataFrame, day: dt.date) -> dict[str, Any]:
    """Give the schools as columns; names that come often are told once and referred to."""
    in_trust = schools["trust_name"].notna()
    body = schools["trust_name"].astype("object")
    body = body.where(in_trust, schools["type"].astype("object")).fillna("Type not known")
    bodies, body_names = pd.factorize(body)
    authorities, authority_names = pd.factorize(
        schools["la_name"].astype("object").fillna("Authority not known")
    )
    phases = schools["phase"].map({name: i for i, name in enumerate(PHASES)}).astype("Int8")
    inspected = schools["grade_date"].astype("datetime64[s]")
    columns = {
        "urn": schools["urn"],
        "name": schools["name"],
        "lon": schools["lon"].round(_DIGITS),
        "lat": schools["lat"].round(_DIGITS),
        "grade": schools["grade"].fillna(NO_GRADE),
        "inspected": (inspected - pd.Timestamp(0)).dt.days.astype("Int32"),
        "inherited": schools["grade_inherited"].astype("int8"),
        "phase": phases.fillna(len(PHASES)),
        "body": bodies,
        "in_trust": in_trust.astype("int8"),
        "authority": authorities,
        "pupils": schools["pupils"],
        "disadvantaged": schools["percent_disadvantaged"].astype("float64").round(1),
    }
    return {
        "schools": {name: _plain(pd.Series(column)) for name, column in columns.items()},
        "grades": [name for _, name in sorted(grade_names(day).items())],
        "phases": [*PHASES, "Phase not known"],
        "authorities": list(authority_names),
        "bodies": list(body_names),
        "disadvantaged": ", ".join(filter(None, ("Disadvantaged", disadvantaged_census(schools)))),
    }


def _plain(column: pd.Series[Any]) -> list[Any]:
    return list(column.astype("object").where(column.notna().to_numpy(), None))


def _school_layers(schools: pd.DataFrame, day: dt.date) -> list[MapLayer]:
    names = grade_names(day)
    numbers = schools["grade"].fillna(NO_GRADE).value_counts()
    colours = grade_colours(LIGHT)
    return [
        MapLayer(
            id=f"grade{grade}",
            group="Schools by Ofsted grade",
            function="schools",
            options={
                "grade": grade,
                "colour": colours[grade],
                "shape": GRADE_SHAPES[grade],
                "hollow": grade == NO_GRADE,
            },
            words=names[grade],
            count=f"{numbers.get(grade, 0):,}",
            swatch=_swatch(GRADE_SHAPES[grade], colours[grade], hollow=grade == NO_GRADE),
            grade=grade,
        )
        for grade in _FROM_BELOW
    ]


def _area_layers(history: History, day: dt.date, around: Box) -> tuple[list[MapLayer], Shapes]:
    authorities = in_force(history.areas, "authority", day)
    authorities = authorities[authorities.intersects(shapely.box(*around))]
    opportunity = in_force(history.areas, "opportunity_area", day)
    shapes = {
        "authorities": _features(
            authorities.assign(detail="Local authority"),
            {"color": "#8A939B", "weight": 0.8, "fillOpacity": 0.0},
        ),
        "opportunity": _features(
            opportunity.assign(detail="Opportunity Area", at=_label_points(opportunity)),
            {"color": LIGHT.area, "weight": 2, "fillColor": LIGHT.area, "fillOpacity": 0.08},
        ),
    }
    layers = [
        MapLayer(
            id=key,
            group="Areas",
            function="shapes",
            options={"key": key, "labels": key == "opportunity"},
            words=words,
            count=f"{len(shapes[key]['features']):,}",
            swatch=_swatch("area", colour, hollow=True),
        )
        for key, words, colour in (
            ("authorities", "Local authorities", "#8A939B"),
            ("opportunity", "Opportunity Areas", LIGHT.area),
        )
    ]
    return layers, shapes


def _label_points(areas: gpd.GeoDataFrame) -> list[list[float]]:
    points = areas.geometry.representative_point()
    found: list[list[float]] = np.column_stack([points.y, points.x]).round(_DIGITS).tolist()
    return found


def _trust_layers(
    history: History, day: dt.date, trusts: Sequence[int]
) -> tuple[list[MapLayer], Shapes]:
    found = footprints(as_at(history, day), trusts)
    names = history.trusts.set_index("trust_uid")["name"]
    said = {int(row["trust_uid"]): row for _, row in found.trusts.iterrows()}
    layers: list[MapLayer] = []
    shapes: Shapes = {}
    for uid, colour in trust_colours(trusts, LIGHT).items():
        if uid not in said:
            continue
        key = f"trust{uid}"
        shapes[key] = _footprint(found, uid, str(names[uid]), colour)
        layers.append(
            MapLayer(
                id=key,
                group=TRUSTS,
                function="shapes",
                options={"key": key},
                words=str(names[uid]),
                detail=_stretch(said[uid]),
                count=f"{said[uid]['academies']:,.0f}",
                swatch=_swatch("area", colour),
            )
        )
    return layers, shapes


def _stretch(trust: pd.Series[Any]) -> str:
    """Say how far a trust reaches: clusters, outliers, and the median distance to the hub."""
    parts = [counted(trust["clusters"], "cluster", "clusters")]
    if trust["outliers"]:
        parts.append(f"{trust['outliers']:.0f} standing alone")
    if pd.notna(trust["median_distance_to_hub_km"]):
        parts.append(f"median {trust['median_distance_to_hub_km']:.1f} km to the hub")
    return ", ".join(parts)


def _footprint(found: Footprints, uid: int, name: str, colour: str) -> dict[str, Any]:
    """Give a trust's hulls, then spokes, hubs, and rings around academies that stand alone."""
    line = {"color": colour, "weight": 1.2, "opacity": 0.75}
    ring = {"color": colour, "weight": 2, "radius": 9, "fillOpacity": 0.0}
    hulls = _of(found.clusters, uid)
    spokes = _of(found.spokes, uid)
    members = found.members[found.members["trust_uid"] == uid]
    hubs, alone = members[members["is_hub"]], members[members["is_outlier"]]
    farthest = [
        f"Cluster of {row.academies} academies, {row.greatest_km:.1f} km from hub to farthest"
        for row in hulls.itertuples()
    ]
    parts = [
        (hulls.assign(detail=farthest), {**line, "fillColor": colour, "fillOpacity": 0.13}),
        (spokes.assign(detail=[f"{km:.1f} km to the hub" for km in spokes["distance_km"]]), line),
        (_points(hubs).assign(detail="Hub of the cluster: " + hubs["name"]), ring),
        (_points(alone).assign(detail=_alone(alone)), {**ring, "weight": 1.5, "dashArray": "3 3"}),
    ]
    features = [
        feature
        for table, look in parts
        for feature in _features(table.assign(name=name).to_crs(WGS84), look)["features"]
    ]
    return {"type": "FeatureCollection", "features": features}


def _of(table: gpd.GeoDataFrame, uid: int) -> gpd.GeoDataFrame:
    return table[table["trust_uid"] == uid]


def _points(members: pd.DataFrame) -> gpd.GeoDataFrame:
    points = gpd.points_from_xy(members["easting_m"], members["northing_m"])
    return gpd.GeoDataFrame(members[["trust_uid"]], geometry=points, crs=GRID)


def _alone(members: pd.DataFrame) -> list[str]:
    distances_km = members["distance_to_hub_km"].astype("float64")
    return [
        f"Stands alone: {name}"
        + (f", {distance_km:.1f} km to the nearest hub" if distance_km == distance_km else "")
        for name, distance_km in zip(members["name"], distances_km, strict=True)
    ]


def _move_layers(history: History, moves: Moves) -> tuple[list[MapLayer], Shapes]:
    """Give the moves as arrows between the trusts' places, and the places as circles."""
    known = moves.table.dropna(subset=["from_uid", "to_uid"])
    drawn = flow_map(_flows(known, _places(history, moves)))
    names = history.trusts.set_index("trust_uid")["name"]
    arrows = drawn.arrows.assign(
        name=drawn.arrows["from_id"].map(names) + " to " + drawn.arrows["to_id"].map(names),
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
    features = [
        *_features(arrows.to_crs(WGS84), {**line, "fillOpacity": 0.75})["features"],
        *_features(circles.to_crs(WGS84), {**line, "fillOpacity": 0.35})["features"],
    ]
    layer = MapLayer(
        id="moves",
        group="Academies that changed trust",
        function="shapes",
        options={"key": "moves"},
        words=f"{day_in_words(moves.start)} to {day_in_words(moves.end)}",
        detail="An arrow’s width is the number of academies; a circle lies amid a trust’s own.",
        count=f"{len(known):,}",
        swatch=_swatch("arrow", LIGHT.accent),
        shown=False,
    )
    return [layer], {"moves": {"type": "FeatureCollection", "features": features}}


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


def _academies(number: float) -> str:
    return counted(number, "academy", "academies")


def _features(shapes: gpd.GeoDataFrame, look: dict[str, Any]) -> dict[str, Any]:
    """Give shapes in longitude and latitude as GeoJSON, all drawn with one look."""
    rounded = shapely.transform(shapes.geometry.to_numpy(), lambda at: at.round(_DIGITS))
    told = [column for column in ("name", "detail", "at") if column in shapes]
    table = shapes[told].assign(look=[look] * len(shapes))
    features = list(gpd.GeoDataFrame(table, geometry=rounded).iterfeatures(drop_id=True))
    return {"type": "FeatureCollection", "features": features}


def _swatch(shape: str, colour: str, *, hollow: bool = False) -> Markup:
    fill = "#FFFFFF" if hollow else colour
    return Markup('{} fill="{}" stroke="{}" stroke-width="1.4"/>').format(
        Markup(_OUTLINES[shape]),  # noqa: S704 (our own)
        fill,
        colour,
    )


def counted(number: float, one: str, many: str) -> str:
    """Give a number with its noun: 1 school, 1,234 schools."""
    return f"{number:,.0f} {one if number == 1 else many}"


def day_in_words(day: dt.date) -> str:
    """Give a day as 14 November 2017."""
    return f"{day.day} {day:%B %Y}"
