"""Schools are found by name, URN or postcode, however it is typed."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance.analysis.schools.search import fold, search

if TYPE_CHECKING:
    from alliance.history import History

DAY = dt.date(2019, 6, 1)
OUTWOOD_ADWICK = 135963


@pytest.mark.parametrize(
    ("query", "found_by"),
    [
        ("135963", "URN"),
        (" 135963 ", "URN"),
        ("DN6 7SF", "postcode"),
        ("dn67sf", "postcode"),
        ("Outwood Academy Adwick", "name"),
        ("outwood academy ADWICK!", "name"),
        ("adwick outwood", "name"),
        ("outw acad adw", "name"),
        ("Óutwood Acádemy Adwick", "name"),
        ("１３５９６３", "URN"),
        ("ｄｎ６ ７ＳＦ", "postcode"),
    ],
)
def test_one_school_is_found_in_many_ways(history: History, query: str, found_by: str) -> None:
    first = search(history, query, DAY).iloc[0]
    assert (first["urn"], first["found_by"]) == (OUTWOOD_ADWICK, found_by)


@pytest.mark.parametrize("query", ["136633; 135963", "136633,135963", "URN136633 １３５９６３"])
def test_several_numbers_find_the_school_of_each(history: History, query: str) -> None:
    assert search(history, query, DAY)["urn"].tolist() == [136633, OUTWOOD_ADWICK]


def test_apostrophes_full_stops_and_saint_make_no_difference(history: History) -> None:
    typed = ["St. Mary's", "st marys", "Saint Mary’s", "ST MARY'S"]
    answers = [search(history, query, DAY)["urn"].tolist() for query in typed]
    assert len(answers[0]) == 20
    assert all(answer == answers[0] for answer in answers)


@pytest.mark.parametrize("query", ["", "   ", "'", "no such school anywhere", "\\", "(", "%_"])
def test_what_nothing_answers_gives_an_empty_table(history: History, query: str) -> None:
    found = search(history, query, DAY)
    assert found.empty
    assert "found_by" in found


def test_a_school_that_has_closed_comes_after_those_open(history: History) -> None:
    found = search(history, "Carcroft", dt.date(2022, 1, 1))
    assert not found["open"].is_monotonic_increasing
    closed = history.schools.set_index("urn")["closed"].reindex(found["urn"])
    assert (found["open"].to_numpy() == ~(closed <= pd.Timestamp(2022, 1, 1)).to_numpy()).all()


@given(st.integers(0, 10**6))
def test_every_school_is_found_by_its_own_name(history: History, row: int) -> None:
    school = history.schools.iloc[row % len(history.schools)]
    found = search(history, school["name"].upper(), DAY, limit=500)
    assert school["urn"] in found["urn"].tolist()
    by_urn = search(history, str(school["urn"]), DAY)
    assert by_urn["urn"].iloc[0] == school["urn"]


@given(st.text(max_size=120))
def test_folded_text_is_plain_and_folds_to_itself(text: str) -> None:
    once = fold(pd.Series([text], dtype="str"))
    assert all(letter.isascii() and (letter.isalnum() or letter == " ") for letter in once[0])
    assert fold(once)[0] == once[0]


@pytest.mark.parametrize("query", ["DN4", "dn4 ", "DN4 0"])
def test_the_first_part_of_a_postcode_is_not_the_beginning_of_another(
    history: History, query: str
) -> None:
    found = search(history, query, DAY, 1000)
    assert len(found)
    assert found["postcode"].str.startswith(query.upper().strip()).all()
    assert set(found["postcode"].str.split().str[0]) == {"DN4"}


def test_a_part_of_a_postcode_that_none_has_begins_all_that_go_on_so(history: History) -> None:
    found = search(history, "DN6 7", DAY, 1000)
    assert OUTWOOD_ADWICK in set(found["urn"])
    assert set(search(history, "dn67", DAY, 1000)["urn"]) == set(found["urn"])
