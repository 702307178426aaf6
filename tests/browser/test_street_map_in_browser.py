import io
import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.settled import settled

GREEN = (0, 120, 40)


@contextmanager
def tile_server():
    """Serve green tiles and a style that draws them; give its address and what was asked."""
    picture = io.BytesIO()
    Image.new("RGB", (256, 256), GREEN).save(picture, "PNG")
    asked = []

    class Tiles(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            styled = self.path == "/style.json"
            body = json.dumps(style()).encode() if styled else picture.getvalue()
            self.send_response(200)
            self.send_header("Content-Type", "application/json" if styled else "image/png")
            self.send_header("Access-Control-Allow-Origin", "*")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    def style():
        return {
            "version": 8,
            "sources": {"tiles": {"type": "raster", "tiles": [f"{address}/{{z}}/{{x}}/{{y}}.png"]}},
            "layers": [{"id": "tiles", "type": "raster", "source": "tiles"}],
        }

    server = ThreadingHTTPServer(("127.0.0.1", 0), Tiles)
    address = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield address, asked
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize("kind", ["tiles", "style"])
def test_a_street_map_lies_underneath_and_no_other_host_may_be_asked(serve, visit, tmp_path, kind):
    with tile_server() as (host, asked):
        end = {"tiles": "/{z}/{x}/{y}.png", "style": "/style.json"}[kind]
        told = {
            "ALLIANCE_DATA_DIR": str(tmp_path),
            "ALLIANCE_STREET_MAP": host + end,
            "ALLIANCE_STREET_MAP_CREDIT": "© The Green Sheet",
        }
        with serve(tmp_path / "log", **told) as address:
            page = visit(address, beside=host).open("/")
            the_map = page.locator(".live-map")
            expect(the_map).to_contain_text("© The Green Sheet")
            settled(page)
            assert any(path.endswith(".png") for path in asked)
            seen = Image.open(io.BytesIO(the_map.screenshot())).convert("RGB")
            # Green under a veil, where the sea was.
            red, green, blue = seen.getpixel((seen.width - 150, 150))
            assert green > red + 30
            assert green > blue + 30
            allowed = page.request.get(address).headers["content-security-policy"]
            assert allowed.count(host) == 2
            assert "http" not in allowed.replace(host, "")
            # A page that stays open would miss its server.
            page.goto("about:blank")
