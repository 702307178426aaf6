"""How fast the live map is in a real browser, beside a bare Streamlit page in the same run.

Machines differ and are noisy, so what counts is the ratio to the bare page: both are visited in
turn, by a new browser context each time, and medians are compared. The bare page is Streamlit as it
comes: it is served from a folder of its own, where the settings of this app do not hold.

What is taken as the end of a visit or a change stands in ``tests.bench.watch``.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from alliance.errors import AllianceError
from alliance.settings import ROOT
from tests.bench.watch import FETCHED, PATIENCE_MS, QUIET_MS, SETTLED, WATCH
from tests.bench.wire import relay

if TYPE_CHECKING:
    from collections.abc import Iterator

LIMITS = {"first visit": 1.6, "filter change": 1.6}
BYTES_LIMIT = 20_000
LONGEST_START_S = 120
"""A machine with other work starts a server slowly; one that ends is not waited for."""
PHASES = ["Nursery", "Secondary", "Special", "All-through"]
ENGLAND = "/?region=&" + "&".join(f"phase={phase}" for phase in [*PHASES, "Primary"])
BARE_PAGE = """
import streamlit as st
number = st.slider("Number", 0, 100, 50)
st.write(f"The number is {number}.")
"""
CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
]


@dataclass
class Measured:
    """What was measured of one page: milliseconds and bytes, a value a repeat."""

    first_visit_told_ms: list[float] = field(default_factory=list)
    first_visit_ms: list[float] = field(default_factory=list)
    first_visit_socket_bytes: list[int] = field(default_factory=list)
    first_visit_http_bytes: list[int] = field(default_factory=list)
    filter_change_told_ms: list[float] = field(default_factory=list)
    filter_change_ms: list[float] = field(default_factory=list)
    filter_change_wire_bytes: list[int] = field(default_factory=list)
    filter_change_socket_bytes: list[int] = field(default_factory=list)
    filter_change_http_bytes: list[int] = field(default_factory=list)

    def medians(self) -> dict[str, float]:
        """Return the median of each."""
        return {
            name: round(statistics.median(held), 1) if held else 0.0
            for name, held in asdict(self).items()
        }


def measure(repeats: int = 5) -> dict[str, Any]:
    """Visit the app and a bare page ``repeats`` times each, in turn.

    Returns
    -------
    dict
        ``app`` and ``bare``: medians by measure; ``ratios``: first visit and filter change of the
        app over the bare page, told and shown; ``limits``; ``holds``: whether what is shown is
        within its limit.

    Raises
    ------
    AllianceError
        Playwright or Chromium is missing, or a page does not come.
    """
    app, bare = Measured(), Measured()
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "bare.py"
        script.write_text(BARE_PAGE, "utf-8")
        with (
            playing() as browser,
            serving(ROOT / "app.py") as app_url,
            serving(script) as bare_url,
        ):
            for turn in range(repeats + 1):
                # The first turn warms both servers and is not counted.
                counted = turn > 0
                _visit_bare(browser, bare_url, bare if counted else Measured())
                _visit_app(browser, app_url, app if counted else Measured())
            # In a visit of its own, for the relay takes time.
            app.filter_change_wire_bytes = _wire_bytes(browser, app_url)
    return _told(app.medians(), bare.medians(), repeats)


def _told(app: dict[str, float], bare: dict[str, float], repeats: int) -> dict[str, Any]:
    ratios = {
        name.removesuffix("_ms").replace("_", " "): round(app[name] / bare[name], 2)
        for name in app
        if name.endswith("_ms")
    }
    holds = {name: ratios[name] <= limit for name, limit in LIMITS.items()}
    holds["socket bytes"] = app["filter_change_wire_bytes"] < BYTES_LIMIT
    return {
        "repeats": repeats,
        "app": app,
        "bare": bare,
        "ratios": ratios,
        "limits": LIMITS | {"socket bytes": BYTES_LIMIT},
        "holds": holds,
    }


def table(found: dict[str, Any]) -> str:
    """Lay the measurements out for reading."""
    lines = [f"{'median of ' + str(found['repeats']):<34}{'app':>12}{'bare page':>12}{'ratio':>8}"]
    for name, value in found["app"].items():
        ratio = found["ratios"].get(name.removesuffix("_ms").replace("_", " "))
        lines.append(
            f"{name.replace('_', ' '):<34}{value:>12,.0f}{found['bare'][name]:>12,.0f}"
            f"{ratio if ratio is not None else '':>8}"
        )
    lines += [
        f"{'ok  ' if held else 'MISS'}  {name}, to reach: at most {found['limits'][name]:,}"
        for name, held in found["holds"].items()
    ]
    return "\n".join(lines)


@contextlib.contextmanager
def playing() -> Iterator[Any]:
    """Yield a Chromium to visit pages with.

    Raises
    ------
    AllianceError
        Playwright or Chromium is missing.
    """
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        raise AllianceError(
            "The benchmark drives a browser with playwright, which is missing. "
            "Install it with: pip install -r tests/requirements.lock"
        ) from None
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        raise AllianceError("Chromium is missing. Install it with: apt-get install chromium")
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=chromium, args=CHROMIUM)
        try:
            yield browser
        finally:
            browser.close()


class Server(NamedTuple):
    """A server that runs, and the number of its process."""

    address: str
    pid: int


@contextlib.contextmanager
def serving(script: Path, **environment: str) -> Iterator[str]:
    """Run a Streamlit app on a free port, in its own folder; give its address.

    ``environment`` is added to its own.
    """
    with started(script, Path(os.devnull), **environment) as server:
        yield server.address


@contextlib.contextmanager
def started(script: Path, log: Path, **environment: str) -> Iterator[Server]:
    """Run a Streamlit app as :func:`serving` does, with what it says in a file."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with log.open("wb") as said:
        server = subprocess.Popen(
            [
                sys.executable, "-m", "streamlit", "run", str(script), f"--server.port={port}",
                "--server.address=127.0.0.1", "--server.headless=true",
                "--browser.gatherUsageStats=false",
            ],
            cwd=script.parent,
            env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
            stdout=said,
            stderr=said,
        )  # fmt: skip
    try:
        yield Server(_answering(f"http://127.0.0.1:{port}", server), server.pid)
    finally:
        server.terminate()
        server.wait(timeout=10)


