"""Schools that moved, and schools of an authority that began since, in a later extract."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from alliance.analysis.schools.search import search
from alliance.history import History, as_at, open_history
from alliance.history.compile.updating.reported import reported
from alliance.history.compile.updating.update import update
from tests.history.invented import MARK, extract_rows, write

if TYPE_CHECKING:
    from pathlib import Path

SEEN = dt.date(2026, 11, 20)
EXTRACT = "edubasealldata20261120.csv"
# Where schools of Doncaster are told to stand.
PLACES = [("DN1 3PW", "457300", "403250"), ("DN4 5NL", "460150", "402100")]
PLACED = ["Postcode", "Easting", "Northing"]


@pytest.fixture
def rows(slice_history: History) -> pd.DataFrame:
    """An extract in which everything stays as the history's last day has it."""
    return extract_rows(slice_history, str(SEEN))


def moved(rows: pd.DataFrame, history: History) -> list[int]:
    """Have two open schools of the extract stand elsewhere, and name them."""
    state = as_at(history, history.last_day)
    of_doncaster = (state["la_name"] == "Doncaster") & state["lon"].notna()
    urns = [int(urn) for urn in state.loc[of_doncaster, "urn"].head(2)]
    for urn, place in zip(urns, PLACES, strict=True):
        rows.loc[rows["URN"] == str(urn), PLACED] = place
    return urns


def test_a_school_that_moved_stands_at_its_new_place_and_is_found_by_its_postcode(
    folder: Path, rows: pd.DataFrame, slice_history: History, tmp_path: Path
) -> None:
    first, second = moved(rows, slice_history)
    update([write(rows, tmp_path / EXTRACT)], folder)
    after = open_history(folder)
    columns = ["postcode", "easting_m", "northing_m"]
    now = as_at(after, SEEN).set_index("urn")[columns]
    assert now.loc[first].tolist() == ["DN1 3PW", 457_300, 403_250]
    assert now.loc[second].tolist() == ["DN4 5NL", 460_150, 402_100]
    assert first in search(after, "DN1 3PW", SEEN)["urn"].to_list()
    assert set(after.schools.set_index("urn").loc[[first, second], "location_source"]) == {"own"}


def test_the_report_names_the_schools_that_moved_with_both_postcodes_and_how_far(
    folder: Path, rows: pd.DataFrame, slice_history: History, tmp_path: Path
) -> None:
    first, second = moved(rows, slice_history)
    before = slice_history.schools.set_index("urn").loc[first]
    done = update([write(rows, tmp_path / EXTRACT)], folder, dry_run=True)
    assert done.changed is not None
    assert done.changed.counts()["schools that moved to another place"] == 2
    said = "\n".join(done.lines())
    assert f"{before['name']} ({first}): {before['postcode']} to DN1 3PW, " in said
    table = reported(done)
    own = table[table["what"] == "schools that moved to another place"]
    assert own[["number", "before", "after"]].iloc[0].tolist() == [
        str(first),
        before["postcode"],
        "DN1 3PW",
    ]
    assert str(second) in own["number"].to_list()


def test_an_older_extract_given_later_moves_no_school_back(
    folder: Path, rows: pd.DataFrame, slice_history: History, tmp_path: Path
) -> None:
    older = extract_rows(slice_history, "2026-10-01")
    first, _ = moved(rows, slice_history)
    update([write(rows, tmp_path / EXTRACT)], folder)
    update([write(older, tmp_path / "edubasealldata20261001.csv")], folder)
    assert open_history(folder).schools.set_index("urn").loc[first, "postcode"] == "DN1 3PW"


def test_a_correction_by_some_metres_is_no_move(
    folder: Path, rows: pd.DataFrame, slice_history: History, tmp_path: Path
) -> None:
    first, second = moved(rows, slice_history)
    known = slice_history.schools.set_index("urn")
    for urn in (first, second):
        place = known.loc[urn, "postcode"], f"{known.loc[urn, 'easting_m'] + 20:.0f}"
        own = (*place, f"{known.loc[urn, 'northing_m']:.0f}")
        rows.loc[rows["URN"] == str(urn), PLACED] = own
    done = update([write(rows, tmp_path / EXTRACT)], folder)
    assert done.changed is not None
    counts = done.changed.counts()
    assert counts["schools that moved to another place"] == 0
    assert counts["values of schools changed"] >= 2


def test_a_school_with_a_place_and_one_without_stand_under_the_authority_of_the_day(
    in_2019: Path, rows: pd.DataFrame, tmp_path: Path
) -> None:
    template = rows[rows["EstablishmentStatus (name)"] == "Open"].iloc[[0]]
    new = pd.concat([template, template], ignore_index=True).assign(
        **{
            "URN": ["152901", "152902"],
            "EstablishmentNumber": ["2901", "2902"],
            "EstablishmentName": [f"{MARK} with a place", f"{MARK} without a place"],
            "LA (code)": "942",
            "LA (name)": "Cumberland",
            "OpenDate": "01-09-2022",
            "Postcode": ["CA2 7NA", "CA99 9ZZ"],
            "Easting": ["339900", ""],
            "Northing": ["555900", ""],
        }
    )
    update([write(pd.concat([rows, new]), tmp_path / EXTRACT)], in_2019)
    after = open_history(in_2019)
    for day, name, code in ((dt.date(2023, 3, 31), "Cumbria", 909), (SEEN, "Cumberland", 942)):
        state = as_at(after, day).set_index("urn").loc[[152901, 152902]]
        assert state["la_name"].tolist() == [name, name], day
        assert state["la_code"].tolist() == [code, code], day
