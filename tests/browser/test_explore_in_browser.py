import io
import re

import pytest
from PIL import Image, ImageChops, ImageColor
from playwright.sync_api import expect
from pypdf import PdfReader

from alliance.current.state import served_version
from alliance.maps.palette import DARK, FOUNDERS, LIGHT, trust_colours
from tests.bench.wire import relay
from tests.browser.settled import settled
from tests.browser.themes import in_each_theme

_TRUSTS = trust_colours(FOUNDERS, LIGHT)
DELTA, OUTWOOD = (ImageColor.getrgb(_TRUSTS[uid]) for uid in (4474, 4119))
ACCENT = ImageColor.getrgb(LIGHT.accent)


def the_map(page):
    return page.locator(".live-map")


def pixels(page, colour):
    """Count the pixels of the map that have a colour."""
    picture = Image.open(io.BytesIO(the_map(page).screenshot())).convert("RGB")
    return sum(
        n for n, found in picture.getcolors(picture.width * picture.height) if found == colour
    )


def painted(page, colour, least=200):
    """Wait until the map shows a colour; give how many pixels of it."""
    for _ in range(60):
        if (found := pixels(page, colour)) >= least:
            return found
        page.evaluate("new Promise(done => requestAnimationFrame(done))")
    raise AssertionError(f"The map shows {found} pixels of {colour}, expected {least} or more.")


def looked_at(page):
    return page.locator("p strong", has_text=" · ").first


def shown(page):
    """Return how many schools the page says it looks at, as it says it."""
    return re.search(r"([\d,]+) schools", looked_at(page).inner_text())[1]


def test_the_map_paints_schools_and_asks_nothing_of_another_host(app, visit):
    visitor = visit(app)
    page = visitor.open()
    expect(looked_at(page)).to_have_text(re.compile("Alliance region · 1 June 2019"))
    painted(page, DELTA)
    expect(page.locator(".map-key")).to_contain_text("Delta Academies Trust")
    assert visitor.astray == []
    assert visitor.faults == []


def test_a_filter_changes_the_count_and_the_picture_for_less_than_20_kilobytes(app, visit):
    with relay(app) as wire:
        visitor = visit(wire.address)
        page = visitor.open("/?region=")
        _narrow_and_count(page, wire)
    assert visitor.faults == []


def _narrow_and_count(page, wire):
    before = painted(page, DELTA, least=100)
    expect(looked_at(page)).to_contain_text("England")
    everything = looked_at(page).inner_text()
    wire.socket_bytes = 0
    page.get_by_role("combobox", name="Phase").click()
    page.get_by_role("option", name="Nursery").click()
    expect(looked_at(page)).not_to_have_text(everything)
    expect(page).to_have_url(re.compile("phase=Nursery"))
    settled(page)
    assert 0 < wire.socket_bytes < 20_000
    for _ in range(60):
        if (after := pixels(page, DELTA)) < before:
            break
        page.evaluate("new Promise(done => requestAnimationFrame(done))")
    assert after < before


def test_a_click_on_a_school_shows_its_card_and_a_change_of_layer_keeps_it(app, visit):
    visitor = visit(app)
    page = visitor.open()
    painted(page, DELTA)
    x, y = spot_of(page, DELTA)
    page.mouse.click(x, y)
    card = page.locator(".map-card")
    expect(card).to_contain_text("Delta Academies Trust")
    name = card.get_by_role("heading").inner_text()
    page.get_by_role("button", name="Trust footprints").click()
    page.get_by_text("Grade", exact=True).first.click()
    expect(page.locator(".map-key").first).to_contain_text("Requires improvement")
    expect(card.get_by_role("heading")).to_have_text(name)
    card.get_by_role("button", name="Close").click()
    expect(card).to_have_count(0)
    expect(page).not_to_have_url(re.compile("school="))
    assert visitor.faults == []


