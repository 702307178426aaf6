"""A presentation as PowerPoint: a slide a scene, with charts and tables that can be edited."""

from __future__ import annotations

import datetime as dt
import io
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from pptx.enum.text import MSO_ANCHOR
from pptx.util import Pt

from alliance import clock
from alliance.charts.frame import Chart, in_words
from alliance.charts.native import native_charts
from alliance.present.files.boxes import Box, Placed
from alliance.present.files.measure import Step, fitted, in_lines, printable
from alliance.present.files.page_plan import MAKER, planned, sources_of
from alliance.present.files.pictures import Wanted
from alliance.present.files.slide_charts import chart_data, chart_type, style_chart
from alliance.present.files.slide_own import add_own
from alliance.present.files.slide_shapes import (
    ACCENT,
    QUIET,
    SHADE,
    TEXT,
    add_key,
    add_run,
    at,
    describe,
    text_box,
    write,
)
from alliance.present.files.slide_tables import fill_table
from alliance.present.files.slide_template import (
    SOURCES,
    TITLE,
    Place,
    box_of,
    holder,
    template,
)
from alliance.text.licences import IN_FULL, SHORT
from alliance.text.words import counted
from alliance.views.content import MapShown, TableShown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pptx.enum.dml import MSO_THEME_COLOR
    from pptx.presentation import Presentation as Slides

    from alliance.charts.native_chart import NativeChart
    from alliance.present.files.figure_plan import PlacedFigure
    from alliance.present.files.page_plan import PagePlan
    from alliance.present.files.panel_plan import Panel
    from alliance.present.files.slide_template import Template
    from alliance.present.files.table_plan import TablePlan
    from alliance.views.content import Content

PIXELS_A_POINT = 2.0
"""Of the picture of a map or chart."""
_MAP_RATIO, _CHART_RATIO = 1.6, 1.4
"""Pixels of a picture to one of the page: letters of 13 pixels stand 9 to 10 points high."""
_NOTE, _LOW = 9.0, 230.0
_NAME = [Step(48, 60), Step(44, 54), Step(40, 98), Step(32, 118), Step(24, 118), Step(18, 118)]


def pictures_of_slides(contents: Sequence[Content]) -> list[Wanted]:
    """Return the pictures that the slides of scenes want: maps, and charts that none can hold.

    Raises
    ------
    TemplateRefused
        The template that the settings name cannot be used.
    """
    frames = template().frames
    wanted = []
    for scene, content in enumerate(contents, 1):
        for panel in filter(_is_picture, planned(content, frames).panels):
            assert not isinstance(panel.shown, TableShown)  # noqa: S101 (so says _is_picture)
            width, height = (
                round(side * PIXELS_A_POINT) for side in (panel.box.width, panel.box.height)
            )
            ratio = _CHART_RATIO if isinstance(panel.shown, Chart) else _MAP_RATIO
            wanted.append(Wanted(scene, panel.shown, width, height, ratio))
    return wanted


def _is_picture(panel: Panel) -> bool:
    if isinstance(panel.shown, Chart):
        return not native_charts(panel.shown)
    return isinstance(panel.shown, MapShown)


def slides(
    name: str,
    contents: Sequence[Content],
    pictures: Sequence[bytes],
    *,
    notes: Sequence[str] | None = None,
    progress: Callable[[int, int], None] = lambda done, of: None,
    made_on: dt.date | None = None,
) -> bytes:
    """Return a presentation as a file of PowerPoint: a title, a slide a scene, and the sources.

    Parameters
    ----------
    name
        Of the presentation.
    contents
        What its scenes show, on a light page.
    pictures
        Those of :func:`pictures_of_slides`, in their order.
    notes
        Speaker notes, one a scene; without them the file holds none.
    progress
        Told how many slides are done, of how many.
    made_on
        The day on the title slide; without it, today.

    Raises
    ------
    TemplateRefused
        The template that the settings name cannot be used.
    """
    made = template()
    made_on = made_on or clock.today()
    _name_file(made.slides, name, made_on)
    _title_slide(made, name, contents, made_on)
    pages = len(contents) + 2
    progress(1, pages)
    held = iter(pictures)
    for place, content in enumerate(contents):
        plan = planned(content, made.frames)
        slide = _scene_slide(made, plan, held)
        if plan.own:
            add_own(slide, plan.own, content.picture)
        if notes is not None and notes[place].strip():
            frame = slide.notes_slide.notes_text_frame
            frame.text = printable(notes[place])
        progress(place + 2, pages)
    _sources_slide(made, contents)
    progress(pages, pages)
    out = io.BytesIO()
    made.slides.save(out)
    return out.getvalue()


