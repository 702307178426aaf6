"""Published figures that the history must reproduce, beside what it gives."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pandas as pd

from alliance.analysis.published_figures.fact import Fact
from alliance.analysis.published_figures.facts_counts import COUNT_FACTS
from alliance.analysis.published_figures.facts_grades import GRADE_FACTS, facts_of_lists
from alliance.history import ALLIANCE_REGIONS, History, as_at

if TYPE_CHECKING:
    from collections.abc import Callable

SCHOOL_PARTNERSHIP_TRUST = 4474
OUTWOOD_GRANGE = 4119
SCHOOLS_WEEK = (
    "Schools Week, January 2016, https://schoolsweek.co.uk/"
    "multi-academy-trusts-to-form-landmark-partnership-to-drive-up-standards/"
)


def _academies(day: dt.date, *trusts: int) -> Callable[[History], float]:
    def find(history: History) -> float:
        held = trusts or tuple(history.alliance["trust_uid"])
        return float(as_at(history, day)["trust_uid"].isin(held).sum())

    return find


def _founding_trusts(history: History) -> float:
    return float(len(history.alliance))


def _opportunity_areas(history: History) -> float:
    return float((history.areas["kind"] == "opportunity_area").sum())


def _opportunity_areas_in_alliance_region(history: History) -> float:
    located = history.schools.dropna(subset=["opportunity_area"])
    home = located.groupby("opportunity_area", observed=True)["region"].agg(
        lambda regions: regions.mode()[0]
    )
    return float(home.isin(ALLIANCE_REGIONS).sum())


TES = "Tes, 14 November 2017: five trusts with 111 academies between them"
EARLIER = dt.date(2017, 11, 9)
ALLIANCE_DAY = dt.date(2017, 11, 14)
JANUARY_2016 = dt.date(2016, 1, 31)
FEBRUARY_2016 = dt.date(2016, 2, 1)
OPPORTUNITY_AREAS = "Department for Education, Opportunity Areas announced 2016 and 2017"

OFSTED_2025 = (
    "Ofsted, management information on state-funded schools as at 31 August 2025: rows by "
    "multi-academy trust"
)
AUGUST_2025 = dt.date(2025, 8, 31)
FOUNDERS_2025 = {
    16104: ("Astrea", 26),
    4474: ("Delta", 57),
    4036: ("Northern Education Trust", 30),
    4119: ("Outwood Grange", 40),
    5370: ("WISE", 16),
}

FACTS = [
    Fact("Founding trusts", ALLIANCE_DAY, 5, _founding_trusts, TES),
    Fact("Academies of the founding trusts", EARLIER, 111, _academies(EARLIER), TES),
    Fact("Academies of the founding trusts", ALLIANCE_DAY, 111, _academies(ALLIANCE_DAY), TES),
    Fact(
        "Schools of School Partnership Trust Academies",
        JANUARY_2016,
        43,
        _academies(JANUARY_2016, SCHOOL_PARTNERSHIP_TRUST),
        SCHOOLS_WEEK,
        tolerance=None,
        remark=(
            "The trust is Delta Academies Trust (4474) since 2016. The dated list of August "
            "2016 shows three more academies that joined before that January; two of them went to "
            "another trust that September, and one closed at the end of 2016."
        ),
    ),
    Fact(
        "Academies of Outwood Grange Academies Trust",
        FEBRUARY_2016,
        17,
        _academies(FEBRUARY_2016, OUTWOOD_GRANGE),
        SCHOOLS_WEEK,
    ),
    Fact("Opportunity Areas", ALLIANCE_DAY, 12, _opportunity_areas, OPPORTUNITY_AREAS),
    Fact(
        "Opportunity Areas in the alliance region",
        ALLIANCE_DAY,
        4,
        _opportunity_areas_in_alliance_region,
        OPPORTUNITY_AREAS,
    ),
    Fact(
        "Academies of the founding trusts", AUGUST_2025, 169, _academies(AUGUST_2025), OFSTED_2025
    ),
    *(
        Fact(f"Academies of {name}", AUGUST_2025, number, _academies(AUGUST_2025, uid), OFSTED_2025)
        for uid, (name, number) in FOUNDERS_2025.items()
    ),
    *COUNT_FACTS,
    *GRADE_FACTS,
]


def facts(history: History) -> pd.DataFrame:
    """Return the published figures beside the history's own.

    Returns
    -------
    DataFrame
        A row a figure: what, day, published, found, unit, tolerance (missing where a figure is
        only compared), holds (missing likewise), source, remark.

    """
    every = [*FACTS, *facts_of_lists(history)]
    found = [fact.find(history) for fact in every]
    return pd.DataFrame(
        {
            "what": [fact.what for fact in every],
            "day": [fact.day.isoformat() for fact in every],
            "published": [float(fact.published) for fact in every],
            "found": found,
            "unit": [fact.unit for fact in every],
            "tolerance": pd.array([fact.tolerance for fact in every], "Float64"),
            "holds": pd.array(
                [
                    None
                    if fact.tolerance is None
                    else abs(value - fact.published) <= fact.tolerance
                    for fact, value in zip(every, found, strict=True)
                ],
                "boolean",
            ),
            "source": [fact.source for fact in every],
            "remark": [fact.remark for fact in every],
        }
    )
