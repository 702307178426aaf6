"""Pairs that a person keeps in the plan: which are possible, why others are not, what they need."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from alliance.analysis.matching.match_pairs import keys, possible_pairs
from alliance.analysis.matching.solving.optimum import KEPT
from alliance.history import as_at

if TYPE_CHECKING:
    import datetime as dt

    from alliance.analysis.matching.match_terms import Terms
    from alliance.history import History

ALL_ENGLAND_KM = 1000.0
NOT_OPEN = "no school of this URN is open on the day"
NO_TRUST = "no trust of this UID has academies on the day"
NOT_ASKED = "the school is not eligible on these terms"
NOT_ASKED_FOR = "the trust is not among the supporting trusts"
HAS_SUPPORT = "the school has as many supporting trusts as it may have"
NO_PLACE = "the school's location is not known"
TOO_FAR = "its nearest good or outstanding school of this phase is {away:.1f} km away"
NO_STRONG_SCHOOL = "it has no good or outstanding school of this phase"
BY_HAND = "set by hand"
_PAIR = ["supporter_uid", "urn"]


def settle_kept(
    history: History,
    day: dt.date,
    schools: pd.DataFrame,
    could: pd.DataFrame,
    pairs: pd.DataFrame,
    terms: Terms,
) -> pd.DataFrame:
    """Say of each pair kept whether it can be in the plan, and if not why.

    Parameters
    ----------
    schools
        The eligible schools, with asks.
    could
        The trusts in scope.
    pairs
        All pairs within the distance, with why they may not be matched.

    Returns
    -------
    DataFrame
        A row a pair kept: supporter_uid, urn, name, supporter_name, reason (why it cannot be in
        the plan; blank where it can).

    """
    kept = pd.DataFrame(list(terms.kept), columns=_PAIR).astype("int64")
    state = as_at(history, day)
    named = pairs.drop_duplicates(_PAIR)[[*_PAIR, "excluded"]]
    named = named.astype(dict.fromkeys(_PAIR, "int64"))
    kept = kept.merge(named, on=_PAIR, how="left")
    known = kept["excluded"].notna()
    asks = kept["urn"].map(schools.set_index("urn")["asks"])
    held = kept["excluded"].fillna("") != ""
    order = kept[known & ~held].groupby("urn").cumcount().reindex(kept.index)
    kept["reason"] = np.select(
        [
            ~kept["urn"].isin(state["urn"]),
            ~kept["supporter_uid"].isin(state["trust_uid"]),
            asks.isna(),
            ~kept["supporter_uid"].isin(could["trust_uid"]),
            held,
            known & (order >= asks),
            known,
        ],
        [
            NOT_OPEN,
            NO_TRUST,
            NOT_ASKED,
            NOT_ASKED_FOR,
            kept["excluded"].fillna(""),
            HAS_SUPPORT,
            "",
        ],
        "?",
    )
    far = kept["reason"] == "?"
    kept.loc[far, "reason"] = _why_not_near(history, day, schools, could, kept[far], terms)
    return kept.drop(columns="excluded").assign(**_names(history, state, kept))


def _why_not_near(
    history: History,
    day: dt.date,
    schools: pd.DataFrame,
    could: pd.DataFrame,
    far: pd.DataFrame,
    terms: Terms,
) -> list[str]:
    """Say what keeps a trust in scope from an eligible school that it has no pair with."""
    asked = schools[schools["urn"].isin(far["urn"])]
    trusts = could[could["trust_uid"].isin(far["supporter_uid"])]
    wide = replace(terms, kept=())
    near = possible_pairs(history, day, asked, trusts, wide, reach_km=ALL_ENGLAND_KM)
    away = far.merge(near[[*_PAIR, "distance_km"]], on=_PAIR, how="left")["distance_km"]
    located = far["urn"].isin(asked.loc[asked["easting_m"].notna(), "urn"])
    return [
        TOO_FAR.format(away=km) if pd.notna(km) else NO_STRONG_SCHOOL if there else NO_PLACE
        for km, there in zip(away, located, strict=True)
    ]


def _names(history: History, state: pd.DataFrame, kept: pd.DataFrame) -> dict[str, pd.Series]:
    schools = history.schools.set_index("urn")["name"].astype("object")
    held = state.dropna(subset=["trust_uid"]).drop_duplicates("trust_uid")
    trusts = held.set_index(held["trust_uid"].astype("int64"))["trust_name"].astype("object")
    return {
        "name": kept["urn"].map(schools).fillna("School " + kept["urn"].astype("str")),
        "supporter_name": kept["supporter_uid"]
        .map(trusts)
        .fillna("Trust " + kept["supporter_uid"].astype("str")),
    }


def with_notes(kept: pd.DataFrame, plan: pd.DataFrame, raised: pd.Series[int]) -> pd.DataFrame:
    """Add to the pairs kept what was raised for them at strong schools, as ``note``.

    Parameters
    ----------
    raised
        By URN of a strong school, how many others it may support at a time for the pairs kept.

    """
    given = plan[plan["kept"] & plan["from_urn"].isin(raised.index)]
    said = [
        f"{name} may support {raised[urn]} schools at a time to fit it"
        for name, urn in zip(given["from_name"], given["from_urn"], strict=True)
    ]
    notes = given[_PAIR].astype("int64").assign(note=said)
    found = kept.merge(notes, on=_PAIR, how="left")
    return found.assign(note=found["note"].astype("object").fillna(""))


def asking_apart(
    schools: pd.DataFrame, pairs: pd.DataFrame, kept: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return schools and pairs as :func:`best_plan` asks for them, what is kept before all else.

    The places that pairs kept by hand fill are rows of their own, which only those pairs fit.
    """
    possible = kept[kept["reason"] == ""]
    own = np.isin(
        keys(pairs["supporter_uid"], pairs["urn"]),
        keys(possible["supporter_uid"], possible["urn"]),
    )
    taken = schools["urn"].map(possible["urn"].value_counts()).fillna(0).astype("int64")
    urns = schools["urn"].astype("int64")
    others = schools.assign(
        asker=urns, asks=schools["asks"] - taken, supported=schools["supported"] + taken
    )
    first = schools.assign(asker=-urns, asks=taken, supported=0, gravity=KEPT)[taken > 0]
    askers = pd.concat([others, first], ignore_index=True) if len(first) else others
    asker = np.where(own, -pairs["urn"], pairs["urn"]).astype("int64")
    return askers[["asker", "gravity", "asks", "supported"]], pairs.assign(asker=asker)
