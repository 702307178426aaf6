"""Where somebody who signed in is led back to."""

import asyncio
from urllib.parse import quote, urljoin

import pytest
from starlette.applications import Starlette
from starlette.responses import RedirectResponse
from starlette.routing import Route

from alliance.web.sign_in_return import COOKIE, Return, place_in_app

FIRST = "/"
REGISTER = "/register?register_tab=Import&day=2018-10-01&region=North+East"
MATCHES = "/matches?match_tab=Plan"
PROVIDER = "https://provider.example/authorise"
LEADS = {"/auth/login": PROVIDER, "/auth/logout": FIRST, "/oauth2callback": FIRST, "/other": FIRST}


def leading(to):
    return lambda _: RedirectResponse(to, status_code=302)


# Answers as Streamlit's routes do.
APP = Return(Starlette(routes=[Route(path, leading(to)) for path, to in LEADS.items()]))


class Browser:
    """Keeps the cookie and follows nothing."""

    def __init__(self, scheme="http"):
        self.scheme, self.cookie, self.told = scheme, "", ""

    def get(self, path, **headers):
        """Ask for a path; give where the answer leads."""
        sent = []

        async def send(message):
            sent.append(message)

        asked = {"host": "app.example", "cookie": f"{COOKIE}={self.cookie}", **headers}
        scope = {
            "type": "http",
            "method": "GET",
            "path": path,
            "scheme": self.scheme,
            "query_string": b"state=1",
            "headers": [(name.encode(), value.encode()) for name, value in asked.items()],
        }
        asyncio.run(APP(scope, None, send))
        told = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
        self.told = told.get("set-cookie", "")
        if self.told:
            self.cookie = self.told.split(";")[0].removeprefix(f"{COOKIE}=")
        return urljoin(path, told["location"])

    def leave(self, address, way="/auth/login"):
        return self.get(way, referer=f"{self.scheme}://app.example{address}")


def test_who_signs_in_comes_back_to_the_page_and_its_address_once():
    browser = Browser()
    assert browser.leave(REGISTER) == PROVIDER
    assert browser.get("/oauth2callback") == REGISTER
    assert browser.get("/oauth2callback") == FIRST


def test_who_signs_out_stays_on_the_page():
    browser = Browser()
    assert browser.leave(MATCHES, "/auth/logout") == MATCHES
    assert browser.cookie == ""


def test_no_script_reads_the_kept_place_and_it_is_kept_for_minutes():
    browser = Browser()
    browser.leave(REGISTER)
    assert "; Max-Age=900; HttpOnly; SameSite=Lax" in browser.told
    assert "Secure" not in browser.told
    by_https = Browser("https")
    by_https.leave(REGISTER)
    assert by_https.told.endswith("; Secure")


@pytest.mark.parametrize(
    "planted",
    [
        "//evil.example/register",
        "https://evil.example",
        "/\\evil.example",
        "/register/../../evil",
        "/auth/logout",
        "javascript:alert(1)",
        "http://[broken",
    ],
)
def test_a_planted_cookie_leads_to_no_other_place(planted):
    browser = Browser()
    browser.cookie = quote(planted, safe="")
    assert browser.get("/oauth2callback") in (FIRST, "/register")


@pytest.mark.parametrize("query", ["a=1\r\nset-cookie: x=1", "a=ä", f"trust={'x' * 5000}"])
def test_a_query_that_no_header_or_cookie_holds_is_left_out(query):
    assert place_in_app(f"/register?{query}") == "/register"


def test_other_redirects_are_left_alone():
    browser = Browser()
    browser.leave(REGISTER)
    assert browser.get("/other") == FIRST
