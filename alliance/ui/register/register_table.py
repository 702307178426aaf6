"""A small table of words that wrap, for what has to be read to the end."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def word_table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Draw rows of text under their headings; an address that is safe to open is a link."""
    top = "".join(f'<th scope="col">{escape(heading)}</th>' for heading in headings)
    body = "".join(
        f'<tr><th scope="row">{cell(first)}</th>'
        + "".join(f"<td>{cell(text)}</td>" for text in rest)
        + "</tr>"
        for first, *rest in rows
    )
    st.html(
        f'<div class="numbers in-words register-words" tabindex="0"><table><thead><tr>{top}</tr>'
        f"</thead><tbody>{body}</tbody></table></div>"
    )


def fact_list(facts: dict[str, str]) -> None:
    """Draw facts as label and value; those without a value are left out."""
    rows = "".join(
        f"<div><dt>{escape(label)}</dt><dd>{cell(text)}</dd></div>"
        for label, text in facts.items()
        if text
    )
    st.html(f'<dl class="school-facts register-facts">{rows}</dl>')


def safe_link(text: str) -> str:
    """Return an address only if it is one of the web; else nothing."""
    try:
        parts = urlsplit(text.strip())
    except ValueError:
        return ""
    plain = not any(letter.isspace() for letter in text.strip())
    return text.strip() if parts.scheme in ("http", "https") and parts.netloc and plain else ""


def cell(text: str) -> str:
    """Return text as mark-up that shows it as it is, or as a link where it is an address."""
    if link := safe_link(text):
        return (
            f'<a href="{escape(link)}" target="_blank" rel="noopener noreferrer">{escape(link)}</a>'
        )
    return escape(text)
