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

from alliance.analysis.schools.neighbours import alike, neighbours
from alliance.analysis.schools.school_story import (
    CLOSED_BEFORE,
    NAMELESS,
    NOT_HELD,
    NOT_YET,
    RUN_BY_UNKNOWN,
    line_of,
    story,
)
from alliance.errors import UnknownName
from alliance.history import as_at
from alliance.history.schema import TABLES

if TYPE_CHECKING:
    from alliance.history import History

DAY = dt.date(2019, 6, 1)
HEMSWORTH, CITY_FIELDS, BARKEREND = 145938, 136394, 142836
KINGSGATE, UNITY_CITY = 132245, 133768
KINGS_OAK = 150492


@pytest.fixture(scope="module")
def state(history: History) -> pd.DataFrame:
    return as_at(history, DAY)


def test_a_story_follows_the_line_of_schools_back_before_the_records(history: History) -> None:
    line = story(history, HEMSWORTH).line
    assert line["generation"].tolist() == [-2, -1, 0]
    assert line["urn"].tolist() == [108274, 139335, HEMSWORTH]
    assert line["in_records"].tolist() == [True, True, True]
    assert line["name"].iloc[0] == "Hemsworth Arts and Community College"
    merged = story(history, KINGSGATE).line
    assert merged["urn"].tolist() == [100016, 100017, KINGSGATE]
    assert merged["in_records"].tolist() == [False, False, True]
    assert merged["name"].iloc[0] == "Kingsgate Junior School"


def test_a_school_that_closed_leads_on_to_what_came_after(history: History) -> None:
    line = line_of(history, 139335)
    assert line["urn"].tolist() == [108274, 139335, HEMSWORTH]
    assert line["generation"].tolist() == [-1, 0, 1]


def test_a_linked_school_without_a_name_is_called_so_and_never_nan(history: History) -> None:
    line = line_of(history, KINGS_OAK).set_index("urn")
    assert line.loc[106592, "name"] == NAMELESS
    links = history.links
    held = links["predecessor_urn"].isin(history.schools["urn"])
    unnamed = links[links["predecessor_name"].isna() & held].iloc[0]
    named = line_of(history, int(unnamed["successor_urn"])).set_index("urn")["name"]
    names = history.schools.set_index("urn")["name"]
    assert named[unnamed["predecessor_urn"]] == names[unnamed["predecessor_urn"]]
    with pytest.raises(UnknownName, match=f"106592 closed before .*{names[134687]}"):
        story(history, 106592)


@pytest.mark.parametrize(
    ("urn", "other", "why"),
    [
        (150492, 106592, CLOSED_BEFORE),
        (103200, 150731, NOT_YET),
        (142174, 114329, NOT_HELD),  # an independent school until 2015
    ],
)
def test_a_linked_school_that_is_not_in_the_records_says_why(
    history: History, urn: int, other: int, why: str
) -> None:
    line = line_of(history, urn).set_index("urn")
    assert line.loc[other, "absent"] == why
    assert not line.loc[other, "in_records"]
    assert line.loc[urn, "absent"] == ""
    with pytest.raises(UnknownName, match=why):
        story(history, other)


def test_nobody_is_said_to_run_a_school_of_unknown_type(history: History) -> None:
    spells = story(history, KINGS_OAK).spells
    spell = spells[spells["urn"] == KINGS_OAK].iloc[0]
    assert spell["run_by"] == RUN_BY_UNKNOWN
    assert spell["start_after"] == pd.Timestamp(2025, 8, 31)
    assert spell["start"] == pd.Timestamp(2026, 1, 30)


def test_trust_spells_keep_the_precision_of_their_dates(history: History) -> None:
    spells = story(history, UNITY_CITY).spells
    assert spells["run_by"].tolist() == ["Unity City Academy Trust", "Lift Schools"]
    assert spells["end_after"].iloc[0] == spells["start_after"].iloc[1] == pd.Timestamp(2022, 11, 1)
    assert spells["end"].iloc[0] == spells["start"].iloc[1] == pd.Timestamp(2022, 12, 1)
    exact = story(history, CITY_FIELDS).spells
    assert exact["run_by"].tolist() == [
        "Wakefield (local authority)",
        "Wakefield City Academies Trust",
        "Outwood Grange Academies Trust",
    ]
    assert exact["end"].iloc[1] == exact["start"].iloc[2] == pd.Timestamp(2018, 7, 1)
    assert exact[["start_after", "end_after"]].isna().all(axis=None)


def test_a_maintained_school_is_run_by_its_authority(history: History) -> None:
    spells = story(history, 106094).spells
    assert spells["run_by"].tolist() == ["Stockport (local authority)"]
    assert spells[["start", "end", "trust_uid"]].isna().all(axis=None)


def test_a_maintained_school_passes_to_the_authority_that_took_the_place_of_its_own(
    history: History,
) -> None:
    schools = history.schools[history.schools["type_group"] == "Maintained school"]
    open_ = schools[schools["opened"].isna() & schools["closed"].isna()]
    cumberland = history.school_authorities.query("la_code == 942")["urn"]
    urn = int(open_.loc[open_["urn"].isin(cumberland), "urn"].iloc[0])
    spells = story(history, urn).spells
    spells = spells[spells["urn"] == urn]
    assert spells["run_by"].tolist() == [
        "Cumbria (local authority)",
        "Cumberland (local authority)",
    ]
    assert spells["end"].iloc[0] == spells["start"].iloc[1] == pd.Timestamp(2023, 4, 1)
    assert spells[["start_after", "end_after"]].isna().all(axis=None)


def test_inspections_of_predecessors_stand_apart_from_its_own(history: History) -> None:
    found = story(history, BARKEREND).inspections
    assert found["own"].tolist() == [False, False, False, True]
    assert found["grade_name"].tolist()[-2:] == ["Requires improvement", "Outstanding"]
    older = story(history, 106094).inspections
    assert older["grade_name"].iloc[0] == "Satisfactory"


def test_results_of_the_predecessor_come_before_its_own(history: History) -> None:
    results = story(history, BARKEREND).results
    expected = results[results["measure"] == "percent_expected_reading_writing_maths"]
    assert expected["urn"].tolist() == [107202, *[BARKEREND] * 6]
    assert expected["year"].tolist() == [2016, 2017, 2018, 2019, 2023, 2024, 2025]


def test_a_school_that_is_not_in_the_records_is_refused_with_what_came_after(
    history: History,
) -> None:
    with pytest.raises(UnknownName, match=str(KINGSGATE)):
        story(history, 100016)
    with pytest.raises(UnknownName, match="no school with the URN 7"):
        story(history, 7)


@given(row=st.integers(0, 10**6), day=st.dates(dt.date(2005, 9, 1), dt.date(2025, 8, 31)))
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
    judged_on = [pd.Timestamp(2024, 12, 3), *before.judged["date"]]
    assert after.judged["date"].tolist() == sorted(judged_on)
    assert len(after.inspections) == len(before.inspections)
    assert after.inspections["grade"].notna().all()
