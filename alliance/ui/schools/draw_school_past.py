"""On the page: a school's trusts and grades on one timeline, its results and absence."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from alliance.analysis.filters import Filter
from alliance.analysis.partial_days import grades_known
from alliance.analysis.schools.results import MEASURE
from alliance.analysis.schools.school_beside import HEADLINES
from alliance.analysis.schools.school_spells import grades_by_spell
from alliance.current.state import current_history
from alliance.text.words import MISSING, count, day_in_words, percent
from alliance.ui.parts.chart import draw_chart, is_dark
from alliance.ui.trusts.trust_choice import open_trust
from alliance.views.schools.school_need import cases_of_school
from alliance.views.schools.school_past import (
    NOT_GIVEN,
    ROLLS,
    by_measure,
    grade_since,
    graded_in_words,
    renamed,
    result_in_words,
    share_in_words,
    timeline_of_school,
    when_inspected,
    without_results_in_words,
)
from alliance.views.schools.school_sentences import each

if TYPE_CHECKING:
    import datetime as dt

    from alliance.analysis.schools.school_story import SchoolStory


def timeline(told: SchoolStory, day: dt.date) -> None:
    """Draw who ran the school and how it was inspected, and the grades before and after joining."""
    urn = int(told.school["urn"])
    chart = timeline_of_school(urn, day, dark=is_dark())
    draw_chart(chart, "school timeline", Filter(day, schools=(urn,)))
    st.caption(
        f"Dotted line: {day_in_words(day)}. Open marks: inspections of a school that this one "
        f"replaced. {grades_known(current_history())}{_documented(told)}"
    )


def _documented(told: SchoolStory) -> str:
    """Say how documented support is drawn, where there is any."""
    if cases_of_school(int(told.school["urn"])).empty:
        return ""
    return " Documented support: open marks stand amid the year or month of the start (dotted)."


def grades_before_and_after(told: SchoolStory) -> None:
    """Draw the grade with which the school came to each who ran it, and the grades since."""
    st.header("Grades before and after each change", anchor=False)
    spells = grades_by_spell(told)
    head = (
        "Run by",
        "From",
        "Until",
        "Grade it came with",
        "Latest grade since",
        "Inspections with an overall grade",
    )
    rows = [
        (
            spell.run_by,
            when_inspected(spell.start, spell.start_after, "before the records"),
            when_inspected(spell.end, spell.end_after, "still the case when the records end"),
            graded_in_words(spell.grade_before, spell.date_before, inherited=spell.before_inherited)
            + (f", as {spell.name_before}" if renamed(spell) else ""),
            grade_since(spell),
            count(spell.inspections_since),
        )
        for spell in each(spells)
    ]
    _table(head, rows, stacked=True)
    st.caption(
        "For a school that closed before the records begin, inspections are known but not who ran "
        "it."
    )
    _trusts(spells)


def _trusts(spells: pd.DataFrame) -> None:
    """Offer the trusts that ran the school, to be opened."""
    trusts = spells.dropna(subset=["trust_uid"]).drop_duplicates("trust_uid")
    with st.container(horizontal=True, gap="small"):
        for trust in each(trusts):
            if st.button(
                trust.run_by, key=f"trust {trust.trust_uid}", icon=":material/hub:", type="tertiary"
            ):
                open_trust(int(trust.trust_uid))


def results(told: SchoolStory, day: dt.date) -> None:
    """Draw the school's results by year beside its authority's and England's, and its roll."""
    st.header("Attainment by year", anchor=False)
    known = told.results[told.results["value"].notna()]
    if known.empty:
        st.info(without_results_in_words(told), icon=":material/info:")
    else:
        _attainment(told, day, list(dict.fromkeys(known["measure"])))
    if len(told.results):
        _by_year(told)
    st.header("Pupils on roll by January census", anchor=False)
    _roll(told)
    st.header("Absence by school year", anchor=False)
    _absence(told)


