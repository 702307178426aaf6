"""The address of a view: what the button copies opens the same, and nonsense in one is told."""

import re
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import expect

from tests.browser.settled import settled

VIEW = "/trusts?day=2018-10-01&phase=Secondary&trust_profile=Delta+Academies+Trust"


def shown(page):
    """Wait until the page has its sentence; give title, sentence and what the chips say."""
    expect(page.locator(".figures").first).to_be_visible()
    expect(page.locator(".st-key-chips button").first).to_be_visible()
    settled(page)
    title = page.get_by_role("heading", level=1).inner_text()
    sentence = page.locator("p strong", has_text=" · ").first.inner_text()
    return title, sentence, page.locator(".st-key-chips").inner_text()


def pasted(page):
    """Paste into a window beside the app, which no page of it lets anybody read."""
    beside = page.context.new_page()
    beside.set_content("<textarea></textarea>")
    beside.locator("textarea").focus()
    beside.keyboard.press("Control+V")
    return beside.locator("textarea").input_value()


def test_what_copy_link_puts_on_the_clipboard_opens_the_same_view(app, visit):
    first = visit(app)
    first.context.grant_permissions(["clipboard-write"])
    page = first.open(VIEW)
    page.get_by_role("tab", name="Neighbours").click()
    expect(page.get_by_role("heading", name="Neighbours whose footprint overlaps")).to_be_visible()
    here = shown(page)
    zoomed = page.get_by_role("button", name="Zoom in")
    zoomed.click()
    place = page.locator(".live-map[data-place]")
    expect(place).to_have_count(1)
    settled(page)
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_text("Link copied")).to_be_visible()
    copied = pasted(page)
    query = parse_qs(urlsplit(copied).query)
    assert query["region"] == ["Alliance region"]
    assert query["map"] == [f"live,{place.get_attribute('data-place')}"]
    other = visit(app).open(copied.removeprefix(app))
    assert shown(other) == here
    expect(other.get_by_role("heading", name="Neighbours whose footprint")).to_be_visible()
    # The map is where it was, until the page looks elsewhere.
    moved = other.locator(".live-map[data-place]")
    expect(moved).to_have_attribute("data-place", place.get_attribute("data-place"))
    other.get_by_role("button", name="All trusts").click()
    expect(other).not_to_have_url(re.compile("trust_profile="))
    # A place that is none is left out without a word in the way.
    nowhere = visit(app).open(f"{VIEW}&map=live,north,54,9")
    shown(nowhere)
    expect(nowhere).not_to_have_url(re.compile("map="))
    expect(nowhere.locator(".live-map[data-place]")).to_have_count(0)


def test_the_open_tab_of_every_page_stands_in_its_address(app, visit):
    for path, tab, key in (
        ("/overview?changed=2018-06-01", "Closed", "changes_tab"),
        ("/data", "Limitations", "data_tab"),
    ):
        page = visit(app).open(path)
        tabs = page.get_by_role("tab")
        expect(tabs.first).to_be_visible()
        tabs.filter(has_text=re.compile(f"^{tab}")).first.click()
        expect(page).to_have_url(re.compile(f"{key}={tab.replace(' ', '.')}"))
        settled(page)
        other = visit(app).open(page.url.removeprefix(app))
        opened = other.get_by_role("tab", name=re.compile(f"^{tab}"), selected=True)
        expect(opened).to_be_visible()


def test_the_address_copied_names_the_day_so_that_it_holds_when_another_is_the_first(app, visit):
    first = visit(app)
    first.context.grant_permissions(["clipboard-write"])
    page = first.open("/overview")
    shown(page)
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_text("Link copied")).to_be_visible()
    query = parse_qs(urlsplit(pasted(page)).query)
    assert query == {"day": ["2019-06-01"], "region": ["Alliance region"]}


def test_where_the_page_may_not_copy_it_shows_the_address_to_be_copied_by_hand(app, visit):
    visitor = visit(app)
    visitor.page.add_init_script("delete Navigator.prototype.clipboard")
    page = visitor.open("/data?data_tab=Limitations")
    settled(page)
    page.get_by_role("button", name="Copy link").click()
    field = page.get_by_role("textbox", name="Address of this view")
    expect(field).to_have_value(re.compile(r"/data\?.*data_tab=Limitations"))
    expect(page.get_by_text("Copy the address below")).to_be_visible()


def test_nonsense_in_an_address_is_told_until_it_was_read_and_the_rest_is_shown(app, visit):
    visitor = visit(app)
    page = visitor.open(
        "/overview?phase=Primery&phase=Secondary&day=soon&what=ever"
        "&area=%3Cimg+src%3Dx+onerror%3D%22window.caught%3D1%22%3E"
    )
    note = page.locator(".st-key-address_note")
    for told in (
        "Phase: “Primery” is not known; did you mean Primary",
        "Day: “soon”; expected a day such as 2018-10-01",
        "Opportunity Area: something that is not a name is not known",
        "“what” is not used on this page",
    ):
        expect(note).to_contain_text(told)
    expect(page.locator(".st-key-chips")).to_contain_text("Secondary")
    expect(page.get_by_text("31 August 2025").first).to_be_visible()
    note.get_by_role("button", name="Close this note").click()
    expect(note).to_have_count(0)
    page.get_by_role("link", name="Data").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Data")
    expect(note).to_have_count(0)
    assert page.evaluate("window.caught") is None


def test_the_first_page_is_found_by_its_name_too(app, visit):
    page = visit(app).open("/explore?region=North+East")
    expect(page.get_by_role("heading", level=1)).to_have_text("Explore")
    expect(page.locator(".st-key-chips")).to_contain_text("North East")
