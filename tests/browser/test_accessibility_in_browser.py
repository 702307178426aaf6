"""Every page by axe-core, light and dark; and what axe does not see: the keyboard's way."""

import re
from itertools import pairwise

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.settled import PATIENCE_S, drawn, listening, settled
from tests.browser.themes import in_each_theme

VIEWS = {
    "Overview": "/overview",
    "Explore": "/",
    "Explore, areas and transfers": "/?show=Areas+by+measure&show=Transfers",
    "Opportunity Areas": "/opportunity_areas",
    "an Opportunity Area": "/opportunity_areas?area_profile=Doncaster",
    "Trusts": "/trusts",
    "a trust": "/trusts?trust_profile=Outwood+Grange+Academies+Trust",
    "Schools": "/schools",
    "a school": "/schools?urn=138248",
    "Compare": "/compare",
    "two trusts compared": "/compare?compare=trust:4119&compare=trust:4474",
    "Flows": "/flows",
    "Flows, support to check": "/flows?flow_kind=Support&flow_rows=Support+to+check",
    "Matches": "/matches",
    "Register": "/register",
    "Register, internal support": "/register?register_tab=Internal+support",
    "Data": "/data",
    "an address with nonsense and nothing found": "/?day=2006-01-01&phase=Primery&tier=Starter",
}
OF_AREAS = "/impact?impact_what=Lay+in+an+Opportunity+Area&impact_outcome=Key+stage+2"
# On these there is no filter, and the sources are those of the scene or the question.
UNFILTERED = {
    "Impact": (OF_AREAS, "Settings"),
    "Present": ("/present", "New presentation"),
    "a presentation": ("/present?presentation=story", "Export"),
    "a scene presented": ("/present?presentation=story&scene=2", "Next"),
    "a scene with arrows presented": ("/present?presentation=story&scene=4", "Next"),
    "Follow": ("/follow", "Follow"),
}
# Streamlit gives every pagination of a page the same name; with two tables that is a moderate fault
# (landmark-unique, the div with role=navigation in stPagination). Only graver ones are forbidden.
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
EACH, EVERY = "each theme and width once", "every theme at every width"
LOOKS = pytest.mark.parametrize("looks", [EACH, pytest.param(EVERY, marks=pytest.mark.thorough)])
FORBIDDEN = {"serious", "critical"}
# What holds is not written down element by element: nobody reads it.
NO_MORE = {"resultTypes": ["violations"]}
# The element that has the focus, and whether a ring around it or its field can be seen.
FOCUSED = """() => {
  let at = document.activeElement;
  while (at.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  const ringed = (e) => e && getComputedStyle(e).outlineStyle !== "none"
    && parseFloat(getComputedStyle(e).outlineWidth) >= 2;
  const field = at.closest("[data-testid=stDateInputField], .react-aria-ComboBox > *, label");
  const box = at.getBoundingClientRect();
  return {
    what: [at.tagName, at.dataset.testid, at.ariaLabel ?? at.innerText].join(" ").slice(0, 80),
    // A table is drawn on a canvas, and its ring with it.
    table: at.closest("[data-testid=stDataFrame]") !== null && at.tagName !== "BUTTON",
    shown: at.checkVisibility({opacityProperty: true}) && box.width > 0 && box.bottom > 0,
    ringed: [at, at.parentElement, field].some(ringed),
    end: at === document.body,
  };
}"""


@pytest.fixture(scope="module")
def windows(app, chromium):
    """Give a window of a theme, the same for all tests, and what its console says.

    It is wide and shows nothing: a page that stays would be drawn anew while it is made so.
    """
    held = {}

    def window(theme):
        if theme not in held:
            context = listening(chromium.new_context(viewport=WIDE, color_scheme=theme))
            # The first who opens a presentation waits for its pictures.
            context.set_default_timeout(1500 * PATIENCE_S)
            page, faults = context.new_page(), []
            page.on("console", lambda said: said.type == "error" and faults.append(said.text))
            page.on("pageerror", lambda error: faults.append(str(error)))
            held[theme] = page, faults
        page, faults = held[theme]
        page.goto("about:blank")
        page.emulate_media(color_scheme=theme)
        page.set_viewport_size(WIDE)
        faults.clear()
        return page, faults

    yield window
    for page, _ in held.values():
        page.context.close()


def at_view(page, address):
    page.goto(address)
    drawn(page)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("combobox", name="Ofsted grade")).to_be_visible()
    expect(page.get_by_test_id("stMain")).to_contain_text("Contains public sector information")
    settled(page)


def at_widths(page, sizes):
    """Give what axe finds at each of some sizes."""
    found = []
    for size in sizes:
        page.set_viewport_size(size)
        settled(page)
        found += violations(page)
    return found