def test_a_click_is_not_lost_when_the_table_comes_into_view_at_the_same_moment(app, visit):
    page = visit(app).open("/?school=135963&area=Doncaster")
    clear = page.get_by_role("button", name="Close", exact=True)
    expect(page.locator(".in-view")).to_have_count(1)
    settled(page)
    clear.evaluate(
        "button => { button.click(); document.querySelector('.in-view').scrollIntoView(); }"
    )
    expect(clear).to_have_count(0)
    expect(page).not_to_have_url(re.compile("school="))
    expect(page.locator(".in-view")).to_have_count(0)


def spot_of(page, colour):
    """Give where on the page a whole dot of a colour is drawn, once nothing moves the map."""
    settled(page)
    expect(looked_at(page)).to_be_visible()
    box = the_map(page).bounding_box()
    picture = Image.open(io.BytesIO(the_map(page).screenshot())).convert("RGB")
    at = picture.load()
    for y in range(3, picture.height - 3):
        for x in range(3, picture.width - 3):
            if all(at[x + i, y + j] == colour for i in (-2, 0, 2) for j in (-2, 0, 2)):
                return box["x"] + x, box["y"] + y
    raise AssertionError(f"No dot of {colour} on the map.")


def test_a_filter_leaves_the_map_that_its_link_shows_in_a_new_browser(app, visit):
    visitor = visit(app)
    page = visitor.open("/?phase=Primary&phase=Secondary")
    painted(page, DELTA)
    settled(page)
    before = the_map(page).screenshot()
    page.locator(".st-key-chips").get_by_role("button", name="Primary").click()
    expect(page).not_to_have_url(re.compile("Primary"))
    settled(page)
    left = Image.open(io.BytesIO(the_map(page).screenshot())).convert("RGB")
    other = visit(app).open(page.url.removeprefix(app))
    painted(other, DELTA)
    settled(other)
    linked = Image.open(io.BytesIO(the_map(other).screenshot())).convert("RGB")
    assert ImageChops.difference(left, linked).getbbox() is None
    assert ImageChops.difference(left, Image.open(io.BytesIO(before)).convert("RGB")).getbbox()
    assert visitor.faults == []


def test_a_school_that_the_filter_hides_is_neither_told_nor_picked(app, visit):
    visitor = visit(app)
    page = visitor.open("/?phase=Primary&phase=Secondary")
    painted(page, OUTWOOD)
    x, y = spot_of(page, OUTWOOD)
    tip = page.locator(".live-map-tip")
    page.mouse.move(x, y)
    expect(tip).to_contain_text("Outwood")
    phase = re.search("Primary|Secondary", tip.inner_text())[0]
    name = tip.locator("b").inner_text()
    before = the_map(page).bounding_box()["y"]
    page.locator(".st-key-chips").get_by_role("button", name=phase).click()
    expect(page).not_to_have_url(re.compile(f"phase={phase}"))
    settled(page)
    # To press the chip, the page is scrolled.
    y += the_map(page).bounding_box()["y"] - before
    page.mouse.move(x, y)
    page.mouse.click(x, y)
    settled(page)
    # Another that is left may stand there.
    for said in (page.locator(".map-card h2"), page.locator(".live-map-tip:not([hidden])")):
        expect(said.filter(has_text=name)).to_have_count(0)
    assert visitor.faults == []


def test_transfers_and_boundaries_are_drawn_when_they_are_switched_on(app, visit):
    visitor = visit(app)
    page = visitor.open("/?show=Transfers&show=Regions+and+authorities&since=2017-04-03")
    expect(page.get_by_text("that moved from one trust to another")).to_be_visible()
    painted(page, DELTA, least=100)
    with page.expect_response(re.compile(r"transfers\.json\?from=2018-01-01")) as got:
        page.goto(f"{app}/?show=Transfers&since=2018-01-01")
    assert got.value.json()["features"][0]["properties"]["name"]
    assert visitor.astray == []
    assert visitor.faults == []


def test_a_phone_shows_the_page_without_scrolling_sideways(app, visit):
    visitor = visit(app, width=390, height=844, theme="dark")
    page = visitor.open()
    expect(page.locator(".map-key")).to_be_visible()
    expect(the_map(page)).to_be_visible()
    for theme in in_each_theme(page):
        over = page.get_by_test_id("stMain").evaluate("e => e.scrollWidth - e.clientWidth")
        assert (theme, over) == (theme, 0)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert visitor.faults == []


