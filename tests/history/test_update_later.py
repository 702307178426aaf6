"""The register's full extract and Ofsted's later files, as files invented in their layouts."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest

from alliance.errors import SourceError
from alliance.history import History, as_at, open_history
from alliance.history.compile import complete
from alliance.history.compile.kinds import TYPES
from alliance.history.compile.update import update
from alliance.history.schema import TABLES
from alliance.settings import ROOT
from tests.history.invented import HEADERS, extract_rows, information_rows, with_card, write

PUBLISHED = ROOT / "tests" / "published"
SOME_2026 = PUBLISHED / "gias" / "establishments_2026_partial.csv"
SEEN = "2026-10-01"
DAY = pd.Timestamp(SEEN)
EXTRACT = "edubasealldata20261001.csv"


@pytest.fixture
def rows(slice_history: History) -> pd.DataFrame:
    """An extract of October 2026 in which everything stays as it was in August 2022."""
    return extract_rows(slice_history, SEEN)


def academy(history: History) -> int:
    """Name an academy that is in a trust on the last day."""
    state = as_at(history, history.last_day)
    return int(state.loc[state["trust_uid"] == 5370, "urn"].iloc[0])


def maintained(history: History) -> int:
    state = as_at(history, history.last_day)
    return int(state.loc[state["type_group"] == "Maintained school", "urn"].iloc[0])


def test_an_extract_that_shows_all_as_it_was_ends_and_begins_no_spell(
    folder: Path, rows: pd.DataFrame, slice_history: History, tmp_path: Path
) -> None:
    done = update([write(rows, tmp_path / EXTRACT)], folder)
    assert done.changed is not None
    counts = done.changed.counts()
    assert counts["spells in trusts that begin"] == counts["spells in trusts that end"] == 0
    assert counts["schools now in another trust"] == 0
    after = open_history(folder)
    assert str(after.last_day) == SEEN
    last = ["urn", "trust_uid", "grade", "name", "phase", "type", "la_name", "region", "lon"]
    now, then = as_at(after, after.last_day), as_at(slice_history, slice_history.last_day)
    kept = then[then["urn"].isin(now["urn"])].reset_index(drop=True)
    for column in last:
        assert now[column].astype("object").equals(kept[column].astype("object")), column


def test_a_school_the_extract_lacks_is_closed_between_two_days_and_kept(
    folder: Path, rows: pd.DataFrame, slice_history: History, tmp_path: Path
) -> None:
    urn = maintained(slice_history)
    update([write(rows[rows["URN"] != str(urn)], tmp_path / EXTRACT)], folder)
    school = open_history(folder).schools.set_index("urn").loc[urn]
    assert school["closed"] == DAY
    assert school["closed_after"] == pd.Timestamp(2020, 8, 31)


def test_a_closing_day_that_the_extract_states_is_exact(
    folder: Path, rows: pd.DataFrame, slice_history: History, tmp_path: Path
) -> None:
    urn = academy(slice_history)
    own = rows["URN"] == str(urn)
    rows.loc[own, ["EstablishmentStatus (name)", "CloseDate"]] = ["Closed", "31-08-2025"]
    update([write(rows, tmp_path / EXTRACT)], folder)
    after = open_history(folder)
    school = after.schools.set_index("urn").loc[urn]
    assert school["closed"] == pd.Timestamp(2025, 9, 1)
    assert pd.isna(school["closed_after"])
    spell = after.memberships[after.memberships["urn"] == urn].iloc[-1]
    assert spell["left"] == pd.Timestamp(2025, 9, 1)


def test_a_closing_day_on_which_a_list_still_showed_the_school_gives_way_to_the_day_after_it(
    folder: Path, rows: pd.DataFrame, slice_history: History, tmp_path: Path
) -> None:
    urn = maintained(slice_history)
    own = rows["URN"] == str(urn)
    rows.loc[own, ["EstablishmentStatus (name)", "CloseDate"]] = ["Closed", "31-05-2019"]
    update([write(rows, tmp_path / EXTRACT)], folder)
    school = open_history(folder).schools.set_index("urn").loc[urn]
    assert school["closed"] == pd.Timestamp(2020, 9, 1)
    assert school["closed_after"] == pd.Timestamp(2020, 8, 31)


def test_a_move_is_known_to_lie_between_the_list_and_the_extract(
    folder: Path, rows: pd.DataFrame, slice_history: History, tmp_path: Path
) -> None:
    urn = academy(slice_history)
    rows.loc[rows["URN"] == str(urn), ["Trusts (code)", "Trusts (name)"]] = ["99001", "NEW TRUST"]
    done = update([write(rows, tmp_path / EXTRACT)], folder)
    assert done.changed is not None
    assert done.changed.moved["urn"].tolist() == [urn]
    told = [line for line in done.lines() if "schools now in another trust: " in line]
    assert told[0].endswith(f"({urn}): WISE Academies to New Trust")
    after = open_history(folder)
    spell = after.memberships[after.memberships["urn"] == urn].iloc[-1]
    assert (spell["trust_uid"], spell["joined"]) == (99001, DAY)
    assert spell["joined_after"] == pd.Timestamp(2022, 8, 31)
    state = as_at(after, after.last_day).set_index("urn")
    assert state.loc[urn, "trust_name"] == "New Trust"


def test_a_school_new_to_the_register_has_its_place_roll_and_opening(
    folder: Path, rows: pd.DataFrame, tmp_path: Path
) -> None:
    new = (
        rows[rows["EstablishmentStatus (name)"] == "Open"]
        .tail(1)
        .assign(URN="152999", EstablishmentName="Café School", OpenDate="01-09-2024")
    )
    update([write(pd.concat([rows, new]), tmp_path / EXTRACT)], folder)
    school = as_at(open_history(folder), DAY.date()).set_index("urn").loc[152999]
    assert school["name"] == "Café School"
    assert school["pupils"] == 300
    assert pd.notna(school["lon"])
    assert pd.notna(school["region"])


def test_unknown_columns_and_refused_rows_are_told(
    folder: Path, rows: pd.DataFrame, tmp_path: Path
) -> None:
    rows["Telepathy (name)"] = "yes"
    own = rows.index[rows["EstablishmentStatus (name)"] == "Open"][0]
    rows.loc[own, "OpenDate"] = "31-02-2020"
    done = update([write(rows, tmp_path / EXTRACT)], folder, dry_run=True)
    taken = done.taken[0]
    assert taken.unknown_columns == ("Telepathy (name)",)
    assert taken.rows_refused == 1
    assert done.faults.iloc[0].tolist()[2:4] == ["OpenDate", "31-02-2020"]
    # The school of that row is open still.
    assert done.changed is not None
    assert done.changed.closed.empty


def test_types_that_are_left_aside_are_told_with_their_number(
    folder: Path, rows: pd.DataFrame, tmp_path: Path
) -> None:
    more = rows.head(1).assign(**{"URN": "199001", "TypeOfEstablishment (name)": "Moon school"})
    both = pd.concat([rows, more], ignore_index=True)
    done = update([write(both, tmp_path / EXTRACT)], folder, dry_run=True)
    assert "Moon school 1" in done.taken[0].note
    assert any("Moon school 1" in line for line in done.lines())


def test_a_partial_extract_is_refused_for_it_would_close_the_rest(
    folder: Path, rows: pd.DataFrame, tmp_path: Path
) -> None:
    with pytest.raises(SourceError, match=r"shows \d+ of the \d+ schools .* no complete list"):
        update([write(rows.head(len(rows) // 2), tmp_path / EXTRACT)], folder)


PLACE = ["easting m", "northing m", "lad code", "opportunity area"]
TRUSTS = ["TrustSchoolFlag (name)", "Trusts (code)", "Trusts (name)"]


@pytest.mark.parametrize("lacking", [TRUSTS, TRUSTS[:1], TRUSTS[1:]])
def test_an_extract_without_its_columns_of_trusts_is_refused(
    folder: Path, rows: pd.DataFrame, tmp_path: Path, lacking: list[str]
) -> None:
    path = write(rows.drop(columns=lacking), tmp_path / EXTRACT)
    says = rf"full extract without '{re.escape(lacking[0])}'.* no academy would be in a trust"
    with pytest.raises(SourceError, match=says):
        update([path], folder)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("TrustSchoolFlag (name)", ""),
        ("TrustSchoolFlag (name)", "In a multi-academy trust"),
        ("Trusts (code)", ""),
    ],
)
def test_an_extract_that_names_no_trusts_is_refused_for_it_would_end_every_spell(
    folder: Path, rows: pd.DataFrame, tmp_path: Path, column: str, value: str
) -> None:
    rows[column] = value
    version = open_history(folder).version
    with pytest.raises(
        SourceError, match=r"names a trust for 0 of \d+ academies .* end the spells"
    ):
        update([write(rows, tmp_path / EXTRACT)], folder)
    assert open_history(folder).version == version


def test_an_academy_that_leaves_its_trust_is_believed_where_the_others_stay(
    folder: Path, rows: pd.DataFrame, slice_history: History, tmp_path: Path
) -> None:
    urn = academy(slice_history)
    rows.loc[rows["URN"] == str(urn), TRUSTS] = ["Not applicable", "", ""]
    done = update([write(rows, tmp_path / EXTRACT)], folder, dry_run=True)
    assert done.changed is not None
    assert done.changed.left["urn"].tolist() == [urn]


def test_an_extract_that_spells_a_type_of_school_anew_is_refused(
    folder: Path, rows: pd.DataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(complete, "LEAST_OF_A_TYPE", 2)
    is_open = rows["EstablishmentStatus (name)"] == "Open"
    kinds = rows.loc[is_open, "TypeOfEstablishment (name)"].value_counts()
    kind = kinds[(kinds >= 2) & (kinds < 0.1 * kinds.sum())].index[0]
    renamed = rows.replace({"TypeOfEstablishment (name)": {kind: f"{kind}, so called now"}})
    with pytest.raises(SourceError, match=rf"shows 0 of \d+ of type {kind}"):
        update([write(renamed, tmp_path / EXTRACT)], folder)


def test_every_type_of_state_funded_school_in_the_register_is_known() -> None:
    """The register's types of state-funded school, by its own names (codes 1 to 57)."""
    published = """Community school|Voluntary aided school|Voluntary controlled school
Foundation school|City technology college|Community special school|Non-maintained special school
Foundation special school|Pupil referral unit|Local authority nursery school|Academy sponsor led
Academy special sponsor led|Academy converter|Free schools|Free schools special
Free schools alternative provision|Free schools 16 to 19|University technical college
Studio schools|Academy alternative provision converter|Academy alternative provision sponsor led
Academy special converter|Academy 16-19 converter|Academy 16 to 19 sponsor led
Academy secure 16 to 19"""
    names = pd.Series(published.replace("\n", "|").split("|")).str.lower()
    assert names[~names.isin(list(TYPES))].empty


