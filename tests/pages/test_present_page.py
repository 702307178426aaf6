"""The page of presentations: made, put in order, told in words, shown, and brought in."""

import datetime as dt
import json

import pytest

from alliance.analysis.filters import Filter, narrow
from alliance.current.state import current_database, state_on
from alliance.present import Presentation, Scene
from alliance.present.files.pictures import ORDERS
from alliance.present.meeting.meetings import Meetings
from alliance.present.presentation_store import exported
from alliance.present.story import story
from alliance.register import Person
from alliance.ui.app import sign_in
from tests.pages.conftest import Visitor
from tests.unit.shown import stand_ins

AMY = Person("Amy Adviser", known=True, identity="https://id.example#amy")
LOCAL = Person("Local user", known=True, identity="https://id.example#local")
NORTH = {"day": ("2017-11-14",), "region": ("Alliance region",)}
BOARD = Presentation(
    "Board in March",
    (
        Scene("explore", NORTH, title="Where we work", caption="{schools} schools", notes="Smile."),
        Scene("overview", NORTH, title="Where we stand"),
    ),
)


def told(page):
    """Give all words that the page says, in one text."""
    parts = [*page.markdown, *page.title, *page.info, *page.error, *page.success, *page.warning]
    parts += [*page.subheader, *page.caption]
    return "\n".join(str(part.value) for part in parts) + "\n".join(
        str(part.proto.body) for part in page.get("html")
    )


def press(page, label, at=0):
    buttons = [button for button in page.button if button.label == label]
    return buttons[at].click().run()


def test_at_first_there_is_the_story_and_how_to_begin(present):
    page = present()
    assert not page.exception
    assert story().name in told(page)
    assert "Add to presentation" in told(page)


def test_a_presentation_is_made_by_name(present, presentation_store):
    page = present()
    page.text_input(key="presentation name").set_value("Board in March")
    page = press(page, "Create")
    assert [one.presentation.name for one in presentation_store.all()] == ["Board in March"]
    assert page.title[0].value == "Board in March"
    assert "No scenes yet" in told(page)


def test_without_a_name_none_is_made(present, presentation_store):
    page = press(present(), "Create")
    assert "Give the presentation a name" in told(page)
    assert presentation_store.all() == []


def test_the_story_can_be_copied_and_the_copy_changed(present, presentation_store):
    page = press(present(), "Duplicate")
    (kept,) = presentation_store.all()
    assert kept.presentation.scenes == story().scenes
    page = press(page, "Move down")
    assert not page.exception
    first, second = presentation_store.get(kept.id).presentation.scenes[:2]
    assert (first, second) == (story().scenes[1], story().scenes[0])


def test_what_is_deleted_can_be_brought_back(present, presentation_store):
    kept = presentation_store.add(BOARD, AMY)
    page = press(present(), "Delete")
    assert presentation_store.all() == []
    page = press(page, "Undo")
    assert [one.id for one in presentation_store.all()] == [kept.id]
    assert "Board in March" in told(page)


def test_a_scene_taken_out_can_be_put_back(present, presentation_store):
    kept = presentation_store.add(BOARD, AMY)
    page = press(present(presentation=kept.id), "Remove")
    assert [scene.title for scene in presentation_store.get(kept.id).presentation.scenes] == [
        "Where we stand"
    ]
    press(page, "Undo")
    assert presentation_store.get(kept.id).presentation.scenes == BOARD.scenes


def test_names_of_schools_are_hidden_by_a_switch(present, presentation_store):
    kept = presentation_store.add(BOARD, AMY)
    page = present(presentation=kept.id)
    page.toggle[0].set_value(True).run()
    assert presentation_store.get(kept.id).presentation.redacted


def test_presented_a_scene_has_its_words_figures_notes_and_what_comes_next(
    present, presentation_store
):
    kept = presentation_store.add(BOARD, AMY)
    page = present(presentation=kept.id, scene=1)
    words = told(page)
    assert "Where we work" in words
    region = Filter(dt.date(2017, 11, 14), regions=("Alliance region",))
    assert f"{len(narrow(state_on(region.day), region)):,} schools" in words
    assert "Smile." in words
    assert "Where we stand" in words
    page = press(page, "Next")
    assert page.query_params["scene"] == "2"
    assert "This is the last scene" in told(page)
    page = press(page, "Blank")
    assert "present-blank" in told(page)
    page = press(page, "Notes")
    assert "This is the last scene" not in told(page)
    page = press(page, "End")
    assert page.title[0].value == "Board in March"


@pytest.fixture
def signed_in(monkeypatch):
    """Whoever opens a page has signed in as the same person."""
    visitor = Visitor(email=LOCAL.name, iss="https://id.example", sub="local")
    monkeypatch.setattr(sign_in.st, "user", visitor)


def test_a_meeting_begun_in_another_browser_is_taken_over_on_the_page_of_presentations(
    present, presentation_store, signed_in
):
    kept = presentation_store.add(BOARD, AMY)
    first = press(present(presentation=kept.id, scene=1), "Start following")
    press(first, "Next")
    page = present()
    assert "Meeting in progress: Board in March" in told(page)
    page = press(page, "Take control")
    assert not page.exception
    assert page.query_params["presentation"] == str(kept.id)
    assert page.query_params["scene"] == "2"
    press(page, "Previous")
    (running,) = Meetings(current_database()).running(LOCAL)
    assert running.meeting.position == 0
    first = press(first, "Previous")
    assert "was taken over in another window" in told(first)
    assert any(button.label == "Start following" for button in first.button)
    assert Meetings(current_database()).running(LOCAL) == [running]


