"""What one finds one's way by, under the schools: built-up areas, roads, the coast, and names.

It is the same for every map and day, so that the browser takes it once, after the schools, and by
zoom; see :mod:`alliance.history.compile.ground` for what it is made of.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import orjson

from alliance.errors import UnknownName
from alliance.maps.palette import THEMES
from alliance.maps.street_map import StreetMap, street_map
from alliance.settings import ROOT
from alliance.text.licences import SHORT

if TYPE_CHECKING:
    from alliance.maps.palette import Theme

FOLDER = ROOT / "data" / "ground"
PARTS = ("built_up", "built_up_fine", "regions", "roads", "road_numbers", "places")
CREDIT = (
    "Boundaries and built-up areas: ONS, OS © Crown copyright · Roads: National Highways · "
    "Places: GeoNames (CC BY 4.0)"
)
"""What has to stand on every map that shows it."""
AUTHORITIES_FROM = 8.0
"""The zoom from which local authorities are named."""
_ROADS_FROM, _TRUNK_FROM = 6.0, 7.5
_FINER_COAST_FROM, _FINER_TOWNS_FROM = 8.0, 9.0
TINT = {"light": "#E6DFD3", "dark": "#3D464D"}
MOTORWAY = {"light": "#B9C7D6", "dark": "#56697C"}
TRUNK = {"light": "#D3D3C8", "dark": "#4C565D"}


def ground_address(name: str) -> str:
    """Return where a part of the ground, or what is drawn of it in a theme, is served."""
    return f"/ground/{_version(street_map())}/{name}.json"


def ground_bytes(name: str, version: str) -> bytes:
    """Return a part of the ground by its name, or what is drawn of it by the name of a theme.

    Raises
    ------
    UnknownName
        There is none of that name, or it is of another version.
    """
    if version != _version(street_map()):
        raise UnknownName("This ground is of another version of the app; reload the page.")
    if name in THEMES:
        return orjson.dumps(way_finding(name))
    if name not in PARTS:
        raise UnknownName(f"There is no ground {name!r}; there are {', '.join(PARTS)}.")
    return (FOLDER / f"{name}.json").read_bytes()


def way_finding(theme_name: str) -> dict[str, Any]:
    """Return what a map takes after its schools.

    ``sources`` and ``layers`` of a MapLibre style, drawn upon the land, each from its layers' least
    zoom on; ``finer``, by source, the zoom from which it is drawn from a finer address;
    ``names``, rows of ``name``, ``lon``, ``lat`` and ``zoom``, by kind; the ``credit``; and the
    ``licence`` that a picture of the map names. Where the settings name a street map, that lies
    there instead (``streets``: its ``tiles`` or ``style``, and the colour and strength of the
    ``veil`` over it).
    """
    theme = THEMES[theme_name]
    streets = street_map()
    if streets:
        return {
            "sources": {},
            "layers": [],
            "finer": {"regions": [_FINER_COAST_FROM, ground_address("regions")]},
            "names": {},
            "authorities_from": AUTHORITIES_FROM,
            "credit": CREDIT.split(" · ")[0] + " · " + streets.credit,
            "licence": SHORT,
            "streets": {
                "tiles" if streets.tiled else "style": streets.address,
                "veil": theme.ground,
                "veiled": round(1 - streets.opacity, 3),
            },
        }
    source = {"type": "geojson", "tolerance": 0.6}
    return {
        "sources": {
            name: source | {"data": ground_address(name)} for name in ("built_up", "roads")
        },
        "layers": _layers(theme_name, theme),
        "finer": {
            "regions": [_FINER_COAST_FROM, ground_address("regions")],
            "built_up": [_FINER_TOWNS_FROM, ground_address("built_up_fine")],
        },
        "names": {"place": ground_address("places"), "road": ground_address("road_numbers")},
        "authorities_from": AUTHORITIES_FROM,
        "credit": CREDIT,
        "licence": SHORT,
    }


def _layers(theme_name: str, theme: Theme) -> list[dict[str, Any]]:
    def roads(name: str, classes: list[str], colour: str, least: float, width: float) -> Any:
        return {
            "id": name,
            "type": "line",
            "source": "roads",
            "minzoom": least,
            "filter": ["in", "class", *classes],
            "layout": {"line-cap": "round", "line-join": "round"},
            "paint": {
                "line-color": colour,
                "line-width": [
                    "interpolate", ["linear"], ["zoom"], 6, 0.5 * width, 10, width, 14, 2.5 * width
                ],
            },
        }  # fmt: skip

    return [
        {
            "id": "built up",
            "type": "fill",
            "source": "built_up",
            "paint": {"fill-color": TINT[theme_name], "fill-antialias": False},
        },
        roads("trunk roads", ["A"], TRUNK[theme_name], _TRUNK_FROM, 1.3),
        roads("motorways", ["M", "A(M)"], MOTORWAY[theme_name], _ROADS_FROM, 1.8),
    ]


@lru_cache(maxsize=2)
def _version(streets: StreetMap | None) -> str:
    """Return what names the ground: its files, how it is drawn, and the street map under it."""
    told = hashlib.sha256((FOLDER / "sources.csv").read_bytes())
    for name in PARTS:
        told.update((FOLDER / f"{name}.json").read_bytes())
    told.update(repr([_layers(name, theme) for name, theme in THEMES.items()]).encode())
    told.update(repr((CREDIT, streets)).encode())
    return told.hexdigest()[:12]
