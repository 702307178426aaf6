"""Sign-ins end: by hand, everywhere, when idle; and what was taken away meanwhile is kept."""

import datetime as dt
import re
import sqlite3
import time

import pytest
from playwright.sync_api import expect

from tests.browser.settled import PATIENCE_S, drawn
from tests.browser.signing_in import ADA, signed_in, with_sign_in

ADMINISTRATOR = {"ALLIANCE_ROLES": "administrator=ada@example.org"}
BEN = {"sub": "ben", "name": "Ben", "email": "ben@example.org", "email_verified": True}
ADMINS = {"sub": "1", "email": ADA, "name": "Ada", "email_verified": True}


@pytest.fixture(scope="module")
def two_servers(provider, serve, tmp_path_factory):
    """Two processes of the app on one register, and its folder."""
    folder = tmp_path_factory.mktemp("both")
    others = tmp_path_factory.mktemp("others")
    with (
        with_sign_in(provider, serve, folder, **ADMINISTRATOR) as first,
        with_sign_in(
            provider, serve, others, **ADMINISTRATOR, ALLIANCE_DATA_DIR=str(folder)
        ) as second,
    ):
        yield first, second, folder


def wait_until_told(page, words):
    """Draw a page anew until it says so: what ended elsewhere holds for some seconds yet."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        page.reload()
        drawn(page)
        if page.get_by_text(words).first.is_visible():
            return
    raise AssertionError(f"It never says: {words}")


def test_a_copy_of_the_cookie_is_worth_nothing_once_somebody_has_signed_out(
    two_servers, chromium, visit
):
    address, _, folder = two_servers
    page = signed_in(visit, address, "/register")
    copied = page.context.cookies()
    lasts = next(one["expires"] for one in copied if one["name"] == "_streamlit_user")
    within = dt.datetime.fromtimestamp(lasts, dt.UTC) - dt.datetime.now(dt.UTC)
    assert dt.timedelta(hours=9) < within <= dt.timedelta(hours=10)
    page.get_by_role("button", name="Sign out", exact=True).click()
    expect(page.get_by_text("You can read. Sign in to make changes.")).to_be_visible()
    thief = visit(address, beside="http://127.0.0.1")
    thief.context.add_cookies(copied)
    stolen = thief.open("/register")
    expect(stolen.get_by_text("You have signed out. Sign in again to go on.").first).to_be_visible()
    with sqlite3.connect(folder / "register.sqlite") as register:
        said = register.execute("select what from access order by id desc limit 1").fetchone()
    assert said == ("signed out",)


def test_signing_out_everywhere_ends_it_in_another_browser_at_another_server(
    two_servers, chromium, visit
):
    first, second, _ = two_servers
    there = signed_in(visit, second, "/register?register_tab=Add")
    here = signed_in(visit, first, "/register")
    here.get_by_role("button", name="Sign out everywhere").click()
    expect(here.get_by_text("You can read. Sign in to make changes.")).to_be_visible()
    wait_until_told(there, "You were signed out everywhere.")
    expect(there.get_by_role("button", name="Save").first).to_be_disabled()
    there.get_by_role("button", name="Sign in").click()
    expect(there.get_by_text(f"Signed in as {ADA}.")).to_be_visible()


def test_an_administrator_signs_somebody_else_out_everywhere(
    two_servers, chromium, visit, comes_next
):
    first, second, folder = two_servers
    comes_next(**BEN)
    there = signed_in(visit, second, "/register")
    comes_next(**ADMINS)
    page = signed_in(visit, first, "/data?data_tab=Rights")
    line = page.get_by_text(re.compile("ben@example.org, in 1 browser, last active"))
    expect(line).to_be_visible()
    page.locator("div[data-testid=stHorizontalBlock]", has=line).last.get_by_role("button").click()
    expect(page.get_by_text("ben@example.org is signed out everywhere.")).to_be_visible()
    wait_until_told(there, "You were signed out everywhere.")
    with sqlite3.connect(folder / "register.sqlite") as register:
        query = "select who, about from access where what = 'signed somebody out'"
        assert register.execute(query).fetchall() == [(ADA, "ben@example.org")]


def test_a_sign_in_in_which_nothing_was_done_has_ended(two_servers, chromium, visit, comes_next):
    address, _, folder = two_servers
    identity = comes_next(sub="idle", name="Ida")
    page = signed_in(visit, address, "/register")
    long_ago = (dt.datetime.now(dt.UTC) - dt.timedelta(minutes=121)).replace(tzinfo=None)
    with sqlite3.connect(folder / "register.sqlite") as register:
        change = "update sign_ins set used_at = ? where identity = ?"
        register.execute(change, [str(long_ago), identity])
    wait_until_told(page, "nothing was done for 120 minutes")


def test_a_file_is_kept_account_of_under_the_name_of_whoever_took_it(
    two_servers, chromium, visit, comes_next
):
    address, _, folder = two_servers
    identity = comes_next(sub="taker", name="Tay")
    page = signed_in(visit, address, "/register")
    page.goto(f"{address}/trusts?day=2018-10-01&trust=4119")
    page.get_by_role("button", name="Download").first.click()
    with page.expect_download() as taken:
        page.get_by_role("button", name="CSV", exact=True).first.click()
    with sqlite3.connect(folder / "register.sqlite") as register:
        query = "select about from access where who_is = ? and what = 'took a file away'"
        assert register.execute(query, [identity]).fetchall() == [(taken.value.suggested_filename,)]
