"""Where need is greater than what could meet it, and what would change that."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

import pandas as pd

from alliance.analysis.matching.best_match import match, quietly
from alliance.analysis.matching.match_pairs import strong_schools
from alliance.history import as_at

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from alliance.analysis.matching.best_match import Match, Progress
    from alliance.analysis.matching.match_terms import Terms
    from alliance.history import History

Place = Literal["la_name", "opportunity_area"]


WITHOUT, SERVED, SUPPORTED = "Not matched", "Matched", "Supported already"


def schools_by_place(history: History, found: Match, day: dt.date, by: Place) -> pd.DataFrame:
    """Return each eligible school with its place and what it has or could have.

    Returns
    -------
    DataFrame
        A row an eligible school that lies in one of the places, those not matched first, by
        priority: urn, name, place, phase, gravity, why, standing (``WITHOUT``, ``SERVED`` or
        ``SUPPORTED``), supporter_name (by the plan), reason (why it is not matched).

    """
    places = as_at(history, day).set_index("urn")[by]
    plan = found.plan[~found.plan["urn"].isin(found.supported["urn"])]
    helped = plan.groupby("urn")["supporter_name"].agg(", ".join)
    parts = {WITHOUT: found.unmatched, SERVED: plan.drop_duplicates("urn")}
    columns = ["urn", "name", "phase", "gravity", "why", "standing", "reason"]
    table = pd.concat(
        [
            part.assign(standing=standing).reindex(columns=columns)
            for standing, part in {**parts, SUPPORTED: found.supported}.items()
        ],
        ignore_index=True,
    )
    table.insert(2, "place", table["urn"].map(places).astype("object"))
    table.insert(7, "supporter_name", table["urn"].map(helped))
    order = table["standing"].map({WITHOUT: 0, SERVED: 1, SUPPORTED: 2})
    return (
        table.assign(order=order)
        .dropna(subset=["place"])
        .sort_values(["order", "gravity", "urn"], ignore_index=True)
        .drop(columns="order")
    )


def cold_spots(history: History, found: Match, day: dt.date, by: Place) -> pd.DataFrame:
    """Set need against what could meet it, by local authority or Opportunity Area.

    Returns
    -------
    DataFrame
        A row a place with an eligible school: place, schools, in_need (eligible), gravest (by the
        most serious criteria), capacity (of the trusts in scope: each one's spread over its strong
        schools, and those of the place added up), percent_covered (capacity as a share of the
        eligible schools), supported (they have a supporter by the register), served (they have one
        by the plan alone), without, percent_without; the coldest first.

    """
    state = as_at(history, day)
    weak = schools_by_place(history, found, day, by)
    table = (
        weak.assign(
            gravest=weak["gravity"] == 1,
            **{
                name: weak["standing"] == standing
                for name, standing in (
                    ("supported", SUPPORTED),
                    ("served", SERVED),
                    ("without", WITHOUT),
                )
            },
        )
        .groupby("place", as_index=False)
        .agg(
            in_need=("urn", "size"),
            gravest=("gravest", "sum"),
            supported=("supported", "sum"),
            served=("served", "sum"),
            without=("without", "sum"),
        )
    )
    schools = state.groupby(by, observed=True).size()
    table.insert(1, "schools", table["place"].map(schools).astype("int64"))
    inherited = found.terms.count_inherited
    strong = strong_schools(history, state, day, found.loads, count_inherited=inherited)
    rooted = _capacity_by_place(strong, found.loads, by)
    table.insert(4, "capacity", table["place"].map(rooted).fillna(0.0).round(1))
    covered = (100 * table["capacity"] / table["in_need"]).round(1)
    table.insert(5, "percent_covered", covered)
    table["percent_without"] = (100 * table["without"] / table["in_need"]).round(1)
    return table.sort_values(
        ["without", "percent_without", "place"], ascending=[False, False, True], ignore_index=True
    )


def _capacity_by_place(strong: pd.DataFrame, loads: pd.DataFrame, by: Place) -> pd.Series:
    """Spread the capacity of each trust evenly over its strong schools; add it up by place."""
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

    Each academy asks for a supporter, whatever its grade; those eligible already keep the gravity
    of their criteria. Who runs them is known, and no pair is kept by hand.
    """
    state = as_at(history, day)
    left = state.loc[state["trust_uid"] == closing, "urn"]
    everyone = (
        state["trust_uid"].dropna().unique() if terms.supporters is None else terms.supporters
    )
    others = [int(uid) for uid in everyone if uid != closing]
    asked = replace(
        terms,
        supporters=others,
        recipients=tuple(left),
        orphaned=tuple(left),
        run_by="any",
        kept=(),
    )
    return match(history, day, asked, progress=progress)
