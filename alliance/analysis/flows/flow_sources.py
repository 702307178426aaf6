"""The kinds of flow, each from its own source: moves, the register, articles, a match's plan."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from alliance.analysis.flows import flow_places as at
from alliance.analysis.flows.flow_places import LEVELS
from alliance.analysis.flows.flows_by_kind import CATEGORIES, Flows, Kind
from alliance.analysis.flows.transfers import transfers

if TYPE_CHECKING:
    import datetime as dt

    from alliance.history import History

NOT_RECORDED = "Not recorded"
_A_DAY = pd.Timedelta(days=1)
_AMOUNTS = ("days", "days_delivered", "pounds")


def transfer_flows(
    history: History, start: dt.date, end: dt.date, under: dt.date | None = None
) -> Flows:
    """Return the academies that moved from one trust to another within a period.

    A trust stands where it stood on the last day; one that held none by then, the day before the
    first of its moves. Local authorities are those of the day ``under``, else of the last one. The
    table has also from_uid, to_uid, urn_before, date_after and move (the kind, as
    :data:`alliance.analysis.flows.transfers.KINDS` names it).

    Raises
    ------
    QuestionError, DayOutsideHistory
        As :func:`alliance.analysis.flows.transfers.transfers`.
    """
    moves = transfers(history, start, end).rename(columns={"kind": "move", "urn_after": "urn"})
    hubs = at.trust_hubs(history, _days_to_try(moves, ["from_uid", "to_uid"], "date", end))
    before = at.ends_at_schools(history, moves["urn_before"], moves["from_uid"], under or end)
    # A school that got a new URN is one school at one place.
    after = at.ends_at_schools(history, moves["urn"], moves["to_uid"], under or end)
    ends = {
        "from": after.assign(**before[["school", "trust"]]),
        "to": at.ends_at_trusts(history, moves["to_uid"], hubs, under or end),
    }
    kept = moves[["urn", "name", "urn_before", "date_after", "from_uid", "to_uid", "move"]]
    table = kept.assign(
        start=moves["date"],
        end=moves["date"],
        illustrative=False,
        move=kept["move"].str.capitalize(),
    )
    return _flows("Transfers", history, table, ends, hubs)


def support_flows(
    history: History, supports: pd.DataFrame, day: dt.date, under: dt.date | None = None
) -> Flows:
    """Return the supports of the register, whatever their status.

    Parameters
    ----------
    supports
        A row a support under the register's names: id, supporter_kind, supporter_id,
        supporter_name, recipient_urn, recipient_trust_uid, theme, status, starts_on,
        planned_end_on, ended_on (days), days_planned, days_delivered, cost_pounds, internal,
        illustrative, given (whether it counts as given); and start_known (Day, Month or Year; Day
        without it).
    day
        A trust stands where it stood on this day, or else when it first gave.
    under
        The day whose local authorities are named; ``day`` by default.

    """
    given = supports.reset_index(drop=True).rename(
        columns={
            "id": "number",
            "recipient_urn": "urn",
            "starts_on": "start",
            "days_planned": "days",
            "cost_pounds": "pounds",
        }
    )
    if "start_known" not in given:
        given["start_known"] = "Day"
    given["end"] = given["ended_on"].fillna(given["planned_end_on"])
    of = given["supporter_kind"]
    identity = given["supporter_id"]
    given["supporter_uid"] = pd.to_numeric(identity.where(of == "Trust"), errors="coerce").astype(
        "Int64"
    )
    schools, authorities = identity[of == "School"], identity[of == "Local authority"]
    theirs = _trusts_on(history, schools.astype("int64"), given["start"])
    given["school_trust_uid"] = theirs.reindex(given.index)
    uids = ["supporter_uid", "school_trust_uid", "recipient_trust_uid"]
    hubs = at.trust_hubs(history, _days_to_try(given, uids, "start", day))
    parts = [
        at.ends_at_trusts(history, given.loc[of == "Trust", "supporter_uid"], hubs, under or day),
        at.ends_at_schools(history, schools.astype("int64"), theirs, under or day),
        at.ends_at_authorities(history, authorities.astype("int64")),
        at.ends_elsewhere(identity[of == "Other organisation"]),
    ]
    ends = {
        "from": pd.concat([part for part in parts if len(part)] or parts).reindex(given.index),
        "to": at.ends_at_schools(history, given["urn"], given["recipient_trust_uid"], under or day),
    }
    columns = ["number", "start", "end", "urn", "supporter_uid", "days", "days_delivered", "pounds"]
    told = ["theme", "status", "given", "supporter_kind", "internal", "illustrative", "start_known"]
    return _flows("Support", history, given[[*columns, *told]], ends, hubs)


def documented_flows(
    history: History, cases: pd.DataFrame, day: dt.date, under: dt.date | None = None
) -> Flows:
    """Return the support that published articles document, of which both ends were found.

    Parameters
    ----------
    cases
        As :func:`alliance.history.documented_ends.with_ends` gives them.
    day, under
        As for :func:`support_flows`.

    Returns
    -------
    Flows
        Its table has also start_last (the last day that the start can have: a year is drawn as a
        year) and the other columns of the cases. ``start`` is the first day that the start can
        have, ``end`` the last for which the source vouches. A trust that is helped has no urn.

    """
    found = cases[(cases["supporter_lost"] == "") & (cases["recipient_lost"] == "")]
    found = found.reset_index(drop=True)
    uids = ["supporter_trust", "recipient_trust"]
    hubs = at.trust_hubs(history, _days_to_try(found, uids, "first", day))
    ends = {
        name: _ends_of_cases(history, found, end, hubs, under or day)
        for name, end in (("from", "supporter"), ("to", "recipient"))
    }
    named = {"first": "start", "last": "start_last", "last_known": "end", "recipient_school": "urn"}
    table = found.rename(columns=named).assign(
        theme=found["theme"].str.capitalize(),
        status=found["status_when_published"].str.capitalize(),
        programme=found["programme"].map(PROGRAMMES).fillna(found["programme"]),
        illustrative=False,
    )
    flows = _flows("Documented", history, table, ends, hubs)
    trusts = history.trusts.set_index("trust_uid")["name"]
    names = flows.table["name"].fillna(flows.table["recipient_trust"].map(trusts))
    return replace(flows, table=flows.table.assign(name=names))


PROGRAMMES = {"own": "Own arrangement", "unknown": NOT_RECORDED}
"""What the programme of a documented case is called, where it is none of the government's."""


