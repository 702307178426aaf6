import re

from playwright.sync_api import expect

from tests.browser.settled import settled


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
