"""Results of schools: each measure by the last table that states it, and whose results they are."""

from __future__ import annotations

import pandas as pd

from alliance.history.compile.precedence import newest_first
from alliance.sources.exams.performance_tables import NOT_GIVEN
from alliance.sources.exams.results_by_school import SURVIVORS
from alliance.sources.exams.results_later import NOT_IN_TABLE

KEY = ["urn", "year"]
# The tests of key stage 2 are in the second week of May, and the exams of key stage 4 begin in the
# middle of it: a school that opened later did not sit them.
EXAMS_FROM = "05-15"
SAYS_NOTHING = (NOT_IN_TABLE, NOT_GIVEN)
LIMITS = ("lower", "upper")
BESIDE = ("_reason", *(f"_{limit}" for limit in LIMITS))


def results(held: pd.DataFrame, later: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Return the results of the history's schools, a row a school and year.

    Columns as ``held``; ``of_predecessor``, whether the exams were held before the school can have
    opened, so that they are those of the school before it; ``survivors_only``, whether the year is
    known only of schools that were still open years later, and no later table has it.

    Parameters
    ----------
    known
        The history's schools, indexed by URN: opened, opened_after.
    """
    # A history written before 2026 was read says nothing of survivors.
    survivors = held.reindex(columns=[*KEY, SURVIVORS])
    years = set(survivors.loc[survivors[SURVIVORS].eq(True), "year"]) - set(later["year"])
    table = combined(held.drop(columns=SURVIVORS, errors="ignore"), later)
    table = table[table["urn"].isin(known.index)]
    opened = known["opened_after"].fillna(known["opened"])
    exams = pd.to_datetime(table["year"].astype("str") + f"-{EXAMS_FROM}")
    return table.assign(
        of_predecessor=(table["urn"].map(opened) > exams).to_numpy(),
        survivors_only=table["year"].isin(years),
    )


def combined(held: pd.DataFrame, later: pd.DataFrame) -> pd.DataFrame:
    """Return the results of both, a row a school and year.

    A measure is taken, with its confidence limits, from the last table that says anything of it, a
    value or why there is none: the later tables before ``held``, final ones before revised and
    these before provisional ones.

    Parameters
    ----------
    held
        urn, year, measures, and ``<measure>_reason`` beside each.
    later
        The same, and stage and source (:func:`alliance.sources.exams.results_later.results_of`).
    """
    if later.empty:
        return held
    order = newest_first(later, "stage")
    both = pd.concat([order.reindex(columns=held.columns), held], ignore_index=True)
    table = both[KEY].drop_duplicates().sort_values(KEY).set_index(KEY)
    columns = held.columns.difference(KEY)
    for measure in columns[~columns.str.endswith(BESIDE)]:
        reason = both[f"{measure}_reason"]
        silent = both[measure].isna() & (reason.isna() | reason.isin(SAYS_NOTHING))
        # Where no table says anything, the last one's reason stands.
        told = pd.concat([both[~silent], both[silent]]).drop_duplicates(KEY)
        table = table.join(told.set_index(KEY)[_with_limits(measure, columns)])
    return table.reset_index()[held.columns]


def _with_limits(measure: str, columns: pd.Index) -> list[str]:
    """Name the columns that go with a measure, so that no value meets another's limits."""
    names = [measure, *(f"{measure}_{limit}" for limit in LIMITS)]
    return [name for one in names for name in (one, f"{one}_reason") if name in columns]
