"""The keyboard's way, and what is told aloud; and each change the app makes to Streamlit's page."""

import io
import re

import pytest
import streamlit as st
from PIL import Image
from playwright.sync_api import expect

from alliance.ui.app.workarounds import WRITTEN_FOR, workarounds
from tests.browser.settled import settled
from tests.browser.told import told

# What is pressed and smaller than 24 by 24, but words in a line and what only the keyboard shows.
SMALL = """() => [...document.querySelectorAll(
    'button, a[href], input, summary, [role=button], [role=tab], [role=radio]')]
  .filter((one) => one.checkVisibility() && !one.closest('p, li, td, label')
    && one.dataset.testid !== 'stSkipToContent')
  .map((one) => [one.ariaLabel || one.innerText, one.getBoundingClientRect()])
  .filter(([, box]) => box.right > 0 && box.left < innerWidth)  // no sidebar that is put away
  .filter(([, box]) => box.width < 23.9 || box.height < 23.9)
  .map(([name, box]) => `${name}: ${box.width} by ${box.height}`)"""
# The room between letters, words, lines and paragraphs that a reader may ask for (WCAG 1.4.12), and
# the buttons and labels whose words it pushes out of their boxes.
ROOM = (
    "* { line-height: 1.5 !important; letter-spacing: 0.12em !important;"
    " word-spacing: 0.16em !important } p { margin-bottom: 2em !important }"
)
CUT = """() => [...document.querySelectorAll('button, label, dt, dd, th, h1, h2, [role=tab]')]
  .filter((one) => one.checkVisibility() && one.innerText?.trim() && one.clientWidth > 1)
  .filter((one) => getComputedStyle(one).overflow !== 'visible'
    && (one.scrollWidth > one.clientWidth + 2 || one.scrollHeight > one.clientHeight + 3))
  .map((one) => one.innerText)"""


def test_what_is_changed_in_streamlits_page_was_written_for_the_version_installed():
    assert st.__version__ == WRITTEN_FOR
    assert workarounds() == ("workarounds.js",)
    assert workarounds("1.68.0") == ()


# Where the focus is: in a panel, on the button of an open one, and on what.
AT = """() => {
  let at = document.activeElement;
  while (at.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  return {
    inside: at.closest("[data-testid=stPopoverBody]") !== null,
    button: at.matches("[data-testid=stPopoverButton][aria-expanded=true]"),
    what: at.ariaLabel ?? at.innerText,
  };
}"""
# Panels by what they end with: a form, a row of buttons to choose one or several of, a table; and
# by what stands behind their button: a button, a list to choose from, the names of tabs.
PANELS = {
    "a form": ("/", "Find a school"),
    "a choice of one": ("/trusts?trust_profile=WISE+Academies", "Clusters within 25 km"),
    "a choice of several": ("/flows", "Kinds of move"),
    "a table": ("/overview", "The map as a table"),
    "a button, before tabs": ("/trusts?trust_profile=WISE+Academies", "Take-away map"),
    "days": ("/?show=Transfers", "Period"),
}


def stops(page, key):
    """Press a key until the focus leaves the panel; give what it stopped at, and where it left."""
    inside = []
    for _ in range(30):
        page.keyboard.press(key)
        at = page.evaluate(AT)
        if not at["inside"]:
            return inside, at
        inside.append(at["what"])
    raise AssertionError(f"The keyboard is caught in the panel: {inside}")


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("ends", PANELS)
@pytest.mark.quick_cases
def test_a_panel_comes_after_its_button_both_ways_and_escape_leads_back(app, visit, ends, width):
    path, name = PANELS[ends]
    page = visit(app, width=width, height=844).open(path)
    button = page.get_by_test_id("stPopoverButton").filter(has_text=name).first
    button.focus()
    page.keyboard.press("Enter")
    panel = page.get_by_test_id("stPopoverBody")
    expect(panel).to_be_visible()
    if ends == "a table":  # which is sent once the panel is open, and drawn after its words
        expect(panel.locator("[data-testid=stDataFrame] canvas[tabindex='0']")).to_be_attached()
    settled(page)
    button.focus()
    forth, behind = stops(page, "Tab")
    assert len(forth) > 0
    assert not behind["button"]
    back, before = stops(page, "Shift+Tab")
    assert back == forth[::-1]
    assert before["button"]
    # On from the button, the panel is left out no more than before.
    assert stops(page, "Tab") == (forth, behind)
    page.keyboard.press("Shift+Tab")
    settled(page)
    if page.locator(".stTooltipContent").is_visible():
        page.keyboard.press("Escape")  # which closes no more than the tooltip
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("stPopoverBody")).to_have_count(0)
    expect(button).to_be_focused()


