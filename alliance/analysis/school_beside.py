"""What a school's figures are set beside: its phase in England, and England's results."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from alliance.analysis.grades import good_or_outstanding
from alliance.analysis.results import MEASURE, latest_exam_year, results_of_area

if TYPE_CHECKING:
    import datetime as dt

    from alliance.analysis.results import ResultMeasure
    from alliance.analysis.school_story import SchoolStory
    from alliance.history import History

HEADLINES = ("progress_8", "attainment_8", "percent_expected_reading_writing_maths")
"""The measures by which a school's results are first told, the first that it has."""


class Phase(NamedTuple):
    """The schools of a phase in England on a day: how many, and what is usual among them."""

    schools: int
    median_pupils: float
    percent_disadvantaged: float
    percent_good_or_outstanding: float


class Result(NamedTuple):
    """A school's value of a measure in a year, and England's; NaN where not known.

    ``own`` tells whether it is the school's own, not that of the school it replaced.
    """

    measure: ResultMeasure
    year: int
    value: float
    own: bool
    england: float


def phase_on(state: pd.DataFrame, phase: str) -> Phase:
    """Give what is usual among the schools of a phase; percent disadvantaged weighs by pupils."""
    own = state[state["phase"] == phase]
    known = own["pupils"].notna() & own["percent_disadvantaged"].notna()
    pupils = own.loc[known, "pupils"].astype("float64")
    disadvantaged = (pupils * own.loc[known, "percent_disadvantaged"]).sum()
    return Phase(
        len(own),
        float(own["pupils"].astype("float64").median()),
        float(disadvantaged / pupils.sum()) if pupils.sum() else float("nan"),
        float(good_or_outstanding(own).percent),
    )


def headline_result(history: History, told: SchoolStory, day: dt.date) -> Result | None:
    """Give the school's results of the last exams before a day; none where none are known."""
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
                bool(last["urn"] == told.school["urn"]),
                float(there.iloc[0]) if len(there) else float("nan"),
            )
    return None


def results_beside(history: History, told: SchoolStory, measure: str) -> pd.DataFrame:
    """Give a measure by year, of the school, those before it, its authority and England.

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
    parts = [own.assign(series=series)]
    for kind, name in (("authority", str(told.school["la_name"])), ("country", "England")):
        table = results_of_area(history, kind, name)
        parts.append(table[table["measure"] == measure].assign(series=name))
    found = pd.concat(parts, ignore_index=True)
    years = own.loc[own["value"].notna(), "year"]
    shown = found["year"].between(years.min(), years.max()) if len(years) else found["year"] < 0
    return found.loc[shown, ["series", "year", "value", "reason", "measure"]]
