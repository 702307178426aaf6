"""How deprived the districts of an Opportunity Area are, among all of England's."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from alliance.analysis.areas.indices import SCORES
from alliance.analysis.areas.opportunity_areas import region_of
from alliance.analysis.schools.censuses import near_rolls, total_pupils

if TYPE_CHECKING:
    import datetime as dt

    from alliance.history import History


class SchoolDeprivation(NamedTuple):
    """How deprived the places of a school are; None where not known.

    ``decile`` is that of its neighbourhood by the indices of 2025, 1 for the most deprived tenth of
    England's; ``scores`` are its district's average scores by the year of the indices.
    """

    decile: int | None
    scores: dict[int, float]


def deprivation_of_school(history: History, urn: int) -> SchoolDeprivation:
    """Return the deprivation of a school's neighbourhood and of its district."""
    own = history.school_deprivation
    decile = own.loc[own["urn"] == urn, "imd_decile"]
    district = history.schools.loc[history.schools["urn"] == urn, "lad_code"]
    table = history.deprivation[history.deprivation["lad_code"].isin(district.astype("str"))]
    scores = {
        year: float(table[column].iloc[0])
        for year, column in SCORES.items()
        if table[column].notna().any()
    }
    return SchoolDeprivation(int(decile.iloc[0]) if len(decile) else None, scores)


def districts_of(history: History, area: str) -> pd.DataFrame:
    """Return the deprivation of the districts that make up an Opportunity Area.

    Returns
    -------
    DataFrame
        A row a district, the most deprived first: lad_code, name, imd_score (index of multiple
        deprivation, average score), percent_most_deprived (of its neighbourhoods, those among
        England's most deprived tenth), rank (1 is the most deprived by score), from_successor (the
        figures are those of the district that replaced it), districts (how many the indices rank),
        all by the indices of 2019, and the same by those of 2025 with ``_2025``.

    """
    members = history.area_districts
    own = members.loc[
        (members["kind"] == "opportunity_area") & (members["code"] == area), "lad_code"
    ]
    named = history.areas[history.areas["kind"] == "district"].drop_duplicates("code")
    table = history.deprivation.merge(
        named[["code", "name"]], left_on="lad_code", right_on="code", validate="one_to_one"
    )
    for suffix in ("", "_2025"):
        score = table[f"imd_score{suffix}"]
        ranked = _scores_once(score, table[f"from_successor{suffix}"])
        ranks = ranked.rank(ascending=False, method="min").astype("Int16")
        table[f"rank{suffix}"] = score.map(ranks.set_axis(ranked).groupby(level=0).first())
        table[f"districts{suffix}"] = len(ranked)
    columns = ["imd_score", "percent_most_deprived", "rank", "from_successor", "districts"]
    columns = ["lad_code", "name", *columns, *(f"{name}_2025" for name in columns)]
    mine = table.loc[table["lad_code"].isin(own), columns]
    return mine.sort_values(["rank", "name"], ignore_index=True)


def _scores_once(score: pd.Series, from_successor: pd.Series) -> pd.Series:
    """Return the scores of the districts that an index ranks, a successor's once."""
    replaced = score[from_successor].drop_duplicates()
    once: pd.Series = pd.concat([score[~from_successor], replaced])
    return once.dropna()


def deprivation_beside(
    history: History, state: pd.DataFrame, area: str, day: dt.date
) -> pd.DataFrame:
    """Set the deprivation of an Opportunity Area beside its region and England.

    Parameters
    ----------
    state
        The schools of ``day`` as ``as_at`` gives them, of all England.

    Returns
    -------
    DataFrame
        A row a place, the area first: place, schools, pupils, percent_disadvantaged and percent_fsm
        (of pupils),
        imd_score (of the schools' districts, by the indices of 2019) and imd_score_2025; all
        weighted by pupils, missing where unknown. Pupils are missing where fewer than nine in ten
        rolls are known (see :func:`near_rolls`).

    """
    region = region_of(history, area)
    scores = history.deprivation.set_index("lad_code").astype(
        dict.fromkeys(SCORES.values(), "float64")
    )
    district = state["lad_code"].astype("str")
    scored = state.assign(**{name: district.map(scores[name]) for name in SCORES.values()})
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
                "pupils": total_pupils(near_rolls(schools, day)),
                "percent_disadvantaged": weighted_by_pupils(schools, "percent_disadvantaged"),
                "percent_fsm": weighted_by_pupils(schools, "percent_fsm"),
                **{name: weighted_by_pupils(schools, name) for name in SCORES.values()},
            }
            for place, schools in parts.items()
        ]
    )


def weighted_by_pupils(schools: pd.DataFrame, column: str) -> float:
    """Return the mean of a column of schools, weighted by pupils; not a number where none is."""
    known = schools[schools[column].notna() & schools["pupils"].notna()]
    pupils = known["pupils"].astype("float64")
    return float((pupils * known[column]).sum() / pupils.sum()) if pupils.sum() else float("nan")
