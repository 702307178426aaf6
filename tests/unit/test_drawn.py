"""Charts drawn without a browser say what the screen's say, and stay on their ground."""

from __future__ import annotations

import pickle
import re
from xml.etree import ElementTree

import numpy as np
import plotly.graph_objects as go
import pytest

from alliance.charts.drawn import Sheet, drawn
from alliance.charts.marks import Dot, Line, Shape, Words
from alliance.charts.pane import readable_on
from alliance.charts.svg import colours_of, svg
from alliance.errors import UnknownStyle
from alliance.present.files.measure import width_of
from tests.unit.shown import every_chart

NAMES = [
    *("trend", "areas", "beside", "school", "trust", "grades", "attainment", "comparison"),
    *("sankey", "matrix", "timeline", "cold"),
]
SHEET = Sheet(480, 300, 10, width_of)


@pytest.fixture(scope="module")
def charts(history):
    return every_chart(history)


def words_of(drawing):
    return [mark.words for mark in drawing.marks if isinstance(mark, Words)]


def spots(mark):
    """Give the corners of a mark; of words, those of their box."""
    if isinstance(mark, Line | Shape):
        return mark.points
    x, y = mark.at
    if isinstance(mark, Dot) or mark.angle:
        return [(x, y)]
    wide = width_of(mark.words, mark.size, bold=mark.bold)
    left = x - {"start": 0, "middle": 0.5, "end": 1}[mark.anchor] * wide
    return [(left, y), (left + wide, y)]


def test_every_kind_of_chart_is_among_those_tried(charts):
    assert sorted(charts) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("size", [(480, 300), (850, 380)])
def test_no_mark_leaves_its_ground(charts, name, size):
    drawing = drawn(charts[name].figure, SHEET._replace(width=size[0], height=size[1]))
    corners = np.array([spot for mark in drawing.marks for spot in spots(mark)])
    assert len(corners) > 10
    low, high = corners.min(axis=0), corners.max(axis=0)
    # Words are measured with a little to spare.
    assert (low >= -6).all(), low
    assert high[0] <= size[0] + 6
    assert high[1] <= size[1] + 6


def test_a_legend_names_what_is_drawn_and_axes_tell_their_numbers(charts):
    said = words_of(drawn(charts["trend"].figure, SHEET))
    assert {"Counting the predecessor school’s grade", "With a grade"} <= set(said)
    assert "Schools inspected since they opened" in said
    assert {"2012", "2016", "Records incomplete", "Good or Outstanding"} <= set(said)
    assert any(re.fullmatch(r"\d\d%", words) for words in said)


def test_bars_stand_one_upon_another_as_long_as_their_numbers():
    figure = go.Figure([go.Bar(y=["A"], x=[2], orientation="h", marker={"color": "#12436D"})])
    figure.add_bar(y=["A"], x=[6], orientation="h", marker={"color": "#28A197"})
    figure.update_layout(barmode="stack", font={"color": "#1F2A33"})
    bars = {m.colour: m for m in drawn(figure, SHEET).marks if isinstance(m, Shape)}
    first, second = (bars[colour].points for colour in ("#12436D", "#28A197"))
    assert first[1][0] == pytest.approx(second[0][0])
    lengths = [points[1][0] - points[0][0] for points in (first, second)]
    assert lengths[1] == pytest.approx(3 * lengths[0])


def test_a_line_is_parted_where_a_value_is_missing():
    line = go.Scatter(x=[1, 2, 3, 4, 5], y=[1, 2, None, 3, 4], line={"color": "#12436D"})
    drawing = drawn(go.Figure([line], {"font": {"color": "#1F2A33"}}), SHEET)
    parts = [m for m in drawing.marks if isinstance(m, Line) and m.colour == "#12436D"]
    assert [len(part.points) for part in parts] == [2, 2]


def test_a_matrix_says_every_number_in_its_square(charts):
    chart = charts["grades"]
    numbers = [int(words) for words in words_of(drawn(chart.figure, SHEET)) if words.isdigit()]
    assert sum(numbers) == len(chart.table)


def test_a_chart_that_was_stored_is_drawn_alike(charts):
    for name in NAMES:
        again = pickle.loads(pickle.dumps(charts[name].figure))  # noqa: S301 -- our own
        assert drawn(again, SHEET) == drawn(charts[name].figure, SHEET)


def test_what_cannot_be_drawn_is_refused_by_name():
    with pytest.raises(UnknownStyle, match="pie"):
        drawn(go.Figure([go.Pie(values=[1])]), SHEET)
    strange = go.Scatter(x=[1], y=[1], mode="markers", marker={"symbol": "hexagram"})
    strange = go.Figure([strange], {"font": {"color": "#1F2A33"}})
    with pytest.raises(UnknownStyle, match="hexagram"):
        drawn(strange, SHEET)


def test_as_svg_it_is_sound_xml_with_its_words_escaped_and_its_colours_as_classes(charts):
    figure = go.Figure([go.Bar(y=["<b>&lt;script&gt;"], x=[1], orientation="h")])
    figure.update_traces(marker={"color": "#12436D"})
    figure.update_layout(font={"color": "#1F2A33"})
    told = svg(drawn(figure, SHEET), 'An "alt" <text>')
    assert "<script>" not in told
    root = ElementTree.fromstring(told)  # noqa: S314 -- our own
    assert root.get("aria-label") == 'An "alt" <text>'
    assert "<script>" in [element.text for element in root.iter("text")]
    for chart in charts.values():
        drawing = drawn(chart.figure, SHEET)
        told = svg(drawing, "")
        classes = set(re.findall(r'class="[fs](\w+)"', told))
        assert classes == {colour[1:] for colour in colours_of(drawing)}
        assert "style=" not in told


def test_words_on_a_colour_are_light_on_dark_and_dark_on_light():
    assert readable_on("#12436D") == "#FFFFFF"
    assert readable_on("#F1F3F5") == "#000000"
