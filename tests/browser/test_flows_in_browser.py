import math
import re

import geopandas as gpd
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from alliance.analysis.flow_sources import transfer_flows
from alliance.history import ALLIANCE_REGIONS
from alliance.maps.flow_layers import HEIGHT_PX
from alliance.maps.view import view_of

WAKEFIELD_CITY, OUTWOOD = "Wakefield City Academies Trust", "Outwood Grange Academies Trust"


def settled(page):
    page.wait_for_function("() => !document.querySelector('[data-test-script-state=running]')")


def told(page):
    """Give the line above the table, which says the total."""
    return page.get_by_text(re.compile(r"^\d+ (academy|academies) in \d+ rows?\.$"))


def chip(page, name):
    return page.locator(".st-key-flow_chips").get_by_role("button", name=name, exact=True)


def click_middle(page, mark):
    mark.first.wait_for(state="attached")
    mark.first.scroll_into_view_if_needed()
    box = mark.first.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2 - 3, box["y"] + box["height"] / 2)
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def test_a_bar_of_the_sankey_narrows_everything_and_its_chip_takes_it_off(app, visit):
    page = visit(app).open("/flows")
    expect(told(page)).to_have_text("68 academies in 68 rows.")
    settled(page)
    # The first bar is the greatest giver's.
    click_middle(page, page.locator(".st-key-flow_beside .barlayer .point path"))
    expect(told(page)).to_have_text("21 academies in 21 rows.")
    expect(page).to_have_url(re.compile(r"flow_place=Wakefield\+City"))
    expect(page.get_by_text(re.compile("^21 academies: .*along arrows"))).to_be_visible()
    expect(page.get_by_text("Transfers · The alliance region · 3 April 2017")).to_contain_text(
        "21 academies"
    )
    settled(page)
    chip(page, WAKEFIELD_CITY).click()
    expect(told(page)).to_have_text("68 academies in 68 rows.")


def test_a_square_of_the_matrix_narrows_everything_to_its_two_places(app, visit):
    page = visit(app).open("/flows?flow_chart=Matrix")
    expect(told(page)).to_have_text("68 academies in 68 rows.")
    settled(page)
    click_middle(page, page.locator(".st-key-flow_beside .scatterlayer .textpoint text"))
    expect(told(page)).to_have_text("6 academies in 6 rows.")
    for name in (WAKEFIELD_CITY, OUTWOOD):
        expect(chip(page, name)).to_be_visible()
    # The link, pasted in another browser, shows the same.
    other = visit(app).open(page.url.removeprefix(app))
    expect(told(other)).to_have_text("6 academies in 6 rows.")


def on_map(page, history, lon, lat):
    """Give where on the page a place stands while the map has not been moved."""
    regions = history.areas[(history.areas["kind"] == "region")]
    bounds = regions[regions["name"].isin(ALLIANCE_REGIONS)].total_bounds
    view = view_of(tuple(float(side) for side in bounds), HEIGHT_PX)
    world = 512 * 2**view.zoom

    def mercator(degrees):
        return math.log(math.tan(math.pi / 4 + math.radians(degrees) / 2)) / (2 * math.pi)

    box = page.locator(".st-key-flow_map canvas").first.bounding_box()
    return (
        box["x"] + box["width"] / 2 + (lon - view.longitude) / 360 * world,
        box["y"] + box["height"] / 2 - (mercator(lat) - mercator(view.latitude)) * world,
    )


def test_a_circle_of_the_map_narrows_everything_to_its_place(app, visit, history):
    flows = transfer_flows(history, history.complete_from, history.default_day)
    at = flows.places.loc[["region:North East"]]
    point = gpd.GeoSeries(
        gpd.points_from_xy(at["easting_m"], at["northing_m"]), crs="EPSG:27700"
    ).to_crs("EPSG:4326")[0]
    page = visit(app).open("/flows?flow_level=Regions")
    expect(told(page)).to_have_text("68 academies in 68 rows.")
    settled(page)
    expect(page.locator(".st-key-flow_map canvas").first).to_be_visible()
    page.locator(".st-key-flow_map").scroll_into_view_if_needed()
    for _ in range(20):
        page.mouse.move(*(part - 2 for part in on_map(page, history, point.x, point.y)))
        page.mouse.click(*on_map(page, history, point.x, point.y))
        try:
            expect(chip(page, "North East")).to_be_visible(timeout=1000)
            break
        except AssertionError:
            continue
    expect(told(page)).to_have_text("8 academies in 8 rows.")


def test_the_period_plays_month_by_month_until_it_is_paused(app, visit):
    page = visit(app).open("/flows")
    expect(told(page)).to_have_text("68 academies in 68 rows.")
    page.get_by_role("button", name="Play month by month").click()
    expect(page.get_by_text(re.compile("3 April 2017 to 30 June 2017 · "))).to_be_visible()
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()
    page.get_by_role("button", name="Whole period").click()
    expect(told(page)).to_have_text("68 academies in 68 rows.")


def test_an_empty_register_leads_to_the_page_where_it_is_filled(app, visit):
    page = visit(app).open("/flows?flow_kind=Support")
    expect(page.get_by_text("The register of support is empty")).to_be_visible()
    settled(page)
    page.get_by_role("button", name="Open the register").click()
    expect(page).to_have_url(re.compile("/register"))


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("view", ["", "?flow_kind=Support&flow_rows=Tangles"])
def test_axe_finds_no_fault_in_the_page(app, visit, theme, view):
    page = visit(app, theme=theme).open(f"/flows{view}")
    expect(page.get_by_text("Contains public sector information")).to_be_visible()
    settled(page)
    graver = [
        (one["id"], node["html"][:120])
        for one in Axe().run(page).response["violations"]
        for node in one["nodes"]
        if one["impact"] in ("serious", "critical") or one["id"] == "heading-order"
    ]
    assert graver == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_page_fits_a_phone_and_asks_nobody_else(app, visit, theme):
    window = visit(app, width=390, height=844, theme=theme)
    page = window.open("/flows")
    expect(told(page)).to_be_visible()
    settled(page)
    over = "e => e.scrollWidth - e.clientWidth"
    assert page.locator(".stMain").evaluate(over) == 0
    assert window.astray == []
    assert window.faults == []
