"""What is believed of a trust where registers and lists tell of it differently."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from alliance.history.compile import evidence
from alliance.history.compile.trusts.every_trust import trust_names, trusts

if TYPE_CHECKING:
    from pathlib import Path

    from alliance.history import History
    from alliance.history.compile.inputs import Inputs

WAKEFIELD_CITY = 5195


@pytest.fixture
def given(slice_folder: Path) -> Inputs:
    """The evidence of the history compiled from the slices."""
    return evidence.read(slice_folder)


def told_of(given: Inputs) -> pd.Series:
    return trusts(given).set_index("trust_uid").loc[WAKEFIELD_CITY]


def test_a_company_number_that_registers_leave_blank_is_taken_from_the_lists(
    given: Inputs,
) -> None:
    number = told_of(given)["companies_house"]
    blank = given.groups.assign(companies_house=None)
    assert told_of(replace(given, groups=blank))["companies_house"] == number == "07462885"


def test_of_two_company_numbers_the_one_of_the_newer_register_counts(given: Inputs) -> None:
    newest = given.groups["seen"] == given.groups["seen"].max()
    other = given.groups["companies_house"].mask(newest, "00000001")
    changed = given.groups.assign(companies_house=other)
    assert told_of(replace(given, groups=changed))["companies_house"] == "00000001"


def test_a_damaged_name_of_the_newest_register_does_not_beat_a_sound_one(given: Inputs) -> None:
    newest = given.groups["seen"] == given.groups["seen"].max()
    name = given.groups["group_name"]
    damaged = given.groups.assign(group_name=name.mask(newest, name.str.replace("E", "\ufffd")))
    assert told_of(replace(given, groups=damaged))["name"] == "Wakefield City Academies Trust"


def test_no_name_of_the_shipped_history_lost_a_letter(history: History) -> None:
    names = pd.concat([history.trusts["registered_name"], history.sponsorships["sponsor_name"]])
    assert names[names.str.contains("[\ufffd\x80-\x9f]")].tolist() == []
    shown = history.trusts.set_index("trust_uid")["name"]
    assert shown[5188] == "Fierté Multi-Academy Trust"


def test_a_name_is_kept_once_however_it_is_spelled_with_the_days_that_show_it(
    given: Inputs,
) -> None:
    newest = given.groups["seen"] == given.groups["seen"].max()
    renamed = given.groups["group_name"].mask(newest, "THE NEW NAME")
    names = trust_names(replace(given, groups=given.groups.assign(group_name=renamed)))
    told = names[names["trust_uid"] == WAKEFIELD_CITY].set_index("name")
    assert sorted(told.index) == ["The New Name", "Wakefield City Academies Trust"]
    former = told.loc["Wakefield City Academies Trust"]
    assert former["first_seen"] == pd.Timestamp(2016, 8, 3)
    assert former["last_seen"] == pd.Timestamp(2026, 8, 6)


def test_each_trust_has_the_name_it_is_shown_by_among_its_names(history: History) -> None:
    shown = set(zip(history.trusts["trust_uid"], history.trusts["name"], strict=True))
    assert shown <= set(
        zip(history.trust_names["trust_uid"], history.trust_names["name"], strict=True)
    )
