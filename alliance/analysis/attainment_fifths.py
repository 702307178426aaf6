"""Where each school's results stand in England, by fifths, on one scale for both key stages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from alliance.analysis.results import latest_exam_year

if TYPE_CHECKING:
    import datetime as dt

    from alliance.history import History

KS2, KS4 = "percent_expected_reading_writing_maths", "attainment_8"


def attainment_fifths(history: History, day: dt.date) -> pd.Series[Any]:
    """Give the fifth of England in which a school's results lie, of the last exams before a day.

    Measured is Attainment 8 where a school has it, else the share of pupils that reach the
    expected standard in reading, writing and maths at key stage 2, each among the schools with
    that measure.

    Returns
    -------
    Series
        Int8, 1 for the lowest fifth to 5 for the highest, indexed by URN; schools without
        results are left out.

    """
    ranked = [
        _fifths(history.results_ks4, KS4, day),
        _fifths(history.results_ks2, KS2, day),
    ]
    both: pd.Series[Any] = pd.concat(ranked)
    return both[~both.index.duplicated()]


def _fifths(results: pd.DataFrame, measure: str, day: dt.date) -> pd.Series[Any]:
    known = results[results[measure].notna()]
    year = latest_exam_year(known["year"], day)
    if year is None:
        return pd.Series(dtype="int8")
    values = known[known["year"] == year].set_index("urn")[measure]
    values = values[~values.index.duplicated()]
    share = values.rank(pct=True, method="average")
    return pd.Series(np.ceil(share * 5), values.index, dtype="int8")
