"""Every chart of every page is kept as a picture by the same button, named by the rule of files."""

import re
from itertools import cycle

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.settled import all_come_to, settled
from tests.tiers import first_of_each, page_of

OF_AREAS = "/impact?impact_what=Lay+in+an+Opportunity+Area&impact_outcome=Key+stage+2"
OUTWOOD = "trust_profile=Outwood+Grange+Academies+Trust"
CHARTS = {
    "/overview": ("overview", 1),
    "/overview?day=2025-08-31": ("overview", 4),
    "/opportunity_areas?areas_tab=Over+time": ("opportunity-areas", 1),
    "/opportunity_areas?area_profile=Doncaster&area_tab=Grades+over+time": ("opportunity-areas", 1),
    "/opportunity_areas?area_profile=Doncaster&area_tab=Attainment": ("opportunity-areas", 1),
    f"/trusts?{OUTWOOD}&trust_tab=Academies+joining+and+leaving": ("trusts", 1),
    f"/trusts?{OUTWOOD}&trust_tab=Grades+before+and+after": ("trusts", 1),
    f"/trusts?{OUTWOOD}&trust_tab=Measures": ("trusts", 1),
    f"/trusts?{OUTWOOD}&trust_tab=Compare": ("trusts", 1),
    "/schools?urn=138248": ("schools", 1),
    "/schools?urn=138248&part=Results": ("schools", 1),
    "/compare?compare=trust:4119&compare=trust:4474&compare_tab=Over+time": ("compare", 2),
    "/flows": ("flows", 1),
    "/flows?flow_chart=Matrix": ("flows", 1),
    "/flows?flow_chart=Timeline": ("flows", 1),
    "/flows?flow_kind=Documented&flow_chart=Timeline": ("flows", 1),
    "/matches?region=North+East&match_tab=Cold+spots": ("matches", 1),
    f"{OF_AREAS}&impact_tab=How+alike": ("impact", 2),
    "/briefing?about=trust:4119": ("briefing", 1),
    "/present?presentation=story&scene=4": ("support-on-record-around-wakefield-city", 1),
}
THEMES = {1280: "light", 390: "dark"}
# How far the title of a chart reaches over its upper edge.
OVER = """chart => {
  const title = chart.querySelector(".gtitle")?.getBoundingClientRect();
  return title ? chart.getBoundingClientRect().top - title.top : 0;
}"""


# In turn on a wide screen and on a phone.
@pytest.mark.parametrize(
    ("path", "width"), first_of_each(zip(CHARTS, cycle(THEMES), strict=False), page_of)
)
def test_every_chart_has_the_button_that_keeps_it_as_a_picture(app, visit, path, width):
    page = visit(app, width=width, height=844, theme=THEMES[width]).open(path)
    page_named, number = CHARTS[path]
    # The next scene in small is there to be looked at only.
    charts = page.locator(".chart-frame:not([inert] *)")
    # An answer on impact takes its time.
    charts.first.wait_for(timeout=120_000)
    all_come_to(page)
    expect(charts.get_by_role("button", name="Download the chart as PNG")).to_have_count(number)
    expect(page.get_by_test_id("stPlotlyChart")).to_have_count(0)
    for chart in charts.all():
        drawn = chart.locator(".chart, .briefing-chart")
        assert drawn.evaluate(OVER) <= 0
        with page.expect_download() as kept:
            chart.get_by_role("button").click()
        named = kept.value.suggested_filename
        day = "" if "present" in path else r"-\d{4}-\d\d-\d\d"
        assert re.fullmatch(rf"{page_named}-[a-z0-9-]+{day}\.png", named)
        picture = Image.open(kept.value.path()).convert("RGBA")
        # What the page says stands over it, and none of it can be seen through.
        assert picture.height > 2 * drawn.bounding_box()["height"]
        assert picture.getchannel("A").getextrema() == (255, 255)
        assert len(picture.getcolors(picture.width * picture.height)) > 20
    assert page.get_by_role("main").evaluate("e => e.scrollWidth - e.clientWidth") == 0


def test_a_kept_picture_is_named_by_page_title_scope_and_day(app, visit):
    page = visit(app).open("/overview?phase=Secondary")
    settled(page)
    with page.expect_download() as chart:
        page.get_by_role("button", name="Download the chart as PNG").click()
    said = "overview-schools-of-secondary-the-alliance-region-that-are-good-or-outstanding"
    assert chart.value.suggested_filename == f"{said}-alliance-region-secondary-2019-06-01.png"
    with page.expect_download() as drawn:
        page.get_by_role("button", name="Download the map as PNG").click()
    said = "overview-map-alliance-region-secondary-2019-06-01.png"
    assert drawn.value.suggested_filename == said
