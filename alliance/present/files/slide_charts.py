"""Charts on slides: native and editable where there is such a chart, else a group of shapes."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from lxml import etree
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.enum.dml import MSO_LINE
from pptx.oxml.ns import qn
from pptx.util import Pt

from alliance.charts.colours import LIGHT, readable_on
from alliance.present.files.measure import printable
from alliance.present.files.slide_shapes import QUIET, TEXT, rgb

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alliance.charts.native_chart import Axis, NativeChart, Series
    from alliance.present.files.boxes import Box

LETTERS = 10
_BODY_FONT = "+mn-lt"
"""The font that the template has for text."""
_DAY_WIDTH = 48.0
_FEW = 24
"""With no more bars than these, each has its number written on it."""
_SHARES = (0.0, 100.0)
_NARROW = 0.045
"""A part of a bar that is shorter than this part of the longest bar has no room for its number."""
_EXCEL_BEGINS = dt.date(1899, 12, 30)
_DASHES = {
    "dash": MSO_LINE.DASH,
    "dot": MSO_LINE.ROUND_DOT,
    "longdash": MSO_LINE.LONG_DASH,
    "dashdot": MSO_LINE.DASH_DOT,
    "longdashdot": MSO_LINE.LONG_DASH_DOT,
}
_MARKERS = {
    "circle": XL_MARKER_STYLE.CIRCLE,
    "square": XL_MARKER_STYLE.SQUARE,
    "diamond": XL_MARKER_STYLE.DIAMOND,
    "triangle-up": XL_MARKER_STYLE.TRIANGLE,
    "triangle-down": XL_MARKER_STYLE.DIAMOND,
    "cross": XL_MARKER_STYLE.PLUS,
    "x": XL_MARKER_STYLE.X,
    "star": XL_MARKER_STYLE.STAR,
}


def chart_type(native: NativeChart) -> XL_CHART_TYPE:
    """Return PowerPoint's name for the kind of chart."""
    if native.kind == "line":
        return XL_CHART_TYPE.LINE_MARKERS
    if native.kind == "stacked area":
        return XL_CHART_TYPE.AREA_STACKED
    if native.kind == "scatter":
        return XL_CHART_TYPE.XY_SCATTER_LINES
    if native.kind == "stacked bar":
        return XL_CHART_TYPE.BAR_STACKED if native.sideways else XL_CHART_TYPE.COLUMN_STACKED
    return XL_CHART_TYPE.BAR_CLUSTERED if native.sideways else XL_CHART_TYPE.COLUMN_CLUSTERED


def chart_data(native: NativeChart, title: str) -> CategoryChartData | XyChartData:
    """Return the numbers as the workbook within the slide holds them.

    A series without a name is called as the chart is.
    """
    if native.kind == "scatter":
        spots = XyChartData()
        for series in native.series:
            held = spots.add_series(printable(series.name or title))
            for across, value in zip(series.across, series.values, strict=True):
                held.add_data_point(_number(across), value)
        return spots
    bars = CategoryChartData(number_format="General")
    days = all(isinstance(one, dt.date) for one in native.categories)
    bars.categories = [one if days else printable(str(one)) for one in native.categories]
    for series in native.series:
        bars.add_series(printable(series.name or title), series.values)
    return bars


def style_chart(chart: Any, native: NativeChart, box: Box) -> None:
    """Return a chart of python-pptx, of this size, the house's letters, lines and colours."""
    chart.font.size, chart.font.name = Pt(LETTERS), _BODY_FONT
    chart.font.color.theme_color = TEXT
    chart.has_title = False
    chart.has_legend = sum(bool(series.name) for series in native.series) > 1
    if chart.has_legend:
        chart.legend.position = XL_LEGEND_POSITION.BOTTOM
        chart.legend.include_in_layout = False
    _axis(chart.category_axis, native.category_axis, grid=native.kind == "scatter")
    # A legend says what lying bars count; the room of a title makes their names readable.
    told = replace(native.value_axis, title="") if native.sideways and chart.has_legend else None
    _axis(chart.value_axis, told or native.value_axis, grid=True)
    if native.sideways:
        chart.category_axis.reverse_order = True
        # The first category is on top; the numbers stay below.
        _name_every_bar(chart.category_axis, len(native.categories), box.height)
        (crosses,) = chart.value_axis._element.iterchildren(qn("c:crosses"))
        crosses.set("val", "max")
        chart.value_axis.tick_label_position = XL_TICK_LABEL_POSITION.NEXT_TO_AXIS
    if days := _days(native):
        _days_axis(chart.category_axis, days, box.width, scatter=native.kind == "scatter")
    plot = chart.plots[0]
    if native.kind in ("bar", "stacked bar"):
        plot.gap_width = 35 if len(native.categories) < 40 else 10
        plot.overlap = 100 if native.kind == "stacked bar" else -5
        if len(native.categories) * len(native.series) <= _FEW:
            _write_numbers(plot, native)
    for drawn, series in zip(plot.series, native.series, strict=True):
        if native.kind == "stacked area":
            drawn.format.fill.solid()
            drawn.format.fill.fore_color.rgb = rgb(series.colours[0])
        elif native.kind in ("line", "scatter"):
            _line(drawn, series)
        else:
            _bars(drawn, series, native)


