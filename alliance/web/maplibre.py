"""MapLibre's own script and style sheet, as its Python package brings them."""

from __future__ import annotations

import gzip
import hashlib
import importlib.util
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from alliance.errors import AllianceError

FILES = {"maplibre-gl.js": "text/javascript", "maplibre-gl.css": "text/css"}


class File(NamedTuple):
    """A file, compressed with gzip, with a short hash of its content."""

    body: bytes
    media_type: str
    version: str


@lru_cache(maxsize=4)
def maplibre_file(name: str) -> File | None:
    """Give a file of MapLibre by its name; nothing if there is none.

    Raises
    ------
    AllianceError
        The package is not installed, or lacks the file.
    """
    if name not in FILES:
        return None
    # Found, not imported: the package would load much that is not wanted here.
    package = importlib.util.find_spec("maplibre")
    places = (package.submodule_search_locations or []) if package else []
    for place in places:
        file = Path(place) / "srcjs" / name
        if file.is_file():
            content = file.read_bytes()
            version = hashlib.sha256(content).hexdigest()[:12]
            return File(gzip.compress(content, 6, mtime=0), FILES[name], version)
    raise AllianceError(
        f"The package maplibre is missing or lacks {name}; the maps need it. "
        "Install it with: pip install -r requirements.txt"
    )


def maplibre_address(name: str) -> str:
    """Give where a file of MapLibre is served; it changes with its content."""
    held = maplibre_file(name)
    return f"/maplibre/{held.version if held else ''}/{name}"
