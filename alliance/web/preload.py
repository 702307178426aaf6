"""Tells the browser with the page what the map will need, before Streamlit's script asks for it."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from alliance.web.assets import MAP_SCRIPT, MAP_STYLE, asset_address, takes_gzip
from alliance.web.feed_link import feed_link
from alliance.web.headers import nonce_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

Openings = Callable[[], "Mapping[str, tuple[dict[str, Any], list[str]]]"]

STATIC = "static/static/js"
NOT_PAGES = "/api/"
"""Below this address nothing is a page of Streamlit's."""
# Streamlit's script else asks below the page's own address first, and is told twice that nothing is
# there; and it waits for the answers before it opens the socket. The host's settings are fetched
# all the same: these hold until they come.
CONNECT = b"""<script>
window.__streamlit = {
  BACKEND_BASE_URL: new URL(".", location.href).href,
  HOST_CONFIG: {allowedOrigins: [location.origin], useExternalAuthToken: false},
};
</script>
"""
WANTED = ("BidiComponent", "DateInput", "Html", "Button", "ButtonGroup", "Checkbox")
# The first page draws its table when the reader comes to it.
WANTED_BELOW = (*WANTED, "TextInput", "Selectbox", "DownloadButton", "Pagination", "DataFrame")
_IMPORTED = re.compile(r"""(?:from|import)["']\./([\w.-]+\.js)["']""")


class Preload:
    """Adds links to the page, so that the map's scripts load beside the frame's.

    Without them some seventy scripts of the map, the filter and the table are asked for only when
    the first elements arrive over the socket. They stand in the page and not in a header, for
    together they are longer than a proxy may take in a header.

    Parameters
    ----------
    frontend
        Folder of Streamlit's own files.
    opening
        Gives, by theme, the map that a visit without a query opens on: what the browser is told of
        it, and the addresses it fetches. It is drawn while the page around it is being made.
    scripts
        Names of the app's own scripts that every page runs, once it has been read.

    """

    def __init__(
        self, app: ASGIApp, *, frontend: Path, opening: Openings = dict, scripts: Sequence[str] = ()
    ) -> None:
        self.app = app
        links = {wanted: _links(frontend / STATIC, wanted) for wanted in (WANTED, WANTED_BELOW)}
        always = CONNECT + _way_back() + _run(scripts)
        self.first, self.below = (always + links[w] for w in (WANTED, WANTED_BELOW))
        self.opening = opening

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and add the links to an answer that is a page."""
        other = scope["type"] != "http" or scope["method"] != "GET"
        if other or scope["path"].startswith(NOT_PAGES):
            await self.app(scope, receive, send)
            return
        small = takes_gzip(scope)
        first = scope["path"] == "/"
        plain = first and not scope.get("query_string")
        page: list[Message] = []

        async def send_with_links(message: Message) -> None:
            if message["type"] == "http.response.start" and _is_page(message):
                page.append(message)
            elif not page:
                await send(message)
            else:
                page.append(message)
                if not message.get("more_body"):
                    query = scope.get("query_string", b"").decode("latin-1")
                    top = (
                        _map_script()
                        + feed_link(query)
                        + (_opened(self.opening()) if plain else b"")
                    )
                    bottom = self.first if first else self.below
                    ends = _Ends(top, bottom, nonce_of(scope))
                    await _send_page(page, send, ends, compressed=small)

        await self.app(_uncompressed(scope), receive, send_with_links)


class _Ends(NamedTuple):
    """What stands at both ends of a page's head, and the nonce by which its scripts run."""

    top: bytes
    bottom: bytes
    nonce: str


