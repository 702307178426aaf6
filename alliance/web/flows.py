"""The flows of each kind as they stand now, worked out once for all: never to be changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from alliance.analysis.capacity import capacity
from alliance.analysis.flow_sources import suggestion_flows, support_flows, transfer_flows
from alliance.analysis.match_terms import Terms, scoped
from alliance.analysis.match_ties import ties
from alliance.analysis.matching import match
from alliance.analysis.need_rules import need
from alliance.analysis.tangles import tangles
from alliance.register import Support
from alliance.web.current import current_history, current_register, kept, state_on

if TYPE_CHECKING:
    import datetime as dt

    from alliance.analysis.flows import Flows
    from alliance.analysis.match_ties import Ties
    from alliance.analysis.matching import Match
    from alliance.analysis.tangles import Tangle
    from alliance.register import Register

_DAYS = ["starts_on", "planned_end_on", "ended_on"]


@kept(maxsize=8)
def transfers_within(start: dt.date, end: dt.date) -> Flows:
    """Give the academies that moved between trusts within a period."""
    return transfer_flows(current_history(), start, end)


def support_known(day: dt.date) -> Flows:
    """Give the supports of the register, trusts standing where they stood on a day."""
    register = current_register()
    return _support(register, register.revision(), day)


@kept(maxsize=8)
def _support(register: Register, _revision: int, day: dt.date) -> Flows:
    records = [support.as_record() for support in register.supports()]
    table = pd.DataFrame(records, columns=list(Support.__dataclass_fields__))
    words = ["supporter_kind", "theme", "status"]
    table = table.assign(
        **{name: pd.to_datetime(table[name]) for name in _DAYS},
        **{name: table[name].map(str, na_action="ignore") for name in words},
    )
    return support_flows(register.history, table, day)


def suggestions_on(day: dt.date) -> Flows:
    """Give the support that the match for the alliance region suggests on a day."""
    register = current_register()
    return _suggested(register, register.revision(), day)[0]


def matched_on(day: dt.date) -> Match:
    """Match the founding trusts to schools in need of the alliance region.

    What the register holds is taken into account; what is invented is not.
    """
    register = current_register()
    return _suggested(register, register.revision(), day)[1]


def register_ties(day: dt.date) -> Ties:
    """Give what the register holds on a day, as a match asks for it; what is invented is left out.

    Raises
    ------
    RegisterError
        The register cannot be reached.
    """
    supports = [one for one in current_register().supports() if not one.illustrative]
    told = [{**one.as_record(), "last_on": one.last_day} for one in supports]
    columns = [*Support.__dataclass_fields__, "last_on"]
    return ties(state_on(day), pd.DataFrame(told, columns=columns), day)


@kept(maxsize=4)
def _suggested(register: Register, _revision: int, day: dt.date) -> tuple[Flows, Match]:
    held = register_ties(day)
    terms = scoped(register.history, day, "alliance")(held.within(Terms()))
    found = match(register.history, day, terms)
    return suggestion_flows(register.history, found.plan, state_on(day), day), found


def tangles_on(day: dt.date) -> list[Tangle]:
    """Give the tangles of support as at a day within the history."""
    register = current_register()
    return _tangles(register, register.revision(), day)


@kept(maxsize=4)
def _tangles(register: Register, _revision: int, day: dt.date) -> list[Tangle]:
    history = current_history()
    return tangles(
        support_known(day),
        day,
        reviewed=tuple(register.all_reviews()),
        capacity=capacity(history, day),
        need=need(history, state_on(day), day),
    )
