"""How the Opportunity Areas are doing, side by side and each alone."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import pandas as pd

from alliance.analysis.areas.area_measures import ATTAINMENT, SHARES_GOOD, shares
from alliance.analysis.areas.indices import SCORES
from alliance.analysis.filters import Filter
from alliance.analysis.known import Known, count_by, known_on, total_by
from alliance.analysis.need.inspected_since import counted_since
from alliance.analysis.schools.results import (
    latest_results,
    results_of_area,
    results_of_authority,
    results_of_groups,
)
from alliance.analysis.trusts.trusts_on_day import trusts_on
from alliance.errors import UnknownName
from alliance.history import as_at

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from alliance.history import History

ENGLAND = "England"
# Of a local authority's schools, those in the area: a few have no place, or one beyond its outline.
_WHOLE = 0.9


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
        by pupils from the schools' results) with <measure>_year, and, of areas that are a local
        authority, <measure>_published and <measure>_published_year.

    """
    own = state[state["opportunity_area"].notna()]
    known = known or known_on(history, as_at(history, day), day)
    table = _of_schools(history, own, day, known).join(_attainment(history, day))
    announced = history.areas[history.areas["kind"] == "opportunity_area"].set_index("name")
    region = own.groupby(own["opportunity_area"].astype("str"))["region"].agg(_commonest)
    table.insert(0, "region", region)
    table.insert(1, "announced", announced["from_day"])
    return table.rename_axis("opportunity_area").reset_index()


def england_beside(
    history: History, state: pd.DataFrame, day: dt.date, known: Known
) -> pd.DataFrame:
    """Return a row for England with the columns of :func:`side_by_side`, from all schools.

    Of its attainment the published figures stand; none is worked out from the schools.
    """
    if state.empty:
        return pd.DataFrame()
    table = _of_schools(history, state.assign(opportunity_area=ENGLAND), day, known)
    results = results_of_area(history, "country", ENGLAND)
    published = _published(latest_results(results, "area", ATTAINMENT, day))
    return table.join(published).rename_axis("opportunity_area").reset_index()


def _of_schools(history: History, own: pd.DataFrame, day: dt.date, known: Known) -> pd.DataFrame:
    """Return what schools give, by ``opportunity_area``, which each of them has."""
    pupils = own["pupils"].astype("float64")
    area = own["opportunity_area"].astype("str")
    founders = own["trust_uid"].isin(history.alliance["trust_uid"])
    counted = own.assign(founders=founders).groupby(area)
    answers = {
        "requires_improvement": own["grade"] == 3,
        "inadequate": own["grade"] == 4,
        "in_need": own["grade"] >= 3,
    }
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
    return table.join(_deprivation(history, own))


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
    worked_out = latest_results(results, "group", ATTAINMENT, day)
    parts = [
        results_of_authority(history, code).assign(area=area)
        for area, code in authorities_of_areas(history).items()
    ]
    published = _published(latest_results(pd.concat(parts), "area", ATTAINMENT, day))
    return worked_out.join(published, how="outer")


def _published(latest: pd.DataFrame) -> pd.DataFrame:
    """Name the columns of results as those that were published."""
    named = {measure: f"{measure}_published" for measure in ATTAINMENT}
    years = {f"{measure}_year": f"{name}_year" for measure, name in named.items()}
    return latest.rename(columns={**named, **years})


@lru_cache(maxsize=2)
def authorities_of_areas(history: History) -> Mapping[str, int]:
    """Return the code of the local authority that an Opportunity Area is, where it is a whole one.

    For such an area the Department for Education publishes results too.
    """
    schools = history.schools[["opportunity_area", "la_code"]].dropna(subset=["la_code"])
    inside = schools["opportunity_area"].notna()
    whole = inside.groupby(schools["la_code"]).mean() > _WHOLE
    found = schools[inside & schools["la_code"].map(whole)]
    codes = found.groupby("opportunity_area", observed=True)["la_code"].agg(
        lambda held: held.value_counts().index[0]
    )
    return {str(area): int(code) for area, code in codes.items()}


def _commonest(names: pd.Series) -> str:
    return str(names.astype("str").mode().iloc[0])
