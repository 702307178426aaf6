"""Words and keys as shapes of a slide."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_LINE, MSO_THEME_COLOR
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE
from pptx.oxml.ns import qn
from pptx.util import Pt

from alliance.present.files.measure import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alliance.present.files.boxes import Box
    from alliance.present.files.key_plan import KeyLine

SWATCH = 9.0
TEXT, QUIET = MSO_THEME_COLOR.TEXT_1, MSO_THEME_COLOR.TEXT_2
ACCENT, SHADE = MSO_THEME_COLOR.ACCENT_1, MSO_THEME_COLOR.BACKGROUND_2
"""What words and grounds are coloured by: a template gives them its own."""


def at(box: Box) -> tuple[Pt, Pt, Pt, Pt]:
    """Return a box as python-pptx takes it: left, top, width, height."""
    return Pt(box.left), Pt(box.top), Pt(box.width), Pt(box.height)


def rgb(colour: str) -> RGBColor:
    """Return a colour as python-pptx takes it."""
    plain = colour.removeprefix("#")
    return RGBColor(*(int(plain[place : place + 2], 16) for place in (0, 2, 4)))


def describe(shape: Any, alt: str, name: str = "") -> None:
    """Return a shape its alternative text, and a name for the list of shapes."""
    (held,) = shape._element.xpath("./*/p:cNvPr")
    held.set("descr", printable(alt))
    if name:
        held.set("name", name)


def write(
    frame: Any,
    words: str,
    size: float,
    *,
    tone: MSO_THEME_COLOR | None = None,
    bold: bool | None = None,
) -> None:
    """Write words into a text frame, a paragraph a line."""
    for place, line in enumerate(words.split("\n")):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        add_run(paragraph, line, size, tone=tone, bold=bold)


def add_run(
    paragraph: Any,
    words: str,
    size: float,
    *,
    tone: MSO_THEME_COLOR | None = None,
    bold: bool | None = None,
) -> None:
    """Add words to a paragraph, marked as British English."""
    run = paragraph.add_run()
    run.text = words
    run.font.size = Pt(size)
    run.font.bold = bold
    run._r.get_or_add_rPr().set("lang", "en-GB")
    if tone is not None:
        run.font.color.theme_color = tone


def text_box(shapes: Any, box: Box, name: str) -> Any:
    """Add a box for words without a border, without margins, that keeps its size."""
    held = shapes.add_textbox(*at(box))
    held.name = printable(name)
    bare(held.text_frame)
    return held.text_frame


def bare(frame: Any) -> None:
    """Have a text frame wrap its words, keep its size and have no margins."""
    frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.vertical_anchor = MSO_ANCHOR.TOP


def add_key(slide: Any, key: Sequence[KeyLine]) -> None:
    """Add the key of a map, as one group of swatches and words."""
    group = slide.shapes.add_group_shape()
    for line in key:
        left = line.left
        if line.shape:
            _swatch(group.shapes, line)
            left += SWATCH + 6
        wide = line.width - (left - line.left)
        held = group.shapes.add_textbox(Pt(left), Pt(line.top), Pt(wide), Pt(line.height))
        bare(held.text_frame)
        held.text_frame.word_wrap = False
        write(held.text_frame, line.words, line.size, tone=TEXT, bold=not line.shape)
    describe(group, "Key of the map", "Key")


def _swatch(shapes: Any, line: KeyLine) -> None:
    kind = MSO_SHAPE.OVAL if line.shape in ("dot", "ring") else MSO_SHAPE.RECTANGLE
    top = line.top + (line.height - SWATCH) / 2 - 0.5
    high = SWATCH
    if line.shape in ("line", "dashes"):
        top, high = top + SWATCH / 2 - 1, 2.0
    held = _plain(shapes.add_shape(kind, Pt(line.left), Pt(top), Pt(SWATCH), Pt(high)))
    if line.shape in ("area", "dashed", "ring"):
        held.fill.background()
        held.line.color.rgb, held.line.width = rgb(line.colour), Pt(1.75)
        if line.shape == "dashed":
            held.line.dash_style = MSO_LINE.SQUARE_DOT
    else:
        _fill(held, line.colour)
    describe(held, "", "Swatch")


def _plain(shape: Any) -> Any:
    """Take from a shape what the theme would add, shadows among it."""
    for style in shape._element.findall(qn("p:style")):
        shape._element.remove(style)
    return shape


def _fill(shape: Any, colour: str) -> None:
    shape.fill.solid()
    shape.fill.fore_color.rgb = rgb(colour)
    shape.line.fill.background()
