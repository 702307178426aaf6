"""The take-away map: one HTML file with layers to switch, to e-mail or to put on a website.

It is folium's map as folium documents it; only Leaflet, which folium names at a host, is carried in
the file. The page's own policy (Content Security Policy) lets it run the scripts in it and fetch
nothing but streets where those are asked for. Text from data is escaped.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import folium
import orjson
from folium.utilities import JsCode
from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from alliance.exports.about import Download
from alliance.maps.palette import LIGHT
from alliance.maps.street_map import StreetMap, street_map
from alliance.maps.takeaway.leaflet import leaflet
from alliance.maps.takeaway.takeaway_content import Content, content_of
from alliance.maps.takeaway.takeaway_layer import escaped
from alliance.maps.way_finding import CREDIT
from alliance.text.words import day_in_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    import branca
    import pandas as pd

    from alliance.exports.about import About
    from alliance.history import History
    from alliance.maps.takeaway.takeaway_layer import Drawn, MapLayer
    from alliance.maps.takeaway.takeaway_moves import Moves

_HERE = Path(__file__).parent
_PAGES = Environment(loader=FileSystemLoader(_HERE), autoescape=True)
_OPEN_STREETS = StreetMap(
    "https://tile.openstreetmap.org/{z}/{x}/{y}.png", "© OpenStreetMap contributors", 0.75
)


def takeaway_map(
    history: History,
    schools: pd.DataFrame,
    about: About,
    *,
    trusts: Sequence[int] = (),
    moves: Moves | None = None,
    tiles: bool = False,
) -> Download:
    """Return a map of schools as one HTML file, which opens without a network.

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
        Whether streets are drawn underneath, those of :func:`streets_underneath`. Their server
        then learns who opens the map.

    """
    content = content_of(history, schools, about, trusts, moves)
    drawn = folium.Map(
        location=[53.0, -1.5],
        zoom_start=6,
        tiles=None,
        control_scale=True,
        prefer_canvas=True,
        min_zoom=5,
        max_zoom=17,
        zoom_snap=0.25,
    )
    drawn.default_js, drawn.default_css = [], []
    streets = streets_underneath() if tiles else None
    if streets:
        folium.TileLayer(
            streets.address,
            attr=streets.credit,
            max_zoom=17,
            opacity=streets.opacity,
            control=False,
        ).add_to(drawn)
    groups = [_group(layer) for layer in content.layers if not tiles or not layer.is_ground]
    for group in groups:
        group.add_to(drawn)
    # What is switched on again would cover what lay over it.
    in_order = ", ".join(group.get_name() for group in groups)
    drawn.on(overlayadd=JsCode(f"() => inOrder([{in_order}])"))
    folium.LayerControl(collapsed=False, sort_layers=True).add_to(drawn)
    drawn.fit_bounds(content.bounds, padding=(6, 6))
    return Download(
        _page(drawn, about, content, streets).encode(), about.file_name(".html"), "text/html"
    )


def streets_underneath() -> StreetMap:
    """Return the street map of a take-away map: that of the settings if it is one of tiles."""
    chosen = street_map()
    return chosen if chosen and chosen.tiled else _OPEN_STREETS


def _group(layer: MapLayer) -> folium.FeatureGroup:
    """Return a layer of the map, to be switched where it has a row in the key."""
    group = folium.FeatureGroup(
        name=layer.label if layer.words else None,
        control=bool(layer.words),
    )
    for part in layer.drawn:
        if part.features["features"]:
            _shapes(part).add_to(group)
    for name in layer.names:
        icon = folium.DivIcon(
            html=f'<span data-from="{name.from_zoom:g}">{escaped(name.text)}</span>',
            class_name=name.kind,
            icon_size=(0, 0),
        )
        folium.Marker([name.lat, name.lon], icon=icon, interactive=False, keyboard=False).add_to(
            group
        )
    return group


def _shapes(part: Drawn) -> folium.GeoJson:
    look = dict(part.look)
    told: dict[str, Any] = {}
    if part.told:
        told = {
            "tooltip": folium.GeoJsonTooltip(part.told[:1], labels=False, sticky=False),
            "popup": folium.GeoJsonPopup(part.told, labels=False, max_width=300),
        }
    if "shape" in look:
        told["point_to_layer"] = JsCode("(_, at) => new School(at)")
        told["on_each_feature"] = JsCode("inWords")
    else:
        told["marker"] = folium.CircleMarker(radius=look.get("radius", 6))
    return folium.GeoJson(
        part.features, style_function=lambda _: look, interactive=bool(part.told), **told
    )


def _page(drawn: folium.Map, about: About, content: Content, streets: StreetMap | None) -> str:
    """Return the file: folium's page with Leaflet, what we say beside the map, and a policy."""
    sources = about.source_rows()
    said = {
        "about": about,
        "day": day_in_words(about.day),
        "made_on": day_in_words(about.made_on),
        "content": content,
        "sources": sources.to_numpy().tolist(),
        "publishers": ", ".join(sources["Publisher"].unique()),
        "licences": " and the ".join(sources["Licence"].unique()),
        "tiles_credit": Markup(f"Streets: {streets.credit}.") if streets else "",  # noqa: S704 (escaped there)
    }
    colours = f":root {{ --ink: {LIGHT.ink}; --sea: {LIGHT.sea}; }}\n"
    style, script = (
        (_HERE / f"takeaway.{kind}").read_text("utf-8").rstrip() for kind in ("css", "js")
    )
    # Leaflet names whose the streets are itself.
    owners = CREDIT.split(" · ")[0] if streets else CREDIT
    words = f"const CREDIT = {json.dumps(owners)};\n"
    words += f"const WORDS = {json.dumps([escaped(word) for word in content.words])};\n"
    page = cast("branca.element.Figure", drawn.get_root())
    page.title = str(escaped(f"{about.title} – {said['day']}"))
    page.header.add_child(folium.Element(_raw(leaflet())))
    page.header.add_child(
        folium.Element(_raw(f"<style>{colours}{style}</style>\n<script>{words}{script}</script>"))
    )
    page.html.add_child(folium.Element(_raw(_PAGES.get_template("takeaway.html").render(said))))
    return _finished(page.render(), streets)


