import re

from playwright.sync_api import Error, expect

from tests.browser.settled import settled


def taken_away(page):
    """Make the map of the page, and give the file."""
    # Until the map has its height, it would push the button and what it opens out of sight.
    expect(page.get_by_role("main").locator("canvas").first).to_be_visible()
    settled(page)
    page.get_by_role("button", name="Take-away map").click()
    # The choice makes the button anew; pressed in that moment, the old one is gone.
    for patience_ms in (4_000, 8_000, 20_000):
        try:
            with page.expect_download(timeout=patience_ms) as made:
                page.get_by_role("button", name="Make and download").click()
            return made.value
        except Error:
            continue
    raise AssertionError("No map was made in three tries.")


def test_the_file_says_its_area_and_day_and_holds_no_streets_unless_chosen(app, visit):
    page = visit(app).open("/opportunity_areas?area_profile=Doncaster")
    expect(page.get_by_role("heading", level=1)).to_have_text("Doncaster")
    download = taken_away(page)
    assert re.fullmatch(
        r"opportunity-areas-map-doncaster-.*-2019-06-01\.html", download.suggested_filename
    )
    content = download.path().read_text("utf-8")
    assert "Opportunity Area: Doncaster" in content
    assert "openstreetmap" not in content


def test_the_file_opens_without_a_network_with_its_layers(app, visit, chromium, tmp_path):
    page = visit(app).open("/trusts?trust_profile=Outwood+Grange+Academies+Trust")
    expect(page.get_by_role("heading", level=1)).to_have_text("Outwood Grange Academies Trust")
    file = tmp_path / "map.html"
    taken_away(page).save_as(file)
    context = chromium.new_context(offline=True)
    try:
        away, asked, faults = context.new_page(), [], []
        away.on("request", lambda request: asked.append(request.url))
        away.on("pageerror", lambda error: faults.append(str(error)))
        away.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        away.goto(file.as_uri())
        expect(away.get_by_role("heading", level=1)).to_have_text("Outwood Grange Academies Trust")
        expect(away.get_by_role("region", name="Map").locator("canvas").first).to_be_visible()
        expect(away.get_by_role("checkbox").first).to_be_checked()
        expect(away.get_by_text("1 June 2019").first).to_be_visible()
        away.get_by_text("Schools in view, as a list").click()
        away.locator("#list-rows").get_by_role("button", name="Outwood Academy Adwick").click()
        popup = away.locator(".leaflet-popup")
        expect(popup).to_contain_text("Outwood Grange Academies Trust")
        away.get_by_role("checkbox", name="Opportunity Areas").uncheck()
        expect(away.locator(".area-name", has_text="Doncaster")).to_have_count(0)
        assert asked == [file.as_uri()]
        assert faults == []
    finally:
        context.close()


def test_explore_takes_its_transfers_along(app, visit):
    page = visit(app).open("/?show=Transfers&since=2017-04-03&until=2018-10-01&region=North+East")
    expect(page.get_by_text("that moved from one trust to another")).to_be_visible()
    content = taken_away(page).path().read_text("utf-8")
    assert "Where the trusts work" in content
    assert "3 April 2017 to 1 October 2018" in content
    assert "Region: North East." in content


def test_on_a_phone_credits_of_the_file_leave_its_scale_to_be_read(app, visit, chromium, tmp_path):
    page = visit(app).open("/opportunity_areas?area_profile=Doncaster")
    file = tmp_path / "map.html"
    taken_away(page).save_as(file)
    context = chromium.new_context(offline=True, viewport={"width": 390, "height": 844})
    try:
        away = context.new_page()
        away.goto(file.as_uri())
        scale = away.locator(".leaflet-control-scale").bounding_box()
        owners = away.locator(".leaflet-control-attribution").bounding_box()
        assert owners["x"] >= scale["x"] + scale["width"]
    finally:
        context.close()