def test_a_layer_may_be_kept_for_good_and_nonsense_is_refused_with_its_reason(app, visit):
    page = visit(app).open("/health")
    version = served_version()
    ask = page.context.request
    drawn = "&colour=Grade&theme=light"
    good = ask.get(f"{app}/layers/{version}/schools.json?day=2018-10-01&region=North+East{drawn}")
    assert good.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert good.headers["content-encoding"] == "gzip"
    assert len(good.json()["urn"]) > 1000
    for path, status, reason in (
        (f"{version}/schools.json?day=soon", 400, "expected a day"),
        (f"{version}/schools.json?day=2018-10-01&region=Atlantis{drawn}", 404, "Atlantis"),
        (f"{version}/schools.json?day=2018-10-01&size=9", 404, "takes no 'size'"),
        ("other/schools.json?day=2018-10-01", 404, "reload the page"),
    ):
        refused = ask.get(f"{app}/layers/{path}")
        assert refused.status == status
        assert reason in refused.json()["error"]
        assert refused.headers["cache-control"] == "no-store"


def test_a_damaged_history_gives_a_page_that_says_what_to_run(serve, visit, tmp_path):
    folder = tmp_path / "history"
    folder.mkdir()
    (folder / "manifest.json").write_text("{")
    with serve(tmp_path / "log", ALLIANCE_HISTORY_DIR=str(folder)) as address:
        page = visit(address).open()
        expect(page.get_by_role("heading", name="The history cannot be read")).to_be_visible()
        expect(page.get_by_text("manifest.json is damaged")).to_be_visible()
        expect(page.get_by_text("python -m alliance compile --from").last).to_be_visible()
        expect(page.get_by_text("Traceback")).to_have_count(0)
        assert page.context.request.get(f"{address}/health").status == 503
        # A page left open would complain that its server goes away.
        page.goto("about:blank")


def ask_for(page, words):
    box = page.get_by_label("Name, number or postcode")
    if not box.is_visible():
        page.get_by_role("button", name="Find a school").click()
    box.fill(words)
    box.press("Enter")


def see_ring(page, there=True):
    """Wait until the selected school is ringed in the middle of the map, or no longer is."""
    frame = the_map(page).bounding_box()
    middle = [round(frame["width"] / 2), round(frame["height"] / 2)]
    for _ in range(60):
        picture = Image.open(io.BytesIO(the_map(page).screenshot())).convert("RGB")
        near = picture.crop((middle[0] - 20, middle[1] - 20, middle[0] + 20, middle[1] + 20))
        if (ACCENT in {colour for _, colour in near.getcolors(1600)}) == there:
            return
        page.evaluate("new Promise(done => requestAnimationFrame(done))")
    raise AssertionError(f"A ring in the middle of the map: {not there}.")


def test_search_moves_the_map_to_the_school_each_time_it_is_asked(app, visit):
    visitor = visit(app, height=1100)
    page = visitor.open()
    painted(page, DELTA)
    ask_for(page, "Dyke House")
    expect(page.locator(".map-card")).to_contain_text("139405")
    see_ring(page)
    page.keyboard.press("Escape")
    frame = the_map(page).bounding_box()
    page.mouse.move(frame["x"] + 700, frame["y"] + 250)
    page.mouse.down()
    page.mouse.move(frame["x"] + 500, frame["y"] + 400, steps=4)
    page.mouse.up()
    see_ring(page, there=False)
    ask_for(page, "139405")
    see_ring(page)
    assert visitor.faults == []


def test_a_click_beside_the_schools_clears_the_selection(app, visit):
    visitor = visit(app, height=1100)
    page = visitor.open()
    painted(page, DELTA)
    page.mouse.click(*spot_of(page, DELTA))
    expect(page.locator(".map-card")).to_be_visible()
    frame = the_map(page).bounding_box()
    page.mouse.click(frame["x"] + frame["width"] - 20, frame["y"] + 200)
    expect(page.locator(".map-card")).to_have_count(0)
    assert visitor.faults == []


