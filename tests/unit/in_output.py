"""Everything that can be read in a file that leaves the app, wherever in it it stands."""

from __future__ import annotations

import base64
import html
import io
import re
import zipfile
from typing import Literal

Kind = Literal["pptx", "docx", "xlsx", "html", "text"]
_PACKED = (".pptx", ".docx", ".xlsx")


def words_in(content: bytes, kind: Kind) -> str:
    """Give every word of a file.

    Of PowerPoint, Word and Excel files that is each part whole, so that alternative texts, notes,
    properties, comments and the workbooks behind charts are searched, and a name that is parted
    between two runs is found too. Of HTML it is the source and the text.
    """
    if kind in ("pptx", "docx", "xlsx"):
        return _of_package(content)
    if kind == "html":
        return _of_html(content.decode())
    return content.decode()


def _of_package(content: bytes) -> str:
    found = []
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in package.namelist():
            part = package.read(name)
            if name.endswith(_PACKED):
                found.append(_of_package(part))
            elif name.endswith((".xml", ".rels")):
                source = html.unescape(part.decode())
                # Runs of one paragraph are one text; paragraphs are lines.
                lines = re.sub(r"</(?:a|w):p>|</si>|<a:br/>|<w:br/>", "\n", part.decode())
                found += [name, source, html.unescape(re.sub(r"<[^>]*>", "", lines))]
            else:
                found.append(name)
    return "\n".join(found)


def _of_html(source: str) -> str:
    hidden = [
        base64.b64decode(data).decode("utf-8", "replace")
        for data in re.findall(r"data:(?:text|image/svg)[^,]*;base64,([A-Za-z0-9+/=]+)", source)
    ]
    # A picture's bytes are no words.
    told = re.sub(r"data:image/(?:png|jpeg);base64,[A-Za-z0-9+/=]+", "", source)
    text = re.sub(r"<[^>]*>", "", told)
    return "\n".join([html.unescape(told), html.unescape(text), *hidden])
