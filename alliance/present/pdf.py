"""A presentation as PDF: a page a scene, its words and charts as words and lines, not a picture.

Pages are planned as slides are. Words are in Helvetica, which every reader of PDF has; letters that
it lacks are in DejaVu, which is put into the file.
"""

from __future__ import annotations

import datetime as dt
import io
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
from reportlab.lib.colors import HexColor
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from alliance.charts.colours import LIGHT
from alliance.charts.drawn import Sheet, drawn
from alliance.charts.frame import Chart
from alliance.charts.marks import Dot, Line, Shape, Words
from alliance.present.boxes import Box
from alliance.present.content import MapShown
from alliance.present.measure import LEADING, in_helvetica, printable, width_of
from alliance.present.page_plan import (
    ACCENT,
    ACROSS,
    BAR_HEIGHT,
    BAR_TOP,
    BAR_WIDTH,
    FOOTER_TOP,
    HEIGHT,
    MAKER,
    MARGIN,
    WIDTH,
    planned,
)
from alliance.present.table_plan import PAD_X, PAD_Y
from alliance.present.title_plan import LEFT, NAME_TOP, planned_title

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from alliance.charts.marks import Point
    from alliance.present.boxes import Placed
    from alliance.present.content import Content
    from alliance.present.key_plan import KeyLine
    from alliance.present.page_plan import PagePlan
    from alliance.present.panel_plan import Panel
    from alliance.present.table_plan import TablePlan

PIXELS_A_POINT = 200 / 72
"""Of the picture of a map: 200 to the inch."""
_LETTERS = 10.0
_RISE = 0.95
"""From the top of a line down to the foot of its letters, in letters."""
_SWATCH = 9.0


def pdf(
    name: str,
    contents: Sequence[Content],
    *,
    progress: Callable[[int, int], None] = lambda done, of: None,
    made_on: dt.date | None = None,
) -> bytes:
    """Give a presentation as PDF: a title page, and a page for each scene, 16:9.

    Parameters
    ----------
    name
        Of the presentation.
    contents
        What its scenes show, on a light page.
    progress
        Told how many pages are done, of how many.
    made_on
        The day on the title page; without it, today.

    """
    out = io.BytesIO()
    page = Page(out, printable(name) or "Untitled")
    page.title(name, contents, made_on or dt.datetime.now(dt.UTC).date())
    progress(1, len(contents) + 1)
    for place, content in enumerate(contents, 2):
        page.scene(planned(content), place)
        progress(place, len(contents) + 1)
    page.canvas.save()
    return out.getvalue()