def in_themes(page, looks):
    """Give what axe finds in each theme.

    It looks at both widths of both, or at the wide screen of the dark and the phone of the light.
    """
    sizes = {"dark": [WIDE], "light": [NARROW]}
    return {
        theme: at_widths(page, [WIDE, NARROW] if looks == EVERY else sizes[theme])
        for theme in in_each_theme(page)
    }


def violations(page, within=None):
    """Give what axe finds and is forbidden: rule, element, reason."""
    return [
        f"{one['id']} {node['target']} {node['html'][:120]} {node['failureSummary']}"
        for one in Axe().run(page, within, NO_MORE).response["violations"]
        if one["impact"] in FORBIDDEN
        for node in one["nodes"]
    ]


def heading_levels(page):
    return page.locator("h1, h2, h3, h4, h5, h6").evaluate_all("all => all.map(h => +h.tagName[1])")


@LOOKS
@pytest.mark.parametrize("view", VIEWS)
def test_axe_finds_nothing_serious_and_headings_follow_one_another(app, windows, view, looks):
    page, faults = windows("dark")
    at_view(page, app + VIEWS[view])
    levels = heading_levels(page)
    assert in_themes(page, looks) == {"dark": [], "light": []}
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert page.title().endswith(" · Northern Alliance")
    assert faults == []


@LOOKS
@pytest.mark.parametrize("view", UNFILTERED)
def test_axe_finds_nothing_serious_where_there_is_no_filter(app, windows, view, looks):
    page, faults = windows("dark")
    address, button = UNFILTERED[view]
    page.goto(app + address)
    drawn(page)
    expect(page.get_by_role("button", name=button, exact=True)).to_be_visible()
    settled(page)
    levels = heading_levels(page)
    assert in_themes(page, looks) == {"dark": [], "light": []}
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert page.title().endswith(" · Northern Alliance")
    assert faults == []


@pytest.mark.parametrize("view", ["Overview", "a school", "an Opportunity Area", "a trust", "Data"])
@pytest.mark.quick_cases(2)
def test_axe_finds_nothing_serious_behind_any_tab(app, windows, view):
    page, faults = windows("dark")
    at_view(page, app + VIEWS[view])
    found = {}
    for tab in page.get_by_role("tab").all()[1:]:
        tab.click()
        expect(tab).to_have_attribute("aria-selected", "true")
        settled(page)
        found[tab.inner_text()] = violations(page, "[data-testid=stTabs]")
    assert not any(found.values()), found
    assert faults == []


def test_axe_finds_nothing_serious_in_what_opens_over_the_page(app, windows):
    page, _ = windows("dark")
    at_view(page, app + VIEWS["Explore"])
    for button in page.get_by_test_id("stPopoverButton").all():
        button.click()
        expect(page.get_by_test_id("stPopoverBody")).to_be_visible()
        settled(page)
        assert violations(page, "[data-testid=stPopoverBody]") == [], button.inner_text()
        page.keyboard.press("Escape")
        expect(page.get_by_test_id("stPopoverBody")).to_have_count(0)


def test_axe_finds_nothing_serious_in_a_list_of_the_filter_while_it_comes_and_once_it_is_there(
    app, windows
):
    page, _ = windows("dark")
    at_view(page, app + VIEWS["Explore"])
    waiting = []
    page.route("**/filter/*/phase.json*", lambda request: waiting.append(request))
    page.get_by_role("combobox", name="Phase").click()
    options = page.get_by_role("listbox", name="Phase").get_by_role("option")
    expect(options).to_have_text(["Fetching the list"])
    assert violations(page) == []
    for request in waiting:
        request.continue_()
    expect(options.first).to_have_text(re.compile("^Nursery"))
    assert violations(page) == []


def test_the_first_key_leads_past_the_filter_to_the_page(app, visit):
    page = visit(app).open("/data")
    copy = page.get_by_role("button", name="Copy link")
    expect(copy).to_be_visible()
    settled(page)
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to main content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(copy).to_be_focused()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("view", ["Explore", "a school"])
@pytest.mark.quick_cases
def test_every_control_is_reached_by_keyboard_and_shows_that_it_is(app, windows, view, theme):
    page, _ = windows(theme)
    at_view(page, app + VIEWS[view])
    reached = []
    for _ in range(120):
        page.keyboard.press("Tab")
        reached.append(page.evaluate(FOCUSED))
        if reached[-1]["end"]:
            break
    *controls, last = reached
    assert last["end"], "The keyboard is caught."
    words = " ".join(one["what"] for one in controls)
    for name in ("Skip to main content", "Choose date", "More filters", "Explore", "Copy link"):
        assert name in words
    hidden = [one["what"] for one in controls if not one["shown"]]
    bare = [one["what"] for one in controls if not (one["ringed"] or one["table"])]
    assert hidden == []
    assert bare == []
