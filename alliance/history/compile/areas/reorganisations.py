"""Local authorities that ended, and those that took their place.

``REORGANISATIONS`` holds every authority that ran schools and ended with its number in the register
since 2005. Others were reorganised and kept the number with all its schools: in 2009 Cornwall
(908), Durham (840), Northumberland (929), Shropshire (893) and Wiltshire (865), in 2020
Buckinghamshire (825), in 2023 North Yorkshire (815) and Somerset (933).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alliance.history.compile.inputs import Inputs


class Reorganisation(NamedTuple):
    """An authority that ended: the first day of its successors, the numbers of all, and why."""

    day: pd.Timestamp
    ended: int
    successors: tuple[int, ...]
    citation: str


_DORSET = "The Bournemouth, Dorset and Poole (Structural Changes) Order 2018 (S.I. 2018/648)"
REORGANISATIONS = (
    Reorganisation(
        pd.Timestamp(2009, 4, 1),
        875,
        (895, 896),
        "The Cheshire (Structural Changes) Order 2008 (S.I. 2008/634)",
    ),
    Reorganisation(
        pd.Timestamp(2009, 4, 1),
        820,
        (822, 823),
        "The Bedfordshire (Structural Changes) Order 2008 (S.I. 2008/907)",
    ),
    Reorganisation(pd.Timestamp(2019, 4, 1), 835, (838, 839), _DORSET),
    Reorganisation(pd.Timestamp(2019, 4, 1), 836, (839,), _DORSET),
    Reorganisation(pd.Timestamp(2019, 4, 1), 837, (839,), _DORSET),
    Reorganisation(
        pd.Timestamp(2021, 4, 1),
        928,
        (940, 941),
        "The Northamptonshire (Structural Changes) Order 2020 (S.I. 2020/156)",
    ),
    Reorganisation(
        pd.Timestamp(2023, 4, 1),
        909,
        (942, 943),
        "The Cumbria (Structural Changes) Order 2022 (S.I. 2022/331)",
    ),
)
# The authorities that ended before the lists of codes begin, in 2017, and their regions.
ENDED_BEFORE_2017 = {875: ("Cheshire", "North West"), 820: ("Bedfordshire", "East of England")}
APRIL = 4


def reorganisations(inputs: Inputs, said: pd.DataFrame) -> list[Reorganisation]:
    """Return every reorganisation in order of its day: those of the law, then later ones.

    A later one shows in an extract: a number that no list of codes has, for schools of an authority
    under which the extract has no open school any more. It counts from the first of April before
    that extract, the day on which reorganisations take effect in England.

    Parameters
    ----------
    said
        seen, urn and la_code of every source, the oldest first.
    """
    known = {*inputs.authorities["la_code"], *ENDED_BEFORE_2017}
    later = []
    for seen, rows in inputs.extracts[inputs.extracts["is_open"]].groupby("seen"):
        now = rows.dropna(subset="la_code").set_index("urn")["la_code"].astype("int64")
        new = now[~now.isin(known)]
        before = newest_code(said[said["seen"] < seen]).reindex(new.index)
        for ended, codes in new.groupby(before):
            if ended in known and ended not in set(now):
                day, successors = _april_before(pd.Timestamp(str(seen))), sorted(set(codes))
                why = f"the register's extract of {seen:%-d %B %Y}"
                later.append(Reorganisation(day, int(ended), tuple(successors), why))
        known |= set(new)
    return [*REORGANISATIONS, *later]


def newest_code(said: pd.DataFrame) -> pd.Series:
    """Return the last authority stated of each school, by urn; rows are in order of their day."""
    return said.drop_duplicates("urn", keep="last").set_index("urn")["la_code"]


def _april_before(day: pd.Timestamp) -> pd.Timestamp:
    return pd.Timestamp(day.year - (day.month < APRIL), APRIL, 1)


def predecessors(changes: Sequence[Reorganisation]) -> dict[int, list[int]]:
    """Return, for each authority that began, those it took schools from."""
    found: dict[int, list[int]] = {}
    for change in changes:
        for code in change.successors:
            found.setdefault(code, []).append(change.ended)
    return found
