"""Which eligible schools their own trust could help: it is the first to ask."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from alliance.analysis.matching.capacity import capacity
from alliance.analysis.matching.match_pairs import OWN_TRUST, possible_pairs

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd

    from alliance.analysis.matching.match_terms import Terms
    from alliance.history import History


def own_trust_could(
    history: History, day: dt.date, schools: pd.DataFrame, terms: Terms
) -> pd.Series[bool]:
    """Return which schools are run by a trust that has capacity and a strong school to help with.

    The strong school is another of the trust, of the school's phase and within the distance limit.

    Parameters
    ----------
    schools
        As :func:`alliance.history.as_at` gives them, each once or more.

    """
    could = capacity(
        history,
        day,
        terms.formula,
        committed=terms.committed,
        count_inherited=terms.count_inherited,
    )
    held = could["trust_uid"].isin(schools["trust_uid"].dropna())
    givers = could[(could["capacity"] > 0) & held]
    asked = schools.drop_duplicates("urn")
    pairs = possible_pairs(history, day, asked, givers, replace(terms, barred=frozenset()))
    return schools["urn"].isin(pairs.loc[pairs["excluded"] == OWN_TRUST, "urn"])
