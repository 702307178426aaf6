"""Paper of PDF to draw on: words, lines, shapes, and drawings, from the upper left in points."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from reportlab.lib.colors import HexColor
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from alliance.charts.colours import LIGHT
from alliance.charts.marks import Dot, Line, Shape, Words
from alliance.present.files.measure import LEADING, in_helvetica
from alliance.present.files.page_plan import HEIGHT, MAKER, WIDTH
from alliance.present.files.pdf_letters import add_fonts

if TYPE_CHECKING:
    import io
    from collections.abc import Callable, Sequence

    from alliance.charts.marks import Drawing, Point
    from alliance.present.files.boxes import Box, Placed

_RISE = 0.95
"""From the top of a line down to the foot of its letters, in letters."""


class Paper:
    """The pages of a file, one after another; its name is what a reader's window is called."""

    def __init__(self, out: io.BytesIO, name: str) -> None:
        add_fonts()
        self.canvas = Canvas(out, pagesize=(WIDTH, HEIGHT), lang="en-GB", pageCompression=1)
        self.canvas.setTitle(name)
        self.canvas.setAuthor(MAKER)
        self.canvas.setCreator(MAKER)
        self.canvas.setSubject("A presentation")
        self.canvas.setViewerPreference("DisplayDocTitle", "true")
        self.canvas.showOutline()

    def box(self, box: Box, colour: str) -> None:
        """Fill a part of the page."""
        self.canvas.setFillColor(HexColor(colour))
        self.canvas.rect(box.left, HEIGHT - box.bottom, box.width, box.height, stroke=0, fill=1)

    def words(self, placed: Placed | None, colour: str = LIGHT.text, *, bold: bool = False) -> None:
        """Write words in their box."""
        if placed is None:
            return
        size = placed.words.size
        for place, line in enumerate(placed.words.lines):
            top = placed.box.top + place * size * LEADING
            self.line_of_words(line, placed.box.left, top, size, colour, bold=bold)

    def line_of_words(
        self,
        words: str,
        left: float,
        top: float,
        size: float,
        colour: str,
        *,
        bold: bool = False,
        part: float = 0.0,
    ) -> None:
        """Write one line; ``part`` of its width is to the left of ``left``."""
        self.canvas.setFillColor(HexColor(colour))
        runs = _runs(words, bold=bold)
        wide = sum(pdfmetrics.stringWidth(run, font, size) for font, run in runs)
        text = self.canvas.beginText(left - part * wide, HEIGHT - top - _RISE * size)
        for font, run in runs:
            text.setFont(font, size)
            text.textOut(run)
        self.canvas.drawText(text)

    def drawing(self, drawing: Drawing, box: Box) -> None:
        """Draw the marks of a drawing in a box."""
        for mark in drawing.marks:
            _MARKS[type(mark)](self, mark, box)

    def line(
        self,
        points: Sequence[Point],
        colour: str,
        width: float,
        dash: Sequence[float] = (),
        *,
        close: bool = False,
    ) -> None:
        """Draw a line through points of the page."""
        self.canvas.saveState()
        self.canvas.setStrokeColor(HexColor(colour))
        self.canvas.setLineWidth(width)
        self.canvas.setLineJoin(1)
        if dash:
            self.canvas.setDash(list(dash))
        self.canvas.drawPath(self._path(points, close=close), stroke=1, fill=0)
        self.canvas.restoreState()

    def fill(self, points: Sequence[Point], colour: str, opacity: float = 1.0) -> None:
        """Fill a polygon of the page."""
        self.canvas.saveState()
        self.canvas.setFillColor(HexColor(colour))
        self.canvas.setFillAlpha(opacity)
        self.canvas.drawPath(self._path(points, close=True), stroke=0, fill=1)
        self.canvas.restoreState()

    def _path(self, points: Sequence[Point], *, close: bool) -> Any:
        path = self.canvas.beginPath()
        path.moveTo(points[0][0], HEIGHT - points[0][1])
        for x, y in points[1:]:
            path.lineTo(x, HEIGHT - y)
        if close:
            path.close()
        return path


def _moved(points: Sequence[Point], box: Box) -> list[Point]:
    return [(box.left + x, box.top + y) for x, y in points]


def _line(page: Paper, mark: Line, box: Box) -> None:
    page.line(_moved(mark.points, box), mark.colour, mark.width, mark.dash)


def _shape(page: Paper, mark: Shape, box: Box) -> None:
    page.fill(_moved(mark.points, box), mark.colour, mark.opacity)


def _dot(page: Paper, mark: Dot, box: Box) -> None:
    if mark.symbol != "circle":
        points = _moved(mark.outline(), box)
        if mark.hollow:
            page.line(points, mark.colour, 1.5, close=True)
        else:
            page.fill(points, mark.colour)
        return
    ((x, y),) = _moved([mark.at], box)
    page.canvas.setFillColor(HexColor(mark.colour))
    page.canvas.setStrokeColor(HexColor(mark.colour))
    page.canvas.setLineWidth(1.5)
    hollow = int(mark.hollow)
    page.canvas.circle(x, HEIGHT - y, mark.size / 2, stroke=hollow, fill=1 - hollow)


def _words(page: Paper, mark: Words, box: Box) -> None:
    ((x, y),) = _moved([mark.at], box)
    part = {"start": 0.0, "middle": 0.5, "end": 1.0}[mark.anchor]
    page.canvas.saveState()
    page.canvas.translate(x, HEIGHT - y)
    page.canvas.rotate(-mark.angle)
    page.canvas.translate(0, -HEIGHT)
    # The middle of small letters is a third of their size above their foot.
    top = (0.35 - _RISE) * mark.size
    page.line_of_words(mark.words, 0, top, mark.size, mark.colour, bold=mark.bold, part=part)
    page.canvas.restoreState()


_MARKS: dict[type, Callable[..., None]] = {Line: _line, Shape: _shape, Dot: _dot, Words: _words}


def _runs(words: str, *, bold: bool) -> list[tuple[str, str]]:
    """Part words into runs of one font: Helvetica, or DejaVu for what that lacks."""
    weight = "-Bold" if bold else ""
    return [
        (f"{'Helvetica' if known else 'DejaVu'}{weight}", "".join(letters))
        for known, letters in groupby(words, in_helvetica)
    ]
