import contextlib
import datetime as dt
import math
import os
import re
import subprocess
import sys
from functools import partial

import geopandas as gpd
import pytest
from playwright.sync_api import Error, expect

from alliance.analysis.flows.flow_sources import transfer_flows
from alliance.current.shapes import SHAPES
from alliance.history import ALLIANCE_REGIONS
from alliance.settings import ROOT
from tests.browser.settled import settled
from tests.browser.themes import in_each_theme

PERIOD = "transfers_since=2017-04-03&transfers_until=2019-06-01"
WAKEFIELD_CITY, OUTWOOD = "Wakefield City Academies Trust", "Outwood Grange Academies Trust"


def told(page):
    """Give the line above the table, which says the total."""
    return page.get_by_text(re.compile(r"^\d+ (academy|academies) in \d+ rows?\.$"))


def all_told(page):
    """Return that line once it stands."""
    expect(told(page)).to_be_visible()
    return told(page).inner_text()


def chip(page, name):
    return page.locator(".st-key-flow_chips").get_by_role("button", name=name, exact=True)


def middle(mark):
    mark.first.scroll_into_view_if_needed()
    box = mark.first.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def pick(page, spot, picked):
    """Click where something is drawn by then, until what was picked is told."""
    for _ in range(3):
        # What is drawn may be drawn anew in the meantime.
        with contextlib.suppress(AssertionError, Error):
            x, y = spot()
            page.mouse.move(x - 3, y)
            page.mouse.move(x, y)
            page.mouse.click(x, y)
            expect(picked).to_be_visible(timeout=10_000)
            return
    expect(picked).to_be_visible()


def test_a_bar_of_the_sankey_narrows_everything_and_its_chip_takes_it_off(app, visit):
    page = visit(app).open(f"/flows?{PERIOD}")
    whole = all_told(page)
    settled(page)
    # The first bar is the greatest giver's.
    bar = page.locator(".st-key-flow_beside .barlayer .point path")
    pick(page, partial(middle, bar), chip(page, WAKEFIELD_CITY))
    expect(told(page)).to_have_text("21 academies in 21 rows.")
    expect(page).to_have_url(re.compile(r"flow_place=Wakefield\+City"))
    expect(page.get_by_text(re.compile("^21 academies: .*along arrows"))).to_be_visible()
    expect(page.get_by_text("Transfers · The alliance region · 3 April 2017")).to_contain_text(
        "21 academies"
    )
    settled(page)
    chip(page, WAKEFIELD_CITY).click()
    expect(told(page)).to_have_text(whole)


def test_a_square_of_the_matrix_narrows_everything_to_its_two_places(app, visit):
    page = visit(app).open(f"/flows?flow_chart=Matrix&{PERIOD}")
    whole = all_told(page)
    settled(page)
    square = page.locator(".st-key-flow_beside .scatterlayer .textpoint text")
    pick(page, partial(middle, square), chip(page, OUTWOOD))
    expect(told(page)).not_to_have_text(whole)
    both = all_told(page)
    for name in (WAKEFIELD_CITY, OUTWOOD):
        expect(chip(page, name)).to_be_visible()
    # The link, pasted in another browser, shows the same.
    other = visit(app).open(page.url.removeprefix(app))
    expect(told(other)).to_have_text(both)


def on_map(page, history, place):
    """Give where on the page a place stands while the map shows what it opens on."""
    regions = history.areas[history.areas["kind"] == "region"]
    west, south, east, north = regions[regions["name"].isin(ALLIANCE_REGIONS)].total_bounds
    flows = transfer_flows(history, dt.date(2017, 4, 3), dt.date(2019, 6, 1))
    at = flows.places.loc[[place]]
    point = gpd.points_from_xy(at["easting_m"], at["northing_m"], crs="EPSG:27700")
    spot = gpd.GeoSeries(point).to_crs("EPSG:4326").iloc[0]
    box = page.locator(".st-key-flow_map canvas").bounding_box()
    up = mercator(north) - mercator(south)
    scale = min((box["width"] - 24) / ((east - west) / 360), (box["height"] - 24) / up)
    across = (spot.x - (west + east) / 2) / 360
    above = mercator(spot.y) - (mercator(south) + mercator(north)) / 2
    return (
        box["x"] + box["width"] / 2 + across * scale,
        box["y"] + box["height"] / 2 - above * scale,
    )


def mercator(latitude):
    return math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2)) / (2 * math.pi)


