"""A drawing as SVG, to stand in a page: its colours are classes, so that a page may turn dark."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from alliance.charts.marks import Dot, Line, Shape, Words

if TYPE_CHECKING:
    from alliance.charts.marks import Drawing, Mark, Point


def svg(drawing: Drawing, alt: str) -> str:
    """Return a drawing as an SVG element with its words as words.

    A colour such as #12436D stands as the class ``f12436D`` where it fills and ``s12436D`` where
    it strokes; :func:`colours_of` lists them for the page's style.
    """
    size = f"{_n(drawing.width)} {_n(drawing.height)}"
    marks = "".join(_MARKS[type(mark)](mark) for mark in drawing.marks)  # type: ignore[operator]
    return f'<svg viewBox="0 0 {size}" role="img" aria-label="{escape(alt)}">{marks}</svg>'


def colours_of(drawing: Drawing) -> set[str]:
    """Return the colours of a drawing."""
    return {mark.colour for mark in drawing.marks}


def _line(mark: Line) -> str:
    dash = f' stroke-dasharray="{" ".join(map(_n, mark.dash))}"' if mark.dash else ""
    return (
        f'<polyline class="{_class("s", mark)}" points="{_points(mark.points)}" '
        f'stroke-width="{_n(mark.width)}"{dash}/>'
    )


def _shape(mark: Shape) -> str:
    faint = f' fill-opacity="{_n(mark.opacity)}"' if mark.opacity < 1 else ""
    return f'<polygon class="{_class("f", mark)}" points="{_points(mark.points)}"{faint}/>'


def _dot(mark: Dot) -> str:
    kind = f'class="{_class("s" if mark.hollow else "f", mark)}"'
    kind += ' stroke-width="1.6"' if mark.hollow else ""
    if mark.symbol == "circle":
        x, y = mark.at
        return f'<circle {kind} cx="{_n(x)}" cy="{_n(y)}" r="{_n(mark.size / 2)}"/>'
    return f'<polygon {kind} points="{_points(mark.outline())}"/>'


def _words(mark: Words) -> str:
    x, y = mark.at
    turned = f' transform="rotate({_n(mark.angle)} {_n(x)} {_n(y)})"' if mark.angle else ""
    bold = ' font-weight="bold"' if mark.bold else ""
    anchor = f' text-anchor="{mark.anchor}"' if mark.anchor != "start" else ""
    return (
        f'<text class="{_class("f", mark)}" x="{_n(x)}" y="{_n(y)}" dy=".35em" '
        f'font-size="{_n(mark.size)}"{anchor}{bold}{turned}>{escape(mark.words)}</text>'
    )


_MARKS = {Line: _line, Shape: _shape, Dot: _dot, Words: _words}


def _class(kind: str, mark: Mark) -> str:
    return f"{kind}{mark.colour.removeprefix('#')}"


def _points(points: tuple[Point, ...]) -> str:
    return " ".join(f"{_n(x)},{_n(y)}" for x, y in points)


def _n(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")