def test_clicks_add_up_when_many_are_selected_and_the_table_holds_them(app, visit):
    visitor = visit(app, height=1400)
    page = visitor.open()
    painted(page, DELTA)
    page.get_by_text("Select more than one school").click()
    expect(page.get_by_text("0 schools selected")).to_be_visible()
    page.mouse.click(*spot_of(page, DELTA))
    expect(page.get_by_text("1 school selected")).to_be_visible()
    page.mouse.click(*spot_of(page, OUTWOOD))
    expect(page.get_by_text("2 schools selected")).to_be_visible()
    expect(page.get_by_text("Rows 1 to 2 of 2.")).to_be_visible()
    assert visitor.faults == []


def test_the_history_plays_month_by_month_without_a_reload_until_it_is_paused(app, visit):
    visitor = visit(app, height=1100)
    # From the day the app opens on, the latest complete one, it begins anew.
    page = visitor.open(day=None)
    painted(page, DELTA)
    page.evaluate("window.stayed = true")
    steps = page.evaluate("history.length")
    page.get_by_role("button", name="Play the history").focus()
    page.keyboard.press("Enter")
    expect(looked_at(page)).to_contain_text("August 2016")
    # What stops it has the focus, and stands over the map that moves.
    pause = page.get_by_role("button", name="Pause")
    expect(pause).to_be_focused()
    assert pause.bounding_box()["y"] < the_map(page).bounding_box()["y"]
    expect(looked_at(page)).to_contain_text("1 October 2016")
    # Back takes back all that played, not the last month of it.
    assert page.evaluate("history.length") == steps + 1
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()
    assert page.evaluate("window.stayed")
    assert visitor.faults == []


def test_what_is_drawn_in_the_colours_of_a_theme_follows_the_reader_s_system(app, visit):
    page = visit(app, theme="dark").open("/?show=Transfers")
    key = page.locator(".map-key").first
    grounds = set()
    for _ in in_each_theme(page):
        expect(key).to_be_visible()
        grounds.add(
            Image.open(io.BytesIO(the_map(page).screenshot())).convert("RGB").getpixel((5, 5))
        )
    assert grounds == {ImageColor.getrgb(LIGHT.sea), ImageColor.getrgb(DARK.sea)}


def test_areas_take_the_colour_of_their_measure_and_say_its_value(app, visit):
    visitor = visit(app, height=1100)
    page = visitor.open(
        "/?show=Areas+by+measure&areas=Districts&measure=Index+of+multiple+deprivation+2019&phase=Nursery"
    )
    key = page.locator(".map-key", has_text="Index of multiple deprivation 2019")
    expect(key).to_contain_text("28 or more")
    expect(page.get_by_role("heading", name="Districts: Index of multiple")).to_be_visible()
    frame = the_map(page).bounding_box()
    tip = page.locator(".live-map-tip")
    for _ in range(60):
        page.mouse.move(frame["x"] + 0.43 * frame["width"], frame["y"] + 0.28 * frame["height"])
        if tip.is_visible():
            break
        page.mouse.move(frame["x"] + 10, frame["y"] + 10)
    expect(tip).to_contain_text("Index of multiple deprivation 2019: ")
    assert visitor.astray == []
    assert visitor.faults == []


def test_all_that_the_filter_shows_is_ringed_when_it_is_selected(app, visit):
    visitor = visit(app, height=1400)
    page = visitor.open()
    painted(page, DELTA)
    assert pixels(page, ACCENT) == 0
    page.get_by_text("Select more than one school").click()
    page.get_by_role("button", name="that match your filters").click()
    expect(page.get_by_text(f"{shown(page)} schools selected")).to_be_visible()
    painted(page, ACCENT, least=500)
    expect(page.get_by_text("Too many to ring")).to_have_count(0)
    assert visitor.faults == []


