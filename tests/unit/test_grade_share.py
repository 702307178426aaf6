"""Of schools chosen by their grade, how many of the scope's they are."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance.analysis.figures.grade_share import OF_GRADES, grade_share
from alliance.analysis.figures.overview import headline
from alliance.analysis.filters import NO_GRADE, Filter, narrow
from alliance.history import as_at
from alliance.views.beside_england import beside_england

if TYPE_CHECKING:
    from alliance.history import History

DAY = dt.date(2019, 6, 1)
NORTH_EAST = Filter(DAY, regions=("North East",))


@given(grades=st.sets(st.integers(NO_GRADE, 4), min_size=1, max_size=4))
def test_a_share_and_that_of_the_other_grades_make_the_whole(
    history: History, grades: set[int]
) -> None:
    state = as_at(history, DAY)
    found = grade_share(state, replace(NORTH_EAST, grades=tuple(grades)))
    assert found.schools == len(narrow(state, replace(NORTH_EAST, grades=tuple(grades))))
    every = narrow(state, NORTH_EAST)
    assert found.of == (len(every) if NO_GRADE in grades else every["grade"].notna().sum())
    assert found.percent == pytest.approx(100 * found.schools / found.of)


def test_no_share_good_is_told_of_schools_chosen_by_their_grade(history: History) -> None:
    chosen = replace(NORTH_EAST, grades=(4,))
    table = headline(history, chosen).set_index("figure")
    assert not {"percent_good_inherited", "percent_good_own"} & set(table.index)
    row, state = table.loc[OF_GRADES], as_at(history, DAY)
    assert row["name"] == "Inadequate, share of schools with a grade"
    assert row["here"] == grade_share(state, chosen).percent
    assert row["england"] == grade_share(state, Filter(DAY, grades=(4,))).percent
    assert (
        row["here_counted"]
        == f"{table.loc['schools', 'here']:,.0f} of " + row["here_counted"].partition(" of ")[2]
    )
    shown = next(one for one in beside_england(chosen) if one.label == row["name"])
    assert shown.value == f"{row['here']:.1f}%"
    assert shown.beside == f"{row['here_counted']}. England {row['england']:.1f}%"


def test_a_share_by_grade_ends_with_the_grades_and_says_what_it_was_last(history: History) -> None:
    chosen = Filter(dt.date(2025, 8, 31), regions=("North East",), grades=(3, 4))
    row = headline(history, chosen).set_index("figure").loc[OF_GRADES]
    last = grade_share(
        as_at(history, history.grades_to), replace(chosen, day=history.grades_to)
    ).percent
    assert row["here"] != row["here"]
    assert row["why"].startswith("Overall grades ended in September 2024")
    assert f"{last:.1f}%" in row["why"]
