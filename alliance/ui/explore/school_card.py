"""The card of the selected school."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from alliance.analysis.need.inspected_since import in_words
from alliance.analysis.partial_days import GRADES_END
from alliance.analysis.schools.censuses import disadvantaged_census, roll_census
from alliance.analysis.schools.grades import grade_in_words
from alliance.current.known_on_day import inspected_state
from alliance.current.state import current_history
from alliance.text.words import MISSING, count, day_in_words, percent
from alliance.ui.app.page_navigation import go_to_school
from alliance.ui.parts.selection import select, selected_urn
from alliance.views.census_labels import of_census
from alliance.views.content import row_of

if TYPE_CHECKING:
    import datetime as dt

    from alliance.analysis.filters import Filter


def school_card(chosen: Filter, schools: pd.DataFrame) -> None:
    """Draw the card of the selected school, or say why there is none on this day."""
    urn = selected_urn()
    if urn is None:
        return
    school = row_of(inspected_state(chosen.day), urn)
    with st.container(key="card"):
        if school is None:
            st.info(f"{_name_ever(urn)} (URN {urn}) is not open on {day_in_words(chosen.day)}.")
        else:
            st.html(_card(school, chosen.day))
            if row_of(schools, urn) is None:
                st.caption("This school does not match your filters.")
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
        **_inspected(school, day),
        "Pupils": of_census(_pupils(school), roll_census(school.to_frame().T)),
        "Disadvantaged pupils": of_census(
            percent(float(school["percent_disadvantaged"])),
            disadvantaged_census(school.to_frame().T),
        ),
        "Postcode": _text(school["postcode"]),
    }
    rows = "".join(f"<div><dt>{escape(k)}</dt><dd>{escape(v)}</dd></div>" for k, v in facts.items())
    return f'<div class="school-card"><h2>{escape(school["name"])}</h2><dl>{rows}</dl></div>'


def _inspected(school: pd.Series[Any], day: dt.date) -> dict[str, str]:
    """Return the overall grade and what came since, each with its label."""
    words = grade_in_words(
        school["grade"], school["grade_inherited"], day, inspected=school["grade_date"]
    )
    if day <= GRADES_END:
        return {"Ofsted grade": words}
    return {"Last overall grade": words, "Inspected since": in_words(school) or MISSING}


def _pupils(school: pd.Series[Any]) -> str:
    return MISSING if pd.isna(school["pupils"]) else count(school["pupils"])


def _text(value: Any) -> str:
    return MISSING if pd.isna(value) else str(value)


def _name_ever(urn: int) -> str:
    school = row_of(current_history().schools, urn)
    return "The selected school" if school is None else str(school["name"])