def _raw(html: str) -> str:
    """Return text as it is, for folium takes what it is given for a template."""
    return f"{{% raw %}}{html}{{% endraw %}}"


def _finished(page: str, streets: StreetMap | None) -> str:
    """Return folium's page without its random names, closely written, and with a policy.

    So the same map is the same file.
    """
    numbers: dict[str, str] = {}
    order = count()
    page = re.sub(
        r"(?<=_)[0-9a-f]{32}(?![0-9a-f])",
        lambda found: numbers.setdefault(found[0], str(next(order))),
        page,
    )
    page = re.sub(r"(?<=_add\()\{.*\}(?=\);)", _closely, page)
    # Zooming is for the reader to allow.
    page = re.sub(r",\s*maximum-scale=1.0, user-scalable=no", "", page)
    images = f"data: {streets.host}" if streets else "data:"
    policy = (
        f"default-src 'none'; script-src {_hashes(page, 'script')}; "
        f"style-src {_hashes(page, 'style')}; img-src {images}; base-uri 'none'; form-action 'none'"
    )
    head = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    return page.replace("<html>\n<head>", f'<html lang="en-GB">\n<head>\n{head}', 1)


def _closely(found: re.Match[str]) -> str:
    """Write GeoJSON without blanks, a tenth less, so that no text in it can end the script."""
    text = orjson.dumps(orjson.loads(found[0])).decode()
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def _hashes(page: str, element: str) -> str:
    """Return what an element of the page holds as a policy names it: by its hash, each once."""
    found = re.findall(rf"<{element}>(.*?)</{element}>", page, re.DOTALL)
    digests = (hashlib.sha256(text.encode()).digest() for text in found)
    return " ".join(dict.fromkeys(f"'sha256-{base64.b64encode(one).decode()}'" for one in digests))
