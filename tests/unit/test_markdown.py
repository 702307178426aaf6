"""Words in Markdown: what is shown can run and fetch nothing, whatever was typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from alliance.text.markdown import markdown_as_html, paragraphs

HARMLESS = {"p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "strong", "em", "a", "code"}
HARMLESS |= {"pre", "blockquote", "br", "hr", "div"}


def test_headings_lists_and_stress_are_shown_below_the_title_of_the_page():
    made = markdown_as_html("# Agenda\n\n1. **Need** of *all*\n2. Support\n\n- one")
    assert "<h2>Agenda</h2>" in made
    assert "<li><strong>Need</strong> of <em>all</em></li>" in made.replace("\n", "")
    assert "<h1" not in made


@pytest.mark.parametrize(
    "typed",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[press](javascript:alert(1))",
        "[press](data:text/html,x)",
        "[press](/register)",
        "![picture](https://elsewhere.example/a.png)",
        '<a href="https://elsewhere.example" onclick="x()">a</a>',
        "[a]: javascript:x\n\n[a]",
        "<javascript:alert(1)>",
    ],
)
def test_nothing_typed_runs_or_fetches(typed):
    made = html.fragment_fromstring(markdown_as_html(typed), create_parent="div")
    assert {one.tag for one in made.iter()} <= HARMLESS
    assert not made.xpath("//@onclick | //@onerror | //@src")
    assert all(str(one).startswith("https://") for one in made.xpath("//@href"))


@given(st.text(alphabet="<>\"'&[]()!*_`#-+1. \nabjavscript:/\\", max_size=120))
def test_whatever_is_typed_stays_harmless(typed):
    made = html.fragment_fromstring(markdown_as_html(typed) or "<p></p>", create_parent="div")
    assert {one.tag for one in made.iter()} <= HARMLESS
    assert {name for one in made.iter() for name in one.attrib} <= {
        "href", "target", "rel", "title", "start", "class",
    }  # fmt: skip


def test_a_link_to_the_web_opens_beside_the_app():
    made = html.fromstring(markdown_as_html("[Ofsted](https://reports.ofsted.gov.uk/)"))
    (link,) = made.xpath("//a")
    assert link.get("target") == "_blank"
    assert link.get("rel") == "noopener noreferrer"


def test_paragraphs_keep_marks_depth_and_stress():
    found = paragraphs("# Agenda\n\n3. Need\n4. **Support**\n   - near\n\nThanks\nall")
    assert [one.words for one in found] == [
        "Agenda", "3. Need", "4. Support", "• near", "Thanks all",
    ]  # fmt: skip
    assert [one.depth for one in found] == [0, 1, 1, 2, 0]
    assert found[0].heading == 1
    assert found[2].runs[0].bold
