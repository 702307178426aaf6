"""A table on the page: searched, sorted and cut into pages on the server, and taken away whole."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import streamlit as st

from alliance.text.identifiers import identifier_in
from alliance.text.words import MISSING, count, plain
from alliance.ui.parts.column_width import width_px
from alliance.ui.parts.in_address import write_in_address
from alliance.ui.parts.note import draw_status
from alliance.ui.parts.plain_table import HOW_TO_OPEN, plain_table, pressed, wants_plain
from alliance.ui.parts.row_filters import rows_kept, take_choice
from alliance.ui.parts.table_downloads import downloads
from alliance.ui.parts.ticks import Ticks, ask_to_tick, ticked, ticks_of

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence

    import numpy.typing as npt

    from alliance.analysis.filters import Filter
    from alliance.views.columns import Column

PAGE = 100
HEIGHT_PX = 460
ROW_PX = 33
AS_IT_COMES = ""
"""Given as the order of a table, its rows stand as they come until another is chosen."""


@st.fragment
def data_table(
    table: pd.DataFrame,
    columns: Mapping[str, Column],
    *,
    key: str,
    title: str,
    chosen: Filter,
    searched: Sequence[str] = (),
    order: str | None = None,
    picks: str | None = None,
    on_pick: Callable[[Any], None] | None = None,
    notes: Sequence[str] = (),
    address: str = "",
    ticks: Ticks | None = None,
) -> Any:
    """Draw search, order, a page of 100 rows, and the downloads of all rows found.

    Parameters
    ----------
    columns
        The columns shown, in order; the downloads hold all columns of ``table``.
    key
        Names the table's widgets on the page.
    title, chosen, notes
        What the downloads say of themselves.
    searched
        Columns in which words are looked for; without any there is no search.
    order
        The column sorted by at first, with "-" before it from the highest down, or
        ``AS_IT_COMES``; the first column without one.
    picks, on_pick
        A row selected gives its value of this column: to ``on_pick``, which runs before the page
        is drawn again, or else as the function's value.
    address
        With it rows can be kept by any column; what is searched, sorted and kept by stands in the
        address under keys that begin so.
    ticks
        What a row is that can be compared, where ``picks`` does not tell.

    """
    ticks = ticks or ticks_of(picks)
    controls = st.container(horizontal=True, vertical_alignment="bottom", key=f"{key} controls")
    below = st.container(horizontal=True, vertical_alignment="bottom") if address else controls
    with controls:
        words = _words(key, columns, searched, address)
        by = _order(key, columns, order, address)
        kept, conditions = (
            rows_kept(key, table, columns, f"{address}_rows", below) if address else (table, "")
        )
        found = _searched(kept, words, searched)
        if conditions:
            notes = (*notes, f"Rows kept: {conditions}.")
        downloads(
            key, lambda: found.iloc[_in_order(found, by)], found, columns, title, chosen, notes
        )
        as_plain = wants_plain(key)
        ticking = ticks if ticks and not as_plain and ask_to_tick(key) else None
    if conditions:
        st.caption(f"Rows kept: **{plain(conditions)}**.")
    if found.empty:
        asked = f"“{plain(words)}”" if words else "these conditions"
        draw_status(
            key,
            f"None of {count(len(table))} rows matches {asked}."
            if len(table)
            else "There are no rows.",
        )
        return None
    number = _page_number(key, found, words, by)
    rows = found.iloc[_in_order(found, by)[(number - 1) * PAGE : number * PAGE]]
    if as_plain:
        at = plain_table(rows, columns, key=key, title=title, by=by, opens=picks is not None)
        opened = pressed(key, rows[picks].tolist(), at) if picks else None
        selected = [] if opened is None else [opened]
    else:
        column = ticking.column if ticking else picks
        selected = _draw(key, rows, columns, title, column, several=ticking is not None)
    first = (number - 1) * PAGE + 1
    draw_status(
        key,
        f"Rows {count(first)} to {count(first + len(rows) - 1)} of {count(len(found))}"
        + (f", of {count(len(table))} in all." if len(found) < len(table) else ".")
        + (HOW_TO_OPEN[as_plain] if picks and not ticking else ""),
    )
    if ticking:
        ticked(ticking, selected, key)
        return None
    picked = selected[0] if selected else None
    if picked is None or on_pick is None:
        return picked
    if st.session_state.get(f"{key} picked") != picked:
        st.session_state[f"{key} picked"] = picked
        on_pick(picked)
        st.rerun()
    return picked


def _words(key: str, columns: Mapping[str, Column], searched: Sequence[str], address: str) -> str:
    if not searched:
        return ""
    labels = ", ".join(columns[name].label for name in searched if name in columns)
    if address:
        take_choice(f"{key} find", f"{address}_find")
    words = st.text_input("Search", key=f"{key} find", max_chars=80, placeholder=labels)
    if address:
        write_in_address(f"{address}_find", words)
    return words


def _order(key: str, columns: Mapping[str, Column], order: str | None, address: str) -> str:
    """Ask for the column to sort by; "-" before its name sorts from the highest down."""
    options = [AS_IT_COMES] * (order == AS_IT_COMES)
    options += [way + name for name in columns for way in ("", "-")]
    first = order if order in options else options[0]
    if address:
        take_choice(f"{key} sort", f"{address}_sort", options)
    by = st.selectbox(
        "Sort all rows by",
        options,
        # Streamlit wants no default beside what the session holds.
        index=0 if f"{key} sort" in st.session_state else options.index(first),
        format_func=lambda by: _order_in_words(by, columns),
        key=f"{key} sort",
        width=300,
    )
    if address:
        write_in_address(f"{address}_sort", "" if by == first else by)
    return by


WAYS: dict[str, tuple[str, str]] = {
    "": ("A to Z", "Z to A"),
    "rank": ("best first", "weakest first"),
    "priority": ("highest first", "lowest first"),
    "count": ("lowest first", "highest first"),
    "day": ("earliest first", "latest first"),
    "when": ("earliest first", "latest first"),
    "link": ("A to Z", "Z to A"),
}


def _order_in_words(by: str, columns: Mapping[str, Column]) -> str:
    if by == AS_IT_COMES:
        return "Their own order"
    column = columns[by.removeprefix("-")]
    return f"{column.label}, {WAYS.get(column.kind, WAYS['count'])[by.startswith('-')]}"


def _searched(table: pd.DataFrame, words: str, searched: Sequence[str]) -> pd.DataFrame:
    """Keep the rows in which each word occurs in any of the searched columns."""
    keep = pd.Series(data=True, index=table.index)
    # A number is looked for by its digits, in whatever spelling it comes.
    number = identifier_in(words)
    asked = words.casefold() if number is None else number.text.casefold().lstrip("0")
    for word in asked.split():
        hit = pd.Series(data=False, index=table.index)
        for name in searched:
            text = table[name].astype("str").str.casefold()
            hit |= text.str.contains(word, regex=False).fillna(value=False)
        keep &= hit
    return table[keep]


def _in_order(table: pd.DataFrame, by: str) -> npt.NDArray[np.int64]:
    """Return the places of the rows sorted by one column; what is missing comes last."""
    if by == AS_IT_COMES:
        return np.arange(len(table))
    values, way = table[by.removeprefix("-")], "descending" if by.startswith("-") else "ascending"
    found = pc.array_sort_indices(_comparable(values), order=way, null_placement="at_end")
    return np.asarray(found, dtype=np.int64)


def _comparable(values: pd.Series[Any]) -> pa.Array:
    """Return a rank as its code, and text without regard to case, as Arrow sorts them fast."""
    if isinstance(values.dtype, pd.CategoricalDtype) and values.cat.ordered:
        return pa.array(values.cat.codes.where(values.notna()), from_pandas=True)
    if isinstance(values.dtype, pd.CategoricalDtype):
        values = values.astype("str")
    if not pd.api.types.is_string_dtype(values):
        return pa.array(values, from_pandas=True)
    return pc.utf8_lower(pa.array(values, type=pa.large_string(), from_pandas=True))


def _page_number(key: str, found: pd.DataFrame, words: str, by: str) -> int:
    """Ask for a page; another search, order or filter starts again at the first."""
    pages = -(-len(found) // PAGE)
    if pages == 1:
        return 1
    return st.pagination(pages, key=f"{key} page {words} {by} {len(found)}")


CONFIG: dict[str, Callable[..., Any]] = {
    "": st.column_config.TextColumn,
    "rank": st.column_config.TextColumn,
    "priority": partial(st.column_config.NumberColumn, format="%d"),
    "number": partial(st.column_config.NumberColumn, format="%d"),
    "count": partial(st.column_config.NumberColumn, format="localized"),
    "number1": partial(st.column_config.NumberColumn, format="%.1f"),
    "number2": partial(st.column_config.NumberColumn, format="%.2f"),
    "percent": partial(st.column_config.NumberColumn, format="%.1f%%"),
    "km": partial(st.column_config.NumberColumn, format="%.1f km"),
    "day": partial(st.column_config.DateColumn, format="D MMMM YYYY"),
    "when": st.column_config.TextColumn,
    "link": partial(st.column_config.LinkColumn, display_text=r"^https://(?:www\.)?([^/]+)"),
}


def _draw(
    key: str,
    rows: pd.DataFrame,
    columns: Mapping[str, Column],
    title: str,
    picks: str | None,
    *,
    several: bool,
) -> list[Any]:
    """Draw a page of rows; return the values of ``picks`` in the row or rows selected."""
    config = {
        column.label: CONFIG[column.kind](help=column.help or None, width=width_px(rows[name]))
        for name, column in columns.items()
    }
    packed = pa.table(
        {column.label: _packed(as_shown(rows[name], column)) for name, column in columns.items()}
    )
    height = min(HEIGHT_PX, ROW_PX * (len(rows) + 1) + 3)
    if picks is None:
        st.dataframe(
            packed,
            hide_index=True,
            height=height,
            column_config=config,
            key=f"{key} rows",
            placeholder=MISSING,
            alt=title,
        )
        return []
    values = rows[picks].tolist()
    way: Literal["multi-row", "single-row"] = "multi-row" if several else "single-row"
    of = f"{key} {'ticks' if several else 'rows'}"
    name = _own_selection(of, (values[0], values[-1], len(values)))
    pressed = f"{name} pressed"
    if not several:
        name_of, column = next((one, of) for one, of in columns.items() if not of.kind)
        config[column.label] = st.column_config.ButtonColumn(
            help=column.help or None,
            width=width_px(rows[name_of]),
            alignment="left",
            type="tertiary",
            key=pressed,
        )
    event = st.dataframe(
        packed,
        hide_index=True,
        height=height,
        column_config=config,
        key=name,
        on_select="rerun",
        selection_mode=way,
        placeholder=MISSING,
        alt=title,
    )
    click = st.session_state.get(pressed)
    return [values[at] for at in ([click.row] if click else event.selection.rows)]


def _own_selection(key: str, rows: Hashable) -> str:
    """Return a key for a table of these rows that takes over no selection from others before them.

    The browser keeps a selection by row number only. A table with another key is made anew there,
    which takes as long as all else: so it gets one only where something was selected.
    """
    number, before = st.session_state.get(f"{key} drawn", (0, rows))
    name = f"{key} {number}"
    if before != rows and name in st.session_state and st.session_state[name].selection.rows:
        number += 1
    st.session_state[f"{key} drawn"] = (number, rows)
    return f"{key} {number}"


def as_shown(values: pd.Series[Any], column: Column) -> pd.Series[Any]:
    """Return numbers as their kind shows them, so that none is written with a sign."""
    places = {"number1": 1, "number2": 2}.get(column.kind)
    return values if places is None else values.astype("float64").round(places) + 0.0


def _packed(values: pd.Series[Any]) -> pa.Array:
    """Return a column in as few bytes as Arrow allows: it is sent anew with each change."""
    if pd.api.types.is_bool_dtype(values):
        values = values.map({True: "Yes", False: "No"}).astype("str")
    if not isinstance(values.dtype, pd.CategoricalDtype):
        if pd.api.types.is_datetime64_any_dtype(values):
            return pa.array(values, pa.date32(), from_pandas=True)
        if not pd.api.types.is_string_dtype(values):
            return pa.array(values, from_pandas=True)
    words = pa.array(values.astype("object").where(values.notna(), ""), pa.string())
    held = words.dictionary_encode()
    return held.cast(pa.dictionary(pa.int8(), pa.string())) if len(held.dictionary) < 100 else words
