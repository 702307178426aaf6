"""The map of a match: lines from supporters to the schools, and who is not matched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import orjson
import pandas as pd

from alliance.maps.ground import Ground, circle, fill, land, line, picture
from alliance.maps.layers import address
from alliance.maps.palette import CATEGORIES, on

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from alliance.maps.palette import Theme

_DIGITS = 4  # of a degree: about ten metres
_REACH_PX = 4.0
"""A dot is found by a pointer this near to its edge."""

DOTS, REACH, STROKES = "match dots", "match reach", "match lines"


class Colours(NamedTuple):
    """What the colours of the map tell, as ``#RRGGBB``."""

    without: str
    gravest: str
    supporter: str
    supported: str
    served: str


def match_colours(theme: Theme) -> Colours:
    """Return the colours of a theme."""
    blue, green, brown, _, purple, _ = (on(theme, colour) for colour in CATEGORIES)
    return Colours(theme.other_academy, brown, blue, purple, green)


def match_points(
    lines: pd.DataFrame, supported: pd.DataFrame, unmatched: pd.DataFrame, places: pd.DataFrame
) -> bytes:
    """Return schools and where lines start as GeoJSON points, what matters most last, on top.

    Each has ``name``, ``detail``, ``k`` (a field of :class:`Colours`), ``r`` (radius in pixels),
    and a school its ``urn``.

    Parameters
    ----------
    lines
        As :func:`alliance.analysis.matching.match_lines.plan_lines` gives them.
    supported, unmatched
        Of the match.
    places
        Schools of the day, for their coordinates.

    """
    at = places.set_index("urn")[["lon", "lat"]]
    left = unmatched.sort_values("gravity", ascending=False).join(at, on="urn")
    gravest = left["gravity"] == 1
    parts = [
        left.assign(
            detail="Not matched: " + left["reason"],
            k=gravest.map({True: "gravest", False: "without"}),
            r=gravest.map({True: 3.2, False: 2.2}),
        ),
        starts_of(lines),
        supported.join(at, on="urn").assign(detail="Supported already", k="supported", r=3.8),
        lines.assign(
            detail="Could be supported by " + lines["supporter_name"], k="served", r=4.2
        ).drop_duplicates("urn"),
    ]
    return dots_geojson(pd.concat(parts, ignore_index=True))


def dots_geojson(points: pd.DataFrame) -> bytes:
    """Write located points as GeoJSON: ``urn``, ``name``, ``detail``, ``k`` and ``r`` of each."""
    points = points.dropna(subset=["lon", "lat"]).round({"lon": _DIGITS, "lat": _DIGITS})
    told = points[["urn", "name", "detail", "k", "r"]]
    at = points[["lon", "lat"]].to_numpy().tolist()
    return _features(told, [{"type": "Point", "coordinates": spot} for spot in at])


def starts_of(lines: pd.DataFrame) -> pd.DataFrame:
    """Return a circle for each place that lines start from, its area by the schools helped."""
    starts = lines.groupby(["supporter_uid", "start_urn"], as_index=False).agg(
        name=("supporter_name", "first"),
        start=("start_name", "first"),
        lon=("start_lon", "first"),
        lat=("start_lat", "first"),
        helped=("urn", "size"),
    )
    schools = np.where(starts["helped"] == 1, " school from ", " schools from ")
    return starts.assign(
        detail="Could support " + starts["helped"].astype("str") + schools + starts["start"],
        k="supporter",
        r=(3.6 * starts["helped"] ** 0.5).round(1),
    )


def match_strokes(lines: pd.DataFrame) -> bytes:
    """Return the lines as GeoJSON: ``name``, ``detail`` and the school's ``urn`` of each."""
    apart = lines["distance_km"].map(
        "{:.1f} km to the supporter’s good or outstanding school".format
    )
    return strokes_geojson(lines.assign(detail=apart), ["urn"])


def strokes_geojson(lines: pd.DataFrame, also: Sequence[str]) -> bytes:
    """Write lines with both ends known as GeoJSON: ``name``, ``detail`` and ``also`` of each."""
    drawn = lines.dropna(subset=["lon", "lat", "start_lon", "start_lat"]).round(_DIGITS)
    ends = drawn[["start_lon", "start_lat", "lon", "lat"]].to_numpy().tolist()
    told = drawn[[*also, "detail"]].assign(name=drawn["supporter_name"] + " to " + drawn["name"])
    return _features(
        told, [{"type": "LineString", "coordinates": [end[:2], end[2:]]} for end in ends]
    )


def _features(rows: pd.DataFrame, shapes: Sequence[dict[str, Any]]) -> bytes:
    """Write features; what is missing in a row is left out."""
    told = rows.astype("object").to_dict("records")
    features = [
        {
            "type": "Feature",
            "properties": {key: value for key, value in row.items() if not pd.isna(value)},
            "geometry": shape,
        }
        for row, shape in zip(told, shapes, strict=True)
    ]
    return orjson.dumps({"type": "FeatureCollection", "features": features})


def match_style(ground: Ground, points: str, strokes: str) -> dict[str, Any]:
    """Return the MapLibre style of a match, as :func:`alliance.maps.style.style` gives the others'.

    Parameters
    ----------
    points, strokes
        The addresses at which the browser finds :func:`match_points` and :func:`match_strokes`.

    """
    theme = ground.theme
    under, over = land(ground.regions, theme, bold=False)
    colours = match_colours(theme)
    layers = [
        *under,
        *over,
        fill("areas", "areas", {"fill-color": theme.ink, "fill-opacity": 0.05}),
        line("area outlines", "areas", theme.ink, 0.8),
        line(STROKES, STROKES, colours.supporter, 1.6),
        *dots(colours._asdict(), theme),
    ]
    return picture(
        f"Match, {ground.theme_name}",
        theme,
        {**ground.fetched(areas="opportunity_area"), DOTS: points, STROKES: strokes},
        layers,
        points=(DOTS,),
        tips=[REACH, STROKES],
        school=address(ground.version, "school", day=ground.day),
    )


def dots(colours: Mapping[str, str], theme: Theme) -> list[dict[str, Any]]:
    """Return the layer of dots, and an unseen one under the pointer that is a little wider.

    ``colours`` are by the dots' ``k``.
    """
    by_kind = [part for pair in colours.items() for part in pair]
    seen = {
        "circle-radius": ["get", "r"],
        "circle-color": ["match", ["get", "k"], *by_kind, theme.ink],
        "circle-stroke-color": theme.ground,
        "circle-stroke-width": 0.6,
    }
    reach = {"circle-radius": ["+", ["get", "r"], _REACH_PX], "circle-opacity": 0}
    return [circle(name, DOTS, paint) for name, paint in ((DOTS, seen), (REACH, reach))]