def _axis(axis: Any, told: Axis, *, grid: bool) -> None:
    axis.tick_labels.font.size = Pt(LETTERS)
    axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.format.line.color.rgb = rgb(LIGHT.grid)
    axis.has_major_gridlines = grid
    if grid:
        axis.major_gridlines.format.line.color.rgb = rgb(LIGHT.grid)
        axis.major_gridlines.format.line.width = Pt(0.75)
    axis.has_title = bool(told.title)
    if told.title:
        axis.axis_title.text_frame.text = told.title
        font = axis.axis_title.text_frame.paragraphs[0].runs[0].font
        font.size, font.bold = Pt(LETTERS), False
        font.color.theme_color = QUIET
    if told.form:
        axis.tick_labels.number_format = told.form
        axis.tick_labels.number_format_is_linked = False
    axis.minimum_scale, axis.maximum_scale = told.low, told.high
    if (told.low, told.high) == _SHARES:
        axis.major_unit = 20


def _days(native: NativeChart) -> list[dt.date]:
    """Return the days that the chart goes over, where it goes over days."""
    places: list[Any] = [*native.categories]
    for series in native.series:
        places += series.across
    return sorted(one for one in places if isinstance(one, dt.date))


def _days_axis(axis: Any, days: Sequence[dt.date], width: float, *, scatter: bool) -> None:
    """Have an axis of days tick at years, or at months where it is short."""
    years = days[-1].year - days[0].year + 1
    long = years > 2
    axis.tick_labels.number_format = "yyyy" if long else "mmm yyyy"
    axis.tick_labels.number_format_is_linked = False
    most = max(int(width / _DAY_WIDTH), 2)
    each = -(-years // most) if long else 3
    if scatter:
        axis.minimum_scale = _number(dt.date(days[0].year, 1, 1))
        axis.maximum_scale = _number(dt.date(days[-1].year + 1, 1, 1))
        axis.major_unit = each * 365.25 if long else each * 30.4375
        return
    held = axis._element
    monthly = len({(day.year, day.month) for day in days}) == len(set(days))
    for name in ("baseTimeUnit", "majorUnit", "majorTimeUnit"):
        for old in held.findall(qn(f"c:{name}")):
            held.remove(old)
    # The order is that of the schema; all three are its last but two, which are not there.
    for name, value in (
        ("baseTimeUnit", "months" if monthly else "days"),
        ("majorUnit", str(each)),
        ("majorTimeUnit", "years" if long else "months"),
    ):
        etree.SubElement(held, qn(f"c:{name}")).set("val", value)


def _name_every_bar(axis: Any, many: int, height: float) -> None:
    """Have each lying bar named, in letters that have room."""
    room = 0.7 * height / max(many, 1)
    axis.tick_labels.font.size = Pt(max(min(LETTERS, round(room * 0.9, 1)), 6))
    skip = etree.Element(qn("c:tickLblSkip"))
    skip.set("val", "1")
    axis._element.find(qn("c:lblOffset")).addnext(skip)


def _write_numbers(plot: Any, native: NativeChart) -> None:
    plot.has_data_labels = True
    labels = plot.data_labels
    labels.font.size = Pt(LETTERS)
    labels.show_value = True
    labels.number_format = f"{native.value_axis.form or 'General'};;"
    labels.number_format_is_linked = False
    if native.kind == "stacked bar":
        labels.position = XL_LABEL_POSITION.CENTER
    else:
        labels.position = XL_LABEL_POSITION.OUTSIDE_END


def _bars(drawn: Any, series: Series, native: NativeChart) -> None:
    drawn.format.fill.solid()
    drawn.format.fill.fore_color.rgb = rgb(series.colours[0])
    drawn.invert_if_negative = False
    if len(series.colours) > 1:
        for place, colour in enumerate(series.colours[: len(series.values)]):
            point = drawn.points[place]
            point.format.fill.solid()
            point.format.fill.fore_color.rgb = rgb(colour)
    if drawn._element.getparent().find(qn("c:dLbls")) is not None and _is_stacked(drawn):
        font = drawn.data_labels.font
        font.size = Pt(LETTERS)
        font.color.rgb = rgb(readable_on(series.colours[0]))
        drawn.data_labels.show_value = True
        drawn.data_labels.number_format = _where_wide(native)
        drawn.data_labels.number_format_is_linked = False
        drawn.data_labels.position = XL_LABEL_POSITION.CENTER


def _where_wide(native: NativeChart) -> str:
    """Return the form of a number that is written only on a part wide enough to hold it."""
    wholes = zip(*(series.values for series in native.series), strict=True)
    longest = max((sum(value or 0.0 for value in whole) for whole in wholes), default=0.0)
    return f'[<{longest * _NARROW:.4g}]"";#,##0'


def _is_stacked(drawn: Any) -> bool:
    grouping = drawn._element.getparent().find(qn("c:grouping"))
    return grouping is not None and grouping.get("val") == "stacked"


def _line(drawn: Any, series: Series) -> None:
    drawn.smooth = False
    colour = rgb(series.colours[0])
    if series.line:
        drawn.format.line.color.rgb = colour
        drawn.format.line.width = Pt(2.25)
        if series.line in _DASHES:
            drawn.format.line.dash_style = _DASHES[series.line]
    else:
        drawn.format.line.fill.background()
    marker = drawn.marker
    if not series.symbol:
        marker.style = XL_MARKER_STYLE.NONE
        return
    marker.style, marker.size = _MARKERS[series.symbol.removesuffix("-open")], 7
    marker.format.fill.solid()
    marker.format.fill.fore_color.rgb = colour
    marker.format.line.color.rgb = colour


def _number(across: float | dt.date) -> float:
    """Return a place as a spreadsheet counts it."""
    return float((across - _EXCEL_BEGINS).days if isinstance(across, dt.date) else across)
