"""What a school's figures are set beside: its phase in England, and England's results."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from alliance.analysis.schools.censuses import CENSUS_OF, census_of
from alliance.analysis.schools.results import (
    MEASURE,
    latest_exam_year,
    results_of_area,
    results_of_authority,
)

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from alliance.analysis.schools.results import ResultMeasure
    from alliance.analysis.schools.school_story import SchoolStory
    from alliance.history import History

HEADLINES = ("progress_8", "attainment_8", "percent_expected_reading_writing_maths")
"""The measures by which a school's results are first told, the first that it has."""


class Phase(NamedTuple):
    """The schools of a phase on a day: how many, what is usual among them, by which censuses.

    ``censuses`` are by name of what they tell, as ``CENSUS_OF`` has them.
    """

    schools: int
    median_pupils: float
    percent_disadvantaged: float
    percent_fsm: float
    censuses: Mapping[str, str]


class Result(NamedTuple):
    """A school's value of a measure in a year, and England's; NaN where not known.

    ``own`` tells whether it is the school's own, not that of the school it replaced: of another
    URN, or of exams held before it opened.
    """

    measure: ResultMeasure
    year: int
    value: float
    own: bool
    england: float


def phase_on(state: pd.DataFrame, phase: str) -> Phase:
    """Return what is usual among schools of a phase; shares of pupils are weighted by pupils."""
    own = state[state["phase"] == phase]
    return Phase(
        len(own),
        float(own["pupils"].astype("float64").median()),
        _of_pupils(own, "percent_disadvantaged"),
        _of_pupils(own, "percent_fsm"),
        {name: census_of(own, name) for name in CENSUS_OF},
    )


def _of_pupils(schools: pd.DataFrame, share: str) -> float:
    """Weigh a share by the pupils of the schools that have both."""
    known = schools["pupils"].notna() & schools[share].notna()
    pupils = schools.loc[known, "pupils"].astype("float64")
    total = float(pupils.sum())
    return float((pupils * schools.loc[known, share]).sum()) / total if total else float("nan")


def headline_result(history: History, told: SchoolStory, day: dt.date) -> Result | None:
    """Return the school's results of the last exams before a day; none where none are known."""
    known = told.results[told.results["value"].notna()]
    for key in HEADLINES:
        found = known[known["measure"] == key]
        year = latest_exam_year(found["year"], day)
        if year is not None:
            last = found[found["year"] == year].iloc[-1]
            england = results_of_area(history, "country", "England")
            there = england[(england["measure"] == key) & (england["year"] == year)]["value"]
            return Result(
                MEASURE[key],
                year,
                float(last["value"]),
                bool(last["urn"] == told.school["urn"]) and not bool(last["of_predecessor"]),
                float(there.iloc[0]) if len(there) else float("nan"),
            )
    return None


def results_beside(history: History, told: SchoolStory, measure: str) -> pd.DataFrame:
    """Return a measure by year, of the school, those before it, its authority and England.

    Where its authority was replaced, each authority has the years in which it was the school's.

    Returns
    -------
    DataFrame
        series (its name), year, value, reason (missing for the authority and England), measure.

    """
    urn = int(told.school["urn"])
    own = told.results[told.results["measure"] == measure]
    own = own.sort_values("urn", key=lambda of: of != urn, kind="stable")
    names = told.line.set_index("urn")["name"]
    series = own["urn"].map(lambda of: str(names[of]) + ("" if of == urn else f" (URN {of})"))
    series = series.where(~own["of_predecessor"], f"The school before {names[urn]}")
    england = results_of_area(history, "country", "England").assign(series="England")
    beside = pd.concat([_of_authorities(history, urn), england], ignore_index=True)
    parts = [own.assign(series=series), beside[beside["measure"] == measure]]
    found = pd.concat(parts, ignore_index=True)
    years = own.loc[own["value"].notna(), "year"]
    shown = found["year"].between(years.min(), years.max()) if len(years) else found["year"] < 0
    return found.loc[shown, ["series", "year", "value", "reason", "measure"]]


def _of_authorities(history: History, urn: int) -> pd.DataFrame:
    """Return the results of each authority of a school, of the exams in its time."""
    under = history.school_authorities
    own = under[under["urn"] == urn].sort_values("from_day", na_position="first")
    # Exams are in May and June, reorganisations in April.
    begins = own["from_day"].dt.year.fillna(0).astype(int)
    ends = begins.shift(-1, fill_value=9999)
    parts = []
    for code, name, first, end in zip(own["la_code"], own["la_name"], begins, ends, strict=True):
        table = results_of_authority(history, int(code))
        of_time = table["year"].between(first, end - 1)
        parts.append(table[of_time].assign(series=str(name)))
    columns = ["series", "measure", "year", "value"]
    return pd.concat(parts) if parts else pd.DataFrame(columns=columns)
