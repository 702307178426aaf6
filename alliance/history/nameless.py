"""The same history in which no school has a name, for rooms in which none may be named.

Whatever is drawn from it, a table, a chart or a map, cannot tell what it does not hold. Where a
school stands is still shown: who knows the place may know the school.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from alliance.history.store import History

MARK = "n"
"""Ends the version of a history without schools' names."""


def nameless(history: History) -> History:
    """Give the history with a phase, an authority and a number in the place of a school's name.

    The number tells two schools apart and follows no order of the register. Names of schools in
    links, of trusts that ran one school or are called as one, and of sponsors, which are often a
    school's, go as well, and so do postcodes.
    """
    schools = history.schools
    shuffled = pd.Series(
        pd.util.hash_array(schools["urn"].to_numpy("int64") ^ int(history.version, 16)),
        index=schools.index,
    )
    number = shuffled.groupby([schools["phase"], schools["la_name"]], observed=True).rank()
    names = (
        schools["phase"].astype("str")
        + " "
        + number.fillna(0).astype("int64").astype("str")
        + " in "
        + schools["la_name"].astype("str")
    )
    of_urn = pd.Series(names.to_numpy(), index=schools["urn"])
    links, trusts = history.links, history.trusts
    ran = history.memberships.groupby("trust_uid")["urn"].nunique()
    single = (trusts["kind"] == "SAT") | (trusts["trust_uid"].map(ran).fillna(0) < 2)
    single |= trusts["name"].str.casefold().isin(schools["name"].str.casefold())
    uid = trusts["trust_uid"].astype("str")
    unnamed = {
        column: trusts[column].where(~single, "Trust " + uid)
        for column in ("name", "registered_name")
    }
    return replace(
        history,
        version=history.version + MARK,
        schools=schools.assign(name=names.astype(schools["name"].dtype), postcode=""),
        links=links.assign(
            predecessor_name=links["predecessor_urn"].map(of_urn).fillna("A school"),
            successor_name=links["successor_urn"].map(of_urn).fillna("A school"),
        ),
        trusts=trusts.assign(**unnamed),
        sponsorships=history.sponsorships.assign(sponsor_name="A sponsor"),
    )
