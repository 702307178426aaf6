"""Signing in with a real OpenID Connect provider: who has not may read, who has is named."""

import json
import sqlite3
import urllib.error
import urllib.request

import pytest
from playwright.sync_api import expect

from alliance.register import ANONYMOUS, Action, may
from tests.browser.signing_in import ADA, signed_in, with_sign_in
from tests.days import GRADED

HEADINGS = "Supporter kind,Supporter,Recipient URN,Theme,Starts on"
ROW = "Trust,4119,140177,Curriculum,2018-01-08"


@pytest.fixture(scope="module")
def guarded(provider, serve, tmp_path_factory):
    """The app with sign-in switched on, and its folder."""
    folder = tmp_path_factory.mktemp("guarded")
    with with_sign_in(provider, serve, folder) as address:
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
    page.get_by_role("button", name="Sign out", exact=True).click()
    expect(page.get_by_text("You can read. Sign in to make changes.")).to_be_visible()
    assert page.url.startswith(f"{address}/register")


def test_a_person_of_two_hundred_groups_signs_in_with_a_cookie_that_any_proxy_takes(
    guarded, chromium, visit, comes_next
):
    address, folder = guarded
    groups = [f"{number:08x}-0000-4000-8000-000000000000" for number in range(200)]
    identity = comes_next(sub="many", name="Zoë Ünïcode", email="zoe@example.org", groups=groups)
    page = visit(address, beside="http://127.0.0.1").open("/register")
    with page.expect_response(lambda answer: "/oauth2callback" in answer.url) as called_back:
        page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("Signed in as zoe@example.org.")).to_be_visible()
    given = [
        one["value"] for one in called_back.value.headers_array() if one["name"] == "set-cookie"
    ]
    held = page.context.cookies()
    # What nginx takes as headers of an answer, and a browser as one cookie, is 4 kB.
    assert sum(map(len, given)) < 4000
    assert sum(len(one["name"]) + len(one["value"]) for one in held) < 4000
    with sqlite3.connect(folder / "register.sqlite") as register:
        (kept,) = register.execute("select groups from people where identity = ?", [identity])
        lines = register.execute("select who, what from access where who_is = ?", [identity])
        assert lines.fetchall() == [("zoe@example.org", "signed in")]
    assert sorted(json.loads(kept[0])) == sorted(groups)


ROLES = "administrator=ada@example.org; editor 4119=group:outwood; updater=eve@example.org"


@pytest.fixture(scope="module")
def roles_given(provider, serve, tmp_path_factory):
    """The app with roles, shown to who has signed in only, and its folder."""
    folder = tmp_path_factory.mktemp("roles")
    given = {"ALLIANCE_ROLES": ROLES, "ALLIANCE_SIGN_IN_TO_READ": "all"}
    with with_sign_in(provider, serve, folder, **given) as address:
        yield address, folder


def hand_in(page, *rows):
    content = "\n".join([HEADINGS, *rows, ""]).encode()
    page.locator("input[type=file]").set_input_files(
        {"name": "some.csv", "mimeType": "text/csv", "buffer": content}
    )


def test_who_has_not_signed_in_gets_no_figure_by_page_or_by_address(roles_given, chromium, visit):
    address, _ = roles_given
    page = visit(address, beside="http://127.0.0.1").open("/")
    expect(page.get_by_role("heading", name="Sign in to read this")).to_be_visible()
    for path in ("/api/v1/headlines", "/api/v1/feed", "/layers/x/schools.json", "/style/x/l.json"):
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(address + path)  # noqa: S310 -- our own server
        assert refused.value.code == 401, path
        refused.value.close()
    with urllib.request.urlopen(f"{address}/health") as answer:  # noqa: S310 -- our own server
        assert answer.status == 200
    page.goto(f"{address}/follow")
    expect(page.get_by_role("heading", name="Follow a presentation")).to_be_visible()


def test_an_editor_brings_in_what_is_of_their_trust_and_nothing_else(
    roles_given, chromium, visit, comes_next
):
    address, folder = roles_given
    identity = comes_next(sub="ed", name="Ed Editor", groups=["outwood"])
    page = signed_in(visit, address, "/register?register_tab=Import")
    hand_in(page, ROW, "Trust,5370,141354,Curriculum,2018-01-08")
    expect(page.get_by_text("own trusts only (4119)").first).to_be_visible()
    expect(page.get_by_text("2 rows: 1 good, 1 with faults")).to_be_visible()
    with sqlite3.connect(folder / "register.sqlite") as register:
        assert register.execute("select count(*) from supports").fetchone() == (0,)
    hand_in(page, ROW)
    page.get_by_role("button", name="Save all 1 row").click()
    expect(page.get_by_text("1 support arrangement added")).to_be_visible()
    page.goto(f"{address}/data?data_tab=Update+data")
    expect(page.locator("input[type=file]")).to_be_disabled()
    with sqlite3.connect(folder / "register.sqlite") as register:
        assert register.execute("select who, who_is from audit").fetchall() == [
            ("Ed Editor", identity)
        ]


def test_who_calls_themselves_as_another_has_none_of_their_rights(
    roles_given, chromium, visit, comes_next
):
    address, _ = roles_given
    comes_next(sub="mal", name="Ada", email=ADA, email_verified=False)
    page = signed_in(visit, address, "/data?data_tab=Rights")
    expect(page.get_by_text("Give and take roles")).to_be_visible()
    expect(page.get_by_role("heading", name="Roles given")).to_have_count(0)
    page.goto(f"{address}/register?register_tab=Add")
    expect(page.get_by_role("button", name="Save").first).to_be_disabled()


def test_an_administrator_gives_a_role_which_holds_at_once(
    roles_given, chromium, visit, comes_next
):
    address, _ = roles_given
    comes_next(sub="rita", name="Rita Reviewer")
    reviewer = signed_in(visit, address, "/register?register_tab=Add")
    comes_next(sub="1", email=ADA, name="Ada", email_verified=True)
    page = signed_in(visit, address, "/data?data_tab=Rights")
    expect(page.get_by_role("heading", name="Roles given")).to_be_visible()
    page.get_by_label("Who (required)").click()
    page.keyboard.type("Rita")
    page.get_by_role("option", name="Rita Reviewer").click()
    page.get_by_label("Role (required)").click()
    page.get_by_role("option", name="Commissioner").click()
    page.get_by_role("button", name="Give the role").click()
    expect(page.get_by_text("The role is given.")).to_be_visible()
    expect(page.get_by_text("(Rita Reviewer), given by ada@example.org")).to_be_visible()
    reviewer.reload()
    expect(reviewer.get_by_role("button", name="Save").first).to_be_enabled()


def test_without_sign_in_who_reaches_the_app_from_elsewhere_reads_only_and_is_told_why(
    serve, chromium, visit, tmp_path
):
    beyond = {"ALLIANCE_DATA_DIR": str(tmp_path)}
    with serve(tmp_path / "log", "--server.address=0.0.0.0", **beyond) as address:
        page = visit(address).open("/register?register_tab=Add")
        expect(page.get_by_text("Nobody can make changes here")).to_be_visible()
        expect(page.get_by_role("button", name="Save").first).to_be_disabled()
        page.close()
    on_purpose = beyond | {"ALLIANCE_OPEN_TO_WRITE": "true"}
    with serve(tmp_path / "log", "--server.address=0.0.0.0", **on_purpose) as address:
        page = visit(address).open("/register?register_tab=Add")
        expect(page.get_by_role("button", name="Save").first).to_be_enabled()
        expect(page.get_by_text("Nobody can make changes here")).to_have_count(0)
        page.close()