def test_the_invented_extract_has_the_columns_of_a_published_one(rows: pd.DataFrame) -> None:
    published = (HEADERS / "edubasealldata_20230918.csv").read_text("utf-8").strip().split(",")
    assert sorted(rows.columns) == sorted(published)
    assert len(published) == 140


def test_some_establishments_are_used_for_where_they_stand_and_nothing_else(
    folder: Path, slice_history: History, tmp_path: Path
) -> None:
    lines = SOME_2026.read_text("utf-8").splitlines()
    urn = slice_history.schools.loc[slice_history.schools["location_source"] == "postcode", "urn"]
    moved = lines[1].replace(lines[1].split(",")[0], str(urn.iloc[0]), 1)
    path = tmp_path / "anything.csv"
    path.write_text("\n".join([lines[0], moved]), "utf-8")
    done = update([path], folder)
    assert done.changed is not None
    found = {what for what, count in done.changed.counts().items() if count}
    assert found == {"values of schools changed"}
    (changes,) = done.changed.retold["values of schools changed"].groupby("number")["column"]
    assert changes[0] == urn.iloc[0]
    assert {"easting m", "northing m"} <= set(changes[1]) <= {*PLACE}
    told = "\n".join(done.lines())
    assert "some establishments of the register" in told
    assert "Used for where schools stand and nothing else" in told
    assert "OpenDate, CloseDate" in told
    after = open_history(folder).schools.set_index("urn").loc[urn.iloc[0]]
    easting = lines[1].split(",")[lines[0].split(",").index("Easting")]
    assert (after["easting_m"], after["location_source"]) == (float(easting), "own")
    known = slice_history.schools.set_index("urn")["closed"]
    pd.testing.assert_series_equal(open_history(folder).schools.set_index("urn")["closed"], known)


