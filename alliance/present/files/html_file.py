"""A presentation as one HTML file that opens in any browser, with no network.

Charts stand in it as drawings (SVG) that plotly has made, not with plotly's script: the file stays
a tenth as large, a strict policy lets nothing run but thirty lines of our own, and they print
crisply. What pointing at a chart would tell stands in the table under it. Where they are to be
alive, plotly's script is in the file once. Maps and charts are on white paper whatever the page is.
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
from alliance.charts.frame import in_words
from alliance.maps.palette import CATEGORIES
from alliance.present.files.measure import printable
from alliance.present.files.panel_plan import told_of
from alliance.present.files.pictures import Wanted
from alliance.present.files.readable import MOST_ROWS, ReadTable, read_table
from alliance.present.scene_pictures import scene_picture
from alliance.text.licences import IN_FULL, credited
from alliance.text.markdown import markdown_as_html
from alliance.web.assets import CHART_SCRIPT, asset_text

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator, Sequence

    from alliance.charts.frame import Chart
    from alliance.maps.key import KeyRow
    from alliance.views.content import Content, MapShown, TableShown

_HERE = Path(__file__).parent
_PAGES = Environment(loader=FileSystemLoader(_HERE), autoescape=True)
MAP_PX, MAP_RATIO = (1800, 1000), 1.6
CHART_WIDTH_PX = 760
MOST_ON_PAPER, ROWS_ON_PAPER = 2, 8
"""Maps, charts and tables of a sheet, and rows of a table (as many as the style sheet leaves)."""
_SWATCHES = {
    "dot": '<circle class="on-map-f{}" cx="5" cy="5" r="5"/>',
    "ring": '<circle class="on-map-s{}" cx="5" cy="5" r="4" stroke-width="1.5"/>',
    "patch": '<rect class="on-map-f{}" width="10" height="10"/>',
    "area": '<rect class="on-map-s{}" x="1" y="1" width="8" height="8" stroke-width="2"/>',
    "line": '<rect class="on-map-f{}" y="4" width="10" height="2.4"/>',
    "dashed": '<rect class="on-map-s{}" x="1" y="1" width="8" height="8" stroke-width="1.5" '
    'stroke-dasharray="2 1.4"/>',
}


def pictures_of_page(contents: Sequence[Content], *, alive: bool = False) -> list[Wanted]:
    """Return the pictures that scenes as a page want: maps as PNG, charts as SVG unless alive."""
    wanted = []
    for scene, content in enumerate(contents, 1):
        if content.map:
            wanted.append(Wanted(scene, content.map, *MAP_PX, MAP_RATIO))
        for chart in () if alive else content.charts:
            high = chart.untitled_height_px
            wanted.append(Wanted(scene, chart, CHART_WIDTH_PX, high, 1.0, "svg"))
    return wanted


def html_file(
    name: str,
    contents: Sequence[Content],
    pictures: Sequence[bytes],
    *,
    alive: bool = False,
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
    pictures
        Those of :func:`pictures_of_page`, in their order.
    alive
        Whether charts answer who points at them, which takes some five million bytes.
    progress
        Told how many scenes are done, of how many.
    made_on
        The day it says it was made; without it, today.

    """
    writer = _Writer(iter(pictures), alive=alive)
    scenes = []
    for place, content in enumerate(contents, 1):
        scenes.append(writer.scene(content))
        progress(place, len(contents))
    style = (_HERE / "html_file.css").read_text("utf-8") + _colour_rules(writer.on_maps)
    scripts = [(_HERE / "html_file.js").read_text("utf-8")]
    if alive:
        scripts += [asset_text(CHART_SCRIPT), (_HERE / "html_charts.js").read_text("utf-8")]
    page = _PAGES.get_template("html_file.html").render(
        name=printable(name) or "Untitled",
        made_on=in_words(made_on or clock.today()),
        scenes=scenes,
        rows_on_paper=ROWS_ON_PAPER,
        licences=IN_FULL,
        policy=_policy(style, scripts, alive=alive),
        style=Markup(style),  # noqa: S704 (our own; colours are those of drawings)
        scripts=[Markup(script) for script in scripts],  # noqa: S704 (our own, and plotly's)
    )
    return page.encode()


