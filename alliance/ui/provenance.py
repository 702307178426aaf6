"""Where the figures come from: sources, published figures, limits, rules, and the glossary."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from alliance.analysis.facts import facts
from alliance.history.checks import check
from alliance.settings import ROOT
from alliance.ui.table import Column, data_table
from alliance.ui.words import count, counted, day_in_words, percent
from alliance.web.current import current_history, kept, state_on

if TYPE_CHECKING:
    from alliance.analysis.filters import Filter

SOURCES = {
    "publisher": Column("Publisher"),
    "content": Column("Content"),
    "as_at": Column("As at", "The day or period the file tells of"),
    "rows_read": Column("Rows read", "", "count"),
    "rows_refused": Column("Rows refused", "Rows that were not as expected", "count"),
    "why_refused": Column("Why refused"),
    "licence": Column("Licence"),
    "file": Column("File"),
}
REFUSALS = {
    "file": Column("File"),
    "row": Column("Row", "As a spreadsheet numbers it", "number"),
    "column": Column("Column"),
    "found": Column("Found"),
    "expected": Column("Expected"),
}
FACTS = {
    "what": Column("Figure"),
    "day": Column("Day", "", "day"),
    "in_print": Column("Published"),
    "here": Column("Found here", "What this history gives"),
    "verdict": Column("Verdict"),
    "remark": Column("Remark"),
    "source": Column("Source"),
}
GLOSSARY = ROOT / "alliance" / "README.md"


def sources(chosen: Filter) -> None:
    """Draw every file with its publisher, day, licence and rows, and the values refused."""
    history = current_history()
    data_table(
        history.sources,
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
        history.refusals,
        REFUSALS,
        key="refusals",
        title="Values that were refused",
        chosen=chosen,
        searched=("file", "column"),
    )


def published_figures(chosen: Filter) -> None:
    """Draw published figures beside what the history gives."""
    table = facts_reproduced()
    tried = table["holds"].notna()
    holding = int(table.loc[tried, "holds"].sum())
    st.markdown(
        f"**{holding} of {int(tried.sum())}** published figures are reproduced within their "
        "tolerance. The others are only compared, for the records cannot give them."
    )
    data_table(table, FACTS, key="facts", title="Published figures reproduced", chosen=chosen)


@kept(maxsize=1)
def facts_reproduced() -> pd.DataFrame:
    """Give published figures beside what the history gives, in words; shared by all visitors."""
    table = facts(current_history())
    verdict = table["holds"].map({True: "reproduced", False: "not reproduced"})
    return table.assign(
        day=pd.to_datetime(table["day"]),
        in_print=table["published"].map("{:g}".format) + table["unit"],
        here=table["found"].map("{:g}".format) + table["unit"],
        verdict=verdict.astype("object").fillna("compared"),
    )


def limits() -> None:
    """Say what the history can and cannot say, with figures worked out from it."""
    history = current_history()
    members, schools = history.memberships, history.schools
    ended = members["left"].notna()
    between = int((ended & members["left_after"].notna()).sum())
    agrees = schools["district_agrees"].dropna().astype(bool)
    known = "shown" if history.beyond else "known"
    unlocated = int(state_on(history.default_day)["lon"].isna().sum())
    st.markdown(
        f"""
- **Membership of trusts** rests on {len(history.lists)} dated lists. It is complete from
  {day_in_words(history.complete_from)}; between the lists, and after
  {day_in_words(history.default_day)}, by stated dates. What a list shows outranks a stated date.
- **Earlier days are partial.** Schools that had closed before
  {day_in_words(history.complete_from)} are absent, so days before show only what has lasted: no
  counts are compared across that line.
- **Leaving dates.** Of {count(int(ended.sum()))} spells in a trust that ended, {count(between)}
  ended on a day known only to lie between two lists; the last day of that interval counts.
- **Grades** are {known} to {day_in_words(history.grades_to)}. {history.beyond} A school without an
  inspection of its own counts with its predecessor's grade, marked as inherited; before September
  2012 grade 3 was called Satisfactory.
- **Since September 2020** a school's latest graded inspection is known from each later file of
  Ofsted's that was added; one between two such files may be missing. Overall grades ended in
  September 2024, and report cards are never turned into grades.
- **Inspections before 2010** are known mostly for schools still open in 2017.
- **Places.** {counted(unlocated, "school", "schools")} open on
  {day_in_words(history.default_day)} cannot be placed on the map. A school's district is the one
  its coordinates lie in on generalised outlines: it is the one Ofsted states for
  {percent(100 * float(agrees.mean()))} of schools.
- **Key stage 2 and 4 results** are blank in the copies at hand where they were suppressed; the
  reason is known only where the original table could be had.
"""
    )


def rules() -> None:
    """Draw the history's own rules, each with whether it holds."""
    results = _rules()
    failed = int((results["Holds"] == "No").sum())
    st.markdown(f"**{len(results) - failed} of {len(results)}** rules hold.")
    st.dataframe(results, hide_index=True, height=420, alt="The history's own rules")


@kept(maxsize=1)
def _rules() -> pd.DataFrame:
    return pd.DataFrame(
        [
            {"Rule": result.rule, "Holds": "Yes" if result.holds else "No", "Found": result.found}
            for result in check(current_history())
        ]
    )


def glossary() -> None:
    """Show what the words mean; they stand in one place, the plan of the house."""
    st.markdown(GLOSSARY.read_text("utf-8").split("## Glossary", 1)[1].strip())
