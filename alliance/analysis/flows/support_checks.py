"""Support to check: each kind by name, with the flows or schools it concerns.

None of it is a fault. It is what a commissioner would want to ask about: two supporters in one
trust that may not know of each other, help that goes round in a circle, help that ended and was
never looked at.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from alliance.analysis.flows.flows_by_kind import Flows, active
from alliance.analysis.schools.run_by import run_by

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

ENDED = ("Completed", "Stopped")
_TRUST = "trust:"


@dataclass(frozen=True)
class SupportCheck:
    """A kind of support to check, and its rows.

    Parameters
    ----------
    key
        Short name, for addresses and keys.
    name
        What it is called.
    text
        What makes it one, and over what time.
    rows
        The flows concerned (the columns of a table of flows), or for eligible schools without
        support the schools; each with group (what belongs together, as a trust or a circle, in
        words) and why.

    """

    key: str
    name: str
    text: str
    rows: pd.DataFrame


def support_checks(
    flows: Flows,
    day: dt.date,
    *,
    reviewed: Collection[int],
    capacity: pd.DataFrame,
    need: pd.DataFrame,
) -> list[SupportCheck]:
    """Return every kind of support to check as at a day, those without rows too.

    Parameters
    ----------
    flows
        Of kind Support.
    day
        What counts as going on is support given on it.
    reviewed
        Numbers of the supports that were ever reviewed.
    capacity
        As :func:`capacity` gives it without commitments: trust_uid,
        capacity.
    need
        As :func:`alliance.analysis.need.need_rules.need` gives it.

    """
    given = going_on(flows, day)
    # What a trust does for its own schools is its own business.
    between = given[given["giver"] != given["receiver"]]
    return [
        SupportCheck(
            "several",
            "Several supporting organisations in one trust",
            "On this day more than one organisation supports the schools of one trust.",
            _several(between),
        ),
        SupportCheck(
            "supported",
            "Supporting organisation that is itself supported",
            "On this day it gives support, and it or one of its schools receives support.",
            _supported(between),
        ),
        SupportCheck(
            "circle",
            "Circular support",
            "On this day support goes from one organisation to the next and back to the first.",
            _circles(between),
        ),
        SupportCheck(
            "stretched",
            "Trust over its capacity",
            "On this day it supports more schools than it has capacity for.",
            _stretched(between, capacity),
        ),
        SupportCheck(
            "no_review",
            "Support that ended with no review",
            "By this day it was completed or stopped, and no review was recorded.",
            _no_review(flows, day, reviewed),
        ),
        SupportCheck(
            "nobody",
            "Eligible schools without support",
            "The school meets a criterion for support on this day, and no support is given to it.",
            _nobody(given, need),
        ),
    ]


def going_on(flows: Flows, day: dt.date) -> pd.DataFrame:
    """Return the support given on a day.

    Returns
    -------
    DataFrame
        The columns of a table of flows, and giver and receiver (ids of the trusts, else of what
        stands for one) with giver_name and receiver_name.

    """
    table = active(flows, day, day).table
    table = table[table["given"].astype("bool")]
    names = flows.places["name"]
    return table.assign(
        giver=table["from_trust"],
        receiver=table["to_trust"],
        giver_name=table["from_trust"].map(names),
        receiver_name=table["to_trust"].map(names),
    ).reset_index(drop=True)


def _several(given: pd.DataFrame) -> pd.DataFrame:
    given = given[given["receiver"].str.startswith(_TRUST)]
    many = given.groupby("receiver")["giver"].transform("nunique")
    told = given.assign(group=given["receiver_name"], why=_counted(many, "supporting organisation"))
    return _in_order(told[many > 1])


def _supported(given: pd.DataFrame) -> pd.DataFrame:
    """Return both sides of each supporter that receives: what it gives, and what it gets."""
    both = set(given["giver"]) & set(given["receiver"])
    gives = given[given["giver"].isin(both)]
    gets = given[given["receiver"].isin(both)]
    rows = pd.concat(
        [
            gives.assign(group=gives["giver_name"], why="It gives this"),
            gets.assign(group=gets["receiver_name"], why="It receives this"),
        ]
    )
    return _in_order(rows)


def _circles(given: pd.DataFrame) -> pd.DataFrame:
    """Return the flows between givers and receivers that can each be reached from the other."""
    ids = pd.Index(pd.unique(pd.concat([given["giver"], given["receiver"]])))
    start, end = ids.get_indexer(given["giver"]), ids.get_indexer(given["receiver"])
    links = coo_array((np.ones(len(given)), (start, end)), shape=(len(ids), len(ids)))
    if not len(ids):
        return given.assign(group="", why="")
    label = connected_components(links, directed=True, connection="strong")[1]
    rows = given[label[start] == label[end]]
    circle = pd.Series(label[start], given.index).loc[rows.index]
    round_trip = rows.groupby(circle)["giver_name"].transform(lambda names: _joined(names))
    return _in_order(rows.assign(group=round_trip, why="It is part of this circle"))


def _stretched(given: pd.DataFrame, capacity: pd.DataFrame) -> pd.DataFrame:
    trusts = given[given["giver"].str.startswith(_TRUST)]
    uid = trusts["giver"].str.removeprefix(_TRUST).astype("int64")
    could = uid.map(capacity.set_index("trust_uid")["capacity"]).fillna(0).astype("int64")
    load = trusts.groupby("giver")["urn"].transform("nunique")
    why = _counted(load, "school") + " supported, capacity for " + could.astype("str")
    rows = trusts.assign(group=trusts["giver_name"], why=why)[load > could]
    return _in_order(rows)


def _no_review(flows: Flows, day: dt.date, reviewed: Collection[int]) -> pd.DataFrame:
    table = flows.table
    over = table["status"].isin(ENDED) & ~(table["end"] > pd.Timestamp(day))
    rows = table[over & ~table["number"].isin(list(reviewed))]
    giver = rows["from_trust"].map(flows.places["name"])
    return _in_order(rows.assign(group=giver, why="It ended, and no review was recorded"))


def _nobody(given: pd.DataFrame, need: pd.DataFrame) -> pd.DataFrame:
    alone = need[~need["urn"].isin(given["urn"])]
    columns = ["urn", "name", "phase", "la_name", "region", "gravity", "rules", "why"]
    return alone[columns].assign(group=run_by(alone)).reset_index(drop=True)


def _in_order(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.sort_values(["group", "start", "number"], ignore_index=True)


def _counted(numbers: pd.Series, noun: str) -> pd.Series:
    return numbers.astype("str") + np.where(numbers == 1, f" {noun}", f" {noun}s")


def _joined(names: pd.Series) -> str:
    return ", ".join(sorted(set(names)))