def test_commissioners_regions_come_with_an_extract_that_carries_them(
    folder: Path, rows: pd.DataFrame, slice_history: History, tmp_path: Path
) -> None:
    assert slice_history.schools["commissioner_region"].isna().all()
    rows["RSCRegion (name)"] = "North of England"
    rows.loc[0, "RSCRegion (name)"] = "Not Applicable"
    update([write(rows, tmp_path / EXTRACT)], folder)
    regions = open_history(folder).schools.set_index("urn")["commissioner_region"]
    assert regions.dropna().unique().tolist() == ["North of England"]
    assert pd.isna(regions[int(rows.loc[0, "URN"])])


def test_an_extract_without_commissioners_regions_leaves_those_of_an_earlier_one(
    folder: Path, rows: pd.DataFrame, slice_history: History, tmp_path: Path
) -> None:
    urn = academy(slice_history)
    then = extract_rows(slice_history, "2022-09-01")
    then["RSCRegion (name)"] = "North of England"
    update([write(then, tmp_path / "edubasealldata20220901.csv")], folder)
    update([write(rows.drop(columns="RSCRegion (name)"), tmp_path / EXTRACT)], folder)
    after = open_history(folder)
    assert str(after.last_day) == SEEN
    regions = after.schools.set_index("urn")["commissioner_region"]
    assert regions[urn] == "North of England"


