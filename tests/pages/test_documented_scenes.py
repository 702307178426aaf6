"""Documented support in scenes: as on the page, without names where they are hidden, in files."""

import io

import pytest
from pptx import Presentation

from alliance.current.state import current_history
from alliance.present import Scene
from alliance.present.scene_content import content_of
from tests.pages.test_scenes import words_of
from tests.unit.shown import slides_of

SCENES = {
    "flows": Scene("flows", {"region": (), "flow_kind": ("Documented",)}),
    "schools": Scene("schools", {"day": ("2018-05-01",), "urn": ("143146",)}),
}


@pytest.fixture(autouse=True)
def _own_register(register):
    """No scene of these tests looks at another register."""


def shown(name, *, redacted=False):
    return content_of(SCENES[name], redacted=redacted, theme="light")


def test_a_scene_without_a_period_shows_every_case_as_the_page_does():
    content = shown("flows")
    assert content.faults == ()
    assert content.facts["flows"] == "60"
    assert content.tables[0].total == 60
    assert [chart.title for chart in content.charts if "documented" in chart.title.lower()]


@pytest.mark.parametrize("name", SCENES)
def test_where_names_are_hidden_no_school_is_named(name):
    named, hidden = words_of(shown(name)), words_of(shown(name, redacted=True))
    for trust in current_history().trust_names["name"].unique():
        named, hidden = named.replace(trust, ""), hidden.replace(trust, "")
    every = current_history().schools["name"]
    names = [school for school in every if len(school) > 12 and school in named]
    assert names
    assert [school for school in names if school in hidden] == []


def test_a_scene_becomes_a_slide():
    made = Presentation(io.BytesIO(slides_of("Documented", [shown("flows")])))
    words = "\n".join(
        shape.text_frame.text
        for slide in made.slides
        for shape in slide.shapes
        if shape.has_text_frame
    )
    assert "60 documented cases" in words
