import math
import re

import pytest
from playwright.sync_api import expect
from shapely.geometry import Polygon, shape

from tests.browser.settled import settled
from tests.days import GRADED


def whole_and_apart(page):
    """See that names of the map are whole, and none over another or over the key; give them."""
    told = page.locator(".live-map").evaluate(
        """(map) => {
          const box = (of) => { const { left, top, right, bottom } = of.getBoundingClientRect();
            return [left, top, right, bottom]; };
          const names = [...map.querySelectorAll(".live-map-names span:not([hidden])")];
          const keys = [...document.querySelectorAll(".map-key")];
          return { frame: box(map), keys: keys.map(box),
            names: names.map((name) => [name.textContent, name.className, box(name)]) };
        }"""
    )
    boxes = [box for _, _, box in told["names"]]
    left, top, right, bottom = told["frame"]
    for box in boxes:
        assert box[0] >= left
        assert box[1] >= top
        assert box[2] <= right
        assert box[3] <= bottom
    for place, box in enumerate(boxes):
        for other in [*boxes[:place], *told["keys"]]:
            apart = box[0] >= other[2] or box[2] <= other[0]
            assert apart or box[1] >= other[3] or box[3] <= other[1]
    return {(kind, name) for name, kind, _ in told["names"]}


def test_one_finds_ones_way_from_the_whole_north_to_a_street_and_back(app, visit):
    page = visit(app).open("/")
    asked = []
    page.on("request", lambda request: asked.append(request.url.split("/")[-1]))
    the_map = page.locator(".live-map")
    the_map.scroll_into_view_if_needed()
    everything = page.get_by_role("button", name="Show all of the filter")
    expect(everything).to_be_visible()
    expect(the_map).to_contain_text("National Highways")
    expect(the_map).to_contain_text("GeoNames (CC BY 4.0)")
    expect(the_map.locator(".maplibregl-ctrl-scale")).to_have_text(re.compile(r"\d+\s+km"))
    expect(the_map.get_by_text("Sheffield", exact=True)).to_be_visible()
    settled(page)
    names = whole_and_apart(page)
    assert {("area", area) for area in ("Blackpool", "Bradford", "Oldham", "Doncaster")} <= names
    assert ("place", "Leeds") in names
    # A town that an Opportunity Area is called after is named once.
    assert ("place", "Bradford") not in names

    box = the_map.bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.6)
    with page.expect_response(re.compile(r"/ground/\w+/built_up_fine\.json")):
        for _ in range(7):
            page.mouse.wheel(0, -500)
            settled(page)
    expect(the_map.locator(".live-map-names .road:not([hidden])").first).to_be_visible()
    expect(the_map.locator(".live-map-names .authority:not([hidden])").first).to_be_visible()
    settled(page)
    assert whole_and_apart(page)
    assert {"regions.json", "roads.json"} <= set(asked)

    everything.click()
    expect(the_map.get_by_text("Newcastle upon Tyne", exact=True)).to_be_visible()
    settled(page)
    whole_and_apart(page)


def unprojected(x, y, place, width, height):
    """Give where a pixel of a map lies; the map's place is a longitude, a latitude and a zoom."""
    lon, lat, zoom = place
    world = 512 * 2**zoom
    east = (lon + 180) / 360 + (x - width / 2) / world
    south = (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 + (y - height / 2) / world
    return east * 360 - 180, math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * south))))


