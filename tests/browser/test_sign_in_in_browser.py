"""Signing in with a real OpenID Connect provider: who has not may read, who has is named."""

import json
import socket
import sqlite3
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import expect

from alliance.register import ANONYMOUS, Action, may
from tests.days import GRADED

ADA = "ada@example.org"
HEADINGS = "Supporter kind,Supporter,Recipient URN,Theme,Starts on"
ROW = "Trust,4119,140177,Curriculum,2018-01-08"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def provider(answers):
    port = free_port()
    script = Path(__file__).with_name("provider.py")
    running = subprocess.Popen([sys.executable, str(script), str(port)])
    address = f"http://127.0.0.1:{port}/.well-known/openid-configuration"
    try:
        answers(address, running)
        yield address
    finally:
        running.terminate()
        running.wait()


@pytest.fixture(scope="module")
def guarded(provider, serve, tmp_path_factory):
    """The app with sign-in switched on, and its folder."""
    folder, port = tmp_path_factory.mktemp("guarded"), free_port()
    secrets = folder / "secrets.toml"
    secrets.write_text(
        "[auth]\n"
        f'redirect_uri = "http://127.0.0.1:{port}/oauth2callback"\n'
        'cookie_secret = "a secret of this test"\n'
        'client_id = "alliance"\n'
        'client_secret = "another"\n'
        f'server_metadata_url = "{provider}"\n'
    )
    data = {"ALLIANCE_DATA_DIR": str(folder)}
    with serve(folder / "log", f"--secrets.files={secrets}", port=port, **data) as address:
        yield address, folder


def test_the_provider_is_a_real_one(provider):
    with urllib.request.urlopen(provider) as answer:  # noqa: S310 -- our own server
        assert json.load(answer)["id_token_signing_alg_values_supported"] == ["RS256"]


def test_a_visitor_may_read_and_once_signed_in_writes_under_their_name(guarded, chromium, visit):
    address, folder = guarded
    page = visit(address, beside="http://127.0.0.1").open("/register?register_tab=Import")
    expect(page.get_by_text("You can read. Sign in to make changes.")).to_be_visible()
    assert not may(ANONYMOUS, Action.IMPORT)
    page.get_by_role("tab", name="Add").click()
    expect(page.get_by_role("button", name="Save").first).to_be_disabled()
    page.get_by_role("tab", name="Import").click()
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text(f"Signed in as {ADA}.")).to_be_visible()
    assert page.url == f"{address}/register?day={GRADED}&register_tab=Import"
    page.locator("input[type=file]").set_input_files(
        {"name": "one.csv", "mimeType": "text/csv", "buffer": f"{HEADINGS}\n{ROW}\n".encode()}
    )
    page.get_by_role("button", name="Save all 1 row").click()
    expect(page.get_by_text("1 support arrangement added")).to_be_visible()
    with sqlite3.connect(folder / "register.sqlite") as register:
        held = register.execute("select who, action from audit").fetchall()
    assert held == [(ADA, "import")]
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_text("You can read. Sign in to make changes.")).to_be_visible()
    assert page.url.startswith(f"{address}/register")
