"""What part of the system is looked at."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from alliance.analysis.filter_codec import as_spelled
from alliance.analysis.filters import Filter, lasting, named_regions, narrow
from alliance.errors import UnknownName
from alliance.history import as_at, schools_on

if TYPE_CHECKING:
    from alliance.history import History

DAY = dt.date(2018, 10, 1)


@pytest.fixture
def state():
    return pd.DataFrame(
        {
            "urn": pd.Series([1, 2, 3, 4, 5], dtype="int32"),
            "region": pd.Categorical(
                ["North East", "East Midlands", "London", "Yorkshire and The Humber", None]
            ),
            "opportunity_area": pd.Categorical([None, "Derby", None, "Doncaster", None]),
            "trust_uid": pd.Series([4036, None, 4474, 4474, None], dtype="Int32"),
            "phase": pd.Categorical(["Primary", "Primary", "Secondary", "Secondary", "Special"]),
            "grade": pd.Series([1, 2, None, 4, 3], dtype="Int8"),
        }
    )


def kept(state, **parts):
    return narrow(state, Filter(DAY, **parts))["urn"].tolist()


def test_an_empty_filter_keeps_every_school(state):
    assert kept(state) == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("parts", "urns"),
    [
        ({"regions": ("London",)}, [3]),
        ({"opportunity_areas": ("Derby", "Doncaster")}, [2, 4]),
        ({"trusts": (4474,)}, [3, 4]),
        ({"phases": ("Special",)}, [5]),
        ({"grades": (1, 4)}, [1, 4]),
        ({"grades": (0,)}, [3]),
    ],
)
def test_each_part_keeps_the_schools_it_names(state, parts, urns):
    assert kept(state, **parts) == urns


def test_a_school_has_to_pass_every_part(state):
    assert kept(state, trusts=(4474,), regions=("London",)) == [3]
    assert kept(state, trusts=(4474,), regions=("London",), grades=(1,)) == []


def test_the_alliance_region_stands_for_its_three_regions(state):
    assert kept(state, regions=("Alliance region",)) == [1, 2, 4]
    assert named_regions(["London", "Alliance region", "North East"]) == (
        "East Midlands",
        "London",
        "North East",
        "Yorkshire and The Humber",
    )


def test_the_rows_are_numbered_from_nought_and_the_state_is_left_alone(state):
    before = state.copy()
    assert narrow(state, Filter(DAY, trusts=(4474,))).index.tolist() == [0, 1]
    pd.testing.assert_frame_equal(state, before)


def test_a_tier_is_that_of_the_whole_trust_not_of_what_is_left_of_it(history: History) -> None:
    day = dt.date(2019, 6, 1)
    found = narrow(as_at(history, day), Filter(day, regions=("South West",), tiers=("National",)))
    held = as_at(history, day)["trust_uid"].value_counts()
    assert len(found) > 50
    assert held[found["trust_uid"].unique()].between(16, 29).all()


def test_authority_type_and_membership_narrow_together(history: History) -> None:
    day = dt.date(2019, 6, 1)
    chosen = Filter(
        day, authorities=("Doncaster",), types=("Academy sponsor led",), members=(4474, 4119)
    )
    found = narrow(as_at(history, day), chosen)
    assert set(found["la_name"]) == {"Doncaster"}
    assert set(found["type"]) == {"Academy sponsor led"}
    assert set(found["trust_uid"]) == {4474, 4119}


def test_every_unknown_name_is_told_at_once(history: History) -> None:
    wrong = Filter(dt.date(2019, 6, 1), authorities=("Doncastre",), tiers=("Giant",), trusts=(1,))
    with pytest.raises(UnknownName) as told:
        as_spelled(history, wrong)
    assert "No local authority is called 'Doncastre'; known are Doncaster" in str(told.value)
    assert "No tier is called 'Giant'" in str(told.value)
    assert "No trust found with the UID 1" in str(told.value)


def test_names_are_taken_in_any_case_and_given_as_the_history_spells_them(
    history: History,
) -> None:
    typed = Filter(
        DAY,
        regions=("north east", "ALLIANCE REGION", "yorkshire & the humber"),
        opportunity_areas=("doncaster",),
        phases=("primary",),
    )
    found = as_spelled(history, typed)
    assert found.regions == ("North East", "Alliance region", "Yorkshire and The Humber")
    assert found.opportunity_areas == ("Doncaster",)
    assert found.phases == ("Primary",)


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [
        ("nort east", "known are North East, North West, South East"),
        ("Yorkshire", "the nearest is Yorkshire and The Humber"),
    ],
)
def test_the_names_nearest_to_an_unknown_one_are_told_first(
    history: History, typed: str, nearest: str
) -> None:
    with pytest.raises(UnknownName, match=nearest):
        as_spelled(history, Filter(DAY, regions=(typed,)))


def test_commissioners_regions_narrow_on_days_on_which_there_were_commissioners(
    history: History,
) -> None:
    north = Filter(dt.date(2019, 6, 1), commissioner_regions=("North of England",))
    found = narrow(as_at(history, north.day), as_spelled(history, north))
    authorities = found.groupby(found["region"].astype("str"))["la_name"].agg(set)
    assert {"Gateshead", "Northumberland", "Darlington"} < authorities.pop("North East")
    assert authorities.to_dict() == {
        "North West": {"Cumbria"},
        "Yorkshire and The Humber": {"North Yorkshire"},
    }
    with pytest.raises(UnknownName, match="No RSC region is called"):
        as_spelled(history, replace(north, commissioner_regions=("North",)))
    for day in (dt.date(2014, 6, 30), dt.date(2022, 9, 1)):
        assert narrow(as_at(history, day), replace(north, day=day)).empty


def test_an_authority_narrows_the_days_on_which_it_was_one(history: History) -> None:
    old = Filter(dt.date(2021, 3, 31), authorities=("Northamptonshire",))
    new = Filter(dt.date(2021, 4, 1), authorities=("North Northamptonshire",))
    west = replace(new, authorities=("West Northamptonshire",))
    before, north, rest = (
        narrow(as_at(history, chosen.day), as_spelled(history, chosen))
        for chosen in (old, new, west)
    )
    assert len(before) == pytest.approx(len(north) + len(rest), abs=2)
    assert narrow(as_at(history, new.day), replace(old, day=new.day)).empty
    assert narrow(as_at(history, old.day), replace(new, day=old.day)).empty


def test_schools_of_all_times_are_narrowed_by_the_authority_of_their_place_on_the_day(
    history: History,
) -> None:
    for chosen in (
        Filter(dt.date(2008, 1, 1), authorities=("Cheshire",)),
        Filter(dt.date(2025, 8, 31), authorities=("Cheshire East", "Cheshire West and Chester")),
    ):
        found = narrow(schools_on(history, chosen.day), lasting(chosen))
        assert len(found) > 400
        assert (found["closed"] < pd.Timestamp(2009, 4, 1)).any()
        assert (found["opened"] > pd.Timestamp(2009, 4, 1)).any()
