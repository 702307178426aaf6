"""A school's grades before and after each change, and what its figures are held against."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from alliance.analysis.schools.school_beside import headline_result, phase_on, results_beside
from alliance.analysis.schools.school_spells import grades_by_spell
from alliance.analysis.schools.school_story import story
from alliance.history import as_at

if TYPE_CHECKING:
    from alliance.history import History

DAY = dt.date(2019, 6, 1)
PORTLAND, DANUM, HEMSWORTH, NURSERY = 138248, 143938, 145938, 107188


def test_a_grade_before_joining_is_that_of_the_school_it_replaced_as_it_was_called_then(
    history: History,
) -> None:
    spell = grades_by_spell(story(history, PORTLAND)).iloc[-1]
    assert spell["run_by"] == "Outwood Grange Academies Trust"
    assert (spell["grade_before"], spell["name_before"]) == ("Satisfactory", "Portland School")
    assert spell["grade_since"] == "Outstanding"
    assert spell["date_before"] < spell["start"] < spell["date_since"]


@pytest.mark.parametrize("urn", [PORTLAND, DANUM, HEMSWORTH, NURSERY])
def test_every_inspection_counts_in_the_spell_in_which_it_fell(history: History, urn: int) -> None:
    told = story(history, urn)
    spells = grades_by_spell(told)
    for spell in spells.itertuples():
        dates = told.inspections["date"]
        start = spell.start if pd.notna(spell.start) else pd.Timestamp.min
        end = spell.end if pd.notna(spell.end) else pd.Timestamp.max
        assert spell.inspections_since == int(dates.between(start, end, inclusive="left").sum())
    assert len(spells) == len(told.spells)


def test_a_school_without_inspections_has_no_grade_in_any_spell(history: History) -> None:
    known = history.inspections["inspected_urn"]
    urns = history.schools.loc[
        ~history.schools["urn"].isin(known)
        & ~history.schools["urn"].isin(history.links["successor_urn"]),
        "urn",
    ]
    spells = grades_by_spell(story(history, int(urns.iloc[0])))
    assert spells[["grade_before", "grade_since"]].isna().all(axis=None)
    assert (spells["inspections_since"] == 0).all()


def test_a_phase_weighs_its_disadvantaged_pupils_by_their_number() -> None:
    state = pd.DataFrame(
        {
            "phase": ["Primary", "Primary", "Primary", "Secondary"],
            "pupils": pd.array([100, 300, None, 900], "Int32"),
            "percent_disadvantaged": [40.0, 20.0, 99.0, 5.0],
            "percent_fsm": [20.0, None, 99.0, 5.0],
            "grade": pd.array([1, 3, None, 4], "Int8"),
            "roll_year": pd.array([2024, 2023, None, 2024], "Int16"),
            "disadvantaged_year": pd.array([2020] * 4, "Int16"),
            "fsm_year": pd.array([2024, None, 2024, 2024], "Int16"),
        }
    )
    usual = phase_on(state, "Primary")
    assert usual.schools == 3
    assert usual.median_pupils == 200
    assert usual.percent_disadvantaged == pytest.approx(25.0)
    assert usual.percent_fsm == pytest.approx(20.0)
    assert usual.censuses == {
        "pupils": "January 2023 to 2024",
        "percent_disadvantaged": "January 2020",
        "percent_fsm": "January 2024",
    }


def test_a_phase_of_which_nothing_is_known_has_no_figures(history: History) -> None:
    usual = phase_on(as_at(history, DAY).head(0), "Primary")
    assert usual.schools == 0
    assert np.isnan(usual.median_pupils)
    assert np.isnan(usual.percent_disadvantaged)


def test_results_are_those_of_the_last_exams_before_the_day_beside_england(
    history: History,
) -> None:
    told = story(history, PORTLAND)
    years = {}
    for day in (dt.date(2017, 6, 1), dt.date(2018, 6, 1), DAY):
        found = headline_result(history, told, day)
        assert found is not None
        assert found.measure.key == "progress_8"
        assert np.isfinite(found.england)
        years[day] = found.year
    assert list(years.values()) == [2016, 2017, 2018]
    assert found.own
    before = headline_result(history, story(history, HEMSWORTH), DAY)
    assert before is not None
    assert not before.own
    assert headline_result(history, story(history, NURSERY), DAY) is None


def test_the_school_comes_first_and_those_before_it_bear_their_urn(history: History) -> None:
    table = results_beside(history, story(history, DANUM), "progress_8")
    assert list(dict.fromkeys(table["series"])) == [
        "Outwood Academy Danum",
        "Outwood Academy Danum (URN 137524)",
        "Doncaster",
        "England",
    ]
    # No exams were marked in 2020 and 2021, and no progress is published for 2025.
    given = table.dropna(subset="value")
    assert set(given["year"]) == {2016, 2017, 2018, 2019, 2022, 2023, 2024}


def test_results_stand_beside_those_of_the_authority_of_the_year(history: History) -> None:
    west = history.school_authorities.query("la_code == 941")["urn"]
    known = history.results_ks4.dropna(subset="attainment_8")
    years = known[known["urn"].isin(west)].groupby("urn")["year"].agg(["min", "max"])
    urn = int(years[(years["min"] <= 2018) & (years["max"] >= 2023)].index[0])
    table = results_beside(history, story(history, urn), "attainment_8").dropna(subset="value")
    spans = table.groupby("series")["year"].agg(["min", "max"])
    assert spans.loc["Northamptonshire", "max"] <= 2020
    assert spans.loc["West Northamptonshire", "min"] >= 2021