def test_escape_closes_a_tooltip_and_nothing_else_and_it_comes_again(app, visit):
    page = visit(app).open("/")
    page.get_by_test_id("stPopoverButton").filter(has_text="Trusts in colour").click()
    panel = page.get_by_test_id("stPopoverBody")
    help_of = panel.get_by_role("button", name="Help for Trusts in colour")
    help_of.focus()
    tip = page.locator(".stTooltipContent")
    expect(tip).to_be_visible()
    page.keyboard.press("Escape")
    expect(tip).not_to_be_visible()
    expect(panel).to_be_visible()
    page.get_by_role("combobox", name="Trusts in colour").focus()
    help_of.focus()
    expect(tip).to_be_visible()


def test_enter_opens_a_row_and_the_keyboard_goes_on_in_the_page(app, visit):
    page = visit(app).open("/schools")
    expect(page.get_by_text("or Enter on it, to open it")).to_be_visible()
    table = page.get_by_test_id("stDataFrame").first
    table.scroll_into_view_if_needed()
    settled(page)
    table.locator("canvas[tabindex='0']").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"urn=\d{6}"))
    settled(page)
    main = page.get_by_role("main")
    expect(main).to_be_focused()
    # It holds the keyboard's place alone: a ring around the whole page would tell of a control.
    expect(main).to_have_css("outline-style", "none")


def test_a_press_of_a_name_opens_its_row(app, visit):
    page = visit(app).open("/schools")
    canvas = page.get_by_test_id("stDataFrame").first.locator("canvas").first
    canvas.scroll_into_view_if_needed()
    settled(page)
    canvas.click(position={"x": 90, "y": 2 * 35 + 17}, force=True)
    page.wait_for_url(re.compile(r"urn=\d{6}"))


def test_who_asks_for_help_on_a_box_does_not_tick_it(app, visit):
    page = visit(app).open("/trusts")
    for kind, name in (("checkbox", "As a plain table"), ("switch", "Tick to compare")):
        settled(page)
        box = page.get_by_role(kind, name=name).first
        page.get_by_role("button", name=f"Help for {name}").first.click()
        expect(page.locator(".stTooltipContent").last).to_be_visible()
        settled(page)
        expect(box).not_to_be_checked()


def test_a_switch_is_seen_in_a_reader_s_own_colours(app, visit):
    page = visit(app).open("/schools")
    settled(page)
    page.emulate_media(forced_colors="active")
    switch = page.get_by_role("switch").first.locator("xpath=ancestor::label")
    off = switch.screenshot()
    assert len(Image.open(io.BytesIO(off)).convert("L").crop((2, 2, 24, 18)).getcolors()) > 1
    switch.click(position={"x": 10, "y": 10})
    settled(page)
    expect(page.get_by_role("switch").first).to_be_checked()
    assert switch.screenshot() != off


