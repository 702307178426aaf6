import re

from playwright.sync_api import expect

from tests.browser.settled import settled
from tests.browser.themes import in_each_theme

PORTLAND = 138248


def title(page):
    return page.get_by_role("heading", level=1)


def figure(page, label):
    return page.locator(".figures > div", has_text=label).locator("dd")


def test_a_chief_executive_opens_one_academys_story_before_and_after_joining(app, visit):
    visitor = visit(app)
    page = visitor.open("/schools")
    expect(title(page)).to_have_text("Schools")
    box = page.get_by_role("textbox", name="Find a school")
    box.fill("Outwood Academy Portland")
    box.press("Enter")
    expect(title(page)).to_have_text("Outwood Academy Portland")
    expect(figure(page, "Before it joined")).to_contain_text("Satisfactory")
    expect(figure(page, "Ofsted grade")).to_contain_text("Outstanding")
    spell = page.locator(".in-words tr", has_text="Outwood Grange Academies Trust")
    expect(spell).to_contain_text("Satisfactory (predecessor’s, 6 March 2012), as Portland School")
    expect(spell).to_contain_text("Outstanding (13 March 2014)")
    expect(page.locator(".js-plotly-plot")).to_be_visible()
    page.get_by_role("tab", name="Results").click()
    expect(page.get_by_text("not measured this year").first).to_be_visible()
    page.get_by_role("tab", name="Story").click()
    page.get_by_role("button", name="Outwood Grange Academies Trust").click()
    expect(title(page)).to_have_text("Outwood Grange Academies Trust")
    assert visitor.astray == []


def test_a_link_to_a_school_pasted_in_a_new_browser_shows_the_same_view(app, visit):
    first = visit(app).open("/schools?day=2018-10-01")
    box = first.get_by_role("textbox", name="Find a school")
    box.fill("WF10 4JQ")
    box.press("Enter")
    expect(title(first)).to_have_text("Castleford Academy")
    first.get_by_role("tab", name="Nearby schools").click()
    first.get_by_text("10 km", exact=True).click()
    told = first.get_by_text(re.compile(r"schools? within 10 km on 1 October 2018"))
    expect(told).to_be_visible()
    expect(first).to_have_url(re.compile("within="))
    second = visit(app).open(first.url.removeprefix(app))
    expect(title(second)).to_have_text("Castleford Academy")
    expect(second.get_by_text(told.inner_text())).to_be_visible()


def test_a_row_of_the_neighbours_opens_their_story(app, visit):
    page = visit(app).open(f"/schools?urn={PORTLAND}&part=Like+it")
    expect(page.get_by_text("Rows 1 to 10 of 10")).to_be_visible()
    settled(page)
    rows = page.locator("[class*='st-key-like'] canvas").first
    rows.scroll_into_view_if_needed()
    rows.click(position={"x": 17, "y": 35 + 17}, force=True)
    expect(title(page)).not_to_have_text("Outwood Academy Portland")
    expect(title(page)).not_to_have_text("Schools")
    expect(page).not_to_have_url(re.compile(str(PORTLAND)))


def test_a_phone_shows_every_part_without_scrolling_sideways(app, visit):
    visitor = visit(app, width=390, height=844, theme="dark")
    page = visitor.open(f"/schools?urn={PORTLAND}")
    expect(page.get_by_test_id("stMain")).to_contain_text("State of 1 June 2019")
    for part in ("Story", "Results", "Nearby schools", "Similar schools"):
        page.get_by_role("tab", name=part).click()
        expect(page.get_by_role("tab", name=part)).to_have_attribute("aria-selected", "true")
        for theme in in_each_theme(page):
            over = page.get_by_test_id("stMain").evaluate("e => e.scrollWidth - e.clientWidth")
            assert (part, theme, over) == (part, theme, 0)
            assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert visitor.astray == []


def test_the_filter_goes_along_from_a_school_to_its_trust_and_back(app, visit):
    page = visit(app).open(f"/schools?day=2018-10-01&phase=Secondary&urn={PORTLAND}")
    page.get_by_role("button", name="Outwood Grange Academies Trust").click()
    expect(title(page)).to_have_text("Outwood Grange Academies Trust")
    expect(page).to_have_url(re.compile("day=2018-10-01"))
    expect(page).to_have_url(re.compile("phase=Secondary"))
    page.get_by_role("link", name="Schools", exact=True).click()
    expect(title(page)).to_have_text("Outwood Academy Portland")
    expect(page.get_by_text("1 October 2018").first).to_be_visible()


def test_on_a_phone_the_grades_of_a_school_stand_below_one_another(app, visit):
    page = visit(app, width=390, height=844).open(f"/schools?urn={PORTLAND}")
    table = page.locator(".stacked")
    expect(table).to_be_visible()
    settled(page)
    assert table.evaluate("one => one.scrollWidth <= one.clientWidth")
    cell = table.locator("td", has_text="Outstanding (13 March 2014)")
    label = cell.evaluate("one => getComputedStyle(one, '::before').content")
    assert label == '"Latest grade since"'
