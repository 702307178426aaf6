"""Published figures that the history must reproduce, beside what it gives."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from alliance.analysis.grades import good_or_outstanding
from alliance.history import ALLIANCE_REGIONS, History, as_at

if TYPE_CHECKING:
    from collections.abc import Callable

    from alliance.analysis.grades import Method

SCHOOL_PARTNERSHIP_TRUST = 4474
OUTWOOD_GRANGE = 4119
NORTH_EAST_AND_YORKSHIRE = ("North East", "Yorkshire and The Humber")
OFSTED_2018 = "Ofsted, State-funded schools inspections and outcomes as at 31 August 2018"
OFSTED_2017 = "Ofsted, Maintained schools and academies: inspections and outcomes, spring 2017"
SCHOOLS_WEEK = (
    "Schools Week, January 2016, https://schoolsweek.co.uk/"
    "multi-academy-trusts-to-form-landmark-partnership-to-drive-up-standards/"
)
ABSENT = (
    "Schools that closed before the records begin are absent, and a new academy is counted with "
    "its predecessor's grade or not at all, so the two ways of counting stand either side of what "
    "was true."
)


@dataclass(frozen=True)
class Fact:
    """A published figure.

    Parameters
    ----------
    tolerance
        How far the history's figure may lie from it; None for a figure that is only compared.

    """

    what: str
    day: dt.date
    published: float
    find: Callable[[History], float]
    source: str
    tolerance: float | None = 0.0
    unit: str = ""
    remark: str = ""


def _academies(day: dt.date, *trusts: int) -> Callable[[History], float]:
    def find(history: History) -> float:
        held = trusts or tuple(history.alliance["trust_uid"])
        return float(as_at(history, day)["trust_uid"].isin(held).sum())

    return find


def _percent_good(
    day: dt.date, method: Method, regions: tuple[str, ...] = ()
) -> Callable[[History], float]:
    def find(history: History) -> float:
        state = as_at(history, day)
        if regions:
            state = state[state["region"].isin(regions)]
        return round(good_or_outstanding(state, method).percent, 1)

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
ALLIANCE_DAY = dt.date(2017, 11, 14)
JANUARY_2016 = dt.date(2016, 1, 31)
FEBRUARY_2016 = dt.date(2016, 2, 1)
AUGUST_2018 = dt.date(2018, 8, 31)
APRIL_2017 = dt.date(2017, 4, 30)
OPPORTUNITY_AREAS = "Department for Education, Opportunity Areas announced 2016 and 2017"

METHODS: dict[Method, str] = {"inherited": "grades inherited", "own": "own grades only"}

FACTS = [
    Fact("Founding trusts of the alliance", ALLIANCE_DAY, 5, _founding_trusts, TES),
    Fact("Academies of the founding trusts", ALLIANCE_DAY, 111, _academies(ALLIANCE_DAY), TES),
    Fact(
        "Schools of School Partnership Trust Academies",
        JANUARY_2016,
        43,
        _academies(JANUARY_2016, SCHOOL_PARTNERSHIP_TRUST),
        SCHOOLS_WEEK,
        remark="The trust is Delta Academies Trust (4474) since 2016.",
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
        "Good or Outstanding, England, grades inherited",
        AUGUST_2018,
        86,
        _percent_good(AUGUST_2018, "inherited"),
        OFSTED_2018,
        tolerance=0.6,
        unit="%",
    ),
    *(
        Fact(
            f"Good or Outstanding, {name}, {text}",
            APRIL_2017,
            published,
            _percent_good(APRIL_2017, method, regions),
            OFSTED_2017,
            tolerance=None,
            unit="%",
            remark=ABSENT,
        )
        for name, regions, published in (
            ("England", (), 89),
            ("North East, Yorkshire and Humber", NORTH_EAST_AND_YORKSHIRE, 86),
        )
        for method, text in METHODS.items()
    ),
]


def facts(history: History) -> pd.DataFrame:
    """Give the published figures beside the history's own.

    Returns
    -------
    DataFrame
        A row a figure: what, day, published, found, unit, tolerance (missing where a figure is
        only compared), holds (missing likewise), source, remark.

    """
    found = [fact.find(history) for fact in FACTS]
    return pd.DataFrame(
        {
            "what": [fact.what for fact in FACTS],
            "day": [fact.day.isoformat() for fact in FACTS],
            "published": [float(fact.published) for fact in FACTS],
            "found": found,
            "unit": [fact.unit for fact in FACTS],
            "tolerance": pd.array([fact.tolerance for fact in FACTS], "Float64"),
            "holds": pd.array(
                [
                    None
                    if fact.tolerance is None
                    else abs(value - fact.published) <= fact.tolerance
                    for fact, value in zip(FACTS, found, strict=True)
                ],
                "boolean",
            ),
            "source": [fact.source for fact in FACTS],
            "remark": [fact.remark for fact in FACTS],
        }
    )
