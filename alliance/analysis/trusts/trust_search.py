"""Find a trust by any name it ever had, or by its UID or company number."""

from __future__ import annotations

import difflib
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from alliance.analysis.schools.search import (
    EXACT_NAME,
    LONGEST_QUERY,
    NOT_FOUND,
    rank_names,
    trusts_numbered,
)
from alliance.errors import UnknownName
from alliance.history.name_folding import fold
from alliance.text.identifiers import NO_UKPRN, identifier_in

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from alliance.history import History

TOLD = 10
COLUMNS = ["trust_uid", "name", "former_name", "kind", "opened", "closed"]


def search_trusts(history: History, query: str, limit: int = 20) -> pd.DataFrame:
    """Find the trusts whose UID, company number or name, of today or before, answers ``query``.

    The best answers come first: whole names, then their beginnings, then names with words that
    begin as those asked for, then names that hold them anywhere; of equal ones today's names.

    Returns
    -------
    DataFrame
        At most ``limit`` rows, one a trust: trust_uid, name, former_name (the one that answers,
        missing where today's does), kind, opened, closed. Empty where nothing answers.

    """
    return _ranked(history, query).head(limit)[COLUMNS].reset_index(drop=True)


def trust_named(history: History, words: str) -> int:
    """Return the UID of the one trust that a UID, company number or name tells, of today or before.

    A whole name goes before all that only hold what is asked for.

    Raises
    ------
    UnknownName
        None answers, or several; they are named, with their UIDs.

    """
    found = _ranked(history, words)
    whole = found[found["rank"] == EXACT_NAME]
    found = whole if len(whole) else found
    if len(found) == 1:
        return int(found["trust_uid"].iloc[0])
    if found.empty:
        near = _nearest(history, words)
        meant = f" Did you mean {near}?" if near else ""
        number = identifier_in(words)
        ukprn = f" {NO_UKPRN}" if number is not None and number.like_ukprn else ""
        raise UnknownName(
            f"No trust found with the UID or name “{words}”, of today or a former one."
            f"{meant}{ukprn}"
        )
    listed = "; ".join(in_words(row) for row in found.head(TOLD).to_dict("records"))
    more = f"; and {len(found) - TOLD:,} more" if len(found) > TOLD else ""
    raise UnknownName(
        f"{words!r} may be any of {len(found):,} trusts, say which by its UID: {listed}{more}."
    )


def _nearest(history: History, words: str) -> str:
    """Name the trust whose name, or a word of it, is most like what was asked for; or nothing."""
    names = _names(history)
    asked = fold(pd.Series([words[:LONGEST_QUERY]], dtype="str")).iloc[0].strip()
    known = names["folded"].str.strip()
    firsts = known.str.split().str[: len(asked.split())].str.join(" ")
    for told in (known, firsts):
        if near := difflib.get_close_matches(asked, told.tolist(), n=1, cutoff=0.8):
            return str(names.loc[told == near[0], "name"].iloc[0])
    return ""


def in_words(trust: Mapping[Hashable, Any]) -> str:
    """Say a row of :func:`search_trusts`: its UID, its name, and the former name that answered."""
    former = trust["former_name"]
    told = "" if pd.isna(former) else f", formerly {former}"
    return f"{trust['trust_uid']} {trust['name']}{told}"


@lru_cache(maxsize=2)
def former_names(history: History) -> dict[int, list[str]]:
    """Return the names that trusts had before, by UID, the latest first, where there are any."""
    names = _names(history)
    former = names[names["is_former"]].drop_duplicates(["trust_uid", "folded"])
    former = former.sort_values("last_seen", ascending=False, kind="stable")
    told = former.groupby("trust_uid")["former_name"].agg(list)
    return dict(zip(told.index.tolist(), told, strict=True))


def _ranked(history: History, query: str) -> pd.DataFrame:
    """Return the answers of :func:`search_trusts` with their rank."""
    names = _names(history)
    asked = fold(pd.Series([query[:LONGEST_QUERY]], dtype="str")).iloc[0]
    words = asked.split()
    rank = np.full(len(names), NOT_FOUND)
    number = identifier_in(query)
    if words and number is None:
        rank = rank_names(names["folded"], names["squeezed"], asked, words)
    elif number is not None:
        rank[names["trust_uid"].isin(trusts_numbered(history, number))] = EXACT_NAME
    found = names.assign(rank=rank)[rank < NOT_FOUND]
    found = found.sort_values(
        ["rank", "is_former", "last_seen", "name", "trust_uid"],
        ascending=[True, True, False, True, True],
    )
    return found.drop_duplicates("trust_uid").reset_index(drop=True)


@lru_cache(maxsize=2)
def _names(history: History) -> pd.DataFrame:
    """Return every name of every trust, folded; those of today have no ``former_name``."""
    told = history.trust_names[["trust_uid", "name", "last_seen"]]
    trusts = history.trusts[["trust_uid", "name", "kind", "opened", "closed"]]
    names = told.rename(columns={"name": "former_name"}).merge(trusts, on="trust_uid")
    names = names[fold(names["former_name"]) != fold(names["name"])]
    table = pd.concat([trusts, names], ignore_index=True)
    is_former = table["former_name"].notna()
    folded = " " + fold(table["former_name"].where(is_former, table["name"]))
    return table.assign(
        is_former=is_former, folded=folded, squeezed=folded.str.replace(" ", "", regex=False)
    )