def test_a_change_of_the_filter_is_told_and_the_chip_says_what_it_takes_off(app, visit):
    page = visit(app).open("/overview")
    settled(page)
    assert page.locator(".announced").count() == 0
    page.get_by_role("combobox", name="Phase").click()
    page.get_by_role("option", name="Nursery").click()
    # The sentence of the page as it is then, and no earlier.
    sentence = page.get_by_text(re.compile(r"^Alliance region · .* · \d{1,3} schools · "))
    told(page, sentence.inner_text())
    page.get_by_role("button", name="Remove Nursery").first.click()
    sentence = page.get_by_text(re.compile(r"^Alliance region · .* · \d,\d{3} schools · "))
    told(page, sentence.inner_text())


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.quick_cases(1)
def test_what_is_pressed_has_room_for_a_finger(app, visit, width):
    visitor = visit(app, width=width, height=844)
    found = {}
    for path in ("/", "/schools?urn=138248", "/register", "/matches", "/data"):
        page = visitor.open(path)
        settled(page)
        found[path] = page.evaluate(SMALL)
    assert not any(found.values()), found


def test_on_a_phone_the_menu_is_called_menu(app, visit):
    page = visit(app, width=390, height=844).open("/overview")
    menu = page.get_by_role("button", name="Menu", exact=True)
    menu.click()
    expect(page.get_by_role("button", name="Close the menu")).to_be_visible()
    expect(page.get_by_role("link", name="Explore")).to_be_visible()


def test_keys_of_one_letter_can_be_switched_off_and_a_table_takes_its_own_arrows(app, visit):
    page = visit(app).open("/present?presentation=story&scene=2")
    bar = page.get_by_role("button", name="Keys")
    expect(bar).to_be_visible()
    settled(page)
    page.keyboard.press("b")
    blank = page.get_by_role("img", name="The screen is blank")
    expect(blank).to_be_visible()
    page.keyboard.press("b")
    expect(blank).to_have_count(0)
    settled(page)
    bar.click()
    page.get_by_role("checkbox", name="Use keys of one letter").uncheck()
    page.get_by_role("button", name="Close", exact=True).click()
    page.keyboard.press("b")
    page.keyboard.press("2")
    page.keyboard.press("PageDown")
    page.wait_for_url(re.compile("scene=3"))
    expect(blank).to_have_count(0)
    settled(page)
    page.evaluate(
        """() => {
          const table = document.createElement("div");
          Object.assign(table, { className: "stage-table", tabIndex: 0, id: "wide" });
          table.style.cssText = "width: 9rem; overflow-x: auto";
          table.innerHTML = "<div style='width: 60rem'>wide</div>";
          document.querySelector(".stage-head").append(table);
          table.focus();
        }"""
    )
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => document.getElementById('wide').scrollLeft > 0")
    assert "scene=3" in page.url


def test_at_400_per_cent_the_bar_leaves_room_for_the_scene(app, visit):
    page = visit(app, width=320, height=256).open("/present?presentation=story&scene=2")
    expect(page.get_by_role("heading", level=1)).to_be_in_viewport()
    settled(page)
    bar = page.locator(".st-key-present_buttons").bounding_box()
    assert bar["y"] >= 256 or bar["height"] <= 64


def test_more_room_between_letters_and_lines_cuts_no_words(app, visit):
    visitor, found = visit(app), {}
    for path in ("/", "/matches", "/flows"):
        page = visitor.open(path)
        settled(page)
        page.add_style_tag(content=ROOM)
        page.evaluate("() => new Promise(requestAnimationFrame)")
        found[path] = page.evaluate(CUT)
    assert not any(found.values()), found


def test_colours_that_a_reader_chose_leave_the_dots_of_a_key_and_the_chosen_tab(app, visit):
    visitor = visit(app)
    page = visitor.open("/overview")
    settled(page)
    dot = page.locator(".map-key .dot").first
    own = "(one) => getComputedStyle(one).backgroundColor"
    colour = dot.evaluate(own)
    page.emulate_media(forced_colors="active")
    assert dot.evaluate(own) == colour
    tabs = visitor.open("/register").get_by_role("tab")
    width = "(one) => parseFloat(getComputedStyle(one).borderTopWidth)"
    assert tabs.first.evaluate(width) >= 2 > tabs.nth(1).evaluate(width)
