"""Where need is greater than what could meet it, and what would change that."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

import pandas as pd

from alliance.analysis.match_pairs import strong_schools
from alliance.analysis.matching import match, quietly
from alliance.history import as_at

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from alliance.analysis.match_terms import Terms
    from alliance.analysis.matching import Match, Progress
    from alliance.history import History

Place = Literal["la_name", "opportunity_area"]


def cold_spots(history: History, found: Match, day: dt.date, by: Place) -> pd.DataFrame:
    """Set need against what could meet it, by local authority or Opportunity Area.

    Returns
    -------
    DataFrame
        A row a place with a school in need: place, schools, in_need, gravest (in need by the
        gravest rules), capacity (of the trusts in scope: each one's spread over its strong
        schools, and those of the place added up), supported (they have a supporter by the
        register), served (they have one by the plan alone), without, percent_without; the coldest
        first.

    """
    state = as_at(history, day)
    schools = state.groupby(by, observed=True).size()
    places = state.set_index("urn")[by]
    already = found.supported.assign(supported=True)
    plan = found.plan.drop_duplicates("urn")
    plan = plan[~plan["urn"].isin(already["urn"])].assign(served=True)
    columns = ["urn", "gravity", "served", "supported"]
    weak = pd.concat([plan, already, found.unmatched]).reindex(columns=columns)
    weak = weak.assign(place=weak["urn"].map(places)).dropna(subset=["place"])
    table = (
        weak.assign(place=weak["place"].astype("str"), gravest=weak["gravity"] == 1)
        .groupby("place", as_index=False)
        .agg(
            in_need=("urn", "size"),
            gravest=("gravest", "sum"),
            supported=("supported", "count"),
            served=("served", "count"),
        )
    )
    table.insert(1, "schools", table["place"].map(schools).astype("int64"))
    rooted = _capacity_by_place(state, found.loads, by)
    table.insert(4, "capacity", table["place"].map(rooted).fillna(0.0).round(1))
    table["without"] = table["in_need"] - table["served"] - table["supported"]
    table["percent_without"] = (100 * table["without"] / table["in_need"]).round(1)
    return table.sort_values(
        ["without", "percent_without", "place"], ascending=[False, False, True], ignore_index=True
    )


def _capacity_by_place(state: pd.DataFrame, loads: pd.DataFrame, by: Place) -> pd.Series:
    """Spread the capacity of each trust evenly over its strong schools; add it up by place."""
    strong = strong_schools(state, loads)
    held = strong["trust_uid"].map(strong["trust_uid"].value_counts())
    share = strong["trust_uid"].map(loads.set_index("trust_uid")["capacity"]) / held
    total: pd.Series = share.astype("float64").groupby(strong[by].astype("object")).sum()
    return total


def if_trusts_took_more(
    history: History,
    day: dt.date,
    terms: Terms,
    more: dict[int, int],
    *,
    progress: Progress = quietly,
) -> Match:
    """Match as if each trust (UID) could take so many more than its capacity gives."""
    return match(history, day, replace(terms, extra=more), progress=progress)


def if_trusts_joined(
    history: History,
    day: dt.date,
    terms: Terms,
    joining: Sequence[int],
    *,
    progress: Progress = quietly,
) -> Match:
    """Match as if more trusts (UIDs) were among the supporters."""
    supporters = terms.supporters
    if supporters is not None:
        supporters = (*supporters, *joining)
    return match(history, day, replace(terms, supporters=supporters), progress=progress)


def if_trust_closed(
    history: History, day: dt.date, terms: Terms, closing: int, *, progress: Progress = quietly
) -> Match:
    """Match the academies of a trust that closes: they are the need, and it supports nobody.

    Each academy asks for a supporter, whatever its grade; those in need already keep the gravity
    of their rules.
    """
    state = as_at(history, day)
    left = state.loc[state["trust_uid"] == closing, "urn"]
    everyone = (
        state["trust_uid"].dropna().unique() if terms.supporters is None else terms.supporters
    )
    others = [int(uid) for uid in everyone if uid != closing]
    asked = replace(terms, supporters=others, recipients=tuple(left), orphaned=tuple(left))
    return match(history, day, asked, progress=progress)
