"""The flows of each kind as they stand now, worked out once for all: never to be changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from alliance.analysis.flows.flow_sources import (
    documented_flows,
    support_flows,
    transfer_flows,
)
from alliance.analysis.flows.support_checks import support_checks
from alliance.analysis.flows.transfers import transfers
from alliance.analysis.matching.capacity import capacity
from alliance.analysis.matching.match_ties import ties
from alliance.analysis.need.need_rules import need
from alliance.analysis.schools.open_as import open_as
from alliance.current.state import (
    current_history,
    current_register,
    kept,
    names_hidden,
    state_on,
)
from alliance.history.documented import documented_support
from alliance.history.documented_ends import with_ends
from alliance.register import Support
from alliance.register.register_vocabulary import GIVEN

if TYPE_CHECKING:
    import datetime as dt

    from alliance.analysis.flows.flows_by_kind import Flows
    from alliance.analysis.flows.support_checks import SupportCheck
    from alliance.analysis.matching.match_ties import Ties
    from alliance.register import Register

_DAYS = ["starts_on", "planned_end_on", "ended_on"]


@kept(maxsize=8)
def transfers_within(start: dt.date, end: dt.date, under: dt.date | None = None) -> Flows:
    """Return the academies that moved between trusts within a period.

    Local authorities are those of the day ``under``, by default of the last one.
    """
    return transfer_flows(current_history(), start, end, under)


def support_known(day: dt.date, under: dt.date | None = None) -> Flows:
    """Return the supports of the register, trusts standing where they stood on a day.

    All are among them, whatever their status; ``given`` says which count as given. Local
    authorities are those of the day ``under``, by default of ``day``.
    """
    register = current_register()
    return _support(register, register.revision(), day, under or day)


@kept(maxsize=8)
def _support(register: Register, _revision: int, day: dt.date, under: dt.date) -> Flows:
    records = [support.as_record() for support in register.supports()]
    table = pd.DataFrame(records, columns=list(Support.__dataclass_fields__))
    words = ["supporter_kind", "theme", "status"]
    table = table.assign(
        **{name: pd.to_datetime(table[name]) for name in _DAYS},
        **{name: table[name].map(str, na_action="ignore") for name in words},
        given=table["status"].isin(GIVEN),
    )
    return support_flows(register.history, table, day, under)


@kept(maxsize=2)
def documented_cases() -> pd.DataFrame:
    """Return the support that published articles document, with who its ends were on the day.

    The table is shared by all visitors: read it, never write to it.
    """
    # Some ends are found by the names that a presentation may hide.
    with names_hidden(False):
        return with_ends(current_history(), documented_support())


@kept(maxsize=8)
def documented_known(day: dt.date, under: dt.date | None = None) -> Flows:
    """Return the documented cases of which both ends are known, trusts standing as on a day.

    Local authorities are those of the day ``under``, by default of ``day``.
    """
    return documented_flows(current_history(), documented_cases(), day, under or day)


def register_ties(day: dt.date) -> Ties:
    """Return what the register holds on a day, as a match asks for it, without what is invented.

    Raises
    ------
    RegisterError
        The register cannot be reached.
    """
    supports = [one for one in current_register().supports() if not one.illustrative]
    told = [{**one.as_record(), "last_on": one.last_day} for one in supports]
    columns = [*Support.__dataclass_fields__, "last_on"]
    return ties(state_on(day), as_open_on(day, pd.DataFrame(told, columns=columns)), day)


def as_open_on(day: dt.date, supports: pd.DataFrame) -> pd.DataFrame:
    """Return supports with each recipient_urn as its school had it on a day."""
    if supports.empty:
        return supports
    urns = supports["recipient_urn"].astype("int64")
    return supports.assign(recipient_urn=open_as(current_history(), state_on(day), urns))


def support_checks_on(day: dt.date) -> list[SupportCheck]:
    """Return the support to check as at a day within the history."""
    register = current_register()
    return _support_checks(register, register.revision(), day)


@kept(maxsize=4)
def _support_checks(register: Register, _revision: int, day: dt.date) -> list[SupportCheck]:
    history = current_history()
    return support_checks(
        support_known(day),
        day,
        reviewed=tuple(register.all_reviews()),
        capacity=capacity(history, day),
        need=need(history, state_on(day), day),
    )


def moves_of(
    start: dt.date,
    end: dt.date,
    regions: tuple[str, ...],
    trusts: tuple[int, ...],
    *,
    every_kind: bool = False,
) -> pd.DataFrame:
    """Return the academies that moved from one trust to another, as the map draws them.

    Kept are transfers of academies in the regions, from or to one of the trusts; an
    empty tuple keeps all. ``every_kind`` keeps the other kinds of move too, which the map leaves
    out: standalone academies that joined, changes of legal kind, mergers.
    """
    moves = transfers(current_history(), start, end)
    if not every_kind:
        moves = moves[moves["kind"] == "transfer"]
    if trusts:
        moves = moves[moves["from_uid"].isin(trusts) | moves["to_uid"].isin(trusts)]
    if regions:
        schools = current_history().schools
        within = schools.loc[schools["region"].isin(regions), "urn"]
        moves = moves[moves["urn_after"].isin(within)]
    return moves


def middles_of(start: dt.date, end: dt.date) -> pd.DataFrame:
    """Return where each trust stands, by UID: easting_m, northing_m.

    That is amid its academies at the end, or at the start if it has none left.
    """
    middles = [
        state_on(day)
        .dropna(subset=["trust_uid", "easting_m", "northing_m"])
        .groupby("trust_uid")[["easting_m", "northing_m"]]
        .median()
        for day in (end, start)
    ]
    both = pd.concat(middles)
    return both[~both.index.duplicated()]
