import datetime as dt
import json
import re
import subprocess
import sys
from unittest import mock
from urllib.parse import parse_qs, urlsplit

import geopandas as gpd
import pytest

from alliance.analysis.filters import Filter
from alliance.analysis.schools.search import search
from alliance.current.known_on_day import measured
from alliance.errors import UnknownName
from alliance.settings import ROOT
from alliance.text.words import day_in_words
from alliance.ui.app.opening import opening_maps
from alliance.ui.map import draw_map
from alliance.ui.map.measure_download import areas_file
from alliance.ui.parts.table import PAGE
from alliance.ui.parts.table_downloads import about_shown
from alliance.web.layer_answers import school_bytes
from tests.pages.conftest import SCRIPT


def text_of(page):
    kinds = (page.title, page.markdown, page.caption, page.info, page.warning, page.error)
    plain = [element.value for kind in kinds for element in kind]
    return "\n".join([*plain, *(block.proto.body for block in page.get("html"))])


def looked_at(page):
    return next(m.value for m in page.markdown if " · " in m.value).strip("*")


def schools_looked_at(page):
    return int(re.search(r"([\d,]+) school", looked_at(page))[1].replace(",", ""))


def test_the_app_opens_on_the_alliance_region_on_the_default_day(visit):
    page = visit(day="")
    assert not page.exception
    assert re.fullmatch(
        r"Alliance region · 31 August 2025 · [\d,]+ schools · 154 academies of the founding trusts",
        looked_at(page),
    )
    assert "Less than good, last overall grade" in text_of(page)
    assert "England" in text_of(page)


def test_the_founding_trusts_had_111_academies_on_14_november_2017(visit):
    page = visit(day="2017-11-14", region="")
    assert "14 November 2017" in looked_at(page)
    assert "111 academies of the founding trusts" in looked_at(page)
    assert looked_at(page).startswith("England")


def test_the_address_sets_the_filter_and_a_filter_narrows_the_schools(visit, choose):
    page = visit()
    everything = schools_looked_at(page)
    choose(page, phase=["Secondary"])
    narrowed = schools_looked_at(page)
    assert 0 < narrowed < everything
    assert schools_looked_at(visit(phase="Secondary")) == narrowed


def test_nonsense_in_the_address_is_dropped(visit):
    page = visit(
        day="yesterday",
        region="<script>alert(1)</script>",
        trust="' OR 1=1",
        phase="Playgroup",
        grade="5",
        colour="Sparkle",
        show="Everything",
        area="Atlantis",
    )
    assert not page.exception
    assert "alert(1)" not in text_of(page)


def test_a_day_outside_the_history_gives_the_nearest_one_and_says_so(visit, history):
    for day, nearest in (("1999-01-01", history.first_day), ("2049-01-01", history.last_day)):
        page = visit(day=day)
        assert not page.exception
        assert day_in_words(nearest) in looked_at(page)
        told = text_of(page)
        assert f"the nearest day, {day_in_words(nearest)}" in told


def test_days_before_the_lists_begin_are_marked_partial(visit):
    assert "No list of academies and trusts before 4 August 2016" in text_of(
        visit(day="2016-02-01")
    )
    assert "No list of academies and trusts" not in text_of(visit(day="2018-10-01"))


def test_an_empty_result_names_the_filters_that_emptied_it(visit):
    page = visit(region="London", area="Blackpool")
    assert not page.exception
    told = page.warning[0].value
    assert "Remove **Region: London** to see" in told
    assert "Remove **Opportunity Area: Blackpool** to see" in told


def test_the_table_holds_a_page_of_rows_and_search_runs_over_all_of_them(visit):
    page = visit()
    assert len(page.dataframe[0].value) == PAGE
    page.text_input(key="schools find").set_value("outwood academy").run()
    names = page.dataframe[0].value["School"]
    assert 0 < len(names) < PAGE
    assert names.str.contains("Outwood").all()


def test_the_order_is_that_of_all_rows_not_of_one_page(visit):
    page = visit()
    page.selectbox(key="schools sort").set_value("-pupils").run()
    most = page.dataframe[0].value["Pupils, mostly January 2019"]
    page.selectbox(key="schools sort").set_value("pupils").run()
    assert most.min() > page.dataframe[0].value["Pupils, mostly January 2019"].max()


def card_of(page):
    """Give what the browser is told of the card over the map."""
    pieces = (json.loads(one.proto.json) for one in page.get("bidi_component"))
    return next(told["card"] for told in pieces if "card" in told)


