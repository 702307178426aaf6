"""How many schools each trust could support on a day, by a formula whose every part is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from alliance.analysis.need.strong import is_strong, is_weak
from alliance.history import as_at

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from alliance.history import History


@dataclass(frozen=True)
class Formula:
    """How capacity is reckoned: schools that could be supported, never below none.

    capacity = strong schools / ``strong_for_one`` - own less than good x ``own_need`` -
    academies joined in the last year x ``growth``, rounded down and at most ``most``, less the
    schools supported already

    Parameters
    ----------
    strong_for_one
        How many strong schools it takes to support one other.
    own_need
        What each of the trust's own schools that is less than good takes away.
    growth
        What each academy that joined within a year takes away.
    most
        No trust is asked for more than this, what it gives already counted in.
    at_a_time
        How many schools a strong school supports at a time, those it supports already counted in.
    times_its_roll
        A strong school supports none with more pupils than so many times its own.

    """

    strong_for_one: float = 2.5
    own_need: float = 0.25
    growth: float = 0.1
    most: int = 10
    at_a_time: int = 1
    times_its_roll: float = 2.0

    def before_rounding(self, parts: Any) -> Any:
        """Return how many schools a trust's parts give together, which may be below none.

        ``parts`` is a table with columns strong, own_in_need and joined_in_a_year, or a row of
        one. Binary fractions are rounded away: 2.8 less 0.8 is 2, not 1.9999999999999998.
        """
        together = (
            parts["strong"] / self.strong_for_one
            - parts["own_in_need"] * self.own_need
            - parts["joined_in_a_year"] * self.growth
        )
        return np.round(together, 9)


def capacity(
    history: History,
    day: dt.date,
    formula: Formula | None = None,
    *,
    committed: Mapping[int, int] | None = None,
    count_inherited: bool = False,
) -> pd.DataFrame:
    """Return every trust's capacity on ``day``, with its parts.

    Strong schools, and those less than good, are told apart by :mod:`strong`.

    Parameters
    ----------
    committed
        Schools each trust supports already, by UID.
    count_inherited
        Whether the inspection of the school it replaced counts too, where a school has had none of
        its own since; for both kinds of school.

    Returns
    -------
    DataFrame
        A row a trust: trust_uid, name, academies, strong, own_in_need, joined_in_a_year,
        pupils_of_strong (the mean roll of its strong schools; missing where none is known),
        committed, capacity.

    """
    formula = formula or Formula()
    state = as_at(history, day)
    held = state[state["trust_uid"].notna()]
    year_before = pd.Timestamp(day) - pd.DateOffset(years=1)
    strong = is_strong(history, held, day, count_inherited=count_inherited)
    counted = held.assign(
        strong=strong,
        pupils_of_strong=held["pupils"].astype("float64").where(strong),
        own_in_need=is_weak(history, held, day, count_inherited=count_inherited),
        joined_in_a_year=held["joined"] > year_before,
    ).groupby("trust_uid", as_index=False)
    table = counted.agg(
        name=("trust_name", "first"),
        academies=("urn", "size"),
        strong=("strong", "sum"),
        own_in_need=("own_in_need", "sum"),
        joined_in_a_year=("joined_in_a_year", "sum"),
        pupils_of_strong=("pupils_of_strong", "mean"),
    )
    table["committed"] = table["trust_uid"].map(dict(committed or {})).fillna(0).astype("int64")
    could = formula.before_rounding(table)
    whole = np.floor(could.clip(0, formula.most)).astype("int64")
    table["capacity"] = (whole - table["committed"]).clip(lower=0)
    return table.sort_values(["capacity", "trust_uid"], ascending=[False, True], ignore_index=True)
