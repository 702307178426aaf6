"""A school's past: trusts and grades on one timeline, grades before and after joining, results."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from alliance.analysis.partial_days import grades_known
from alliance.analysis.results import MEASURE
from alliance.analysis.school_beside import HEADLINES, results_beside
from alliance.analysis.school_spells import grades_by_spell
from alliance.charts.attainment import attainment_by_year
from alliance.charts.schools import school_timeline
from alliance.ui.chart import draw_chart, is_dark
from alliance.ui.school_identity import each, story_of
from alliance.ui.trust_choice import open_trust
from alliance.ui.words import MISSING, count, day_in_words, percent
from alliance.web.current import current_history, kept

if TYPE_CHECKING:
    import datetime as dt

    from alliance.analysis.school_story import SchoolStory
    from alliance.charts.frame import Chart

NOT_GIVEN = "not given in this copy"


def timeline(told: SchoolStory, day: dt.date) -> None:
    """Draw who ran the school and how it was inspected, and the grades before and after joining."""
    draw_chart(timeline_of_school(int(told.school["urn"]), day, dark=is_dark()), "school timeline")
    st.caption(
        f"Dotted line: {day_in_words(day)}. Open marks: inspections of a school that this one "
        f"replaced. {grades_known(current_history())}"
    )


@kept(maxsize=32)
def timeline_of_school(urn: int, day: dt.date, *, dark: bool) -> Chart:
    """Give who ran the school and how it was inspected, with a line at the day."""
    chart = school_timeline(story_of(urn), current_history().last_day, dark=dark)
    chart.figure.add_vline(x=day.isoformat(), line={"dash": "dot", "width": 1, "color": "#808080"})
    return chart


def grades_before_and_after(told: SchoolStory) -> None:
    """Draw the grade with which the school came to each who ran it, and the grades since."""
    st.header("Grades before and after each change", anchor=False)
    spells = grades_by_spell(told)
    head = ("Run by", "From", "Until", "Grade it came with", "Grade since", "Graded inspections")
    rows = [
        (
            spell.run_by,
            _when(spell.start, spell.start_after, "before the records"),
            _when(spell.end, spell.end_after, "still so when the records end"),
            _graded(spell.grade_before, spell.date_before)
            + (f", as {spell.name_before}" if _renamed(spell) else ""),
            _graded(spell.grade_since, spell.date_since),
            count(spell.inspections_since),
        )
        for spell in each(spells)
    ]
    _table(head, rows)
    st.caption(
        "Of a school that closed before the records the inspections are known, not who ran it."
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


def results(told: SchoolStory) -> None:
    """Draw the school's results by year beside its authority's and England's, and its roll."""
    st.header("Attainment by year", anchor=False)
    known = told.results[told.results["value"].notna()]
    if known.empty:
        st.info(_without_results(told), icon=":material/info:")
    else:
        _attainment(told, list(dict.fromkeys(known["measure"])))
    if len(told.results):
        _by_year(told)
    st.header("Pupils on roll by January census", anchor=False)
    _roll(told)


def _attainment(told: SchoolStory, measures: list[str]) -> None:
    first = [key for key in HEADLINES if key in measures] or measures
    measure = st.selectbox(
        "Measure",
        measures,
        index=measures.index(first[0]),
        format_func=lambda key: f"{MEASURE[key].name} ({MEASURE[key].stage.lower()})",
        key="measure",
        width=480,
    )
    draw_chart(_by_measure(int(told.school["urn"]), measure, dark=is_dark()), "attainment")


@kept(maxsize=32)
def _by_measure(urn: int, measure: str, *, dark: bool) -> Chart:
    told = story_of(urn)
    about = f"{told.school['name']}, {told.school['la_name']} and England"
    table = results_beside(current_history(), told, measure)
    return attainment_by_year(table, measure, about, dark=dark)


def _by_year(told: SchoolStory) -> None:
    """Draw every result, a measure a row; a missing one says why."""
    found = told.results.sort_values(["year", "urn"])
    taken = list(dict.fromkeys(zip(found["year"], found["urn"], strict=True)))
    own, names = int(told.school["urn"]), told.line.set_index("urn")["name"]
    head = ["Measure"] + [
        str(year) + ("" if urn == own else f", as {names[urn]} ({urn})") for year, urn in taken
    ]
    cells = {(row.measure, row.year, row.urn): _result(row) for row in each(found)}
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


def _result(row: Any) -> str:
    if pd.isna(row.value):
        return NOT_GIVEN if pd.isna(row.reason) else str(row.reason)
    return f"{row.value:.2f}" if row.unit == "grades" else f"{row.value:.1f}"


def _without_results(told: SchoolStory) -> str:
    phase = str(told.school["phase"])
    if phase in ("Nursery", "16 to 19"):
        return f"A school of the phase {phase} takes neither key stage 2 tests nor GCSEs."
    return (
        "No results in this copy of the performance tables (2016 to 2018): the school opened "
        "later, has no pupils of those ages, or too few to publish."
    )


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
        )
        for row in each(rolls)
    ]
    _table(("Year", "Pupils", "Disadvantaged", "Free school meals"), rows)


def _when(day: Any, after: Any, missing: str) -> str:
    if pd.isna(day):
        return missing
    said = day_in_words(day.date())
    return said if pd.isna(after) else f"between {day_in_words(after.date())} and {said}"


def _graded(grade: Any, day: Any) -> str:
    return "None" if pd.isna(grade) else f"{grade}, {day_in_words(day.date())}"


def _renamed(spell: Any) -> bool:
    return bool(pd.notna(spell.name_before)) and bool(spell.name_before != spell.name)


def _table(head: Any, rows: Any) -> None:
    """Draw a small table in full, words and numbers as given."""
    top = "".join(f'<th scope="col">{escape(word)}</th>' for word in head)
    body = "".join(
        f'<tr><th scope="row">{escape(first)}</th>'
        + "".join(f"<td>{escape(word)}</td>" for word in rest)
        + "</tr>"
        for first, *rest in rows
    )
    st.html(
        f'<div class="numbers in-words" tabindex="0"><table><thead><tr>{top}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )
