"""The filter's own fields: opened, searched, chosen from and taken back by mouse and by keys."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.settled import settled
from tests.browser.test_profiles_in_browser import choose
from tests.days import GRADED


def looked_at(page):
    return page.locator("p strong", has_text=" · ").first


@pytest.fixture
def opened(app, visit):
    page = visit(app).open("/data")
    expect(page.get_by_role("combobox", name="Phase")).to_be_visible()
    settled(page)
    return page


def options_of(page, name):
    """Give the options of a list; to work out the role of each of 3,700 trusts holds a page up."""
    return page.locator(f"[role=listbox][aria-label='{name}'] [role=option]:not([hidden])")


def open_list(page, name):
    page.get_by_role("combobox", name=name, exact=True).click()
    options = options_of(page, name)
    expect(options.first).to_be_visible()
    return options


def test_a_list_opens_with_counts_that_the_page_then_shows(app, visit):
    page = visit(app).open("/?region=London")
    expect(looked_at(page)).to_contain_text("London")
    option = open_list(page, "Phase").filter(has_text="Secondary")
    expect(option.locator(".count")).to_contain_text("schools")
    told = int(re.search(r"[\d,]+", option.locator(".count").inner_text())[0].replace(",", ""))
    option.click()
    expect(page.locator(".st-key-chips")).to_contain_text("Secondary")
    expect(looked_at(page)).to_contain_text(f"{told:,} schools")
    expect(page).to_have_url(f"{app}/?region=London&day={GRADED}&phase=Secondary")
    expect(option).to_have_attribute("aria-selected", "true")


def test_the_list_is_used_by_keys_alone(opened):
    page = opened
    field = page.get_by_role("combobox", name="Trust", exact=True)
    field.focus()
    page.keyboard.type("outwood gr")
    expect(field).to_have_attribute("aria-expanded", "true")
    options = options_of(page, "Trust")
    expect(options).to_have_count(1)
    at = options.first.get_attribute("id")
    expect(field).to_have_attribute("aria-activedescendant", at)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"trust=Outwood\+Grange\+Academies\+Trust$"))
    expect(field).to_be_focused()
    page.keyboard.press("Escape")
    expect(field).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Backspace")
    expect(page).not_to_have_url(re.compile("trust="))
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("trust="))
    page.keyboard.press("Tab")
    expect(page.get_by_role("listbox")).to_have_count(0)


def test_a_trust_is_found_by_a_former_name_which_is_then_told(opened):
    page = opened
    options = open_list(page, "Trust")
    expect(options.filter(has_text="formerly")).to_have_count(0)
    page.keyboard.type("academies enterprise")
    found = options_of(page, "Trust")
    expect(found).to_contain_text(
        ["Lift Schools, formerly Academies Enterprise Trust", "London Academies Enterprise Trust"]
    )
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"trust=Lift\+Schools$"))
    chips = page.locator(".st-key-chips button")
    expect(chips.filter(has_text="Lift Schools")).to_have_text("Lift Schools")
    page.keyboard.press("Escape")
    open_list(page, "Trust")
    page.keyboard.type("lift sch")
    expect(found.first).not_to_contain_text("formerly")


def test_a_name_that_nothing_has_is_told(opened):
    open_list(opened, "Opportunity Area")
    opened.keyboard.type("Atlantis")
    listbox = opened.get_by_role("listbox", name="Opportunity Area")
    expect(listbox.get_by_role("option")).to_have_text(["No option with this name"])
    opened.keyboard.press("Enter")
    assert "area=" not in opened.url


def test_chips_take_parts_off_one_after_the_other_without_waiting(app, visit):
    page = visit(app).open("/?region=&phase=Nursery&phase=Primary&phase=Special&grade=Good")
    chips = page.locator(".st-key-chips button")
    expect(chips).to_have_count(4)
    settled(page)
    for name in ("Nursery", "Special", "Good"):
        chips.filter(has_text=name).click()
    expect(chips).to_have_text(["Primary"])
    expect(page).to_have_url(f"{app}/?region=&day={GRADED}&phase=Primary")
    other = visit(app).open("/?region=&phase=Primary")
    expect(looked_at(other)).to_be_visible()
    expect(looked_at(page)).to_have_text(looked_at(other).inner_text())
    settled(page)
    expect(chips).to_have_text(["Primary"])


def test_the_filter_and_its_address_outlive_a_change_of_page_and_the_way_back(app, visit):
    page = visit(app).open("/trusts?phase=Secondary&authority=Leeds")
    expect(page.locator(".st-key-chips")).to_contain_text("Leeds")
    settled(page)
    page.get_by_role("link", name="Data", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Data")
    expect(page).to_have_url(f"{app}/data?day={GRADED}&phase=Secondary&authority=Leeds")
    expect(page.locator(".st-key-chips")).to_contain_text("Leeds")
    settled(page)
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Trusts")
    expect(page).to_have_url(f"{app}/trusts?phase=Secondary&authority=Leeds&day={GRADED}")


def test_more_filters_are_open_where_one_is_in_use_and_a_reset_takes_all_off(app, visit):
    page = visit(app).open("/data?members=true&region=&day=2017-11-14")
    switch = page.get_by_role("checkbox", name="Founding trusts only")
    expect(switch).to_be_checked()
    expect(page.locator(".filter-switch")).to_contain_text("111")
    page.get_by_role("button", name="Reset the filter").click()
    expect(switch).not_to_be_checked()
    expect(page.locator(".st-key-chips")).to_have_text("Alliance region")
    expect(page).to_have_url(re.compile(r"/data$"))


def test_at_a_phone_s_width_the_open_list_stays_within_the_sidebar(app, visit):
    page = visit(app, width=390, height=844, theme="dark").open("/data")
    page.get_by_test_id("stExpandSidebarButton").click()
    open_list(page, "Ofsted grade")
    side = page.get_by_test_id("stSidebar").bounding_box()
    box = page.get_by_role("listbox", name="Ofsted grade").bounding_box()
    assert side["x"] <= box["x"]
    assert box["x"] + box["width"] <= side["x"] + side["width"] <= 390


def test_back_undoes_the_filter_before_it_leaves_the_page_and_enter_takes_a_typed_day(app, visit):
    page = visit(app).open("/explore")
    settled(page)
    page.get_by_role("link", name="Overview").click()
    title, chips = page.get_by_role("heading", level=1), page.locator(".st-key-chips")
    expect(title).to_have_text("Overview")
    settled(page)
    for label, name in (("Phase", "Secondary"), ("Ofsted grade", "Inadequate")):
        box = page.get_by_role("combobox", name=label, exact=True)
        box.click()
        box.fill(name)
        page.get_by_role("option", name=name).first.click()
        page.keyboard.press("Escape")
        expect(chips).to_contain_text(name)
        settled(page)
    page.go_back()
    expect(chips).not_to_contain_text("Inadequate")
    expect(page).to_have_url(re.compile("/overview.*phase=Secondary$"))
    page.go_back()
    expect(chips).not_to_contain_text("Secondary")
    expect(title).to_have_text("Overview")
    page.go_forward()
    expect(chips).to_contain_text("Secondary")
    settled(page)
    day = page.get_by_test_id("stSidebar").get_by_role("spinbutton").first
    day.click()
    page.keyboard.type("01102018")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("day=2018-10-01"))
    expect(page.get_by_text("· 1 October 2018 · ")).to_be_visible()


def test_back_takes_each_day_and_each_area_that_was_looked_at_from_the_newest_on(app, visit):
    page = visit(app).open("/schools")
    settled(page)
    page.get_by_role("link", name="Overview").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Overview")
    settled(page)
    said = page.locator("p strong").first
    for typed, day in (("01062018", "1 June 2018"), ("01092017", "1 September 2017")):
        page.get_by_test_id("stSidebar").get_by_role("spinbutton").first.click()
        page.keyboard.type(typed)
        page.keyboard.press("Enter")
        expect(said).to_contain_text(day)
        settled(page)
    page.go_back()
    expect(said).to_contain_text("1 June 2018")
    expect(page).to_have_url(re.compile("/overview.*day=2018-06-01"))
    settled(page)
    page.go_back()
    expect(said).not_to_contain_text("June 2018")
    expect(page.get_by_role("heading", level=1)).to_have_text("Overview")

    page.goto(f"{app}/opportunity_areas?area=Doncaster")
    chosen = page.get_by_role("combobox", name="Opportunity Area to look at")
    for name in ("Bradford", "Derby"):
        settled(page)
        choose(page, "Opportunity Area to look at", name)
        expect(page).to_have_url(re.compile(f"area={name}"))
    for name in ("Bradford", "Doncaster"):
        settled(page)
        page.go_back()
        expect(page).to_have_url(re.compile(f"area={name}"))
        expect(chosen).to_have_value(name)
