import asyncio
import gzip
import re
from pathlib import Path

import pytest
import streamlit
from starlette.applications import Starlette
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import HTMLResponse, PlainTextResponse

from alliance.web.assets import MAP_SCRIPT, MAP_STYLE, FromMemory, asset_address
from alliance.web.preload import Preload
from alliance.web.routes import routes

FRONTEND = Path(streamlit.__file__).parent
SCRIPTS = FRONTEND / "static" / "static" / "js"


async def _within(scope, receive, send):
    path = scope["path"]
    page = "<html><head><title>App</title></head><body></body></html>"
    answer = HTMLResponse(page) if path == "/" else PlainTextResponse(f"passed on {path}")
    await answer(scope, receive, send)


# Streamlit compresses the pages below the first itself.
COMPRESSED = GZipMiddleware(_within, minimum_size=1)
ROUTED = Starlette(routes=routes())
APP = Preload(FromMemory(COMPRESSED, frontend=FRONTEND), frontend=FRONTEND)


def get(path, accept=b"gzip", query=b"", app=APP):
    """Ask the app for a path; give headers and body."""
    sent = []

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message):
        sent.append(message)

    kind = b"text/html,*/*" if path == "/" else b"*/*"
    headers = [(b"accept", kind), (b"accept-encoding", accept)]
    scope = {"type": "http", "method": "GET", "path": path, "headers": headers}
    scope["query_string"] = query
    asyncio.run(app(scope, receive, send))
    told = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return told, b"".join(message.get("body", b"") for message in sent[1:])


def linked():
    page = get("/", b"identity")[1].decode()
    return re.findall(r'rel="modulepreload"[^>]* href="\./static/js/([^"]+)"', page)


def test_the_page_links_the_scripts_of_the_map_and_all_that_they_import():
    names = linked()
    assert any(name.startswith("BidiComponent.") for name in names)
    index = (FRONTEND / "static" / "index.html").read_text()
    for name in names:
        for wanted in re.findall(r'from"\./([^"]+)"', (SCRIPTS / name).read_text("utf-8")):
            assert wanted in names or wanted in index
    assert len(names) == len(set(names))


def test_the_page_names_the_files_of_the_maps_under_the_address_they_are_served_at():
    page = gzip.decompress(get("/")[1]).decode()
    for name in (MAP_SCRIPT, MAP_STYLE):
        assert f'".{asset_address(name)}"' in page
        headers, body = get(asset_address(name), app=ROUTED)
        assert "immutable" in headers["cache-control"]
        assert b"maplibregl" in gzip.decompress(body)
        assert get(asset_address(name), b"identity", app=ROUTED)[1] == gzip.decompress(body)


def test_a_file_that_is_none_of_the_apps_is_refused():
    assert b"no such file" in get("/assets/v1/setup.py", app=ROUTED)[1]


@pytest.mark.parametrize("accept", [b"gzip", b"identity"])
def test_the_page_stays_whole_compressed_or_not(accept):
    headers, page = get("/", accept)
    assert int(headers["content-length"]) == len(page)
    assert ("content-encoding" in headers) == (accept == b"gzip")
    page = gzip.decompress(page) if accept == b"gzip" else page
    assert page.startswith(b"<html><head><script")
    assert page.count(b"<title>App</title>") == 1
    head, body = page.split(b"</head>")
    # Streamlit's own looks are written to the head while the page is used, and would outdo ours.
    assert b'rel="stylesheet"' not in head
    assert f'<link rel="stylesheet" href=".{asset_address("look.css")}">'.encode() in body
    assert body.startswith(b"<body><link")
    assert body.endswith(b"</body></html>")
    assert b"BACKEND_BASE_URL" in page


def test_a_script_comes_compressed_as_it_stands_on_disk_and_may_be_kept_for_good():
    name = linked()[0]
    headers, body = get(f"/static/js/{name}")
    assert gzip.decompress(body) == (SCRIPTS / name).read_bytes()
    assert headers["content-encoding"] == "gzip"
    assert int(headers["content-length"]) == len(body)
    assert "immutable" in headers["cache-control"]
    assert "javascript" in headers["content-type"]


def test_a_browser_that_takes_no_compression_gets_none():
    name = linked()[0]
    headers, body = get(f"/static/js/{name}", b"identity")
    assert "content-encoding" not in headers
    assert body == (SCRIPTS / name).read_bytes()


def test_what_is_no_file_of_the_frontend_is_passed_on():
    assert get("/health", b"identity")[1].startswith(b"passed on")


@pytest.mark.parametrize(
    "path",
    [
        "/static/js/no-such.js",
        "/static/../index.html",
        "/static/../../config.py",
        "/static/js/%00",
        "/static/js/\0",
        "/static/" + "a" * 5000,
    ],
)
def test_an_address_of_no_file_is_refused_and_kept_nowhere(path):
    assert get(path)[0]["cache-control"] == "no-store"
    assert b"no such file" in get(path)[1]


def test_no_other_spelling_of_an_address_is_answered():
    name = linked()[0]
    for turn in range(150):
        path = f"/static/js/{'./' * turn}/{name}"
        assert b"no such file" in get(path)[1]


def test_a_file_of_another_version_is_refused_so_that_no_browser_keeps_it():
    address = asset_address("live_map.js")
    other = address.replace(address.split("/")[2], "0123456789ab")
    assert b"another version of the app" in get(other, app=ROUTED)[1]
    assert get(other, app=ROUTED)[0]["cache-control"] == "no-store"
    assert "immutable" in get(address, app=ROUTED)[0]["cache-control"]


def test_a_first_visit_draws_its_map_with_the_page_and_no_other_visit_does():
    where = "/style/v1/light.json?day=2019-06-01"
    told = {"light": ({"style": where, "alt": "</script>"}, ["/layers/v1/a.json"])}
    app = Preload(
        FromMemory(COMPRESSED, frontend=FRONTEND), frontend=FRONTEND, opening=lambda: told
    )
    page = get("/", b"identity", app=app)[1].decode()
    assert where in page
    assert asset_address("live_map.js") in page
    assert "</script>" not in page[page.index(where) : page.index("import(")]
    assert where not in get("/trusts", b"identity", app=app)[1].decode()
    assert where not in get("/", b"identity", b"day=2018-10-01", app)[1].decode()
