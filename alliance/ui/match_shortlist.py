"""For one school: why it is in need, who comes in question, and what speaks against the others."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from alliance.analysis.match_pairs import CRITERIA
from alliance.analysis.match_shortlist import shortlist
from alliance.ui.going import go_to_school
from alliance.ui.match_opened import open_school, opened
from alliance.ui.table import Column, data_table
from alliance.web.current import current_history

if TYPE_CHECKING:
    from alliance.ui.match_answer import Answer

_SCORE = "; 0% is the best, 100% the worst"
COLUMNS = {
    "rank": Column("Rank", "Those in the plan first, then those it could have, by cost", "number"),
    "supporter_name": Column("Trust"),
    "standing": Column("Standing", "In the plan, possible, full, or why it may not"),
    "cost_shown": Column("Cost", "The weighted sum of the criteria"),
    "distance_km": Column("Away", "Straight line to its nearest strong school of the phase", "km"),
    "distance": Column("Distance", f"Kilometres over the limit{_SCORE}", "percent"),
    "size": Column("Size", f"How far the rolls lie apart{_SCORE}", "percent"),
    "region_fit": Column("Region", f"Whether it works in the region{_SCORE}", "percent"),
    "relationship": Column("Relationship", f"Whether it has helped there{_SCORE}", "percent"),
    "load": Column("Load", f"Its own academies below Good{_SCORE}", "percent"),
    "capacity": Column("Capacity", "Schools it could support", "count"),
    "assigned": Column("Given", "Schools it supports in the plan", "count"),
    "nearest_name": Column("Nearest strong school"),
}


def one_school(answer: Answer) -> None:
    """Explain the school that was opened: its need, its supporter, and every other it could have.

    A school that is no part of this match is not explained.
    """
    urn = opened()
    row = _row(answer, urn) if urn is not None else None
    if row is None:
        st.info(
            "Select a row of the plan or of those left without, or click a school on the map: here "
            "stands why it got its supporter, and why not another.",
            icon=":material/info:",
        )
        return
    st.header(_title(row), anchor=False)
    st.html(f"<p>{escape(_words(row))}</p>")
    if pd.notna(row.get("supporter_name")):
        st.caption("It is among the rows chosen under Propose in the register.")
    table = shortlist(current_history(), answer.question.chosen.day, answer.match, int(row["urn"]))
    table.insert(0, "rank", range(1, len(table) + 1))
    table[CRITERIA] *= 100
    table["cost_shown"] = table["cost"].map("{:.2f}".format).where(table["cost"].notna(), "")
    data_table(
        table,
        COLUMNS,
        key="shortlist",
        title=f"Who could support {row['name']}",
        chosen=answer.question.chosen,
    )
    with st.container(horizontal=True):
        st.button("Back", on_click=open_school, args=(None,), icon=":material/arrow_back:")
        if st.button("Open the school’s story", icon=":material/school:"):
            go_to_school(int(row["urn"]))


def _row(answer: Answer, urn: int) -> pd.Series | None:
    found = answer.match
    for table in (found.plan, found.unmatched, found.supported):
        own = table[table["urn"] == urn]
        if len(own):
            return own.iloc[0]
    return None


def _title(row: pd.Series) -> str:
    name = str(row["name"]).replace("$", "")
    if pd.notna(row.get("supporter_name")):
        return f"Why {row['supporter_name']} for {name}"
    return f"Why {name} is left without" if "reason" in row.index else f"{name} has support already"


def _words(row: pd.Series) -> str:
    need = f"In need: {row['why']}. {row['phase']}, {row['la_name']}."
    if pd.notna(row.get("supporter_name")):
        return (
            f"{need} {row['supporter_name']} has a strong school of the phase "
            f"{row['distance_km']:.1f} km away, {row['nearest_name']}."
        )
    if "reason" in row.index:
        return f"{need} Left without: {row['reason']}."
    return need
