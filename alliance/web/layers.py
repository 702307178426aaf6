"""What each layer's address means: from a checked query to the bytes that are sent."""

from __future__ import annotations

import datetime as dt
import gzip
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import pandas as pd

from alliance.analysis.areas import KINDS, MEASURES, by_area, measure_of, narrowing
from alliance.analysis.attainment_fifths import attainment_fifths
from alliance.analysis.filters import NO_GRADE, Filter, narrow
from alliance.analysis.footprints import footprints
from alliance.analysis.transfers import transfers
from alliance.errors import DayOutsideHistory, QuestionError, UnknownName
from alliance.maps import layers
from alliance.maps.choice import SWITCHES, MapChoice
from alliance.maps.palette import COLOUR_BY, THEMES, Theme
from alliance.maps.style import style
from alliance.web.current import current_history, kept, state_on

if TYPE_CHECKING:
    from collections.abc import Callable

    import geopandas as gpd
    from starlette.datastructures import QueryParams

    from alliance.analysis.areas import Kind, Measure
    from alliance.maps.palette import ColourBy

Asked = dict[str, list[str]]
"""The values of each key of a query."""

INVESTMENT_AREA = "education_investment_area"

MOST_VALUES = 60
"""No key of an address may come more often."""


@kept(maxsize=64)
def layer_bytes(version: str, layer: str, query: tuple[tuple[str, str], ...]) -> bytes:
    """Give a layer as gzip-compressed JSON, built once.

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
    return gzip.compress(build(_by_key(query, keys)), compresslevel=5, mtime=0)


def map_style(version: str, theme: str, query: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    """Give the MapLibre style asked for.

    Raises
    ------
    UnknownName, QuestionError
        As :func:`layer_bytes`.
    """
    _theme(theme)
    drawn = ("front", "colour", "show", "from", "to", "kind", "measure", "phase")
    asked = _by_key(query, ("day", *FILTERED, *drawn))
    day = _day(asked, "day")
    chosen = _filter(asked, day)
    choice = MapChoice(
        # Phases narrow the areas' measure alone; schools of all are there to be shown.
        filter=replace(chosen, phases=tuple(asked["phase"])),
        colour_by=_colour_by(asked),
        switched_on=frozenset(asked["show"]).intersection(SWITCHES),
        trusts=_trusts(asked, "front"),
        period=(_day(asked, "from"), _day(asked, "to")) if asked["from"] else (day, day),
        theme=theme,
        measured=_measured_by(asked) if asked["kind"] else None,
    )
    return style(version, choice)


def school_bytes(query: tuple[tuple[str, str], ...]) -> bytes:
    """Give what the map says of one school on a day, as JSON.

    Raises
    ------
    UnknownName, QuestionError
        As :func:`layer_bytes`, or no such school is open that day.
    """
    asked = _by_key(query, ("day", "urn"))
    urn = _one(asked, "urn")
    day = _day(asked, "day")
    state = state_on(day)
    at = int(state["urn"].searchsorted(int(urn))) if urn.isdecimal() else len(state)
    if at == len(state) or str(state["urn"].iloc[at]) != urn:
        raise UnknownName(f"No school of URN {urn!r} is open that day.")
    return layers.school(state.iloc[at], day)


def _by_key(query: tuple[tuple[str, str], ...], keys: tuple[str, ...]) -> Asked:
    """Sort the values of a query by key; refuse keys that mean nothing here."""
    asked: Asked = {key: [] for key in keys}
    for key, value in query:
        if key not in asked:
            raise UnknownName(f"This address takes no {key!r}; it takes {', '.join(keys)}.")
        asked[key].append(value)
        if len(asked[key]) > MOST_VALUES:
            raise QuestionError(f"{key!r} is given more than {MOST_VALUES} times.")
    return asked


def asked_for(query: QueryParams) -> tuple[tuple[str, str], ...]:
    """Give a query as a key for the cache: keys in one order, values in the order given."""
    return tuple(sorted(query.multi_items(), key=lambda item: item[0]))


def filter_asked(query: tuple[tuple[str, str], ...]) -> Filter:
    """Give the filter that a query says, all its parts.

    Raises
    ------
    UnknownName, QuestionError
        As :func:`layer_bytes`.
    """
    asked = _by_key(query, ("day", *FILTERED, "phase", "grade"))
    grades = {str(grade): grade for grade in (NO_GRADE, 1, 2, 3, 4)}
    unknown = set(asked["grade"]).difference(grades)
    if unknown:
        raise QuestionError(f"A grade is 1 to 4, or 0 for none; got {sorted(unknown)}.")
    return replace(
        _filter(asked, _day(asked, "day")),
        phases=tuple(asked["phase"]),
        grades=tuple(grades[grade] for grade in asked["grade"]),
    )


FILTERED = ("region", "area", "authority", "trust", "tier", "type", "member", "commissioner")
"""The parts of a filter that decide which schools a layer holds."""


def _filter(asked: Asked, day: dt.date) -> Filter:
    return Filter(
        day,
        regions=_regions(asked),
        opportunity_areas=tuple(asked["area"]),
        trusts=_trusts(asked),
        authorities=tuple(asked["authority"]),
        tiers=tuple(asked["tier"]),
        types=tuple(asked["type"]),
        members=_trusts(asked, "member"),
        commissioner_regions=tuple(asked["commissioner"]),
    )


def _colour_by(asked: Asked) -> ColourBy:
    for known in COLOUR_BY:
        if known in asked["colour"]:
            return known
    raise UnknownName(f"Colour is {asked['colour']}; it can be {', '.join(COLOUR_BY)}.")


def _schools(asked: Asked, *, in_front: bool = False) -> bytes:
    day, colour_by = _day(asked, "day"), _colour_by(asked)
    return layers.schools(
        narrow(state_on(day), _filter(asked, day)),
        _trusts(asked, "front"),
        colour_by=colour_by,
        theme=_theme(_one(asked, "theme")),
        fifths=fifths_on(day) if colour_by == "Attainment" else None,
        in_front=in_front,
    )


@kept(maxsize=8)
def fifths_on(day: dt.date) -> pd.Series[Any]:
    """Give :func:`attainment_fifths` of the history on a day."""
    return attainment_fifths(current_history(), day)


@kept(maxsize=24)
def measured(kind: str, schools: Filter) -> pd.DataFrame:
    """Give :func:`by_area` of some of England's schools; shared, never to be written to."""
    of = narrow(state_on(schools.day), schools)
    return by_area(current_history(), of, _kind_of_areas(kind), schools.day)


