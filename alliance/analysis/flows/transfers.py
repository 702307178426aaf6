"""Moves of academies from one trust to another, found through both kinds of URN."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from alliance.errors import DayOutsideHistory, QuestionError

if TYPE_CHECKING:
    import datetime as dt

    from alliance.history import History

KINDS = ("transfer", "single-academy trust joins", "change of legal entity", "merger")
"""What a move is:

- *change of legal entity*: the two trusts are one company (the same Companies House number);
- *single-academy trust joins*: a single-academy trust's academy joins a multi-academy trust;
- *merger*: a trust of two or more academies moves whole, on one day, into one other trust;
- *transfer*: any other move.
"""

COLUMNS = [
    "date",
    "date_after",
    "urn_before",
    "urn_after",
    "name",
    "from_uid",
    "from_trust",
    "to_uid",
    "to_trust",
    "kind",
]
# A school that closes and reopens may do so over a holiday, or be entered late.
REOPENS_WITHIN = pd.Timedelta(days=62)


def transfers(
    history: History,
    start: dt.date,
    end: dt.date,
    *,
    from_trust: int | None = None,
    to_trust: int | None = None,
) -> pd.DataFrame:
    """Return the moves of academies between trusts from ``start`` to ``end``, both days included.

    Returns
    -------
    DataFrame
        A row an academy: date (the first day in the new trust), date_after (missing where the
        date is exact, else the move came after this day and by ``date``), urn_before, urn_after
        (the same where the academy kept its URN), name, from_uid, from_trust, to_uid, to_trust,
        kind (one of ``KINDS``); in order of date.

    Raises
    ------
    QuestionError
        ``end`` is before ``start``.
    DayOutsideHistory
        No part of the period lies in the history.

    """
    _check_period(history, start, end)
    moves = _with_kinds(_moves(history), history)
    moves = moves[moves["date"].between(pd.Timestamp(start), pd.Timestamp(end))]
    if from_trust is not None:
        moves = moves[moves["from_uid"] == from_trust]
    if to_trust is not None:
        moves = moves[moves["to_uid"] == to_trust]
    return moves[COLUMNS].sort_values(["date", "urn_after", "urn_before"], ignore_index=True)


def _check_period(history: History, start: dt.date, end: dt.date) -> None:
    if end < start:
        raise QuestionError(f"The period ends on {end}, before it starts on {start}. Swap them.")
    if end < history.first_day or start > history.last_day:
        raise DayOutsideHistory(
            f"{start} to {end} is outside the history, which runs from {history.first_day} to "
            f"{history.last_day}."
        )


def _moves(history: History) -> pd.DataFrame:
    """Return every move of the history, whatever its kind."""
    spells = history.memberships.sort_values(["urn", "joined"])
    same = spells["urn"] == spells["urn"].shift()
    kept = spells.assign(
        urn_before=spells["urn"],
        from_uid=spells["trust_uid"].shift().where(same),
    )[same]
    moves = pd.concat([kept, _under_new_urn(spells, history.links)], ignore_index=True)
    moves = moves[moves["from_uid"] != moves["trust_uid"]]
    moves = moves.rename(
        columns={
            "urn": "urn_after",
            "trust_uid": "to_uid",
            "joined": "date",
            "joined_after": "date_after",
        }
    )
    names = history.schools.set_index("urn")["name"]
    trusts = history.trusts.set_index("trust_uid")["name"]
    return moves.assign(
        from_uid=moves["from_uid"].astype("int32"),
        name=moves["urn_after"].map(names),
        from_trust=moves["from_uid"].map(trusts),
        to_trust=moves["to_uid"].map(trusts),
    )


def _under_new_urn(spells: pd.DataFrame, links: pd.DataFrame) -> pd.DataFrame:
    """Return first spell of each school that came after an academy, with that academy's trust."""
    first = spells.drop_duplicates("urn", keep="first")
    last = spells.drop_duplicates("urn", keep="last")[["urn", "trust_uid", "left"]]
    last.columns = pd.Index(["urn_before", "from_uid", "left_before"])
    pairs = (
        links[links["kind"] != "split"][["predecessor_urn", "successor_urn"]]
        .merge(last, left_on="predecessor_urn", right_on="urn_before")
        .merge(first, left_on="successor_urn", right_on="urn")
    )
    apart = (pairs["joined"] - pairs["left_before"]).abs()
    return pairs[apart <= REOPENS_WITHIN]


def _with_kinds(moves: pd.DataFrame, history: History) -> pd.DataFrame:
    trusts = history.trusts.set_index("trust_uid")
    company = trusts["companies_house"].dropna()
    kinds = trusts["kind"].astype("str")
    one_company = moves["from_uid"].map(company) == moves["to_uid"].map(company)
    standalone = (moves["from_uid"].map(kinds) == "SAT") & (moves["to_uid"].map(kinds) == "MAT")
    kind = pd.Series("transfer", moves.index)
    kind[_moved_whole(moves, history.memberships)] = "merger"
    kind[standalone] = "single-academy trust joins"
    kind[one_company] = "change of legal entity"
    return moves.assign(kind=kind)


def _moved_whole(moves: pd.DataFrame, memberships: pd.DataFrame) -> pd.Series:
    """Tell which moves took every academy of a trust of two or more to one trust on one day."""
    key = ["from_uid", "to_uid", "date"]
    together = moves.groupby(key)["urn_before"].nunique().rename("together").reset_index()
    together["before"] = _count_academies(memberships, together, pd.Timedelta(days=1))
    together["after"] = _count_academies(memberships, together, pd.Timedelta(0))
    whole = together[
        (together["together"] >= 2)
        & (together["together"] >= together["before"])
        & (together["after"] == 0)
    ]
    return pd.Series(
        pd.MultiIndex.from_frame(moves[key]).isin(pd.MultiIndex.from_frame(whole[key])), moves.index
    )


def _count_academies(
    memberships: pd.DataFrame, moved: pd.DataFrame, before: pd.Timedelta
) -> pd.Series:
    """Count the academies each ``from_uid`` held ``before`` its date."""
    pairs = moved.reset_index().merge(memberships, left_on="from_uid", right_on="trust_uid")
    day = pairs["date"] - before
    held = (pairs["joined"] <= day) & ~(pairs["left"] <= day)
    return held.groupby(pairs["index"]).sum().reindex(moved.index, fill_value=0)
