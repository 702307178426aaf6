"""The register's full extract and Ofsted's later files, as files invented in their layouts."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
import pytest

from alliance.errors import SourceError
from alliance.history import History, as_at, open_history
from alliance.history.compile.schools.kinds import TYPES
from alliance.history.compile.updating import complete
from alliance.history.compile.updating.update import Update, update
from alliance.history.schema import TABLES
from alliance.settings import ROOT
from tests.history.invented import HEADERS, extract_rows, information_rows, with_card, write
from tests.history.reading import read_files

PUBLISHED = ROOT / "tests" / "published"
SOME_2026 = PUBLISHED / "gias" / "establishments_2026_partial.csv"
OPEN_2026 = PUBLISHED / "gias" / "establishments_open_20260130.csv"
SEEN = "2026-10-01"
DAY = pd.Timestamp(SEEN)
EXTRACT = "edubasealldata20261001.csv"
PLACE = ["easting m", "northing m", "lad code", "opportunity area", "postcode"]
TRUSTS = ["TrustSchoolFlag (name)", "Trusts (code)", "Trusts (name)"]
START = "Inspection start date of latest OEIF graded inspection"
OVERALL = "Latest OEIF overall effectiveness"
WRONG_IN_CARD = {
    "Publication date": "31/02/2026",
    "Category of concern": "XX",
    "Safeguarding standards": "Perhaps",
    "Leadership and governance": "2",
    OVERALL: "5",
}
CARD_OF_NOTHING = {
    "Inspection start date": "31/02/2026",
    "URN at time of latest full inspection": "12345",
    "URN": "ABCDEF",
}
WRONG_BESIDE_A_GRADE = {"Latest OEIF category of concern": "XX", "Inclusion": "4"}


@pytest.fixture
def rows(slice_history: History) -> pd.DataFrame:
    """An extract of October 2026 in which everything stays as it was."""
    return extract_rows(slice_history, SEEN)


def academies(history: History, number: int) -> list[int]:
    """Name academies that are in a trust on the last day."""
    state = as_at(history, history.last_day)
    return [int(urn) for urn in state.loc[state["trust_uid"] == 5370, "urn"].head(number)]


def academy(history: History) -> int:
    """Name an academy that is in a trust on the last day."""
    return academies(history, 1)[0]


def shown_last(urn: int) -> pd.Timestamp:
    """Return the day of the newest file that shows any school open, of one that it shows."""
    assert urn in pd.read_csv(OPEN_2026)["urn"].tolist()
    return pd.Timestamp(2026, 1, 30)


@pytest.fixture(scope="module")
def unchanged(
    slice_folder: Path, slice_history: History, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Update, History]:
    """An update with that extract, and the history it gives."""
    folder = tmp_path_factory.mktemp("unchanged")
    target = Path(shutil.copytree(slice_folder, folder / "data" / "history"))
    done = update([write(extract_rows(slice_history, SEEN), folder / EXTRACT)], target)
    return done, open_history(target)


def test_an_extract_that_shows_all_as_it_was_ends_and_begins_no_spell(
    unchanged: tuple[Update, History], slice_history: History
) -> None:
    done, after = unchanged
    assert done.changed is not None
    counts = done.changed.counts()
    assert counts["spells in trusts that begin"] == counts["spells in trusts that end"] == 0
    assert counts["schools now in another trust"] == 0
    assert str(after.last_day) == SEEN
    last = ["urn", "trust_uid", "grade", "name", "phase", "type", "la_name", "region", "lon"]
    now, then = as_at(after, after.last_day), as_at(slice_history, slice_history.last_day)
    kept = then[then["urn"].isin(now["urn"])].reset_index(drop=True)
    for column in last:
        assert now[column].astype("object").equals(kept[column].astype("object")), column


class Changes(NamedTuple):
    """An update with an extract in which each of six academies is told of in its own way."""

    done: Update
    after: History
    gone: int
    closed: int
    closed_too_early: int
    moved: int
    of_wrong_day: int
    without_trust: int


@pytest.fixture(scope="module")
def changes(
    slice_folder: Path, slice_history: History, tmp_path_factory: pytest.TempPathFactory
) -> Changes:
    folder = tmp_path_factory.mktemp("changes")
    target = shutil.copytree(slice_folder, folder / "data" / "history")
    urns = academies(slice_history, 6)
    gone, closed, closed_too_early, moved, of_wrong_day, without_trust = map(str, urns)
    rows = extract_rows(slice_history, SEEN).set_index("URN", drop=False)
    new = rows[rows["EstablishmentStatus (name)"] == "Open"].tail(1)
    moon = rows.head(1).assign(**{"URN": "199001", "TypeOfEstablishment (name)": "Moon school"})
    ending = ["EstablishmentStatus (name)", "CloseDate"]
    rows.loc[closed, ending] = ["Closed", "31-03-2026"]
    rows.loc[closed_too_early, ending] = ["Closed", "31-05-2019"]
    rows.loc[moved, ["Trusts (code)", "Trusts (name)"]] = ["99001", "NEW TRUST"]
    rows.loc[of_wrong_day, "OpenDate"] = "31-02-2020"
    rows.loc[without_trust, TRUSTS] = ["Not applicable", "", ""]
    new = new.assign(
        URN="152999", EstablishmentName="Café School", OpenDate="01-09-2024", UKPRN="10099999"
    )
    table = pd.concat([rows.drop(index=gone), new, moon]).assign(**{"Telepathy (name)": "yes"})
    done = update([write(table, folder / EXTRACT)], target)
    return Changes(done, open_history(target), *urns)


def test_a_school_the_extract_lacks_is_closed_between_two_days_and_kept(changes: Changes) -> None:
    school = changes.after.schools.set_index("urn").loc[changes.gone]
    assert school["closed"] == DAY
    assert school["closed_after"] == shown_last(changes.gone)


def test_a_closing_day_that_the_extract_states_is_exact(changes: Changes) -> None:
    school = changes.after.schools.set_index("urn").loc[changes.closed]
    assert school["closed"] == pd.Timestamp(2026, 4, 1)
    assert pd.isna(school["closed_after"])
    spells = changes.after.memberships
    assert spells[spells["urn"] == changes.closed]["left"].iloc[-1] == pd.Timestamp(2026, 4, 1)


def test_a_closing_day_on_which_a_list_still_showed_the_school_gives_way_to_the_day_after_it(
    changes: Changes,
) -> None:
    school = changes.after.schools.set_index("urn").loc[changes.closed_too_early]
    last = shown_last(changes.closed_too_early)
    assert school["closed"] == last + pd.Timedelta(days=1)
    assert school["closed_after"] == last


def test_a_move_is_known_to_lie_between_the_list_and_the_extract(
    changes: Changes, slice_history: History
) -> None:
    urn, after = changes.moved, changes.after
    assert changes.done.changed is not None
    assert changes.done.changed.moved["urn"].tolist() == [urn]
    told = [line for line in changes.done.lines() if "schools now in another trust: " in line]
    assert told[0].endswith(f"({urn}): WISE Academies to New Trust")
    spell = after.memberships[after.memberships["urn"] == urn].iloc[-1]
    assert (spell["trust_uid"], spell["joined"]) == (99001, DAY)
    before = slice_history.memberships
    assert spell["joined_after"] == before.loc[before["urn"] == urn, "last_seen"].max()
    state = as_at(after, after.last_day).set_index("urn")
    assert state.loc[urn, "trust_name"] == "New Trust"


def test_a_school_new_to_the_register_has_its_place_roll_and_opening(changes: Changes) -> None:
    school = as_at(changes.after, DAY.date()).set_index("urn").loc[152999]
    assert school["name"] == "Café School"
    assert school["pupils"] == 300
    assert pd.notna(school["lon"])
    assert pd.notna(school["region"])


def test_a_school_has_the_ukprn_of_the_newest_file_that_states_one(
    changes: Changes, slice_history: History
) -> None:
    after, before = (
        history.schools.set_index("urn")["ukprn"] for history in (changes.after, slice_history)
    )
    assert after[152999] == 10099999
    assert before.notna().sum() > 50
    assert after[before.index].equals(before)


def test_unknown_columns_and_refused_rows_are_told(changes: Changes) -> None:
    taken = changes.done.taken[0]
    assert taken.unknown_columns == ("Telepathy (name)",)
    assert taken.rows_refused == 1
    assert changes.done.faults[["column", "found"]].to_numpy().tolist() == [
        ["OpenDate", "31-02-2020"]
    ]
    # The school of that row is open still.
    assert changes.done.changed is not None
    closed = {changes.gone, changes.closed, changes.closed_too_early}
    assert set(changes.done.changed.closed["urn"]) == closed


def test_types_that_are_left_aside_are_told_with_their_number(changes: Changes) -> None:
    assert "Moon school 1" in changes.done.taken[0].note
    assert any("Moon school 1" in line for line in changes.done.lines())


def test_a_partial_extract_is_refused_for_it_would_close_the_rest(
    folder: Path, rows: pd.DataFrame, tmp_path: Path
) -> None:
    with pytest.raises(SourceError, match=r"shows \d+ of the \d+ schools .* no complete list"):
        update([write(rows.head(len(rows) // 2), tmp_path / EXTRACT)], folder)


@pytest.mark.parametrize("lacking", [TRUSTS, TRUSTS[:1], TRUSTS[1:]])
@pytest.mark.quick_cases(1)
def test_an_extract_without_its_columns_of_trusts_is_refused(
    folder: Path, rows: pd.DataFrame, tmp_path: Path, lacking: list[str]
) -> None:
    path = write(rows.drop(columns=lacking), tmp_path / EXTRACT)
    without = rf"all-establishments download without '{re.escape(lacking[0])}'"
    says = rf"{without}.* no academy would be in a trust"
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
@pytest.mark.quick_cases(1)
def test_an_extract_that_names_no_trusts_is_refused_for_it_would_miss_every_move(
    folder: Path, rows: pd.DataFrame, tmp_path: Path, column: str, value: str
) -> None:
    rows[column] = value
    version = open_history(folder).version
    with pytest.raises(
        SourceError,
        match=r"names a trust for 0 of \d+ academies .* in the trusts they were in before",
    ):
        update([write(rows, tmp_path / EXTRACT)], folder)
    assert open_history(folder).version == version


def test_an_academy_for_which_an_extract_names_no_trust_keeps_the_one_it_was_in(
    changes: Changes, slice_history: History
) -> None:
    told = changes.done.changed
    assert told is not None
    for table in (told.left, told.moved):
        assert changes.without_trust not in set(table["urn"])
    trusts = [
        as_at(history, history.last_day).set_index("urn").loc[changes.without_trust, "trust_uid"]
        for history in (slice_history, changes.after)
    ]
    assert trusts[0] == trusts[1]


def test_an_extract_that_spells_a_type_of_school_anew_is_refused(
    folder: Path, rows: pd.DataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(complete, "LEAST_OF_A_TYPE", 1)
    is_open = rows["EstablishmentStatus (name)"] == "Open"
    kinds = rows.loc[is_open, "TypeOfEstablishment (name)"].value_counts()
    kind = kinds[kinds < 0.1 * kinds.sum()].index[0]
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
    urn = slice_history.schools.loc[slice_history.schools["lon"].notna(), "urn"]
    moved = lines[1].replace(lines[1].split(",")[0], str(urn.iloc[0]), 1)
    path = tmp_path / "anything.csv"
    path.write_text("\n".join([lines[0], moved]), "utf-8")
    done = update([path], folder)
    assert done.changed is not None
    found = {what for what, count in done.changed.counts().items() if count}
    assert found == {"values of schools changed", "schools that moved to another place"}
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


def test_commissioners_regions_are_those_of_the_register_whatever_an_extract_lacks(
    unchanged: tuple[Update, History], rows: pd.DataFrame, slice_history: History
) -> None:
    known = slice_history.schools.set_index("urn")["commissioner_region"]
    assert known.notna().all()
    assert "RSCRegion (name)" not in rows or (rows["RSCRegion (name)"] == "").all()
    _, after = unchanged
    pd.testing.assert_series_equal(after.schools.set_index("urn")["commissioner_region"], known)


class Information(NamedTuple):
    """An update with an extract and with management information, a row a school and rule."""

    done: Update
    after: History
    card: int
    not_judged: int
    graded: int
    wrong: int
    wrong_beside_a_grade: int
    of_nothing: tuple[int, ...]
    rows: pd.DataFrame

    def faults_of(self, *urns: int) -> list[list[str]]:
        """Return the columns and values that were refused of schools."""
        faults = self.done.faults
        own = self.rows.index[self.rows["of"].isin(urns)] + FIRST_ROW
        return faults.loc[faults["row"].isin(own), ["column", "found"]].to_numpy().tolist()


FILE = "as_at_28_Feb_2026.csv"
FIRST_ROW = 2  # below the header


@pytest.fixture(scope="module", params=[0, pytest.param(2, marks=pytest.mark.thorough)])
def information(
    request: pytest.FixtureRequest,
    slice_folder: Path,
    slice_history: History,
    tmp_path_factory: pytest.TempPathFactory,
) -> Information:
    preamble: int = request.param
    folder = tmp_path_factory.mktemp("information")
    target = Path(shutil.copytree(slice_folder, folder / "data" / "history"))
    inspected_since = slice_history.inspections.query("start > '2022-12-31'")["urn"]
    told_of = {*inspected_since, *slice_history.report_cards["urn"]}
    state = as_at(slice_history, slice_history.last_day)
    free = state.loc[state["trust_uid"].notna() & ~state["urn"].isin(told_of), "urn"].head(8)
    card, not_judged, graded, wrong, beside, *of_nothing = map(int, free)
    tables = {
        card: with_card(card),
        not_judged: information_rows([not_judged]).assign(
            **{
                START: "03/12/2024",
                OVERALL: "Not judged",
                "Latest OEIF quality of education": "2",
                "Latest OEIF effectiveness of leadership and management": "1",
            }
        ),
        graded: information_rows([graded]).assign(**{START: "2023-03-01", OVERALL: "1"}),
        wrong: with_card(wrong).assign(**WRONG_IN_CARD),
        beside: with_card(beside).assign(
            **{START: "2023-03-01", OVERALL: "3"}, **WRONG_BESIDE_A_GRADE
        ),
    }
    for urn, (column, value) in zip(of_nothing, CARD_OF_NOTHING.items(), strict=True):
        tables[urn] = with_card(urn).assign(**{column: value})
    rows = pd.concat([table.assign(of=urn) for urn, table in tables.items()], ignore_index=True)
    files = [
        write(extract_rows(slice_history, SEEN), folder / EXTRACT),
        write(rows.drop(columns="of"), folder / FILE, preamble),
    ]
    done = update(files, target)
    rows.index += preamble
    first = card, not_judged, graded, wrong, beside
    return Information(done, open_history(target), *first, tuple(of_nothing), rows)


def test_a_report_card_is_kept_as_it_is_and_changes_no_grade(
    information: Information, slice_history: History
) -> None:
    after, urn = information.after, information.card
    cards = after.report_cards[after.report_cards["source"] == FILE].set_index("urn")
    assert sorted(cards.index) == sorted([urn, information.wrong, information.wrong_beside_a_grade])
    card = cards.loc[urn]
    assert card["start"] == pd.Timestamp(2025, 11, 12)
    assert card["leadership_and_governance"] == "Needs attention"
    assert card["safeguarding"] == "Met"
    assert pd.isna(card["early_years"])
    # But for those that the other rows tell of, no grade and no inspection is another.
    both = [information.graded, information.wrong_beside_a_grade]
    of_others = {
        "grades": {(urn, "2023-03-01") for urn in both},
        "inspections": {
            *((urn, "2023-03-01") for urn in both),
            (information.not_judged, "2024-12-03"),
        },
    }
    for name, others in of_others.items():
        now, before = getattr(after, name), getattr(slice_history, name)
        starts = now["start"].dt.strftime("%Y-%m-%d")
        new = [one in others for one in zip(now["urn"], starts, strict=True)]
        assert sum(new) == len(others)
        kept = now[~np.array(new)].reset_index(drop=True)
        pd.testing.assert_frame_equal(kept, before, obj=name, check_categorical=False)
    assert str(after.default_day) == SEEN


def test_an_inspection_without_an_overall_grade_is_kept_and_gives_none(
    information: Information,
) -> None:
    after, urn = information.after, information.not_judged
    inspections = after.inspections[after.inspections["source"] == FILE].set_index("urn")
    one = inspections.loc[urn]
    assert one["start"] == pd.Timestamp(2024, 12, 3)
    assert pd.isna(one["overall"])
    assert (one["quality_of_education"], one["leadership_and_management"]) == (2, 1)
    grades = after.grades[after.grades["urn"] == urn]
    assert not grades["start"].ge("2024-12-03").any()


def test_a_grade_given_since_2020_counts_from_its_day(information: Information) -> None:
    state = as_at(information.after, information.after.last_day).set_index("urn")
    assert state.loc[information.graded, "grade"] == 1
    assert state.loc[information.graded, "grade_date"] == pd.Timestamp(2023, 3, 1)


def test_days_after_the_last_list_are_shown_by_ofsteds_file_alone_and_are_partial(
    folder: Path, rows: pd.DataFrame, slice_history: History, tmp_path: Path
) -> None:
    urn = academy(slice_history)
    information = write(with_card(urn), tmp_path / "31_Jul_2026.csv")
    day = dt.date(2026, 7, 31)
    assert slice_history.last_day < day
    for dry_run in (True, False):
        done = update([information], folder, dry_run=dry_run)
        assert "to 31 July 2026; overall grades to 31 August 2024." in done.lines()[-1]
        assert done.beyond == ""
    after = open_history(folder)
    assert (after.last_day, after.report_cards_to) == (day, day)
    assert (after.complete_to, after.default_day) == (
        slice_history.complete_to,
        slice_history.default_day,
    )
    trusts = [as_at(history, last)["trust_uid"] for history, last in (
        (slice_history, slice_history.last_day), (after, day),
    )]  # fmt: skip
    pd.testing.assert_series_equal(*trusts)
    done = update([write(rows, tmp_path / EXTRACT)], folder)
    assert str(open_history(folder).complete_to) == SEEN


def test_ofsteds_file_alone_without_anything_new_says_that_the_last_day_stays(
    folder: Path, slice_history: History, tmp_path: Path
) -> None:
    nothing = information_rows([academy(slice_history)])
    done = update([write(nothing, tmp_path / "31_Jul_2026.csv")], folder, dry_run=True)
    last = f"{slice_history.last_day:%-d %B %Y}"
    assert "tells of days to 31 July 2026 and of nothing new" in done.beyond
    assert f"still ends on {last}" in done.beyond


def test_of_a_report_card_only_the_values_that_are_wrong_are_refused(
    information: Information,
) -> None:
    sound, ill = information.card, information.wrong
    assert dict(information.faults_of(ill)) == WRONG_IN_CARD
    told = information.done.changed
    assert told is not None
    cards = told.report_cards.set_index("urn").drop(columns=["inspected_urn", "name"])
    different = cards.loc[ill].astype("object").compare(cards.loc[sound].astype("object"))
    assert different["self"].fillna("").to_dict() == {
        "published": "",
        "category_of_concern": "Value refused",
        "safeguarding": "Value refused",
        "leadership_and_governance": "Value refused",
    }


@pytest.mark.thorough(held_by="test_of_a_report_card_only_the_values_that_are_wrong_are_refused")
def test_a_day_in_words_is_refused_as_one_that_does_not_exist_is(
    folder: Path, slice_history: History, tmp_path: Path
) -> None:
    table = with_card(academy(slice_history)).assign(**{"Publication date": "soon"})
    done = read_files([write(table, tmp_path / FILE)], folder)
    assert done.faults[["column", "found"]].to_numpy().tolist() == [["Publication date", "soon"]]


def test_a_report_card_of_no_known_day_or_school_is_left_out_and_told(
    information: Information,
) -> None:
    assert dict(information.faults_of(*information.of_nothing)) == CARD_OF_NOTHING
    told = information.done.changed
    assert told is not None
    assert not told.report_cards["urn"].isin(information.of_nothing).any()


def test_a_wrong_value_of_a_report_card_leaves_the_graded_inspection_of_its_row(
    information: Information,
) -> None:
    urn, told = information.wrong_beside_a_grade, information.done.changed
    assert dict(information.faults_of(urn)) == WRONG_BESIDE_A_GRADE
    assert told is not None
    inspection = told.inspections.set_index("urn").loc[urn]
    assert inspection["overall"] == 3
    assert pd.isna(inspection["category_of_concern"])
    assert told.report_cards.set_index("urn").loc[urn, "inclusion"] == "Value refused"


def test_a_row_is_counted_once_however_many_of_its_values_are_refused(
    information: Information,
) -> None:
    taken = information.done.taken[1]
    refused = (information.wrong, information.wrong_beside_a_grade, *information.of_nothing)
    assert taken.rows_refused == len(refused)
    assert len(information.done.faults) == len(information.faults_of(*refused))


class Results(NamedTuple):
    """An update with tables of results of a new year and of one that is held."""

    done: Update
    after: pd.DataFrame
    held: pd.Series


@pytest.fixture(scope="module")
def results(
    slice_folder: Path, slice_history: History, tmp_path_factory: pytest.TempPathFactory
) -> Results:
    folder = tmp_path_factory.mktemp("results")
    target = Path(shutil.copytree(slice_folder, folder / "data" / "history"))
    new = pd.DataFrame(
        [
            ["1", "136394", "61", "41.5", "-0.45", "27%"],
            ["2", "143084", "4", "SUPP", "SUPP", "SUPP"],
            ["5", "NAT", "600000", "46.3", "-0.03", "45%"],
        ],
        columns=["RECTYPE", "URN", "TPUP", "ATT8SCR", "P8MEA", "PTL2BASICS_95"],
    )
    whole = slice_history.results_ks4.dropna(subset=["attainment_8", "progress_8"])
    held = whole[whole["year"] == 2018].iloc[0]
    again = pd.DataFrame([["1", str(held["urn"]), "99.9"]], columns=["RECTYPE", "URN", "ATT8SCR"])
    files = [
        write(new, folder / "2021-2022_england_ks4final.csv"),
        write(again, folder / "2017-2018_england_ks4.csv"),
    ]
    done = update(files, target)
    return Results(done, open_history(target).results_ks4, held)


def test_a_table_of_results_keeps_why_a_value_is_missing(results: Results) -> None:
    found = results.after[results.after["year"] == 2022].set_index("urn")
    assert sorted(found.index) == [136394, 143084]
    assert found.loc[136394, "percent_grade5_english_maths"] == 27
    assert pd.isna(found.loc[136394, "attainment_8_reason"])
    assert found.loc[143084, "attainment_8_reason"] == "suppressed: too few pupils"
    assert found.loc[136394, "ebacc_average_points_reason"] == "not in this year's table"


def test_results_of_a_year_that_is_held_keep_what_the_later_table_does_not_say(
    results: Results,
) -> None:
    changed, one = results.done.changed, results.held
    assert changed is not None
    counts = changed.counts()
    # The two of the new year, and none of the year that is held.
    assert counts["results of a school and year"] == 2
    assert counts["values of key stage 4 results changed"] == 1
    (told,) = changed.named()["values of key stage 4 results changed"]
    assert f"({one['urn']}), 2018, attainment 8: {one['attainment_8']:g}; now 99.9" in told
    after = results.after.set_index(["urn", "year"]).loc[(one["urn"], 2018)]
    assert after["attainment_8"] == pytest.approx(99.9)
    assert after["progress_8"] == pytest.approx(one["progress_8"])


def test_of_two_tables_of_a_year_each_measure_is_by_the_last_that_tells_of_it(
    folder: Path, tmp_path: Path
) -> None:
    other = Path(shutil.copytree(folder, tmp_path / "other" / "history"))
    columns = ["RECTYPE", "URN", "TPUP", "ATT8SCR", "P8MEA", "PTL2BASICS_95"]
    first = pd.DataFrame([["1", "136394", "61", "41.5", "-0.45", "27%"]], columns=columns)
    last = pd.DataFrame([["1", "136394", "60", "42.0", "SUPP", ""]], columns=columns)
    provisional = write(
        first.drop(columns="TPUP"), tmp_path / "2021-2022_england_ks4provisional.csv"
    )
    final = write(last.drop(columns="PTL2BASICS_95"), tmp_path / "2021-2022_england_ks4final.csv")
    for file in (provisional, final):
        update([file], folder)
    update([final, provisional], other)
    told = [open_history(place).results_ks4 for place in (folder, other)]
    pd.testing.assert_frame_equal(*told)
    one = told[0][(told[0]["year"] == 2022) & (told[0]["urn"] == 136394)].iloc[0]
    assert (one["pupils"], one["attainment_8"]) == (60, 42)
    assert (one["progress_8_reason"], one["percent_grade5_english_maths"]) == (
        "suppressed: too few pupils",
        27,
    )


def test_a_table_of_results_of_no_known_year_asks_for_it(folder: Path, tmp_path: Path) -> None:
    table = pd.DataFrame([["1", "136394", "61"]], columns=["RECTYPE", "URN", "PTRWM_EXP"])
    with pytest.raises(SourceError, match="of which year's exams"):
        update([write(table, tmp_path / "england_ks2final.csv")], folder)


def test_a_list_may_be_added_before_or_after_a_later_extract(
    museum: Path, rows: pd.DataFrame, tmp_path: Path
) -> None:
    folder, other = (
        Path(shutil.copytree(museum, tmp_path / name / "history")) for name in ("one", "other")
    )
    last = PUBLISHED / "gias" / "groupLinks_academies_sponsors_202208.csv"
    lines = last.read_text("utf-8").splitlines(keepends=True)
    between = tmp_path / "links_20240301.csv"
    between.write_text("".join([*lines[:-1], lines[-1], "\n"]), "utf-8")
    late = write(rows, tmp_path / EXTRACT)
    for file in (late, between):
        update([file], folder)
    update([between, late], other)
    one, two = open_history(folder), open_history(other)
    assert [str(day) for day in one.lists[-2:]] == ["2024-03-01", SEEN]
    for name in TABLES.keys() - {"sources", "refusals"}:
        pd.testing.assert_frame_equal(getattr(one, name), getattr(two, name), obj=name)
