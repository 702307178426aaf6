"""A real table beside each drawn one: asked for once, it stays, and its rows open."""

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.settled import settled


def test_a_plain_table_is_asked_for_once_and_its_rows_open(app, visit):
    page = visit(app).open("/trusts")
    page.get_by_test_id("stCheckbox").filter(has_text="As a plain table").first.click()
    table = page.get_by_role("table", name="League table: multi-academy trusts")
    expect(table.get_by_role("rowheader")).to_have_count(100)
    expect(table.get_by_role("columnheader").first).to_have_text("Trust")
    settled(page)
    assert [
        one["id"]
        for one in Axe().run(page).response["violations"]
        if one["impact"] in ("serious", "critical")
    ] == []
    name = table.get_by_role("rowheader").nth(1).inner_text()
    table.get_by_role("button", name=name, exact=True).click()
    page.wait_for_url(re.compile("trust_profile="))
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    settled(page)
    # What was asked for holds on every page of the visit.
    page.get_by_role("link", name="Schools", exact=True).click()
    page.wait_for_url(re.compile("/schools"))
    schools = page.get_by_role("table").filter(has=page.get_by_role("rowheader")).first
    expect(schools.get_by_role("rowheader").first).to_be_visible()
    schools.get_by_role("rowheader").first.get_by_role("button").click()
    page.wait_for_url(re.compile(r"urn=\d{6}"))