def test_a_meeting_is_ended_from_any_browser_of_whoever_began_it(
    present, presentation_store, signed_in
):
    meetings = Meetings(current_database())
    begun = meetings.begin(BOARD, LOCAL).meeting
    others = meetings.begin(BOARD, AMY).meeting
    page = present()
    assert told(page).count("Meeting in progress") == 1
    page = press(page, "End it for all")
    assert "The meeting has ended." in told(page)
    assert "Meeting in progress" not in told(page)
    assert meetings.now(begun.code).state == "closed"
    assert meetings.now(others.code).state == "waiting"


def test_without_sign_in_a_meeting_is_nobodys_who_comes_to_the_page(present, presentation_store):
    kept = presentation_store.add(BOARD, AMY)
    press(present(presentation=kept.id, scene=1), "Start following")
    for query in ({}, {"presentation": kept.id}, {"presentation": kept.id, "scene": 1}):
        page = present(**query)
        words = told(page)
        assert "Meeting in progress" not in words
        assert "Smile." not in words
        assert {button.label for button in page.button if not button.disabled}.isdisjoint(
            {"Take control", "End it for all", "Start following", "Move up"}
        )
        assert page.title[0].value == "Present"
    assert "is being shown in a meeting" in words


def test_who_has_not_signed_in_reads_no_notes(present, presentation_store, monkeypatch):
    class Visitor(dict):
        is_logged_in = False

    kept = presentation_store.add(BOARD, AMY)
    monkeypatch.setattr(sign_in.st, "user", Visitor(is_logged_in=False))
    for query in ({"presentation": kept.id}, {"presentation": kept.id, "scene": 1}):
        page = present(**query)
        assert not page.exception
        assert "Where we work" in told(page)
        assert "Smile." not in told(page) + repr(page.session_state)
        assert not [one for one in page.get("download_button") if one.proto.label == "Export"]


def test_who_has_not_signed_in_sees_no_meeting_to_end(present, presentation_store, monkeypatch):
    Meetings(current_database()).begin(BOARD, LOCAL)
    nobody = Person(LOCAL.name, known=False)
    monkeypatch.setattr("alliance.ui.present.present_running.person", lambda: nobody)
    assert "Meeting in progress" not in told(present())


def test_a_scene_beyond_the_last_is_the_last(present, presentation_store):
    kept = presentation_store.add(BOARD, AMY)
    assert "Where we stand" in told(present(presentation=kept.id, scene=77))


def test_a_presentation_that_is_not_there_is_told(present):
    page = present(presentation=4711)
    assert "no presentation number 4711" in told(page)
    assert page.title[0].value == "Present"


def test_what_no_longer_resolves_is_told_beside_its_scene(present, presentation_store):
    lost = Scene("explore", {"day": ("2017-11-14",), "region": ("Narnia",)}, title="Lost")
    kept = presentation_store.add(Presentation("Old", (lost,)), AMY)
    page = present(presentation=kept.id)
    assert "Narnia" in told(page)
    assert not page.exception


def test_every_page_can_be_added_with_its_view(visit, presentation_store):
    page = visit(day="2017-11-14", trust="WISE Academies", colour="Grade")
    page.session_state["add to presentation"] = True
    page.run()
    page.text_input(key="add to a new one").set_value("Board in March")
    page.text_input(key="scene title").set_value("WISE")
    assert page.radio(key="scene fit").label == "Fit the map to"
    page.button(key="scene add").click().run()
    assert not page.exception
    (kept,) = presentation_store.all()
    (scene,) = kept.presentation.scenes
    assert kept.presentation.name == "Board in March"
    assert scene.page == "explore"
    assert scene.title == "WISE"
    assert scene.query["day"] == ("2017-11-14",)
    assert scene.query["trust"] == ("WISE Academies",)
    assert scene.query["colour"] == ("Grade",)


def test_an_exported_file_is_brought_in_again(present, presentation_store):
    page = present()
    file = json.dumps(exported(BOARD)).encode()
    page.get("file_uploader")[0].set_value(("board.json", file, "application/json")).run()
    press(page, "Import")
    assert [one.presentation for one in presentation_store.all()] == [BOARD]


@pytest.mark.parametrize(
    ("file", "why"),
    [
        (b"PK\x03\x04", "not a JSON file"),
        (b"{}", "no presentation"),
        (json.dumps(exported(BOARD) | {"version": 9}).encode(), "version 9"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_adds_nothing(
    present, presentation_store, file, why
):
    page = present()
    page.get("file_uploader")[0].set_value(("board.json", file, "application/json")).run()
    page = press(page, "Import")
    # In the box that covers the page, where the person looks.
    (box,) = [one for one in page.get("popover") if one.proto.popover.label == "New presentation"]
    assert [why in one.value for one in box.error] == [True]
    assert [one.value for one in page.error] == [box.error[0].value]
    assert presentation_store.all() == []


def test_the_slides_are_made_when_asked_for_and_then_offered(present, presentation_store):
    kept = presentation_store.add(BOARD, AMY)
    page = present(presentation=kept.id)
    page.session_state["take away"] = True
    page = press(page.run(), "Make the PowerPoint file")
    assert not page.exception
    assert not page.get("download_button")[1:]
    # The browser draws and sends what the file waits for; there is none here.
    order = page.session_state["taking away"].order
    for at, picture in enumerate(stand_ins(order.wanted)):
        ORDERS.take(order, at, picture)
    page = page.run()
    (offered,) = [one for one in page.get("download_button") if "PowerPoint" in one.proto.label]
    assert offered.proto.label == "Download the PowerPoint file"
    page.toggle(key="take away notes").set_value(True).run()
    assert "Make the PowerPoint file" in [button.label for button in page.button]
