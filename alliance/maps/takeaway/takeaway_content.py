"""What a take-away map shows: its layers, the lowest first, and what is said of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from alliance.analysis.filters import NO_GRADE, grade_names
from alliance.analysis.need.inspected_since import words_of
from alliance.analysis.partial_days import GRADES_END
from alliance.analysis.schools.censuses import disadvantaged_census
from alliance.maps.area_names import area_places
from alliance.maps.layers import WGS84, in_force
from alliance.maps.palette import LIGHT, grade_colours
from alliance.maps.takeaway.takeaway_ground import MANY, ground_layers, land
from alliance.maps.takeaway.takeaway_layer import (
    Box,
    Drawn,
    MapLayer,
    Name,
    features_of,
    swatch_of,
)
from alliance.maps.takeaway.takeaway_moves import Moves, move_layer
from alliance.maps.takeaway.takeaway_trusts import trust_layers
from alliance.text.words import counted

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from alliance.exports.about import About
    from alliance.history import History


_MARGIN = 0.04  # of the map's width and height, around the schools
_LEAST_MARGIN = 0.03  # degrees
GRADE_SHAPES = {1: "square", 2: "circle", 3: "triangle", 4: "diamond", NO_GRADE: "circle"}
_AREAS_AT = 30
_SIMPLER = 0.003  # degrees, some 300 metres
_FROM_BELOW = (NO_GRADE, 2, 1, 3, 4)  # those less than good lie on top


@dataclass(frozen=True)
class Content:
    """All that a take-away map shows.

    Parameters
    ----------
    layers
        In drawing order, the lowest first.
    schools, not_drawn
        How many schools there are, and how many of them are of unknown place, in words.
    bounds
        South-west and north-east of what the map opens on, latitude first.
    words
        What numbers in the facts of schools stand for.
    census
        Of what year the share of disadvantaged pupils is, in words.

    """

    layers: tuple[MapLayer, ...]
    schools: str
    not_drawn: str
    bounds: list[list[float]]
    words: list[str]
    census: str


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
    grades = located["grade"].fillna(NO_GRADE).astype("int64")
    facts, words = _facts(located, grades.map(grade_names(about.day)))
    census = disadvantaged_census(located)
    missing = len(schools) - len(located)
    west, south, east, north = around
    return Content(
        layers=(
            land(regions, len(located)),
            *ground_layers(around, len(located)),
            *_area_layers(history, about.day, around, len(located)),
            *trust_layers(history, about.day, trusts),
            *_school_layers(located, grades, facts, about.day),
            *([move_layer(history, moves)] if moves is not None else []),
        ),
        schools=counted(len(schools), "school", "schools"),
        not_drawn=f"{counted(missing, 'school', 'schools')} of unknown place: not drawn."
        if missing
        else "",
        bounds=[[south, west], [north, east]],
        words=words,
        census=f"Disadvantaged pupils: {census}." if census else "",
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


def _school_layers(
    schools: pd.DataFrame, grades: pd.Series[int], facts: pd.Series[Any], day: dt.date
) -> list[MapLayer]:
    names = grade_names(day)
    colours = grade_colours(LIGHT)
    points = gpd.GeoDataFrame(
        {"name": schools["name"], "detail": facts},
        geometry=gpd.points_from_xy(schools["lon"], schools["lat"]),
        crs=WGS84,
    )
    kind = "Last grade before September 2024" if day > GRADES_END else "Ofsted grade"
    layers = []
    for grade in _FROM_BELOW:
        hollow, colour = grade == NO_GRADE, colours[grade]
        look = {
            "shape": GRADE_SHAPES[grade],
            "fillColor": "#FFFFFF" if hollow else colour,
            "fillOpacity": 0.92,
            "color": colour if hollow else "#FFFFFF",
            "weight": 1.3 if hollow else 0.6,
        }
        of_grade = points[(grades == grade).to_numpy()]
        layers.append(
            MapLayer(
                words=names[grade] if hollow else f"{kind}: {names[grade]}",
                count=f"{len(of_grade):,}",
                swatch=swatch_of(GRADE_SHAPES[grade], colour, hollow=hollow),
                drawn=(Drawn(features_of(of_grade, "name", "detail"), look),),
                at=grade or len(names),
            )
        )
    return layers


def _facts(schools: pd.DataFrame, grade: pd.Series[str]) -> tuple[pd.Series[Any], list[str]]:
    """Return what is said of each school as a list, and the words that numbers in it stand for.

    The list: grade with its day, what came since, phase, who runs it and authority (places in the
    words), pupils, percent disadvantaged, URN.
    """
    day = schools["grade_date"].astype("datetime64[s]")
    whose = schools["grade_inherited"].map({True: "predecessor’s, ", False: ""}).astype("object")
    when = day.dt.strftime("%d %B %Y").str.lstrip("0").astype("object")
    runs = schools["trust_name"].astype("object").fillna(schools["type"].astype("object"))
    phase = schools["phase"].astype("object").fillna("Phase not known")
    often = pd.concat([phase, runs.fillna(""), schools["la_name"].astype("object").fillna("")])
    places, words = pd.factorize(often)
    parts = [
        (grade + (" (" + whose + when + ")").where(day.notna(), "")).tolist(),
        words_of(schools).tolist() if "judged_inherited" in schools else [""] * len(schools),
        *places.reshape(3, -1).tolist(),
        _plain(schools["pupils"]),
        _plain(schools["percent_disadvantaged"].astype("float64").round(1)),
        schools["urn"].tolist(),
    ]
    facts = [list(school) for school in zip(*parts, strict=True)]
    return pd.Series(facts, index=schools.index, dtype="object"), list(words)


def _plain(numbers: pd.Series[Any]) -> list[Any]:
    return list(numbers.astype("object").where(numbers.notna().to_numpy(), None))


def _area_layers(history: History, day: dt.date, around: Box, number: int) -> list[MapLayer]:
    authorities = in_force(history.areas, "authority", day)
    authorities = authorities[authorities.intersects(shapely.box(*around))]
    if number > MANY:
        authorities = authorities.set_geometry(authorities.geometry.simplify(_SIMPLER))
    opportunity = in_force(history.areas, "opportunity_area", day)
    kinds = (
        (
            authorities.assign(detail="Local authority"),
            "Local authorities",
            {"color": "#8A939B", "weight": 0.8, "fillOpacity": 0.0},
            (),
        ),
        (
            opportunity.assign(detail="Opportunity Area"),
            "Opportunity Areas",
            {"color": LIGHT.ink, "weight": 2, "fillColor": LIGHT.ink, "fillOpacity": 0.07},
            _names(opportunity, "area-name"),
        ),
    )
    return [
        MapLayer(
            words=words,
            count=f"{len(areas):,}",
            swatch=swatch_of("area", str(look["color"]), hollow=True),
            drawn=(Drawn(features_of(areas, "name", "detail"), look),),
            names=names,
            at=_AREAS_AT,
        )
        for areas, words, look, names in kinds
        if len(areas)
    ]


def _names(areas: gpd.GeoDataFrame, kind: str) -> tuple[Name, ...]:
    places = area_places(areas, with_room=False)
    columns = (places[column].tolist() for column in ("name", "lon", "lat"))
    return tuple(Name(name, lon, lat, kind) for name, lon, lat in zip(*columns, strict=True))
