"""What each layer's address means: from a checked query to the bytes that are sent."""

from __future__ import annotations

import gzip
from functools import partial
from typing import TYPE_CHECKING, Any

import pandas as pd

from alliance.analysis.areas.area_measures import (
    MAPPED,
    MEASURES,
    measure_of,
    measured_areas,
    narrowing,
)
from alliance.analysis.filter_codec import DAY
from alliance.analysis.filters import PARTS, named_regions, narrow
from alliance.analysis.partial_days import GRADES_END
from alliance.analysis.schools.inspection_scales import ASPECTS, aspect_of
from alliance.analysis.trusts.footprints import JOIN_CHOICES_KM, JOIN_KM, footprints
from alliance.analysis.trusts.trust_names import shown_names, trust_names
from alliance.current.current_flows import middles_of, moves_of
from alliance.current.known_on_day import fifths_on, inspected_state, measured
from alliance.current.state import (
    current_history,
    kept,
    names_are_hidden,
    places_drawn,
    state_on,
)
from alliance.errors import UnknownName
from alliance.maps import layers
from alliance.maps.bands import measure_in_words
from alliance.maps.choice import SWITCHES, MapChoice
from alliance.maps.palette import COLOUR_BY, THEMES, Theme
from alliance.maps.school_facts import school_facts
from alliance.maps.style import PLACED, style
from alliance.text.words import is_urn
from alliance.web.asked import by_key, day_of, filter_of, one

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    import geopandas as gpd

    from alliance.analysis.areas.area_measures import Kind
    from alliance.analysis.trusts.footprints import Footprints
    from alliance.maps.palette import ColourBy
    from alliance.web.asked import Asked, Query

INVESTMENT_AREA = "education_investment_area"


@kept(maxsize=64)
def layer_bytes(version: str, layer: str, query: Query) -> bytes:
    """Return a layer as gzip-compressed JSON, built once.

    Raises
    ------
    UnknownName
        There is no such layer, or it does not take one of the keys.
    QuestionError
        A value is missing, malformed or outside the history.
    """
    if layer not in LAYERS:
        raise UnknownName(f"There is no layer {layer!r}; there are {', '.join(sorted(LAYERS))}.")
    build, keys = LAYERS[layer]
    return gzip.compress(build(by_key(query, keys)), compresslevel=5, mtime=0)


def map_style(version: str, theme: str, query: Query) -> dict[str, Any]:
    """Return the MapLibre style asked for.

    Raises
    ------
    UnknownName, QuestionError
        As :func:`layer_bytes`.
    """
    _theme(theme)
    asked = by_key(query, (DAY, *PLACED, *_DRAWN))
    chosen = filter_of(asked)
    choice = MapChoice(
        # Phases narrow the areas' measure alone; schools of all are there to be shown.
        filter=chosen,
        colour_by=_colour_by(asked),
        switched_on=frozenset(asked["show"]).intersection(SWITCHES),
        trusts=_in_front(asked),
        period=(day_of(asked, "from"), day_of(asked, "to"))
        if asked["from"]
        else (chosen.day, chosen.day),
        theme=theme,
        measured=_measured_by(asked) if asked["kind"] else None,
        aspect=_aspect(asked),
        join_km=_join_km(asked),
        dots="off" not in asked["dots"],
    )
    return style(version, choice)


_DRAWN = (
    *("front", "colour", "aspect", "show", "from", "to"),
    *("kind", "measure", "phase", "km", "dots"),
)
"""What the address of a style says beside day and places."""


def school_bytes(query: Query) -> bytes:
    """Return what the map says of one school on a day, as JSON.

    Raises
    ------
    UnknownName, QuestionError
        As :func:`layer_bytes`, or no such school is open that day.
    """
    asked = by_key(query, (DAY, "urn"))
    urn = one(asked, "urn")
    day = day_of(asked)
    state = inspected_state(day)
    at = int(state["urn"].searchsorted(int(urn))) if is_urn(urn) else len(state)
    if at == len(state) or str(state["urn"].iloc[at]) != urn:
        raise UnknownName(f"No school of URN {urn!r} is open that day.")
    school = state.iloc[at]
    uid = school["trust_uid"]
    trust = "" if pd.isna(uid) else shown_names(current_history())[int(uid)]
    return layers.school(school, day, school_facts(school, day), trust)


def _colour_by(asked: Asked) -> ColourBy:
    for known in COLOUR_BY:
        if known in asked["colour"]:
            return known
    raise UnknownName(f"Colour is {asked['colour']}; it can be {', '.join(COLOUR_BY)}.")


def _aspect(asked: Asked) -> str:
    """Return the key of the aspect of inspections asked for; blank where none is."""
    known = [aspect.key for aspect in ASPECTS]
    unknown = set(asked["aspect"]).difference(known)
    if unknown:
        raise UnknownName(f"There is no aspect {sorted(unknown)}; there are {', '.join(known)}.")
    return asked["aspect"][-1] if asked["aspect"] else ""


