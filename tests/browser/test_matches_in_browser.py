import io
import re
import sqlite3

import pytest
from PIL import Image, ImageColor
from playwright.sync_api import expect

from alliance.maps.match_style import match_colours
from alliance.maps.palette import LIGHT
from tests.browser.settled import settled
from tests.browser.themes import in_each_theme

SERVED = ImageColor.getrgb(match_colours(LIGHT).served)


@pytest.fixture
def alone(serve, tmp_path):
    """A server with an empty register of its own; its address, and the register's database."""
    with serve(tmp_path / "log", ALLIANCE_DATA_DIR=str(tmp_path)) as address:
        yield address, tmp_path


def pick_row(page, table, number):
    """Tick a row of a table, which is drawn on a canvas: its boxes stand in the first column."""
    canvas = page.locator(f"[class*='st-key-{table}'] canvas").first
    canvas.scroll_into_view_if_needed()
    canvas.click(position={"x": 17, "y": 35 * number + 17}, force=True)


def figure(page, label):
    """Give a headline figure as a number."""
    cell = page.locator(".figures div", has=page.get_by_text(label, exact=True)).first
    return int(re.match(r"[\d,]+", cell.locator("dd").inner_text())[0].replace(",", ""))


def dot_on_map(page, colour):
    """Give where on the page a whole dot of a colour is drawn, as soon as one is."""
    view = page.locator(".st-key-match_map .live-map")
    for _ in range(60):
        picture = Image.open(io.BytesIO(view.screenshot())).convert("RGB")
        at, box = picture.load(), view.bounding_box()
        for y in range(3, picture.height - 3):
            for x in range(3, picture.width - 3):
                if all(at[x + i, y + j] == colour for i in (-2, 0, 2) for j in (-2, 0, 2)):
                    return box["x"] + x, box["y"] + y
        page.evaluate("new Promise(done => requestAnimationFrame(done))")
    raise AssertionError(f"No dot of {colour} on the map.")


def in_register(folder):
    """Give what the register's own database holds, whatever the page says of it."""
    with sqlite3.connect(next(folder.glob("**/register.sqlite"))) as database:
        query = "select status, origin, reasons, withdrawn from supports order by id"
        return database.execute(query).fetchall()


def test_a_commissioner_matches_the_alliance_region_and_proposes_two(alone, visit):
    address, folder = alone
    window = visit(address, height=1200)
    page = window.open("/matches")
    expect(page.get_by_role("heading", level=1)).to_have_text("Matches")
    expect(page.get_by_text(re.compile(r"[\d,]+ schools eligible for support"))).to_be_visible()
    expect(page.get_by_text("How it was proved")).to_be_visible()
    served = figure(page, "Schools matched")
    for opened in (1, 2):
        settled(page)
        pick_row(page, "plan-rows", opened)
        expect(page.get_by_role("heading", name=re.compile("^Why .* for "))).to_be_visible()
        expect(page.get_by_text("Eligible:")).to_be_visible()
        settled(page)
        page.get_by_role("button", name="Back").click()
        expect(page.locator("[class*='st-key-plan-rows'] canvas").first).to_be_visible()
    page.get_by_role("button", name="Propose in the register").click()
    page.get_by_role("button", name="Add 2 as Proposed").click()
    expect(page.get_by_text("Added 2 support arrangements as Proposed")).to_be_visible()
    settled(page)
    assert figure(page, "In the register already") == 2
    assert figure(page, "Schools matched") == served - 2
    held = in_register(folder)
    assert [row[:2] for row in held] == [("Proposed", "Matched")] * 2
    assert all("Suggested by the match of 1 June 2019" in row[2] for row in held)
    page.get_by_role("button", name="Open the register").click()
    expect(page).to_have_url(re.compile("/register"))
    expect(page.get_by_text("Rows 1 to 2 of 2").first).to_be_visible()
    page = window.open("/flows?flow_kind=Support&flow_also=Proposed")
    expect(page.get_by_text("2 support arrangements in 2 rows.")).to_be_visible()
    expect(page.locator(".st-key-flow_map .live-map[data-drawn]")).to_be_visible()
    assert not window.faults
    assert not window.astray


def test_what_was_proposed_is_taken_back_by_one_button(alone, visit):
    address, folder = alone
    page = visit(address, height=1200).open("/matches?helped_by=Founding+trusts")
    expect(page.get_by_text("How it was proved")).to_be_visible()
    served = figure(page, "Schools matched")
    page.get_by_role("button", name="Propose in the register").click()
    page.locator(".st-key-match_every label").click()
    page.get_by_role("button", name=f"Add {served} as Proposed").click()
    expect(page.get_by_text(f"Added {served} support arrangements as Proposed")).to_be_visible()
    assert len(in_register(folder)) == served
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text(f"Withdrawn: {served} support arrangements")).to_be_visible()
    assert {row[3] for row in in_register(folder)} == {1}
    settled(page)
    assert figure(page, "Schools matched") == served


