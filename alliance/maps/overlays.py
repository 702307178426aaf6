"""What the live map draws around the schools: measured areas, names, transfers, the selection."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pydeck as pdk

from alliance.analysis.filters import named_regions
from alliance.maps.layers import address
from alliance.maps.palette import THEMES, rgb

if TYPE_CHECKING:
    from alliance.maps.deck import MapChoice
    from alliance.maps.palette import Theme

_WORLD = [[-30, 40], [30, 40], [30, 65], [-30, 65]]


def backdrop() -> list[pdk.Layer]:
    """Lie under everything, so that a click beside the schools is reported too.

    The browser is silent about a click on nothing. Its name is empty, and so its tooltip hidden.
    """
    layer = pdk.Layer(
        "PolygonLayer",
        data=[{"polygon": _WORLD, "name": "", "detail": ""}],
        pickable=True,
        get_polygon="polygon",
        get_fill_color=[0, 0, 0, 0],
        stroked=False,
    )
    layer.id = "backdrop"
    return [layer]


def measured_areas(version: str, choice: MapChoice) -> list[pdk.Layer]:
    """Colour areas by the band of their measure."""
    kind, measure = choice.measured or ("", "")
    day = choice.filter.day.isoformat()
    return [
        pdk.Layer(
            "GeoJsonLayer",
            id="measured areas",
            data=address(
                version, "measures", day=day, kind=kind, measure=measure, theme=choice.theme
            ),
            pickable=True,
            opacity=0.6,
            get_fill_color="properties.c",
            get_line_color=rgb(THEMES[choice.theme].ground),
            line_width_min_pixels=0.6,
        )
    ]


def area_names(version: str, choice: MapChoice, theme: Theme) -> list[pdk.Layer]:
    """Write the names of Opportunity Areas."""
    day = choice.filter.day.isoformat()
    where = address(version, "names", kind="opportunity_area", day=day)
    return [_names("opportunity area names", where, theme, size=13, weight=600)]


def authority_names(version: str, choice: MapChoice, theme: Theme) -> list[pdk.Layer]:
    """Write the names of authorities; of those that would overlap, one."""
    day = choice.filter.day.isoformat()
    where = address(version, "names", kind="authority", day=day)
    names = _names("authority names", where, theme, size=12, weight=400)
    names.extensions = [{"@@type": "CollisionFilterExtension"}]
    return [names]


def _names(name: str, where: str, theme: Theme, *, size: int, weight: int) -> pdk.Layer:
    return pdk.Layer(
        "TextLayer",
        id=name,
        data=where,
        get_position=["lon", "lat"],
        get_text="name",
        get_size=size,
        get_color=rgb(theme.ink),
        font_family="'Source Sans, sans-serif'",
        font_weight=weight,
        background=True,
        get_background_color=rgb(theme.halo, 205),
        background_padding=[3, 1, 3, 1],
        text_anchor="'start'",
        get_pixel_offset=[9, 0],
    )


def transfers(version: str, choice: MapChoice, theme: Theme) -> list[pdk.Layer]:
    """Draw the moves of academies between trusts as arrows."""
    start, end = choice.period
    where = address(
        version,
        "transfers",
        **{"from": start.isoformat(), "to": end.isoformat()},
        region=named_regions(choice.filter.regions),
        trust=choice.filter.trusts,
    )
    layer = pdk.Layer(
        "PolygonLayer",
        data=where,
        pickable=True,
        get_polygon="polygon",
        get_fill_color=f"arrow?{rgb(theme.ink, 220)}:{rgb(theme.ink, 30)}",
        get_line_color=rgb(theme.ink, 220),
        line_width_min_pixels=1,
        get_line_width=40,
        line_width_max_pixels=1.2,
    )
    return [not_dimmed(layer)]


def selected(choice: MapChoice, theme: Theme) -> list[pdk.Layer]:
    """Ring the selected school."""
    return [
        pdk.Layer(
            "ScatterplotLayer",
            id=f"selected {width}",
            data=[dict(choice.selected)],
            get_position=["lon", "lat"],
            filled=False,
            stroked=True,
            get_radius=10,
            radius_units="'pixels'",
            line_width_units="'pixels'",
            get_line_width=width,
            get_line_color=rgb(colour),
        )
        for colour, width in ((theme.halo, 6), (theme.accent, 3))
    ]


def collected(choice: MapChoice, theme: Theme) -> list[pdk.Layer]:
    """Ring each of many schools selected."""
    return [
        pdk.Layer(
            "ScatterplotLayer",
            id="collected",
            data=[dict(school) for school in choice.collected],
            get_position=["lon", "lat"],
            filled=False,
            stroked=True,
            get_radius=6,
            radius_units="'pixels'",
            line_width_units="'pixels'",
            get_line_width=2,
            get_line_color=rgb(theme.accent),
        )
    ]


def not_dimmed(layer: pdk.Layer) -> pdk.Layer:
    """Take the layer's id away, which only one layer of a type may lack.

    Streamlit dims everything else when an object of a layer with an id is selected. The app marks
    the selection itself; a selection in a nameless layer is reported, then forgotten.
    """
    layer.id = None
    return layer
