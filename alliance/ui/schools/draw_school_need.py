"""On the page: the criteria for support that a school meets on a day and why."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from alliance.analysis.need.need_rules import VERSION, rules_on
from alliance.current.known_on_day import caught_on
from alliance.current.state import current_history, current_register, state_on
from alliance.errors import RegisterError
from alliance.text.words import day_in_words, plain
from alliance.ui.documented.case_lines import case_lines
from alliance.views.content import row_of
from alliance.views.schools.school_need import (
    by_predecessor,
    cases_of_school,
    rules_met,
    standing_of,
    supports_given,
)

if TYPE_CHECKING:
    import datetime as dt


def school_need(urn: int, day: dt.date) -> None:
    """Draw which criteria a school meets and why, and what the register holds for it.

    Nothing is drawn for a school that was not open on the day.
    """
    if row_of(state_on(day), urn) is None:
        return
    st.header("Need", anchor=False)
    found = caught_on(day, count_inherited=True)
    own = found[found["urn"] == urn].merge(rules_met(), on="rule")
    if own.empty:
        st.markdown(
            f"This school met none of the criteria for support on {day_in_words(day)}."
            if rules_on(current_history(), day)
            else f"No criterion for support can be applied on {day_in_words(day)}: nothing that "
            "one goes by is published for that day."
        )
    else:
        rows = "".join(
            f'<div><dt title="{escape(row["text"])}">'
            f"{escape(row['rule'])} · priority {row['gravity']}{by_predecessor(row)}</dt>"
            f"<dd>{escape(row['why'])}<br><small>Source: {escape(row['source'])}; "
            f"in force {escape(row['in_force'])}</small></dd></div>"
            for row in own.to_dict("records")
        )
        st.html(f'<dl class="school-facts school-need">{rows}</dl>')
    st.caption(
        f"Criteria for support, version {VERSION}; priority 1 is the highest. Matches shows them "
        "all."
    )
    _support(urn)
    _documented(urn)


def _documented(urn: int) -> None:
    """Draw what published articles tell of support given to the school and by it."""
    cases = cases_of_school(urn)
    if len(cases):
        st.header("Documented support", anchor=False)
        case_lines(cases)
        st.caption("From published articles and reports; not part of the register of support.")


def _support(urn: int) -> None:
    """Draw the supports that the register holds for the school, whatever their status."""
    try:
        supports = current_register().supports(recipients=[urn])
    except RegisterError as fault:
        st.caption(f"The register of support cannot be read: {plain(str(fault))}")
        return
    if not supports:
        st.markdown("No support recorded in the register of support.")
        return
    rows = "".join(
        f"<div><dt>{escape(standing_of(one))}</dt><dd>{escape(supports_given(one))}</dd></div>"
        for one in supports
    )
    st.html(f'<dl class="school-facts school-need">{rows}</dl>')
