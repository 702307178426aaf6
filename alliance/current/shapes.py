"""Shapes of maps, held for the browser under an address that names their content.

A change of the page then sends an address of a few bytes, and a map seen before is not sent
again. What was pushed out is put back by the next run of the page that shows it.
"""

from __future__ import annotations

import gzip
import hashlib
from collections import OrderedDict
from threading import Lock

SHAPES = "/flow_shapes/"
"""Where shapes are served."""
MOST_KEPT = 200
"""Pictures held at a time; each is some ten kilobytes."""


_kept: OrderedDict[str, bytes] = OrderedDict()


_lock = Lock()


def keep_shapes(shapes: bytes) -> str:
    """Hold shapes (JSON) for the browser, and return the address at which it finds them."""
    name = hashlib.sha256(shapes).hexdigest()[:24]
    with _lock:
        if name not in _kept:
            _kept[name] = gzip.compress(shapes, compresslevel=5, mtime=0)
        _kept.move_to_end(name)
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return f"{SHAPES}{name}.json"


def shapes_at(name: str) -> bytes | None:
    """Return shapes by the name in their address, compressed by gzip; none where not held."""
    with _lock:
        return _kept.get(name)
