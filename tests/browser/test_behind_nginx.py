"""Behind nginx as ``deploy nginx`` sets it up: four replicas of the app, one PostgreSQL, a path."""

import contextlib
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest
from playwright.sync_api import expect

from alliance.settings import ROOT
from tests.browser.settled import drawn

REPLICAS = 4
PATH = "/alliance"
NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin")
pytestmark = pytest.mark.skipif(
    NGINX is None, reason="nginx is missing; install it with: apt-get install nginx-light"
)


def free_ports(many):
    """Ports in a row that nobody uses."""
    for first in range(21_000, 32_000, many):
        with contextlib.ExitStack() as held, contextlib.suppress(OSError):
            for port in range(first, first + many):
                held.enter_context(socket.socket()).bind(("127.0.0.1", port))
            return first
    raise AssertionError("no ports are free")


@contextlib.contextmanager
def proxied(folder, listen, conf):
    """Run nginx on a configuration."""
    file = folder / "nginx.conf"
    file.write_text(conf)
    nginx = subprocess.Popen([NGINX, "-c", file, "-g", "daemon off;"], stderr=subprocess.DEVNULL)
    try:
        for _ in range(100):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", listen), 1):
                break
            with contextlib.suppress(subprocess.TimeoutExpired):
                nginx.wait(timeout=0.1)
        yield
    finally:
        nginx.terminate()
        nginx.wait(timeout=20)


def reference(folder, *options):
    """What the command prints."""
    command = [sys.executable, "-m", "alliance", "deploy", "nginx", "--no-tls", *options]
    command += ["--run", str(folder), "--log", str(folder)]
    return subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout


@pytest.fixture(scope="module")
def house(serve, postgresql, tmp_path_factory):
    """The address of the app below its path, and the replicas, to be ended one by one."""
    folder = tmp_path_factory.mktemp("nginx")
    first = free_ports(REPLICAS + 1)
    listen = first + REPLICAS
    data = {
        "ALLIANCE_DATABASE_URL": postgresql.render_as_string(hide_password=False),
        "STREAMLIT_SERVER_COOKIE_SECRET": "the same for all of them, and long enough",
    }
    with contextlib.ExitStack() as replicas:
        running = {}
        for port in range(first, first + REPLICAS):
            own = {"ALLIANCE_DATA_DIR": str(folder / str(port)), **data}
            start = serve(folder / f"{port}.log", "--server.baseUrlPath=alliance", port=port, **own)
            running[port] = replicas.enter_context(contextlib.ExitStack())
            running[port].enter_context(start)
        options = ("--replicas", str(REPLICAS), "--path", PATH, "--first-port", str(first))
        conf = reference(folder, *options, "--listen", f"127.0.0.1:{listen}")
        with proxied(folder, listen, conf):
            yield House(f"http://127.0.0.1:{listen}", running, folder / "alliance-access.log")


class House(NamedTuple):
    """The app's address, its replicas by port, to be ended one by one, and what nginx noted."""

    address: str
    running: dict
    log: Path

    def held_by(self, window):
        """The port of the replica at which a browser is."""
        assert window.request.get(f"{self.address}{PATH}/health").ok
        return int(self.log.read_text().splitlines()[-1].split(":")[-1].rstrip('"}'))


