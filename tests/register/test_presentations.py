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
from alliance.present import Fit, Presentation, Scene, Shelf
from alliance.present.scene_reading import presentation_from
from alliance.present.shelf import exported, imported
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
def shelf(engine):
    return Shelf(engine)


def test_what_was_kept_is_read_again(shelf, amy):
    kept = shelf.add(STORY, amy)
    assert shelf.get(kept.id).presentation == STORY
    assert [one.id for one in shelf.all()] == [kept.id]
    assert kept.changed_at.tzinfo is not None
    assert kept.changed_by == "Amy Adviser"


def test_the_second_to_change_is_told_and_writes_nothing(shelf, amy, ben):
    kept = shelf.add(STORY, amy)
    shelf.change(kept.id, replace(STORY, redacted=True), amy, version=kept.version)
    with pytest.raises(PresentationChanged, match="Amy Adviser"):
        shelf.change(kept.id, replace(STORY, scenes=()), ben, version=kept.version)
    assert shelf.get(kept.id).presentation == replace(STORY, redacted=True)


def test_what_was_taken_away_comes_back(shelf, amy):
    kept = shelf.add(STORY, amy)
    shelf.delete(kept.id, amy)
    assert shelf.all() == []
    assert [one.id for one in shelf.all(deleted=True)] == [kept.id]
    shelf.restore(kept.id, amy)
    assert [one.presentation for one in shelf.all()] == [STORY]


def test_what_is_added_again_has_a_name_of_its_own(shelf, amy):
    names = {shelf.add(STORY, amy).presentation.name for _ in range(3)}
    assert names == {"Board in March", "Board in March 2", "Board in March 3"}


def test_who_has_not_signed_in_reads_but_changes_nothing(shelf, amy):
    kept = shelf.add(STORY, amy)
    for change in (
        lambda: shelf.add(STORY, ANONYMOUS),
        lambda: shelf.change(kept.id, STORY, ANONYMOUS, version=1),
        lambda: shelf.delete(kept.id, ANONYMOUS),
    ):
        with pytest.raises(NotAllowed, match="Sign in"):
            change()
    assert shelf.get(kept.id) == kept


def test_a_number_nobody_has_is_told(shelf):
    with pytest.raises(UnknownPresentation, match="number 77"):
        shelf.get(77)


def test_a_presentation_without_a_name_is_refused(shelf, amy):
    with pytest.raises(PresentationFaults, match="needs a name"):
        shelf.add(replace(STORY, name=" "), amy)


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
