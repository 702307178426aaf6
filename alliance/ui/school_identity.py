"""Who a school is: one sentence, its figures beside its phase's, its facts, and its line."""

from __future__ import annotations

import math
from html import escape
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from alliance.analysis.censuses import disadvantaged_census, roll_census
from alliance.analysis.school_beside import Phase, Result, headline_result, phase_on
from alliance.analysis.school_spells import grades_by_spell
from alliance.analysis.school_story import SchoolStory, story
from alliance.maps.layers import in_force
from alliance.maps.palette import GRADE_NAMES, grade_names
from alliance.ui.census import of_census
from alliance.ui.figure_row import Figure, figure_row
from alliance.ui.school_search import choose_school
from alliance.ui.selection import row_of
from alliance.ui.words import MISSING, count, day_in_words, percent
from alliance.web.current import current_history, kept, state_on

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from alliance.history import History


def each(table: pd.DataFrame) -> Iterator[Any]:
    """Give the rows of a short table, their values by name."""
    yield from table.itertuples(index=False)


@kept(maxsize=64)
def _told(history: History, urn: int) -> SchoolStory:
    return story(history, urn)


def story_of(urn: int) -> SchoolStory:
    """Give a school's story; the tables are shared, never write to them.

    Raises
    ------
    UnknownName
        The records hold no such school.

    """
    return _told(current_history(), urn)


@kept(maxsize=64)
def _phase(day: dt.date, phase: str) -> Phase:
    return phase_on(state_on(day), phase)


@kept(maxsize=64)
def _headline(urn: int, day: dt.date) -> Result | None:
    return headline_result(current_history(), story_of(urn), day)


def in_a_sentence(told: SchoolStory, day: dt.date) -> str:
    """Say what and where the school is, and who ran it on the day."""
    school, now = told.school, row_of(state_on(day), int(told.school["urn"]))
    parts = [f"{school['type']}, {str(school['phase']).lower()}", str(school["la_name"])]
    if now is None:
        parts.append(f"not open on {day_in_words(day)}")
    elif pd.notna(now["trust_name"]):
        parts.append(f"{now['trust_name']} since {day_in_words(now['joined'].date())}")
    else:
        parts.append("in no trust")
    return " · ".join([*parts, day_in_words(day)] if now is not None else parts)


def not_open(told: SchoolStory, day: dt.date) -> None:
    """Say when the school was open, and offer a day on which it was."""
    school, history = told.school, current_history()
    opened, closed = (
        None if pd.isna(school[edge]) else school[edge].date() for edge in ("opened", "closed")
    )
    said = [f"opened on {day_in_words(opened)}"] if opened else []
    said += [f"closed on {day_in_words(closed)}"] if closed else []
    st.info(
        f"Not open on {day_in_words(day)}: it {' and '.join(said)}. Its story is told all the "
        "same; what stands around it needs a day on which it was open.",
        icon=":material/info:",
    )
    last = (closed - pd.Timedelta(days=1)) if closed else history.last_day
    there = opened if opened and opened > day else last
    if history.first_day <= there <= history.last_day:
        st.button(
            f"Go to {day_in_words(there)}",
            on_click=lambda: st.session_state.update(day=there),
            icon=":material/event:",
        )


def school_figures(told: SchoolStory, day: dt.date) -> None:
    """Draw the school's figures of the day, what is usual for its phase under each."""
    if figures := figures_of_school(told, day):
        figure_row(figures)


def figures_of_school(told: SchoolStory, day: dt.date) -> list[Figure]:
    """Give the school's figures of the day; none where it was not open."""
    now = row_of(state_on(day), int(told.school["urn"]))
    if now is None:
        return []
    phase = str(now["phase"])
    usual = _phase(day, phase)
    grade = grade_names(day)[0 if pd.isna(now["grade"]) else int(now["grade"])]
    pupils = MISSING if pd.isna(now["pupils"]) else count(now["pupils"])
    alone = now.to_frame().T
    of_phase = f"England’s {phase.lower()} schools"
    return [
        Figure("Ofsted grade", grade, f"{_inspected(now)}{_since_grades(told, day)}"),
        *_before(told, day),
        *_result(told, day),
        Figure(
            of_census("Pupils", roll_census(alone)),
            pupils,
            f"{of_phase}: median {count(usual.median_pupils)}",
        ),
        Figure(
            of_census("Disadvantaged pupils", disadvantaged_census(alone)),
            percent(float(now["percent_disadvantaged"])),
            f"{of_phase}: {percent(usual.percent_disadvantaged)}",
        ),
    ]


