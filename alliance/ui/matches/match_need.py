"""The criteria for support: what each says, whose it is, when it holds, and who meets it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from alliance.analysis.filters import narrow
from alliance.analysis.need.need_rules import RULES, VERSION
from alliance.current.known_on_day import caught_on
from alliance.current.state import current_history, state_on
from alliance.text.words import counted, day_in_words
from alliance.ui.app.page_navigation import go_to_school
from alliance.ui.parts.table import data_table
from alliance.views.matches.match_tables import NEED_COLUMNS, RULE_COLUMNS, rules_of
from alliance.views.matches.match_words import WHOSE_INSPECTION

if TYPE_CHECKING:
    import pandas as pd

    from alliance.views.matches.match_question import Question

RULE = "match_rule"
RULES_TABLE = "rules of need"
ALL_RULES = "All criteria that count"


def need(question: Question) -> None:
    """Draw the rules, and the schools that one of them, or all that count, catch."""
    day = question.chosen.day
    schools = narrow(state_on(day), question.chosen)
    found = caught_on(day, count_inherited=question.count_inherited)
    found = found[found["urn"].isin(schools["urn"])]
    st.markdown(
        "A school is listed if it meets at least one criterion. Its priority is that of its most "
        f"serious criterion. Criteria of version {VERSION}, on {day_in_words(day)}. Choose under "
        f"**Limits** which count. {WHOSE_INSPECTION}"
    )
    data_table(
        rules_of(question, found),
        RULE_COLUMNS,
        key=RULES_TABLE,
        title="Criteria for support",
        chosen=question.chosen,
        order="gravity",
        picks="rule",
        on_pick=_open_rule,
    )
    rule = st.session_state.get(RULE)
    _schools_caught(question, found, schools, rule)


def _open_rule(rule: str | None) -> None:
    st.session_state[RULE] = rule
    if rule is None:
        st.session_state.pop(f"{RULES_TABLE} picked", None)


def _schools_caught(
    question: Question, found: pd.DataFrame, schools: pd.DataFrame, rule: str | None
) -> None:
    """Draw the schools that meet a criterion, or a row for each eligible school."""
    if rule:
        kept = found[found["rule"] == rule]
    else:
        kept = found[found["rule"].isin(question.rules)]
        kept = kept.groupby("urn", as_index=False).agg(
            rule=("rule", "; ".join),
            gravity=("gravity", "min"),
            why=("why", "; ".join),
            inherited=("inherited", "all"),
        )
    title = f"{counted(len(kept), 'school', 'schools')}: {rule or ALL_RULES.lower()}"
    st.header(title, anchor=False)
    if rule:
        _rule_in_full(rule)
        st.button(ALL_RULES, on_click=_open_rule, args=(None,), icon=":material/arrow_back:")
    columns = ["urn", "name", "phase", "la_name", "trust_name", "easting_m", "northing_m"]
    data_table(
        kept.merge(schools[columns], on="urn"),
        NEED_COLUMNS,
        key="schools caught",
        title="Schools eligible for support",
        chosen=question.chosen,
        searched=("name", "rule", "why", "la_name", "trust_name", "urn"),
        order="gravity",
        picks="urn",
        on_pick=go_to_school,
        notes=(f"Criteria for support, version {VERSION}.",),
    )


def _rule_in_full(name: str) -> None:
    rule = next(rule for rule in RULES if rule.name == name)
    in_force = rule.in_force(current_history())
    st.markdown(f"{rule.text} {rule.source}. In force {in_force}.")
