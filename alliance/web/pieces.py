"""The pages' own small scripts, fetched once in place of being sent with each change."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

import alliance

FOLDER = Path(alliance.__file__).parent / "ui" / "pieces"


@lru_cache(maxsize=16)
def piece(name: str) -> str | None:
    """Give the text of a script by its name; nothing if there is none."""
    known = {path.stem: path for path in FOLDER.glob("*.js")}
    return known[name].read_text("utf-8") if name in known else None


def piece_address(name: str) -> str:
    """Give where a piece is served; it changes with the content of any, for one may import another.

    One that imports another names it as its neighbour, ``./other.js``.
    """
    return f"/pieces/{_version()}/{name}.js"


@lru_cache(maxsize=1)
def _version() -> str:
    """Give a short hash of all pieces."""
    texts = (path.read_bytes() for path in sorted(FOLDER.glob("*.js")))
    return hashlib.sha256(b"".join(texts)).hexdigest()[:12]


def piece_script(name: str) -> str:
    """Give the script that a component is made with: it fetches the piece and hands over to it.

    Streamlit sends the script of a component again with every change of its data.
    """
    # Streamlit takes a text of one line for the name of a file.
    where = f'location.origin+"{piece_address(name)}"'
    return f"export default c=>{{\nreturn import({where}).then(p=>p.default(c))}}"