def _inspected(now: pd.Series[Any]) -> str:
    if pd.isna(now["grade_date"]):
        return "not inspected in the records"
    said = day_in_words(now["grade_date"].date())
    return f"{said}, its predecessor’s" if now["grade_inherited"] else f"inspected {said}"


def _since_grades(told: SchoolStory, day: dt.date) -> str:
    """Say that a report card, or judgements without an overall grade, came after the grade."""
    for words, table in (("report card", told.report_cards), ("judgements", told.judged)):
        dates = table.loc[table["date"] <= pd.Timestamp(day), "date"]
        if len(dates):
            return f"; {words} since, {day_in_words(dates.max().date())}"
    return ""


def _before(told: SchoolStory, day: dt.date) -> list[Figure]:
    """Give the grade with which it came to the trust of the day."""
    spells, then = grades_by_spell(told), pd.Timestamp(day)
    held = spells[
        spells["trust_uid"].notna() & (spells["start"] <= then) & ~(spells["end"] <= then)
    ]
    if held.empty:
        return []
    spell = held.iloc[-1]
    if pd.isna(spell["grade_before"]):
        return [Figure("Before it joined", GRADE_NAMES[0], "none in the records")]
    inspected = f"inspected {day_in_words(spell['date_before'].date())}"
    return [Figure("Before it joined", str(spell["grade_before"]), inspected)]


def _result(told: SchoolStory, day: dt.date) -> list[Figure]:
    found = _headline(int(told.school["urn"]), day)
    if found is None:
        return []
    unit = found.measure.unit
    value, there = (_measured(number, unit) for number in (found.value, found.england))
    name = "Expected standard at 11" if unit == "%" else found.measure.name
    whose = "" if found.own else "; its predecessor’s"
    return [Figure(f"{name}, {found.year}", value, f"England {there}{whose}")]


def _measured(number: float, unit: str) -> str:
    if unit == "%" or math.isnan(number):
        return percent(number)
    return f"{number:+.2f}".replace("-", "−") if unit == "grades" else f"{number:.1f}"


def identity(told: SchoolStory) -> None:
    """Draw what the register says of the school."""
    school = told.school
    sponsors = [
        f"{row.sponsor_name} ({_since(row.joined)}{_until(row.left)})"
        for row in each(told.sponsors)
    ]
    facts = {
        "URN": str(school["urn"]),
        "Type": _text(school["type"]),
        "Phase": _text(school["phase"]),
        "Local authority": f"{_authority(school)}, {_text(school['region'])}",
        "Opportunity Area": "In none"
        if pd.isna(school["opportunity_area"])
        else str(school["opportunity_area"]),
        "Sponsor": "; ".join(sponsors) or "None in the records",
        "Opened": _day(school["opened"], "Before the records"),
        "Closed": _day(school["closed"], "Still open when the records end"),
        "Postcode": _text(school["postcode"]),
    }
    rows = "".join(f"<div><dt>{escape(k)}</dt><dd>{escape(v)}</dd></div>" for k, v in facts.items())
    st.html(f'<dl class="school-facts">{rows}</dl>')


def _authority(school: pd.Series[Any]) -> str:
    """Name the authority, and the one that has taken its place since."""
    now = school["la_name_latest"]
    drawn = in_force(current_history().areas, "authority", current_history().last_day)
    replaced = not (drawn["name"] == school["la_name"]).any()
    since = f" ({now} now)" if replaced and pd.notna(now) else ""
    return f"{_text(school['la_name'])}{since}"


def line(told: SchoolStory) -> None:
    """Draw the schools before it and after it; those of the records can be opened."""
    others = told.line[told.line["generation"] != 0]
    if others.empty:
        st.caption("No school before it or after it in the records.")
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="line"):
        for row in each(others):
            way = "Before it" if row.generation < 0 else "After it"
            said = f"{way}: {row.name} (URN {row.urn})"
            if row.in_records:
                st.button(
                    said,
                    key=f"line {row.urn}",
                    on_click=choose_school,
                    args=(int(row.urn),),
                    icon=":material/arrow_back:"
                    if row.generation < 0
                    else ":material/arrow_forward:",
                )
            else:
                st.caption(f"{said}, closed before the records", width="content")


def _text(value: Any) -> str:
    return MISSING if pd.isna(value) else str(value)


def _day(value: Any, missing: str) -> str:
    return missing if pd.isna(value) else day_in_words(value.date())


def _since(day: Any) -> str:
    return "from before the records" if pd.isna(day) else f"from {day_in_words(day.date())}"


def _until(day: Any) -> str:
    return "" if pd.isna(day) else f" until {day_in_words(day.date())}"
