"""What scenes show: one for every page, the story's words true, hidden names hidden."""

import datetime as dt
import json

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from alliance.current.known_on_day import inspected_state
from alliance.current.state import current_history, state_on
from alliance.present import Fit, Scene
from alliance.present.scene import PAGES, scene_address
from alliance.present.scene_content import content_of
from alliance.present.story import story
from tests.pages.conftest import SCRIPT

ALLIANCE_REGION = ("North East", "Yorkshire and The Humber", "East Midlands")
NORTH = {"day": ("2017-11-14",), "region": ("Alliance region",)}
SCENES = {
    "overview": Scene("overview", NORTH),
    "explore": Scene("explore", NORTH, selected=(136633,), fit=Fit("selection")),
    "opportunity_areas": Scene("opportunity_areas", NORTH | {"area_profile": ("Doncaster",)}),
    "trusts": Scene(
        "trusts",
        NORTH | {"trust_profile": ("Outwood Grange Academies Trust",)},
        fit=Fit("trust", "4119"),
    ),
    "schools": Scene("schools", {"day": ("2018-05-01",), "urn": ("140177",)}),
    "compare": Scene(
        "compare", NORTH | {"compare": ("trust:4119", "area:Doncaster", "school:136633")}
    ),
    "flows": Scene(
        "flows",
        {
            "region": (),
            "flow_place": ("Wakefield City Academies Trust",),
            "transfers_since": ("2017-09-01",),
            "transfers_until": ("2018-12-31",),
        },
    ),
    "matches": Scene("matches", NORTH),
    "impact": Scene("impact", {"impact_what": ("Lay in an Opportunity Area",)}),
    "register": Scene("register", NORTH),
    "data": Scene("data"),
}


@pytest.fixture(autouse=True)
def _own_register(register):
    """No scene of these tests looks at another register."""


def shown(scene, *, redacted=False):
    return content_of(scene, redacted=redacted, theme="light")


def words_of(content):
    """Give every word that a scene's content holds."""
    parts = [
        content.title,
        content.caption,
        content.sentence,
        content.sources,
        str(content.figures),
        json.dumps(dict(content.facts)),
    ]
    for chart in content.charts:
        parts += [chart.title, chart.alt, chart.table.to_csv(), chart.figure.to_json()]
    for table in content.tables:
        parts += [table.title, table.rows.to_csv()]
    if content.map:
        parts += [content.map.alt, str(content.map.keys), json.dumps(dict(content.map.data))]
    return "\n".join(parts)


def test_every_page_can_be_a_scene():
    assert set(SCENES) == set(PAGES)


@pytest.mark.parametrize("page", PAGES)
def test_a_scene_shows_what_its_page_shows(page):
    content = shown(SCENES[page])
    assert content.faults == ()
    assert content.title
    assert content.sentence
    assert content.map or content.charts or content.tables or page == "register"


@pytest.mark.parametrize("page", PAGES)
def test_a_redacted_scene_holds_no_name_of_a_school_it_shows(page):
    named, hidden = words_of(shown(SCENES[page])), words_of(shown(SCENES[page], redacted=True))
    # Trusts are named: “Discovery Schools Academies Trust” is not the Discovery School.
    for trust in current_history().trust_names["name"].unique():
        named, hidden = named.replace(trust, ""), hidden.replace(trust, "")
    names = [name for name in current_history().schools["name"] if len(name) > 12 and name in named]
    assert [name for name in names if name in hidden] == []
    if page in ("opportunity_areas", "schools", "compare", "flows", "matches"):
        assert names, "the scene names schools when it may"


def test_a_redacted_scene_says_in_figures_what_the_other_says():
    scene = SCENES["opportunity_areas"]
    assert shown(scene).facts == shown(scene, redacted=True).facts