def test_a_circle_of_the_map_narrows_everything_to_its_place(app, visit, history):
    page = visit(app).open(f"/flows?flow_level=Regions&{PERIOD}")
    whole = all_told(page)
    settled(page)
    page.locator(".st-key-flow_map .live-map[data-drawn]").scroll_into_view_if_needed()
    spot = partial(on_map, page, history, "region:North East")
    pick(page, spot, chip(page, "North East"))
    expect(told(page)).not_to_have_text(whole)


def test_the_period_plays_month_by_month_until_it_is_paused(app, visit):
    page = visit(app).open(f"/flows?{PERIOD}")
    whole = all_told(page)
    page.get_by_role("button", name="Play month by month").click()
    expect(
        page.get_by_text(re.compile("3 April 2017 to 30 June 2017, both days counted"))
    ).to_be_visible()
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()
    settled(page)
    page.get_by_role("button", name="Whole period").click()
    expect(told(page)).to_have_text(whole)


def test_an_empty_register_leads_to_the_page_where_it_is_filled(app, visit):
    page = visit(app).open("/flows?flow_kind=Support")
    expect(page.get_by_text("The register of support is empty")).to_be_visible()
    settled(page)
    page.get_by_role("button", name="Open the register").click()
    expect(page).to_have_url(re.compile("/register"))


HEAD = "Supporter kind,Supporter,Recipient URN,Theme,Starts on,Status\n"
THREE = (
    "Trust,4119,107833,Curriculum,2019-01-08,Active\n"
    "Trust,4474,106557,Curriculum,2019-01-08,Active\n"
    "Trust,4036,101494,Curriculum,2019-01-08,Proposed\n"
)


@pytest.fixture(scope="module")
def with_three(serve, tmp_path_factory):
    """The app with two supports that are Active and one that is Proposed."""
    folder = tmp_path_factory.mktemp("three")
    file, data = folder / "three.csv", {"ALLIANCE_DATA_DIR": str(folder)}
    file.write_text(HEAD + THREE, "utf-8")
    bring_in = [sys.executable, "-m", "alliance", "register", "import", str(file)]
    subprocess.run(bring_in, check=True, cwd=ROOT, env={**os.environ, **data})
    with serve(folder / "log", **data) as address:
        yield address


def arrows_of(page, shapes):
    """Return of each arrow of the shapes fetched last whether it stands for support given."""
    told = [one["properties"] for one in page.request.get(shapes[-1]).json()["features"]]
    return sorted(one["given"] for one in told if one["arrow"])


def test_only_support_that_is_given_is_drawn_and_the_rest_dashed_when_asked_for(with_three, visit):
    window = visit(with_three, height=1400)
    shapes = []
    window.page.on("request", lambda one: shapes.append(one.url) if SHAPES in one.url else None)
    page = window.open("/flows?flow_kind=Support")
    expect(page.get_by_text("2 support arrangements in 2 rows.")).to_be_visible()
    expect(page.get_by_text("Not shown, for it does not count as given: 1 Prop")).to_be_visible()
    expect(page.locator(".st-key-flow_map .live-map[data-drawn]")).to_be_visible()
    assert arrows_of(page, shapes) == [True, True]
    expect(page.locator(".st-key-flow_key .dashed")).to_have_count(0)
    settled(page)
    page.get_by_role("button", name="Also show").click()
    page.get_by_role("button", name="Proposed", exact=True).click()
    expect(page.get_by_text("3 support arrangements in 3 rows.")).to_be_visible()
    settled(page)
    expect(page.locator(".st-key-flow_key .dashed")).to_have_count(1)
    expect(page.locator(".st-key-flow_key")).to_contain_text("Not given, dashed: Proposed")
    expect(page.locator(".st-key-flow_map canvas").first).to_have_attribute(
        "aria-label", re.compile("Dashed: 1 Proposed")
    )
    assert arrows_of(page, shapes) == [False, True, True]
    assert window.faults == []


def test_the_page_fits_a_phone_and_asks_nobody_else(app, visit):
    window = visit(app, width=390, height=844, theme="dark")
    page = window.open("/flows")
    expect(told(page)).to_be_visible()
    for theme in in_each_theme(page):
        over = page.locator(".stMain").evaluate("e => e.scrollWidth - e.clientWidth")
        assert (theme, over) == (theme, 0)
    assert window.astray == []
    assert window.faults == []
