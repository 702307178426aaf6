"""Find a school by name or postcode, its own number, or a number of its trust."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from alliance.history.as_at import schools_on
from alliance.history.name_folding import fold
from alliance.history.schools_numbered import KINDS, numbered
from alliance.text.identifiers import COMPANY, UID, URN, Identifier, identifier_in

if TYPE_CHECKING:
    import datetime as dt

    from alliance.history import History

LONGEST_QUERY = 100
SHORTEST_PART_OF_URN = 3
_APART = re.compile(r"[\s,;|]+")
INWARD = 3
"""The letters of a postcode's second part."""
# From the best to the weakest way in which a school can answer.
EXACT, EXACT_NAME, BEGINS, WORDS, WITHIN, NOT_FOUND = range(6)


OPEN_BETWEEN = ("opened", "opened_after", "closed", "closed_after")
"""When a school was open: a day is not known but lies after the other, where there is one."""


class _Index(NamedTuple):
    """What is searched, folded, in rows as ``History.schools``."""

    name: pd.Series
    squeezed_name: pd.Series
    urn: pd.Series
    postcode: pd.Series
    outward: pd.Series


def search(history: History, query: str, day: dt.date, limit: int = 20) -> pd.DataFrame:
    """Find the schools whose name, number or postcode answers ``query``, the best answers first.

    Numbers are those that :func:`alliance.text.identifiers.identifier_in` knows: URN and LAESTAB of
    a school, and UID and company number of the trust that runs it on ``day``. A whole number or
    postcode comes before a whole name, that before the beginning of a name, URN or postcode, then
    names with words that begin as those asked for, then names that hold them anywhere. Of equal
    answers, schools open on ``day`` come first. DN4 asks for the postcodes of DN4, not for those
    of DN40. Several numbers, as 136633; 136634, find the schools of each.

    Returns
    -------
    DataFrame
        At most ``limit`` rows: urn, name, phase, la_name, postcode, the days of ``OPEN_BETWEEN``,
        open (on the day), found_by ("URN", "LAESTAB", "UKPRN", "trust", "postcode" or "name").
        Empty where nothing answers.

    """
    if numbers := _several(query):
        found = pd.concat([search(history, one, day, limit) for one in numbers])
        return found.drop_duplicates("urn").head(limit).reset_index(drop=True)
    index = _index(history)
    asked = fold(pd.Series([query[:LONGEST_QUERY]], dtype="str")).iloc[0]
    words = asked.split()
    columns = ["urn", "name", "phase", "la_name", "postcode", *OPEN_BETWEEN]
    schools = schools_on(history, day)
    if not words:
        return (
            schools[columns]
            .head(0)
            .assign(open=pd.Series(dtype="bool"), found_by=pd.Series(dtype="str"))
        )
    number = identifier_in(query)
    by = {} if number is None else _by_number(history, index, number, day)
    if number is None or not number.called:
        by |= {
            "postcode": _by_postcode(index, words),
            "name": rank_names(index.name, index.squeezed_name, asked, words),
        }
    ways = np.column_stack(list(by.values()))
    best = ways.min(axis=1)
    rows = np.flatnonzero(best < NOT_FOUND)
    found = schools[columns].iloc[rows]
    now = pd.Timestamp(day)
    found = found.assign(
        open=~(found["opened"] > now) & ~(found["closed"] <= now),
        found_by=np.array(list(by))[ways[rows].argmin(axis=1)],
        rank=best[rows],
    ).sort_values(["rank", "open", "name", "urn"], ascending=[True, False, True, True])
    return found.drop(columns="rank").head(limit).reset_index(drop=True)


def _several(query: str) -> list[str]:
    """Return the numbers that a query is, where it is several."""
    if identifier_in(query) is not None:
        return []
    parts = [part for part in _APART.split(query[:LONGEST_QUERY].strip()) if part]
    return parts if len(parts) > 1 and all(map(identifier_in, parts)) else []


@lru_cache(maxsize=2)
def _index(history: History) -> _Index:
    name = " " + fold(history.schools["name"])
    postcode = history.schools["postcode"].str.replace(" ", "", regex=False).str.lower().fillna("")
    return _Index(
        name,
        name.str.replace(" ", "", regex=False),
        history.schools["urn"].astype("str"),
        postcode,
        postcode.str[:-INWARD],
    )


def _by_number(
    history: History, index: _Index, asked: Identifier, day: dt.date
) -> dict[str, np.ndarray]:
    """Rank schools by their own numbers, and those of a day by the numbers of their trust."""
    none = np.full(len(index.urn), NOT_FOUND)
    urn, trust = none, none
    if asked.may_be(URN):
        text = str(asked.number)
        urn = _by_code(index.urn, text, SHORTEST_PART_OF_URN)
    own = {kind: np.where(numbered(history, asked, kind), EXACT, none) for kind in KINDS}
    if uids := trusts_numbered(history, asked):
        spells, now = history.memberships, pd.Timestamp(day)
        held = spells["trust_uid"].isin(uids) & (spells["joined"] <= now) & ~(spells["left"] <= now)
        inside = history.schools["urn"].isin(spells.loc[held, "urn"])
        trust = np.where(inside, EXACT_NAME, none)
    return {URN: urn, **own, "trust": trust}


def trusts_numbered(history: History, asked: Identifier) -> list[int]:
    """Return the UIDs of the trusts that have this UID or company number."""
    trusts = history.trusts
    by_uid, by_company = (asked.may_be(kind) for kind in (UID, COMPANY))
    found = (trusts["trust_uid"].eq(asked.number) & by_uid) | (
        trusts["companies_house"].eq(asked.company).fillna(value=False) & by_company
    )
    return [int(uid) for uid in trusts.loc[found, "trust_uid"]]


def _by_code(codes: pd.Series, asked: str, least: int) -> np.ndarray:
    """Rank whole codes and, from ``least`` characters with a digit, beginnings of codes."""
    if len(asked) < least or not any(letter.isdigit() for letter in asked):
        return np.full(len(codes), NOT_FOUND)
    begins = np.where(codes.str.startswith(asked), BEGINS, NOT_FOUND)
    return np.where(codes == asked, EXACT, begins)


def _by_postcode(index: _Index, words: list[str]) -> np.ndarray:
    """Rank postcodes; one that is asked for by its whole first part must have just that."""
    rank = _by_code(index.postcode, "".join(words), 2)
    own = (index.outward == words[0]).to_numpy(bool)
    return np.where(own, rank, NOT_FOUND) if own.any() else rank


def rank_names(names: pd.Series, squeezed: pd.Series, asked: str, words: list[str]) -> np.ndarray:
    """Rank names by how they answer what is ``asked``, from ``EXACT_NAME`` to ``NOT_FOUND``.

    Parameters
    ----------
    names, squeezed
        The names folded, with a space before each; and the same without spaces.
    asked, words
        What is asked, folded, and its words.
    """
    begin = np.logical_and.reduce(
        [names.str.contains(f" {word}", regex=False).to_numpy(bool) for word in words]
    )
    within = np.logical_and.reduce(
        [squeezed.str.contains(word, regex=False).to_numpy(bool) for word in words]
    )
    rank = np.where(begin, WORDS, np.where(within, WITHIN, NOT_FOUND))
    rank = np.where(names.str.startswith(f" {asked}"), BEGINS, rank)
    return np.where(names == f" {asked}", EXACT_NAME, rank)
