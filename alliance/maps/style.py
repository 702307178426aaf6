"""The live map as a MapLibre style: the ground, what is drawn on it, and the schools.

A style has an address that says what it shows, so that a change sends an address and the browser
keeps what it has. Phase and grade are not in it: each dot knows the kind of its school, and the
browser hides or shows a kind without asking or building anything anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from alliance.analysis.filter_codec import DAY, written
from alliance.analysis.filters import NO_GRADE, PART, named_regions
from alliance.analysis.trusts.footprints import JOIN_KM
from alliance.history import PHASES
from alliance.maps.bands import AREA_OPACITY
from alliance.maps.choice import (
    BOUNDARIES,
    FOOTPRINTS,
    INVESTMENT_AREAS,
    OPPORTUNITY_AREAS,
    TRANSFERS,
    MapChoice,
)
from alliance.maps.ground import fill, footprints, land, line, picture
from alliance.maps.layers import address, kind_of
from alliance.maps.palette import THEMES, Theme, trust_colours

if TYPE_CHECKING:
    from alliance.analysis.filters import Filter

_RADIUS = ["interpolate", ["linear"], ["zoom"], 5, 1.9, 8, 2.4, 12, 6.5]
_AROUND_RADIUS = ["interpolate", ["linear"], ["zoom"], 5, 1.4, 8, 1.9, 12, 6]
"""Of schools around the trusts in colour: dark enough to be seen, and small to stand back."""
_FRONT_RADIUS = ["interpolate", ["linear"], ["zoom"], 5, 3, 6.5, 5, 9, 7]
_BACK, _FRONT = "schools", "front"
PLACED = tuple(key for key in PART if key not in ("phase", "grade"))
"""The parts of a filter that decide which schools the browser holds; it hides by the others."""


def style_address(version: str, choice: MapChoice) -> str:
    """Return where the style of a choice is served."""
    chosen, shown = choice.filter, choice.switched_on
    start, end = choice.period
    kind, measure = choice.measured or ("", "")
    query: dict[str, object] = {
        **_placed(chosen),
        "colour": choice.colour_by,
        "aspect": choice.coloured_aspect.key if choice.coloured_aspect else "",
        "front": choice.trusts if choice.front or choice.shows(FOOTPRINTS) else (),
        "show": sorted(shown),
        "from": start.isoformat() if choice.shows(TRANSFERS) else "",
        "to": end.isoformat() if choice.shows(TRANSFERS) else "",
        "kind": kind,
        "measure": measure,
        "phase": choice.measured_of.phases,
        "km": _join(choice),
        "dots": "" if choice.dots else "off",
    }
    wanted = {key: value for key, value in query.items() if value}
    return f"/style/{version}/{choice.theme}.json?{urlencode(wanted, doseq=True)}"


def style(version: str, choice: MapChoice) -> dict[str, Any]:
    """Return the style of a choice (see :func:`alliance.maps.ground.picture`)."""
    theme = THEMES[choice.theme]
    day = choice.filter.day.isoformat()
    under, over = land(named_regions(choice.filter.regions), theme, bold=choice.shows(BOUNDARIES))
    areas = {"regions": "region", "authorities": "authority"}
    fetched = {name: address(version, "areas", kind=kind, day=day) for name, kind in areas.items()}
    measured, measured_layers = _measured(version, choice, theme)
    layers = [*under, *measured_layers, *over]
    for part in (_investment_areas, _footprints, _areas, _schools, _transfers):
        more, drawn = part(version, choice, theme)
        fetched |= more
        layers += drawn
    named = [
        area
        for switch, area in ((OPPORTUNITY_AREAS, "opportunity_area"), (BOUNDARIES, "authority"))
        if choice.shows(switch)
    ]
    return picture(
        f"England, {choice.theme}",
        theme,
        fetched | measured,
        layers,
        dots=(_BACK, _FRONT),
        fine=("footprints", "transfers"),
        tips=[layer["id"] for layer in reversed(layers) if layer["id"].startswith(_WORDED)],
        names=[
            *(address(version, "names", kind=kind, day=day) for kind in named),
            *_names_outside(version, choice),
            *([_moved(version, "receiving", choice)] if choice.shows(TRANSFERS) else []),
        ],
        school=address(version, "school", day=day),
    )


def addresses(version: str, choice: MapChoice) -> list[str]:
    """Return all that a browser fetches to draw a choice, the style first."""
    sources = style(version, choice)["sources"].values()
    return [style_address(version, choice), *(source["data"] for source in sources)]


def kinds_shown(chosen: Filter) -> list[int] | None:
    """Return the kinds of school that a filter keeps; nothing where it keeps all."""
    if not chosen.phases and not chosen.grades:
        return None
    phases = [PHASES.index(p) for p in chosen.phases] or list(range(len(PHASES) + 1))
    grades = list(chosen.grades) or [NO_GRADE, 1, 2, 3, 4]
    return [kind_of(phase, grade) for phase in phases for grade in grades]


Layer = dict[str, Any]
Part = tuple[dict[str, str], list[Layer]]
"""What a part of the picture fetches, and what it draws."""

_WORDED = ("arrows", "flow circles", "outside", "hubs", "hulls", "areas", "measured")


def _placed(chosen: Filter) -> dict[str, list[str]]:
    """Return the query of the day and of the parts that decide which schools the browser holds."""
    return {key: values for key, values in written(chosen).items() if key in (DAY, *PLACED)}


def _measured(version: str, choice: MapChoice, theme: Theme) -> Part:
    """Colour areas by the band of their measure."""
    if choice.measured is None:
        return {}, []
    kind, measure = choice.measured
    where = address(
        version,
        "measures",
        kind=kind,
        measure=measure,
        **written(choice.measured_of),
        theme=choice.theme,
    )
    coloured = {"fill-color": ["get", "c"], "fill-opacity": AREA_OPACITY}
    outlines = line("measured outlines", "measured", theme.ground, 0.6)
    return {"measured": where}, [fill("measured", "measured", coloured), outlines]


def _investment_areas(version: str, choice: MapChoice, theme: Theme) -> Part:
    if not choice.shows(INVESTMENT_AREAS):
        return {}, []
    day = choice.filter.day.isoformat()
    where = address(version, "areas", kind="education_investment_area", day=day)
    return {"investment": where}, [
        fill("investment areas", "investment", {"fill-color": theme.area, "fill-opacity": 0.1}),
        line("investment area outlines", "investment", theme.area, 1.2),
    ]


def _footprints(version: str, choice: MapChoice, theme: Theme) -> Part:
    if not choice.trusts or not choice.shows(FOOTPRINTS):
        return {}, []
    day = choice.filter.day.isoformat()
    where = address(version, "footprints", day=day, trust=choice.trusts, km=_join(choice))
    drawn = footprints(trust_colours(choice.trusts, theme), filled=not choice.outlines_trusts)
    return {"footprints": where}, drawn


def _names_outside(version: str, choice: MapChoice) -> list[str]:
    """Return where the names of academies outside every cluster are found."""
    if not choice.trusts or not choice.shows(FOOTPRINTS):
        return []
    day = choice.filter.day.isoformat()
    return [address(version, "outside", day=day, trust=choice.trusts, km=_join(choice))]


def _join(choice: MapChoice) -> str:
    """Return the distance that joins academies to clusters as an address says it, if not usual."""
    usual = not choice.shows(FOOTPRINTS) or choice.join_km == JOIN_KM
    return "" if usual else f"{choice.join_km:g}"


def _areas(version: str, choice: MapChoice, theme: Theme) -> Part:
    if not choice.shows(OPPORTUNITY_AREAS):
        return {}, []
    where = address(version, "areas", kind="opportunity_area", day=choice.filter.day.isoformat())
    return {"areas": where}, [
        fill("areas", "areas", {"fill-color": theme.ink, "fill-opacity": 0.07}),
        line("area outlines", "areas", theme.ink, 1.5),
    ]


def _schools(version: str, choice: MapChoice, theme: Theme) -> Part:
    """Draw the schools looked at; coloured by trust, the chosen trusts' are larger, on top."""
    if not choice.dots:
        return {}, []
    query = {
        **_placed(choice.filter),
        "colour": choice.colour_by,
        "aspect": choice.coloured_aspect.key if choice.coloured_aspect else "",
        "front": choice.front,
        "theme": choice.theme,
    }
    fetched = {_BACK: address(version, _BACK, **query)}
    # On a shade no colour of schools would be sure to stand out: a rim of the ground parts them.
    rim = {"circle-stroke-color": theme.ground, "circle-stroke-width": 1.0}
    radius = {"circle-radius": _AROUND_RADIUS if choice.front else _RADIUS}
    drawn = [_dots(_BACK, radius | (rim if choice.measured else {}))]
    if choice.front:
        fetched[_FRONT] = address(version, _FRONT, **query)
        drawn.append(_dots(_FRONT, {"circle-radius": _FRONT_RADIUS} | rim))
    return fetched, drawn


