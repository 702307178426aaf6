"""A share of disadvantaged pupils is told with its own census, whatever census the roll is of."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pandas as pd

from alliance.analysis.censuses import disadvantaged_census, roll_census
from alliance.analysis.filters import Filter
from alliance.analysis.neighbours import alike
from alliance.analysis.overview import headline
from alliance.history import as_at
from alliance.maps.choice import MapChoice
from alliance.maps.key import choice_keys

if TYPE_CHECKING:
    from alliance.history import History

DAY = dt.date(2020, 8, 31)


def test_a_share_keeps_its_year_beside_a_later_roll(history: History) -> None:
    state = as_at(history, DAY)
    both = state[state["percent_disadvantaged"].notna()]
    assert (both["roll_year"] == 2020).mean() > 0.9
    assert disadvantaged_census(both) == "January 2019"
    assert roll_census(both.head(1)) == "January 2020"
    none = state["percent_disadvantaged"].isna()
    assert state.loc[none, "disadvantaged_year"].isna().all()
    assert disadvantaged_census(state[none]) == ""


def test_several_censuses_are_told_from_the_first_to_the_last() -> None:
    schools = pd.DataFrame({"disadvantaged_year": pd.array([2026, None, 2019], "Int16")})
    assert disadvantaged_census(schools) == "January 2019 to 2026"


def test_the_census_stands_in_the_recipe_the_headlines_and_the_key(history: History) -> None:
    state = as_at(history, DAY)
    urn = int(state.loc[state["percent_disadvantaged"].notna(), "urn"].iloc[0])
    assert "percent disadvantaged (January 2019, from" in alike(history, state, urn).recipe
    names = headline(history, Filter(DAY))["name"]
    assert "Disadvantaged pupils, January 2019" in set(names)
    choice = MapChoice(Filter(DAY), "Disadvantage", frozenset(), (), (DAY, DAY), "light")
    (key,) = choice_keys(choice, state, str)
    assert key.title == "Disadvantaged pupils, January 2019"