def test_the_table_below_the_fold_comes_when_the_reader_does_and_then_stays(app, visit):
    visitor = visit(app)
    page = visitor.open()
    painted(page, DELTA)
    expect(page.get_by_role("button", name="Show the table")).to_have_count(1)
    expect(page.get_by_test_id("stDataFrame")).to_have_count(0)
    page.get_by_role("button", name="Show the table").scroll_into_view_if_needed()
    expect(page.get_by_text(f"Rows 1 to 100 of {shown(page)}.")).to_be_visible()
    page.get_by_text("Grade", exact=True).first.click()
    expect(page.locator(".map-key").first).to_contain_text("Requires improvement")
    expect(page.get_by_text(f"Rows 1 to 100 of {shown(page)}.")).to_be_visible()
    assert visitor.faults == []


WITHOUT_CARD = """
const own = HTMLCanvasElement.prototype.getContext;
HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
  return kind.startsWith(KIND) ? null : own.call(this, kind, ...rest);
};
"""
TAKE_CARD = """
() => {
  const card = document.querySelector('.maplibregl-canvas').getContext('webgl2')
    .getExtension('WEBGL_lose_context');
  card.loseContext();
  window.giveBack = () => card.restoreContext();
}
"""


def middle_of(page):
    frame = the_map(page).bounding_box()
    return frame["x"] + frame["width"] / 2, frame["y"] + frame["height"] / 2


def in_focus(page):
    return page.evaluate("document.activeElement.innerText || document.activeElement.tagName")


def test_schools_at_one_spot_are_all_answered_where_the_eye_is(app, visit):
    visitor = visit(app, height=900)
    page = visitor.open("/?day=2019-06-01")
    painted(page, DELTA)
    ask_for(page, "138089")
    card = page.locator(".map-card")
    expect(card).to_contain_text("At the same spot")
    expect(card.get_by_role("listitem")).to_have_count(2)
    page.keyboard.press("Escape")
    see_ring(page)
    settled(page)
    # On the ring, beside the dots; the school that was looked for comes first.
    x, y = middle_of(page)
    page.mouse.move(x + 9, y)
    tip = page.locator(".live-map-tip")
    expect(tip).to_have_text(
        "3 schools hereHaughton AcademySpringfield AcademyBeaumont Hill Academy"
    )
    page.mouse.click(x, y)
    lines = card.get_by_role("listitem")
    expect(lines).to_have_count(3)
    expect(lines.first).to_contain_text("Haughton Academy")
    assert in_focus(page).startswith("Haughton Academy")
    lines.nth(2).click()
    expect(card.get_by_role("heading", level=2)).to_have_text("Beaumont Hill Academy")
    for fact in ("138093", "The Education Village Academy Trust", "Good (21 November 2018)"):
        expect(card).to_contain_text(fact)
    expect(page).to_have_url(re.compile("school=138093"))
    # The whole answer is on the screen, without scrolling.
    box = card.bounding_box()
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= 900
    settled(page)
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    assert in_focus(page) == "CANVAS"
    expect(page).not_to_have_url(re.compile("school="))
    settled(page)
    # By keyboard: Enter presses what lies in the middle of the map.
    page.keyboard.press("Enter")
    expect(lines).to_have_count(3)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(card.get_by_role("heading", level=2)).to_be_visible()
    settled(page)
    card.get_by_role("link", name="Open its trust").click()
    expect(page).to_have_url(re.compile("/trusts.*trust_profile=The\\+Education\\+Village"))
    page.go_back()
    assert visitor.faults == []


def test_a_phone_answers_a_press_with_a_sheet_that_hides_neither_dot_nor_close(app, visit):
    visitor = visit(app, width=390, height=844)
    page = visitor.open("/?school=138089")
    card = page.locator(".map-card")
    expect(card).to_contain_text("Haughton Academy")
    card.get_by_role("button", name="Close").click()
    expect(card).to_have_count(0)
    settled(page)
    the_map(page).scroll_into_view_if_needed()
    frame = the_map(page).bounding_box()
    page.mouse.click(*spot_of(page, DELTA))
    expect(card).to_be_visible()
    settled(page)
    frame, box = the_map(page).bounding_box(), card.bounding_box()
    assert box["width"] >= frame["width"] - 4
    assert box["y"] + box["height"] <= 844
    assert box["height"] <= 0.65 * frame["height"]
    assert visitor.faults == []