class Page:
    """The pages, one after another; measured from the upper left, as the plans are."""

    def __init__(self, out: io.BytesIO, name: str) -> None:
        _add_fonts()
        self.canvas = Canvas(out, pagesize=(WIDTH, HEIGHT), lang="en-GB", pageCompression=1)
        self.canvas.setTitle(name)
        self.canvas.setAuthor(MAKER)
        self.canvas.setCreator(MAKER)
        self.canvas.setSubject("A presentation")
        self.canvas.setViewerPreference("DisplayDocTitle", "true")
        self.canvas.showOutline()

    def title(self, name: str, contents: Sequence[Content], made_on: dt.date) -> None:
        """Write the title page."""
        plan = planned_title(name, contents, made_on)
        self._bookmark("title", plan.name.words.words or "Untitled")
        self.box(Box(0, 0, 26, HEIGHT), ACCENT)
        self.box(Box(LEFT, NAME_TOP - 20, 2 * BAR_WIDTH, BAR_HEIGHT + 2), ACCENT)
        self.words(plan.name, bold=True)
        self.words(plan.day)
        self.words(plan.rests_on)
        self.canvas.showPage()

    def scene(self, plan: PagePlan, number: int) -> None:
        """Write the page of a scene."""
        self._bookmark(f"scene {number}", plan.title.words.words)
        self.box(Box(MARGIN, BAR_TOP, BAR_WIDTH, BAR_HEIGHT), ACCENT)
        self.words(plan.title, bold=True)
        self.words(plan.sentence, LIGHT.quiet)
        self.words(plan.caption)
        for figure in plan.figures:
            label = figure.label
            lower = label.box.height - label.words.height
            self.words(label._replace(box=label.box.below(lower)), LIGHT.quiet)
            self.words(figure.value, ACCENT, bold=True)
            self.words(figure.beside, LIGHT.quiet)
        for panel in plan.panels:
            self._panel(panel)
        for line in plan.key:
            self._key_line(line)
        if plan.warning:
            self.box(plan.warning.box, LIGHT.shade)
            left, top, wide, high = plan.warning.box
            self.words(plan.warning._replace(box=Box(left + 10, top + 4, wide - 20, high - 8)))
        self.words(plan.footer, LIGHT.quiet)
        self.line_of_words(str(number), MARGIN + ACROSS, FOOTER_TOP, 10, LIGHT.quiet, part=1.0)
        self.canvas.showPage()

    def _bookmark(self, key: str, words: str) -> None:
        self.canvas.bookmarkPage(key)
        self.canvas.addOutlineEntry(" ".join(words.split()), key, level=0)

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

    def _panel(self, panel: Panel) -> None:
        self.words(panel.heading, bold=True)
        if isinstance(panel.shown, MapShown):
            pixels = [round(side * PIXELS_A_POINT) for side in panel.box[2:]]
            picture = ImageReader(io.BytesIO(panel.shown.picture(pixels[0], pixels[1])))
            left, _, wide, high = panel.box
            self.canvas.drawImage(picture, left, HEIGHT - panel.box.bottom, wide, high)
        elif isinstance(panel.shown, Chart):
            sheet = Sheet(panel.box.width, panel.box.height, _LETTERS, width_of)
            for mark in drawn(panel.shown.figure, sheet).marks:
                _MARKS[type(mark)](self, mark, panel.box)
        elif panel.table:
            self._table(panel.table, panel.box)

    def _table(self, plan: TablePlan, box: Box) -> None:
        top = box.top
        for place, row in enumerate([plan.headings, *plan.rows]):
            high, left = plan.height(row), box.left
            for cell, wide, right in zip(row, plan.widths, plan.to_the_right, strict=True):
                at = left + (wide - PAD_X if right else PAD_X)
                for number, line in enumerate(cell):
                    down = top + PAD_Y + number * plan.size * LEADING
                    self.line_of_words(
                        *(line, at, down, plan.size, LIGHT.text),
                        bold=place == 0,
                        part=float(right),
                    )
                left += wide
            top += high
            under = (box.left, top), (box.left + sum(plan.widths), top)
            self.line(under, LIGHT.grid if place else LIGHT.text, 0.75 if place else 1.25)

    def _key_line(self, line: KeyLine) -> None:
        left = line.left
        if line.shape:
            self._swatch(line)
            left += _SWATCH + 6
        top = line.top + (line.height - line.size * LEADING) / 2
        self.line_of_words(line.words, left, top, line.size, LIGHT.text, bold=not line.shape)

    def _swatch(self, line: KeyLine) -> None:
        bottom = HEIGHT - line.top - (line.height + _SWATCH) / 2
        self.canvas.setFillColor(HexColor(line.colour))
        self.canvas.setStrokeColor(HexColor(line.colour))
        if line.shape == "dot":
            half = _SWATCH / 2
            self.canvas.circle(line.left + half, bottom + half, half, stroke=0, fill=1)
        elif line.shape == "area":
            self.canvas.setLineWidth(1.75)
            self.canvas.rect(line.left, bottom, _SWATCH, _SWATCH, stroke=1, fill=0)
        else:
            self.canvas.rect(line.left, bottom, _SWATCH, _SWATCH, stroke=0, fill=1)

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


def _line(page: Page, mark: Line, box: Box) -> None:
    page.line(_moved(mark.points, box), mark.colour, mark.width, mark.dash)


def _shape(page: Page, mark: Shape, box: Box) -> None:
    page.fill(_moved(mark.points, box), mark.colour, mark.opacity)


def _dot(page: Page, mark: Dot, box: Box) -> None:
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


def _words(page: Page, mark: Words, box: Box) -> None:
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


def _add_fonts() -> None:
    if "DejaVu" in pdfmetrics.getRegisteredFontNames():
        return
    folder = Path(mpl.get_data_path()) / "fonts" / "ttf"
    for name, file in (("DejaVu", "DejaVuSans.ttf"), ("DejaVu-Bold", "DejaVuSans-Bold.ttf")):
        pdfmetrics.registerFont(TTFont(name, str(folder / file)))
