"""How the Opportunity Areas are doing, side by side and each alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from alliance.analysis.areas.area_measures import ATTAINMENT, SHARES_GOOD, shares
from alliance.analysis.areas.indices import SCORES
from alliance.analysis.filters import Filter
from alliance.analysis.known import Known, count_by, known_on, total_by
from alliance.analysis.need.inspected_since import counted_since
from alliance.analysis.schools.results import latest_results, results_of_groups
from alliance.analysis.trusts.trusts_on_day import trusts_on
from alliance.errors import UnknownName
from alliance.history import as_at

if TYPE_CHECKING:
    import datetime as dt

    from alliance.history import History


def side_by_side(
    history: History, state: pd.DataFrame, day: dt.date, known: Known | None = None
) -> pd.DataFrame:
    """Return what is known of all 12 Opportunity Areas on a day, named by then or not.

    Parameters
    ----------
    state
        The schools of ``day`` as ``as_at`` gives them, or with what inspections gave them.
    known
        What the day can give; worked out from the history by default. What it cannot is missing.

    Returns
    -------
    DataFrame
        A row an area, by name: opportunity_area, region, announced (day), schools, graded,
        graded_own, percent_good_inherited, percent_good_own, percent_academies,
        percent_disadvantaged, pupils (missing where too few rolls are known),
        requires_improvement, inadequate, in_need (the two together), trusts (with an academy
        there), founders_academies, the keys of ``SINCE_GRADES`` (schools), imd_score and
        imd_score_2025 (of its districts, weighted by pupils), the measures of attainment (weighted
        by pupils from the schools' results) with <measure>_year.

    """
    own = state[state["opportunity_area"].notna()]
    pupils = own["pupils"].astype("float64")
    area = own["opportunity_area"].astype("str")
    founders = own["trust_uid"].isin(history.alliance["trust_uid"])
    counted = own.assign(founders=founders).groupby(area)
    answers = {
        "requires_improvement": own["grade"] == 3,
        "inadequate": own["grade"] == 4,
        "in_need": own["grade"] >= 3,
    }
    known = known or known_on(history, as_at(history, day), day)
    by_grade = known.hide(count_by(pd.DataFrame(answers), area), grades=answers)
    table = known.hide(shares(own, "opportunity_area"), good=SHARES_GOOD)
    table = table.join(total_by(pupils, area).rename("pupils")).join(by_grade)
    table = table.join(
        counted.agg(
            trusts=("trust_uid", "nunique"),
            founders_academies=("founders", "sum"),
        )
    )
    table = table.join(counted_since(history, own, area, day, known))
    table = table.join(_deprivation(history, own)).join(_attainment(history, day))
    announced = history.areas[history.areas["kind"] == "opportunity_area"].set_index("name")
    region = own.groupby(area)["region"].agg(_commonest)
    table.insert(0, "region", region)
    table.insert(1, "announced", announced["from_day"])
    return table.rename_axis("opportunity_area").reset_index()


def _deprivation(history: History, own: pd.DataFrame) -> pd.DataFrame:
    """Weight the scores of districts by pupils, by Opportunity Area and edition of the indices."""
    scores, area = history.deprivation.set_index("lad_code"), own["opportunity_area"].astype("str")
    pupils, district = own["pupils"].astype("float64"), own["lad_code"].astype("str")
    found = {}
    for column in SCORES.values():
        score = district.map(scores[column]).astype("float64")
        weights = pupils.where(score.notna()).groupby(area).sum()
        found[column] = (score * pupils).groupby(area).sum() / weights
    return pd.DataFrame(found)


def region_of(history: History, area: str) -> str:
    """Return the region in which most schools of an Opportunity Area lie.

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
    """Return the scopes to compare an area with: itself, its region, England; by name.

    ``alliance.analysis.figures.trend.trends`` takes them as they are.
    """
    region = region_of(history, area)
    return {
        area: Filter(day, opportunity_areas=(area,)),
        region: Filter(day, regions=(region,)),
        "England": Filter(day),
    }


def trusts_at_work(state: pd.DataFrame, area: str) -> pd.DataFrame:
    """Return the trusts with an academy in an area, those with most of its schools first.

    Returns
    -------
    DataFrame
        The columns of :func:`trusts_on`, counted within the area, and
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
