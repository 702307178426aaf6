"""The key of a map as the page writes it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alliance.maps.key import Key
    from alliance.maps.palette import Theme


def map_key(key: Key, theme: Theme) -> str:
    """Write the key as HTML."""
    items = "".join(
        f'<li><i class="{row.shape}" style="color:{row.colour}"></i>{escape(row.words)}'
        f"<b>{row.number}</b></li>"
        for row in key.rows
    )
    title = f"<strong>{escape(key.title)}</strong>" if key.title else ""
    return f'<div class="map-key" style="background:{theme.halo}">{title}<ul>{items}</ul></div>'
