"""Styles of maps for rooms in which no school may be told: their addresses answer no question.

An address of a layer says what is asked, and by another spelling another question is asked there.
So what such a room's map shows is worked out beforehand, and found under the name of its content.
"""

from __future__ import annotations

import gzip
import re
from typing import TYPE_CHECKING, Any

from starlette.datastructures import QueryParams

from alliance.current.shapes import keep_shapes
from alliance.current.state import names_hidden, served_version
from alliance.web.asked import asked_for
from alliance.web.layer_answers import layer_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping

OUTLINES = ("areas", "names")
"""Layers that hold nothing of schools."""
_LAYER = re.compile(r"^/layers/[^/]+/(\w+)\.json\??(.*)$")


def sealed(style: Mapping[str, Any]) -> dict[str, Any]:
    """Return a style whose layers of schools are found under the names of their contents.

    It is called while schools' names are hidden.
    """
    told = dict(style["metadata"])
    told["names"] = [_sealed(address) for address in told["names"]]
    told["authorities"] = _sealed(told["authorities"])
    sources = {
        name: {**source, "data": _sealed(source["data"])}
        for name, source in style["sources"].items()
    }
    # Nothing is asked about one school.
    return {**style, "metadata": {**told, "school": ""}, "sources": sources}


def _sealed(address: str) -> str:
    found = _LAYER.match(address)
    if found is None:
        return address
    layer, query = found.groups()
    if layer in OUTLINES:
        with names_hidden(False):
            return f"/layers/{served_version()}/{layer}.json?{query}"
    asked = asked_for(QueryParams(query))
    return keep_shapes(gzip.decompress(layer_bytes(served_version(), layer, asked)))
