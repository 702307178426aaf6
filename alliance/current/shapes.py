"""Shapes of maps, held for the browser under an address that names their content.

A change of the page then sends an address of a few bytes, and a map seen before is not sent
again. What was pushed out is put back by the next run of the page that shows it.
"""

from __future__ import annotations

import gzip
import hashlib
from collections import OrderedDict
from itertools import groupby
from threading import Lock

import orjson

from alliance.current.state import names_are_hidden

SHAPES = "/flow_shapes/"
"""Where shapes are served."""
MOST_KEPT = 200
"""Pictures held at a time; each is some ten kilobytes."""


_kept: OrderedDict[str, bytes] = OrderedDict()


_lock = Lock()


def keep_shapes(shapes: bytes) -> str:
    """Hold shapes (JSON) for the browser, and return the address at which it finds them.

    While schools' names are hidden, no URN is in them, and they are in no order of URNs.
    """
    if names_are_hidden():
        shapes = _without_urns(shapes)
    name = hashlib.sha256(shapes).hexdigest()[:24]
    with _lock:
        if name not in _kept:
            _kept[name] = gzip.compress(shapes, compresslevel=5, mtime=0)
        _kept.move_to_end(name)
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return f"{SHAPES}{name}.json"


def _without_urns(shapes: bytes) -> bytes:
    told = orjson.loads(shapes)
    if not isinstance(told, dict):
        return shapes
    told.pop("urn", None)
    features = told.get("features", [])
    for one in features:
        one["properties"].pop("urn", None)
    # Those drawn alike stand together, what matters most last.
    alike = groupby(features, lambda one: (one["properties"].get("k"), one["properties"].get("r")))
    if features:
        told["features"] = [
            one for _, group in alike for one in sorted(group, key=lambda one: str(one["geometry"]))
        ]
    return orjson.dumps(told)


def shapes_at(name: str) -> bytes | None:
    """Return shapes by the name in their address, compressed by gzip; none where not held."""
    with _lock:
        return _kept.get(name)
