"""Plotly's own script, as its Python package brings it."""

from __future__ import annotations

import gzip
import hashlib
import importlib.util
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from alliance.errors import AllianceError

NAME = "plotly.min.js"


class Script(NamedTuple):
    """The script, compressed with gzip, with a short hash of its content."""

    body: bytes
    version: str


@lru_cache(maxsize=1)
def plotly_script() -> Script:
    """Give the script.

    Raises
    ------
    AllianceError
        The package is not installed, or lacks it.
    """
    package = importlib.util.find_spec("plotly")
    for place in (package.submodule_search_locations or []) if package else []:
        file = Path(place) / "package_data" / NAME
        if file.is_file():
            content = file.read_bytes()
            version = hashlib.sha256(content).hexdigest()[:12]
            return Script(gzip.compress(content, 6, mtime=0), version)
    raise AllianceError(
        f"The package plotly is missing or lacks {NAME}; the charts need it. "
        "Install it with: pip install -r requirements.txt"
    )


def plotly_address() -> str:
    """Give where the script is served; it changes with its content."""
    return f"/plotly/{plotly_script().version}/{NAME}"
