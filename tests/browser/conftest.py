"""A real server on a free port and a real Chromium; the browser draws with software.

A machine with other work to do answers later: ``ALLIANCE_TESTS_PATIENCE_S`` says how many seconds
what is expected may take (20 unless said).
"""

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

from alliance.settings import ROOT
from tests.bench.measure import CHROMIUM
from tests.browser.settled import PATIENCE_S, drawn, listening
from tests.browser.signing_in import comes_next, provider
from tests.days import GRADED

__all__ = ["comes_next", "provider"]
PATIENCE_MS = 1000 * PATIENCE_S
PHONE = (
    "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/142.0.0.0 Mobile Safari/537.36"
)
# A visitor has been here before, unless a test says that it is a first visit.
CLOSED = "try { localStorage.setItem('about closed', 'true') } catch {}"
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
            server.wait(timeout=LONGEST_START_S)


def answered(address, server, log=None):
    """Wait until an address answers, whatever it says."""
    give_up = time.monotonic() + LONGEST_START_S
    while time.monotonic() < give_up:
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.wait(timeout=0.1)
            break
        try:
            with urllib.request.urlopen(address, timeout=20):  # noqa: S310 -- our own server
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            continue
    told = log.read_text() if log else "it says nothing"
    raise AssertionError(f"The server does not answer: {told}")


@pytest.fixture(scope="module")
def invented(tmp_path_factory):
    """The app with the example register loaded."""
    folder = tmp_path_factory.mktemp("invented")
    data = {"ALLIANCE_DATA_DIR": str(folder)}
    illustrate = [sys.executable, "-m", "alliance", "register", "illustrate", "--seed", "1"]
    subprocess.run(illustrate, check=True, cwd=ROOT, env={**os.environ, **data})
    with serving(folder / "log", **data) as address:
        yield address


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
    # The shell is the same browser without a frame around its windows: a third less to do.
    known = ("chromium-headless-shell", "chromium", "chromium-browser")
    found = next(filter(None, map(shutil.which, known)), None)
    if not found:
        pytest.skip("Chromium is missing; install it with: apt-get install chromium")
    with sync_playwright() as player:
        args = [*CHROMIUM, "--process-per-site"]
        browser = player.chromium.launch(executable_path=found, args=args)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def visitors(chromium):
    return Visitors(chromium)


# A loaded machine starts a server slowly; one that ends is not waited for.
LONGEST_START_S = 240


class Visitors:
    """Visitors' browsers, used again: what one test had fetched and compiled, the next has too.

    Nothing kept, permitted or opened goes along. The pages of a visitor are drawn by one process,
    which would end with the last of them; so one that does nothing stays open.
    """

    def __init__(self, chromium):
        self.chromium = chromium
        self.free = {None: [], PHONE: []}

    def come(self, agent, address):
        """Give a visitor's browser that nobody uses now."""
        if self.free[agent]:
            return self.free[agent].pop()
        context = listening(self.chromium.new_context(user_agent=agent))
        context.set_default_timeout(PATIENCE_MS)
        context.new_page().goto(f"{address}/health")
        return context

    def leave(self, agent, address, context):
        """Take a visitor's browser back as it came."""
        stays, *opened = context.pages
        for page in opened:
            page.close()
        known = {"origin": address, "storageTypes": "local_storage,indexeddb"}
        storage = context.new_cdp_session(stays)
        storage.send("Storage.clearDataForOrigin", known)
        storage.detach()
        context.clear_cookies()
        context.clear_permissions()
        context.set_offline(False)
        self.free[agent].append(context)


class Visit:
    """A visitor's window, and what went wrong or astray in it."""

    def __init__(
        self, visitors, address, *, width=1280, height=800, theme="light", beside=(), first=False
    ):
        self.address = address
        self.ours = (address, "data:", "blob:", *([beside] if beside else []))
        self.visitors, self.agent = visitors, PHONE if width < 640 else None
        self.context = visitors.come(self.agent, address)
        self.page = self.context.new_page()
        if not first:
            self.page.add_init_script(CLOSED)
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.emulate_media(color_scheme=theme)
        self.astray, self.faults, self.sent = [], [], []
        self.page.on("request", self._follow)
        self.page.on("console", self._listen)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("websocket", self._count)

    def leave(self):
        self.visitors.leave(self.agent, self.address, self.context)

    def forgive_the_network(self):
        """Leave out what the browser says of a network that was taken away on purpose."""
        known = (
            "net::ERR_", "WebSocket", "Failed to fetch", "Client Error in reaching server",
            "when disconnected from server", "status of 503",
        )  # fmt: skip
        self.faults[:] = [one for one in self.faults if not any(word in one for word in known)]

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

    def open(self, path="/", *, day=GRADED):
        """Open a page on a day with overall grades, unless the path names another or None is asked.

        The day is settled, so that no newer list changes what a test looks at.
        """
        if day and "day=" not in path and not path.startswith("/follow"):
            path += f"{'&' if '?' in path else '?'}day={day}"
        self.page.goto(self.address + path)
        drawn(self.page)
        return self.page


@pytest.fixture
def visit(visitors):
    """Give a function that opens a window; none may find a fault or ask another host."""
    visits = []

    def start(address, **kind):
        visits.append(Visit(visitors, address, **kind))
        return visits[-1]

    yield start
    for one in visits:
        one.leave()
    assert [fault for one in visits for fault in one.faults] == []
    assert [address for one in visits for address in one.astray] == []
