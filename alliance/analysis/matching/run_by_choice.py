"""Eligible schools by who runs them: maintained, in a trust, in a trust that is itself in need."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

from alliance.analysis.need.strong import has_standing, is_weak

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd

    from alliance.history import History

RunBy = Literal["any", "maintained", "trust", "trust_in_need", "no_able_trust"]
RUN_BY: tuple[RunBy, ...] = get_args(RunBy)
IN_NEED = 0.5
"""Share of its academies less than good from which a trust is itself in need."""


def trusts_in_need(history: History, state: pd.DataFrame, day: dt.date) -> frozenset[int]:
    """Return the UIDs of trusts that are themselves in need.

    Of such a trust half or more of the academies whose standing is known by an inspection of their
    own are less than good.

    Parameters
    ----------
    state
        All schools of ``day``.

    """
    known = state[has_standing(history, state, day) & state["trust_uid"].notna()]
    share = is_weak(history, known, day).groupby(known["trust_uid"]).mean()
    return frozenset(int(uid) for uid in share.index[share >= IN_NEED])


def run_so(
    history: History, state: pd.DataFrame, day: dt.date, schools: pd.DataFrame, run_by: RunBy
) -> pd.Series[bool]:
    """Return which schools are run as asked; what a trust could do itself is not looked at here.

    Parameters
    ----------
    state
        All schools of ``day``.
    schools
        Some of them.

    """
    in_trust = schools["trust_uid"].notna()
    if run_by == "trust":
        return in_trust
    if run_by == "maintained":
        return ~in_trust
    if run_by == "trust_in_need":
        return schools["trust_uid"].isin(trusts_in_need(history, state, day))
    return in_trust | ~in_trust
