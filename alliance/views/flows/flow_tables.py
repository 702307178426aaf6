"""The tables of flows, by what their columns say."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from alliance.analysis.filters import narrow
from alliance.analysis.flows.flows_by_kind import Flows, narrowed
from alliance.current.current_flows import documented_known, support_known
from alliance.current.state import state_on
from alliance.register.listing import start_order
from alliance.views.columns import KNOWN_AFTER, Column
from alliance.views.flows.documented_words import CASE_COLUMNS, with_words

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd

    from alliance.analysis.filters import Filter
    from alliance.analysis.flows.flows_by_kind import Kind
    from alliance.analysis.flows.support_checks import SupportCheck
    from alliance.views.flows.flows_shown import FlowsShown


UNMATCHED_COLUMNS = {
    "name": Column("Eligible school"),
    "phase": Column("Phase"),
    "la_name": Column("Local authority"),
    "rules": Column("Criteria"),
    "why": Column("Why"),
    "reason": Column("Why it is not matched", "The limit that prevents it"),
}


PLACE_COLUMNS = {
    "from_authority": Column("From local authority"),
    "to_authority": Column("To local authority"),
    "from_region": Column("From region"),
    "to_region": Column("To region"),
}


FLOW_COLUMNS: dict[Kind, dict[str, Column]] = {
    "Transfers": {
        "start": Column("Date", "The day the academy joined its new trust", "day"),
        "date_after": KNOWN_AFTER,
        "name": Column("Academy"),
        "from_trust": Column("From"),
        "to_trust": Column("To"),
        "move": Column("Kind of move"),
        "phase": Column("Phase"),
        **PLACE_COLUMNS,
        "urn_before": Column("URN before", "", "number"),
        "urn": Column("URN", "Different from before where the school reopened", "number"),
    },
    "Support": {
        "number": Column("Number", "In the register of support", "number"),
        "invented": Column("Example data", "Made up to show how the register works"),
        "from_school": Column("Supporting organisation"),
        "name": Column("Supported school"),
        "to_trust": Column(
            "Its trust", "At the start; for a maintained school its local authority"
        ),
        "theme": Column("Theme"),
        "status": Column("Status"),
        "when": Column("Start", "As exactly as it is known", "when"),
        "end": Column("End", "As planned where it has not ended", "day"),
        "days": Column("Days planned", kind="count"),
        "days_delivered": Column("Days delivered", kind="count"),
        "pounds": Column("Pounds", kind="count"),
        "supporter_kind": Column("Kind of supporting organisation"),
        "phase": Column("Phase"),
        **PLACE_COLUMNS,
    },
    "Documented": {
        "from_school": Column("Supporting school or trust", "As it is called today"),
        "name": Column("Supported school or trust", "The school on the day; as it is called today"),
        "to_trust": Column(
            "Its trust", "At the start; for a maintained school its local authority"
        ),
        **{name: CASE_COLUMNS[name] for name in ("when", "known", "end_told", "status")},
        "theme": Column("Theme"),
        **{name: CASE_COLUMNS[name] for name in ("joined_told", "publisher", "title")},
        **{name: CASE_COLUMNS[name] for name in ("published", "link", "what")},
        "programme": Column("Programme"),
        "phase": Column("Phase"),
        **PLACE_COLUMNS,
        "supporter_name": Column("Supporter, as the source names it"),
        "recipient_name": Column("Supported, as the source names it"),
        "recipient_how": Column("How the supported school was found", "Blank: by its number"),
    },
    "Suggestions": {
        "from_trust": Column("Supporting trust"),
        "name": Column("Eligible school"),
        "to_trust": Column("Run by", "Its trust, or the local authority of a maintained school"),
        "need": Column("Criterion", "The most serious that it meets"),
        "why": Column("Why"),
        "distance_km": Column("Distance", "To the good or outstanding school named", "km"),
        "from_name": Column(
            "From the school",
            "The supporting trust’s good or outstanding school of the phase that fits best",
        ),
        "phase": Column("Phase"),
        **PLACE_COLUMNS,
    },
}


FLOW_ORDER: dict[Kind, str] = {
    "Transfers": "-start",
    "Support": "-when",
    "Documented": "-when",
    "Suggestions": "from_trust",
}


INVENTED = "Example data is made up; it says nothing about any trust or school."


_NOT_TOLD = [
    "start_last",
    "supporter_day",
    "recipient_day",
    "supporter_lost",
    "recipient_lost",
    "illustrative",
    "days",
    "days_delivered",
    "pounds",
]
"""Columns of documented cases that say nothing to a reader, or more than is known."""


def flow_rows_of(shown: FlowsShown) -> pd.DataFrame:
    """Return the flows with the names of their places, a row a flow."""
    table = shown.flows.named().drop(columns=["count"])
    if shown.choice.kind == "Documented":
        return _cases_in_words(table)
    return _of_register(table) if shown.choice.kind == "Support" else _marked(table)


def _marked(table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(invented=table["illustrative"].astype("bool").map({True: "Yes", False: ""}))


def _of_register(table: pd.DataFrame) -> pd.DataFrame:
    """Return supports of the register with their start as exactly as it is known."""
    return _marked(table).assign(when=start_order(table["start"], table["start_known"]))


def documented_rows(chosen: Filter) -> pd.DataFrame:
    """Return the documented cases of any day with an end within the filter, a row a case."""
    known = documented_known(chosen.day)
    return _cases_in_words(narrowed(known, chosen).named().drop(columns=["count"]))


def _cases_in_words(table: pd.DataFrame) -> pd.DataFrame:
    """Return documented cases with their words.

    Days that stand for a whole year or month are left out: a file that holds 1 January for a year
    would be read as that day.
    """
    return with_words(table).drop(columns=[*_NOT_TOLD, "start", "end", "ended"])


TANGLE_COLUMNS = {"group": Column("Who", "Rows that belong together"), "why": Column("Why")}


TANGLED_SCHOOL_COLUMNS = {
    "name": Column("Eligible school"),
    "group": Column("Run by", "Its trust, or the local authority of a maintained school"),
    "phase": Column("Phase"),
    "la_name": Column("Local authority"),
    "rules": Column("Criteria"),
    "why": Column("Why"),
}


def check_within(check: SupportCheck, chosen: Filter, day: dt.date) -> SupportCheck:
    """Keep the rows that touch the filter."""
    if check.key == "nobody":
        own = narrow(state_on(day), replace(chosen, day=day))
        return replace(check, rows=check.rows[check.rows["urn"].isin(own["urn"])])
    flows = support_known(day)
    return replace(check, rows=narrowed(replace(flows, table=check.rows), chosen).table)


def rows_to_check(rows: pd.DataFrame, day: dt.date) -> pd.DataFrame:
    """Return the supports to check with the names of their places."""
    table = Flows("Support", rows, support_known(day).places).named()
    return _of_register(table)
