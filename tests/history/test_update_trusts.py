"""What a later register of groups tells of trusts."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from alliance.errors import SourceError
from alliance.history import open_history
from alliance.history.compile.updating.changed import changed
from alliance.history.compile.updating.update import update

if TYPE_CHECKING:
    from alliance.history import History

GROUPS = (
    Path(__file__).parent.parent / "published" / "gias" / "groups_academies_sponsors_202608.csv"
)
BEFORE = pd.Timestamp(2026, 8, 6)
LATER = pd.Timestamp(2026, 10, 1)


@pytest.fixture
def folder(in_2019: Path) -> Path:
    """A history made without the lists and registers since June 2019 that a test may change."""
    return in_2019


@pytest.fixture
def register() -> pd.DataFrame:
    return pd.read_csv(GROUPS, dtype=str, keep_default_na=False)


def named(register: pd.DataFrame, path: Path) -> Path:
    register.to_csv(path, index=False)
    return path


def open_trust(register: pd.DataFrame) -> str:
    is_open = (register["closed_date"] == "") & (register["group_type"] == "Multi-academy trust")
    return str(register.loc[is_open, "group_uid"].iloc[0])


def test_a_trust_that_a_later_register_lacks_has_closed_between_two_days(
    folder: Path, register: pd.DataFrame, tmp_path: Path
) -> None:
    uid = open_trust(register)
    later = register[register["group_uid"] != uid]
    done = update([named(later, tmp_path / "allgroupsdata20261001.csv")], folder)
    assert done.changed is not None
    assert done.changed.counts()["trusts now closed"] == 1
    trust = open_history(folder).trusts.set_index("trust_uid").loc[int(uid)]
    assert (trust["closed"], trust["closed_after"]) == (LATER, BEFORE)


def test_a_closing_day_that_a_register_states_is_exact_and_a_new_trust_is_told(
    folder: Path, register: pd.DataFrame, tmp_path: Path
) -> None:
    uid = open_trust(register)
    register.loc[register["group_uid"] == uid, "closed_date"] = "31/08/2026"
    new = register[register["group_uid"] == uid].assign(group_uid="99001", closed_date="")
    later = pd.concat([register, new])
    done = update([named(later, tmp_path / "allgroupsdata20261001.csv")], folder)
    assert done.changed is not None
    assert done.changed.counts()["trusts new to the history"] == 1
    trust = open_history(folder).trusts.set_index("trust_uid").loc[int(uid)]
    assert trust["closed"] == pd.Timestamp(2026, 8, 31)
    assert pd.isna(trust["closed_after"])


def test_a_trust_of_which_one_value_is_wrong_is_not_taken_for_closed(
    folder: Path, register: pd.DataFrame, tmp_path: Path
) -> None:
    uid = open_trust(register)
    register.loc[register["group_uid"] == uid, "incorporated_on__open_date_"] = "31/02/2012"
    done = update([named(register, tmp_path / "allgroupsdata20261001.csv")], folder)
    assert done.faults["found"].tolist() == ["31/02/2012"]
    trust = open_history(folder).trusts.set_index("trust_uid").loc[int(uid)]
    assert pd.isna(trust["closed"])


def test_part_of_a_register_closes_no_trust(
    folder: Path, register: pd.DataFrame, tmp_path: Path
) -> None:
    half = register.head(len(register) // 2)
    with pytest.raises(SourceError, match=r"shows \d+ of the \d+ trusts and sponsors known"):
        update([named(half, tmp_path / "allgroupsdata20261001.csv")], folder)


@pytest.mark.thorough(
    held_by="test_a_closing_day_that_a_register_states_is_exact_and_a_new_trust_is_told"
)
def test_the_order_of_registers_does_not_matter(
    folder: Path, register: pd.DataFrame, tmp_path: Path
) -> None:
    other = Path(shutil.copytree(folder, tmp_path / "other" / "history"))
    uid = open_trust(register)
    first = named(register, tmp_path / "groups20260901.csv")
    first.write_text(first.read_text() + "\n")
    last = named(register[register["group_uid"] != uid], tmp_path / "groups20261001.csv")
    for file in (first, last):
        update([file], folder)
    update([last, first], other)
    one, two = (open_history(place).trusts for place in (folder, other))
    pd.testing.assert_frame_equal(one, two)
    assert one.set_index("trust_uid").loc[int(uid), "closed_after"] == pd.Timestamp(2026, 9, 1)


def test_a_later_register_that_lost_letters_of_a_name_leaves_the_name_as_it_was(
    folder: Path, register: pd.DataFrame, tmp_path: Path
) -> None:
    uid = open_trust(register)
    before = open_history(folder).trusts.set_index("trust_uid").loc[int(uid)]
    names = register["group_name"]
    damaged = names.str.slice(0, 1) + "\ufffd" + names.str.slice(2)
    register["group_name"] = names.mask(register["group_uid"] == uid, damaged)
    new = register[register["group_uid"] == uid].assign(group_uid="99001")
    later = named(pd.concat([register, new]), tmp_path / "allgroupsdata20261001.csv")
    done = update([later], folder)
    after = open_history(folder).trusts.set_index("trust_uid").loc[int(uid)]
    assert after["name"] == before["name"]
    assert [note for note in done.lines() if "no file has the name of trust 99001" in note]


def test_an_academy_that_moved_to_a_trust_known_to_close_later_is_told_as_moved(
    slice_history: History,
) -> None:
    spells = slice_history.memberships
    last = pd.Timestamp(slice_history.last_day)
    place = spells.index[spells["left"].isna()][0]
    to = int(spells["trust_uid"].loc[spells["trust_uid"] != spells.loc[place, "trust_uid"]].iloc[0])
    moved = spells.copy()
    moved.loc[place, ["trust_uid", "left"]] = [to, last + pd.Timedelta(days=30)]
    new = replace(slice_history, memberships=moved, version="0")
    told = changed(slice_history, new)
    assert told is not None
    assert told.moved["urn"].tolist() == [spells.loc[place, "urn"]]
    assert told.moved["trust_uid_after"].tolist() == [to]