@pytest.mark.parametrize("preamble", [0, 2])
def test_a_report_card_is_kept_as_it_is_and_changes_no_grade(
    folder: Path, rows: pd.DataFrame, slice_history: History, tmp_path: Path, preamble: int
) -> None:
    urn = academy(slice_history)
    information = write(with_card(urn), tmp_path / "as_at_28_Feb_2026.csv", preamble)
    update([write(rows, tmp_path / EXTRACT), information], folder)
    after = open_history(folder)
    card = after.report_cards.iloc[0]
    assert (card["urn"], card["start"]) == (urn, pd.Timestamp(2025, 11, 12))
    assert card["leadership_and_governance"] == "Needs attention"
    assert card["safeguarding"] == "Met"
    assert pd.isna(card["early_years"])
    pd.testing.assert_frame_equal(after.grades, slice_history.grades)
    pd.testing.assert_frame_equal(after.inspections, slice_history.inspections)
    assert str(after.grades_to) == "2024-09-01"
    assert str(after.default_day) == SEEN


def test_an_inspection_without_an_overall_grade_is_kept_and_gives_none(
    folder: Path, rows: pd.DataFrame, slice_history: History, tmp_path: Path
) -> None:
    urn = academy(slice_history)
    table = information_rows([urn])
    judged = {
        "Inspection start date of latest OEIF graded inspection": "03/12/2024",
        "Latest OEIF overall effectiveness": "Not judged",
        "Latest OEIF quality of education": "2",
        "Latest OEIF effectiveness of leadership and management": "1",
    }
    table.loc[0, list(judged)] = list(judged.values())
    information = write(table, tmp_path / "28_Feb_2026.csv")
    update([write(rows, tmp_path / EXTRACT), information], folder)
    after = open_history(folder)
    one = after.inspections[after.inspections["start"] == pd.Timestamp(2024, 12, 3)].iloc[0]
    assert pd.isna(one["overall"])
    assert (one["quality_of_education"], one["leadership_and_management"]) == (2, 1)
    pd.testing.assert_frame_equal(after.grades, slice_history.grades)