def _answering(address: str, server: subprocess.Popen[bytes]) -> str:
    give_up = time.monotonic() + LONGEST_START_S
    while time.monotonic() < give_up and server.poll() is None:
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"{address}/_stcore/health", timeout=2).close()  # noqa: S310
            return address
        time.sleep(0.1)
    raise AllianceError(f"The server at {address} does not answer. Run it by hand to see why.")


def _visit_bare(browser: Any, address: str, into: Measured) -> None:
    with browser_page(browser, WATCH) as page:
        page.goto(address)
        _first(page, into, "The number is 50.", drawn=False)
        for number in range(50, 50 + len(PHASES)):
            page.locator("[role=slider], input[type=range]").first.focus()
            _change(
                page, into, f"The number is {number}.", drawn=False,
                act=lambda: page.keyboard.press("ArrowRight"),
            )  # fmt: skip


def _visit_app(browser: Any, address: str, into: Measured) -> None:
    with browser_page(browser, WATCH) as page:
        page.goto(address)
        _first(page, into, "Alliance region · ", drawn=True)
    with browser_page(browser, WATCH) as page:
        page.goto(address + ENGLAND)
        _first(page, Measured(), "England · ", drawn=True)
        for phase in PHASES:
            sentence = page.locator("p strong", has_text=" · ").first.inner_text()
            _change(page, into, sentence, drawn=True, act=partial(take_off, page, phase))


def take_off(page: Any, phase: str) -> None:
    """Take a phase off the filter, by a key as on the bare page: a click has two halves."""
    page.locator(".st-key-chips button", has_text=phase).first.focus()
    page.keyboard.press("Enter")


def _wire_bytes(browser: Any, address: str) -> list[int]:
    """Count what the socket carries with each change of filter, compressed as it travels."""
    counted = []
    with relay(address) as wire, browser_page(browser, WATCH) as page:
        page.goto(wire.address + ENGLAND)
        _first(page, Measured(), "England · ", drawn=True)
        for phase in PHASES:
            wire.socket_bytes = 0
            sentence = page.locator("p strong", has_text=" · ").first.inner_text()
            act = partial(take_off, page, phase)
            _change(page, Measured(), sentence, drawn=True, act=act)
            counted.append(wire.socket_bytes)
    return counted


@contextlib.contextmanager
def browser_page(browser: Any, watch: str = "") -> Iterator[Any]:
    """Yield a page of a visitor who has never been here; ``watch`` runs before its own scripts."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.set_default_timeout(PATIENCE_MS)
    if watch:
        context.add_init_script(watch)
    try:
        yield context.new_page()
    finally:
        context.close()


def _first(page: Any, into: Measured, text: str, *, drawn: bool) -> None:
    told, shown = page.evaluate(SETTLED, [text, True, drawn, 0])
    into.first_visit_told_ms.append(told)
    into.first_visit_ms.append(shown)
    page.wait_for_timeout(QUIET_MS)
    into.first_visit_socket_bytes.append(page.evaluate("window.socket_bytes"))
    into.first_visit_http_bytes.append(page.evaluate(FETCHED, 0))


def _change(page: Any, into: Measured, text: str, *, drawn: bool, act: Any) -> None:
    page.evaluate("addEventListener('keydown', () => window.acted = performance.now(), true)")
    page.evaluate("window.socket_bytes = 0")
    act()
    acted = page.evaluate("window.acted")
    told, shown = page.evaluate(SETTLED, [text, False, drawn, acted])
    into.filter_change_told_ms.append(told - acted)
    into.filter_change_ms.append(shown - acted)
    page.wait_for_timeout(QUIET_MS)
    into.filter_change_socket_bytes.append(page.evaluate("window.socket_bytes"))
    into.filter_change_http_bytes.append(page.evaluate(FETCHED, acted))
