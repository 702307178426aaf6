"""One school's need on a day: the rules that caught it and why, and the support it is given."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from alliance.analysis.need_rules import RULES, VERSION
from alliance.errors import RegisterError
from alliance.ui.match_need import caught_on
from alliance.ui.register_state import plain
from alliance.ui.selection import row_of
from alliance.ui.words import day_in_words
from alliance.web.current import current_register, state_on

if TYPE_CHECKING:
    import datetime as dt

    from alliance.register import Support

ILLUSTRATIVE = "Illustrative, invented"


def school_need(urn: int, day: dt.date) -> None:
    """Draw which rules of need caught a school and why, and what the register holds for it.

    Nothing is drawn for a school that was not open on the day.
    """
    if row_of(state_on(day), urn) is None:
        return
    st.header("Need", anchor=False)
    found = caught_on(day)
    own = found[found["urn"] == urn].merge(_rules(), on="rule")
    if own.empty:
        st.markdown(f"No rule of need caught it on {day_in_words(day)}.")
    else:
        rows = "".join(
            f'<div><dt title="{escape(row["text"])}">'
            f"{escape(row['rule'])} · gravity {row['gravity']}</dt>"
            f"<dd>{escape(row['why'])}<br><small>Source: {escape(row['source'])}; "
            f"in force {escape(row['in_force'])}</small></dd></div>"
            for row in own.to_dict("records")
        )
        st.html(f'<dl class="school-facts school-need">{rows}</dl>')
    st.caption(f"Rules of need, version {VERSION}; 1 is the gravest. Matches shows them all.")
    _support(urn)


def _rules() -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "rule": rule.name,
                "text": rule.text,
                "source": rule.source,
                "in_force": rule.in_force,
            }
            for rule in RULES
        ]
    )


def _support(urn: int) -> None:
    """Draw the supports that the register holds for the school, whatever their status."""
    try:
        supports = current_register().supports(recipients=[urn])
    except RegisterError as fault:
        st.caption(f"What the register holds cannot be told: {plain(str(fault))}")
        return
    if not supports:
        st.markdown("The register holds no support for it.")
        return
    rows = "".join(
        f"<div><dt>{escape(_standing(one))}</dt><dd>{escape(_given(one))}</dd></div>"
        for one in supports
    )
    st.html(f'<dl class="school-facts school-need">{rows}</dl>')


def _standing(one: Support) -> str:
    said = f"{one.status}, number {one.id}"
    return f"{ILLUSTRATIVE} · {said}" if one.illustrative else said


def _given(one: Support) -> str:
    until = f" to {day_in_words(one.last_day)}" if one.last_day else ""
    return f"{one.supporter_name}: {one.theme}, from {day_in_words(one.starts_on)}{until}"