def test_a_grade_given_since_2020_counts_from_its_day(
    folder: Path, rows: pd.DataFrame, slice_history: History, tmp_path: Path
) -> None:
    urn = academy(slice_history)
    table = information_rows([urn])
    graded = {
        "Inspection start date of latest OEIF graded inspection": "2023-03-01",
        "Latest OEIF overall effectiveness": "1",
    }
    table.loc[0, list(graded)] = list(graded.values())
    information = write(table, tmp_path / "28_Feb_2026.csv")
    update([write(rows, tmp_path / EXTRACT), information], folder)
    after = open_history(folder)
    state = as_at(after, after.last_day).set_index("urn")
    assert state.loc[urn, "grade"] == 1
    assert state.loc[urn, "grade_date"] == pd.Timestamp(2023, 3, 1)


def test_ofsteds_file_alone_says_that_its_days_cannot_be_shown_yet(
    folder: Path, rows: pd.DataFrame, slice_history: History, tmp_path: Path
) -> None:
    information = write(with_card(academy(slice_history)), tmp_path / "28_Feb_2026.csv")
    says = "1 report card after 31 August 2022. No day after that can be shown until the register's"
    for dry_run in (True, False):
        done = update([information], folder, dry_run=dry_run)
        assert "to 31 August 2022; overall grades to 31 August 2022. Kept, but" in done.lines()[-1]
        assert says in done.beyond
        assert says in done.lines()[-1]
    assert says in open_history(folder).beyond
    done = update([write(rows, tmp_path / EXTRACT)], folder)
    assert done.beyond == open_history(folder).beyond == ""


def test_ofsteds_file_alone_without_anything_new_says_that_its_days_cannot_be_shown(
    folder: Path, slice_history: History, tmp_path: Path
) -> None:
    nothing = information_rows([academy(slice_history)])
    done = update([write(nothing, tmp_path / "28_Feb_2026.csv")], folder, dry_run=True)
    assert "tells of days to 28 February 2026, but no day after 31 August 2022" in done.beyond


@pytest.mark.parametrize(
    ("column", "value", "kept_as"),
    [
        ("Leadership and governance", "2", {"leadership_and_governance": "Value refused"}),
        ("Safeguarding standards", "Perhaps", {"safeguarding": "Value refused"}),
        ("Category of concern", "XX", {"category_of_concern": "Value refused"}),
        ("Publication date", "31/02/2026", {"published": pd.NaT}),
        ("Publication date", "soon", {"published": pd.NaT}),
        ("Latest OEIF overall effectiveness", "5", {}),
    ],
)
def test_of_a_report_card_only_the_value_that_is_wrong_is_refused(
    folder: Path,
    slice_history: History,
    tmp_path: Path,
    column: str,
    value: str,
    kept_as: dict[str, object],
) -> None:
    table = pd.concat([with_card(academy(slice_history)), information_rows([100001])])
    whole = update([write(table, tmp_path / "28_Feb_2026.csv")], folder, dry_run=True).changed
    table.loc[0, column] = [value, "NULL"]
    done = update([write(table, tmp_path / "28_Feb_2026.csv")], folder, dry_run=True)
    assert done.faults[["column", "found"]].to_numpy().tolist() == [[column, value]]
    assert done.taken[0].rows_refused == 1
    assert whole is not None
    assert done.changed is not None
    (card,), (as_published,) = (
        changed.report_cards.drop(columns=["source"]).to_dict("records")
        for changed in (done.changed, whole)
    )
    different = {name for name in card if str(card[name]) != str(as_published[name])}
    assert different == set(kept_as)
    assert {name: str(card[name]) for name in kept_as} == {
        name: str(value) for name, value in kept_as.items()
    }


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("Inspection start date", "31/02/2026"),
        ("URN at time of latest full inspection", "12345"),
        ("URN", "ABCDEF"),
    ],
)
def test_a_report_card_of_no_known_day_or_school_is_left_out_and_told(
    folder: Path, slice_history: History, tmp_path: Path, column: str, value: str
) -> None:
    table = pd.concat([with_card(academy(slice_history)), information_rows([100001])])
    table.loc[0, column] = [value, "100001" if column == "URN" else "NULL"]
    done = update([write(table, tmp_path / "28_Feb_2026.csv")], folder, dry_run=True)
    assert done.faults[["column", "found"]].to_numpy().tolist() == [[column, value]]
    assert done.changed is not None
    assert done.changed.report_cards.empty


