"""A real server on a free port and a real Chromium; the browser draws with software."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest
from playwright.sync_api import expect, sync_playwright

from alliance.bench.measure import CHROMIUM
from alliance.settings import ROOT

PATIENCE_MS = 20_000
PHONE = (
    "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/142.0.0.0 Mobile Safari/537.36"
)
expect.set_options(timeout=PATIENCE_MS)


@contextlib.contextmanager
def serving(log, *more, port=None, **environment):
    """Run the app as its users do, until its health route answers."""
    if port is None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
    options = [f"--server.port={port}", "--server.address=127.0.0.1", "--server.headless=true"]
    options += more
    with log.open("wb") as out:
        server = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "app.py", *options],
            cwd=ROOT,
            env={**os.environ, **environment},
            stdout=out,
            stderr=subprocess.STDOUT,
        )
        try:
            answered(f"http://127.0.0.1:{port}/health", server, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(timeout=10)


def answered(address, server, log=None):
    """Wait until an address answers, whatever it says."""
    give_up = time.monotonic() + PATIENCE_MS / 1000
    while time.monotonic() < give_up:
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.wait(timeout=0.1)
            break
        try:
            with urllib.request.urlopen(address, timeout=2):  # noqa: S310 -- our own server
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            continue
    told = log.read_text() if log else "it says nothing"
    raise AssertionError(f"The server does not answer: {told}")


@pytest.fixture(scope="session")
def serve():
    return serving


@pytest.fixture(scope="session")
def answers():
    return answered


@pytest.fixture(scope="session")
def app(tmp_path_factory):
    folder = tmp_path_factory.mktemp("server")
    with serving(folder / "log", ALLIANCE_DATA_DIR=str(folder)) as address:
        yield address


@pytest.fixture(scope="session")
def chromium():
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        pytest.skip("Chromium is missing; install it with: apt-get install chromium")
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=found, args=CHROMIUM)
        yield browser
        browser.close()


class Visit:
    """A visitor's window, and what went wrong or astray in it."""

    def __init__(self, chromium, address, *, width=1280, height=800, theme="light", beside=()):
        self.address = address
        self.ours = (address, "data:", "blob:", *([beside] if beside else []))
        self.context = chromium.new_context(
            viewport={"width": width, "height": height},
            color_scheme=theme,
            user_agent=PHONE if width < 640 else None,
        )
        self.context.set_default_timeout(PATIENCE_MS)
        self.page = self.context.new_page()
        self.astray, self.faults, self.sent = [], [], []
        self.page.on("request", self._follow)
        self.page.on("console", self._listen)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("websocket", self._count)

    def _follow(self, request):
        if not request.url.startswith(self.ours):
            self.astray.append(request.url)

    def _listen(self, message):
        # Software drawing is slow to read back, and Chromium says so; that is no fault of the page.
        if message.type == "error" or (
            message.type == "warning" and "GPU stall" not in message.text
        ):
            self.faults.append(message.text)

    def _count(self, socket):
        for event in ("framereceived", "framesent"):
            socket.on(event, lambda frame: self.sent.append(len(frame)))

    def open(self, path="/"):
        self.page.goto(self.address + path)
        return self.page


@pytest.fixture
def visit(chromium):
    """Give a function that opens a window; none may find a fault or ask another host."""
    visits = []

    def start(address, **kind):
        visits.append(Visit(chromium, address, **kind))
        return visits[-1]

    yield start
    for one in visits:
        one.context.close()
    assert [fault for one in visits for fault in one.faults] == []
    assert [address for one in visits for address in one.astray] == []
