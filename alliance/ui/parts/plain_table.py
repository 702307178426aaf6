"""A table as the browser's own, beside the drawn one: every row of a page, with its headings."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

import streamlit as st

from alliance.ui.parts.own_script import drawn_by
from alliance.views.cells import cells

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from alliance.views.columns import Column

_PLAIN, _ASKED = "tables are plain", "tables are asked for anew"
_WORDS = {"", "rank", "when", "link", "day"}
HOW_TO_OPEN = {
    False: " Press the name of a row, or Enter on it, to open it.",
    True: " Press the name of a row to open it.",
}
"""What is said under a table whose rows open, by whether it is a plain one."""
_piece = drawn_by("plain_table")


def wants_plain(key: str) -> bool:
    """Ask whether tables are to be plain; what is chosen for one holds for all of the visit."""
    own = f"{key} plain"
    st.session_state[own] = bool(st.session_state.get(_PLAIN))
    st.checkbox(
        "As a plain table",
        key=own,
        on_change=lambda: st.session_state.update({_PLAIN: st.session_state[own], _ASKED: True}),
        help="Every row of the page as text, for screen readers, for printing and for copying.",
    )
    if st.session_state.pop(_ASKED, False):
        # A table is drawn anew alone; the page's others have to follow.
        st.rerun()
    return bool(st.session_state[own])


def plain_table(
    rows: pd.DataFrame,
    columns: Mapping[str, Column],
    *,
    key: str,
    title: str,
    by: str,
    opens: bool,
) -> int | None:
    """Draw rows as a table of the browser's own; return the place of the row just pressed.

    Parameters
    ----------
    by
        The column that they are sorted by, with "-" before it from the highest down.
    opens
        Whether the heading of a row opens it.

    """
    name = f"{key} plain rows"
    told = _piece(
        key=name,
        data={"html": _html(rows, columns, title, by, opens=opens)},
        on_opened_change=lambda: None,
    )
    opened = told.get("opened")
    return opened if isinstance(opened, int) and 0 <= opened < len(rows) else None


def plain_rows(rows: pd.DataFrame, columns: Mapping[str, Column], title: str) -> None:
    """Draw a few rows as a table of the browser's own, whatever tables are to be."""
    st.html(_html(rows, columns, title, by="", opens=False))


def pressed(key: str, values: list[Any], at: int | None) -> Any:
    """Return what was pressed last in a plain table, as long as it is among the values.

    ``at`` is the place of what was pressed just now; it opens again though it did before.
    """
    if at is not None:
        st.session_state[f"{key} pressed"] = values[at]
        st.session_state.pop(f"{key} picked", None)
    held = st.session_state.get(f"{key} pressed")
    return held if held in values else None


def _html(
    rows: pd.DataFrame, columns: Mapping[str, Column], title: str, by: str, *, opens: bool
) -> str:
    heads = "".join(_head(name, column, by) for name, column in columns.items())
    told = [
        [
            _address(text) if column.kind == "link" else escape(text)
            for text in cells(rows[name], column)
        ]
        for name, column in columns.items()
    ]
    classes = [' class="words"' if column.kind in _WORDS else "" for column in columns.values()]
    body = "".join(
        "<tr>"
        + _row_head(first, place, opens=opens)
        + "".join(f"<td{of}>{cell}</td>" for of, cell in zip(classes[1:], rest, strict=True))
        + "</tr>"
        for place, (first, *rest) in enumerate(zip(*told, strict=True))
    )
    return (
        f'<div class="numbers plain-table" tabindex="0" role="group" aria-label="{escape(title)}">'
        f"<table><caption>{escape(title)}</caption><thead><tr>{heads}</tr></thead>"
        f"<tbody>{body}</tbody></table></div>"
    )


def _head(name: str, column: Column, by: str) -> str:
    way = "descending" if by.startswith("-") else "ascending"
    sort = f' aria-sort="{way}"' if by.removeprefix("-") == name else ""
    tip = f' title="{escape(column.help)}"' if column.help else ""
    words = ' class="words"' if column.kind in _WORDS else ""
    return f'<th scope="col"{words}{sort}{tip}>{escape(column.label)}</th>'


def _row_head(text: str, place: int, *, opens: bool) -> str:
    told = f'<button type="button" data-row="{place}">{text}</button>' if opens else text
    return f'<th scope="row">{told}</th>'


def _address(text: str) -> str:
    """Return a link of the web; what is no address stays text."""
    if not text.startswith("https://"):
        return escape(text)
    return (
        f'<a href="{escape(text)}" target="_blank" rel="noopener noreferrer">'
        f"{escape(text.removeprefix('https://').removeprefix('www.').split('/')[0])}</a>"
    )
