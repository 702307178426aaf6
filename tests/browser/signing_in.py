"""A real OpenID Connect provider, and the app with sign-in at it, for tests that sign people in."""

import contextlib
import json
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import expect

ADA = "ada@example.org"


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


@contextlib.contextmanager
def with_sign_in(provider, serve, folder, **environment):
    """Run the app with sign-in switched on."""
    port = free_port()
    secrets = folder / "secrets.toml"
    secrets.write_text(
        "[auth]\n"
        f'redirect_uri = "http://127.0.0.1:{port}/oauth2callback"\n'
        'cookie_secret = "a secret of this test"\n'
        'client_id = "alliance"\n'
        'client_secret = "another"\n'
        f'server_metadata_url = "{provider}"\n'
    )
    data = {"ALLIANCE_DATA_DIR": str(folder), **environment}
    with serve(folder / "log", f"--secrets.files={secrets}", port=port, **data) as address:
        yield address


@pytest.fixture
def comes_next(provider):
    """Give a function that says whom the provider signs in next; afterwards ADA again."""
    yield lambda **claims: sign_in_next(provider, claims)
    sign_in_next(provider, {"sub": "1", "email": ADA, "name": "Ada"})


def sign_in_next(provider, claims):
    """Say whom the provider signs in next; return who that is for good."""
    top = provider.removesuffix("/.well-known/openid-configuration")
    asked = urllib.request.Request(  # noqa: S310 -- our own server
        f"{top}/next", json.dumps(claims).encode(), method="POST"
    )
    urllib.request.urlopen(asked).close()  # noqa: S310 -- our own server
    return f"{top}#{claims['sub']}"


def signed_in(visit, address, path):
    page = visit(address, beside="http://127.0.0.1").open(path)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("Signed in as")).to_be_visible()
    return page
