"""Names written beside places on the live map."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pydeck as pdk

from alliance.maps.palette import rgb

if TYPE_CHECKING:
    import pandas as pd

    from alliance.maps.palette import Theme


def labels(places: pd.DataFrame, theme: Theme) -> pdk.Layer:
    """Give the layer that writes ``name`` at ``lon`` and ``lat``; few rows, sent with the map."""
    rows = places[["name", "lon", "lat"]].dropna().to_dict("records")
    return pdk.Layer(
        "TextLayer",
        id="labels",
        data=rows,
        get_position=["lon", "lat"],
        get_text="name",
        get_size=12,
        get_color=rgb(theme.ink),
        font_family="'Source Sans, sans-serif'",
        background=True,
        get_background_color=rgb(theme.halo, 205),
        background_padding=[3, 1, 3, 1],
        get_text_anchor="'start'",
        get_pixel_offset=[11, 0],
    )