def test_a_wrong_value_of_a_report_card_leaves_the_graded_inspection_of_its_row(
    folder: Path, slice_history: History, tmp_path: Path
) -> None:
    table = with_card(academy(slice_history))
    graded = {
        "Inspection start date of latest OEIF graded inspection": "2023-03-01",
        "Latest OEIF overall effectiveness": "3",
        "Latest OEIF category of concern": "XX",
        "Inclusion": "4",
    }
    table.loc[0, list(graded)] = list(graded.values())
    done = update([write(table, tmp_path / "28_Feb_2026.csv")], folder, dry_run=True)
    assert sorted(done.faults["column"]) == ["Inclusion", "Latest OEIF category of concern"]
    assert done.changed is not None
    assert done.changed.inspections["overall"].tolist() == [3]
    assert done.changed.inspections["category_of_concern"].isna().all()
    assert done.changed.report_cards["inclusion"].tolist() == ["Value refused"]


def test_a_table_of_results_keeps_why_a_value_is_missing(folder: Path, tmp_path: Path) -> None:
    table = pd.DataFrame(
        [
            ["1", "136394", "61", "41.5", "-0.45", "27%"],
            ["2", "143084", "4", "SUPP", "SUPP", "SUPP"],
            ["5", "NAT", "600000", "46.3", "-0.03", "45%"],
        ],
        columns=["RECTYPE", "URN", "TPUP", "ATT8SCR", "P8MEA", "PTL2BASICS_95"],
    )
    update([write(table, tmp_path / "2022-2023_england_ks4final.csv")], folder)
    results = open_history(folder).results_ks4
    results = results[results["year"] == 2023].set_index("urn")
    assert sorted(results.index) == [136394, 143084]
    assert results.loc[136394, "percent_grade5_english_maths"] == 27
    assert pd.isna(results.loc[136394, "attainment_8_reason"])
    assert results.loc[143084, "attainment_8_reason"] == "suppressed: too few pupils"
    assert results.loc[136394, "ebacc_average_points_reason"] == "not in this year's table"


def test_of_two_tables_of_a_year_each_measure_is_by_the_last_that_tells_of_it(
    folder: Path, tmp_path: Path
) -> None:
    other = Path(shutil.copytree(folder, tmp_path / "other" / "history"))
    columns = ["RECTYPE", "URN", "TPUP", "ATT8SCR", "P8MEA", "PTL2BASICS_95"]
    first = pd.DataFrame([["1", "136394", "61", "41.5", "-0.45", "27%"]], columns=columns)
    last = pd.DataFrame([["1", "136394", "60", "42.0", "SUPP", ""]], columns=columns)
    provisional = write(
        first.drop(columns="TPUP"), tmp_path / "2022-2023_england_ks4provisional.csv"
    )
    final = write(last.drop(columns="PTL2BASICS_95"), tmp_path / "2022-2023_england_ks4final.csv")
    for files, target in (((provisional, final), folder), ((final, provisional), other)):
        for file in files:
            update([file], target)
    told = [open_history(place).results_ks4 for place in (folder, other)]
    pd.testing.assert_frame_equal(*told)
    one = told[0][(told[0]["year"] == 2023) & (told[0]["urn"] == 136394)].iloc[0]
    assert (one["pupils"], one["attainment_8"]) == (60, 42)
    assert (one["progress_8_reason"], one["percent_grade5_english_maths"]) == (
        "suppressed: too few pupils",
        27,
    )


