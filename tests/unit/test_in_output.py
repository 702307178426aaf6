"""What searches files for names finds them wherever they can hide."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pandas as pd
import pytest

from alliance.charts.frame import Chart, framed, ink
from alliance.maps.key import Key, KeyRow
from alliance.present import Scene
from alliance.present.files.minutes import minutes_as_markdown, minutes_as_word
from alliance.present.meeting.decision import Decision, Screen, Words
from alliance.views.content import Content, Figure, MapShown, TableShown
from tests.unit.in_output import words_in
from tests.unit.shown import flow_charts, page_of, slides_of

NAME = "St Hidden’s Church of England Primary School"


def bare():
    """Give a scene that says nothing."""
    page = ink(dark=False)
    chart = flow_charts()["cold"]
    figure = framed(chart.figure, "Title", "Source", page, 200, legend=True)
    return Content(
        title="Title",
        caption="Caption",
        sentence="Sentence",
        figures=(Figure("Label", "1", "Beside"),),
        map=MapShown({}, (Key("Key", [KeyRow("dot", "#12436D", "A")]),), "Alt"),
        charts=(Chart(figure, "Chart", "Alt", pd.DataFrame({"A": ["b"]}), "Source"),),
        tables=(TableShown("Table", pd.DataFrame({"A": ["b"]}), 1),),
        sources="Sources",
        warnings=("Warning",),
    )


def with_series():
    content = bare()
    content.charts[0].figure.data[0].name = NAME
    return content


def with_category():
    content = bare()
    for trace in content.charts[0].figure.data:
        trace.y = [NAME, *trace.y[1:]]
    return content


def changed(**words):
    return dataclasses.replace(bare(), **words)


HIDDEN = {
    "title": changed(title=NAME),
    "caption": changed(caption=NAME),
    "sentence": changed(sentence=NAME),
    "label": changed(figures=(Figure(NAME, "1"),)),
    "beside": changed(figures=(Figure("Label", "1", NAME),)),
    "key": changed(
        map=dataclasses.replace(bare().map, keys=(Key("K", [KeyRow("dot", "#12436D", NAME)]),))
    ),
    "chart's title": changed(charts=(dataclasses.replace(bare().charts[0], title=NAME),)),
    "series": with_series(),
    "category": with_category(),
    "cell": changed(charts=(), tables=(TableShown("T", pd.DataFrame({"A": [NAME]}), 1),)),
    "heading": changed(charts=(), tables=(TableShown("T", pd.DataFrame({NAME: ["b"]}), 1),)),
    "sources": changed(sources=NAME),
    "warning": changed(warnings=(NAME,)),
}
FOR_EARS = {
    "map's alt": changed(map=dataclasses.replace(bare().map, alt=NAME)),
    "chart's alt": changed(charts=(dataclasses.replace(bare().charts[0], alt=NAME),)),
}


def found(content, kind):
    """Tell whether the name is in a file, however its words are parted."""
    return "".join(NAME.split()) in "".join(words_in(content, kind).split())


@pytest.mark.parametrize("place", HIDDEN)
def test_a_name_is_found_in_every_kind_of_file(place):
    content = HIDDEN[place]
    assert found(slides_of("Name", [content]), "pptx")
    assert found(page_of("Name", [content]), "html")


@pytest.mark.parametrize("place", FOR_EARS)
def test_a_name_in_words_for_who_cannot_see_is_found(place):
    assert found(slides_of("Name", [FOR_EARS[place]]), "pptx")
    assert found(page_of("Name", [FOR_EARS[place]]), "html")


def test_a_name_in_notes_and_in_the_name_of_the_file_is_found():
    assert found(slides_of("Name", [bare()], notes=[NAME]), "pptx")
    for make, kind in ((slides_of, "pptx"), (page_of, "html")):
        assert found(make(NAME, []), kind)


def test_a_name_in_minutes_is_found():
    now = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
    screen = Screen("Title", figures=(Figure("Label", "1", NAME),))
    told = (Words("Proposal"), Scene("explore"), screen, now, "Amy", now, "Amy")
    noted = Decision(1, 1, 1, *told, withdrawn=False)
    assert found(minutes_as_word("Name", [noted]), "docx")
    assert found(minutes_as_markdown("Name", [noted]).encode(), "text")


def test_a_name_that_is_not_there_is_not_found():
    content = bare()
    assert not found(slides_of("Name", [content], notes=["None"]), "pptx")
    assert not found(page_of("Name", [content]), "html")


def test_a_name_parted_between_runs_of_a_file_is_found_whole():
    assert NAME in words_in(slides_of("Name", [HIDDEN["caption"]]), "pptx")
    assert NAME in words_in(page_of("Name", [HIDDEN["cell"]]), "html")