def _dots(source: str, paint: dict[str, Any]) -> Layer:
    return {"id": source, "type": "dots", "source": source, "paint": paint}


def _transfers(version: str, choice: MapChoice, theme: Theme) -> Part:
    """Draw the moves of academies between trusts as arrows, their trusts as circles."""
    if not choice.shows(TRANSFERS):
        return {}, []
    return {"transfers": _moved(version, "transfers", choice)}, flows("transfers", theme.ink)


def _moved(version: str, layer: str, choice: MapChoice) -> str:
    """Return where a layer of the moves between trusts is found."""
    start, end = choice.period
    return address(
        version,
        layer,
        **{"from": start.isoformat(), "to": end.isoformat()},
        region=named_regions(choice.filter.regions),
        trust=choice.filter.trusts,
    )


def flows(source: str, colour: str) -> list[Layer]:
    """Draw arrows (features whose ``arrow`` is true) over the circles of their ends."""
    arrow = ["==", ["get", "arrow"], True]
    return [
        fill("flow circles", source, {"fill-color": colour, "fill-opacity": 0.12})
        | {"filter": ["!", arrow]},
        line("flow outlines", source, colour, 1.0),
        fill("arrows", source, {"fill-color": colour, "fill-opacity": 0.85}) | {"filter": arrow},
    ]
