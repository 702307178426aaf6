"""Where each school's results stand in England, by fifths, on one scale for both key stages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from alliance.analysis.schools.results import latest_exam_year

if TYPE_CHECKING:
    import datetime as dt

    from alliance.history import History

KS2, KS4 = "percent_expected_reading_writing_maths", "attainment_8"

STAGES = {KS2: "key stage 2", KS4: "key stage 4"}


def attainment_fifths(history: History, day: dt.date) -> pd.Series[Any]:
    """Return the fifth of England in which a school's results lie, of the last exams before a day.

    Measured is Attainment 8 where a school has it, else the share of pupils that reach the
    expected standard in reading, writing and maths at key stage 2, each among the schools with
    that measure. Results that the school before it sat are not a school's own, and left out.

    Returns
    -------
    Series
        Int8, 1 for the lowest fifth to 5 for the highest, indexed by URN; schools without
        results are left out. Its name says of which exams they are, blank where of none: "key
        stage 2 of 2019, key stage 4 of 2019".

    """
    known = {
        measure: results[results[measure].notna() & ~results["of_predecessor"]]
        for measure, results in ((KS4, history.results_ks4), (KS2, history.results_ks2))
    }
    years = {
        measure: year
        for measure, results in known.items()
        if (year := latest_exam_year(results["year"], day)) is not None
    }
    ranked = [_fifths(known[measure], measure, year) for measure, year in years.items()]
    both: pd.Series[Any] = pd.concat(ranked) if ranked else pd.Series(dtype="int8")
    exams = ", ".join(f"{STAGES[key]} of {years[key]}" for key in (KS2, KS4) if key in years)
    return both[~both.index.duplicated()].rename(exams)


def _fifths(known: pd.DataFrame, measure: str, year: int) -> pd.Series[Any]:
    values = known[known["year"] == year].set_index("urn")[measure]
    values = values[~values.index.duplicated()]
    share = values.rank(pct=True, method="average")
    return pd.Series(np.ceil(share * 5), values.index, dtype="int8")
