"""How deprived the districts of an Opportunity Area are, among all of England's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from alliance.analysis.opportunity_areas import region_of

if TYPE_CHECKING:
    from alliance.history import History


def districts_of(history: History, area: str) -> pd.DataFrame:
    """Give the deprivation of the districts that make up an Opportunity Area.

    Returns
    -------
    DataFrame
        A row a district, the most deprived first: lad_code, name, imd_score (index of multiple
        deprivation, average score), percent_most_deprived (of its neighbourhoods, those among
        England's most deprived tenth), rank (1 is the most deprived by score), districts (how
        many are ranked), from_successor (the figures are those of the district that replaced it).

    """
    members = history.area_districts
    own = members.loc[
        (members["kind"] == "opportunity_area") & (members["code"] == area), "lad_code"
    ]
    named = history.areas[history.areas["kind"] == "district"].drop_duplicates("code")
    table = history.deprivation.merge(
        named[["code", "name"]], left_on="lad_code", right_on="code", validate="one_to_one"
    )
    table["rank"] = table["imd_score"].rank(ascending=False, method="min").astype("Int16")
    table["districts"] = int(table["imd_score"].notna().sum())
    columns = ["lad_code", "name", "imd_score", "percent_most_deprived", "rank", "districts"]
    mine = table.loc[table["lad_code"].isin(own), [*columns, "from_successor"]]
    return mine.sort_values(["rank", "name"], ignore_index=True)


def deprivation_beside(history: History, state: pd.DataFrame, area: str) -> pd.DataFrame:
    """Set the deprivation of an Opportunity Area beside its region and England.

    Parameters
    ----------
    state
        The schools of a day as ``as_at`` gives them, of all England.

    Returns
    -------
    DataFrame
        A row a place, the area first: place, schools, pupils, percent_disadvantaged (of pupils),
        imd_score (of the schools' districts); both weighted by pupils, missing where unknown.

    """
    region = region_of(history, area)
    scores = history.deprivation.set_index("lad_code")["imd_score"].astype("float64")
    scored = state.assign(imd_score=state["lad_code"].astype("str").map(scores))
    parts = {
        area: scored[scored["opportunity_area"] == area],
        region: scored[scored["region"] == region],
        "England": scored,
    }
    return pd.DataFrame(
        [
            {
                "place": place,
                "schools": len(schools),
                "pupils": int(schools["pupils"].sum()),
                "percent_disadvantaged": _weighted(schools, "percent_disadvantaged"),
                "imd_score": _weighted(schools, "imd_score"),
            }
            for place, schools in parts.items()
        ]
    )


def _weighted(schools: pd.DataFrame, column: str) -> float:
    known = schools[schools[column].notna() & schools["pupils"].notna()]
    pupils = known["pupils"].astype("float64")
    return float((pupils * known[column]).sum() / pupils.sum()) if pupils.sum() else float("nan")
