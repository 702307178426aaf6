"""On the page: where the figures come from: sources, published figures, limits, rules."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from alliance.api.document import BASE, HISTORY
from alliance.current.state import current_history, state_on
from alliance.text.words import count, counted, day_in_words, percent
from alliance.ui.parts.table import AS_IT_COMES, data_table
from alliance.views.columns import columns_in
from alliance.views.data.provenance import (
    FACTS,
    REFUSALS,
    SOURCES,
    facts_reproduced,
    gaps_in_words,
    ground_sources,
    rules_of_the_app,
    sources_read,
    words_for_readers,
)

if TYPE_CHECKING:
    from alliance.analysis.filters import Filter


def sources(chosen: Filter) -> None:
    """Draw every file with its publisher, day, licence and rows, and the values refused."""
    history = current_history()
    take_all()
    data_table(
        sources_read(),
        SOURCES,
        key="sources",
        title="Sources",
        chosen=chosen,
        searched=("publisher", "content", "file"),
    )
    refused = int(history.sources["rows_refused"].sum())
    read = int(history.sources["rows_read"].sum())
    st.caption(
        f"{count(read)} rows were read; {count(refused)} were not as expected, left out, and are "
        "listed here."
    )
    data_table(
        ground_sources(),
        {name: SOURCES[name] for name in ("publisher", "content", "as_at", "licence", "file")},
        key="ground sources",
        title="What the ground of the maps is made of",
        chosen=chosen,
    )
    data_table(
        history.refusals,
        REFUSALS,
        key="refusals",
        title="Values that were refused",
        chosen=chosen,
        searched=("file", "column"),
    )


def take_all() -> None:
    """Draw where the whole history is downloaded, and where programs take figures."""
    with st.container(horizontal=True, vertical_alignment="center", key="take_all"):
        st.link_button(
            "Download the whole history (zip)",
            f".{BASE}{HISTORY}",
            icon=":material/download:",
            width="content",
        )
        st.link_button(
            "Figures for programs", f".{BASE}", icon=":material/data_object:", width="content"
        )
    st.caption(
        "Every table as Parquet, with its columns, sources, licences and how to cite it. Programs, "
        "spreadsheets and map software can ask for any day and filter by address."
    )


def published_figures(chosen: Filter) -> None:
    """Draw published figures beside what the history gives."""
    table = facts_reproduced()
    tried = table["holds"].notna()
    holding = int(table.loc[tried, "holds"].sum())
    st.markdown(
        f"**{holding} of {int(tried.sum())}** published figures are reproduced within their "
        "tolerance. The others are only compared, because the records cannot give them."
    )
    data_table(table, FACTS, key="facts", title="Published figures reproduced", chosen=chosen)


def limits() -> None:
    """Say what the history can and cannot say, with figures worked out from it."""
    history = current_history()
    members, schools = history.memberships, history.schools
    ended = members["left"].notna()
    between = int((ended & members["left_after"].notna()).sum())
    agrees = schools["district_agrees"].dropna().astype(bool)
    unlocated = int(state_on(history.default_day)["lon"].isna().sum())
    st.markdown(
        f"""
- **Membership of trusts** rests on {len(history.lists)} dated lists. It is complete from
  {day_in_words(history.complete_from)}; between the lists, and after
  {day_in_words(history.default_day)}, by stated dates. What a list shows outranks a stated date.
  {gaps_in_words(history)}
- **Earlier days are partial.** Schools that have closed are included, by their closing days in GIAS
  (Get Information About Schools); but no list of trusts is older than
  {day_in_words(history.complete_from)}, and not every inspection of schools that have closed is
  known: no counts of trusts and grades are compared across that line.
- **Leaving dates.** Of {count(int(ended.sum()))} periods in a trust that ended, {count(between)}
  ended on a day known only to lie between two lists; the last day of that interval counts.
- **Grades** are known to {day_in_words(history.grades_to)}. A school without an
  inspection of its own counts with its predecessor's grade, marked as such; before September
  2012 grade 3 was called Satisfactory.
- **Between two of Ofsted's files** an inspection may be missing: each file has a school's latest
  and the one before. Overall grades ended in September 2024, and judgements and report cards are
  never turned into grades.
- **Inspections before 2010** are known mostly for schools still open in 2017.
- **Places.** {counted(unlocated, "school", "schools")} open on
  {day_in_words(history.default_day)} cannot be placed on the map. A school's district is the one
  its coordinates lie in on generalised outlines: it is the one Ofsted states for
  {percent(100 * float(agrees.mean()))} of schools.
- **Key stage 2 and 4 results** are blank in the copies at hand where they were suppressed; the
  reason is known only where the original table could be had.
"""
    )


def rules(chosen: Filter) -> None:
    """Draw the history's own rules, each with whether it holds."""
    results = rules_of_the_app()
    failed = int((results["Passed"] == "No").sum())
    st.markdown(f"**{len(results) - failed} of {len(results)}** data checks passed.")
    data_table(
        results,
        columns_in(results),
        key="checks",
        title="Data checks of the history",
        chosen=chosen,
        order=AS_IT_COMES,
    )


def glossary() -> None:
    """Show what the words mean; a few typed letters leave those they are found in."""
    typed = st.text_input("Find a word", key="word", width=320, placeholder="For example: stuck")
    words = words_for_readers()
    found = [one for one in words if typed.strip().casefold() in " ".join(one).casefold()]
    if not found:
        st.info("No word or meaning has these letters. Try fewer of them.")
        return
    rows = "".join(
        f'<tr><th scope="row">{escape(word)}</th><td>{escape(meaning)}</td></tr>'
        for word, meaning in found
    )
    st.html(
        '<div class="numbers in-words glossary"><table><thead><tr><th scope="col">Word</th>'
        f'<th scope="col">What it means here</th></tr></thead><tbody>{rows}</tbody></table></div>'
    )
