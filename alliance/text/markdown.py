"""Words written in Markdown, as HTML that can do no harm and as paragraphs that other files take.

CommonMark without HTML and without pictures; links lead to web and mail addresses only.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token

_LOWEST = 6
_SCHEMES = ("http://", "https://", "mailto:")


class Run(NamedTuple):
    """Letters of one kind, and the address that they lead to, if any."""

    words: str
    bold: bool = False
    italic: bool = False
    address: str = ""


class Paragraph(NamedTuple):
    """A paragraph: its runs, the depth it is listed at (0 for none), what marks it, its heading."""

    runs: tuple[Run, ...]
    depth: int = 0
    mark: str = ""
    heading: int = 0

    @property
    def words(self) -> str:
        """All its letters, with its mark before them."""
        said = "".join(run.words for run in self.runs)
        return f"{self.mark} {said}" if self.mark else said


@lru_cache(maxsize=256)
def markdown_as_html(words: str, *, under: int = 1) -> str:
    """Return Markdown as HTML: every sign that HTML knows is escaped, nothing is fetched.

    Parameters
    ----------
    under
        The level of the heading above it: its own are lower.

    """
    tokens = _parser().parse(words)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1:]) + under, _LOWEST)}"
        for part in token.children or ():
            if part.type == "link_open":
                part.attrSet("target", "_blank")
                part.attrSet("rel", "noopener noreferrer")
    return str(_parser().renderer.render(tokens, _parser().options, {}))


def paragraphs(words: str) -> list[Paragraph]:
    """Return Markdown as paragraphs, in order; what a table or a picture would be is plain text."""
    found: list[Paragraph] = []
    lists: list[int | None] = []
    heading, mark = 0, ""
    for token in _parser().parse(words):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            lists.append(int(token.attrGet("start") or 1) if token.tag == "ol" else None)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
        elif token.type == "list_item_open":
            number = lists[-1]
            mark = "•" if number is None else f"{number}."
            lists[-1] = None if number is None else number + 1
        elif token.type == "heading_open":
            heading = int(token.tag[1:])
        elif token.type == "heading_close":
            heading = 0
        elif token.type == "inline":
            runs = tuple(_runs(token.children or ()))
            found.append(Paragraph(runs, len(lists), mark, heading))
            mark = ""
        elif token.type in ("fence", "code_block"):
            found.append(Paragraph((Run(token.content.rstrip("\n")),), len(lists), mark))
            mark = ""
    return found


def _runs(parts: Sequence[Token]) -> Iterator[Run]:
    bold = italic = 0
    address = ""
    for part in parts:
        if part.type in ("strong_open", "strong_close"):
            bold += part.nesting
        elif part.type in ("em_open", "em_close"):
            italic += part.nesting
        elif part.type in ("link_open", "link_close"):
            address = str(part.attrGet("href") or "")
        elif part.type in ("softbreak", "hardbreak"):
            yield Run(" " if part.type == "softbreak" else "\n", bold > 0, italic > 0)
        elif part.content:
            yield Run(part.content, bold > 0, italic > 0, address)


def _leads_out(url: str) -> bool:
    return url.casefold().startswith(_SCHEMES)


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    made = MarkdownIt("commonmark", {"html": False})
    made.disable(["image", "html_block", "html_inline"])
    made.validateLink = _leads_out  # type: ignore[method-assign]
    return made