def test_a_selected_school_has_its_card_on_the_map_until_it_is_cleared(visit):
    page = visit()
    assert card_of(page) == {"urn": None, "note": "", "open": True}
    page.session_state["school"] = 139405
    assert card_of(page.run()) == {"urn": 139405, "note": "", "open": True}
    page.session_state["school"] = None
    assert card_of(page.run())["urn"] is None


def test_a_card_says_of_a_school_what_it_is_and_whose_its_grade_is():
    told = json.loads(school_bytes((("day", "2019-06-01"), ("urn", "139405"))))
    facts = dict(told["facts"])
    assert told["name"] == "Dyke House Sports and Technology College"
    assert list(facts)[:5] == ["URN", "Trust", "Phase", "Ofsted grade", "Pupils"]
    assert facts["Trust"] == told["trust"][1] == "Northern Education Trust"
    assert told["trust"][0] == 4036
    assert re.fullmatch(r"[\d.]+%, January 2019", facts["Disadvantaged pupils"])
    inherited = next(urn for urn in range(146000, 147000) if "predecessor" in _grade_of(urn))
    assert re.search(r"\(predecessor’s, \d+ \w+ 20\d\d\)", _grade_of(inherited))


def _grade_of(urn):
    try:
        told = school_bytes((("day", "2019-06-01"), ("urn", str(urn))))
    except UnknownName:
        return ""
    return dict(json.loads(told)["facts"])["Ofsted grade"]


def test_the_selection_outlives_a_change_of_filter_and_says_so(visit, choose):
    page = visit()
    page.session_state["school"] = 139405
    choose(page, phase=["Nursery"])
    assert card_of(page)["urn"] == 139405
    assert "does not match your filters" in card_of(page)["note"]


def test_a_selected_school_that_was_not_open_that_day_gives_a_word_instead_of_a_card(visit):
    page = visit(day="2010-01-01")
    page.session_state["school"] = 139405
    card = card_of(page.run())
    assert "is not open on 1 January 2010" in card["note"]
    assert not card["open"]


def test_a_missing_history_gives_a_page_that_says_what_to_run(no_history, visit):
    page = visit()
    assert not page.exception
    assert page.title[0].value == "The history cannot be read"
    assert no_history.name in page.error[0].value
    assert str(no_history) not in page.error[0].value
    assert "python -m alliance compile" in page.code[0].value


def test_the_footprints_on_the_map_are_told_in_numbers(visit):
    told = text_of(visit())
    assert "Delta Academies Trust</th><td>50</td>" in told
    assert re.search(r"<td>\d+\.\d km</td>", told)
    assert "Median distance to hub" not in text_of(visit(show=["Opportunity Areas"]))


def test_areas_are_told_in_a_table_when_they_are_coloured_by_a_measure(visit):
    page = visit(
        show=["Shade areas by a measure"],
        areas="Districts",
        measure="Index of multiple deprivation 2019",
    )
    assert not page.exception
    table = page.dataframe[0].value
    assert table["Index of multiple deprivation 2019"].is_monotonic_decreasing
    page.text_input(key="areas district imd_score find").set_value("Waveney").run()
    assert set(page.dataframe[0].value["Value of"]) == {"The district that replaced it"}
    assert not visit().header


@pytest.mark.parametrize(
    ("measure", "says"),
    [
        ("Schools that are academies", "Schools of England, phase Primary, on 1 June 2019"),
        ("Key stage 4: Progress 8", "All schools of England, whatever the filter’s phase, on"),
    ],
)
def test_areas_say_of_which_schools_their_measure_is(visit, measure, says):
    page = visit(show="Shade areas by a measure", measure=measure, phase="Primary")
    assert not page.exception
    assert any(says in one.value for one in page.caption)


def test_deprivation_is_offered_for_districts_alone(visit):
    assert "Index of multiple deprivation 2019" not in (
        visit(show=["Shade areas by a measure"], areas="Regions").selectbox(key="measure").options
    )


def test_transfers_are_told_in_a_table_with_every_kind_of_move_apart(visit):
    page = visit(show=["Transfers"], since="2017-04-03", until="2019-06-01", region="")
    kinds = set()
    page.selectbox(key="moves sort").set_value("kind").run()
    kinds |= set(page.dataframe[0].value["Kind"])
    page.selectbox(key="moves sort").set_value("-kind").run()
    kinds |= set(page.dataframe[0].value["Kind"])
    assert {"Transfer", "Change of legal entity"} <= kinds


