"""Answers with shapes of maps, by the name that their content has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, Response

from alliance.current.shapes import shapes_at

if TYPE_CHECKING:
    from starlette.requests import Request

KEEP_PRIVATELY = "private, max-age=31536000, immutable"


def flow_shapes(request: Request) -> Response:
    """Answer with the shapes of this name."""
    body = shapes_at(request.path_params["name"])
    if body is None:
        told = {"error": "These flows are no longer held here; reload the page."}
        return JSONResponse(told, status_code=404, headers={"Cache-Control": "no-store"})
    # What the register of support holds may be among them: the reader's browser keeps it, and
    # nobody on the way.
    headers = {"Cache-Control": KEEP_PRIVATELY, "Content-Encoding": "gzip", "Vary": "Origin"}
    return Response(body, media_type="application/json", headers=headers)