class _Writer:
    """Gives scenes as the template takes them, and learns which colours their keys use."""

    def __init__(self, pictures: Iterator[bytes], *, alive: bool) -> None:
        self.pictures, self.alive = pictures, alive
        self.on_maps: set[str] = set()

    def scene(self, content: Content) -> dict[str, Any]:
        told = [one.title for one in told_of(content)]
        most = MOST_ON_PAPER - bool(content.map)
        return {
            "on_paper": told[:most],
            "left_off": printable("; ".join(dict.fromkeys(told[most:]))),
            "title": printable(content.title) or "Untitled",
            "caption": printable(content.caption),
            "sentence": printable(content.sentence),
            "warnings": [printable(said) for said in (*content.warnings, *content.faults)],
            "figures": content.figures,
            "words": _words(content),
            "picture": _own_picture(content),
            "answers": [printable(one) for one in content.answers],
            "map": self._map(content.map) if content.map else None,
            "charts": [self._chart(chart) for chart in content.charts],
            "tables": [_table(table) for table in content.tables],
            "sources": printable(credited(content.sources)) if content.sources else "",
        }

    def _map(self, shown: MapShown) -> dict[str, Any]:
        wide, high = MAP_PX
        return {
            "picture": self._picture(),
            "alt": shown.alt,
            "width": wide,
            "height": high,
            "explained": [
                {"title": key.title, "rows": [self._key_row(row) for row in key.rows]}
                for key in shown.keys
            ],
        }

    def _picture(self) -> str:
        return base64.b64encode(next(self.pictures)).decode()

    def _key_row(self, row: KeyRow) -> dict[str, Any]:
        self.on_maps.add(row.colour)
        swatch = _SWATCHES.get(row.shape, _SWATCHES["patch"]).format(row.colour[1:])
        # Its only part that is not ours is a colour of the palette.
        swatch = Markup(swatch)  # noqa: S704
        return {"swatch": swatch, "words": row.words, "number": row.number}

    def _chart(self, chart: Chart) -> dict[str, Any]:
        return {
            "title": chart.title,
            "alt": chart.alt,
            "source": chart.source,
            "drawing": "" if self.alive else self._picture(),
            "figure": _in_script(chart.untitled_json) if self.alive else "",
            "width": CHART_WIDTH_PX,
            "height": chart.untitled_height_px,
            "table": _told(read_table(chart.table)),
        }


def _words(content: Content) -> Markup:
    # Every sign that HTML knows is escaped in it.
    return Markup(markdown_as_html(printable(content.words), under=2))  # noqa: S704


def _own_picture(content: Content) -> dict[str, Any] | None:
    if content.picture is None:
        return None
    held = scene_picture(content.picture.digest)
    return {
        "kind": "png" if held.kind == "png" else "jpeg",
        "content": base64.b64encode(held.content).decode(),
        "alt": content.picture.alt,
        "width": held.width,
        "height": held.height,
    }


def _table(table: TableShown) -> dict[str, Any]:
    held = read_table(table.rows)
    shown = len(held.rows)
    counts = f"{shown:,} of {table.total:,}" if shown < table.total else ""
    return _told(held._replace(left_out=0)) | {"title": table.title, "counts": counts}


def _told(held: ReadTable) -> dict[str, Any]:
    left_out = f"The first {MOST_ROWS:,} of {len(held.rows) + held.left_out:,} rows."
    return held._asdict() | {"left_out": left_out if held.left_out else ""}


def _in_script(json: str) -> Markup:
    """Return JSON as it may stand in a script element, whatever words it holds."""
    return Markup(json.replace("<", "\\u003c"))  # noqa: S704 (nothing in it ends the element)


def _policy(style: str, scripts: Sequence[str], *, alive: bool) -> str:
    """Say what the file may run and load: its own parts only; plotly writes its style itself."""
    styles = "'unsafe-inline'" if alive else _hash(style)
    return (
        f"default-src 'none'; script-src {' '.join(map(_hash, scripts))}; style-src {styles}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash(part: str) -> str:
    digest = hashlib.sha256(part.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _colour_rules(on_maps: set[str]) -> str:
    """Write the colours of the page on light and on dark, and those of keys, which are on white."""
    keys = "".join(_rule(colour) for colour in sorted(on_maps))
    return (
        f"{_page(LIGHT._asdict(), '#FFFFFF', CATEGORIES[0])}{keys}"
        "@media screen and (prefers-color-scheme: dark) {"
        f"{_page(DARK._asdict(), '#141B21', DARK.colour(CATEGORIES[0]))}}}\n"
    )


def _page(ink: dict[str, Any], paper: str, accent: str) -> str:
    told = {name: ink[name] for name in ("text", "quiet", "grid", "shade")}
    told |= {"paper": paper, "accent": accent}
    return f":root{{{''.join(f'--{name}:{colour};' for name, colour in told.items())}}}\n"


def _rule(colour: str) -> str:
    name = colour[1:]
    return f".on-map-f{name}{{fill:{colour}}}.on-map-s{name}{{stroke:{colour};fill:none}}\n"
