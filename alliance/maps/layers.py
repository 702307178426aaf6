"""What the browser fetches to draw: each layer, and the address it is found under.

Shapes are GeoJSON. Schools, being many, are a table of dots, a fourth as long.

A layer is addressed by what it shows and by the versions of the history and of the code, so that a
browser may keep it for good. Features that say what they are carry ``name`` and ``detail``, plain
text that the page shows as such; schools are asked for theirs one by one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import geopandas as gpd
import numpy as np
import orjson
import pandas as pd
import shapely

from alliance.analysis.filters import NO_GRADE
from alliance.analysis.need.inspected_since import in_words
from alliance.analysis.schools.grades import grade_in_words
from alliance.analysis.trusts.footprints import GRID
from alliance.history import PHASES
from alliance.history.as_at import drawn_on
from alliance.maps.area_names import area_places
from alliance.maps.arrows import flow_map
from alliance.maps.bands import (
    AREA_EDGES,
    SCHOOL_EDGES,
    UNKNOWN,
    band_colours,
    band_of,
)
from alliance.maps.palette import (
    DARK,
    LIGHT,
    grade_colours,
    phase_colours,
    scale_colours,
    trust_colours,
)

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from alliance.analysis.schools.inspection_scales import Aspect
    from alliance.analysis.trusts.footprints import Footprints
    from alliance.maps.palette import ColourBy, Theme

WGS84 = "EPSG:4326"
_DEGREE_DIGITS = 5  # about a metre


def address(version: str, layer: str, **query: object) -> str:
    """Return where a layer is served; a list gives its key several times, an empty one none.

    >>> address("0a1b", "schools", day="2018-10-01", trust=[4474, 4036])
    '/layers/0a1b/schools.json?day=2018-10-01&trust=4474&trust=4036'
    """
    wanted = {key: value for key, value in query.items() if value}
    return f"/layers/{version}/{layer}.json?{urlencode(wanted, doseq=True)}".rstrip("?")


def schools(
    state: pd.DataFrame,
    front: Sequence[int] = (),
    *,
    colour_by: ColourBy = "Trust",
    theme: Theme = LIGHT,
    fifths: pd.Series[Any] | None = None,
    aspect: Aspect | None = None,
    in_front: bool = False,
) -> bytes:
    """Return the located schools as dots: those of the trusts in ``front``, or all the others.

    ``fifths`` gives the fifth of England by URN in which a school's results lie, for colour by
    attainment; ``aspect`` is that of inspections by which schools are coloured, from the columns
    of :func:`inspected_on`. The dots are a table, one list a
    column, in the order in which they are drawn: ``urn``, ``lon`` and ``lat``, ``kind`` (see
    :func:`kind_of`) and ``colour``, a place in the list ``colours``.
    """
    found = state[state["lon"].notna() & state["lat"].notna()]
    found = found[found["trust_uid"].isin(list(front)).to_numpy(bool) == in_front]
    fifths = pd.Series(dtype="int8") if fifths is None else fifths
    found = found.assign(
        fifth=found["urn"].map(fifths).fillna(UNKNOWN).astype("int8"), kind=kinds_of(found)
    ).sort_values("kind", kind="stable")
    if aspect is not None:
        # The many that were given nothing are drawn first, under the others.
        found = found.sort_values(aspect.column, key=lambda of: of.notna(), kind="stable")
        named = found[aspect.column].map(scale_colours(aspect, dark=theme is DARK))
        shown = named.astype("object").fillna(theme.other_school)
    else:
        shown = _colours(found, front, colour_by, theme)
    places, colours = pd.factorize(shown.astype("str"))
    return orjson.dumps(
        {
            "urn": found["urn"].to_numpy(np.int64),
            "lon": found["lon"].to_numpy(np.float64).round(_DEGREE_DIGITS),
            "lat": found["lat"].to_numpy(np.float64).round(_DEGREE_DIGITS),
            "kind": found["kind"].to_numpy(np.int64),
            "colour": places,
            "colours": colours.tolist(),
        },
        option=orjson.OPT_SERIALIZE_NUMPY,
    )


def school(row: pd.Series[Any], day: dt.date, facts: Mapping[str, str], trust: str = "") -> bytes:
    """Return what the map says of one school on a day.

    They are its ``name``, ``detail`` in a line, ``facts`` (labels with words) and, where it is in
    one, its ``trust`` (UID, and the name by which its page is found).

    Parameters
    ----------
    row
        Of the state of the day; with the columns of
        :func:`inspected_on`, what came since overall grades
        ended is said too.
    facts
        As :func:`alliance.maps.school_facts.school_facts` gives them.
    trust
        The name by which the page of its trust is found.

    """
    grade = grade_in_words(row["grade"], row["grade_inherited"], day, row["grade_date"])
    phase = "Phase not known" if pd.isna(row["phase"]) else row["phase"]
    runs = row["type_group"] if pd.isna(row["trust_name"]) else row["trust_name"]
    since = in_words(row) if "judged_inherited" in row else ""
    detail = " · ".join(filter(None, [phase, grade, runs, since]))
    runs_it = [int(row["trust_uid"]), trust] if trust else None
    told = {"name": row["name"], "detail": detail, "facts": list(facts.items()), "trust": runs_it}
    return orjson.dumps(told)


GRADES_COUNTED = 5
"""Grades 1 to 4, and 0 for none."""


def kinds_of(schools: pd.DataFrame) -> pd.Series[int]:
    """Return the kind of each school."""
    places = {name: place for place, name in enumerate(PHASES)}
    phase = schools["phase"].astype("object").map(places).fillna(len(PHASES)).astype("int64")
    kinds: pd.Series[int] = kind_of(phase, schools["grade"].fillna(NO_GRADE).astype("int64"))
    return kinds


def kind_of(phase: Any, grade: Any) -> Any:
    """Return kind of a school: its place in ``PHASES`` (their number for none) and its grade."""
    return phase * GRADES_COUNTED + grade


def _colours(
    found: pd.DataFrame, front: Sequence[int], colour_by: ColourBy, theme: Theme
) -> pd.Series[Any]:
    """Return each school its colour."""
    if colour_by == "Grade":
        names = found["grade"].fillna(NO_GRADE).astype("int8").map(grade_colours(theme))
    elif colour_by == "Phase":
        names = found["phase"].astype("object").map(phase_colours(theme))
    elif colour_by == "Disadvantage":
        bands = band_of(found["percent_disadvantaged"], SCHOOL_EDGES[colour_by])
        names = bands.map(band_colours(theme))
    elif colour_by == "Attainment":
        names = found["fifth"].map(band_colours(theme))
    else:
        names = found["trust_uid"].map(trust_colours(front, theme)).astype("object")
        names = names.where(names.notna() | found["trust_uid"].isna(), theme.other_academy)
    return names.astype("object").fillna(theme.other_school)


def in_force(areas: gpd.GeoDataFrame, kind: str, day: dt.date) -> gpd.GeoDataFrame:
    """Return the areas of a kind as they were drawn on a day."""
    return drawn_on(areas[areas["kind"] == kind], day)


def area_shapes(areas: gpd.GeoDataFrame) -> bytes:
    """Return areas as GeoJSON polygons with their names."""
    detail = areas["kind"].astype("object").map(AREA_KINDS).fillna("")
    return _geojson(areas[["name", "geometry"]].assign(detail=detail))


AREA_KINDS = {
    "opportunity_area": "Opportunity Area",
    "region": "Region",
    "authority": "Local authority",
    "education_investment_area": "Education Investment Area",
}


def measure_shapes(
    areas: gpd.GeoDataFrame, values: pd.DataFrame, measure: str, words: pd.Series[Any], theme: Theme
) -> bytes:
    """Return areas as GeoJSON polygons in the colour of a measure's band (``c``).

    Parameters
    ----------
    areas
        Areas of one kind, with ``code``.
    values
        A row an area: ``code``, ``name`` and the measure.
    words
        What is said of each row of ``values``.

    """
    told = values[["code", "name"]].assign(
        detail=words,
        c=band_of(values[measure], AREA_EDGES[measure]).map(band_colours(theme, of_areas=True)),
    )
    return _geojson(areas[["code", "geometry"]].merge(told, on="code").drop(columns="code"))


def area_names(areas: gpd.GeoDataFrame, kind: str) -> bytes:
    """Return a row an area of a kind, and where in it its name may be written.

    See :func:`alliance.maps.area_names.area_places`. There are many authorities, so that a name
    much wider than its own would seem to be another's; Opportunity Areas are few, and outlined.
    """
    rows = area_places(areas, with_room=kind == "authority")
    return orjson.dumps(rows.to_dict("records"))


def footprint_shapes(found: Footprints, names: Mapping[int, str]) -> bytes:
    """Return clusters of trusts as GeoJSON: hulls (Polygon), spokes (LineString), hubs (Point).

    Each has the UID of its ``trust``; hulls and hubs say what they are. A Point that is ``outside``
    is an academy outside every cluster.
    """
    clusters, members = found.clusters, found.members
    marked = members[members["is_hub"] | members["is_outlier"]]
    hulls = clusters.assign(
        detail=[
            f"{_academies(academies)} around a hub; the farthest {greatest:.1f} km from it"
            for academies, greatest in zip(
                clusters["academies"], clusters["greatest_km"], strict=True
            )
        ]
    )
    at_marked = gpd.GeoDataFrame(
        marked[["trust_uid"]].assign(detail=_marked(marked), outside=marked["is_outlier"]),
        geometry=gpd.points_from_xy(marked["easting_m"], marked["northing_m"]),
        crs=clusters.crs,
    )
    columns = ["trust_uid", "detail", "outside", "geometry"]
    spokes = found.spokes[["trust_uid", "geometry"]].assign(detail="", outside=False)
    parts = [shape[columns] for shape in (hulls.assign(outside=False), spokes, at_marked)]
    shapes = gpd.GeoDataFrame(pd.concat(parts, ignore_index=True), crs=clusters.crs)
    shapes["name"] = shapes["trust_uid"].map(dict(names)).fillna("")
    return _geojson(shapes.rename(columns={"trust_uid": "trust"}))


def _marked(members: pd.DataFrame) -> list[str]:
    """Say of hubs, and of academies outside every cluster, which they are."""
    columns = (members[name] for name in ("name", "is_hub", "distance_to_hub_km"))
    return [
        f"Hub: {name}"
        if is_hub
        else f"Outside every cluster: {name}"
        + ("" if km != km else f", {km:.1f} km from the nearest hub")
        for name, is_hub, km in zip(*columns, strict=True)
    ]


def names_outside(found: Footprints) -> bytes:
    """Return a row an academy outside every cluster: ``name``, ``lon`` and ``lat``."""
    members = found.members[found.members["is_outlier"]]
    points = gpd.GeoSeries(
        gpd.points_from_xy(members["easting_m"], members["northing_m"]), crs=GRID
    ).to_crs(WGS84)
    rows = pd.DataFrame({"name": members["name"].array, "lon": points.x, "lat": points.y})
    return rows.to_json(orient="records", double_precision=4, force_ascii=False).encode()


def transfer_shapes(moves: pd.DataFrame, places: pd.DataFrame) -> bytes:
    """Return academies' moves between trusts as GeoJSON polygons: arrows, and the trusts' circles.

    Each has ``arrow`` (false for a circle), ``name`` and ``detail``.

    Parameters
    ----------
    moves
        Rows of :func:`transfers`; those with both trusts known count.
    places
        Indexed by trust UID: ``easting_m`` and ``northing_m``, where the trust is drawn.

    """
    known = moves.dropna(subset=["from_uid", "to_uid"])
    names = pd.concat(
        [
            known[["from_uid", "from_trust"]].set_axis(["id", "name"], axis=1),
            known[["to_uid", "to_trust"]].set_axis(["id", "name"], axis=1),
        ]
    )
    name_of = names.drop_duplicates("id").set_index("id")["name"]
    flows = pd.DataFrame({"quantity": 1.0}, index=known.index)
    for end in ("from", "to"):
        flows[f"{end}_id"] = known[f"{end}_uid"].astype("int64")
        at = places.reindex(flows[f"{end}_id"])
        flows[f"{end}_easting_m"] = at["easting_m"].to_numpy()
        flows[f"{end}_northing_m"] = at["northing_m"].to_numpy()
    drawn = flow_map(flows, extent_m=_EXTENT_M)
    arrows = drawn.arrows.assign(
        arrow=True,
        name=drawn.arrows["from_id"].map(name_of).astype("str")
        + " to "
        + drawn.arrows["to_id"].map(name_of).astype("str"),
        detail=[_academies(quantity) for quantity in drawn.arrows["quantity"]],
    )
    nodes = drawn.nodes.assign(
        arrow=False,
        name=drawn.nodes["id"].map(name_of),
        detail=[
            f"{_academies(row.outward)} left, {_academies(row.inward)} joined"
            for row in drawn.nodes.itertuples()
        ],
    )
    columns = ["arrow", "name", "detail", "geometry"]
    shapes = pd.concat([arrows[columns], nodes[columns]], ignore_index=True)
    return _geojson(gpd.GeoDataFrame(shapes, crs=drawn.arrows.crs))


MOST_RECEIVING = 12
"""Receiving trusts that are named: those that took the most academies."""


def receiving_names(moves: pd.DataFrame, places: pd.DataFrame) -> bytes:
    """Return ``name``, ``lon`` and ``lat`` of the trusts that took academies, the most first.

    Parameters
    ----------
    moves, places
        As :func:`transfer_shapes` takes them.

    """
    known = moves.dropna(subset=["from_uid", "to_uid"])
    taken = known.groupby("to_uid").agg(name=("to_trust", "first"), number=("to_uid", "size"))
    at = taken.join(places, how="inner").dropna()
    at = at.sort_values("number", ascending=False, kind="stable").head(MOST_RECEIVING)
    points = gpd.GeoSeries(gpd.points_from_xy(at["easting_m"], at["northing_m"]), crs=GRID)
    points = points.to_crs(WGS84)
    rows = pd.DataFrame({"name": at["name"].array, "lon": points.x, "lat": points.y})
    return rows.to_json(orient="records", double_precision=4, force_ascii=False).encode()


_EXTENT_M = 420_000.0  # the height of the alliance region, so that widths compare between periods


def _academies(count: float) -> str:
    return f"{count:.0f} academy" if count == 1 else f"{count:.0f} academies"


def _geojson(shapes: gpd.GeoDataFrame) -> bytes:
    """Write features in longitude and latitude, rounded to about a metre."""
    shapes = shapes.to_crs(WGS84)
    rounded = shapely.transform(shapes.geometry.to_numpy(), lambda at: at.round(_DEGREE_DIGITS))
    shapes = shapes.set_geometry(gpd.GeoSeries(rounded, index=shapes.index, crs=WGS84))
    features: Sequence[Any] = list(shapes.iterfeatures(na="null", drop_id=True))
    return orjson.dumps(
        {"type": "FeatureCollection", "features": features}, option=orjson.OPT_SERIALIZE_NUMPY
    )
