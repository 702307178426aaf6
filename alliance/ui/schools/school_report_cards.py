"""How a school was inspected since overall grades ended: report cards, and judgements before them.

Nothing here is turned into a grade from 1 to 4.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from alliance.analysis.schools.inspection_scales import CARD_AREAS, JUDGEMENTS
from alliance.history import GRADES
from alliance.text.words import day_in_words
from alliance.ui.register.register_table import word_table

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Hashable, Mapping

    from alliance.analysis.schools.school_story import SchoolStory

VALUE_REFUSED = "Value refused"


def report_cards(told: SchoolStory, day: dt.date) -> None:
    """Draw the report cards and the inspections without an overall grade by ``day``, newest first.

    Nothing is drawn where there is none.
    """
    cards, judged = (
        table[table["date"] <= pd.Timestamp(day)].iloc[::-1]
        for table in (told.report_cards, told.judged)
    )
    if cards.empty and judged.empty:
        return
    st.header("Inspections without an overall grade", anchor=False)
    st.caption(
        "Ofsted ended overall grades in September 2024 and began report cards in November 2025. "
        "They count in no percentage of Good or Outstanding."
    )
    for card in cards.to_dict("records"):
        first = [("Safeguarding", _words(card["safeguarding"]))]
        if card.get("category_of_concern") == VALUE_REFUSED:
            first.append(("Category of concern", VALUE_REFUSED))
        _draw(f"Report card, {_about(card)}", first, card)
    if cards.isin([VALUE_REFUSED]).any(axis=None):
        st.caption(
            f"{VALUE_REFUSED}: Ofsted's file holds something there that no report card has. The "
            "Data page lists what it is, among the values that were refused."
        )
    for row in judged.to_dict("records"):
        grades = [(label, _grade(row[name])) for name, label in JUDGEMENTS.items()]
        _draw(f"Judgements, {_about(row)}", [pair for pair in grades if pair[1]], {})


def _draw(title: str, first: list[tuple[str, str]], card: Mapping[Hashable, Any]) -> None:
    areas = [(label, _words(card.get(name))) for name, label in CARD_AREAS.items()]
    st.subheader(title, anchor=False)
    word_table(("Area", "Grade"), [pair for pair in [*first, *areas] if pair[1]])


def _about(row: Mapping[Hashable, Any]) -> str:
    return f"{day_in_words(row['date'])}, {row['name']}"


def _words(value: Any) -> str:
    return "" if pd.isna(value) else str(value)


def _grade(value: Any) -> str:
    return "" if pd.isna(value) else GRADES[int(value)]
