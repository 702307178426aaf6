"""The addresses this app answers beside Streamlit's own: layers, styles of maps, health."""

from __future__ import annotations

import gzip
from functools import lru_cache
from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from alliance.current.state import of_version
from alliance.errors import AllianceError, HistoryError, RegisterError, UnknownName
from alliance.maps.way_finding import ground_bytes
from alliance.web.asked import asked_for
from alliance.web.assets import KEEP_FOR_GOOD, asset
from alliance.web.faults import said
from alliance.web.filter_lists import list_bytes, trusts_of_number
from alliance.web.flow_shapes import flow_shapes
from alliance.web.health import health_routes
from alliance.web.layer_answers import layer_bytes, map_style, school_bytes

if TYPE_CHECKING:
    from starlette.requests import Request


def layer(request: Request) -> Response:
    """Answer with a layer, to be kept for good: its address names the content."""
    version = request.path_params["version"]
    try:
        # Another history may take its place meanwhile, and this answer is kept for good.
        with of_version(version):
            layer = request.path_params["layer"]
            body = layer_bytes(version, layer, asked_for(request.query_params))
    except AllianceError as fault:
        return _refusal(fault)
    headers = {"Cache-Control": KEEP_FOR_GOOD, "Content-Encoding": "gzip", "Vary": "Origin"}
    return Response(body, media_type="application/json", headers=headers)


def option_list(request: Request) -> Response:
    """Answer with the options of a part of the filter, each with the schools it would hold."""
    version = request.path_params["version"]
    try:
        with of_version(version):
            body = list_bytes(request.path_params["part"], asked_for(request.query_params))
    except AllianceError as fault:
        return _refusal(fault)
    headers = {"Cache-Control": KEEP_FOR_GOOD, "Content-Encoding": "gzip"}
    return Response(body, media_type="application/json", headers=headers)


def numbered(request: Request) -> Response:
    """Answer with the names of the trusts of a number."""
    try:
        with of_version(request.path_params["version"]):
            found = trusts_of_number(asked_for(request.query_params))
    except AllianceError as fault:
        return _refusal(fault)
    return JSONResponse(found, headers={"Cache-Control": KEEP_FOR_GOOD})


def school(request: Request) -> Response:
    """Answer with what the map says of one school."""
    try:
        with of_version(request.path_params["version"]):
            body = school_bytes(asked_for(request.query_params))
    except AllianceError as fault:
        return _refusal(fault)
    headers = {"Cache-Control": KEEP_FOR_GOOD}
    return Response(body, media_type="application/json", headers=headers)


def style(request: Request) -> Response:
    """Answer with the style of a map, in a theme."""
    version, theme = request.path_params["version"], request.path_params["theme"]
    try:
        with of_version(version):
            found = map_style(version, theme, asked_for(request.query_params))
    except AllianceError as fault:
        return _refusal(fault)
    return JSONResponse(found, headers={"Cache-Control": KEEP_FOR_GOOD})


def file(request: Request) -> Response:
    """Answer with a file, to be kept for good: its address names the content."""
    try:
        found = request.path_params
        return asset(found["name"], found["version"], request.scope)
    except AllianceError as fault:
        return _refusal(fault)


def ground(request: Request) -> Response:
    """Answer with a part of the ground, to be kept for good: its address names the content."""
    try:
        body = ground_held(request.path_params["name"], request.path_params["version"])
    except AllianceError as fault:
        return _refusal(fault)
    headers = {"Cache-Control": KEEP_FOR_GOOD, "Content-Encoding": "gzip", "Vary": "Origin"}
    return Response(body, media_type="application/json", headers=headers)


@lru_cache(maxsize=16)
def ground_held(name: str, version: str) -> bytes:
    """Return a part of the ground, compressed once; raises UnknownName where there is none."""
    return gzip.compress(ground_bytes(name, version), compresslevel=6, mtime=0)


def first_page(request: Request) -> Response:
    """Lead who gives the first page its name to where it stands: at the app's own address."""
    query = request.url.query
    return RedirectResponse(f"./?{query}" if query else "./", status_code=307)


def routes() -> list[Route]:
    """Return the routes to hand to the server."""
    return [
        Route("/layers/{version}/school.json", school),
        Route("/layers/{version}/{layer}.json", layer),
        Route("/filter/{version}/numbered.json", numbered),
        Route("/ground/{version}/{name}.json", ground),
        Route("/filter/{version}/{part}.json", option_list),
        Route("/style/{version}/{theme}.json", style),
        Route("/assets/{version}/{name}", file),
        Route("/flow_shapes/{name}.json", flow_shapes),
        Route("/explore", first_page),
        *health_routes(),
    ]


def _refusal(fault: AllianceError) -> JSONResponse:
    headers = {"Cache-Control": "no-store"}
    if isinstance(fault, HistoryError | RegisterError):
        return JSONResponse({"error": said(fault)}, status_code=503, headers=headers)
    status = 404 if isinstance(fault, UnknownName) else 400
    return JSONResponse({"error": str(fault)}, status_code=status, headers=headers)