def _schools(asked: Asked, *, in_front: bool = False) -> bytes:
    chosen, colour_by, key = filter_of(asked), _colour_by(asked), _aspect(asked)
    day = chosen.day
    aspect = aspect_of(key) if key and day > GRADES_END else None
    state = state_on(day) if aspect is None else inspected_state(day)
    return layers.schools(
        _in_no_order(narrow(state, chosen)),
        _in_front(asked),
        colour_by=colour_by,
        theme=_theme(one(asked, "theme")),
        fifths=fifths_on(day) if colour_by == "Attainment" else None,
        aspect=aspect,
        in_front=in_front,
    )


def _in_no_order(schools: pd.DataFrame) -> pd.DataFrame:
    """Return schools so that their order tells no URN where it may not be told."""
    return schools.sort_values(["lon", "lat"]) if names_are_hidden() else schools


def _kind_of_areas(kind: str) -> Kind:
    for known in MAPPED:
        if known == kind:
            return known
    raise UnknownName(f"There is no kind {kind!r} with measures; there are {', '.join(MAPPED)}.")


def _measured_by(asked: Asked) -> tuple[Kind, str]:
    """Return the kind of area and the key of the measure asked for."""
    kind, key = _kind_of_areas(one(asked, "kind")), one(asked, "measure")
    known = [measure.key for measure in MEASURES if kind in measure.kinds]
    if key not in known:
        raise UnknownName(f"There is no measure {key!r} of {kind}; there are {', '.join(known)}.")
    return kind, key


def _measures(asked: Asked) -> bytes:
    chosen = filter_of(asked)
    kind, key = _measured_by(asked)
    measure = measure_of(key)
    values = measured(kind, narrowing(measure, chosen))
    areas = measured_areas(current_history(), kind, chosen.day)
    words = measure_in_words(values, measure)
    return layers.measure_shapes(areas, values, key, words, _theme(one(asked, "theme")))


def _theme(name: str) -> Theme:
    if name not in THEMES:
        raise UnknownName(f"There is no theme {name!r}; there are {', '.join(THEMES)}.")
    return THEMES[name]


def _areas(asked: Asked) -> bytes:
    return layers.area_shapes(_in_force(one(asked, "kind"), day_of(asked)))


def _names(asked: Asked) -> bytes:
    kind = one(asked, "kind")
    return layers.area_names(_in_force(kind, day_of(asked)), kind)


def _footprints(asked: Asked) -> bytes:
    return layers.footprint_shapes(_prints(asked), trust_names(current_history()))


def _outside(asked: Asked) -> bytes:
    return layers.names_outside(_prints(asked))


def _prints(asked: Asked) -> Footprints:
    chosen = filter_of(asked)
    return footprints(places_drawn(state_on(chosen.day)), chosen.trusts, join_km=_join_km(asked))


def _join_km(asked: Asked) -> float:
    """Return the distance asked for, by which academies are joined to clusters."""
    if not asked["km"]:
        return JOIN_KM
    for known in JOIN_CHOICES_KM:
        if one(asked, "km") == f"{known:g}":
            return known
    known_km = ", ".join(f"{km:g}" for km in JOIN_CHOICES_KM)
    raise UnknownName(f"The distance of clusters is {asked['km']} km; it can be {known_km}.")


def _transfers(
    asked: Asked, *, told: Callable[[pd.DataFrame, pd.DataFrame], bytes] = layers.transfer_shapes
) -> bytes:
    start, chosen = day_of(asked, "from"), filter_of(asked, "to")
    moves = moves_of(start, chosen.day, named_regions(chosen.regions), chosen.trusts)
    return told(moves, places_drawn(middles_of(start, chosen.day)))


def _in_force(kind: str, day: dt.date) -> gpd.GeoDataFrame:
    if kind not in layers.AREA_KINDS:
        raise UnknownName(f"There is no kind {kind!r}; there are {', '.join(layers.AREA_KINDS)}.")
    if kind == INVESTMENT_AREA:
        # Named in 2022, they are shown on earlier days too, and the page says since when they are.
        areas = current_history().areas
        return areas[areas["kind"] == kind]
    return layers.in_force(current_history().areas, kind, day)


def _in_front(asked: Asked) -> tuple[int, ...]:
    return filter_of({**asked, "trust": asked["front"]}).trusts


_SCHOOLS = (DAY, *PLACED, "front", "colour", "aspect", "theme")
_OF_TRANSFERS = ("from", "to", "region", "trust")
_OF_SCHOOLS = tuple(part.key for part in PARTS if part.of == "school")
LAYERS: dict[str, tuple[Callable[[Asked], bytes], tuple[str, ...]]] = {
    "schools": (_schools, _SCHOOLS),
    "front": (partial(_schools, in_front=True), _SCHOOLS),
    "measures": (_measures, (DAY, "kind", "measure", *_OF_SCHOOLS, "theme")),
    "areas": (_areas, (DAY, "kind")),
    "names": (_names, (DAY, "kind")),
    "footprints": (_footprints, (DAY, "trust", "km")),
    "outside": (_outside, (DAY, "trust", "km")),
    "transfers": (_transfers, _OF_TRANSFERS),
    "receiving": (partial(_transfers, told=layers.receiving_names), _OF_TRANSFERS),
}
