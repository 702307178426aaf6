"""The last published results of schools before a day, and how they were moving."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from alliance.analysis.impact.outcomes import OUTCOMES, Outcome, values_by_year

if TYPE_CHECKING:
    from alliance.analysis.impact.lines import Lines
    from alliance.history import History

OLDEST_PRIOR = 5
"""Results more than so many years before the last of all say too little about a school."""
TREND_OVER = 4
"""A trend is the change between two results no more than so many years apart."""
COLUMNS = ["prior", "base", "trend", "trend_year"]
EXAMS = ("ks2_expected", "attainment_8")


class PriorResults:
    """Prior results of an outcome; for outcomes of inspections, of the exams of a school's phase.

    Values are those less the mean of all schools of the year.
    """

    def __init__(self, history: History, lines: Lines, outcome: Outcome) -> None:
        yearly = outcome.way == "yearly"
        keys = (outcome.key,) if yearly else EXAMS
        parts = [values_by_year(history, lines, OUTCOMES[key]) for key in keys]
        if not yearly:
            parts = [part.assign(centred=part["centred"] / part["centred"].std()) for part in parts]
        self.values = pd.concat(parts, ignore_index=True).sort_values(["line", "year"])
        self._kept: dict[int, pd.DataFrame] = {}

    def before(self, day: pd.Timestamp) -> pd.DataFrame:
        """Return, by line, prior (the last value before a day), base (its year), trend, trend_year.

        The trend is the change a year since the value of the year before it on record; both are
        missing where there is none.
        """
        known = self.values[self.values["taken"] < day]
        latest = int(known["year"].max()) if len(known) else 0
        if latest not in self._kept:
            self._kept[latest] = last_results(known[known["year"] >= latest - OLDEST_PRIOR])
        return self._kept[latest]


def last_results(known: pd.DataFrame) -> pd.DataFrame:
    """Return the last of some results by line, and the trend; see :meth:`PriorResults.before`."""
    known = known.sort_values(["line", "year"])
    same = known["line"] == known["line"].shift()
    step = (known["year"] - known["year"].shift()).where(same)
    change = (known["centred"] - known["centred"].shift()).where(same)
    near = step <= TREND_OVER
    known = known.assign(
        trend=(change / step).where(near), trend_year=known["year"].shift().where(near)
    )
    last = known.drop_duplicates("line", keep="last").set_index("line")
    return last.rename(columns={"centred": "prior", "year": "base"})[COLUMNS]
