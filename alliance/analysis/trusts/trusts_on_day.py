"""The trusts of a day, and how large they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from alliance.analysis.known import count_by, known_on, total_by
from alliance.analysis.need.inspected_since import counted_since
from alliance.analysis.partial_days import membership_differs
from alliance.analysis.schools.censuses import near_rolls
from alliance.analysis.trusts.footprints import footprints
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
    "percent_good_or_outstanding": (
        "Good or outstanding, counting the predecessor school’s grade",
        "%",
    ),
    "percent_good_own": ("Good or outstanding, academies inspected since they opened", "%"),
    "in_need": ("Less than good", "academies"),
    "judged": ("Judged without an overall grade", "academies"),
    "ungraded": ("Latest inspection ungraded", "academies"),
    "report_cards": ("With a report card", "academies"),
    "stuck": ("Stuck", "academies"),
    "local_authorities": ("Local authorities", "authorities"),
    "clusters": ("Clusters", "clusters"),
    "median_distance_to_hub_km": ("Median distance to hub", "km"),
    "greatest_distance_to_hub_km": ("Greatest distance to hub", "km"),
    "growth": ("Growth in a year", "academies"),
}
"""What trusts are compared by: columns of the league table with their names and units."""
KNOWN_IN = "pupils_known_in"
BY_GRADE, SHARES_GOOD = (
    ("in_need",),
    ("good_or_outstanding", "percent_good_or_outstanding", "percent_good_own"),
)
"""Columns of the league table that rest on overall grades, and on the share Good or Outstanding."""


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
        pupils (missing where too few rolls are known), pupils_known_in (academies whose roll is
        known), local_authorities, regions, graded, good_or_outstanding, in_need (Requires
        improvement or Inadequate), percent_good_or_outstanding (grades inherited); the last three
        are missing where no academy is graded.

    """
    held = state[state["trust_uid"].notna()]
    phase = held["phase"].astype("str")
    counted = held.assign(
        primary=phase == "Primary",
        secondary=phase.isin(["Secondary", "All-through"]),
        graded=held["grade"].notna(),
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
        graded=("graded", "sum"),
    )
    answers = {"good_or_outstanding": held["grade"] <= 2, "in_need": held["grade"] >= 3}
    table = table.join(count_by(pd.DataFrame(answers), held["trust_uid"]), on="trust_uid")
    pupils = table["trust_uid"].map(total_by(held["pupils"], held["trust_uid"]))
    table.insert(6, "pupils", pupils)
    table.insert(6, "other", table["academies"] - table["primary"] - table["secondary"])
    table["percent_good_or_outstanding"] = _percent(table["good_or_outstanding"], table["graded"])
    return table.sort_values(["academies", "name"], ascending=[False, True], ignore_index=True)


def tier(academies: Sequence[int] | pd.Series) -> pd.Series:
    """Name the tier (see ``TIERS``) of trusts by their number of academies."""
    numbers = pd.Series(academies).astype("float64")
    return pd.cut(numbers, [0, *TIERS.values()], labels=list(TIERS))


def _percent(part: pd.Series, whole: pd.Series) -> pd.Series:
    share: pd.Series = (100 * part / whole).where(whole > 0).round(1)
    return share


def league(history: History, day: dt.date) -> pd.DataFrame:
    """Return every trust of a day with what it runs, how it is judged and how far it stretches.

    What a day cannot give is missing (:func:`alliance.analysis.known.known_on`).

    Returns
    -------
    DataFrame
        The columns of :func:`trusts_on`, and percent_good_own, graded_own, the columns of
        ``SINCE_GRADES`` (academies), clusters, outliers, median_distance_to_hub_km,
        greatest_distance_to_hub_km (see ``trusts.footprints``), academies_year_earlier
        and growth (academies more than a year earlier; both missing where that day is before the
        first list, or moves between the two days are known in part), tier, founder.

    """
    state = as_at(history, day)
    table = trusts_on(near_rolls(state, day))
    own = state["grade"].notna() & ~state["grade_inherited"]
    good = (own & (state["grade"] <= 2)).astype("bool")
    by_uid = pd.DataFrame({"graded_own": own, "good_own": good}).groupby(state["trust_uid"]).sum()
    table = table.join(by_uid, on="trust_uid")
    table["percent_good_own"] = _percent(table.pop("good_own"), table["graded_own"])
    known = known_on(history, state, day)
    table = table.join(
        counted_since(history, state, state["trust_uid"], day, known), on="trust_uid"
    )
    table = known.hide(table, grades=BY_GRADE, good=SHARES_GOOD)
    table = table.merge(footprints(state).trusts[["trust_uid", *STRETCH]], on="trust_uid")
    earlier = (pd.Timestamp(day) - pd.DateOffset(years=1)).date()
    table["academies_year_earlier"] = pd.array([pd.NA] * len(table), "Int32")
    if earlier >= history.complete_from and not membership_differs(history, earlier, day):
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
        trust_name, value; measures in the order of ``COMPARED``, without those that no trust of
        the table has a value of. Where the pupils of a trust are not of all its academies,
        ``pupils_known_in`` stands after them.

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
    measures = [(key, named) for key, named in COMPARED.items() if table[key].notna().any()]
    if (own[KNOWN_IN] < own["academies"]).any():
        after = [key for key, _ in measures if key in ("academies", "pupils")]
        measures.insert(len(after), (KNOWN_IN, ("Academies whose pupils are known", "academies")))
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
