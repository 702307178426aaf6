"""Scenes of words, pictures and questions: written on the page, kept, and taken away in files."""

from __future__ import annotations

import base64
import io
import json
from dataclasses import replace

import pytest
from lxml import html
from PIL import Image
from pptx import Presentation as Slides

from alliance.current.state import current_database
from alliance.present import Presentation, Scene
from alliance.present.files.html_file import html_file, pictures_of_page
from alliance.present.files.slides import pictures_of_slides, slides
from alliance.present.meeting.meetings import Meetings
from alliance.present.meeting.votes import Votes, question_key
from alliance.present.presentation_store import exported, imported, pictures_in
from alliance.present.scene_content import content_of
from alliance.present.scene_pictures import ScenePictures, pictures_of
from alliance.register import Person
from tests.pages.test_present_page import press, told

AMY = Person("Amy Adviser", known=True)
AGENDA = Scene("words", title="Agenda", text="# Today\n\n1. **Need**\n2. Support & <thanks>")
QUESTION = Scene("words", title="Shall we?", answers=("Yes", "No"))


def a_picture():
    out = io.BytesIO()
    Image.new("RGB", (320, 180), "#12436D").save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def with_picture(presentation_store):
    digest = ScenePictures(current_database()).add(a_picture(), AMY)
    return replace(AGENDA, title="Where", picture=digest, alt="A blue field")


def open_expander(page, label):
    (box,) = [one for one in page.expander if one.label == label]
    return box


def test_words_are_added_and_undone(present, presentation_store):
    kept = presentation_store.add(Presentation("Board"), AMY)
    page = present(presentation=kept.id)
    page.session_state[f"new words {kept.id} {kept.version}"] = True
    page = page.run()
    form = f"words new words {kept.id} {kept.version}"
    page = press(page, "Add")
    assert "Enter a title" in told(page)
    page.text_input(key=f"{form} title").set_value("Shall we?")
    page.text_area(key=f"{form} answers").set_value("Yes")
    page = press(page, "Add")
    assert "Expected 2 to 6 answers; found 1." in told(page)
    page.text_area(key=f"{form} answers").set_value("Yes\n\n No ")
    page = press(page, "Add")
    (scene,) = presentation_store.get(kept.id).presentation.scenes
    assert (scene.page, scene.title, scene.answers) == ("words", "Shall we?", ("Yes", "No"))
    press(page, "Undo")
    assert presentation_store.get(kept.id).presentation.scenes == ()


def test_a_scene_is_duplicated_moved_and_put_back(present, presentation_store):
    kept = presentation_store.add(Presentation("Board", (AGENDA, QUESTION)), AMY)
    page = press(present(presentation=kept.id), "Duplicate")
    titles = [one.title for one in presentation_store.get(kept.id).presentation.scenes]
    assert titles == ["Agenda", "Agenda", "Shall we?"]
    ids = [one.id for one in presentation_store.get(kept.id).presentation.scenes]
    assert len(set(ids)) == 3
    page = press(page, "Undo")
    page = press(page, "Move down")
    assert [one.title for one in presentation_store.get(kept.id).presentation.scenes] == [
        "Shall we?", "Agenda",
    ]  # fmt: skip
    press(page, "Undo")
    assert presentation_store.get(kept.id).presentation.scenes == (AGENDA, QUESTION)


def test_presented_words_are_shown_and_votes_wait_for_a_room(present, presentation_store):
    kept = presentation_store.add(Presentation("Board", (QUESTION, AGENDA)), AMY)
    page = present(presentation=kept.id, scene=1)
    assert not page.exception
    assert "People vote on their own screens" in told(page)
    page = press(press(page, "Start following"), "Show them this scene")
    (button,) = [one for one in page.button if one.label == "Count and show the result"]
    page = button.click().run()
    assert not page.exception
    assert any(one.label == "Reopen the vote" for one in page.button)


def test_a_decision_on_a_question_holds_its_votes(present, presentation_store):
    kept = presentation_store.add(Presentation("Board", (QUESTION,)), AMY)
    page = press(present(presentation=kept.id, scene=1), "Start following")
    page = press(page, "Show them this scene")
    meetings, number = Meetings(current_database()), page.session_state["meeting steered"]
    meeting = meetings.now(number.code)
    meetings.followers.seen(meeting.id, ["one", "two"])
    for follower in ("one", "two"):
        Votes(meetings.engine).vote(number.code, follower, question_key(meeting.scene), 1)
    page = page.run()
    (area,) = [one for one in page.text_area if one.label.startswith("Proposal")]
    area.set_value("Go on")
    page = press(page, "Save decision")
    page = press(page, "End")
    page.session_state["minutes"] = True
    page = page.run()
    assert "1 decision, 1 vote, 2 browsers followed" in told(page)


def test_a_question_that_is_no_more_than_words_is_told_as_written(history):
    content = content_of(AGENDA, redacted=True, theme="light")
    assert (content.title, content.words, content.sources) == ("Agenda", AGENDA.text, "")
    assert content.map is None


def test_slides_and_page_hold_words_picture_and_answers(with_picture):
    contents = [
        content_of(scene, redacted=False, theme="light") for scene in (with_picture, QUESTION)
    ]
    assert pictures_of_slides(contents) == pictures_of_page(contents) == []
    deck = Slides(io.BytesIO(slides("Board", contents, [])))
    first, second = list(deck.slides)[1:3]
    said = {shape.name: shape.text_frame.text for shape in first.shapes if shape.has_text_frame}
    assert said["Words"].splitlines() == ["Today", "Need", "Support & <thanks>"]
    bold = [
        run.text
        for shape in first.shapes
        if shape.name == "Words"
        for paragraph in shape.text_frame.paragraphs
        for run in paragraph.runs
        if run.font.bold
    ]
    assert bold == ["Today", "Need"]
    (picture,) = [shape for shape in first.shapes if shape.name == "Picture"]
    assert picture._element._nvXxPr.cNvPr.get("descr") == "A blue field"
    assert abs(picture.width / picture.height - 16 / 9) < 0.01
    assert picture.left + picture.width <= deck.slide_width
    answers = [shape.text_frame.text for shape in second.shapes if shape.name == "Words"]
    assert answers == ["Yes\nNo"]

    page = html.document_fromstring(html_file("Board", contents, []))
    assert page.xpath("//section[1]//h3/text()") == ["Today"]
    assert page.xpath("//section[1]//li[2]/text()") == ["Support & <thanks>"]
    (shown,) = page.xpath("//section[1]//img")
    assert shown.get("alt") == "A blue field"
    content = base64.b64decode(shown.get("src").partition(",")[2])
    with Image.open(io.BytesIO(content)) as seen:
        assert seen.size == (320, 180)
    assert page.xpath("//section[2]//ol[@class='answers']/li/text()") == ["Yes", "No"]


def test_an_exported_file_brings_its_pictures_along(with_picture):
    before = Presentation("Board", (with_picture, QUESTION))
    given = json.loads(json.dumps(exported(before, pictures_of(before.scenes))))
    assert imported(given) == before
    (content,) = pictures_in(given).values()
    with Image.open(io.BytesIO(content)) as seen:
        assert seen.size == (320, 180)


def test_a_picture_that_is_kept_no_more_is_told_and_nothing_else_is_lost(presentation_store):
    content = content_of(replace(AGENDA, picture="0" * 64), redacted=False, theme="light")
    assert content.picture is None
    assert content.words == AGENDA.text
    assert "picture is missing" in content.faults[0]
