"""A presentation as PDF: a page a scene, its words and charts as words and lines, not a picture.

Pages are planned as slides are. Words are in Helvetica, which every reader of PDF has; letters that
it lacks are in DejaVu, which is put into the file; emoji that this lacks too are named.
"""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

from reportlab.lib.colors import HexColor
from reportlab.lib.utils import ImageReader

from alliance import clock
from alliance.charts.colours import LIGHT
from alliance.charts.drawn import Sheet, drawn
from alliance.charts.frame import Chart
from alliance.present.files.boxes import Box
from alliance.present.files.measure import LEADING, printable, width_of
from alliance.present.files.page_plan import (
    ACCENT,
    ACROSS,
    BAR_HEIGHT,
    BAR_TOP,
    BAR_WIDTH,
    FOOTER_TOP,
    HEIGHT,
    MARGIN,
    planned,
)
from alliance.present.files.pdf_letters import legible
from alliance.present.files.pdf_paper import Paper
from alliance.present.files.table_plan import PAD_X, PAD_Y
from alliance.present.files.title_plan import LEFT, NAME_TOP, planned_title
from alliance.views.content import MapShown

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Sequence

    from alliance.present.files.key_plan import KeyLine
    from alliance.present.files.page_plan import PagePlan
    from alliance.present.files.panel_plan import Panel
    from alliance.present.files.table_plan import TablePlan
    from alliance.views.content import Content

PIXELS_A_POINT = 200 / 72
"""Of the picture of a map: 200 to the inch."""
_LETTERS = 10.0
_SWATCH = 9.0


def pdf(
    name: str,
    contents: Sequence[Content],
    *,
    progress: Callable[[int, int], None] = lambda done, of: None,
    made_on: dt.date | None = None,
) -> bytes:
    """Return a presentation as PDF: a title page, and a page for each scene, 16:9.

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
    name = legible(printable(name))
    contents = [
        replace(one, title=legible(one.title), caption=legible(one.caption)) for one in contents
    ]
    page = _Pages(out, name or "Untitled")
    page.title(name, contents, made_on or clock.today())
    progress(1, len(contents) + 1)
    for place, content in enumerate(contents, 2):
        page.scene(planned(content), place)
        progress(place, len(contents) + 1)
    page.canvas.save()
    return out.getvalue()


class _Pages(Paper):
    """The pages, one after another."""

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

    def _panel(self, panel: Panel) -> None:
        self.words(panel.heading, bold=True)
        if isinstance(panel.shown, MapShown):
            pixels = [round(side * PIXELS_A_POINT) for side in panel.box[2:]]
            picture = ImageReader(io.BytesIO(panel.shown.picture(pixels[0], pixels[1])))
            left, _, wide, high = panel.box
            self.canvas.drawImage(picture, left, HEIGHT - panel.box.bottom, wide, high)
        elif isinstance(panel.shown, Chart):
            sheet = Sheet(panel.box.width, panel.box.height, _LETTERS, width_of)
            self.drawing(drawn(panel.shown.figure, sheet), panel.box)
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
        elif line.shape in ("area", "dashed"):
            self.canvas.setLineWidth(1.75)
            self.canvas.setDash(*([2, 1.4] if line.shape == "dashed" else []))
            self.canvas.rect(line.left, bottom, _SWATCH, _SWATCH, stroke=1, fill=0)
            self.canvas.setDash()
        else:
            self.canvas.rect(line.left, bottom, _SWATCH, _SWATCH, stroke=0, fill=1)
