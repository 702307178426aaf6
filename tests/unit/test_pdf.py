"""The PDF of a presentation: its words can be selected, its pages found, its language is told."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from pypdf import PdfReader

from alliance.present.files.page_plan import planned
from alliance.present.files.pdf import pdf
from alliance.present.files.pdf_letters import illegible, legible
from alliance.views.content import Content
from tests.unit.in_output import words_in
from tests.unit.shown import eight_contents

NAME, MADE_ON = "Eight scenes <&> – ≠", dt.date(2026, 11, 22)


@pytest.fixture(scope="module")
def contents(history):
    return eight_contents(history)


@pytest.fixture(scope="module")
def made(contents):
    told = []
    content = pdf(
        NAME, contents, progress=lambda done, of: told.append((done, of)), made_on=MADE_ON
    )
    assert told == [(number, 9) for number in range(1, 10)]
    return content


@pytest.fixture(scope="module")
def reader(made):
    return PdfReader(io.BytesIO(made))


def plain(words):
    return "".join(words.split())


def test_it_has_a_page_a_scene_whose_words_can_be_selected(reader, contents):
    assert len(reader.pages) == len(contents) + 1
    first = plain(reader.pages[0].extract_text())
    assert plain(NAME) in first
    assert plain("22 November 2026") in first
    for page, content in zip(reader.pages[1:], contents, strict=True):
        text, plan = plain(page.extract_text()), planned(content)
        assert plain(content.title) in text
        assert plain(content.sentence) in text
        assert plain(content.caption) in text
        for figure in plan.figures:
            assert plain(figure.figure.value) in text
        for panel in plan.panels:
            assert panel.heading is None or plain(panel.heading.words.words) in text
        for warning in content.warnings:
            assert plain(warning) in text


def test_charts_and_tables_are_words_and_lines(reader, contents):
    with_chart = plain(reader.pages[3].extract_text())
    for words in ("Counting the predecessor school’s grade", "Records incomplete", "2014"):
        assert plain(words) in with_chart
    assert plain(contents[2].tables[0].rows["School"].iloc[0]) in with_chart
    assert [len(page.images) for page in reader.pages] == [0, 1, 1, 0, 1, 0, 0, 0, 0]


def test_it_has_bookmarks_a_title_and_a_language(reader, contents):
    assert [entry.title for entry in reader.outline] == [NAME] + [one.title for one in contents]
    targets = [reader.get_destination_page_number(entry) for entry in reader.outline]
    assert targets == list(range(9))
    assert reader.metadata.title == NAME
    assert reader.metadata.author == "Northern Alliance"
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]


def test_it_is_small_and_as_wide_as_slides(made, reader):
    assert len(made) < 8_000_000
    box = reader.pages[0].mediabox
    assert float(box.width) / float(box.height) == pytest.approx(16 / 9)


def test_letters_of_other_scripts_stay_words(made):
    content = pdf("Łódź", [Content("Ωmega \x00and ≠", "Ňame\nsecond line", "")])
    words = words_in(content, "pdf")
    for part in ("Łódź", "Ωmega and ≠", "Ňame", "second line"):
        assert part in words
    assert "≠" in words_in(made, "pdf")


def test_signs_that_no_font_of_the_file_has_are_named_and_leave_no_box():
    said = Content("Well done 🎉", "👩🏽‍🏫 in 🇬🇧, ❤️ and 漢", "")
    content = pdf("Board 🎉", [said])
    words = words_in(content, "pdf")
    for part in ("Board (party popper)", "Well done (party popper)", "(woman)(school) in GB"):
        assert part in words
    assert "and ?" in words
    reader = PdfReader(io.BytesIO(content))
    assert [entry.title for entry in reader.outline] == [
        "Board (party popper)",
        "Well done (party popper)",
    ]


def test_letters_that_the_fonts_have_are_left_as_they_are():
    held = "Łódź – Ωmega ≠ → …\nsecond"
    assert legible(held) == held
    assert illegible(held) == []
    assert illegible("🎉 and 🎉 and ❤️") == ["🎉"]


def test_a_presentation_without_scenes_is_a_title_page():
    assert len(PdfReader(io.BytesIO(pdf("", []))).pages) == 1
