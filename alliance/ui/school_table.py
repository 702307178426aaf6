"""The schools of the map as a table: searched, sorted and cut into pages on the server."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pyarrow as pa
import streamlit as st

from alliance.maps.palette import GRADE_NAMES
from alliance.ui.selection import select
from alliance.ui.words import count, counted

if TYPE_CHECKING:
    import pandas as pd

    from alliance.analysis.filters import Filter

PAGE = 100
ORDERS: dict[str, tuple[list[str], bool]] = {
    "Name": (["name"], True),
    "URN": (["urn"], True),
    "Local authority": (["la_name", "name"], True),
    "Trust": (["trust_name", "name"], True),
    "Grade, weakest first": (["grade", "name"], False),
    "Grade, best first": (["grade", "name"], True),
    "Pupils, most first": (["pupils"], False),
    "Pupils, fewest first": (["pupils"], True),
    "Disadvantaged, most first": (["percent_disadvantaged"], False),
}
COLUMNS = {
    "urn": "URN",
    "name": "School",
    "phase": "Phase",
    "la_name": "Local authority",
    "trust_name": "Trust",
    "grade": "Ofsted grade",
    "pupils": "Pupils",
}
SEARCHED = ("name", "la_name", "trust_name", "postcode", "opportunity_area")


@st.fragment
def school_table(schools: pd.DataFrame, chosen: Filter) -> None:
    """Draw search, order, a page of rows, and the download of all rows found."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="table controls"):
        words = st.text_input(
            "Search",
            key="find",
            max_chars=80,
            placeholder="School, authority, trust, postcode, URN",
        )
        order = st.selectbox("Sort all rows by", list(ORDERS), key="sort", width=240)
        found = searched(schools, words)
        st.download_button(
            "Download CSV",
            data=partial(_csv, found, order),
            file_name=f"schools-{chosen.day.isoformat()}.csv",
            mime="text/csv",
            on_click="ignore",
            icon=":material/download:",
        )
    if found.empty:
        st.caption(f"No school among {count(len(schools))} matches “{words}”.")
        return
    number = _page_number(found, words, order)
    rows = in_order(found, order).iloc[(number - 1) * PAGE : number * PAGE]
    _draw(rows)
    first = (number - 1) * PAGE + 1
    st.caption(
        f"Rows {count(first)} to {count(first + len(rows) - 1)} of "
        f"{counted(len(found), 'school', 'schools')}. Select a row to see the school."
    )


def searched(schools: pd.DataFrame, words: str) -> pd.DataFrame:
    """Keep the schools in which each word occurs, in any of the searched columns or the URN."""
    keep = schools["urn"].notna()
    for word in words.casefold().split():
        hit = schools["urn"].astype("str") == word
        for column in SEARCHED:
            text = schools[column].astype("str").str.casefold()
            hit |= text.str.contains(word, regex=False).fillna(value=False)
        keep &= hit
    return schools[keep]


def in_order(schools: pd.DataFrame, order: str) -> pd.DataFrame:
    """Sort the schools by one of ``ORDERS``; what is missing comes last."""
    columns, up = ORDERS[order]
    return schools.sort_values(
        columns,
        ascending=[up, *[True] * (len(columns) - 1)],
        na_position="last",
        kind="stable",
        key=lambda values: values.astype("str") if values.dtype == "category" else values,
    )


def _draw(rows: pd.DataFrame) -> None:
    """Draw a page of rows; a row selected shows its school."""
    urns = rows["urn"].tolist()
    event = st.dataframe(
        _packed(rows),
        hide_index=True,
        height=420,
        key=f"rows {urns[0]} {urns[-1]} {len(urns)}",
        on_select="rerun",
        selection_mode="single-row",
        column_config={
            "URN": st.column_config.NumberColumn(format="%d", width=80),
            "School": st.column_config.TextColumn(width=270),
            "Trust": st.column_config.TextColumn(width=220),
            "Pupils": st.column_config.NumberColumn(format="localized", width=80),
        },
    )
    picked = event.selection.rows
    if picked and st.session_state.get("row taken") != (urn := urns[picked[0]]):
        st.session_state["row taken"] = urn
        select(urn)
        st.rerun()


def _packed(rows: pd.DataFrame) -> pa.Table:
    """Give a page of rows in as few bytes as Arrow allows: it is sent anew with each change."""
    grades = rows["grade"].map(GRADE_NAMES).fillna(GRADE_NAMES[0])
    columns = {"urn": pa.array(rows["urn"]), "name": pa.array(rows["name"], pa.string())}
    for name, text in (
        ("phase", rows["phase"]),
        ("la_name", rows["la_name"]),
        ("trust_name", rows["trust_name"].fillna("")),
        ("grade", grades),
    ):
        words = pa.array(text.astype("object").where(text.notna(), None), pa.string())
        columns[name] = words.dictionary_encode().cast(pa.dictionary(pa.int8(), pa.string()))
    columns["pupils"] = pa.array(rows["pupils"], pa.int32())
    return pa.table({title: columns[name] for name, title in COLUMNS.items()})


def _page_number(found: pd.DataFrame, words: str, order: str) -> int:
    """Ask for a page; another search, order or filter starts again at the first."""
    pages = -(-len(found) // PAGE)
    if pages == 1:
        return 1
    return st.pagination(pages, key=f"page {words} {order} {len(found)}")


def _csv(found: pd.DataFrame, order: str) -> bytes:
    return in_order(found, order).to_csv(index=False, date_format="%Y-%m-%d").encode("utf-8-sig")
