"""A real table beside each drawn one: asked for once, it stays, and its rows open."""

import re
from itertools import cycle

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.settled import all_come_to, settled
from tests.tiers import first_of_each, page_of

OF_AREAS = "/impact?impact_what=Lay+in+an+Opportunity+Area&impact_outcome=Key+stage+2"
OUTWOOD = "trust_profile=Outwood+Grange+Academies+Trust"
TABLES = {
    "/overview": (),
    "/?show=Areas+by+measure&show=Transfers": (),
    "/opportunity_areas": ("Over time",),
    "/opportunity_areas?area_profile=Doncaster": (
        "Grades over time",
        "Attainment",
        "Deprivation",
        "Trusts at work",
    ),
    "/trusts": (),
    f"/trusts?{OUTWOOD}": (
        "Whom it could help",
        "Academies joining and leaving",
        "Grades before and after",
        "Measures",
        "Neighbours",
        "Compare",
    ),
    "/schools?urn=138248": ("Results", "Nearby schools", "Similar schools"),
    "/compare?compare=trust:4119&compare=trust:4474": ("Over time", "As rows"),
    "/flows": ("Matrix", "Timeline", "Support to check"),
    "/flows?flow_kind=Documented": ("Led to joining",),
    "/matches?region=North+East": ("Not matched", "Capacity", "Need", "Cold spots"),
    OF_AREAS: ("Not compared", "Year by year", "How alike"),
    "/register?register_tab=From+articles": (),
    "/data": ("Sources", "Data checks", "Glossary"),
}
# The tables that lack a heading of rows or columns, and days that are not in words.
AMISS = """() => [...document.querySelectorAll("table")].filter((table) => table.checkVisibility()
  && !(table.querySelector("th[scope=row]") && table.querySelector("th[scope=col]")
    && !/\\b\\d{4}-\\d\\d-\\d\\d\\b/.test(table.innerText)))
  .map((table) => table.innerText.slice(0, 200))"""


def plain(page, path):
    """Tell that every table that is shown is a real one, within its page."""
    settled(page)
    expect(page.get_by_test_id("stDataFrame")).to_have_count(0)
    assert (path, page.evaluate(AMISS)) == (path, [])
    over = page.get_by_role("main").evaluate("e => e.scrollWidth - e.clientWidth")
    assert (path, over) == (path, 0)


# In turn on a wide screen and on a phone.
@pytest.mark.parametrize(
    ("path", "width"), first_of_each(zip(TABLES, cycle((1280, 390)), strict=False), page_of)
)
def test_no_table_of_any_page_is_left_without_a_plain_one(app, visit, path, width):
    page = visit(app, width=width, height=844).open(path)
    if "/impact" in path:
        # An answer takes its time.
        page.get_by_role("tab").first.wait_for(timeout=120_000)
    all_come_to(page)
    asked = page.get_by_test_id("stCheckbox").filter(has_text="As a plain table")
    if asked.count():
        asked.first.click()
    for tab in ("", *TABLES[path]):
        if tab:
            page.get_by_role("tab", name=tab, exact=True).click()
            settled(page)
        # What only paper shows is there too.
        buttons = page.get_by_test_id("stPopoverButton").filter(has_text="as a table", visible=True)
        for button in buttons.all():
            button.click()
            panel = page.get_by_test_id("stPopoverBody")
            settled(page)
            asked = panel.get_by_test_id("stCheckbox").filter(has_text="As a plain table")
            if not asked.get_by_role("checkbox").is_checked():
                asked.click()
            expect(panel.get_by_role("table")).to_be_visible()
            plain(page, path)
            page.keyboard.press("Escape")
        plain(page, path)


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