def _kind_of_areas(kind: str) -> Kind:
    for known in KINDS:
        if known == kind:
            return known
    raise UnknownName(f"There is no kind {kind!r} with measures; there are {', '.join(KINDS)}.")


def _measured_by(asked: Asked) -> tuple[Kind, str]:
    """Give the kind of area and the key of the measure asked for."""
    kind, key = _kind_of_areas(_one(asked, "kind")), _one(asked, "measure")
    known = [measure.key for measure in MEASURES if kind in measure.kinds]
    if key not in known:
        raise UnknownName(f"There is no measure {key!r} of {kind}; there are {', '.join(known)}.")
    return kind, key


def _measures(asked: Asked) -> bytes:
    day = _day(asked, "day")
    kind, key = _measured_by(asked)
    measure = measure_of(key)
    chosen = Filter(day, phases=tuple(asked["phase"]), types=tuple(asked["type"]))
    values = measured(kind, narrowing(measure, chosen))
    areas = current_history().areas
    # Measures are those of the areas of 2017, whatever the day.
    areas = areas[(areas["kind"] == kind) & areas["from_day"].isna()]
    words = measure_in_words(values, measure)
    return layers.measure_shapes(areas, values, key, words, _theme(_one(asked, "theme")))


def measure_in_words(values: pd.DataFrame, measure: Measure) -> pd.Series[Any]:
    """Say each area's value with its unit, and where it is not the area's own."""
    unit = {"%": "%", "score": ""}.get(measure.unit, f" {measure.unit}")
    numbers = values[measure.key]
    digits = 2 if measure.key == "progress_8" else 1
    words = numbers.map(lambda value: f"{value:.{digits}f}{unit}", na_action="ignore")
    words = measure.name + ": " + words.astype("object").fillna("not known")
    if measure.key == "imd_score":
        words = words + values["from_successor"].map({True: " (of the district after it)"}).fillna(
            ""
        )
    return words


def _theme(name: str) -> Theme:
    if name not in THEMES:
        raise UnknownName(f"There is no theme {name!r}; there are {', '.join(THEMES)}.")
    return THEMES[name]


def _areas(asked: Asked) -> bytes:
    return layers.area_shapes(_in_force(_one(asked, "kind"), _day(asked, "day")))