async def _send_page(page: list[Message], send: Send, ends: _Ends, *, compressed: bool) -> None:
    """Send a page with what goes to both ends of its head, and with our style sheets.

    They stand in the body: what Streamlit writes of its own looks while it runs goes to the end of
    the head, and would outdo them.
    """
    start, *parts = page
    body = b"".join(part.get("body", b"") for part in parts)
    body = body.replace(b"<head>", b"<head>" + ends.top, 1)
    body = body.replace(b"</head>", ends.bottom + b"</head>", 1)
    body = body.replace(b"<body>", b"<body>" + _looks(), 1)
    if ends.nonce:
        body = body.replace(b"<script", b'<script nonce="%s"' % ends.nonce.encode())
    told = {b"content-length", b"etag", b"last-modified", b"vary"}
    kept = [(name, value) for name, value in start["headers"] if name.lower() not in told]
    kept.append((b"vary", b"Accept-Encoding"))
    if compressed:
        body = gzip.compress(body, 6, mtime=0)
        kept.append((b"content-encoding", b"gzip"))
    kept.append((b"content-length", str(len(body)).encode()))
    await send({**start, "headers": kept})
    await send({"type": "http.response.body", "body": body})


def _uncompressed(scope: Scope) -> Scope:
    """Ask for a page as it is: Streamlit compresses some, and the links must stand in the text."""
    if not any(b"text/html" in value for name, value in scope["headers"] if name == b"accept"):
        return scope
    kept = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
    return {**scope, "headers": kept}


def _is_page(message: Message) -> bool:
    return message["status"] == 200 and any(
        name.lower() == b"content-type" and value.startswith(b"text/html")
        for name, value in message["headers"]
    )


def _opened(maps: Mapping[str, tuple[dict[str, Any], list[str]]]) -> bytes:
    """Write the script that draws the opening map of the visitor's theme."""
    if not maps:
        return b""
    told = json.dumps(maps).replace("<", "\\u003c")
    return f"""<script>{{
const [data, fetched] = {told}[
  matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"];
for (const address of fetched) fetch("." + address).catch(() => {{}});
import(".{asset_address("live_map.js")}").then((map) => map.open(data));
}}</script>
""".encode()


def _map_script() -> bytes:
    """Write the script that draws the maps; it stands first, before a style could hold it up."""
    return (
        f'<script async src=".{asset_address(MAP_SCRIPT)}"></script>\n'
        + "".join(
            f'<link rel="modulepreload" href=".{asset_address(f"{name}.js")}">\n'
            for name in ("live_map", "dots", "map_names", "filter", "here")
        )
    ).encode()


def _way_back() -> bytes:
    """Write the script that leads whoever has wandered off back to the presentation they follow."""
    return (
        '<script>if (sessionStorage.getItem("following")) '
        f'addEventListener("DOMContentLoaded", () => import(".{asset_address("follow_line.js")}"));'
        "</script>\n"
    ).encode()


def _run(scripts: Sequence[str]) -> bytes:
    return "".join(
        f'<script type="module" fetchpriority="low" src=".{asset_address(name)}"></script>\n'
        for name in scripts
    ).encode()


def _looks() -> bytes:
    """Write the links to the style sheets of the maps and of the pages."""
    sheets = (asset_address(MAP_STYLE), asset_address("look.css"), asset_address("paper.css"))
    return "".join(f'<link rel="stylesheet" href=".{sheet}">\n' for sheet in sheets).encode()


@lru_cache(maxsize=2)
def _links(scripts: Path, wanted: tuple[str, ...]) -> bytes:
    """Write a link for each script wanted and each that it imports; none for what is not found."""
    found = [path.name for name in wanted for path in sorted(scripts.glob(f"{name}.*.js"))]
    names = dict.fromkeys(found)
    while found:
        for name in _IMPORTED.findall((scripts / found.pop(0)).read_text("utf-8")):
            if name not in names and (scripts / name).is_file():
                names[name] = None
                found.append(name)
    index = (scripts.parents[1] / "index.html").read_text("utf-8")
    return "".join(
        f'<link rel="modulepreload" fetchpriority="low" crossorigin href="./static/js/{name}">\n'
        for name in names
        if name not in index
    ).encode()
