"""Minutes give every decision with the figures that were on the screen, as they were typed."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import re

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from alliance.present import Scene
from alliance.present.files.minutes import COLUMNS, minutes_as_markdown, minutes_as_word, sections
from alliance.present.meeting.decision import Decision, Screen, Words
from alliance.views.content import Figure
from tests.unit.in_output import words_in

NOON = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
WHERE = Screen(
    "Where we work",
    "111 academies",
    "Alliance region · 14 November 2017",
    (Figure("Academies", "111", "England 6,996"), Figure("Pupils", "63,204")),
    "Department for Education",
    ("Partial.",),
)
LATER = Screen("Where we work", "112 academies", "", (Figure("Academies", "112"),))
NEED = Screen("Where need is")


def decision(number, words, screen=WHERE, page="explore", when=NOON):
    scene = Scene(page, title="Never shown here")
    return Decision(number, 1, 7, words, scene, screen, when, "Amy", when, "Amy", withdrawn=False)


DECISIONS = [
    decision(3, Words("Ask Outwood Grange", "Agreed", "Amy", dt.date(2027, 1, 8), "One vote")),
    decision(4, Words("Visit Hull"), NEED, "matches"),
    decision(5, Words("Meet again\nin March", "Yes")),
    decision(6, Words("Count anew"), LATER),
]


def test_decisions_are_grouped_by_what_was_on_the_screen():
    found = sections(DECISIONS)
    assert [section.screen for section in found] == [WHERE, NEED, LATER]
    assert [[number for number, _ in section.noted] for section in found] == [[1, 3], [2], [4]]


def test_word_holds_title_day_scenes_figures_and_decisions():
    document = Document(io.BytesIO(minutes_as_word("Board in March", DECISIONS)))
    said = [(p.style.name, p.text) for p in document.paragraphs]
    assert ("Title", "Board in March") in said
    assert ("Subtitle", "Minutes of 22 November 2026 · 4 decisions") in said
    headings = [text for style, text in said if style == "Heading 1"]
    assert headings == ["Where we work", "Where need is", "Where we work"]
    assert ("Normal", "Partial.") in said
    tables = [[[cell.text for cell in row.cells] for row in t.rows] for t in document.tables]
    assert tables[0][1:] == [["Academies", "111", "England 6,996"], ["Pupils", "63,204", ""]]
    assert tables[1][0] == list(COLUMNS)
    agreed = ["1", "Ask Outwood Grange", "Agreed", "Amy", "8 January 2027", "One vote"]
    assert tables[1][1] == agreed
    assert tables[1][2][1] == "Meet again\nin March"
    assert tables[2][1] == ["2", "Visit Hull", "Not decided", "–", "–", "–"]
    told = document.core_properties
    assert (told.title, told.author, told.language) == (
        "Board in March",
        "Northern Alliance",
        "en-GB",
    )
    assert "Never shown" not in words_in(minutes_as_word("Board", DECISIONS), "docx")


def test_markdown_says_the_same():
    told = minutes_as_markdown("Board in March", DECISIONS)
    assert told.startswith("# Board in March\n\nMinutes of 22 November 2026 · 4 decisions\n")
    assert "| Academies | 111 | England 6,996 |" in told
    assert "| 1 | Ask Outwood Grange | Agreed | Amy | 8 January 2027 | One vote |" in told
    assert "| 3 | Meet again<br>in March | Yes |" in told
    assert told.count("## ") == 3


def test_minutes_of_two_days_say_from_when_to_when_and_of_none_that_none_were():
    late = decision(9, Words("x"), when=NOON + dt.timedelta(days=2))
    told = minutes_as_markdown("Board", [DECISIONS[0], late])
    assert "Minutes of 22 November 2026 to 24 November 2026 · 2 decisions" in told
    assert "no decision was noted" in minutes_as_markdown("Board", [])
    assert Document(io.BytesIO(minutes_as_word("", []))).paragraphs[0].text == "Untitled"


@pytest.mark.parametrize(
    "words",
    [
        "a | b",
        "<script>alert(1)</script>",
        "*bold* _it_ `code` ~~x~~ $x$",
        "[link](https://x.example)",
        "![picture](https://x.example/p.png)",
        "# heading",
        "&amp; \\",
        "1. one",
        "- list",
        "---",
        "a\x00b\x0bc",
    ],
)
def test_markdown_shows_whatever_was_typed_as_it_was_typed(words):
    told = minutes_as_markdown("Board", [decision(1, Words(words, words, words))])
    (row,) = [line for line in told.splitlines() if line.startswith("| 1 |")]
    assert len(re.split(r"(?<!\\)\|", row)) == len(COLUMNS) + 2
    for mark in "<>*_`~$[]#&!":
        assert f" {mark}" not in row
        assert not re.search(rf"(?<!\\){re.escape(mark)}", row.replace("<br>", ""))
    assert "\x00" not in told


@given(st.text(max_size=60))
def test_any_words_make_minutes_with_as_many_rows_as_decisions(words):
    noted = [decision(1, Words("p" + words, words, words, None, words)), DECISIONS[1]]
    told = minutes_as_markdown(words, noted)
    assert len(re.findall(r"^\| [12] \|", told, re.MULTILINE)) == 2
    document = Document(io.BytesIO(minutes_as_word(words, noted)))
    assert len(document.tables[1].rows) == 2


def test_minutes_of_a_redacted_presentation_leave_out_what_screens_with_names_showed():
    quiet = dataclasses.replace(NEED, names_hidden=True)
    noted = [decision(1, Words("Ask for help")), decision(2, Words("Visit"), quiet, "matches")]
    for told in (
        minutes_as_markdown("Board", noted, redacted=True),
        words_in(minutes_as_word("Board", noted, redacted=True), "docx"),
    ):
        assert "111" not in told
        assert WHERE.title not in told
        assert "what it showed is hidden" in told
        assert NEED.title in told
        assert "Ask for help" in told
