"""What lies on a map leaves the rest of it to be read, and its picture says as much."""

import io

from PIL import Image
from playwright.sync_api import expect

from tests.browser.settled import settled


def apart(one, other):
    """Whether two boxes of the page do not overlap."""
    return (
        one["x"] >= other["x"] + other["width"]
        or other["x"] >= one["x"] + one["width"]
        or one["y"] >= other["y"] + other["height"]
        or other["y"] >= one["y"] + one["height"]
    )


def kept(page):
    """Keep the map as a picture; give it with the map's box and that of its scale."""
    the_map = page.locator(".live-map[data-drawn]")
    scale = the_map.locator(".maplibregl-ctrl-scale")
    expect(scale).to_be_visible()
    settled(page)
    with page.expect_download() as came:
        page.get_by_role("button", name="Download the map as PNG").click()
    picture = Image.open(io.BytesIO(came.value.path().read_bytes())).convert("RGB")
    return picture, the_map.bounding_box(), scale.bounding_box()


def dark_from(picture, left, right, row):
    """Tell how much of a row of a picture is drawn in ink."""
    row_of = [sum(picture.getpixel((at, row))) for at in range(left, right)]
    return sum(light < 240 for light in row_of) / len(row_of)


def test_the_picture_of_a_map_has_its_scale(app, visit):
    picture, frame, scale = kept(visit(app).open("/"))
    foot = 36
    top = picture.height - foot - round(frame["height"]) + 2
    left = round(scale["x"] - frame["x"])
    bottom = round(scale["y"] + scale["height"] - frame["y"])
    rows = range(top + bottom - 4, top + bottom + 4)
    assert max(dark_from(picture, left + 4, left + 40, row) for row in rows) > 0.9


def test_the_picture_of_a_narrow_map_has_its_key_below_and_its_licence_whole(app, visit):
    page = visit(app, width=390, height=844).open("/")
    picture, frame, _ = kept(page)
    ratio = picture.width / (frame["width"] - 2)
    rows = page.locator(".map-key li").count()
    # Title, sentence, map; and below it the key, and the licence in two lines.
    assert picture.height / ratio > frame["height"] + 60 + 19 * rows + 2 * 20


def test_a_card_leaves_the_scale_to_be_read_and_the_search_leaves_the_card(app, visit):
    page = visit(app).open("/")
    expect(page.locator(".maplibregl-ctrl-scale")).to_be_visible()
    page.get_by_role("button", name="Find a school").click()
    page.get_by_label("Name, number or postcode").fill("139405")
    page.get_by_role("button", name="Find", exact=True).click()
    card = page.locator(".map-card")
    expect(card).to_contain_text("139405")
    expect(page.get_by_label("Name, number or postcode")).to_have_count(0)
    settled(page)
    assert apart(card.bounding_box(), page.locator(".maplibregl-ctrl-scale").bounding_box())


def test_colours_that_lie_beyond_the_edge_of_a_phone_fade_and_no_button_breaks(app, visit):
    page = visit(app, width=390, height=844).open("/?day=2025-08-31")
    colours = page.locator(".st-key-map_controls [role=radiogroup]")
    expect(colours).to_be_visible()
    assert colours.evaluate("(row) => row.scrollWidth > row.clientWidth")
    fades = "(row) => getComputedStyle(row).maskImage"
    assert "gradient" in colours.evaluate(fades)
    colours.evaluate("(row) => { row.scrollLeft = row.scrollWidth; }")
    page.wait_for_function(
        "() => getComputedStyle(document.querySelector("
        "'.st-key-map_controls [role=radiogroup]')).maskImage === 'none'"
    )
    page.get_by_role("button", name="Take-away map").click()
    make = page.get_by_role("button", name="Make and download")
    expect(make).to_be_visible()
    assert make.bounding_box()["height"] < 48
