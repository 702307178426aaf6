"""Trusts are found by their UID, their name of today, and the names they had before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from alliance.analysis.trusts.trust_search import former_names, search_trusts, trust_named
from alliance.errors import UnknownName

if TYPE_CHECKING:
    from alliance.history import History

DELTA, LIFT = 4474, 2053


@pytest.mark.parametrize(
    ("words", "uid"),
    [
        ("4474", DELTA),
        ("Delta Academies Trust", DELTA),
        ("delta academies trust ", DELTA),
        ("School Partnership Trust Academies", DELTA),
        ("LIFT SCHOOLS", LIFT),
        ("Academies Enterprise Trust", LIFT),
        ("fierte", 5188),
    ],
)
def test_one_trust_is_told_by_its_number_or_any_name_it_had(
    history: History, words: str, uid: int
) -> None:
    assert trust_named(history, words) == uid


def test_an_answer_says_by_which_former_name_it_was_found(history: History) -> None:
    first = search_trusts(history, "School Partnership Trust").iloc[0]
    assert first["trust_uid"] == DELTA
    assert first["former_name"] == "School Partnership Trust Academies"
    by_today = search_trusts(history, "Delta Academies").iloc[0]
    assert by_today["trust_uid"] == DELTA
    assert by_today["former_name"] != by_today["former_name"]


def test_former_names_are_given_for_the_trusts_that_had_any_without_those_of_today(
    history: History,
) -> None:
    former = former_names(history)
    assert former[LIFT] == ["Academies Enterprise Trust"]
    assert former[DELTA] == ["School Partnership Trust Academies"]
    today = history.trusts.set_index("trust_uid")["name"]
    assert all(names and today[uid] not in names for uid, names in former.items())
    assert len(former) < len(today) / 3


def test_a_trust_answers_once_though_several_of_its_names_do(history: History) -> None:
    found = search_trusts(history, "academies", limit=5000)
    assert len(found) > 200
    assert found["trust_uid"].is_unique


def test_a_name_that_several_trusts_share_is_not_guessed_at(history: History) -> None:
    with pytest.raises(UnknownName, match=r"any of 2 trusts.*3819 Endeavour.*16930 Endeavour"):
        trust_named(history, "Endeavour Academies Trust")


@pytest.mark.parametrize("words", ["1", "zzz academies", "", "'"])
def test_a_name_that_no_trust_ever_had_is_refused(history: History, words: str) -> None:
    with pytest.raises(UnknownName, match="No trust found with the UID or name"):
        trust_named(history, words)
    assert search_trusts(history, words).empty


@pytest.mark.parametrize("words", ["Outwod", "Outwod Grange", "outwood grnge academies trust"])
def test_a_slip_in_a_name_is_answered_with_the_trust_most_like_it(
    history: History, words: str
) -> None:
    with pytest.raises(UnknownName, match=r"Did you mean Outwood Grange Academies Trust\?"):
        trust_named(history, words)
