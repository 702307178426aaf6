"""The card of the selected school."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from alliance.analysis.censuses import disadvantaged_census, roll_census
from alliance.maps.palette import GRADE_NAMES, grade_names
from alliance.ui.census import of_census
from alliance.ui.going import go_to_school
from alliance.ui.selection import row_of, select, selected_urn
from alliance.ui.words import MISSING, count, day_in_words, percent
from alliance.web.current import current_history, state_on

if TYPE_CHECKING:
    import datetime as dt

    from alliance.analysis.filters import Filter


def school_card(chosen: Filter, schools: pd.DataFrame) -> None:
    """Draw the card of the selected school, or say why there is none on this day."""
    urn = selected_urn()
    if urn is None:
        return
    school = row_of(state_on(chosen.day), urn)
    with st.container(key="card"):
        if school is None:
            st.info(f"{_name_ever(urn)} (URN {urn}) is not open on {day_in_words(chosen.day)}.")
        else:
            st.html(_card(school, chosen.day))
            if row_of(schools, urn) is None:
                st.caption("This school does not pass the filter.")
        with st.container(horizontal=True):
            if st.button("Open its story", icon=":material/school:"):
                go_to_school(urn)
            st.button("Clear the selection", on_click=select, args=(None,), icon=":material/close:")


def _card(school: pd.Series[Any], day: dt.date) -> str:
    facts = {
        "URN": str(school["urn"]),
        "Phase": _text(school["phase"]),
        "Type": _text(school["type"]),
        "Local authority": _text(school["la_name"]),
        "Opportunity Area": _text(school["opportunity_area"]),
        "Trust": _text(school["trust_name"]),
        "Ofsted grade": _grade(school, day),
        "Pupils": of_census(_pupils(school), roll_census(school.to_frame().T)),
        "Disadvantaged pupils": of_census(
            percent(float(school["percent_disadvantaged"])),
            disadvantaged_census(school.to_frame().T),
        ),
        "Postcode": _text(school["postcode"]),
    }
    rows = "".join(f"<div><dt>{escape(k)}</dt><dd>{escape(v)}</dd></div>" for k, v in facts.items())
    return f'<div class="school-card"><h2>{escape(school["name"])}</h2><dl>{rows}</dl></div>'


def _grade(school: pd.Series[Any], day: dt.date) -> str:
    if pd.isna(school["grade"]):
        return GRADE_NAMES[0]
    words = grade_names(day)[int(school["grade"])]
    if not pd.isna(school["grade_date"]):
        words += f", {day_in_words(school['grade_date'].date())}"
    return words + (" (inherited from its predecessor)" if school["grade_inherited"] else "")


def _pupils(school: pd.Series[Any]) -> str:
    return MISSING if pd.isna(school["pupils"]) else count(school["pupils"])


def _text(value: Any) -> str:
    return MISSING if pd.isna(value) else str(value)


def _name_ever(urn: int) -> str:
    school = row_of(current_history().schools, urn)
    return "The selected school" if school is None else str(school["name"])
