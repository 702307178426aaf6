"""The shapes of flows, kept for the browser under an address that names their content.

A change of the page then sends an address of a few bytes, and a picture seen before is not sent
again. What was pushed out is put back by the next run of the page that shows it.
"""

from __future__ import annotations

import gzip
import hashlib
from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, Response

if TYPE_CHECKING:
    from starlette.requests import Request

MOST_KEPT = 200
"""Pictures held at a time; each is some ten kilobytes."""

KEEP_FOR_GOOD = "public, max-age=31536000, immutable"
_kept: OrderedDict[str, bytes] = OrderedDict()
_lock = Lock()


def keep_shapes(shapes: bytes) -> str:
    """Hold shapes (JSON) for the browser, and give the address at which it finds them."""
    name = hashlib.sha256(shapes).hexdigest()[:24]
    with _lock:
        if name not in _kept:
            _kept[name] = gzip.compress(shapes, compresslevel=5, mtime=0)
        _kept.move_to_end(name)
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return f"/flow_shapes/{name}.json"


def flow_shapes(request: Request) -> Response:
    """Answer with the shapes of this name."""
    with _lock:
        body = _kept.get(request.path_params["name"])
    if body is None:
        told = {"error": "These flows are no longer held here; reload the page."}
        return JSONResponse(told, status_code=404, headers={"Cache-Control": "no-store"})
    headers = {"Cache-Control": KEEP_FOR_GOOD, "Content-Encoding": "gzip", "Vary": "Origin"}
    return Response(body, media_type="application/json", headers=headers)