def test_without_a_graphics_card_one_sentence_and_the_tables_stand_in_for_the_map(app, visit):
    for kind, path in (("webgl", "/?"), ("webgl2", "/trusts?trust_profile=Delta+Academies+Trust"),
                       ("webgl2", "/flows?"), ("webgl", "/overview?")):  # fmt: skip
        visitor = visit(app)
        page = visitor.page
        page.add_init_script(WITHOUT_CARD.replace("KIND", repr(kind)))
        visitor.open(path.rstrip("?"))
        tip = page.locator(".live-map-tip")
        expect(tip).to_have_text(re.compile(r"^The map needs WebGL 2, which this browser[^.{]*\.$"))
        assert visitor.faults == []


def test_a_map_whose_graphics_card_was_taken_comes_back_where_it_was(app, visit):
    visitor = visit(app)
    page = visitor.open()
    painted(page, DELTA)
    expect(the_map(page)).to_contain_text("GeoNames")
    settled(page)
    before = the_map(page).screenshot()
    page.evaluate(TAKE_CARD)
    tip = page.locator(".live-map-tip")
    expect(tip).to_contain_text("waits for it")
    expect(page.locator(".live-map-names span:not([hidden])")).to_have_count(0)
    page.evaluate("giveBack()")
    expect(tip).to_be_hidden()
    painted(page, DELTA)
    expect(the_map(page)).to_contain_text("GeoNames")
    settled(page)
    after = Image.open(io.BytesIO(the_map(page).screenshot())).convert("RGB")
    assert (
        ImageChops.difference(after, Image.open(io.BytesIO(before)).convert("RGB")).getbbox()
        is None
    )
    page.get_by_text("Grade", exact=True).first.click()
    expect(page.locator(".map-key").first).to_contain_text("Requires improvement")
    assert visitor.faults == []


def test_the_map_is_kept_as_a_picture_and_the_page_prints_whole_without_what_is_pressed(app, visit):
    page = visit(app).open("/")
    page.locator(".live-map[data-drawn]").wait_for()
    settled(page)
    with page.expect_download() as came:
        page.get_by_role("button", name="Download the map as PNG").click()
    assert came.value.suggested_filename == "explore-map-alliance-region-2019-06-01.png"
    kept = Image.open(came.value.path()).convert("RGB")
    assert kept.height > the_map(page).bounding_box()["height"] + 60
    assert len(kept.getcolors(kept.width * kept.height)) > 100
    settled(page)
    sheets = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    text = " ".join(" ".join(sheet.extract_text() for sheet in sheets).split())
    assert 1 <= len(sheets) <= 2
    assert all(sheet.mediabox.height > sheet.mediabox.width for sheet in sheets)
    assert "Alliance region · 1 June 2019" in text
    for pressed in ("More filters", "Copy link", "Find a school", "Download"):
        assert pressed not in text
    (picture,) = [one.image.convert("RGB") for one in sheets[0].images if one.image.width > 600]
    # Sea, land, footprints and dots, not the empty canvas that a printer finds.
    assert len(picture.getcolors(picture.width * picture.height)) > 100
    page.emulate_media(media="screen")
    expect(page.locator(".live-map-paper")).to_be_hidden()


GROUND = """() => {
  const light = (colour) =>
    colour.match(/[\\d.]+/g).slice(0, 3).reduce((sum, one) => sum + Number(one), 0);
  const { backgroundColor, printColorAdjust } =
    getComputedStyle(document.querySelector("[data-testid=stApp]"));
  const ink = getComputedStyle(document.querySelector("h1")).color;
  return [light(backgroundColor), light(ink), printColorAdjust];
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_prints_on_the_ground_that_its_ink_is_made_for(app, visit, scheme):
    page = visit(app).open("/opportunity_areas")
    page.emulate_media(color_scheme=scheme)
    expect(page.locator("dl.figures").first).to_be_visible()
    settled(page)
    page.emulate_media(color_scheme=scheme, media="print")
    ground, ink, adjusted = page.evaluate(GROUND)
    assert (ground > ink) == (scheme == "light")
    assert abs(ground - ink) > 450
    assert adjusted == "exact"