def _name_file(made: Slides, name: str, made_on: dt.date) -> None:
    told = made.core_properties
    told.title, told.author, told.last_modified_by = printable(name)[:255], MAKER, MAKER
    told.created = told.modified = dt.datetime.combine(made_on, dt.time())
    told.language, told.subject, told.keywords, told.comments = "en-GB", "", "", ""
    told.revision = 1


def _title_slide(made: Template, name: str, contents: Sequence[Content], made_on: dt.date) -> None:
    slide = made.slides.slides.add_slide(made.layout(TITLE))
    told = f"Made on {in_words(made_on)} · {counted(len(contents), 'scene', 'scenes')}"
    for place, words, steps in (
        (Place.TITLE, name or "Untitled", _NAME),
        (Place.WORDS, told, [Step(18, 22), Step(14, 17)]),
    ):
        held = holder(slide, place)
        fit = fitted(words, box_of(held).width, steps, bold=place is Place.TITLE)
        write(held.text_frame, fit.words, fit.size)


def _sources_slide(made: Template, contents: Sequence[Content]) -> None:
    """Add the last slide: every source once, and what the licences ask to be said, in full."""
    slide = made.slides.slides.add_slide(made.layout(SOURCES))
    frame = made.frames[SOURCES]
    told = [f"{one[:1].upper()}{one[1:]}." for one in sources_of(contents)]
    title = fitted("Sources and licences", frame.title.width, [Step(30, 36)], bold=True)
    write(holder(slide, Place.TITLE).text_frame, title.words, title.size)
    held = holder(slide, Place.WORDS)
    box = box_of(held)
    words = fitted("\n".join([*told, "", *IN_FULL]), box.width, _sizes_of(box.height))
    write(held.text_frame, words.words, words.size)
    _write_footer(slide, Placed(frame.footer, fitted(SHORT, frame.footer.width, [Step(8, 20)])))


def _sizes_of(height: float) -> list[Step]:
    return [Step(size, height) for size in (14, 12, 11, 10, 9, 8)]


def _scene_slide(made: Template, plan: PagePlan, pictures: Iterator[bytes]) -> Any:
    slide = made.slides.slides.add_slide(made.layout(plan.layout))
    _fill_words(slide, Place.TITLE, plan.title)
    _fill_words(slide, Place.WORDS, plan.sentence, tone=QUIET)
    _fill_words(slide, Place.CAPTION, plan.caption)
    for figure in plan.figures:
        _add_figure(slide, figure)
    for panel in plan.panels:
        _add_panel(slide, panel, pictures)
    if plan.key:
        add_key(slide, plan.key)
    if plan.warning:
        _add_warning(slide, plan.warning)
    _take_out_unused(slide)
    _write_footer(slide, plan.footer)
    return slide


def _fill_words(
    slide: Any, place: Place, placed: Placed | None, *, tone: MSO_THEME_COLOR | None = None
) -> None:
    """Write into a placeholder, and put it where the words fit."""
    held = holder(slide, place)
    if placed is None or held is None:
        return
    held.left, held.top, held.width, held.height = at(placed.box)
    write(held.text_frame, placed.words.words, placed.words.size, tone=tone)


def _write_footer(slide: Any, footer: Placed | None) -> None:
    """Put the layout's footer and its slide number on the slide, which python-pptx leaves to us."""
    for place in (Place.FOOTER, Place.NUMBER):
        if place is Place.FOOTER and footer is None:
            continue
        element = deepcopy(holder(slide.slide_layout, place)._element)
        slide.shapes._spTree.append(element)
        element.nvSpPr.cNvPr.set("id", str(max(shape.shape_id for shape in slide.shapes) + 1))
    _fill_words(slide, Place.FOOTER, footer, tone=QUIET)


def _take_out_unused(slide: Any) -> None:
    for held in list(slide.placeholders):
        is_empty = held.has_text_frame and not held.text_frame.text
        if is_empty and held.placeholder_format.idx:
            held._element.getparent().remove(held._element)


def _add_figure(slide: Any, placed: PlacedFigure) -> None:
    """Add a figure: a box for its label, and one for its value and what stands beside that."""
    name = f"Figure: {placed.figure.label}"
    label = text_box(slide.shapes, placed.label.box, name)
    label.vertical_anchor = MSO_ANCHOR.BOTTOM
    write(label, placed.label.words.words, placed.label.words.size, tone=QUIET)
    box, beside = placed.value.box, placed.beside
    high = beside.box.bottom - box.top
    frame = text_box(slide.shapes, box._replace(height=high), f"{name}, value")
    write(frame, placed.value.words.words, placed.value.words.size, tone=ACCENT, bold=True)
    if beside.words.words:
        paragraph = frame.add_paragraph()
        add_run(paragraph, beside.words.words, beside.words.size, tone=QUIET)