def _names(asked: Asked) -> bytes:
    kind = _one(asked, "kind")
    return layers.area_names(_in_force(kind, _day(asked, "day")))


def _footprints(asked: Asked) -> bytes:
    found = footprints(state_on(_day(asked, "day")), _trusts(asked))
    return layers.footprint_shapes(found, trust_names())


def _transfers(asked: Asked) -> bytes:
    start, end = _day(asked, "from"), _day(asked, "to")
    moves = moves_of(start, end, _regions(asked), _trusts(asked))
    return layers.transfer_shapes(moves, _places(start, end))


def moves_of(
    start: dt.date,
    end: dt.date,
    regions: tuple[str, ...],
    trusts: tuple[int, ...],
    *,
    every_kind: bool = False,
) -> pd.DataFrame:
    """Give the academies that moved from one trust to another, as the map draws them.

    Kept are transfers of academies now or last in the regions, from or to one of the trusts; an
    empty tuple keeps all. ``every_kind`` keeps the other kinds of move too, which the map leaves
    out: standalone academies that joined, changes of legal kind, mergers.
    """
    moves = transfers(current_history(), start, end)
    if not every_kind:
        moves = moves[moves["kind"] == "transfer"]
    if trusts:
        moves = moves[moves["from_uid"].isin(trusts) | moves["to_uid"].isin(trusts)]
    if regions:
        schools = current_history().schools
        within = schools.loc[schools["region"].isin(regions), "urn"]
        moves = moves[moves["urn_after"].isin(within) | moves["urn_before"].isin(within)]
    return moves


@kept(maxsize=1)
def trust_names() -> dict[int, str]:
    """Give the display name of every trust by UID."""
    trusts = current_history().trusts
    return dict(zip(trusts["trust_uid"].tolist(), trusts["name"].tolist(), strict=True))


def _places(start: dt.date, end: dt.date) -> pd.DataFrame:
    """Place each trust amid its academies at the end, or at the start if it has none left."""
    middles = [
        state_on(day)
        .dropna(subset=["trust_uid", "easting_m", "northing_m"])
        .groupby("trust_uid")[["easting_m", "northing_m"]]
        .median()
        for day in (end, start)
    ]
    both = pd.concat(middles)
    return both[~both.index.duplicated()]


def _in_force(kind: str, day: dt.date) -> gpd.GeoDataFrame:
    if kind not in layers.AREA_KINDS:
        raise UnknownName(f"There is no kind {kind!r}; there are {', '.join(layers.AREA_KINDS)}.")
    if kind == INVESTMENT_AREA:
        # Named in 2022, they are shown on earlier days too, and the page says since when they are.
        areas = current_history().areas
        return areas[areas["kind"] == kind]
    return layers.in_force(current_history().areas, kind, day)


def _one(asked: Asked, key: str) -> str:
    if len(asked[key]) != 1:
        raise QuestionError(f"The address needs {key!r} once; found {len(asked[key])}.")
    return asked[key][0]


def _day(asked: Asked, key: str) -> dt.date:
    text = _one(asked, key)
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        raise QuestionError(f"{key!r} is {text!r}; expected a day as 2018-10-01.") from None
    history = current_history()
    if not history.first_day <= day <= history.last_day:
        raise DayOutsideHistory(
            f"{day} is outside the history, {history.first_day} to {history.last_day}."
        )
    return day


def _regions(asked: Asked) -> tuple[str, ...]:
    known = set(current_history().schools["region"].cat.categories)
    for region in asked["region"]:
        if region not in known:
            raise UnknownName(f"There is no region {region!r}; there are {sorted(known)}.")
    return tuple(asked["region"])


def _trusts(asked: Asked, key: str = "trust") -> tuple[int, ...]:
    try:
        return tuple(int(uid) for uid in asked[key])
    except ValueError:
        raise QuestionError(f"A trust is named by its UID, a number; got {asked[key]}.") from None


_SCHOOLS = ("day", *FILTERED, "front", "colour", "theme")
LAYERS: dict[str, tuple[Callable[[Asked], bytes], tuple[str, ...]]] = {
    "schools": (_schools, _SCHOOLS),
    "front": (partial(_schools, in_front=True), _SCHOOLS),
    "measures": (_measures, ("day", "kind", "measure", "phase", "type", "theme")),
    "areas": (_areas, ("day", "kind")),
    "names": (_names, ("day", "kind")),
    "footprints": (_footprints, ("day", "trust")),
    "transfers": (_transfers, ("from", "to", "region", "trust")),
}
