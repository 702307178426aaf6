"""The street map underneath: none, or the one that the settings name."""

from __future__ import annotations

from html import escape
from typing import NamedTuple
from urllib.parse import urlsplit

from alliance.settings import Settings, settings


class StreetMap(NamedTuple):
    """A street map that lies under the schools.

    Parameters
    ----------
    address
        Of tiles, with ``{z}``, ``{x}`` and ``{y}``, or of a MapLibre style.
    credit
        Whose it is, as HTML that shows the words of the setting.
    opacity
        From 0 to 1, how strongly it is drawn.

    """

    address: str
    credit: str
    opacity: float

    @property
    def tiled(self) -> bool:
        """Whether the address is that of tiles that are pictures."""
        return "{z}" in self.address

    @property
    def host(self) -> str:
        """The one host that pages may ask because of it, as a policy names it."""
        parts = urlsplit(self.address)
        return f"{parts.scheme}://{parts.netloc}"


def street_map(given: Settings | None = None) -> StreetMap | None:
    """Return the street map of the settings; none where none is named."""
    told = given or settings()
    if not told.street_map:
        return None
    return StreetMap(told.street_map, escape(told.street_map_credit), told.street_map_opacity)
