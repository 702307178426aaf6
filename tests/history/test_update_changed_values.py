"""What a later file of Ofsted's tells anew of an inspection that is held."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd
import pytest

from alliance.history import History, as_at, open_history
from alliance.history.checks import check
from alliance.history.compile.updating.reported import reported
from alliance.history.compile.updating.update import Update, update
from tests.history.invented import information_rows, with_card, write

if TYPE_CHECKING:
    from collections.abc import Callable

FIRST_ROW = 2  # below the header
FEBRUARY, MARCH = "as_at_28_Feb_2026.csv", "as_at_31_Mar_2026.csv"
GRADED = {
    "Inspection start date of latest OEIF graded inspection": "2023-03-01",
    "Publication date of latest OEIF graded inspection": "2023-04-20",
    "Latest OEIF overall effectiveness": "3",
    "Latest OEIF category of concern": "NULL",
    "Latest OEIF quality of education": "3",
    "Latest OEIF safeguarding is effective?": "Yes",
}


NUMBER = "Inspection number of latest full inspection"
PUBLICATIONS = ["Publication date", "Publication date of latest OEIF graded inspection"]
START = "Inspection start date of latest OEIF graded inspection"
CARD, INSPECTION = "values of report cards changed", "values of inspections changed"


class Schools(NamedTuple):
    """Schools of which both files tell, each of another thing."""

    card_refused_later: int
    card_corrected: int
    judgement_corrected: int
    start_corrected: int
    card_refused_twice: int
    respelled: int
    judgement_refused_later: int
    category_gone: int
    graded_too_late: int
    graded_last: int
    published_too_early: int


def tables_of(schools: Schools) -> dict[str, pd.DataFrame]:
    """Return the management information of two months, a row a school."""

    def graded(urn: int, **given: str) -> pd.DataFrame:
        return information_rows([urn]).assign(**GRADED | given)

    def card(urn: int, **given: str) -> pd.DataFrame:
        return with_card(urn).assign(**{NUMBER: f"10{urn}"} | given)

    concern = "Latest OEIF category of concern"
    overall = "Latest OEIF overall effectiveness"
    wrong_card = {
        "Inclusion": "Superb",
        "Safeguarding standards": "Perhaps",
        "Publication date": "soon",
    }
    wrong_judgement = {
        "Latest OEIF quality of education": "7",
        "Latest OEIF safeguarding is effective?": "Hm",
        concern: "XX",
    }
    worse = {"Safeguarding standards": "Not met", "Leadership and governance": "Urgent improvement"}
    respelled = {
        "Inclusion": "strong  STANDARD",
        "Safeguarding standards": "met",
        "Early years (where applicable)": "not Applicable",
    }
    too_late = {
        START: "15/01/2025",
        PUBLICATIONS[1]: "20/02/2025",
        "Latest OEIF effectiveness of leadership and management": "2",
    }
    last = {START: "01/09/2024", PUBLICATIONS[1]: "01/10/2024"}
    too_early = GRADED | dict.fromkeys(PUBLICATIONS, "23/11/2010")
    first = {
        "card_refused_later": card(schools.card_refused_later),
        "card_corrected": card(schools.card_corrected),
        "judgement_corrected": graded(schools.judgement_corrected),
        "start_corrected": card(schools.start_corrected),
        "card_refused_twice": card(schools.card_refused_twice, Inclusion="Superb"),
        "respelled": card(schools.respelled, **respelled),
        "judgement_refused_later": graded(schools.judgement_refused_later, **{concern: "SM"}),
        "category_gone": graded(schools.category_gone, **{concern: "SM"}),
        "graded_too_late": graded(schools.graded_too_late, **too_late),
        "graded_last": graded(schools.graded_last, **last),
        "published_too_early": card(schools.published_too_early, **too_early),
    }
    then = {
        "card_refused_later": first["card_refused_later"].assign(
            **wrong_card, Achievement="Needs attention"
        ),
        "card_corrected": first["card_corrected"].assign(**worse),
        "judgement_corrected": graded(schools.judgement_corrected, **{overall: "4"}),
        "start_corrected": first["start_corrected"].assign(
            **{"Inspection start date": "19/11/2025"}
        ),
        "card_refused_twice": card(schools.card_refused_twice, Inclusion="Splendid"),
        "judgement_refused_later": first["judgement_refused_later"].assign(**wrong_judgement),
        "category_gone": graded(schools.category_gone, **{concern: "NULL"}),
    }
    assert list(first) == list(Schools._fields)
    return {file: pd.concat(rows.values()) for file, rows in ((FEBRUARY, first), (MARCH, then))}


class Retold(NamedTuple):
    """Two updates with those files, one after the other, and the history that they give."""

    schools: Schools
    done: dict[str, Update]
    after: History

    def faults_of(self, file: str, urn: int) -> pd.DataFrame:
        """Return the values that a file gives of a school and that were refused."""
        faults = self.done[file].faults
        at = tables_of(self.schools)[file]["URN"].tolist().index(str(urn))
        return faults[faults["row"] == at + FIRST_ROW]

    def card(self, urn: int) -> pd.Series:
        """Return the one report card of a school."""
        (card,) = self.after.report_cards.query("urn == @urn").to_dict("records")
        return card

    def inspection(self, urn: int, start: str = "2023-03-01") -> pd.Series:
        """Return the one inspection of a school that started on a day."""
        rows = self.after.inspections
        own = rows[(rows["urn"] == urn) & (rows["start"] == pd.Timestamp(start))]
        assert len(own) == 1
        return own.iloc[0]


@pytest.fixture(scope="module")
def retell(
    slice_folder: Path, slice_history: History, tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., Retold]:
    """Give a function that updates with the files in an order."""
    state = as_at(slice_history, slice_history.last_day)
    inspected_since = slice_history.inspections.query("start > '2022-12-31'")["urn"]
    told_of = [*slice_history.report_cards["urn"], *inspected_since]
    found = state.loc[state["trust_uid"].notna() & ~state["urn"].isin(told_of), "urn"]
    schools = Schools(*map(int, found.head(len(Schools._fields))))

    def told(*order: str) -> Retold:
        folder = tmp_path_factory.mktemp("retold")
        target = Path(shutil.copytree(slice_folder, folder / "data" / "history"))
        tables = tables_of(schools)
        done = {file: update([write(tables[file], folder / file)], target) for file in order}
        return Retold(schools, done, open_history(target))

    return told


@pytest.fixture(scope="module")
def retold(retell: Callable[..., Retold]) -> Retold:
    return retell(FEBRUARY, MARCH)


@pytest.fixture(scope="module", params=[False, pytest.param(True, marks=pytest.mark.thorough)])
def in_either_order(
    request: pytest.FixtureRequest, retold: Retold, retell: Callable[..., Retold]
) -> Retold:
    return retell(MARCH, FEBRUARY) if request.param else retold


def test_a_refused_value_of_a_report_card_leaves_the_good_one_that_is_held(
    in_either_order: Retold,
) -> None:
    card = in_either_order.card(in_either_order.schools.card_refused_later)
    assert (card["inclusion"], card["safeguarding"]) == ("Strong standard", "Met")
    assert card["published"] == pd.Timestamp(2025, 12, 10)
    assert card["achievement"] == "Needs attention"


def test_values_that_a_later_file_corrects_are_named_with_what_they_were(retold: Retold) -> None:
    """And nothing else is: of all that the second file tells, these differ from what is held."""
    done, schools = retold.done[MARCH], retold.schools
    assert done.changed is not None
    names = retold.after.schools.set_index("urn")["name"]
    on = {urn: f"{names[urn]} ({urn}), 12 November 2025" for urn in schools}
    named = done.changed.named()
    counts = {kind: count for kind, count in done.changed.counts().items() if count}
    assert counts == {"report cards": 1, CARD: 3, INSPECTION: 2}
    assert f"Told otherwise than before: 2 {INSPECTION}, 3 {CARD}." in done.lines()
    assert named[CARD] == [
        f"{on[schools.card_refused_later]}, achievement: Expected standard; now Needs attention",
        f"{on[schools.card_corrected]}, leadership and governance: "
        "Needs attention; now Urgent improvement",
        f"{on[schools.card_corrected]}, safeguarding: Met; now Not met",
    ]
    table = reported(done)
    rows = table[table["what"] == CARD]
    columns = ["number", "day", "column", "before", "after"]
    assert [str(schools.card_corrected), "12 November 2025", "safeguarding", "Met", "Not met"] in (
        rows[columns].to_numpy().tolist()
    )


def test_a_corrected_judgement_of_an_inspection_is_named(retold: Retold) -> None:
    changed = retold.done[MARCH].changed
    assert changed is not None
    table = changed.retold[INSPECTION]
    assert table[["number", "day", "column", "before", "after"]].to_numpy().tolist() == [
        [retold.schools.judgement_corrected, "1 March 2023", "overall", "3", "4"],
        [retold.schools.category_gone, "1 March 2023", "category of concern", "SM", "not known"],
    ]


def test_a_corrected_start_leaves_one_report_card_of_an_inspection(in_either_order: Retold) -> None:
    card = in_either_order.card(in_either_order.schools.start_corrected)
    assert card["start"] == pd.Timestamp(2025, 11, 19)


def test_a_value_that_is_refused_in_every_file_is_said_to_be(in_either_order: Retold) -> None:
    card = in_either_order.card(in_either_order.schools.card_refused_twice)
    assert card["inclusion"] == "Value refused"


def test_words_of_report_cards_may_differ_in_case_and_spacing(retold: Retold) -> None:
    urn = retold.schools.respelled
    assert retold.faults_of(FEBRUARY, urn).empty
    card = retold.card(urn)
    assert (card["inclusion"], card["safeguarding"]) == ("Strong standard", "Met")
    assert pd.isna(card["early_years"])


def test_a_refused_value_of_a_graded_inspection_leaves_the_good_one_that_is_held(
    retold: Retold,
) -> None:
    urn = retold.schools.judgement_refused_later
    assert len(retold.faults_of(MARCH, urn)) == 3
    names = ["quality_of_education", "safeguarding_effective", "category_of_concern"]
    assert retold.inspection(urn)[names].tolist() == [3, True, "SM"]


def test_a_category_that_a_later_file_no_longer_gives_is_gone(retold: Retold) -> None:
    assert pd.isna(retold.inspection(retold.schools.category_gone)["category_of_concern"])


def test_an_overall_grade_of_an_inspection_since_september_2024_is_refused(
    retold: Retold, slice_history: History
) -> None:
    urn = retold.schools.graded_too_late
    (fault,) = retold.faults_of(FEBRUARY, urn).to_dict("records")
    assert (fault["column"], fault["found"]) == ("Latest OEIF overall effectiveness", "3")
    assert fault["expected"].endswith("from 2 September 2024")
    own = retold.inspection(urn, "2025-01-15")
    assert pd.isna(own["overall"])
    assert own["leadership_and_management"] == 2
    before, after = (history.grades.set_index("urn") for history in (slice_history, retold.after))
    pd.testing.assert_frame_equal(*(grades[grades.index == urn] for grades in (before, after)))


def test_an_overall_grade_of_the_last_inspections_that_had_one_is_taken(retold: Retold) -> None:
    urn = retold.schools.graded_last
    assert retold.faults_of(FEBRUARY, urn).empty
    grades = retold.after.grades
    assert grades.loc[grades["urn"] == urn, "start"].max() == pd.Timestamp(2024, 9, 1)


def test_a_publication_before_the_inspection_is_refused_and_the_inspection_stays(
    retold: Retold,
) -> None:
    urn = retold.schools.published_too_early
    faults = retold.faults_of(FEBRUARY, urn)
    assert sorted(faults["column"]) == PUBLICATIONS
    assert faults["found"].tolist() == ["23/11/2010"] * 2
    card = retold.card(urn)
    assert card["start"] == pd.Timestamp(2025, 11, 12)
    for one in (card, retold.inspection(urn)):
        assert pd.isna(one["published"])


def test_nothing_else_of_either_file_is_refused(retold: Retold) -> None:
    schools = retold.schools
    first = [
        *[schools.published_too_early] * 2,
        schools.card_refused_twice,
        schools.graded_too_late,
    ]
    refused_later = [schools.card_refused_later, schools.judgement_refused_later]
    then = [*refused_later * 3, schools.card_refused_twice]
    for file, urns in ((FEBRUARY, first), (MARCH, then)):
        faults = retold.done[file].faults
        rows = tables_of(schools)[file]["URN"].astype("int64")
        assert sorted(rows.iloc[faults["row"] - FIRST_ROW]) == sorted(urns)


def test_check_tells_of_a_grade_since_september_2024_and_of_what_was_published_too_early(
    slice_history: History,
) -> None:
    rows = slice_history.inspections.copy()
    told = rows.dropna(subset=["overall", "published"]).index[0]
    rows.loc[told, "start"] = pd.Timestamp(2025, 1, 15)
    broken = {one.rule for one in check(replace(slice_history, inspections=rows)) if not one.holds}
    assert {
        "No inspection since September 2024 has an overall grade",
        "inspections: none was published before it started",
    } <= broken
