"""The take-away map: one HTML file with layers to switch, to e-mail or to put on a website.

folium builds the page, the map and its layers; the rows are written once, as columns, and a small
script draws them on one canvas, so that the whole of England stays quick. The page's own policy
(Content Security Policy) lets it run the scripts named here and fetch nothing else. Text from data
is escaped, or reaches the page as text nodes only.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import folium
from folium.template import Template
from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from alliance.exports.about import Download
from alliance.maps.palette import LIGHT
from alliance.maps.takeaway.scripts import Tags, content_hash, linked
from alliance.maps.takeaway.takeaway_content import (
    Content,
    as_script_data,
    content_of,
)
from alliance.text.words import day_in_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from alliance.exports.about import About
    from alliance.history import History
    from alliance.maps.takeaway.takeaway_layer import MapLayer
    from alliance.maps.takeaway.takeaway_moves import Moves

_HERE = Path(__file__).parent
_PAGES = Environment(loader=FileSystemLoader(_HERE), autoescape=True)
_TILES = "https://tile.openstreetmap.org/{z}/{x}/{y}.png"
_TILES_HOST = "https://tile.openstreetmap.org"
_TILES_CREDIT = "© OpenStreetMap contributors"


def takeaway_map(
    history: History,
    schools: pd.DataFrame,
    about: About,
    *,
    trusts: Sequence[int] = (),
    moves: Moves | None = None,
    tiles: bool = False,
    scripts: Tags | None = None,
) -> Download:
    """Return a map of schools as one HTML file.

    Its layers are the schools by grade, Opportunity Areas, local authorities, the footprint of
    each trust (clusters with hull, hub and spokes; outliers), and moves between trusts as arrows.

    Parameters
    ----------
    history
        For areas, the names of trusts, and the academies of the trusts on the day.
    schools
        As :func:`alliance.analysis.filters.narrow` gives them, of ``about.day``; with the columns
        of :func:`inspected_on`, what came since overall grades
        ended is said too. The map opens on them. Those without coordinates are counted, not drawn.
    about
        Title, day, filter, sources and notes: what the page says of itself.
    trusts
        UIDs of the trusts whose footprints are drawn, in the order in which they take colours.
    moves
        Academies' moves between trusts, and their period.
    tiles
        Whether streets are drawn underneath. They come from OpenStreetMap's server, which then
        learns who opens the map.
    scripts
        How the page comes by its scripts: ``scripts.linked`` (the default; a
        network of copies is asked, the bytes are checked) or ``inlined`` (nothing is asked).

    """
    content = content_of(history, schools, about, trusts, moves)
    page = _Page(about, content, scripts or linked(), tiles=tiles)
    drawn = _Map(tiles=tiles)
    page.add_child(drawn)
    builder = _Builder()  # type: ignore[no-untyped-call]
    drawn.add_child(_numbered(builder, "builder"))
    drawn.add_child(_Drawn(content.ground, show=not tiles))
    layers = [_Drawn(layer, show=layer.shown) for layer in content.layers]
    for layer in layers:
        drawn.add_child(layer)
    drawn.add_child(_numbered(folium.FitBounds(content.bounds, padding=(6, 6)), "view"))
    drawn.add_child(_numbered(_Switches(layers), "switches"))
    return Download(page.render().encode(), about.file_name(".html"), "text/html")


class _Page(folium.Figure):
    """The page around the map."""

    def __init__(self, about: About, content: Content, tags: Tags, *, tiles: bool) -> None:
        super().__init__()
        self.about, self.content, self.tags, self.tiles = about, content, tags, tiles

    def render(self, **kwargs: Any) -> str:
        for child in self._children.values():
            child.render(**kwargs)
        own = (_HERE / "takeaway.js").read_text("utf-8")
        script = (
            f"{own}\nif (window.L) {{\n{self.script.render(**kwargs)}\n}} else {{\n"
            '  document.getElementById("missing").hidden = false;\n}\n'
        )
        style = (_HERE / "takeaway.css").read_text("utf-8") + (
            f":root {{ --ink: {LIGHT.ink}; --sea: {LIGHT.sea}; --area: {LIGHT.area}; }}\n"
        )
        sources = self.about.source_rows()
        return _PAGES.get_template("takeaway.html").render(
            about=self.about,
            day=day_in_words(self.about.day),
            made_on=day_in_words(self.about.made_on),
            content=self.content,
            sources=sources.to_numpy().tolist(),
            publishers=", ".join(sources["Publisher"].unique()),
            licences=" and the ".join(sources["Licence"].unique()),
            tiles_credit=f"Streets: {_TILES_CREDIT}." if self.tiles else "",
            policy=self._policy(script, style),
            tags=Markup(self.tags.html),  # noqa: S704 (written by alliance.maps.takeaway.scripts)
            style=Markup(style),  # noqa: S704 (our own)
            map=Markup(self.html.render(**kwargs)),  # noqa: S704 (folium's, an empty box)
            data=Markup(as_script_data(self.content)),  # noqa: S704 (escaped there)
            script=Markup(script),  # noqa: S704 (our own; names of layers are ours)
        )

    def _policy(self, script: str, style: str) -> str:
        """Say what the page may load and run: its own parts, the scripts named, and tiles."""
        scripts = " ".join([content_hash(script), *self.tags.script_sources])
        styles = " ".join([content_hash(style), *self.tags.style_sources])
        images = f"data: {_TILES_HOST}" if self.tiles else "data:"
        return (
            f"default-src 'none'; script-src {scripts}; style-src {styles}; img-src {images}; "
            "base-uri 'none'; form-action 'none'"
        )


class _Map(folium.Map):
    """folium's map without the scripts, styles and fixed zoom that folium adds to a page."""

    _template = Template(
        """
        {% macro html(this, kwargs) %}
        <div class="folium-map" id="{{ this.get_name() }}" role="region" aria-label="Map"></div>
        {% endmacro %}
        {% macro script(this, kwargs) %}
        const {{ this.get_name() }} = L.map("{{ this.get_name() }}", {
          center: {{ this.location|tojson }}, ...{{ this.options|tojavascript }}
        });
        L.control.scale({ position: "bottomright" }).addTo({{ this.get_name() }});
        {% endmacro %}
        """
    )

    def __init__(self, *, tiles: bool) -> None:
        super().__init__(
            location=[53.0, -1.5],
            zoom_start=6,
            tiles=None,
            prefer_canvas=True,
            min_zoom=5,
            max_zoom=17,
            zoom_snap=0.25,
            wheel_px_per_zoom_level=120,
        )
        self.default_js, self.default_css = [], []
        _numbered(self, "map")
        if tiles:
            streets = folium.TileLayer(_TILES, attr=_TILES_CREDIT, max_zoom=17, opacity=0.75)
            self.add_child(_numbered(streets, "streets"))


class _Builder(folium.MacroElement):
    """Gives the script's own functions to the layers that follow."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        const takeaway = buildTakeaway({{ this._parent.get_name() }});
        {% endmacro %}
        """
    )


class _Drawn(folium.map.Layer):
    """A layer that the script draws from the page's data."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        const {{ this.get_name() }} = takeaway.{{ this.drawn.function }}(
          {{ this.drawn.options|tojavascript }});
        {% endmacro %}
        """
    )

    def __init__(self, drawn: MapLayer, *, show: bool) -> None:
        super().__init__(name=drawn.id, overlay=True, control=False, show=show)
        self.drawn = drawn
        _numbered(self, drawn.id)


class _Switches(folium.MacroElement):
    """Ties the boxes of the key to the layers."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        takeaway.switches({
          {%- for layer in this.layers %}{{ layer.drawn.id }}: {{ layer.get_name() }}, {% endfor -%}
        });
        {% endmacro %}
        """
    )

    def __init__(self, layers: Sequence[_Drawn]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.layers = layers


def _numbered(element: Any, name: str) -> Any:
    """Name an element, which folium names at random, so that the same map is the same file."""
    element._name, element._id = "drawn", name
    return element
