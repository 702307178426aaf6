"""Words, keys and drawings as shapes of a slide."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_LINE
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Pt

from alliance.charts.colours import LIGHT
from alliance.charts.marks import Dot, Line, Shape, Words
from alliance.present.files.measure import printable, width_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from alliance.charts.marks import Drawing, Point
    from alliance.present.files.boxes import Box
    from alliance.present.files.key_plan import KeyLine

SWATCH = 9.0
_ALIGNED = {"start": PP_ALIGN.LEFT, "middle": PP_ALIGN.CENTER, "end": PP_ALIGN.RIGHT}


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
    colour: str = "",
    bold: bool | None = None,
    align: str = "start",
) -> None:
    """Write words into a text frame, a paragraph a line."""
    for place, line in enumerate(words.split("\n")):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        add_run(paragraph, line, size, colour=colour, bold=bold)
        if align != "start":
            paragraph.alignment = _ALIGNED[align]


def add_run(
    paragraph: Any, words: str, size: float, *, colour: str = "", bold: bool | None = None
) -> None:
    """Add words to a paragraph, marked as British English."""
    run = paragraph.add_run()
    run.text = words
    run.font.size = Pt(size)
    run.font.bold = bold
    run._r.get_or_add_rPr().set("lang", "en-GB")
    if colour:
        run.font.color.rgb = rgb(colour)


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
        write(held.text_frame, line.words, line.size, colour=LIGHT.text, bold=not line.shape)
    describe(group, "Key of the map", "Key")


def _swatch(shapes: Any, line: KeyLine) -> None:
    kind = MSO_SHAPE.OVAL if line.shape == "dot" else MSO_SHAPE.RECTANGLE
    top = line.top + (line.height - SWATCH) / 2 - 0.5
    held = _plain(shapes.add_shape(kind, Pt(line.left), Pt(top), Pt(SWATCH), Pt(SWATCH)))
    if line.shape in ("area", "dashed"):
        held.fill.background()
        held.line.color.rgb, held.line.width = rgb(line.colour), Pt(1.75)
        if line.shape == "dashed":
            held.line.dash_style = MSO_LINE.SQUARE_DOT
    else:
        _fill(held, line.colour)
    describe(held, "", "Swatch")


def add_drawing(slide: Any, drawing: Drawing, box: Box, alt: str) -> None:
    """Add a drawing as a group of shapes, each of which can be changed."""
    group = slide.shapes.add_group_shape()
    for mark in drawing.marks:
        _MARKS[type(mark)](group.shapes, mark, box)
    describe(group, alt, "Chart")


def _add_line(shapes: Any, mark: Line, box: Box) -> None:
    spots = [(box.left + x, box.top + y) for x, y in mark.points]
    if len(spots) == 2:
        (x0, y0), (x1, y1) = spots
        ends = Pt(x0), Pt(y0), Pt(x1), Pt(y1)
        held = _plain(shapes.add_connector(MSO_CONNECTOR.STRAIGHT, *ends))
    else:
        held = _freeform(shapes, spots, close=False)
        held.fill.background()
    held.line.color.rgb, held.line.width = rgb(mark.colour), Pt(mark.width)
    if mark.dash:
        held.line.dash_style = MSO_LINE.ROUND_DOT if mark.dash[0] <= 2 else MSO_LINE.DASH


def _add_shape(shapes: Any, mark: Shape, box: Box) -> None:
    held = _freeform(shapes, [(box.left + x, box.top + y) for x, y in mark.points], close=True)
    _fill(held, mark.colour, mark.opacity)


def _add_dot(shapes: Any, mark: Dot, box: Box) -> None:
    if mark.symbol == "circle":
        x, y = (part - mark.size / 2 for part in mark.at)
        where = Pt(box.left + x), Pt(box.top + y), Pt(mark.size), Pt(mark.size)
        held = _plain(shapes.add_shape(MSO_SHAPE.OVAL, *where))
    else:
        held = _freeform(
            shapes, [(box.left + x, box.top + y) for x, y in mark.outline()], close=True
        )
    if mark.hollow:
        held.fill.background()
        held.line.color.rgb, held.line.width = rgb(mark.colour), Pt(1.5)
    else:
        _fill(held, mark.colour)


def _add_words(shapes: Any, mark: Words, box: Box) -> None:
    wide, high = width_of(mark.words, mark.size, bold=mark.bold) + 2, mark.size * 1.25
    x, y = box.left + mark.at[0], box.top + mark.at[1]
    part = {"start": 0.0, "middle": 0.5, "end": 1.0}[mark.anchor]
    left, middle = x - part * wide, (x - part * wide + wide / 2, y)
    if mark.angle:
        middle = _turned((x, y), middle, mark.angle)
        left, y = middle[0] - wide / 2, middle[1]
    held = shapes.add_textbox(Pt(left), Pt(y - high / 2), Pt(wide), Pt(high))
    held.rotation = mark.angle
    bare(held.text_frame)
    held.text_frame.word_wrap = False
    write(
        held.text_frame,
        mark.words,
        round(mark.size, 1),
        colour=mark.colour,
        bold=mark.bold,
        align=mark.anchor,
    )


def _turned(about: Point, point: Point, degrees: float) -> Point:
    """Return where a point comes to lie when turned clockwise about another."""
    angle = math.radians(degrees)
    x, y = point[0] - about[0], point[1] - about[1]
    return (
        about[0] + x * math.cos(angle) - y * math.sin(angle),
        about[1] + x * math.sin(angle) + y * math.cos(angle),
    )


_MARKS: dict[type, Callable[..., None]] = {
    Line: _add_line,
    Shape: _add_shape,
    Dot: _add_dot,
    Words: _add_words,
}


def _freeform(shapes: Any, spots: Sequence[Point], *, close: bool) -> Any:
    spots = [(Pt(x), Pt(y)) for x, y in spots]
    builder = shapes.build_freeform(*spots[0])
    builder.add_line_segments(spots[1:], close=close)
    return _plain(builder.convert_to_shape())


def _plain(shape: Any) -> Any:
    """Take from a shape what the theme would add, shadows among it."""
    for style in shape._element.findall(qn("p:style")):
        shape._element.remove(style)
    return shape


def _fill(shape: Any, colour: str, opacity: float = 1.0) -> None:
    shape.fill.solid()
    shape.fill.fore_color.rgb = rgb(colour)
    shape.line.fill.background()
    if opacity < 1:
        (held,) = shape._element.spPr.iterchildren(qn("a:solidFill"))
        held[0].append(held[0].makeelement(qn("a:alpha"), {"val": str(round(opacity * 100_000))}))
