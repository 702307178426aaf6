import csv
import datetime as dt
import re

from playwright.sync_api import expect

from alliance.analysis.figures.overview import year_before
from alliance.analysis.filters import Filter, narrow
from alliance.history import ALLIANCE_REGION, as_at
from tests.browser.settled import settled
from tests.browser.themes import in_each_theme
from tests.days import GRADED

INSPECTED = "Inspected, overall grade"


def figure(page, label):
    """The figure with a label, and the lines under it."""
    term = page.get_by_role("term").filter(has_text=re.compile(f"^{label}$"))
    return page.locator(".figures > div").filter(has=term).locator("dd")


def test_each_figure_stands_beside_england_and_a_year_earlier(app, visit, history):
    def schools_on(day, *regions):
        return len(narrow(as_at(history, day), Filter(day, regions=regions)))

    today = dt.date.fromisoformat(GRADED)
    earlier = year_before(today)
    here = schools_on(today, ALLIANCE_REGION)
    more = here - schools_on(earlier, ALLIANCE_REGION)
    page = visit(app).open("/overview")
    expect(figure(page, "Schools")).to_have_text(
        f"{here:,}England {schools_on(today):,}{'Up' if more > 0 else 'Down'} {abs(more)} in a year"
    )
    for counted in (
        "counting the predecessor school’s grade",
        "schools inspected since they opened",
    ):
        expect(figure(page, f"Good or outstanding, {counted}")).to_have_text(
            re.compile(
                r"^\d\d\.\d%England \d\d\.\d%(Up|Down) \d+\.\d points in a year"
                r"(A school not inspected since it opened|Only schools inspected).*\.$"
            )
        )
    expect(page.locator(".figures.headlines > div")).to_have_count(10)
    expect(page.get_by_text("A year earlier is 1 June 2018.")).to_be_visible()


def test_the_map_and_the_trend_stand_side_by_side_and_each_has_its_table(app, visit):
    visitor = visit(app)
    page = visitor.open("/overview")
    expect(page.locator(".map-key")).to_contain_text("Outwood Grange Academies Trust")
    trend = page.locator(".js-plotly-plot").first
    expect(trend).to_contain_text("Schools of the alliance region that are Good")
    expect(trend).to_contain_text("Day shown")
    settled(page)
    left, right = page.locator(".st-key-region_map").bounding_box(), trend.bounding_box()
    assert left["x"] + left["width"] <= right["x"]
    page.get_by_role("button", name="The map as a table").click()
    expect(page.get_by_test_id("stPopoverBody")).to_contain_text("Bradford")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="The same as a table").click()
    expect(page.get_by_test_id("stPopoverBody")).to_contain_text("graded schools")
    assert visitor.astray == []


def test_what_changed_follows_both_days_and_is_taken_away_whole(app, visit):
    page = visit(app).open("/overview?changed=2018-10-01&area=Doncaster")
    title = page.get_by_role("heading", name="Changes from 2 October 2018 to 1 June 2019")
    expect(title).to_be_visible()
    page.get_by_role("tab", name=INSPECTED, exact=True).click()
    settled(page)
    number = int(figure(page, INSPECTED).inner_text().split()[0].replace(",", ""))
    expect(page.get_by_text(f"Rows 1 to {number} of {number}.")).to_be_visible()
    settled(page)
    page.locator(".st-key-inspections-downloads button").click()
    with page.expect_download() as download:
        page.locator(".st-key-inspections-download-CSV button").click()
    with open(download.value.path(), encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == number > 0
    assert all("2018-10-01" < row["date"][:10] <= "2019-06-01" for row in rows)
    page.locator(".st-key-chips button", has_text="Doncaster").first.click()
    expect(figure(page, INSPECTED)).not_to_contain_text(f"{number}\n")
    expect(page).to_have_url(re.compile("changed=2018-10-01"))


def test_the_overview_fits_a_phone(app, visit):
    page = visit(app, width=390, height=844, theme="dark").open("/overview")
    # What stands below comes when the reader does.
    page.get_by_role("button", name="Show what changed").scroll_into_view_if_needed()
    expect(page.get_by_role("heading", name=re.compile("^Changes from "))).to_be_visible()
    for theme in in_each_theme(page):
        over = page.get_by_role("main").evaluate("e => e.scrollWidth - e.clientWidth")
        assert (theme, over) == (theme, 0)
    drawn = page.locator(".st-key-region_map canvas").first
    expect(drawn).to_be_visible()
    key, drawn = page.locator(".map-key").bounding_box(), drawn.bounding_box()
    assert key["y"] >= drawn["y"] + drawn["height"]


def test_a_phone_chooses_the_day_beside_the_title(app, visit):
    page = visit(app, width=390, height=844).open("/overview")
    here = page.locator(".st-key-day_for_phones")
    expect(here).to_be_visible()
    settled(page)
    here.get_by_role("spinbutton").first.click()
    page.keyboard.type("01102018")
    page.keyboard.press("Escape")
    expect(page.get_by_text("1 October 2018 · ")).to_be_visible()
    expect(page).to_have_url(re.compile("day=2018-10-01"))
    settled(page)
    assert page.get_by_role("main").evaluate("e => e.scrollWidth - e.clientWidth") == 0


def test_a_change_of_the_filter_changes_the_chart_in_place_and_its_alternative_text(app, visit):
    page = visit(app).open("/overview?region=&phase=Primary&phase=Secondary")
    chart = page.locator(".chart")
    expect(chart).to_contain_text("Good or Outstanding")
    expect(chart.locator(".scatterlayer path.js-line").first).to_be_attached()
    settled(page)
    before = chart.get_attribute("aria-label")
    drawn = chart.locator(".scatterlayer path.js-line").first.get_attribute("d")
    chart.evaluate("chart => chart.sameAsBefore = true")
    page.locator(".st-key-chips button", has_text="Primary").click()
    expect(chart).not_to_have_attribute("aria-label", before)
    line = chart.locator(".scatterlayer path.js-line").first
    expect(line).not_to_have_attribute("d", drawn)
    assert chart.evaluate("chart => chart.sameAsBefore")


def test_what_comes_into_view_is_drawn_though_its_first_word_to_the_server_is_lost(app, visit):
    page = visit(app).open("/overview?day=2025-08-31")
    settled(page)
    places = page.locator(".in-view")
    before = places.count()
    assert before
    page.evaluate(
        """() => {
          const send = WebSocket.prototype.send;
          WebSocket.prototype.send = function () { WebSocket.prototype.send = send; };
        }"""
    )
    places.first.scroll_into_view_if_needed()
    expect(places).not_to_have_count(before)
    settled(page)
