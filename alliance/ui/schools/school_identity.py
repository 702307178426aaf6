"""On the page: who a school is: one sentence, its figures beside its phase's, its facts."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from alliance.current.state import current_history
from alliance.text.words import day_in_words, when_in_words
from alliance.ui.parts.draw_links_out import draw_links_out
from alliance.ui.parts.figure_row import figure_row
from alliance.ui.schools.draw_school_search import choose_school
from alliance.views.links_out import links_of_school
from alliance.views.schools.school_place import about_its_place
from alliance.views.schools.school_sentences import (
    absent_in_words,
    authority_in_words,
    each,
    figures_of_school,
    laestab_in_words,
    opened_in_words,
    since_in_words,
    status_in_words,
    text_of,
    until_in_words,
)

if TYPE_CHECKING:
    import datetime as dt

    from alliance.analysis.schools.school_story import SchoolStory


def not_open(told: SchoolStory, day: dt.date) -> None:
    """Say when the school was open, and offer a day on which it was."""
    school, history = told.school, current_history()
    opened, closed = (
        None if pd.isna(school[edge]) else school[edge].date() for edge in ("opened", "closed")
    )
    said = [
        f"{edge} {when_in_words(school[edge], school[f'{edge}_after'], on='on ')}"
        for edge in ("opened", "closed")
        if pd.notna(school[edge])
    ]
    st.info(
        f"Not open on {day_in_words(day)}: it {' and '.join(said)}. Its story is below. To "
        "see nearby and similar schools, choose a day on which it was open.",
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


def identity(told: SchoolStory, day: dt.date) -> None:
    """Draw what the register says of the school."""
    school = told.school
    sponsors = [
        f"{row.sponsor_name} ({since_in_words(row.joined)}{until_in_words(row.left)})"
        for row in each(told.sponsors)
    ]
    facts = {
        "URN": str(school["urn"]),
        "LAESTAB": laestab_in_words(school["laestab"]),
        "UKPRN": text_of(school["ukprn"]),
        "Type": text_of(school["type"]),
        "Phase": text_of(school["phase"]),
        "Local authority": ", ".join(
            (authority_in_words(int(school["urn"]), day), text_of(school["region"]))
        ),
        "Opportunity Area": "In none"
        if pd.isna(school["opportunity_area"])
        else str(school["opportunity_area"]),
        "Sponsor": "; ".join(sponsors) or "None in the records",
        "Opened": opened_in_words(school),
        "Status": status_in_words(school),
        "Postcode": text_of(school["postcode"]),
        **about_its_place(school),
    }
    rows = "".join(f"<div><dt>{escape(k)}</dt><dd>{escape(v)}</dd></div>" for k, v in facts.items())
    st.html(f'<dl class="school-facts">{rows}</dl>')
    draw_links_out(links_of_school(int(school["urn"])))


def line(told: SchoolStory) -> None:
    """Draw the schools before it and after it; those of the records can be opened."""
    others = told.line[told.line["generation"] != 0]
    if others.empty:
        st.caption("No school before it or after it is recorded.")
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
                st.caption(f"{said}, {absent_in_words(row)}", width="content")
