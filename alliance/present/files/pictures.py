"""Pictures of maps and charts for files: asked of the browser that shows them, and looked over.

A file says which pictures it wants and how large; the maker's own browser draws them with what
draws the page, and sends each to an address that only this maker was told.
"""

from __future__ import annotations

import io
import re
import secrets
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

from lxml import etree
from PIL import Image

from alliance.charts.frame import Chart
from alliance.errors import AllianceError, UnknownName
from alliance.web.assets import CHART_SCRIPT, asset_address

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from alliance.views.content import MapShown

MOST_BYTES = 16_000_000
"""Of one picture; a map of 2400 by 1600 pixels takes two or three million."""
KEPT_S, MOST_ORDERS = 900.0, 32
"""How long an order waits for its pictures, and how many wait at a time."""
_SVG = "{http://www.w3.org/2000/svg}"
_RUNS = {"script", "style", "foreignObject", "iframe", "animate", "set", "handler", "listener"}
_FETCHED = re.compile(r"url\(\s*['\"]?\s*([^'\")\s]*)")

Form = Literal["png", "svg"]


class PictureRefused(AllianceError):
    """What came is not the picture that was asked for."""


class Wanted(NamedTuple):
    """A picture that a file wants: of what, how large, and as what.

    ``width`` and ``height`` are pixels, ``ratio`` of them to one of a page: the larger it is, the
    larger are letters and dots. ``scene`` is the place of its scene, from 1.
    """

    scene: int
    shown: MapShown | Chart
    width: int
    height: int
    ratio: float
    form: Form = "png"

    def told(self) -> dict[str, Any]:
        """Return what the browser is told of it."""
        told: dict[str, Any] = {
            "scene": self.scene,
            "width": self.width,
            "height": self.height,
            "ratio": self.ratio,
            "form": self.form,
        }
        if isinstance(self.shown, Chart):
            library = asset_address(CHART_SCRIPT)
            data = {"figure": self.shown.untitled_json, "library": library}
            return told | {"kind": "chart", "data": data}
        return told | {"kind": "map", "data": self.shown.data, "mark": self.shown.mark}


@dataclass(eq=False)
class Order:
    """Pictures that are wanted, and those that have come; its ticket is known to its maker only."""

    wanted: tuple[Wanted, ...]
    ticket: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    began: float = field(default_factory=time.monotonic)
    come: dict[int, bytes] = field(default_factory=dict)
    page: bytes | None = None
    """What was made of them, where it is a page to print."""

    @property
    def pictures(self) -> tuple[bytes, ...] | None:
        """All pictures in order, once the last has come."""
        places = range(len(self.wanted))
        return tuple(self.come[at] for at in places) if len(self.come) == len(places) else None


class Orders:
    """The orders that wait for their pictures in this process."""

    def __init__(self) -> None:
        self._held: dict[str, Order] = {}
        self._lock = threading.Lock()

    def begin(self, wanted: Sequence[Wanted]) -> Order:
        """Keep an order; those that nobody fetched are dropped, the oldest first."""
        order = Order(tuple(wanted))
        with self._lock:
            late = time.monotonic() - KEPT_S
            kept = [one for one in self._held.values() if one.began > late]
            self._held = {one.ticket: one for one in [*kept[-MOST_ORDERS + 1 :], order]}
        return order

    def end(self, order: Order) -> None:
        """Let go of an order."""
        with self._lock:
            self._held.pop(order.ticket, None)

    def of(self, ticket: str) -> Order:
        """Return the order of a ticket; raises UnknownName where none has it."""
        order = self._held.get(ticket)
        if order is None:
            raise UnknownName("Nobody waits for this any more. Make the file again.")
        return order

    def take(self, order: Order, at: int, content: bytes) -> None:
        """Take a picture of an order; raises PictureRefused where it is not as was asked for."""
        if at >= len(order.wanted):
            raise PictureRefused(f"The file wants {len(order.wanted)} pictures.")
        look_over(content, order.wanted[at])
        order.come[at] = content


ORDERS = Orders()


def look_over(content: bytes, wanted: Wanted) -> None:
    """Raise PictureRefused unless content is the picture wanted: its kind, its size, whole."""
    if len(content) > MOST_BYTES:
        raise PictureRefused(f"A picture has at most {MOST_BYTES // 1_000_000} MB.")
    if wanted.form == "svg":
        _look_over_svg(content)
        return
    try:
        with Image.open(io.BytesIO(content), formats=["PNG"]) as picture:
            size = picture.size
            if size == (wanted.width, wanted.height):
                picture.load()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as fault:
        raise PictureRefused("The picture is no PNG, or not whole.") from fault
    if size != (wanted.width, wanted.height):
        raise PictureRefused(
            f"The picture is {size[0]} by {size[1]} pixels; wanted are {wanted.width} by "
            f"{wanted.height}."
        )


def _look_over_svg(content: bytes) -> None:
    """Refuse a drawing that is none, that holds what runs, or that fetches from elsewhere."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        drawing = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as fault:
        raise PictureRefused("The drawing is no SVG.") from fault
    if drawing.tag != f"{_SVG}svg" or drawing.getroottree().docinfo.doctype:
        raise PictureRefused("The drawing is no SVG.")
    for part in drawing.iter():
        if not isinstance(part.tag, str):
            raise PictureRefused("The drawing holds more than shapes and words.")
        name = etree.QName(part).localname
        if name in _RUNS or any(map(_reaches_out, part.attrib.items())):
            raise PictureRefused(f"The drawing holds <{name}> in a way that no chart does.")


def _reaches_out(attribute: tuple[str, str]) -> bool:
    name, value = etree.QName(attribute[0]).localname.casefold(), attribute[1].strip().casefold()
    if name.startswith("on"):
        return True
    if name == "href":
        return not value.startswith(("#", "data:image/png"))
    return any(not where.startswith("#") for where in _FETCHED.findall(value))
