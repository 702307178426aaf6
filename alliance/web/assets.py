"""Files that the browser fetches: each read and compressed once, and kept by the browser for good.

They are the app's own scripts and style sheets, which lie in ``ui/`` beside the Python that draws
with them, the libraries that draw maps and charts, as their Python packages bring them, and
Streamlit's own. An address names the content: where that changes, so does the address.
"""

from __future__ import annotations

import gzip
import hashlib
import importlib.util
import mimetypes
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import Response

from alliance.errors import AllianceError, UnknownName
from alliance.settings import ROOT

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

KEEP_FOR_GOOD = "public, max-age=31536000, immutable"
MAP_SCRIPT, MAP_STYLE, CHART_SCRIPT = "maplibre-gl.js", "maplibre-gl.css", "plotly.min.js"
LIBRARIES = {
    MAP_SCRIPT: ("maplibre", "srcjs"),
    MAP_STYLE: ("maplibre", "srcjs"),
    CHART_SCRIPT: ("plotly", "package_data"),
}
"""By its name, the package that brings a file, and in which folder."""
_WORTH_COMPRESSING = (".js", ".css", ".svg", ".json")
_STATIC = "/static/"


def asset_address(name: str) -> str:
    """Return where a file is served, by its name.

    The app's own change address together, for a script may import another, as ``./other.js``.

    Raises
    ------
    UnknownName
        There is no such file.
    AllianceError
        The package that brings it is not installed, or lacks it.
    """
    return f"/assets/{_version(name)}/{name}"


def asset(name: str, version: str, scope: Scope) -> Response:
    """Return the answer with a file, by its name; raises as :func:`asset_address` does.

    Of another version than is here there is none: a browser keeps what it gets for good.
    """
    file = _path_of(name)
    if version != _version(name):
        raise UnknownName("This file is of another version of the app; reload the page.")
    return _answer(file, scope)


def asset_text(name: str) -> str:
    """Return what a file of text holds, by its name; raises as :func:`asset_address` does."""
    return _path_of(name).read_text("utf-8")


def hold_libraries() -> None:
    """Read and compress what draws maps and charts, before anybody asks; raises AllianceError."""
    for name in LIBRARIES:
        _read_asset(_path_of(name))


def takes_gzip(scope: Scope) -> bool:
    """Return whether a browser takes what is compressed."""
    return "gzip" in Headers(scope=scope).get("accept-encoding", "")


class FromMemory:
    """Answers for the files of Streamlit's frontend.

    A first visit asks for some 150 of them; Streamlit looks each up on disk in a thread of its own
    and sends it uncompressed, 8.5 MB in all. Their names change with their content. Those that are
    there are listed once, so that no spelling of an address keeps anything.
    """

    def __init__(self, app: ASGIApp, *, frontend: Path) -> None:
        self.app = app
        top = (frontend / "static").resolve()
        files = (file for file in (top / "static").rglob("*") if file.is_file())
        self.files = {f"/{file.relative_to(top).as_posix()}": file for file in files}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer for a file that is there, and that another is not; pass everything else on."""
        answer = self.app
        asked = scope["type"] == "http" and scope["method"] == "GET"
        if asked and scope["path"].startswith(_STATIC):
            file = self.files.get(scope["path"])
            # Reading and compressing wait in a thread, and hold nobody else up.
            answer = await run_in_threadpool(_answer, file, scope) if file else _NO_FILE
        await answer(scope, receive, send)


_NO_FILE = Response("There is no such file here.", 404, {"Cache-Control": "no-store"}, "text/plain")


class _Asset(NamedTuple):
    """A file in memory; ``gzipped`` is empty where compressing it gains nothing."""

    body: bytes
    gzipped: bytes
    kind: str


def _answer(file: Path, scope: Scope) -> Response:
    held = _read_asset(file)
    headers = {"Cache-Control": KEEP_FOR_GOOD, "Vary": "Accept-Encoding"}
    if held.gzipped and takes_gzip(scope):
        return Response(held.gzipped, 200, {**headers, "Content-Encoding": "gzip"}, held.kind)
    return Response(held.body, 200, headers, held.kind)


@lru_cache(maxsize=512)
def _read_asset(file: Path) -> _Asset:
    body = file.read_bytes()
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    small = gzip.compress(body, 6, mtime=0) if file.suffix in _WORTH_COMPRESSING else b""
    return _Asset(body, small, kind)


@lru_cache(maxsize=64)
def _path_of(name: str) -> Path:
    if name in _own():
        return _own()[name]
    if name not in LIBRARIES:
        raise UnknownName("There is no such file here; reload the page.")
    brought_by, folder = LIBRARIES[name]
    # Found, not imported: the package would load much that is not wanted here.
    package = importlib.util.find_spec(brought_by)
    for place in (package.submodule_search_locations or []) if package else []:
        if (file := Path(place) / folder / name).is_file():
            return file
    raise AllianceError(
        f"The package {brought_by} is missing or lacks {name}; maps and charts need it. "
        "Install it with: pip install -r requirements.lock"
    )


@lru_cache(maxsize=1)
def _own() -> dict[str, Path]:
    """Return the app's own scripts and style sheets by their names."""
    files = sorted((ROOT / "alliance" / "ui").rglob("*.*s"))
    return {file.name: file for file in files if file.suffix in (".js", ".css")}


@lru_cache(maxsize=64)
def _version(name: str) -> str:
    """Return a short hash of a file's content; of all the app's own for any of them."""
    files = _own().values() if name in _own() else [_path_of(name)]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12]
