"""Results of schools where several tables tell of one year: each measure by the last that tells."""

from __future__ import annotations

import pandas as pd

from alliance.history.compile.precedence import newest_first
from alliance.sources.performance import NOT_GIVEN
from alliance.sources.results_later import NOT_IN_TABLE

KEY = ["urn", "year"]
SAYS_NOTHING = (NOT_IN_TABLE, NOT_GIVEN)


def combined(held: pd.DataFrame, later: pd.DataFrame) -> pd.DataFrame:
    """Give the results of both, a row a school and year.

    A measure is taken from the last table that says anything of it, a value or why there is none:
    the later tables before ``held``, final ones before revised and these before provisional ones.

    Parameters
    ----------
    held
        urn, year, measures, and ``<measure>_reason`` beside each.
    later
        The same, and stage and source (:func:`alliance.sources.results_later.results_of`).
    """
    if later.empty:
        return held
    order = newest_first(later, "stage")
    both = pd.concat([order.reindex(columns=held.columns), held], ignore_index=True)
    table = both[KEY].drop_duplicates().sort_values(KEY).set_index(KEY)
    for measure in held.columns.difference(KEY):
        if measure.endswith("_reason"):
            continue
        pair = [measure, f"{measure}_reason"]
        unsaid = both[pair[1]].isna() | both[pair[1]].isin(SAYS_NOTHING)
        silent = both[measure].isna() & unsaid
        # Where no table says anything, the last one's reason stands.
        told = pd.concat([both[~silent], both[silent]]).drop_duplicates(KEY)
        table = table.join(told.set_index(KEY)[pair])
    return table.reset_index()[held.columns]