@pytest.mark.parametrize("place", [(-1.4, 53.3, 6.3), (-1.6, 53.6, 7.5), (-1.8, 52.6, 8.4)])
@pytest.mark.parametrize(
    ("show", "kind", "named"),
    [
        ("Regions+and+local+authorities", "authority", ".area, .authority"),
        ("Opportunity+Areas", "opportunity_area", ".area"),
    ],
)
@pytest.mark.quick_cases
def test_the_name_of_an_area_stands_in_it_at_any_zoom(app, visit, place, show, kind, named):
    page = visit(app).open(f"/?show={show}&map=live,{','.join(map(str, place))}")
    the_map = page.locator(".live-map[data-drawn]")
    expect(the_map.locator(".live-map-names span:not([hidden])").first).to_be_visible()
    settled(page)
    version = the_map.get_attribute("data-drawn").split("/")[2]
    address = f"{app}/layers/{version}/areas.json?kind={kind}&day={GRADED}"
    features = page.request.get(address).json()["features"]
    areas = {one["properties"]["name"]: shape(one["geometry"]) for one in features}
    frame = the_map.locator(".live-map-canvas").bounding_box()
    astray = []
    for name in the_map.locator(".live-map-names").locator(named).all():
        if name.get_attribute("hidden") is not None:
            continue
        box = name.bounding_box()
        left, top = box["x"] - frame["x"], box["y"] - frame["y"]
        right, bottom = left + box["width"], top + box["height"]
        if kind == "authority":
            # Its middle, a pixel more or less, which is not to be seen.
            x, y = (left + right) / 2, (top + bottom) / 2
            left, right, top, bottom = x - 1, x + 1, y - 1, y + 1
        corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
        size = frame["width"], frame["height"]
        lies = Polygon([unprojected(*corner, place, *size) for corner in corners])
        if not areas[name.text_content()].intersects(lies):
            astray.append(name.text_content())
    assert astray == []


@pytest.mark.parametrize("place", ["-1.52,54.54,13", "-1.5278,54.5406,16"])
@pytest.mark.quick_cases(1)
def test_a_map_says_where_it_is_however_deep_one_goes(app, visit, place):
    page = visit(app).open(f"/?region=&map=live,{place}")
    told = page.locator(".live-map-names span:not([hidden])")
    expect(told.filter(has_text="Darlington")).to_be_visible()
    settled(page)
    assert "Darlington" in {name for _, name in whole_and_apart(page)}
    # Where a name comes into view, that says it.
    for _ in range(8):
        page.get_by_role("button", name="Zoom out").click()
        settled(page)
    expect(page.locator(".live-map-names .here:not([hidden])")).to_have_count(0)


def test_the_whole_of_england_names_its_largest_cities_on_a_ground_of_their_own(app, visit):
    page = visit(app).open("/?region=")
    london = page.locator(".live-map-names .place").get_by_text("London", exact=True)
    expect(london).to_be_visible()
    ground = london.evaluate("(name) => getComputedStyle(name).backgroundColor")
    assert not ground.endswith(", 0)")


def test_what_a_scene_is_about_lies_beside_its_key_named_and_its_source_above_the_bar(app, visit):
    page = visit(app, height=900).open("/present?presentation=story&scene=2")
    settled(page)
    # The scene alone, as on a screen that the presenter shares.
    page.keyboard.press("n")
    expect(page.locator(".st-key-present_panel")).to_have_count(0)
    the_map = page.locator(".live-map[data-drawn]")
    for area in ("West Somerset", "Hastings", "Norwich", "North Yorkshire Coast"):
        expect(the_map.locator(".area").get_by_text(area, exact=True)).to_be_visible()
    settled(page)
    assert len([1 for kind, _ in whole_and_apart(page) if kind == "area"]) == 12
    for scene in (2, 1):
        if scene == 1:
            page.keyboard.press("Home")
            expect(page.get_by_role("heading", level=1)).to_contain_text("The North has fewer")
            expect(the_map.locator(".maplibregl-ctrl-attrib")).to_be_visible()
            settled(page)
        key = page.locator(".map-key").first.bounding_box()
        credit = the_map.locator(".maplibregl-ctrl-attrib").bounding_box()
        assert credit["x"] > key["x"] + key["width"] + 6
        source = page.locator(".stage-foot").bounding_box()
        bar = page.locator(".st-key-present_buttons").bounding_box()
        assert source["y"] + source["height"] <= bar["y"]


def test_escape_closes_what_the_map_says_under_the_pointer(app, visit):
    page = visit(app).open("/?show=Opportunity+Areas&map=live,-1.1,53.52,11")
    the_map = page.locator(".live-map[data-drawn]")
    frame = the_map.bounding_box()
    tip = page.locator(".live-map-tip")
    the_map.locator("canvas").focus()
    page.mouse.move(frame["x"] + 300, frame["y"] + 100)
    page.mouse.move(frame["x"] + frame["width"] / 2, frame["y"] + frame["height"] / 2)
    expect(tip).to_contain_text("Doncaster")
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()