def test_every_kind_of_address_is_found_below_the_path(house):
    address = house.address
    with httpx.Client(base_url=address + PATH, headers={"Accept": "text/html"}) as ask:
        page = ask.get("/")
        assert page.status_code == 200
        assert "uvicorn" not in page.headers.get("server", "")
        scripts = re.findall(r'(?:src|href)="\.(/(?:assets|static)/[^"]+)"', page.text)
        assert len(scripts) > 20
        assert all(ask.get(script).status_code == 200 for script in scripts[:40])
        (feed,) = re.findall(r'href="\.(/api/v1/changes\.atom[^"]*)"', ask.get("/trusts").text)
        assert f"{address}{PATH}/" in ask.get(feed).text
        of_programs = {"Accept": "application/json"}
        links = ask.get("/api/v1/trusts?limit=1", headers=of_programs).headers["link"]
        assert f"<{address}{PATH}/api/v1/trusts?" in links
        following = links.split("<")[3].split(">")[0]
        assert ask.get(following, headers=of_programs).status_code == 200
        assert f'href="{PATH}/api/v1/openapi.json"' in ask.get("/api/v1").text
        assert ask.get("/explore?day=2019-06-01").headers["location"] == "./?day=2019-06-01"
    assert httpx.get(address + PATH).headers["location"] == f"{PATH}/"
    assert httpx.get(f"{address}/").status_code == 404


def test_a_browser_stays_with_one_replica(house):
    address = house.address
    with httpx.Client(base_url=address + PATH) as ask:
        first = ask.get("/health")
        assert "HttpOnly" in first.headers["set-cookie"]
        # Streamlit names a visit's cookie against forgery anew for each replica that is asked.
        assert "alliance_replica" not in ask.get("/health").headers.get("set-cookie", "")


def test_maps_charts_downloads_and_a_meeting_across_replicas_outlive_a_replica(house, visit):
    address = house.address
    presenter = visit(address)
    page = presenter.open(f"{PATH}/present?presentation=story&scene=1", day=None)
    page.get_by_role("button", name="Start following").click()
    told = page.locator(".invite-address")
    expect(told).to_contain_text(f"{PATH}/follow")
    code = page.locator(".invite-code").inner_text().replace(" ", "")

    follower = visit(address, width=390, height=844)
    room = follower.open(f"{PATH}/follow?code={code}")
    expect(room.get_by_text("begins in a moment")).to_be_visible()
    page.get_by_role("button", name="Show them this scene").click()
    first = page.locator("h1").first.inner_text()
    expect(room.locator("h1").first).to_have_text(first)

    reader = visit(address)
    maps = reader.open(f"{PATH}/")
    expect(maps.locator(".live-map[data-drawn]").first).to_be_visible()

    # The replica that holds the presenter ends; she goes on at another, without loading the page.
    house.running[house.held_by(page)].close()
    maps.goto(f"{address}{PATH}/trusts?trust_profile=WISE+Academies&day=2019-06-01")
    drawn(maps)
    expect(maps.locator("h1").first).to_contain_text("WISE Academies")
    page.get_by_role("button", name="Next").click()
    expect(page.locator("h1").first).not_to_have_text(first)
    second = page.locator("h1").first.inner_text()
    expect(room.locator("h1").first).to_have_text(second)
    for one in (presenter, follower, reader):
        one.forgive_the_network()


def test_a_proxy_that_takes_the_path_off_needs_no_more_of_the_app(serve, visit, tmp_path):
    first = free_ports(2)
    listen = first + 1
    conf = reference(tmp_path, "--first-port", str(first), "--listen", f"127.0.0.1:{listen}")
    conf = conf.replace("location / { proxy_pass http://alliance; }",
                        "location /below/ { proxy_pass http://alliance/; }")  # fmt: skip
    conf = conf.replace("location /_stcore/stream {\n            proxy_pass http://alliance;",
                        "location /below/_stcore/stream {\n            "
                        "proxy_pass http://alliance/_stcore/stream;")  # fmt: skip
    with (
        serve(tmp_path / "log", port=first, ALLIANCE_DATA_DIR=str(tmp_path)),
        proxied(tmp_path, listen, conf),
    ):
        page = visit(f"http://127.0.0.1:{listen}").open("/below/")
        expect(page.locator(".live-map[data-drawn]").first).to_be_visible()
        page.goto(f"http://127.0.0.1:{listen}/below/overview?day=2019-06-01")
        drawn(page)
        expect(page.locator(".js-plotly-plot").first).to_be_visible()
        # A page that stays open would miss its server.
        page.goto("about:blank")
