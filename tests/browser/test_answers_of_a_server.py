"""What a running server says with every answer, and for how long it listens to a request."""

import re
import socket

import httpx
import pytest

PAGES = ["/", "/trusts", "/nowhere.json"]
OTHERS = [
    "/health",
    "/health/live",
    "/api/v1",
    "/api/v1/headlines",
    "/favicon.png",
    "/media/none",
    "/static/js/none.js",
    "/explore",
    "/_stcore/health",
    "/_stcore/host-config",
    "/_stcore/bidi-components/none/none.js",
    "/component/none/index.html",
    "/auth/login",
    "/" + "x" * 5000,
]


@pytest.mark.parametrize("path", PAGES + OTHERS)
def test_every_answer_is_guarded_streamlits_own_too(app, path):
    answer = httpx.get(app + path)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert "public" not in answer.headers["cache-control"]
    assert "server" not in answer.headers


@pytest.mark.parametrize("path", PAGES)
def test_every_script_in_a_page_carries_the_nonce_of_its_answer(app, path):
    answer = httpx.get(app + path, headers={"Accept": "text/html"})
    (nonce,) = re.findall(r"'nonce-([^']+)'", answer.headers["content-security-policy"])
    scripts = re.findall(r"<script[^>]*>", answer.text)
    assert scripts
    assert all(f'nonce="{nonce}"' in script for script in scripts)


def test_the_frontends_files_are_public_for_their_names_change_with_them(app):
    (script,) = re.findall(r'src="\./(static/js/index[^"]+)"', httpx.get(app).text)
    kept = httpx.get(f"{app}/{script}").headers["cache-control"]
    assert kept == "public, max-age=31536000, immutable"


def test_a_request_that_does_not_come_to_its_end_is_not_waited_for(app):
    host, port = app.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=60) as slow:
        slow.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n")
        assert slow.recv(100) == b""