def _attainment(told: SchoolStory, day: dt.date, measures: list[str]) -> None:
    first = [key for key in HEADLINES if key in measures] or measures
    measure = st.selectbox(
        "Measure",
        measures,
        index=measures.index(first[0]),
        format_func=lambda key: f"{MEASURE[key].name} ({MEASURE[key].stage.lower()})",
        key="measure",
        width=480,
    )
    urn = int(told.school["urn"])
    chart = by_measure(urn, measure, dark=is_dark())
    draw_chart(chart, "attainment", Filter(day, schools=(urn,)))


def _by_year(told: SchoolStory) -> None:
    """Draw every result, a measure a row; a missing one says why."""
    found = told.results.sort_values(["year", "urn"])
    taken = list(dict.fromkeys(zip(found["year"], found["urn"], strict=True)))
    own, names = int(told.school["urn"]), told.line.set_index("urn")["name"]
    sat_before = found.groupby(["year", "urn"])["of_predecessor"].any()
    head = ["Measure"] + [
        str(year)
        + ("" if urn == own else f", as {names[urn]} ({urn})")
        + (", results of the school before it" if sat_before[year, urn] else "")
        for year, urn in taken
    ]
    cells = {(row.measure, row.year, row.urn): result_in_words(row) for row in each(found)}
    rows = [
        (
            f"{MEASURE[key].name} ({MEASURE[key].unit})",
            *(cells.get((key, *at), MISSING) for at in taken),
        )
        for key in dict.fromkeys(told.results["measure"])
    ]
    pupils = found.groupby(["year", "urn"])["pupils"].max()
    rows.append(
        (
            "Pupils who took the tests",
            *(MISSING if pd.isna(pupils[at]) else count(pupils[at]) for at in taken),
        )
    )
    _table(head, rows)


def _roll(told: SchoolStory) -> None:
    rolls = told.rolls.sort_values(["year", "urn"])
    if rolls.empty:
        st.caption("No census of this school is published in the files read.")
        return
    own, names = int(told.school["urn"]), told.line.set_index("urn")["name"]
    rows = [
        (
            str(row.year) + ("" if row.urn == own else f", as {names[row.urn]}"),
            NOT_GIVEN if pd.isna(row.pupils) else count(row.pupils),
            NOT_GIVEN if pd.isna(row.percent_disadvantaged) else percent(row.percent_disadvantaged),
            NOT_GIVEN if pd.isna(row.percent_fsm) else percent(row.percent_fsm),
            MISSING if pd.isna(row.source) else str(row.source),
        )
        for row in each(rolls)
    ]
    _table(("Year", "Pupils", "Disadvantaged", "Free school meals", "Pupils by"), rows)
    st.caption(ROLLS)


def _absence(told: SchoolStory) -> None:
    absence = told.absence.sort_values(["year", "urn"])
    if absence.empty:
        st.caption("No absence of this school is published in the files read.")
        return
    own, names = int(told.school["urn"]), told.line.set_index("urn")["name"]
    rows = [
        (
            f"{row.year - 1}/{row.year % 100:02d}"
            + ("" if row.urn == own else f", as {names[row.urn]}"),
            share_in_words(row.percent_absence, row.percent_absence_reason),
            share_in_words(row.percent_persistent_absence, row.percent_persistent_absence_reason),
        )
        for row in each(absence)
    ]
    _table(("School year", "Sessions missed", "Pupils who missed a tenth or more"), rows)
    st.caption("Source: Department for Education, pupil absence in schools in England.")


def _table(head: Any, rows: Any, *, stacked: bool = False) -> None:
    """Draw a small table in full, words and numbers as given.

    A stacked one has, on a phone, its cells one below another, each with its column's heading.
    """
    top = "".join(f'<th scope="col">{escape(word)}</th>' for word in head)
    body = "".join(
        f'<tr><th scope="row">{escape(first)}</th>'
        + "".join(
            f'<td data-label="{escape(label)}">{escape(word)}</td>'
            for label, word in zip(head[1:], rest, strict=True)
        )
        + "</tr>"
        for first, *rest in rows
    )
    st.html(
        f'<div class="numbers in-words{" stacked" * stacked}" tabindex="0"><table>'
        f"<thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>"
    )