@pytest.mark.parametrize(
    ("colour", "told"), [("Disadvantage", "40% or more"), ("Attainment", "Highest fifth")]
)
def test_the_key_gives_the_bands_of_disadvantage_and_attainment(visit, colour, told):
    page = visit(colour=colour)
    assert not page.exception
    assert told in text_of(page)


PLAYED = f"""
from streamlit.testing.v1 import AppTest
page = AppTest.from_file({str(SCRIPT)!r}, default_timeout=60)
page.query_params["day"] = ""
page.run()
next(one for one in page.button if one.label == "Play the history").click().run()
assert not page.exception
print(page.session_state["day"])
"""


def test_playing_moves_the_day_without_a_warning_in_the_log_of_the_server(own_folder, history):
    # In a process of its own, for Streamlit warns once only.
    done = subprocess.run([sys.executable, "-c", PLAYED], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split()[-1] == f"{history.complete_from}"
    assert history.complete_from < history.default_day
    assert "default value" not in done.stderr


def test_playing_begins_where_the_records_are_complete(visit, history):
    page = visit(day="")
    next(b for b in page.button if b.label == "Play the history").click().run()
    assert day_in_words(history.complete_from) in looked_at(page)
    assert {"Pause", "Close"} <= {b.label for b in page.button}


def test_a_month_chosen_on_the_slider_sets_the_day_of_the_page(visit):
    page = visit(day="2018-10-20")
    next(b for b in page.button if b.label == "Play the history").click().run()
    next(b for b in page.button if b.label == "Pause").click().run()
    slider = page.select_slider(key="time month")
    assert slider.value == dt.date(2018, 10, 1)
    slider.set_value(dt.date(2018, 12, 1)).run()
    assert "1 December 2018" in looked_at(page)


def test_all_that_the_filter_shows_can_be_selected_and_stays_so_when_the_filter_changes(
    visit, choose
):
    page = visit(area="Doncaster")
    page.toggle(key="collecting").set_value(True).run()
    next(b for b in page.button if b.label.startswith("Select all")).click().run()
    assert f"{schools_looked_at(page)} schools selected" in text_of(page)
    choose(page, area=["Bradford"])
    assert set(page.dataframe[0].value["Local authority"]) == {"Doncaster"}
    next(b for b in page.button if b.label == "Select none").click().run()
    assert set(page.dataframe[0].value["Local authority"]) == {"Bradford"}


def test_the_map_drawn_with_the_page_is_the_one_that_the_page_opens_on(visit):
    sent = []
    with mock.patch.object(draw_map, "_live_map", lambda **told: sent.append(told["data"])):
        visit(day="")
    later = {key: sent[-1][key] for key in ("alt", "file")}
    assert sent[-1] == opening_maps()["light"].data | later
    assert later["file"].endswith(".png")
    assert sent[-1]["alt"]


def test_the_selected_school_stands_in_the_address_and_a_visit_may_open_with_it(visit):
    page = visit(school="139405")
    assert card_of(page)["urn"] == 139405
    assert "139405" in page.query_params["school"]
    page.session_state["school"] = None
    assert card_of(page.run())["urn"] is None
    assert "school" not in page.query_params


def test_a_school_that_is_no_urn_is_left_out_of_the_address_and_told(visit):
    page = visit(school="Dyke House")
    assert not page.exception
    assert "school" not in page.query_params
    assert "“Dyke House” is not known here" in text_of(page.run())


def test_trusts_in_colour_are_offered_when_the_box_is_opened_and_stay_when_it_is_closed(visit):
    page = visit()
    assert "trusts" not in [box.key for box in page.multiselect]
    page.session_state["trusts in colour"] = True
    page.run().multiselect(key="trusts").set_value(["Ark Schools"]).run()
    assert "Ark Schools" in text_of(page)
    page.session_state["trusts in colour"] = False
    page.run()
    assert not page.exception
    assert page.multiselect(key="trusts").value == ["Ark Schools"]
    assert "Ark Schools" in text_of(page)


def test_a_search_on_the_map_says_how_many_are_found_and_that_the_best_are_listed(visit, history):
    found = search(history, "DN4", dt.date(2019, 6, 1), 1000)
    page = visit()
    page.session_state["find"] = True
    page.run()
    page.text_input(key="place").input("DN4")
    next(one for one in page.button if one.label == "Find").click().run()
    assert f"{found['open'].sum()} schools found, the best 8 of them here" in text_of(page)
    offered = [one.label for one in page.button if one.key and one.key.startswith("found ")]
    assert len(offered) == 8
    # The list would lie over the card of the school that is meant.
    next(one for one in page.button if one.key and one.key.startswith("found ")).click().run()
    assert not page.session_state["find"]
    page.session_state["find"] = True
    page.run()
    page.text_input(key="place").input("139405")
    next(one for one in page.button if one.label == "Find").click().run()
    assert not page.session_state["find"]


def test_a_founding_trust_without_an_academy_on_the_day_stands_in_no_key(visit):
    early = visit(day="2012-06-01")
    pages = (early, early.switch_page("../../../pages/overview.py").run())
    for page in pages:
        assert not page.exception
        key = next(b.proto.body for b in page.get("html") if "map-key" in b.proto.body)
        assert "Delta Academies Trust" in key
        assert "Astrea Academy Trust" not in key
    assert "Astrea Academy Trust" in text_of(visit())


def map_of(page):
    """Give what the browser is told of the map."""
    pieces = (json.loads(one.proto.json) for one in page.get("bidi_component"))
    return next(told for told in pieces if "card" in told)


def test_playing_holds_the_frame_and_goes_between_two_days_at_a_chosen_speed(visit):
    page = visit(day="2017-11-01", trust="Northern Education Trust")
    before = map_of(page)["bounds"]
    next(b for b in page.button if b.label == "Play the history").click().run()
    page.session_state["day"] = dt.date(2024, 3, 1)
    assert map_of(page.run())["bounds"] == before
    next(b for b in page.button if b.label == "Close").click().run()
    assert map_of(page)["bounds"] != before
    next(b for b in page.button if b.label == "Play the history").click().run()
    ends = (dt.date(2017, 9, 1), dt.date(2018, 9, 1))
    page.select_slider(key="time range").set_value(ends).run()
    assert page.session_state["day"] == ends[0]
    page.session_state["time speed"] = "Fast"
    assert not page.run().exception


def test_a_trust_that_collapses_while_the_history_plays_leaves_a_trail(visit):
    page = visit(day="2017-09-01", region="", trust="Wakefield City Academies Trust")
    assert "show=Transfers" not in map_of(page)["style"]
    next(b for b in page.button if b.label == "Play the history").click().run()
    ends = (dt.date(2017, 9, 1), dt.date(2019, 1, 1))
    page.select_slider(key="time range").set_value(ends).run()
    # No school of its own is left by then, and still one sees where all 21 went.
    page.session_state["day"] = ends[1]
    page.run()
    style = parse_qs(urlsplit(map_of(page)["style"]).query)
    assert "Transfers" in style["show"]
    (moved,) = [one.value for one in page.caption if "(transfers)" in one.value]
    assert "Drawn: 21 academies" in moved
    assert "1 September 2017 to 1 January 2019" in moved
    next(b for b in page.button if b.label == "Close").click().run()
    assert not [one.value for one in page.caption if "(transfers)" in one.value]


def test_schools_are_a_layer_of_the_map_to_be_switched_off(visit):
    page = visit()
    assert "dots=off" not in map_of(page)["style"]
    assert "Outwood Grange" in key_of(page)
    page.session_state["dots"] = []
    page.run()
    assert "dots=off" in map_of(page)["style"]
    assert "Outwood Grange" not in key_of(page)
    assert "Opportunity Area" in key_of(page)


def key_of(page):
    bodies = (block.proto.body for block in page.get("html"))
    return next(body for body in bodies if "map-key" in body)


def test_the_areas_of_a_measure_are_taken_away_with_their_outlines(visit, tmp_path):
    query = {"show": "Shade areas by a measure", "areas": "Regions"}
    page = visit(**query)
    assert not page.exception
    labels = [one.proto.label for one in page.get("download_button")]
    assert "Areas with their values (GeoPackage)" in labels
    chosen = Filter(dt.date(2019, 6, 1), phases=("Secondary",))
    table = measured("region", chosen)
    about = about_shown("Regions", chosen)
    assert about.file_name(".gpkg") == "regions-secondary-2019-06-01.gpkg"
    file = tmp_path / "areas.gpkg"
    file.write_bytes(areas_file(table, "region", about, chosen).content)
    read = gpd.read_file(file, layer="Regions")
    assert len(read) == len(table) == 9
    assert read.crs.to_epsg() == 27700
    assert read.geometry.area.gt(1e9).all()
