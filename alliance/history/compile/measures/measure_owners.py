"""Whose the department's measures of trusts are: releases to 2019 name some by their sponsor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from alliance.sources.exams.trust_performance import SPONSOR

if TYPE_CHECKING:
    from alliance.history.compile.inputs import Inputs

RELEASE = ["uid", "stage", "year"]
KEY = ["trust_uid", "stage", "year", "measure", "pupil_group"]
# A sponsor's measures are a trust's where it held that share of the schools they rest on.
ALL_BUT_A_FEW = 0.9


def trust_measures(given: Inputs, memberships: pd.DataFrame) -> pd.DataFrame:
    """Return the measures of each trust; those of sponsors with several trusts are left out.

    Columns as :func:`alliance.sources.exams.trust_performance.trust_measures` gives them,
    ``trust_uid`` for ``uid``. Where a trust stands in a release itself and by its sponsor, its
    own row counts.
    """
    table = given.trust_measures
    by_sponsor = table["group_type"] == SPONSOR
    holder = _holders(table[by_sponsor], memberships)
    keys = pd.MultiIndex.from_frame(table[RELEASE])
    sponsored = pd.Series(keys.map(holder.to_dict()), table.index)
    uid = table["uid"].astype("Int64").mask(by_sponsor, sponsored.astype("Int64"))
    table = table.assign(trust_uid=uid).dropna(subset=["trust_uid"])
    own_first = (table["group_type"] == SPONSOR).sort_values(kind="stable").index
    return table.loc[own_first].drop_duplicates(KEY)


def _holders(sponsored: pd.DataFrame, memberships: pd.DataFrame) -> pd.Series:
    """Return the trust that held a sponsor's schools when the exam year ended, by ``RELEASE``."""
    rows = sponsored.drop_duplicates(RELEASE)
    schools = rows.assign(urn=rows["urns"].str.split(";")).explode("urn")
    schools["urn"] = pd.to_numeric(schools["urn"]).astype("Int64")
    ended = pd.to_datetime(schools["year"].astype("str") + "-08-31")
    held = schools.assign(ended=ended).merge(memberships, on="urn")
    held = held[(held["joined"] <= held["ended"]) & ~(held["left"] <= held["ended"])]
    counts = held.groupby([*RELEASE, "trust_uid"]).size().rename("held").reset_index()
    counts = counts.join(schools.groupby(RELEASE).size().rename("all"), on=RELEASE)
    most = counts[counts["held"] >= ALL_BUT_A_FEW * counts["all"]]
    return most.set_index(RELEASE)["trust_uid"]
