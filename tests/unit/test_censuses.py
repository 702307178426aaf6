"""A share of disadvantaged pupils is told with its own census, whatever census the roll is of."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pandas as pd

from alliance.analysis.figures.overview import headline
from alliance.analysis.filters import Filter
from alliance.analysis.schools.censuses import (
    disadvantaged_census,
    near_rolls,
    roll_census,
    why_no_roll,
)
from alliance.analysis.schools.neighbours import alike
from alliance.analysis.trusts.trusts_on_day import league
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
    assert disadvantaged_census(both) == "mostly January 2020"
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
    assert "percent disadvantaged (mostly January 2020, from" in alike(history, state, urn).recipe
    names = headline(history, Filter(DAY))["name"]
    assert "Disadvantaged pupils, mostly January 2020" in set(names)
    choice = MapChoice(Filter(DAY), "Disadvantage", frozenset(), (), (DAY, DAY), "light")
    (key,) = choice_keys(choice, state, str)
    assert key.title == "Disadvantaged pupils, mostly January 2020"


def test_no_census_far_after_the_day_is_told_as_pupils_of_an_area_or_a_trust(
    history: History,
) -> None:
    early, later = dt.date(2012, 6, 1), dt.date(2014, 6, 1)
    delta = league(history, early).set_index("trust_uid").loc[4474]
    assert pd.isna(delta["pupils"])
    figure = headline(history, Filter(early)).set_index("figure").loc["pupils"]
    assert pd.isna(figure["here"])
    assert figure["why"] == "The first census is of January 2015, over a year and a half later"
    assert figure["name"] == "Pupils"
    state = near_rolls(as_at(history, later), later)
    assert why_no_roll(state) == ""
    assert roll_census(state) == "January 2015"
    assert league(history, DAY).set_index("trust_uid").loc[4474, "pupils"] > 10_000
    named = headline(history, Filter(DAY)).set_index("figure").loc["pupils", "name"]
    assert named == "Pupils, mostly January 2020"
