"""Pupils, results, deprivation and hubs in a history compiled from the slices."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

from alliance.errors import SourceError
from alliance.history import open_history
from alliance.history.compile import compile_history
from alliance.history.compile.measures import results_chosen
from alliance.history.schema import TABLES
from tests.manifests import written_anew

if TYPE_CHECKING:
    from pathlib import Path

    from alliance.history import History


def test_a_school_has_one_roll_a_census_and_says_where_it_is_from(slice_history: History) -> None:
    rolls = slice_history.rolls
    assert not rolls.duplicated(["urn", "year"]).any()
    assert rolls["source"].notna().eq(rolls["pupils"].notna()).all()
    surrey = rolls[rolls["urn"] == 125125].set_index("year")
    # The pupil premium of 2019 counts fewer pupils; its share of the disadvantaged stays.
    assert surrey.loc[2019, ["pupils", "source"]].tolist() == [384, "January census"]
    assert surrey.loc[2019, "percent_fsm"] == pytest.approx(23.4)
    assert pd.notna(surrey.loc[2019, "percent_disadvantaged"])
    assert surrey.loc[2020, "source"] == "Ofsted's list of August 2020"
    assert {2015, 2016, 2017, 2018, 2021, 2022, 2023} <= set(surrey.index)


def test_results_of_exams_before_a_school_opened_are_its_predecessors() -> None:
    held = pd.DataFrame({"urn": [1, 2, 3], "year": [2023, 2023, 2023], "survivors_only": True})
    held["attainment_8"], held["attainment_8_reason"] = 50.0, None
    known = pd.DataFrame(
        {
            "opened": pd.to_datetime(["2023-09-01", "2023-04-01", "2023-09-01"]),
            "opened_after": pd.to_datetime([None, None, "2023-01-31"]),
        },
        index=[1, 2, 3],
    )
    table = results_chosen.results(held, held.head(0), known)
    # Of the third it is not known whether it had opened by then.
    assert table["of_predecessor"].tolist() == [True, False, False]
    assert table["survivors_only"].all()


def test_a_year_that_a_later_table_has_is_no_longer_of_survivors_only() -> None:
    held = pd.DataFrame({"urn": [1], "year": [2024], "survivors_only": True})
    held["attainment_8"], held["attainment_8_reason"] = 50.0, None
    later = held.drop(columns="survivors_only").assign(urn=2, stage=2, source="final")
    known = pd.DataFrame({"opened": pd.NaT, "opened_after": pd.NaT}, index=[1, 2])
    assert not results_chosen.results(held, later, known)["survivors_only"].any()


def test_years_known_of_survivors_only_are_marked(slice_history: History) -> None:
    marked = {
        name: set(table.loc[table["survivors_only"], "year"])
        for name, table in (
            ("ks2", slice_history.results_ks2),
            ("ks4", slice_history.results_ks4),
        )
    }
    assert marked == {"ks2": {2023, 2024}, "ks4": {2024}}


def test_progress_8_of_2024_stands_between_its_limits(slice_history: History) -> None:
    table = slice_history.results_ks4
    given = table[(table["year"] == 2024) & table["progress_8"].notna()]
    assert len(given) > 0
    assert (given["progress_8_lower"] <= given["progress_8"]).all()
    assert (given["progress_8"] <= given["progress_8_upper"]).all()


def test_each_district_stands_under_both_indices(slice_history: History) -> None:
    table = slice_history.deprivation.set_index("lad_code")
    middlesbrough = table.loc["E06000002"]
    assert middlesbrough["imd_score"] == pytest.approx(40.46)
    assert middlesbrough["imd_score_2025"] == pytest.approx(40.037)
    # Scarborough is a part of North Yorkshire since 2023.
    assert table.loc["E07000168", ["from_successor", "from_successor_2025"]].tolist() == [
        False,
        True,
    ]


def test_a_school_has_the_deprivation_of_its_neighbourhood(slice_history: History) -> None:
    table = slice_history.school_deprivation
    assert table["urn"].is_unique
    assert table["lsoa_code"].str.fullmatch(r"E01\d{6}").all()
    assert table["imd_decile"].between(1, 10).all()


def test_a_district_has_its_teaching_school_hub_and_who_led_it(slice_history: History) -> None:
    table = slice_history.teaching_school_hubs.set_index("lad_code")
    assert table.loc["E08000019", ["hub", "lead_urn"]].tolist() == [
        "South Yorkshire Teaching Hub",
        139167,
    ]
    # Scarborough: the list calls its part North Yorkshire East.
    assert table.loc["E07000168", "hub"] == "Pathfinder Teaching School Hub"
    # No hub of 2021 had the name that Doncaster's has now.
    assert pd.isna(table.loc["E08000017", "lead_urn"])


def test_a_hub_of_a_district_nobody_knows_is_told(published: Path, tmp_path: Path) -> None:
    hubs = published / "reference/teaching_school_hubs_2025-09-30.csv"
    hubs.write_text(hubs.read_text("utf-8") + "YH6,Exceed Teaching School Hub,Bradfrod\n", "utf-8")
    with pytest.raises(SourceError, match="no outline of a district is called Bradfrod"):
        compile_history(published, tmp_path / "history")


def test_a_history_written_before_a_table_was_read_opens_without_it(folder: Path) -> None:
    (folder / "absence.parquet").unlink()
    rolls = pd.read_parquet(folder / "rolls.parquet").drop(columns="source")
    rolls.to_parquet(folder / "rolls.parquet")
    written_anew(folder, without=["absence"])
    history = open_history(folder)
    assert history.absence.empty
    assert list(history.absence) == list(TABLES["absence"].columns)
    assert history.rolls["source"].isna().all()
