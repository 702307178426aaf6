import datetime as dt

import numpy as np
import pandas as pd
import pytest

from alliance.analysis.filters import Filter, narrow
from alliance.analysis.schools.censuses import CENSUS_OF
from alliance.analysis.trusts.trust_names import names_on
from alliance.current.known_on_day import caught_on
from alliance.current.state import current_history, state_on
from alliance.views.schools.school_list import (
    left_out_in_words,
    school_list,
    school_list_columns,
)

DAYS = [dt.date(2010, 1, 5), dt.date(2016, 11, 14), dt.date(2019, 6, 1), dt.date(2025, 8, 31)]
DELTA = 4474


@pytest.mark.parametrize("day", DAYS)
def test_the_list_has_the_rows_asked_for_and_nothing_from_after_the_day(day):
    schools = narrow(state_on(day), Filter(day, regions=("Yorkshire and The Humber",)))
    table = school_list(schools, day)
    assert table["urn"].tolist() == schools["urn"].tolist()
    assert set(school_list_columns(day)) <= set(table)
    last = pd.Timestamp(day)
    for name in table.select_dtypes("datetime").columns:
        assert not (table[name] > last).any(), name
    years = [name for name in table if name.endswith("_year")]
    assert sorted(years) == sorted(CENSUS_OF.values())
    for name, year in CENSUS_OF.items():
        assert not (table[year] > day.year).any()
        assert table.loc[table[year].isna(), name].isna().all()
    assert not {"closed", "trust_now"} & set(table)


@pytest.mark.parametrize("day", DAYS)
def test_what_came_later_is_there_where_it_is_asked_for(day):
    state = state_on(day)
    table = school_list(state, day, later=True)
    assert set(school_list_columns(day, later=True)) <= set(table)
    assert table["pupils"].equals(state["pupils"])
    now = table["trust_now"].fillna(table["trust_name"])
    assert now.equals(state["trust_name"].astype("str"))
    closed = current_history().schools.set_index("urn")["closed"]
    assert table.set_index("urn")["closed"].equals(closed.reindex(state["urn"]))


def test_need_is_that_of_matches_and_a_grade_says_whose_it_is():
    day = dt.date(2019, 6, 1)
    table, state = school_list(state_on(day), day), state_on(day)
    found = caught_on(day)
    eligible = table[table["gravity"].notna()]
    assert eligible["urn"].tolist() == sorted(found["urn"].unique())
    first = found.groupby("urn")["gravity"].min()
    assert (first == eligible.set_index("urn")["gravity"]).all()
    assert (eligible["rule"] != "").all()
    assert (table.loc[table["gravity"].isna(), "rule"] == "").all()
    marked = table["ofsted_grade"].astype("str").str.contains("predecessor")
    assert np.array_equal(marked, state["grade_inherited"] & state["grade"].notna())


def test_a_trust_has_its_name_of_the_day():
    names = names_on(current_history(), dt.date(2016, 11, 14))
    assert names[DELTA] == "School Partnership Trust Academies"
    assert names_on(current_history(), dt.date(2017, 2, 1))[DELTA] == "Delta Academies Trust"
    day = dt.date(2016, 11, 14)
    held = school_list(narrow(state_on(day), Filter(day, trusts=(DELTA,))), day, later=True)
    assert set(held["trust_name"]) == {"School Partnership Trust Academies"}
    assert set(held["trust_now"]) == {"Delta Academies Trust"}
    # Another spelling is no other name.
    assert names[1128] == "The Hermitage School"


def test_the_list_says_what_it_leaves_out():
    day = dt.date(2017, 11, 14)
    said = left_out_in_words(state_on(day), day)
    assert "Disadvantaged of 20,044 of 22,006 schools first on record in January 2019" in said
    assert left_out_in_words(state_on(day).head(0), day) == ""


def test_a_list_of_some_columns_has_them_as_the_whole_list_has():
    day = DAYS[2]
    schools = narrow(state_on(day), Filter(day, regions=("North East",)))
    whole = school_list(schools, day)
    some = school_list(schools, day, only=("urn", "name", "pupils"))
    assert set(some) == {"urn", "name", "pupils"}
    pd.testing.assert_frame_equal(some, whole[list(some)])