def test_a_chief_executive_forbids_a_pair_proposes_two_and_takes_one_back(alone, visit):
    address, folder = alone
    window = visit(address, height=1200)
    page = window.open("/trusts?trust_profile=Outwood+Grange+Academies+Trust")
    page.get_by_role("tab", name="Whom it could help").click()
    expect(page.get_by_text("eligible for support within 25 km")).to_be_visible()
    page.get_by_role("button", name="Match these schools").click()
    expect(page).to_have_url(re.compile("/matches"))
    expect(page.get_by_text("supporting trusts: Outwood Grange Academies Trust")).to_be_visible()
    expect(page.get_by_text("How it was proved")).to_be_visible()
    settled(page)
    served = figure(page, "Schools matched")
    pick_row(page, "plan-rows", 1)
    heading = page.get_by_role("heading", name=re.compile("^Why Outwood Grange .* for "))
    expect(heading).to_be_visible()
    expect(page).to_have_url(re.compile("match_school="))
    page.get_by_role("button", name="Forbid this pair").click()
    expect(page.get_by_text(re.compile("^The changes by hand"))).to_be_visible()
    expect(heading).to_have_count(0)
    expect(page).to_have_url(re.compile("forbid="))
    settled(page)
    assert figure(page, "Schools matched") <= served
    page.get_by_role("tab", name="Plan", exact=True).click()
    for opened in (1, 2):
        settled(page)
        pick_row(page, "plan-rows", opened)
        expect(page.get_by_role("heading", name=re.compile("^Why .* for "))).to_be_visible()
        settled(page)
        page.get_by_role("button", name="Back").click()
        expect(page.locator("[class*='st-key-plan-rows'] canvas").first).to_be_visible()
    page.get_by_role("button", name="Propose in the register").click()
    page.get_by_role("button", name="Add 2 as Proposed").click()
    expect(page.get_by_text("Added 2 support arrangements as Proposed")).to_be_in_viewport()
    expect(page.get_by_role("button", name="Add 2 as Proposed")).to_have_count(0)
    page = window.open("/flows?flow_kind=Support&flow_also=Proposed&region=")
    expect(page.get_by_text("2 support arrangements in 2 rows.")).to_be_visible()
    page = window.open("/register")
    settled(page)
    pick_row(page, "supports", 1)
    page.get_by_role("button", name="Withdraw it").click()
    expect(page.get_by_text(re.compile("is withdrawn"))).to_be_visible()
    assert sorted(row[3] for row in in_register(folder)) == [0, 1]
    assert not window.faults
    assert not window.astray


def test_a_click_on_the_map_explains_a_school(app, visit):
    window = visit(app, height=1200)
    page = window.open("/matches?region=North+East&match_tab=Cold+spots")
    expect(page.locator(".st-key-match_key")).to_contain_text("Matched")
    settled(page)
    page.mouse.click(*dot_on_map(page, SERVED))
    # Another school lies within reach of the pointer: all that do are listed.
    page.locator(".map-card li button", has_text="Could be supported by").first.click()
    expect(page.get_by_role("heading", name=re.compile("^Why "))).to_be_visible()
    expect(page).to_have_url(re.compile("match_tab=One"))
    page.get_by_role("button", name="Back").click()
    expect(page.get_by_role("tab", name="Cold spots")).to_have_attribute("aria-selected", "true")
    assert not window.astray


def test_the_example_of_wakefield_city_opens_by_one_button(app, visit):
    page = visit(app).open("/matches?match_tab=What+if&what_if=A+trust+closes")
    page.get_by_role("button", name="Example: Wakefield City").click()
    expect(page.get_by_text("of Wakefield City Academies Trust")).to_be_visible()
    expect(page.get_by_text("Rows 1 to 21 of 21")).to_be_visible()
    expect(page).to_have_url(re.compile("day=2017-09-01"))


def test_england_is_matched_from_the_address_and_proved(app, visit):
    page = visit(app).open("/matches?region=")
    expect(page.get_by_text(re.compile(r"\d,\d+ schools eligible for support"))).to_be_visible()
    expect(page.get_by_text("How it was proved")).to_be_visible()


def test_the_page_of_matches_fits_a_phone(app, visit):
    page = visit(app, width=390, height=844, theme="dark").open("/matches")
    expect(page.get_by_text("How it was proved")).to_be_visible()
    for theme in in_each_theme(page):
        over = page.locator(".stMain").evaluate("e => e.scrollWidth - e.clientWidth")
        assert (theme, over) == (theme, 0)