def _ends_of_cases(
    history: History, cases: pd.DataFrame, end: str, hubs: pd.DataFrame, under: dt.date
) -> pd.DataFrame:
    """Return the places of one end of documented cases: schools, and trusts at their hubs."""
    schools = cases[cases[f"{end}_school"].notna()]
    trusts = cases.drop(schools.index)
    at_schools = at.ends_at_schools(
        history, schools[f"{end}_school"], schools[f"{end}_trust"], under
    )
    at_trusts = at.ends_at_trusts(history, trusts[f"{end}_trust"], hubs, under)
    if end == "recipient":
        # Of a trust whose academies the records lack, the source names the place.
        there = at.ends_at_named_authorities(history, trusts["place"])
        areas = ["authority", "region"]
        at_trusts[areas] = at_trusts[areas].where(at_trusts[areas] != at.NOT_KNOWN, there)
    return pd.concat([part for part in (at_schools, at_trusts) if len(part)]).reindex(cases.index)


def suggestion_flows(
    history: History, plan: pd.DataFrame, state: pd.DataFrame, day: dt.date
) -> Flows:
    """Return what a match suggests: each eligible school matched, with its supporter.

    Parameters
    ----------
    plan
        Of a :class:`alliance.analysis.matching.best_match.Match` made for ``day``.
    state
        The schools as at that day.

    Returns
    -------
    Flows
        Its table has also supporter_uid, need (the most serious criterion that the school
        meets), why, from_name (the supporter's strong school of the phase) and
        distance_km.

    """
    plan = plan.reset_index(drop=True)
    trusts = plan["urn"].map(state.set_index("urn")["trust_uid"])
    today = pd.Timestamp(day)
    uids = pd.concat([plan["supporter_uid"], trusts]).dropna().astype("int32").unique()
    hubs = at.trust_hubs(history, pd.DataFrame({"trust_uid": uids, "day": today}))
    ends = {
        "from": at.ends_at_trusts(history, plan["supporter_uid"], hubs, day),
        "to": at.ends_at_schools(history, plan["urn"], trusts, day),
    }
    kept = plan[["urn", "supporter_uid", "why", "from_name", "distance_km"]]
    need = plan["rules"].astype("str").str.split("; ").str[0]
    table = kept.assign(start=today, end=today, illustrative=False, need=need)
    return _flows("Suggestions", history, table, ends, hubs)


def _flows(
    kind: Kind,
    history: History,
    table: pd.DataFrame,
    ends: dict[str, pd.DataFrame],
    hubs: pd.DataFrame,
) -> Flows:
    """Put the parts of a table together, with its places."""
    schools = history.schools.set_index("urn")[["name", "phase", "type"]]
    table = table.drop(columns="name", errors="ignore").join(schools, on="urn")
    if "number" not in table:
        table = table.assign(number=range(1, len(table) + 1))
    if "given" not in table:
        table = table.assign(given=True)
    unknown = {name: float("nan") for name in _AMOUNTS if name not in table}
    table = table.assign(count=1.0, **unknown).astype(dict.fromkeys(_AMOUNTS, "float64"))
    table = pd.concat(
        [table, *(part.add_prefix(f"{end}_") for end, part in ends.items())],
        axis=1,
    )
    places = [f"{end}_{level}" for end in ends for level in LEVELS]
    table[places] = table[places].fillna(at.NOT_KNOWN)
    table[list(CATEGORIES[kind])] = table[list(CATEGORIES[kind])].fillna(NOT_RECORDED)
    return Flows(kind, table, at.places_of(history, table, hubs))


def _days_to_try(flows: pd.DataFrame, uids: list[str], when: str, last: dt.date) -> pd.DataFrame:
    """Return the days on which to look for each trust: the last one, then around its first flow."""
    ends = [flows[[uid, when]].set_axis(["trust_uid", "day"], axis=1) for uid in uids]
    first = pd.concat(ends).dropna().groupby("trust_uid", as_index=False)["day"].min()
    first["trust_uid"] = first["trust_uid"].astype("int32")
    tries = [first.assign(day=pd.Timestamp(last)), first.assign(day=first["day"] - _A_DAY), first]
    every: pd.DataFrame = pd.concat(tries, ignore_index=True)
    return every


def _trusts_on(history: History, urns: pd.Series, days: pd.Series) -> pd.Series:
    """Return the UID of the trust that ran each school on its day; missing where none did."""
    asked = pd.DataFrame({"urn": urns, "day": days.reindex(urns.index)}).reset_index(names="row")
    held = asked.merge(history.memberships, on="urn")
    held = held[(held["joined"] <= held["day"]) & ~(held["left"] <= held["day"])]
    found = held.drop_duplicates("row").set_index("row")["trust_uid"]
    return found.reindex(urns.index).astype("Int64")
