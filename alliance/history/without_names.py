"""The same history in which no school has a name, for rooms in which none may be named.

Whatever is drawn from it, a table, a chart or a map, cannot tell what it does not hold. Longitude
and latitude, by which schools are drawn, are moved among their neighbours, so that no place tells a
school; eastings and northings, by which distances are worked out, stay.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from alliance.history.moved_places import MovedPlaces
    from alliance.history.store import History

MARK = "n"
"""Ends the version of a history without schools' names."""


def without_school_names(history: History, moved: MovedPlaces) -> History:
    """Return the history with a phase, an authority and a number in the place of a school's name.

    The number tells two schools apart and follows no order of the register. Names of schools in
    links, of trusts that ran one school or are called after one, and of sponsors, which are often a
    school's, go as well, and so do postcodes. Schools are drawn where ``moved`` has them.
    """
    schools = history.schools
    shuffled = pd.Series(
        pd.util.hash_array(schools["urn"].to_numpy("int64") ^ int(history.version, 16)),
        index=schools.index,
    )
    # The authority of today, on whatever day a name is shown.
    under = history.school_authorities.sort_values("from_day", na_position="first")
    authority = schools["urn"].map(
        under.drop_duplicates("urn", keep="last").set_index("urn")["la_name"].astype("object")
    )
    phase = schools["phase"].astype("object").fillna("School")
    number = shuffled.groupby([phase, authority], observed=True).rank()
    names = (
        phase
        + " "
        + number.fillna(0).astype("int64").astype("str")
        + " in "
        + authority.fillna("a local authority not known").astype("str")
    )
    of_urn = pd.Series(names.to_numpy(), index=schools["urn"])
    links, trusts = history.links, history.trusts
    single = (trusts["kind"] == "SAT") | trusts["trust_uid"].isin(_called_as_a_school(history))
    uid = trusts["trust_uid"].astype("str")
    unnamed = {
        column: trusts[column].where(~single, "Trust " + uid)
        for column in ("name", "registered_name")
    }
    return replace(
        history,
        version=history.version + MARK,
        schools=moved.in_degrees(
            schools.assign(name=names.astype(schools["name"].dtype), postcode="")
        ),
        links=links.assign(
            predecessor_name=links["predecessor_urn"].map(of_urn).fillna("A school"),
            successor_name=links["successor_urn"].map(of_urn).fillna("A school"),
        ),
        trusts=trusts.assign(**unnamed),
        # A former name may be that of a school the trust began with.
        trust_names=history.trust_names.head(0),
        sponsorships=history.sponsorships.assign(sponsor_name="A sponsor"),
    )


def _called_as_a_school(history: History) -> list[int]:
    """Return the UIDs of trusts that ran one school only, or whose name holds one of a school's."""
    ran = history.memberships[["trust_uid", "urn"]].drop_duplicates()
    ran = ran.merge(history.schools[["urn", "name"]], on="urn")
    ran = ran.merge(history.trusts[["trust_uid", "name"]], on="trust_uid", suffixes=("", "_trust"))
    pairs = zip(ran["name"].str.casefold(), ran["name_trust"].str.casefold(), strict=True)
    after_it = pd.Series([school in trust for school, trust in pairs], index=ran.index)
    alone = ran.groupby("trust_uid")["urn"].transform("size") == 1
    known = set(ran.loc[after_it | alone, "trust_uid"])
    same = history.trusts["name"].str.casefold().isin(history.schools["name"].str.casefold())
    return [*known, *history.trusts.loc[same, "trust_uid"]]
