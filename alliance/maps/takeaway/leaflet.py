"""Leaflet, carried in the file: the script and style that draw a take-away map."""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape
from importlib import metadata, resources

_PACKAGE = "django-js-lib-leaflet"


@lru_cache(maxsize=1)
def leaflet() -> str:
    """Return Leaflet's licence, style and script as what the head of a page holds.

    Of the package that carries them only the files are used, nothing of Django.
    """
    folder = resources.files("js_lib_leaflet") / "static" / "js_lib_leaflet"
    script, style = ((folder / f"leaflet.{kind}").read_text("utf-8") for kind in ("js", "css"))
    licence = metadata.distribution(_PACKAGE).read_text("LICENSE") or ""
    # A source map would be asked for by a browser's developer tools. The pictures are those of
    # markers and of a folded control, which the map does not have.
    script = re.sub(r"\s*//# sourceMappingURL=\S*\s*$", "\n", script)
    style = re.sub(r"url\((?!#)[^)]*\)", "none", style)
    return (
        f"<!-- Leaflet\n{escape(licence).replace('--', '- -')}-->\n"
        f"<style>{style}</style>\n<script>{script}</script>"
    )
