"""The rules of local authorities: whose schools they have, their names and their outlines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd

from alliance.history.as_at import as_at, drawn_on
from alliance.history.rule import Check, none_breaks

if TYPE_CHECKING:
    from collections.abc import Callable

    from alliance.history.store import History

AGREE_PERCENT = 99


def _no_ended_authority(history: History) -> Check:
    """Try the days on which authorities were replaced: no open school may be early or late."""
    under = history.school_authorities.sort_values(["urn", "from_day"], na_position="first")
    under = under.merge(history.schools[["urn", "opened", "closed"]], on="urn")
    of_school = under.groupby("urn")
    under["before"], until = of_school["la_code"].shift(), of_school["from_day"].shift(-1)
    first = under[["from_day", "opened"]].max(axis=1)
    last = pd.concat([until, under["closed"]], axis=1).min(axis=1)
    changes = under.dropna(subset=["from_day", "before"])
    ended = under["la_code"].map(changes.groupby("before")["from_day"].max())
    began = under["la_code"].map(changes.groupby("la_code")["from_day"].min())
    late = ended.notna() & ~(last <= ended) & (under["opened"].isna() | ~(first >= last))
    early = began.notna() & ~(first >= began)
    early &= ~(under["closed"] <= began)
    return none_breaks(
        "No school stands under a local authority before it began or after it was replaced",
        under[late | early],
    )


def _one_name(history: History) -> Check:
    names = history.school_authorities[["la_code", "la_name"]].drop_duplicates()
    nameless = names["la_name"].isna() | names.duplicated("la_code", keep=False)
    return none_breaks("Every local authority has one name", names[nameless], "la_code")


def _an_authority(history: History) -> Check:
    """Try every school that was open since the records begin."""
    under = history.schools["la_code"].notna()
    return none_breaks("Every school stands under a local authority", history.schools[~under])


def _drawn_on_its_days(history: History) -> Check:
    """Try the outlines of the authorities under which schools stand, on the days of the changes."""
    areas = history.areas[history.areas["kind"] == "authority"]
    changes = history.school_authorities["from_day"].dropna().dt.date.unique()
    within = [day for day in changes if history.first_day <= day <= history.last_day]
    found = []
    for day in [history.first_day, *within, history.last_day]:
        codes = set(as_at(history, day)["la_code"].dropna())
        lacking = codes - set(drawn_on(areas, day)["la_code"].dropna())
        found.append(pd.DataFrame({"la_code": sorted(lacking)}))
    return none_breaks(
        "Every local authority is drawn on the days on which schools stand under it",
        pd.concat(found).drop_duplicates(),
        "la_code",
    )


def _authority_around(history: History) -> Check:
    """Try the last day: a few schools lie outside the authority that maintains them."""
    state = as_at(history, history.last_day).dropna(subset=["easting_m", "la_code"])
    areas = drawn_on(history.areas[history.areas["kind"] == "authority"], history.last_day)
    points = gpd.GeoDataFrame(
        {"own": state["la_code"].astype("int64")},
        geometry=gpd.points_from_xy(state["lon"], state["lat"]),
        crs=areas.crs,
    )
    around = points.sjoin(areas[["la_code", "geometry"]].dropna(), predicate="within")
    around = around[~around.index.duplicated()]
    same = around["own"] == around["la_code"].astype("int64")
    percent = 100 * float(same.mean()) if len(same) else 100.0
    return Check(
        f"The local authority drawn around a school is its own, for {AGREE_PERCENT}% and more",
        percent >= AGREE_PERCENT,
        f"{percent:.2f}% of {len(same):,}; {int((~same).sum()):,} differ",
    )


AUTHORITY_RULES: tuple[Callable[[History], Check], ...] = (
    _no_ended_authority,
    _one_name,
    _an_authority,
    _drawn_on_its_days,
    _authority_around,
)