def test_the_captions_of_the_story_hold_the_figures_of_their_screens():
    for scene in story().scenes:
        content = shown(scene)
        assert content.faults == ()
        assert "{" not in content.title + content.caption
        assert content.map is not None or scene.page == "impact"
    april, areas, sides, record, wakefield, *later = map(shown, story().scenes)
    founders, cold, match, _, *last = later
    left, joined, four, twelve, *last = last
    assert f"{in_the_north(dt.date(2017, 4, 3)):,} state-funded schools" in april.caption
    assert april.facts["percent_good"] in april.caption
    assert areas.facts["alliance_areas"] == "4"
    assert "runs 17 academies" in sides.caption
    delta = state_on(dt.date(2016, 2, 1))["trust_uid"].eq(4474).sum()
    assert f"that year, {delta}." in sides.caption
    assert "tell of 4 cases around Wakefield City" in record.caption
    assert "its 21 academies go to 9 trusts" in wakefield.caption
    assert "111 academies" in founders.caption
    assert cold.facts["capacity"] in cold.caption
    assert match.facts["served"] in match.caption
    few = f"Only {left.facts['compared']} schools of 21"
    assert left.caption.startswith(f"21 academies moved to other trusts. {few}")
    assert left.charts == ()
    assert joined.caption.startswith("No clear difference: 63 of 100 were Good or Outstanding")
    assert joined.facts["lower"] in joined.caption
    for areas in (four, twelve):
        assert areas.caption.startswith("No clear difference: ")
        assert areas.facts["naive"] in areas.caption
        assert "By itself, before and after looks like" in areas.caption
    today, stuck, helpers = last
    assert "On 31 August 2025 the five trusts run 169 academies" in today.caption
    schools = inspected_state(dt.date(2025, 8, 31))
    north = schools["region"].isin(ALLIANCE_REGION)
    here, england = (schools["stuck"].notna() & north).sum(), schools["stuck"].notna().sum()
    assert f"{here} schools of the alliance region" in stuck.caption
    assert f"of {england} in England" in stuck.caption
    assert f"could take on {helpers.facts['served']} schools" in helpers.caption


def in_the_north(day):
    return int(state_on(day)["region"].isin(ALLIANCE_REGION).sum())


TITLES = {
    "overview": "Overview",
    "opportunity_areas": "Opportunity Areas",
    "explore": "Explore",
    "flows": "Flows",
    "matches": "Matches",
    "impact": "Impact",
}
# A scene says to which trusts it is narrowed; a page has them as chips.
NARROWED = "Outwood Grange Academies Trust and Delta Academies Trust, "


@pytest.mark.parametrize("scene", story().scenes, ids=lambda scene: scene.title)
@pytest.mark.quick_cases(6)
def test_the_address_of_a_scene_of_the_story_opens_what_the_scene_shows(own_folder, scene):
    page = AppTest.from_file(SCRIPT, default_timeout=60)
    for key, values in scene.query.items():
        page.query_params[key] = list(values) or ""
    if scene.page != "explore":  # which opens by itself
        page.switch_page(f"../../../pages/{scene.page}.py")
    page.run()
    assert not page.exception
    assert page.title[0].value == TITLES[scene.page]
    if scene.page == "impact":
        said = page.header[0].value
    else:
        (said,) = (one.value for one in page.markdown if " · " in one.value)
    says = shown(scene).sentence.removeprefix(NARROWED).removeprefix("The ")
    assert says.casefold() in said.casefold()
    # The app tells what of an address it does not understand.
    assert not [one.value for one in page.info if "address" in one.value]


def test_what_no_longer_resolves_is_told_and_left_aside():
    scene = Scene(
        "explore",
        {"day": ("1917-11-14",), "region": ("Narnia",), "trust": ("No Such Trust",)},
        fit=Fit("trust", "12"),
        caption="{schools} schools, {dragons} dragons",
    )
    content = shown(scene)
    told = " ".join(content.faults)
    for part in ("14 November 1917", "Narnia", "No Such Trust", "trust 12"):
        assert part in told
    assert "dragons" not in told