def test_results_of_a_year_that_is_held_keep_what_the_later_table_does_not_say(
    folder: Path, slice_history: History, tmp_path: Path
) -> None:
    held = slice_history.results_ks4.dropna(subset=["attainment_8", "progress_8"])
    one = held[held["year"] == 2018].iloc[0]
    table = pd.DataFrame([["1", str(one["urn"]), "99.9"]], columns=["RECTYPE", "URN", "ATT8SCR"])
    done = update([write(table, tmp_path / "2017-2018_england_ks4.csv")], folder)
    assert done.changed is not None
    counts = done.changed.counts()
    assert counts["results of a school and year"] == 0
    assert counts["values of key stage 4 results changed"] == 1
    (told,) = done.changed.named()["values of key stage 4 results changed"]
    assert f"({one['urn']}), 2018, attainment 8: {one['attainment_8']:g}; now 99.9" in told
    after = open_history(folder).results_ks4.set_index(["urn", "year"]).loc[(one["urn"], 2018)]
    assert after["attainment_8"] == pytest.approx(99.9)
    assert after["progress_8"] == pytest.approx(one["progress_8"])


def test_a_table_of_results_of_no_known_year_asks_for_it(folder: Path, tmp_path: Path) -> None:
    table = pd.DataFrame([["1", "136394", "61"]], columns=["RECTYPE", "URN", "PTRWM_EXP"])
    with pytest.raises(SourceError, match="of which year's exams"):
        update([write(table, tmp_path / "england_ks2final.csv")], folder)


def test_a_list_may_be_added_before_or_after_a_later_extract(
    folder: Path, rows: pd.DataFrame, tmp_path: Path
) -> None:
    other = Path(shutil.copytree(folder, tmp_path / "other" / "history"))
    last = PUBLISHED / "gias" / "groupLinks_academies_sponsors_202208.csv"
    lines = last.read_text("utf-8").splitlines(keepends=True)
    between = tmp_path / "links_20240301.csv"
    between.write_text("".join([*lines[:-1], lines[-1], "\n"]), "utf-8")
    late = write(rows, tmp_path / EXTRACT)
    for files, target in (((between, late), folder), ((late, between), other)):
        for file in files:
            update([file], target)
    one, two = open_history(folder), open_history(other)
    assert [str(day) for day in one.lists[-2:]] == ["2024-03-01", SEEN]
    for name in TABLES.keys() - {"sources", "refusals"}:
        pd.testing.assert_frame_equal(getattr(one, name), getattr(two, name), obj=name)


FULL_SIZE = """
import resource, sys
from pathlib import Path
from alliance.history.compile import complete
from alliance.history.compile.kinds import TYPES
from alliance.history.compile.update import update
update([Path(sys.argv[1])], Path(sys.argv[2]))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def test_a_complete_extract_of_50_000_rows_takes_seconds_and_little_memory(
    history: History, tmp_path: Path
) -> None:
    assert history.folder is not None
    target = shutil.copytree(history.folder, tmp_path / "data" / "history")
    full = extract_rows(history, SEEN, rows=50_000)
    assert full.shape == (50_000, 140)
    path = write(full, tmp_path / EXTRACT)
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", FULL_SIZE, path, target],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    assert time.monotonic() - began < 40
    assert int(done.stdout) < 1_500_000
    assert len(as_at(open_history(target), DAY.date())) > 20_000
