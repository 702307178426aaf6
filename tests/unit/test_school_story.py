"""One school's story, its neighbours and the schools like it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliance.analysis.neighbours import alike, neighbours
from alliance.analysis.school_story import line_of, story
from alliance.errors import UnknownName
from alliance.history import as_at
from alliance.history.schema import TABLES

if TYPE_CHECKING:
    from alliance.history import History

DAY = dt.date(2019, 6, 1)
HEMSWORTH, CITY_FIELDS, BARKEREND = 145938, 136394, 142836


@pytest.fixture(scope="module")
def state(history: History) -> pd.DataFrame:
    return as_at(history, DAY)


def test_a_story_follows_the_line_of_schools_back_before_the_records(history: History) -> None:
    line = story(history, HEMSWORTH).line
    assert line["generation"].tolist() == [-2, -1, 0]
    assert line["urn"].tolist() == [108274, 139335, HEMSWORTH]
    assert line["in_records"].tolist() == [False, True, True]
    assert line["name"].iloc[0] == "Hemsworth Arts and Community College"


def test_a_school_that_closed_leads_on_to_what_came_after(history: History) -> None:
    line = line_of(history, 139335)
    assert line["urn"].tolist() == [108274, 139335, HEMSWORTH]
    assert line["generation"].tolist() == [-1, 0, 1]


def test_trust_spells_keep_the_precision_of_their_dates(history: History) -> None:
    spells = story(history, CITY_FIELDS).spells
    assert spells["run_by"].tolist() == [
        "Wakefield City Academies Trust",
        "Outwood Grange Academies Trust",
    ]
    assert spells["end_after"].iloc[0] == spells["start_after"].iloc[1] == pd.Timestamp(2018, 7, 1)
    assert spells["end"].iloc[0] == pd.Timestamp(2018, 9, 2)


def test_a_maintained_school_is_run_by_its_authority(history: History) -> None:
    spells = story(history, 106094).spells
    assert spells["run_by"].tolist() == ["Stockport (local authority)"]
    assert spells[["start", "end", "trust_uid"]].isna().all(axis=None)


def test_inspections_of_predecessors_stand_apart_from_its_own(history: History) -> None:
    found = story(history, BARKEREND).inspections
    assert found["own"].tolist() == [False, True]
    assert found["grade_name"].tolist() == ["Requires improvement", "Outstanding"]
    older = story(history, 106094).inspections
    assert older["grade_name"].iloc[0] == "Satisfactory"


def test_results_of_the_predecessor_come_before_its_own(history: History) -> None:
    results = story(history, BARKEREND).results
    expected = results[results["measure"] == "percent_expected_reading_writing_maths"]
    assert expected["urn"].tolist() == [107202, BARKEREND, BARKEREND]
    assert expected["year"].tolist() == [2016, 2017, 2018]


def test_a_school_that_is_not_in_the_records_is_refused_with_what_came_after(
    history: History,
) -> None:
    with pytest.raises(UnknownName, match="139335"):
        story(history, 108274)
    with pytest.raises(UnknownName, match="no school with the URN 7"):
        story(history, 7)


@given(row=st.integers(0, 10**6), day=st.dates(dt.date(2005, 9, 1), dt.date(2022, 8, 31)))
@settings(max_examples=12)
def test_on_any_day_it_was_open_one_spell_says_who_ran_it(
    history: History, row: int, day: dt.date
) -> None:
    state = as_at(history, day)
    school = state.iloc[row % len(state)]
    spells = story(history, int(school["urn"])).spells
    now = pd.Timestamp(day)
    on = spells[
        (spells["urn"] == school["urn"]) & ~(spells["start"] > now) & ~(spells["end"] <= now)
    ]
    assert len(on) == 1
    trust = on["trust_uid"].iloc[0]
    assert pd.isna(trust) if pd.isna(school["trust_uid"]) else trust == school["trust_uid"]


@given(row=st.integers(0, 10**6), within_km=st.sampled_from([1.0, 5.0, 25.0]))
def test_neighbours_are_all_the_schools_within_the_distance(
    state: pd.DataFrame, row: int, within_km: float
) -> None:
    school = state.iloc[row % len(state)]
    found = neighbours(state, int(school["urn"]), within_km)
    assert (found["distance_km"] <= within_km).all()
    assert found["distance_km"].is_monotonic_increasing
    assert school["urn"] not in set(found["urn"])
    others = state[state["urn"] != school["urn"]]
    away_km = np.hypot(
        others["easting_m"] - school["easting_m"], others["northing_m"] - school["northing_m"]
    )
    assert len(found) == (away_km <= within_km * 1000).sum()
    assert (found["ring_km"].astype("float64") >= found["distance_km"]).all()


def test_beyond_the_rings_there_is_none(state: pd.DataFrame) -> None:
    found = neighbours(state, CITY_FIELDS, 30.0)
    assert (found["ring_km"].isna() == (found["distance_km"] > 25)).all()
    same = found[found["same_trust"]]
    assert (same["trust_uid"] == 4119).all()


def test_the_schools_most_alike_come_first_and_are_of_the_phase(
    history: History, state: pd.DataFrame
) -> None:
    found = alike(history, state, CITY_FIELDS)
    assert len(found.schools) == 10
    assert set(found.schools["phase"]) == {"Secondary"}
    assert found.schools["difference"].is_monotonic_increasing
    assert found.schools["difference"].between(0, 1).all()
    assert "percent disadvantaged" in found.recipe


def test_what_is_not_known_of_a_school_is_left_out_and_said(
    history: History, state: pd.DataFrame
) -> None:
    unknown = state["urn"] == CITY_FIELDS
    blank = state.assign(percent_disadvantaged=state["percent_disadvantaged"].mask(unknown))
    found = alike(history, blank, CITY_FIELDS)
    assert len(found.schools) == 10
    assert "left out: percent disadvantaged" in found.recipe
    nothing = blank.assign(
        pupils=state["pupils"].mask(unknown), lad_code=state["lad_code"].mask(unknown)
    )
    assert alike(history, nothing, CITY_FIELDS).schools.empty


def test_alikeness_is_the_same_from_both_sides(history: History, state: pd.DataFrame) -> None:
    first = alike(history, state, CITY_FIELDS, most=1).schools.iloc[0]
    back = alike(history, state, int(first["urn"]), most=4000).schools.set_index("urn")
    assert back.loc[CITY_FIELDS, "difference"] == pytest.approx(first["difference"])


def test_a_school_that_is_not_open_has_no_neighbours(history: History, state: pd.DataFrame) -> None:
    with pytest.raises(UnknownName, match="139335"):
        neighbours(state, 139335)
    with pytest.raises(UnknownName, match="139335"):
        alike(history, state, 139335)


def test_a_report_card_is_told_as_it_is_and_is_no_graded_inspection(history: History) -> None:
    before = story(history, HEMSWORTH)
    card = {
        "urn": HEMSWORTH,
        "inspected_urn": HEMSWORTH,
        "start": pd.Timestamp(2026, 1, 13),
        "safeguarding": "Met",
        "achievement": "Needs attention",
    }
    judged = history.inspections.tail(1).assign(
        urn=HEMSWORTH, inspected_urn=HEMSWORTH, start=pd.Timestamp(2024, 12, 3), overall=pd.NA
    )
    later = replace(
        history,
        report_cards=TABLES["report_cards"].conform(pd.DataFrame([card])),
        inspections=TABLES["inspections"].conform(pd.concat([history.inspections, judged])),
    )
    after = story(later, HEMSWORTH)
    assert after.report_cards[["name", "achievement", "safeguarding"]].to_numpy().tolist() == [
        [before.school["name"], "Needs attention", "Met"]
    ]
    assert after.judged["date"].tolist() == [pd.Timestamp(2024, 12, 3)]
    assert len(after.inspections) == len(before.inspections)
    assert after.inspections["grade"].notna().all()