def _add_panel(slide: Any, panel: Panel, pictures: Iterator[bytes]) -> None:
    if panel.heading:
        frame = text_box(slide.shapes, panel.heading.box, "Heading")
        words = panel.heading.words
        write(frame, words.words, words.size, tone=TEXT, bold=True)
    if _is_picture(panel):
        _add_picture(slide, panel.shown, next(pictures), panel.box)
    elif isinstance(panel.shown, Chart):
        _add_chart(slide, panel.shown, panel.box, panel.bars)
    elif isinstance(panel.shown, TableShown) and panel.table:
        _add_table(slide, panel.shown.title, panel.table, panel.box)


def _put(held: Any, box: Box) -> Any:
    held.left, held.top, held.width, held.height = at(box)
    return held


def _add_picture(slide: Any, shown: Any, picture: bytes, box: Box) -> None:
    held = holder(slide, Place.PICTURE) if isinstance(shown, MapShown) else None
    if held is not None:
        added = _put(held.insert_picture(io.BytesIO(picture)), box)
        added.crop_left = added.crop_right = added.crop_top = added.crop_bottom = 0
    else:
        added = slide.shapes.add_picture(io.BytesIO(picture), *at(box))
    describe(added, shown.alt, "Map" if isinstance(shown, MapShown) else "Chart")


def _add_table(slide: Any, title: str, plan: TablePlan, box: Box) -> None:
    size = len(plan.rows) + 1, len(plan.widths)
    held = holder(slide, Place.TABLE)
    if held is not None:
        added = _put(held.insert_table(*size), box)
    else:
        added = slide.shapes.add_table(*size, *at(box))
    fill_table(added, plan)
    describe(added, title, "Table")


def _add_chart(slide: Any, chart: Chart, box: Box, bars: int | None) -> None:
    natives = [one.first(bars) if bars else one for one in native_charts(chart)]
    box = _add_chart_notes(slide, [note for one in natives for note in one.notes], box)
    for place, (native, part) in enumerate(zip(natives, _parts(box, len(natives)), strict=True)):
        _add_native(slide, chart, native, part, place)


def _parts(box: Box, many: int) -> list[Box]:
    """Part a box for one chart or two: one over the other, or side by side where it is low."""
    if many == 1:
        return [box]
    if box.height < _LOW:
        wide = box.width * 0.6
        right = Box(box.left + wide + 8, box.top, box.width - wide - 8, box.height)
        return [box._replace(width=wide), right]
    high = box.height * 0.64
    return [box._replace(height=high), box.below(high)]


def _add_native(slide: Any, chart: Chart, native: NativeChart, box: Box, place: int) -> None:
    kind, data = chart_type(native), chart_data(native, chart.title)
    held = holder(slide, Place.CHART)
    if held is not None and held.element.tag.endswith("}sp"):
        added = _put(held.insert_chart(kind, data), box)
    else:
        added = slide.shapes.add_chart(kind, *at(box), data)
    style_chart(added.chart, native, box)
    # What two charts show together is told once.
    describe(added, chart.alt if place == 0 else f"{chart.title}, continued", "Chart")


def _add_chart_notes(slide: Any, notes: Sequence[str], box: Box) -> Box:
    """Write what a chart's marks mean under it, and return what is left above."""
    if not notes:
        return box
    words = "; ".join(notes)
    lines = min(len(in_lines(words, box.width, _NOTE)), 3)
    high = lines * _NOTE * 1.25
    placed = fitted(words, box.width, [Step(_NOTE, high), Step(_NOTE - 1, high)])
    frame = text_box(
        slide.shapes, Box(box.left, box.bottom - high, box.width, high), "What is marked"
    )
    write(frame, placed.words, placed.size, tone=QUIET)
    return Box(box.left, box.top, box.width, box.height - high - 4)


def _add_warning(slide: Any, placed: Placed) -> None:
    """Add what the room has to be told on a faint ground."""
    frame = text_box(slide.shapes, placed.box, "Beware")
    shape = slide.shapes[-1]
    shape.fill.solid()
    shape.fill.fore_color.theme_color = SHADE
    frame.margin_left = frame.margin_right = Pt(10)
    frame.margin_top = frame.margin_bottom = Pt(4)
    write(frame, placed.words.words, placed.words.size, tone=TEXT)
