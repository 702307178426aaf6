"""The rules of need: what each says, whose it is, when it holds, and the schools it catches."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from alliance.analysis.filters import narrow
from alliance.analysis.need_rules import RULES, VERSION, caught
from alliance.ui.going import go_to_school
from alliance.ui.table import Column, data_table
from alliance.ui.words import counted, day_in_words
from alliance.web.current import current_history, kept, state_on

if TYPE_CHECKING:
    import datetime as dt

    from alliance.ui.match_answer import Question

RULE = "match_rule"
RULES_TABLE = "rules of need"
ALL_RULES = "All rules that count"
RULE_COLUMNS = {
    "rule": Column("Rule"),
    "schools": Column("Catches", "Schools that pass the filter, on the day", "count"),
    "gravity": Column(
        "Gravity", "1 is the gravest; a school’s need is that of its gravest", "number"
    ),
    "in_force": Column("In force", "From when to when the rule applies"),
    "standing": Column("Standing", "On the day, and in this match"),
    "source": Column("Whose it is"),
    "text": Column("What it says"),
}
SCHOOL_COLUMNS = {
    "name": Column("School"),
    "gravity": Column("Gravity", "1 is the gravest", "number"),
    "rule": Column("Rules"),
    "why": Column("Why"),
    "phase": Column("Phase"),
    "la_name": Column("Local authority"),
    "trust_name": Column("Trust", "Empty for a maintained school"),
    "urn": Column("URN", "Unique reference number", "number"),
}


@kept(maxsize=8)
def caught_on(day: dt.date) -> pd.DataFrame:
    """Give the schools of England that each rule catches on a day; shared, never to be changed."""
    return caught(current_history(), state_on(day), day)


def need(question: Question) -> None:
    """Draw the rules, and the schools that one of them, or all that count, catch."""
    day = question.chosen.day
    schools = narrow(state_on(day), question.chosen)
    found = caught_on(day)
    found = found[found["urn"].isin(schools["urn"])]
    st.markdown(
        f"A school is in need if a rule catches it; its need is as grave as the gravest of them. "
        f"Rules of version {VERSION}, on {day_in_words(day)}. Choose under **Limits** which count."
    )
    data_table(
        _rules(question, found),
        RULE_COLUMNS,
        key=RULES_TABLE,
        title="Rules of need",
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


def _rules(question: Question, found: pd.DataFrame) -> pd.DataFrame:
    numbers = found["rule"].value_counts()
    rows = [
        {
            "rule": rule.name,
            "schools": int(numbers.get(rule.name, 0)),
            "gravity": rule.gravity,
            "in_force": rule.in_force,
            "standing": _standing(question, rule.name, in_force=rule.applies(question.chosen.day)),
            "source": rule.source,
            "text": rule.text,
            "first_day": rule.first_day,
            "last_day": rule.last_day,
        }
        for rule in RULES
    ]
    table = pd.DataFrame(rows)
    return table.assign(
        first_day=pd.to_datetime(table["first_day"]), last_day=pd.to_datetime(table["last_day"])
    )


def _standing(question: Question, rule: str, *, in_force: bool) -> str:
    if not in_force:
        return "Not in force on the day"
    return "Counts" if rule in question.rules else "Left out by the terms"


def _schools_caught(
    question: Question, found: pd.DataFrame, schools: pd.DataFrame, rule: str | None
) -> None:
    """Draw the schools that a rule catches, or a row for each school in need."""
    if rule:
        kept = found[found["rule"] == rule]
    else:
        kept = found[found["rule"].isin(question.rules)]
        kept = kept.groupby("urn", as_index=False).agg(
            rule=("rule", "; ".join), gravity=("gravity", "min"), why=("why", "; ".join)
        )
    title = f"{counted(len(kept), 'school', 'schools')}: {rule or ALL_RULES.lower()}"
    st.header(title, anchor=False)
    if rule:
        _rule_in_full(rule)
        st.button(ALL_RULES, on_click=_open_rule, args=(None,), icon=":material/arrow_back:")
    columns = ["urn", "name", "phase", "la_name", "trust_name", "easting_m", "northing_m"]
    data_table(
        kept.merge(schools[columns], on="urn"),
        SCHOOL_COLUMNS,
        key="schools caught",
        title="Schools in need",
        chosen=question.chosen,
        searched=("name", "rule", "why", "la_name", "trust_name", "urn"),
        order="gravity",
        picks="urn",
        on_pick=go_to_school,
        notes=(f"Rules of need, version {VERSION}.",),
    )


def _rule_in_full(name: str) -> None:
    rule = next(rule for rule in RULES if rule.name == name)
    st.markdown(f"{rule.text} {rule.source}. In force {rule.in_force}.")
