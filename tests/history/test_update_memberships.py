"""The register's history of memberships and the school census are added to the history."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from alliance.errors import SourceError
from alliance.history import History, open_history
from alliance.history.compile import evidence
from alliance.history.compile.days_covered import gaps
from alliance.history.compile.updating.update import update
from alliance.sources.gias.membership_moves import JOINED, LAYOUT, LEFT

DAY = pd.Timedelta(days=1)


def stated(history: History) -> pd.DataFrame:
    """All memberships as the register would state them."""
    spells = history.memberships
    table = pd.DataFrame(
        {
            "URN": spells["urn"].astype("str"),
            "Group UID": spells["trust_uid"].astype("str"),
            JOINED: spells["joined"].dt.strftime("%Y-%m-%d").fillna(""),
            LEFT: (spells["left"] - DAY).dt.strftime("%Y-%m-%d").fillna(""),
        }
    )
    assert list(table) == list(LAYOUT.columns)
    return table


def an_open_joining(history: History) -> pd.Series:
    """A spell whose joining is known to within some days only."""
    spells = history.memberships
    room = spells["joined"] - spells["joined_after"]
    return spells.loc[room[room > 3 * DAY].index[0]]


def write(table: pd.DataFrame, folder: Path, day: str = "20260701") -> Path:
    path = folder / f"academiesmatmembership{day}.csv"
    table.to_csv(path, index=False, encoding="cp1252", lineterminator="\r\n")
    return path


def test_a_day_that_lists_leave_open_is_set_and_every_other_stays(
    folder: Path, tmp_path: Path
) -> None:
    before = open_history(folder)
    spell = an_open_joining(before)
    day = spell["joined_after"] + 2 * DAY
    table = stated(before)
    table.loc[spell.name, JOINED] = f"{day:%Y-%m-%d}"
    done = update([write(table, tmp_path)], folder)
    assert done.applied
    after = open_history(folder).memberships
    new = after[(after["urn"] == spell["urn"]) & (after["trust_uid"] == spell["trust_uid"])]
    assert (new["joined"] == day).any()
    assert pd.isna(new.loc[new["joined"] == day, "joined_after"]).all()
    exact = before.memberships[before.memberships["joined_after"].isna()]
    both = exact.merge(after, on=["urn", "trust_uid", "joined"], how="left", indicator=True)
    assert set(both["_merge"]) == {"both"}


@pytest.mark.thorough(held_by="test_a_day_that_lists_leave_open_is_set_and_every_other_stays")
def test_the_newest_history_of_memberships_counts_whichever_came_first(
    folder: Path, tmp_path: Path
) -> None:
    before = open_history(folder)
    spell = an_open_joining(before)
    table = stated(before)
    table.loc[spell.name, JOINED] = f"{spell['joined_after'] + DAY:%Y-%m-%d}"
    newer = write(table, tmp_path)
    table.loc[spell.name, JOINED] = f"{spell['joined_after'] + 2 * DAY:%Y-%m-%d}"
    older = write(table, tmp_path, "20260601")
    update([newer], folder)
    told = update([older], folder)
    assert "Not used: the history holds the newer one of 1 July 2026." in told.taken[0].note
    spells = open_history(folder).memberships
    assert spell["joined_after"] + DAY in set(spells.loc[spells["urn"] == spell["urn"], "joined"])


def test_a_history_of_memberships_that_is_cut_off_is_refused(folder: Path, tmp_path: Path) -> None:
    table = stated(open_history(folder))
    update([write(table, tmp_path)], folder)
    with pytest.raises(SourceError, match="of the history of memberships before"):
        update([write(table.head(5), tmp_path, "20260702")], folder)


def test_the_census_brings_pupils_of_its_january(folder: Path, tmp_path: Path, urn: int) -> None:
    path = tmp_path / "school-level-2.0.csv"
    path.write_text(
        "time_period,school_urn,sex,attendance_pattern,breakdown,pupil_count,pupil_percent\n"
        f"202526,{urn},Total,Total,Total,321,100\n"
        f"202526,{urn},Total,Total,FSM eligible,80,24.9\n"
    )
    done = update([path], folder)
    assert done.applied
    rolls = open_history(folder).rolls
    row = rolls[(rolls["urn"] == urn) & (rolls["year"] == 2026)]
    assert row[["pupils", "percent_fsm"]].round(1).astype("float64").round(
        1
    ).to_numpy().tolist() == [[321, 24.9]]


def test_a_time_between_lists_is_known_in_part_only_where_a_move_has_no_day(
    slice_folder: Path, history: History
) -> None:
    given = evidence.read(slice_folder)
    known = [("2024-03-30", "2025-08-30")]
    assert gaps(given, history.memberships) == known
    dated = history.memberships.assign(joined_after=pd.NaT)
    assert gaps(given, dated) == []
