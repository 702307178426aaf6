"""The trusts of a day, and how large they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Sequence


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
        pupils, local_authorities, regions, good_or_outstanding, graded, in_need (Requires
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
        pupils=("pupils", "sum"),
        local_authorities=("la_name", "nunique"),
        regions=("region", "nunique"),
        good_or_outstanding=("good_or_outstanding", "sum"),
        graded=("graded", "sum"),
        in_need=("in_need", "sum"),
    )
    table.insert(6, "other", table["academies"] - table["primary"] - table["secondary"])
    table["percent_good_or_outstanding"] = (
        (100 * table["good_or_outstanding"] / table["graded"]).where(table["graded"] > 0).round(1)
    )
    return table.sort_values(["academies", "name"], ascending=[False, True], ignore_index=True)


def tier(academies: Sequence[int] | pd.Series) -> pd.Series:
    """Name the tier of trusts by their number of academies, in the usage of 2016–17.

    Starter 1–5, established 6–15, national 16–29, system leader 30 and more (Department for
    Education, guidance for multi-academy trusts, December 2016).
    """
    names = ["Starter", "Established", "National", "System leader"]
    return pd.cut(pd.Series(academies), [0, 5, 15, 29, 10_000], labels=names)
