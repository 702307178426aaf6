"""On the page: which rows of a table are kept, by any of its columns; the address holds it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import streamlit as st

from alliance.current.state import current_history
from alliance.ui.app.address import ignore, read_by_page
from alliance.views.row_conditions import (
    MOST_WORDS,
    Condition,
    asked_by,
    in_words,
    meeting,
    read_conditions,
    written,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd
    from streamlit.delta_generator import DeltaGenerator

    from alliance.views.columns import Column

LONGEST_IN_ADDRESS = 400
EARLIEST = dt.date(1990, 1, 1)
"""Before any inspection or opening of the records."""
_FEW = 30


def rows_kept(
    key: str,
    table: pd.DataFrame,
    columns: Mapping[str, Column],
    address: str,
    below: DeltaGenerator,
) -> tuple[pd.DataFrame, str]:
    """Ask by which columns rows are kept and, ``below``, what each must hold.

    Returns
    -------
    tuple
        The rows that meet all conditions, and the conditions in words; blank where there are none.

    """
    # By how a column is narrowed now: another day may have another list of values.
    ways = {name: way for name, column in columns.items() if (way := asked_by(column, table[name]))}
    _take_address(key, table, columns, address)
    names = st.multiselect(
        "Filter rows by",
        list(ways),
        format_func=lambda name: columns[name].label,
        key=_chosen(key),
        placeholder="Any column",
        width=300,
    )
    with below:
        asked = [_ask(key, name, ways[name], table[name], columns[name]) for name in names]
    conditions = [one for one in asked if one]
    _keep_in_address(conditions, address)
    if not conditions:
        return table, ""
    said = "; ".join(in_words(one, columns) for one in conditions)
    return table[meeting(table, conditions)], said


def _chosen(key: str) -> str:
    return f"{key} kept by"


def _held(key: str, name: str, part: str) -> str:
    return f"{key} kept by {name} {part}"


def _ask(key: str, name: str, way: str, values: pd.Series[Any], column: Column) -> Condition:
    """Ask what a column must hold."""
    label = column.label
    if way == "words":
        words = st.text_input(
            f"{label} has the words", key=_held(key, name, "words"), max_chars=MOST_WORDS, width=260
        )
        return Condition(name, words=words.strip())
    if way == "values":
        chosen = _held(key, name, "values")
        known = list(values.cat.categories)
        if len(known) > _FEW:
            there = {*values.dropna().unique(), *st.session_state.get(chosen, ())}
            known = [one for one in known if one in there]
        return Condition(
            name, among=tuple(st.multiselect(f"{label} is", known, key=chosen, width=260))
        )
    if way == "days":
        history = current_history()
        least, most = (
            st.date_input(
                f"{label} {edge}",
                value=None,
                format="DD/MM/YYYY",
                key=_held(key, name, edge),
                min_value=EARLIEST,
                max_value=history.last_day,
                width=180,
            )
            for edge in ("from", "to")
        )
        return Condition(name, least=least, most=most)
    low, high = (
        st.number_input(
            f"{label}, {edge}",
            value=None,
            step=1.0,
            format="%g",
            key=_held(key, name, edge),
            width=180,
        )
        for edge in ("at least", "at most")
    )
    return Condition(name, least=low, most=high)


def _take_address(
    key: str, table: pd.DataFrame, columns: Mapping[str, Column], address: str
) -> None:
    """Take conditions from the address when the table is drawn first."""
    read_by_page([address])
    if _chosen(key) in st.session_state:
        return
    given = [text[:LONGEST_IN_ADDRESS] for text in st.query_params.get_all(address)]
    conditions, faults = read_conditions(given, table, columns)
    for text in faults:
        ignore("Filter rows by", text.partition(":")[0])
    st.session_state[_chosen(key)] = [one.column for one in conditions]
    for one in conditions:
        way = asked_by(columns[one.column], table[one.column])
        edges = ("from", "to") if way == "days" else ("at least", "at most")
        parts: dict[str, Any] = {"words": one.words, "values": list(one.among)}
        parts |= dict(zip(edges, (one.least, one.most), strict=True))
        for part, value in parts.items():
            if value or value == 0:
                st.session_state[_held(key, one.column, part)] = value


def _keep_in_address(conditions: Sequence[Condition], address: str) -> None:
    """Write the conditions into the address, where they are short."""
    now = written(conditions)
    if sum(map(len, now)) > LONGEST_IN_ADDRESS:
        st.caption("These conditions are too long for the address: a link will not carry them.")
        now = []
    if not now and address in st.query_params:
        del st.query_params[address]
    elif now != st.query_params.get_all(address):
        st.query_params[address] = now


def take_choice(key: str, address: str, known: Sequence[str] = ()) -> None:
    """Have a widget begin with what the address says; with ``known``, with one of these only."""
    read_by_page([address])
    given = st.query_params.get(address, "")
    if not given or key in st.session_state:
        return
    if known and given not in known:
        ignore("Sort all rows by", given)
        return
    st.session_state[key] = given[:MOST_WORDS]
