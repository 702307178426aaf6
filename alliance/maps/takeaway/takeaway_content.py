"""What a take-away map holds: its rows and shapes, its layers, and the key that explains them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import orjson
import pandas as pd
import shapely

from alliance.analysis.filters import GRADE_NAMES, NO_GRADE, grade_names
from alliance.analysis.need.inspected_since import words_of
from alliance.analysis.partial_days import GRADES_END
from alliance.analysis.schools.censuses import disadvantaged_census
from alliance.history import PHASES
from alliance.maps.key import grade_title
from alliance.maps.layers import in_force
from alliance.maps.palette import LIGHT, grade_colours
from alliance.maps.takeaway.takeaway_layer import (
    DIGITS,
    Box,
    MapLayer,
    Shapes,
    features_of,
    swatch_of,
)
from alliance.maps.takeaway.takeaway_moves import Moves, move_layers
from alliance.maps.takeaway.takeaway_trusts import TRUSTS, trust_layers
from alliance.text.words import counted

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    import geopandas as gpd

    from alliance.exports.about import About
    from alliance.history import History


_MARGIN = 0.04  # of the map's width and height, around the schools
_LEAST_MARGIN = 0.03  # degrees
GRADE_SHAPES = {1: "square", 2: "circle", 3: "triangle", 4: "diamond", NO_GRADE: "circle"}
_FROM_BELOW = (NO_GRADE, 2, 1, 3, 4)  # those less than good lie on top

_NOTES = {
    TRUSTS: "Shaded: a cluster of academies, each within 25 km of another. Lines run from its hub "
    "(ringed) to the others. A dashed ring is an academy more than 25 km from the trust’s others. "
    "The number counts the trust’s academies in all England."
}


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
        """Return the key as titled groups of layers: schools first, grades from best to none."""
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
    """Gather what a map shows; see :func:`alliance.maps.takeaway.takeaway_map.takeaway_map`."""
    located = schools[schools["lon"].notna() & schools["lat"].notna()]
    regions = in_force(history.areas, "region", about.day)
    around = _around(located, regions)
    parts = [
        _area_layers(history, about.day, around),
        trust_layers(history, about.day, trusts),
        (_school_layers(located, about.day), {}),
        move_layers(history, moves) if moves is not None else ([], {}),
    ]
    coast = {"color": LIGHT.coast, "weight": 1, "fillColor": LIGHT.land, "fillOpacity": 1}
    shapes = {"land": features_of(regions, coast)}
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
    """Return west, south, east, north of the schools with a little room, or of England."""
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
    """Return the schools as columns; names that come often are told once and referred to."""
    in_trust = schools["trust_name"].notna()
    body = schools["trust_name"].astype("object")
    body = body.where(in_trust, schools["type"].astype("object")).fillna("Type not known")
    bodies, body_names = pd.factorize(body)
    authorities, authority_names = pd.factorize(
        schools["la_name"].astype("object").fillna("Local authority not known")
    )
    phases = schools["phase"].map({name: i for i, name in enumerate(PHASES)}).astype("Int8")
    inspected = schools["grade_date"].astype("datetime64[s]")
    columns = {
        "urn": schools["urn"],
        "name": schools["name"],
        "lon": schools["lon"].round(DIGITS),
        "lat": schools["lat"].round(DIGITS),
        "grade": schools["grade"].fillna(NO_GRADE),
        "inspected": (inspected - pd.Timestamp(0)).dt.days.astype("Int32"),
        "inherited": schools["grade_inherited"].astype("int8"),
        "phase": phases.fillna(len(PHASES)),
        "body": bodies,
        "in_trust": in_trust.astype("int8"),
        "authority": authorities,
        "pupils": schools["pupils"],
        "disadvantaged": schools["percent_disadvantaged"].astype("float64").round(1),
        "since": words_of(schools) if "judged_inherited" in schools else _nothing(schools),
    }
    return {
        "schools": {name: _plain(pd.Series(column)) for name, column in columns.items()},
        "grade": grade_title(day) if day > GRADES_END else "Grade",
        "grades": [name for _, name in sorted(grade_names(day).items())],
        "phases": [*PHASES, "Phase not known"],
        "authorities": list(authority_names),
        "bodies": list(body_names),
        "disadvantaged": ", ".join(filter(None, ("Disadvantaged", disadvantaged_census(schools)))),
    }


def _nothing(schools: pd.DataFrame) -> pd.Series[Any]:
    return pd.Series("", index=schools.index, dtype="str")


def _plain(column: pd.Series[Any]) -> list[Any]:
    return list(column.astype("object").where(column.notna().to_numpy(), None))


def _school_layers(schools: pd.DataFrame, day: dt.date) -> list[MapLayer]:
    names = grade_names(day)
    numbers = schools["grade"].fillna(NO_GRADE).value_counts()
    colours = grade_colours(LIGHT)
    last = "last grade before September 2024" if day > GRADES_END else "Ofsted grade"
    group = f"Schools by {last}"
    return [
        MapLayer(
            id=f"grade{grade}",
            group=group,
            function="schools",
            options={
                "grade": grade,
                "colour": colours[grade],
                "shape": GRADE_SHAPES[grade],
                "hollow": grade == NO_GRADE,
            },
            words=names[grade],
            count=f"{numbers.get(grade, 0):,}",
            swatch=swatch_of(GRADE_SHAPES[grade], colours[grade], hollow=grade == NO_GRADE),
            grade=grade,
        )
        for grade in _FROM_BELOW
    ]


def _area_layers(history: History, day: dt.date, around: Box) -> tuple[list[MapLayer], Shapes]:
    authorities = in_force(history.areas, "authority", day)
    authorities = authorities[authorities.intersects(shapely.box(*around))]
    opportunity = in_force(history.areas, "opportunity_area", day)
    shapes = {
        "authorities": features_of(
            authorities.assign(detail="Local authority"),
            {"color": "#8A939B", "weight": 0.8, "fillOpacity": 0.0},
        ),
        "opportunity": features_of(
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
            swatch=swatch_of("area", colour, hollow=True),
        )
        for key, words, colour in (
            ("authorities", "Local authorities", "#8A939B"),
            ("opportunity", "Opportunity Areas", LIGHT.area),
        )
    ]
    return layers, shapes


def _label_points(areas: gpd.GeoDataFrame) -> list[list[float]]:
    points = areas.geometry.representative_point()
    found: list[list[float]] = np.column_stack([points.y, points.x]).round(DIGITS).tolist()
    return found
