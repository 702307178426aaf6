"""The trusts of a day, and how large they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from alliance.analysis.footprints import footprints
from alliance.errors import QuestionError, UnknownName
from alliance.history import as_at

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from alliance.history import History

TIERS = {"Starter": 5.0, "Established": 15.0, "National": 29.0, "System leader": float("inf")}
"""Tiers of trusts and the most academies of each, in the usage of 2016–17.

Starter 1–5, established 6–15, national 16–29, system leader 30 and more (Department for
Education, guidance for multi-academy trusts, December 2016).
"""
STRETCH = ["clusters", "outliers", "median_distance_to_hub_km", "greatest_distance_to_hub_km"]
MOST_COMPARED = 5
COMPARED = {
    "academies": ("Academies", "academies"),
    "pupils": ("Pupils", "pupils"),
    "percent_good_or_outstanding": ("Good or Outstanding, grades inherited", "%"),
    "percent_good_own": ("Good or Outstanding, own grades only", "%"),
    "in_need": ("Schools in need", "academies"),
    "local_authorities": ("Local authorities", "authorities"),
    "clusters": ("Clusters", "clusters"),
    "median_distance_to_hub_km": ("Median distance to hub", "km"),
    "greatest_distance_to_hub_km": ("Greatest distance to hub", "km"),
    "growth": ("Growth in a year", "academies"),
}
"""What trusts are compared by: columns of the league table with their names and units."""
KNOWN_IN = "pupils_known_in"


def trusts_on(state: pd.DataFrame) -> pd.DataFrame:
    """Count what each trust holds.

    Parameters
    ----------
    state
        Schools as :func:`alliance.history.as_at` gives them.

    Returns
    -------
    DataFrame
        A row a trust, largest first: trust_uid, name, kind, academies, primary, secondary, other,
        pupils (missing where no roll is known), pupils_known_in (academies whose roll is known),
        local_authorities, regions, good_or_outstanding, graded, in_need (Requires
        improvement or Inadequate), percent_good_or_outstanding (grades inherited; missing where
        none is graded).

    """
    held = state[state["trust_uid"].notna()]
    phase = held["phase"].astype("str")
    counted = held.assign(
        primary=phase == "Primary",
        secondary=phase.isin(["Secondary", "All-through"]),
        graded=held["grade"].notna(),
        good_or_outstanding=(held["grade"] <= 2).fillna(value=False),
        in_need=(held["grade"] >= 3).fillna(value=False),
    )
    table = counted.groupby("trust_uid", as_index=False).agg(
        name=("trust_name", "first"),
        kind=("trust_kind", "first"),
        academies=("urn", "size"),
        primary=("primary", "sum"),
        secondary=("secondary", "sum"),
        pupils_known_in=("pupils", "count"),
        local_authorities=("la_name", "nunique"),
        regions=("region", "nunique"),
        good_or_outstanding=("good_or_outstanding", "sum"),
        graded=("graded", "sum"),
        in_need=("in_need", "sum"),
    )
    pupils = table["trust_uid"].map(held.groupby("trust_uid")["pupils"].sum(min_count=1))
    table.insert(6, "pupils", pupils)
    table.insert(6, "other", table["academies"] - table["primary"] - table["secondary"])
    table["percent_good_or_outstanding"] = (
        (100 * table["good_or_outstanding"] / table["graded"]).where(table["graded"] > 0).round(1)
    )
    return table.sort_values(["academies", "name"], ascending=[False, True], ignore_index=True)


def tier(academies: Sequence[int] | pd.Series) -> pd.Series:
    """Name the tier (see ``TIERS``) of trusts by their number of academies."""
    numbers = pd.Series(academies).astype("float64")
    return pd.cut(numbers, [0, *TIERS.values()], labels=list(TIERS))


def league(history: History, day: dt.date) -> pd.DataFrame:
    """Give every trust of a day with what it holds, how it is judged and how far it stretches.

    Returns
    -------
    DataFrame
        The columns of :func:`trusts_on`, and percent_good_own, graded_own, clusters, outliers,
        median_distance_to_hub_km, greatest_distance_to_hub_km (see
        ``alliance.analysis.footprints``), academies_year_earlier and growth (academies more than
        a year earlier; both missing where that day is before the first list), tier, founder.

    """
    state = as_at(history, day)
    table = trusts_on(state)
    own = state["grade"].notna() & ~state["grade_inherited"]
    good = (own & (state["grade"] <= 2)).astype("bool")
    by_uid = pd.DataFrame({"graded_own": own, "good_own": good}).groupby(state["trust_uid"]).sum()
    table = table.join(by_uid, on="trust_uid")
    table["percent_good_own"] = (
        (100 * table.pop("good_own") / table["graded_own"]).where(table["graded_own"] > 0).round(1)
    )
    table = table.merge(footprints(state).trusts[["trust_uid", *STRETCH]], on="trust_uid")
    earlier = (pd.Timestamp(day) - pd.DateOffset(years=1)).date()
    table["academies_year_earlier"] = pd.array([pd.NA] * len(table), "Int32")
    if earlier >= history.complete_from:
        held = as_at(history, earlier).groupby("trust_uid").size()
        before = table["trust_uid"].map(held).fillna(0)
        table["academies_year_earlier"] = before.astype("Int32")
    table["growth"] = table["academies"].astype("Int32") - table["academies_year_earlier"]
    table["tier"] = tier(table["academies"])
    table["founder"] = table["trust_uid"].isin(history.alliance["trust_uid"])
    return table


def compared(history: History, table: pd.DataFrame, trusts: Sequence[int]) -> pd.DataFrame:
    """Set up to five trusts of a league table side by side.

    Parameters
    ----------
    table
        As :func:`league` gives it.
    trusts
        UIDs, in the order in which they are to stand.

    Returns
    -------
    DataFrame
        A row a measure and trust: measure (a column of the league table), name, unit, trust_uid,
        trust_name, value; measures in the order of ``COMPARED``. Where the pupils of a trust are
        not of all its academies, ``pupils_known_in`` stands after them.

    Raises
    ------
    QuestionError
        No trust or more than five are asked for.
    UnknownName
        A trust holds no academy on the day of the table.

    """
    if not 1 <= len(trusts) <= MOST_COMPARED:
        raise QuestionError(
            f"{len(trusts)} trusts were asked for; from 1 to {MOST_COMPARED} can be compared."
        )
    absent = [uid for uid in trusts if uid not in set(table["trust_uid"])]
    if absent:
        named = history.trusts.set_index("trust_uid")["name"]
        words = ", ".join(f"{named.get(uid, 'no trust')} ({uid})" for uid in absent)
        raise UnknownName(f"Without an academy on that day: {words}. Choose another day or trust.")
    own = table.set_index("trust_uid").loc[list(trusts)]
    measures = list(COMPARED.items())
    if (own[KNOWN_IN] < own["academies"]).any():
        after = list(COMPARED).index("pupils") + 1
        measures.insert(after, (KNOWN_IN, ("Academies whose pupils are known", "academies")))
    parts = [
        pd.DataFrame(
            {
                "measure": key,
                "name": name,
                "unit": unit,
                "trust_uid": own.index,
                "trust_name": own["name"].to_numpy(),
                "value": own[key].astype("Float64").to_numpy("float64", na_value=float("nan")),
            }
        )
        for key, (name, unit) in measures
    ]
    return pd.concat(parts, ignore_index=True)
