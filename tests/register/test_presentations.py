"""Presentations are kept on both databases, and read again as they were."""

import json
from dataclasses import replace

import pytest

from alliance.errors import (
    NotAllowed,
    PresentationChanged,
    PresentationFaults,
    UnknownPresentation,
)
from alliance.present import Fit, Presentation, PresentationStore, Scene
from alliance.present.presentation_store import exported, imported
from alliance.present.scene_reading import presentation_from
from alliance.register.permission import ANONYMOUS

STORY = Presentation(
    "Board in March",
    (
        Scene(
            page="explore",
            query={"day": ("2017-11-14",), "region": ("Alliance region",)},
            selected=(140177,),
            fit=Fit("area", "Doncaster"),
            title="Where we work",
            caption="{schools} schools",
            notes="Smile.",
        ),
        Scene(page="overview", title="Where we stand"),
    ),
)


@pytest.fixture
def presentation_store(engine):
    return PresentationStore(engine)


def test_what_was_kept_is_read_again(presentation_store, amy):
    kept = presentation_store.add(STORY, amy)
    assert presentation_store.get(kept.id).presentation == STORY
    assert [one.id for one in presentation_store.all()] == [kept.id]
    assert kept.changed_at.tzinfo is not None
    assert kept.changed_by == "Amy Adviser"


def test_the_second_to_change_is_told_and_writes_nothing(presentation_store, amy, ben):
    kept = presentation_store.add(STORY, amy)
    presentation_store.change(kept.id, replace(STORY, redacted=True), amy, version=kept.version)
    with pytest.raises(PresentationChanged, match="Amy Adviser"):
        presentation_store.change(kept.id, replace(STORY, scenes=()), ben, version=kept.version)
    assert presentation_store.get(kept.id).presentation == replace(STORY, redacted=True)


def test_what_was_taken_away_comes_back(presentation_store, amy):
    kept = presentation_store.add(STORY, amy)
    presentation_store.delete(kept.id, amy)
    assert presentation_store.all() == []
    assert [one.id for one in presentation_store.all(deleted=True)] == [kept.id]
    presentation_store.restore(kept.id, amy)
    assert [one.presentation for one in presentation_store.all()] == [STORY]


def test_what_is_added_again_has_a_name_of_its_own(presentation_store, amy):
    names = {presentation_store.add(STORY, amy).presentation.name for _ in range(3)}
    assert names == {"Board in March", "Board in March 2", "Board in March 3"}


def test_who_has_not_signed_in_reads_but_changes_nothing(presentation_store, amy):
    kept = presentation_store.add(STORY, amy)
    for change in (
        lambda: presentation_store.add(STORY, ANONYMOUS),
        lambda: presentation_store.change(kept.id, STORY, ANONYMOUS, version=1),
        lambda: presentation_store.delete(kept.id, ANONYMOUS),
    ):
        with pytest.raises(NotAllowed, match="Sign in"):
            change()
    assert presentation_store.get(kept.id) == kept


def test_every_scene_has_an_id_of_its_own_that_outlives_its_words(presentation_store, amy):
    twice = replace(STORY, scenes=(*STORY.scenes, *STORY.scenes))
    kept = presentation_store.add(twice, amy)
    scenes = kept.presentation.scenes
    ids = [scene.id for scene in scenes]
    assert len(set(ids)) == 4
    changed = replace(scenes[0], title="Other words")
    again = replace(twice, scenes=(scenes[3], changed, STORY.scenes[0]))
    now = presentation_store.change(kept.id, again, amy, version=1).presentation.scenes
    assert [scene.id for scene in now[:2]] == [ids[3], ids[0]]
    assert now[2].id not in ("", *ids[:2], ids[3])
    # One that was kept before scenes had ids is known by the same one each time.
    old = STORY.as_json()
    first, second = presentation_from(old).scenes
    assert presentation_from(old).scenes[0].id == first.id
    assert presentation_from(STORY.as_json(notes=False)).scenes[1].id == second.id


def test_a_number_nobody_has_is_told(presentation_store):
    with pytest.raises(UnknownPresentation, match="number 77"):
        presentation_store.get(77)


def test_a_presentation_without_a_name_is_refused(presentation_store, amy):
    with pytest.raises(PresentationFaults, match="needs a name"):
        presentation_store.add(replace(STORY, name=" "), amy)


def test_a_brace_without_its_fellow_is_refused_before_it_is_kept(presentation_store, amy):
    open_, shut = Scene("explore", caption="{schools schools"), Scene("data", title="All} of {day}")
    with pytest.raises(PresentationFaults) as refused:
        presentation_store.add(Presentation("", (STORY.scenes[0], open_, shut)), amy)
    said = str(refused.value)
    assert "needs a name" in said
    assert "Scene 2: the caption has a brace without its fellow: “{schools schools”" in said
    assert "Scene 3: the title has a brace without its fellow" in said
    kept = presentation_store.add(STORY, amy)
    more = replace(STORY, scenes=(*STORY.scenes, open_))
    with pytest.raises(PresentationFaults, match="Scene 3"):
        presentation_store.change(kept.id, more, amy, version=kept.version)


def test_a_file_is_read_as_it_was_written():
    assert imported(json.loads(json.dumps(exported(STORY)))) == STORY


def test_the_name_in_a_file_is_read_without_the_blanks_around_it():
    given = exported(STORY)
    given["presentation"]["name"] = "  Spring term "
    assert imported(given).name == "Spring term"


@pytest.mark.parametrize("given", [[], None, "x", 3])
def test_what_is_no_presentation_is_named(given):
    with pytest.raises(PresentationFaults, match="expected an object, found"):
        presentation_from(given)


def test_a_file_for_others_holds_no_notes():
    assert "Smile" not in json.dumps(exported(STORY, notes=False))


def test_a_file_of_another_version_or_another_kind_says_so():
    later = exported(STORY) | {"version": 9}
    with pytest.raises(PresentationFaults, match="version 9"):
        imported(later)
    for other in ({}, [], "x", None, {"format": "else"}):
        with pytest.raises(PresentationFaults, match="no presentation"):
            imported(other)


def test_every_fault_of_a_file_is_told_at_once():
    broken = exported(STORY)
    broken["presentation"]["scenes"] = [
        {"page": "nowhere"},
        {"page": "explore", "query": {"day": "2017"}, "selected": ["x"], "fit": {"to": "moon"}},
        {"page": "explore", "title": 3, "caption": "x" * 2_001},
        "scene",
    ]
    with pytest.raises(PresentationFaults) as told:
        imported(broken)
    assert len(told.value.faults) == 7
    words = str(told.value)
    for part in ("scene 1", "nowhere", "day", "URNs", "fit", "title", "2,001", "scene 4"):
        assert part in words
