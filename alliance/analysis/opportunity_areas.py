"""How the Opportunity Areas are doing, side by side and each alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliance.analysis.areas import ATTAINMENT, shares
from alliance.analysis.filters import Filter
from alliance.analysis.results import latest_results, results_of_groups
from alliance.analysis.trusts import trusts_on
from alliance.errors import UnknownName

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd

    from alliance.history import History


def side_by_side(history: History, state: pd.DataFrame, day: dt.date) -> pd.DataFrame:
    """Give what is known of all 12 Opportunity Areas on a day.

    Parameters
    ----------
    state
        The schools of ``day`` as ``as_at`` gives them.

    Returns
    -------
    DataFrame
        A row an area, by name: opportunity_area, region, announced (day), schools, graded,
        graded_own, percent_good_inherited, percent_good_own, percent_academies,
        percent_disadvantaged, pupils, requires_improvement, inadequate, trusts (with an academy
        there), founders_academies, imd_score (of its districts, weighted by pupils), the measures
        of attainment (weighted by pupils from the schools' results) with <measure>_year.

    """
    own = state[state["opportunity_area"].notna()]
    imd = history.deprivation.set_index("lad_code")["imd_score"]
    pupils = own["pupils"].astype("float64")
    score = own["lad_code"].astype("str").map(imd).astype("float64")
    counted = own.assign(
        requires_improvement=(own["grade"] == 3).fillna(value=False),
        inadequate=(own["grade"] == 4).fillna(value=False),
        founders=own["trust_uid"].isin(history.alliance["trust_uid"]),
        weighted=score * pupils,
        weight=pupils.where(score.notna()),
    ).groupby(own["opportunity_area"].astype("str"))
    table = shares(own, "opportunity_area").join(
        counted.agg(
            pupils=("pupils", "sum"),
            requires_improvement=("requires_improvement", "sum"),
            inadequate=("inadequate", "sum"),
            trusts=("trust_uid", "nunique"),
            founders_academies=("founders", "sum"),
            weighted=("weighted", "sum"),
            weight=("weight", "sum"),
        )
    )
    table["imd_score"] = table.pop("weighted") / table.pop("weight")
    table = table.join(_attainment(history, day))
    announced = history.areas[history.areas["kind"] == "opportunity_area"].set_index("name")
    region = own.groupby(own["opportunity_area"].astype("str"))["region"].agg(_commonest)
    table.insert(0, "region", region)
    table.insert(1, "announced", announced["from_day"])
    return table.rename_axis("opportunity_area").reset_index()


def region_of(history: History, area: str) -> str:
    """Give the region in which most schools of an Opportunity Area lie.

    Raises
    ------
    UnknownName
        There is no such area.

    """
    own = history.schools[history.schools["opportunity_area"] == area]
    if own.empty:
        known = ", ".join(history.schools["opportunity_area"].cat.categories)
        raise UnknownName(f"{area!r} is no Opportunity Area; they are {known}.")
    return _commonest(own["region"])


def beside(history: History, area: str, day: dt.date) -> dict[str, Filter]:
    """Give the scopes to compare an area with: itself, its region, England; by name.

    ``alliance.analysis.trend.trends`` takes them as they are.
    """
    region = region_of(history, area)
    return {
        area: Filter(day, opportunity_areas=(area,)),
        region: Filter(day, regions=(region,)),
        "England": Filter(day),
    }


def trusts_at_work(state: pd.DataFrame, area: str) -> pd.DataFrame:
    """Give the trusts with an academy in an area, those with most of its schools first.

    Returns
    -------
    DataFrame
        The columns of :func:`alliance.analysis.trusts.trusts_on`, counted within the area, and
        academies_in_all, percent_of_academies (of the trust's academies, those in the area).

    """
    table = trusts_on(state[state["opportunity_area"] == area])
    in_all = state.groupby("trust_uid").size()
    table["academies_in_all"] = table["trust_uid"].map(in_all)
    table["percent_of_academies"] = 100 * table["academies"] / table["academies_in_all"]
    return table


def _attainment(history: History, day: dt.date) -> pd.DataFrame:
    areas = history.schools.set_index("urn")["opportunity_area"]
    results = results_of_groups(history, areas, ATTAINMENT)
    return latest_results(results, "group", ATTAINMENT, day)


def _commonest(names: pd.Series) -> str:
    return str(names.astype("str").mode().iloc[0])
