"""The map of what a what-if changes: pairs gained, lost and kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from alliance.analysis.matching.match_changes import GAINED, KEPT, LOST
from alliance.maps.ground import Ground, line
from alliance.maps.key import Key, KeyRow
from alliance.maps.match_style import (
    DOTS,
    REACH,
    STROKES,
    dots,
    dots_geojson,
    match_style,
    starts_of,
    strokes_geojson,
)
from alliance.maps.palette import CATEGORIES, on

if TYPE_CHECKING:
    from alliance.maps.palette import Theme

_HUB = "hub"
_RADII_PX = {KEPT: 2.6, LOST: 4.2, GAINED: 4.8}


class _Style(NamedTuple):
    """How the pairs of a kind are drawn."""

    colour: str
    width_px: float
    dashes: tuple[float, ...] = ()


def _styles(theme: Theme) -> dict[str, _Style]:
    """Return how each kind is drawn, the lowest first; lines tell them apart without colour too."""
    blue, orange = on(theme, CATEGORIES[0]), on(theme, CATEGORIES[3])
    return {
        KEPT: _Style(theme.other_academy, 0.9),
        LOST: _Style(orange, 2.2, (2.0, 1.4)),
        GAINED: _Style(blue, 3.0),
    }


def change_points(lines: pd.DataFrame) -> bytes:
    """Return schools and the hubs of those who help then as GeoJSON points.

    Parameters
    ----------
    lines
        As :func:`plan_lines` gives them, with the ``change`` of each
        as :func:`alliance.analysis.matching.match_changes.pair_changes` names and orders it.

    """
    kind = lines["change"]
    schools = lines.assign(
        detail=_words(lines) + lines["supporter_name"], k=kind, r=kind.map(_RADII_PX)
    ).drop_duplicates("urn", keep="last")
    hubs = starts_of(lines[kind != LOST]).assign(k=_HUB)
    return dots_geojson(pd.concat([hubs, schools], ignore_index=True))


def change_strokes(lines: pd.DataFrame) -> bytes:
    """Return the lines as GeoJSON: ``name``, ``detail`` and ``change`` of each."""
    told = lines["change"] + " pair"
    return strokes_geojson(lines.assign(detail=told), ["change"])


def _words(lines: pd.DataFrame) -> pd.Series[str]:
    return lines["change"].map(
        {GAINED: "Would be supported by ", LOST: "Loses ", KEPT: "Supported as now by "}
    )


def change_style(ground: Ground, points: str, strokes: str) -> dict[str, Any]:
    """Return the MapLibre style, of what :func:`alliance.maps.match_style.match_style` takes.

    ``points`` and ``strokes`` are the addresses of :func:`change_points` and
    :func:`change_strokes`.
    """
    theme = ground.theme
    drawn = _styles(theme)
    style = match_style(ground, points, strokes)
    below = [each for each in style["layers"] if each.get("source") not in (DOTS, STROKES)]
    colours = {kind: one.colour for kind, one in drawn.items()} | {_HUB: theme.ink}
    lines = [_line(kind, one) for kind, one in drawn.items()]
    tips = [REACH, *(each["id"] for each in reversed(lines))]
    return style | {
        "name": f"What changes, {ground.theme_name}",
        "metadata": style["metadata"] | {"tips": tips},
        "layers": [*below, *lines, *dots(colours, theme)],
    }


def _line(kind: str, one: _Style) -> dict[str, Any]:
    layer = line(f"{kind} pairs", STROKES, one.colour, one.width_px)
    if one.dashes:
        layer["paint"]["line-dasharray"] = list(one.dashes)
    return layer | {"filter": ["==", "change", kind]}


def change_key(numbers: dict[str, int], hubs: int, theme: Theme) -> Key:
    """Return the key: ``numbers`` of pairs by kind, and of supporters that help then."""
    drawn = _styles(theme)
    rows = [
        KeyRow(
            "dashes" if drawn[kind].dashes else "line",
            drawn[kind].colour,
            f"Pair {kind.lower()}",
            f"{numbers.get(kind, 0):,}",
        )
        for kind in (GAINED, LOST, KEPT)
    ]
    return Key(
        "What would change", [*rows, KeyRow("dot", theme.ink, "Supporting trust then", f"{hubs:,}")]
    )
