"""A presentation as one HTML file that opens in any browser, with no network.

Charts stand in it as drawings (SVG), not with plotly's script: the file stays a tenth as large, a
strict policy lets nothing run but thirty lines of our own, words can be selected, searched and
printed crisply, and colours follow the reader's light or dark. What pointing at a chart would tell
stands in the table under it.
"""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from alliance import clock
from alliance.charts.colours import DARK, LIGHT
from alliance.charts.drawn import Sheet, drawn
from alliance.charts.frame import in_words
from alliance.charts.svg import colours_of, svg
from alliance.maps.palette import CATEGORIES
from alliance.present.files.measure import printable, width_of
from alliance.present.files.readable import MOST_ROWS, ReadTable, read_table
from alliance.text.licences import credited

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Sequence

    from alliance.charts.frame import Chart
    from alliance.charts.marks import Drawing
    from alliance.maps.key import KeyRow
    from alliance.views.content import Content, MapShown, TableShown

_HERE = Path(__file__).parent
_PAGES = Environment(loader=FileSystemLoader(_HERE), autoescape=True)
MAP_PX = (1600, 900)
_CHART_WIDTH, _LETTERS = 760.0, 12.0
_PLOTLY_LETTERS = 13.0
_SWATCHES = {
    "dot": '<circle class="on-map-f{}" cx="5" cy="5" r="5"/>',
    "patch": '<rect class="on-map-f{}" width="10" height="10"/>',
    "area": '<rect class="on-map-s{}" x="1" y="1" width="8" height="8" stroke-width="2"/>',
    "dashed": '<rect class="on-map-s{}" x="1" y="1" width="8" height="8" stroke-width="1.5" '
    'stroke-dasharray="2 1.4"/>',
}


def html_file(
    name: str,
    contents: Sequence[Content],
    *,
    progress: Callable[[int, int], None] = lambda done, of: None,
    made_on: dt.date | None = None,
) -> bytes:
    """Return a presentation as one HTML file: a list of contents, and a section for each scene.

    Parameters
    ----------
    name
        Of the presentation.
    contents
        What its scenes show, on a light page.
    progress
        Told how many scenes are done, of how many.
    made_on
        The day it says it was made; without it, today.

    """
    writer = _Writer()
    scenes = []
    for place, content in enumerate(contents, 1):
        scenes.append(writer.scene(content))
        progress(place, len(contents))
    style = (_HERE / "html_file.css").read_text("utf-8") + _colour_rules(
        writer.colours, writer.on_maps
    )
    script = (_HERE / "html_file.js").read_text("utf-8")
    page = _PAGES.get_template("html_file.html").render(
        name=printable(name) or "Untitled",
        made_on=in_words(made_on or clock.today()),
        scenes=scenes,
        policy=_policy(style, script),
        style=Markup(style),  # noqa: S704 (our own; colours are those of drawings)
        script=Markup(script),  # noqa: S704 (our own)
    )
    return page.encode()


class _Writer:
    """Gives scenes as the template takes them, and learns which colours they use."""

    def __init__(self) -> None:
        self.colours: set[str] = set()
        self.on_maps: set[str] = set()

    def scene(self, content: Content) -> dict[str, Any]:
        return {
            "title": printable(content.title) or "Untitled",
            "caption": printable(content.caption),
            "sentence": printable(content.sentence),
            "warnings": [printable(said) for said in (*content.warnings, *content.faults)],
            "figures": content.figures,
            "map": self._map(content.map) if content.map else None,
            "charts": [self._chart(chart) for chart in content.charts],
            "tables": [_table(table) for table in content.tables],
            "sources": printable(credited(content.sources)) if content.sources else "",
        }

    def _map(self, shown: MapShown) -> dict[str, Any]:
        wide, high = MAP_PX
        return {
            "picture": base64.b64encode(shown.picture(wide, high)).decode(),
            "alt": shown.alt,
            "width": wide,
            "height": high,
            "explained": [
                {"title": key.title, "rows": [self._key_row(row) for row in key.rows]}
                for key in shown.keys
            ],
        }

    def _key_row(self, row: KeyRow) -> dict[str, Any]:
        self.on_maps.add(row.colour)
        swatch = _SWATCHES.get(row.shape, _SWATCHES["patch"]).format(row.colour[1:])
        # Its only part that is not ours is a colour of the palette.
        swatch = Markup(swatch)  # noqa: S704
        return {"swatch": swatch, "words": row.words, "number": row.number}

    def _chart(self, chart: Chart) -> dict[str, Any]:
        drawing = _drawing(chart)
        self.colours |= colours_of(drawing)
        return {
            "title": chart.title,
            "source": chart.source,
            "drawing": Markup(svg(drawing, chart.alt)),  # noqa: S704 (escaped there)
            "table": _told(read_table(chart.table)),
        }


def _drawing(chart: Chart) -> Drawing:
    """Draw a chart as high as it is on a screen."""
    layout = chart.figure.layout
    high = (layout.height - (layout.margin.t or 0) / 2) * _LETTERS / _PLOTLY_LETTERS
    return drawn(chart.figure, Sheet(_CHART_WIDTH, high, _LETTERS, width_of))


def _table(table: TableShown) -> dict[str, Any]:
    held = read_table(table.rows)
    shown = len(held.rows)
    counts = f"{shown:,} of {table.total:,}" if shown < table.total else ""
    return _told(held._replace(left_out=0)) | {"title": table.title, "counts": counts}


def _told(held: ReadTable) -> dict[str, Any]:
    left_out = f"The first {MOST_ROWS:,} of {len(held.rows) + held.left_out:,} rows."
    return held._asdict() | {"left_out": left_out if held.left_out else ""}


def _policy(style: str, script: str) -> str:
    """Say what the file may run and load: its own parts only."""
    return (
        f"default-src 'none'; script-src {_hash(script)}; style-src {_hash(style)}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash(part: str) -> str:
    digest = hashlib.sha256(part.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _colour_rules(colours: set[str], on_maps: set[str]) -> str:
    """Write the classes of the drawings' colours, on light and on dark.

    A map is a picture on white paper whatever the page is, and so is its key.
    """
    held = sorted(colours)
    light = "".join(_rule(colour, colour) for colour in held)
    light += "".join(_rule(colour, colour, "on-map-") for colour in sorted(on_maps))
    dark = "".join(_rule(colour, _on_dark(colour)) for colour in held)
    return (
        f"{_page(LIGHT._asdict(), '#FFFFFF', CATEGORIES[0])}{light}"
        "@media screen and (prefers-color-scheme: dark) {"
        f"{_page(DARK._asdict(), '#141B21', DARK.colour(CATEGORIES[0]))}{dark}}}\n"
    )


def _page(ink: dict[str, Any], paper: str, accent: str) -> str:
    told = {name: ink[name] for name in ("text", "quiet", "grid", "shade")}
    told |= {"paper": paper, "accent": accent}
    return f":root{{{''.join(f'--{name}:{colour};' for name, colour in told.items())}}}\n"


def _rule(colour: str, shown: str, kind: str = "") -> str:
    name = colour[1:]
    return f".{kind}f{name}{{fill:{shown}}}.{kind}s{name}{{stroke:{shown};fill:none}}\n"


def _on_dark(colour: str) -> str:
    """Return a colour of a drawing as it is on a dark page.

    White is only that of words on bars, which are lighter there.
    """
    inks = {
        getattr(LIGHT, name): getattr(DARK, name) for name in ("text", "quiet", "grid", "shade")
    }
    return {**inks, "#FFFFFF": "#000000"}.get(colour) or DARK.colour(colour)
