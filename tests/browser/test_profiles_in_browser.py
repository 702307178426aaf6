import csv
import re

import pytest
from playwright.sync_api import expect

from tests.browser.settled import settled
from tests.browser.themes import in_each_theme


def choose(page, label, name):
    """Pick an option of a box by typing its name."""
    box = page.get_by_role("combobox", name=label, exact=True)
    box.click()
    box.fill(name)
    page.get_by_role("option", name=name, exact=True).click()


def pick_row(page, table, number):
    """Tick a row of a table, which is drawn on a canvas: its boxes stand in the first column."""
    canvas = page.locator(f"[class*='st-key-{table}'] canvas").first
    canvas.scroll_into_view_if_needed()
    canvas.click(position={"x": 17, "y": 35 * number + 17}, force=True)


def test_a_commissioner_finds_the_schools_in_need_in_doncaster_and_downloads_them(app, visit):
    page = visit(app).open("/opportunity_areas")
    expect(page.get_by_role("heading", level=1)).to_have_text("Opportunity Areas")
    choose(page, "Opportunity Area to look at", "Doncaster")
    expect(page.get_by_role("heading", name="Schools in Doncaster: ")).to_be_visible()
    expect(page).to_have_url(re.compile("area=Doncaster"))
    settled(page)
    told = page.get_by_text(re.compile(r"\d+ of \d+ graded schools")).first.inner_text()
    page.locator(".st-key-in-need-downloads button").click()
    with page.expect_download() as download:
        page.locator(".st-key-in-need-download-CSV button").click()
    with open(download.value.path(), encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == int(told.split(" of ")[0])
    assert download.value.suggested_filename.startswith(
        "opportunity-areas-schools-in-doncaster-less-than-good-"
    )
    # A grade of the school before it is said to be so.
    grades = {row["grade"].removesuffix(" (predecessor’s)") for row in rows}
    assert grades == {"Requires improvement", "Inadequate"}
    assert {row["opportunity_area"] for row in rows} == {"Doncaster"}
    assert all(0 <= float(row["distance_km"]) < 60 for row in rows if row["distance_km"])


def test_a_row_of_the_12_opens_the_area_and_the_same_row_opens_it_again(app, visit):
    page = visit(app).open("/opportunity_areas")
    for _ in range(2):
        expect(page.get_by_text("Rows 1 to 13 of 13")).to_be_visible()
        settled(page)
        pick_row(page, "all-areas-rows", 1)
        expect(page.get_by_role("heading", level=1)).to_have_text("Doncaster")
        page.get_by_role("button", name="All 12 side by side").click()


def test_a_chief_executive_compares_two_trusts_and_opens_one_academys_story(app, visit):
    page = visit(app).open("/trusts")
    choose(page, "Trust to look at", "Outwood Grange Academies Trust")
    title = page.get_by_role("heading", level=1)
    expect(title).to_have_text("Outwood Grange Academies Trust")
    expect(page.locator(".map-key")).to_contain_text("Outwood Grange Academies Trust")
    page.get_by_role("tab", name="Compare").click()
    choose(page, "Up to 4 other trusts", "Delta Academies Trust")
    expect(page.locator(".map-key")).to_contain_text("Delta Academies Trust")
    chart = page.get_by_text("Outwood Grange Academies Trust and Delta").first
    expect(chart).to_be_visible()
    expect(page).to_have_url(re.compile("compared_with=Delta"))
    settled(page)
    # The link, pasted in another browser, shows the same.
    other = visit(app).open(page.url.removeprefix(app))
    expect(other.get_by_role("heading", level=1)).to_have_text("Outwood Grange Academies Trust")
    expect(other.locator(".map-key")).to_contain_text("Delta Academies Trust")
    expect(other.get_by_text("Outwood Grange Academies Trust and Delta").first).to_be_visible()
    other.get_by_role("tab", name="Grades before and after").click()
    expect(other.get_by_text("better since joining").first).to_be_visible()
    expect(other.get_by_text("Rows 1 to 31 of 31.")).to_be_visible()
    settled(other)
    pick_row(other, "before-and-after-rows", 1)
    expect(other).to_have_url(re.compile(r"/schools\?.*urn=\d+"))
    expect(other.get_by_role("heading", level=1)).to_have_text("Outwood Academy Acklam")
    figures = other.locator(".figures > div")
    expect(figures.filter(has_text="Before it joined").locator("dd")).to_contain_text("Inadequate")
    expect(figures.filter(has_text="Ofsted grade").locator("dd")).to_contain_text("Good")


def test_a_trust_at_work_in_an_area_opens_its_own_profile(app, visit):
    page = visit(app).open(
        "/opportunity_areas?area_profile=Doncaster&area_tab=Trusts+at+work&phase=Primary"
    )
    expect(page.get_by_text(re.compile("trusts run"))).to_be_visible()
    settled(page)
    pick_row(page, "trusts-at-work-rows", 1)
    expect(page).to_have_url(re.compile(r"/trusts\?.*trust_profile="))
    expect(page.get_by_text("Multi-academy trust ·")).to_be_visible()
    expect(page).to_have_url(re.compile("phase=Primary"))


@pytest.mark.parametrize("path", ["opportunity_areas?area_profile=Doncaster", "trusts"])
def test_the_pages_fit_a_phone(app, visit, path):
    page = visit(app, width=390, height=844, theme="dark").open(f"/{path}")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    for theme in in_each_theme(page):
        over = page.locator(".stMain").evaluate("e => e.scrollWidth - e.clientWidth")
        assert (theme, over) == (theme, 0)
