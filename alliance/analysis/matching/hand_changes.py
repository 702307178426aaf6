"""What a person changes of a plan by hand, and how addresses and the command line spell it.

``keep=URN-UID,URN-UID & forbid=URN-UID & leave_out=UID,UID & capacity_of=UID-SCHOOLS,UID-SCHOOLS``
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from alliance.errors import QuestionError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from alliance.analysis.matching.match_terms import Terms

KEEP, FORBID, LEAVE_OUT, CAPACITY_OF = KEYS = ("keep", "forbid", "leave_out", "capacity_of")
MOST_BY_HAND = 50
"""The most schools that a trust may be set to support."""

_SPELLING = {
    KEEP: "a school and a trust, as 107636-4474 (URN-UID)",
    FORBID: "a school and a trust, as 107636-4474 (URN-UID)",
    LEAVE_OUT: "a trust, as 4474 (UID)",
    CAPACITY_OF: f"a trust and 0 to {MOST_BY_HAND} schools, as 4474-3 (UID-SCHOOLS)",
}

Pair = tuple[int, int]


@dataclass(frozen=True)
class HandChanges:
    """What a person has changed of a plan, the same for the same changes in whatever order.

    Parameters
    ----------
    kept, forbidden
        Pairs of a supporter's UID and a school's URN.
    left_out
        UIDs of supporters that give nothing in this plan.
    capacity_of
        UIDs of supporters, each with how many schools it may be given.

    """

    kept: tuple[Pair, ...] = ()
    forbidden: tuple[Pair, ...] = ()
    left_out: tuple[int, ...] = ()
    capacity_of: tuple[Pair, ...] = ()

    def __post_init__(self) -> None:
        """Put each in order, without repeats."""
        for name in ("kept", "forbidden", "left_out", "capacity_of"):
            object.__setattr__(self, name, tuple(sorted(set(getattr(self, name)))))

    def __bool__(self) -> bool:
        """Return whether anything is changed."""
        return self != HandChanges()

    def within(self, terms: Terms) -> Terms:
        """Return terms with these changes."""
        return replace(
            terms,
            kept=self.kept,
            forbidden=frozenset(self.forbidden),
            barred=frozenset(self.left_out),
            capacity_by_hand=dict(self.capacity_of),
        )

    def spelled(self) -> dict[str, str]:
        """Return the values of an address by key; a key without any is left out."""
        values = {
            KEEP: [f"{urn}-{uid}" for uid, urn in self.kept],
            FORBID: [f"{urn}-{uid}" for uid, urn in self.forbidden],
            LEAVE_OUT: [str(uid) for uid in self.left_out],
            CAPACITY_OF: [f"{uid}-{schools}" for uid, schools in self.capacity_of],
        }
        return {key: ",".join(own) for key, own in values.items() if own}


def read_hand_changes(query: Mapping[str, Iterable[str]]) -> tuple[HandChanges, list[str]]:
    """Read the changes that an address spells, and say all that is wrong in it.

    Parameters
    ----------
    query
        The values of each key; other keys are passed over. A value may hold several, with commas
        between.

    Returns
    -------
    tuple
        The changes without those that are wrong or gainsay each other, and the faults in words.

    """
    faults: list[str] = []
    given = {
        key: [word.strip() for value in query.get(key, ()) for word in value.split(",")]
        for key in KEYS
    }
    keep, forbid, capacity_of = (
        _pairs(key, given[key], faults) for key in (KEEP, FORBID, CAPACITY_OF)
    )
    for uid, schools in [pair for pair in capacity_of if pair[1] > MOST_BY_HAND]:
        faults.append(_not_read(CAPACITY_OF, f"{uid}-{schools}"))
        capacity_of.remove((uid, schools))
    left_out = _numbers(given[LEAVE_OUT], faults)
    twice = [uid for uid, n in Counter(uid for uid, _ in set(capacity_of)).items() if n > 1]
    faults += [f"{CAPACITY_OF}: trust {uid} is given more than one number." for uid in twice]
    both = sorted(set(keep) & set(forbid))
    faults += [f"{KEEP} and {FORBID} both name {urn}-{uid}." for urn, uid in both]
    out = sorted({uid for _, uid in keep} & set(left_out))
    faults += [f"Trust {uid} is in {LEAVE_OUT}, and a pair of it in {KEEP}." for uid in out]
    changes = HandChanges(
        tuple((uid, urn) for urn, uid in keep if (urn, uid) not in both and uid not in out),
        tuple((uid, urn) for urn, uid in forbid if (urn, uid) not in both),
        tuple(uid for uid in left_out if uid not in out),
        tuple(pair for pair in capacity_of if pair[0] not in twice),
    )
    return changes, faults


def hand_changes(query: Mapping[str, Iterable[str]]) -> HandChanges:
    """Read the changes that an address spells.

    Raises
    ------
    QuestionError
        All that is wrong in it.
    """
    changes, faults = read_hand_changes(query)
    if faults:
        raise QuestionError(" ".join(faults))
    return changes


def _pairs(key: str, words: Sequence[str], faults: list[str]) -> list[Pair]:
    found = [re.fullmatch(r"(\d{1,7})-(\d{1,7})", word) for word in words]
    faults += [
        _not_read(key, word) for word, one in zip(words, found, strict=True) if word and one is None
    ]
    return list(dict.fromkeys((int(one[1]), int(one[2])) for one in found if one))


def _numbers(words: Sequence[str], faults: list[str]) -> list[int]:
    whole = [word for word in words if re.fullmatch(r"\d{1,7}", word)]
    faults += [_not_read(LEAVE_OUT, word) for word in words if word and word not in whole]
    return list(dict.fromkeys(map(int, whole)))


def _not_read(key: str, word: str) -> str:
    return f"{key}: “{word[:20]}” is not {_SPELLING[key]}."