def test_a_figure_that_the_screen_has_not_is_told_to_the_presenter_and_not_shown_to_the_room():
    scene = Scene(
        "explore", NORTH, title="{dragons}", caption="{schools} schools, { day }, {dragons} dragons"
    )
    content = shown(scene)
    assert content.faults == ()
    facts = content.facts
    assert content.caption == f"{facts['schools']} schools, {facts['day']}, – dragons"
    # A title of nothing else is left to the page.
    assert content.title == shown(Scene("explore", NORTH)).title
    first, second = content.slips
    assert "“{dragons}” names {dragons}, which this screen does not have; people see “–”" in first
    assert "{schools}" in second
    slides = words_in_file(content)
    assert "– dragons" in slides
    assert "{dragons}" not in slides


def words_in_file(content):
    from tests.unit.in_output import words_in
    from tests.unit.shown import slides_of

    return words_in(slides_of("Board", [content]), "pptx")


def test_a_map_is_fitted_to_what_the_scene_says():
    area = shown(Scene("explore", NORTH, fit=Fit("area", "Doncaster"))).map.data["bounds"]
    trust = shown(Scene("explore", NORTH, fit=Fit("trust", "4119"))).map.data["bounds"]
    one = shown(Scene("explore", NORTH, selected=(136633,), fit=Fit("selection"))).map.data
    all_of_it = shown(Scene("explore", NORTH)).map.data["bounds"]
    width = [bounds[2] - bounds[0] for bounds in (one["bounds"], area, trust, all_of_it)]
    assert width == sorted(width)
    assert one["selected"] is not None


def test_the_address_of_a_scene_says_where_no_region_is_chosen():
    assert scene_address(Scene("explore", {"region": ()}, selected=(1,))) == "/?region=&school=1"
    assert scene_address(SCENES["data"]) == "/data"


def test_the_trend_of_a_scene_marks_its_day_and_knows_nothing_later():
    for name in ("overview", "opportunity_areas", "trusts", "schools", "compare"):
        content = shown(SCENES[name])
        day = dt.date.fromisoformat(SCENES[name].query["day"][0])
        over_days = [one for one in content.charts if {"day", "date"} & set(one.table.columns)]
        assert over_days, name
        for chart in over_days:
            days = chart.table[next(one for one in ("day", "date") if one in chart.table)]
            assert days.dropna().max() <= pd.Timestamp(day), name
            marks = [pd.Timestamp(one.x0).date() for one in chart.figure.layout.shapes]
            assert day in marks, name


def test_a_key_names_opportunity_areas_only_where_they_are_drawn():
    early, later = (
        shown(Scene("explore", {"day": (day,), "region": ()}))
        for day in ("2016-02-01", "2017-11-14")
    )
    rows = [[row.words for key in one.map.keys for row in key.rows] for one in (early, later)]
    assert ["Opportunity Area" in held for held in rows] == [False, True]


def test_a_sentence_that_the_caption_says_too_is_said_once():
    (scene,) = [one for one in story().scenes if one.title.endswith("left Wakefield City")]
    content = shown(scene)
    assert "Under 20 no estimate is given" in content.caption
    assert content.sentence == ""


def test_no_figure_holds_several_numbers_and_only_all_is_a_hundred_per_cent():
    for name in SCENES:
        for figure in shown(SCENES[name]).figures:
            assert " · " not in figure.value, figure
            assert "100.0%" not in f"{figure.value} {figure.beside}", figure


def test_the_scene_of_sources_says_what_each_published_figure_is_of():
    (table,) = shown(SCENES["data"]).tables
    assert list(table.rows.columns)[:2] == ["Figure", "Day"]


def test_a_league_narrowed_by_filters_shows_what_its_map_counts():
    narrowed = {"day": ("2017-11-14",), "region": ("North East",)}
    (table,) = shown(Scene("trusts", narrowed)).tables
    assert "Match your filters" in table.rows.columns
    (whole,) = shown(Scene("trusts", {"day": ("2017-11-14",), "region": ()})).tables
    assert "Match your filters" not in whole.rows.columns
    assert table.title == whole.title == "Multi-academy trusts, largest first"
