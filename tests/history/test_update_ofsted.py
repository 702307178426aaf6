"""Ofsted's management information in its layouts since 2015, invented under published headers."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pytest

from alliance.history import History, as_at, open_history
from alliance.history.compile.updating.update import Update, update
from alliance.sources.files.recognise import Kind, recognise
from alliance.sources.ofsted.lists_to_2015 import ARCHIVE
from tests.history.invented import HEADERS, headed, write

LAYOUTS = sorted(path.stem for path in HEADERS.glob("ofsted_*.csv"))


PREDECESSOR = 100001
GRADED_2023 = {
    "Inspection start date": "07/03/2023",
    "Overall effectiveness": "3",
    "Quality of education": "3",
    "Effectiveness of leadership and management": "2",
    "Early years provision (where applicable)": "9",
    "Safeguarding is effective?": "Yes",
    "Previous inspection start date": "03/12/2020",
    "URN at time of previous graded inspection": str(PREDECESSOR),
    "Previous graded inspection overall effectiveness": "4",
    "Previous category of concern": "SM",
}
PUBLISHED_WITH_THE_NEXT = {
    "Inspection start date": "05/12/2021",
    "Publication date": "28/02/2022",
    "Overall effectiveness": "2",
    "Previous inspection start date": "10/05/2021",
    "Previous publication date": "28/02/2022",
    "Previous graded inspection overall effectiveness": "4",
}
UNGRADED = {
    "Date of latest ungraded inspection": "11/06/2024",
    "Ungraded inspection publication date": "02/07/2024",
    "Ungraded inspection overall outcome": "School remains Good",
}
CONVERTED = "Did the latest ungraded inspection convert to a graded inspection?"
AREAS_2024 = {
    "Quality of education": "3",
    "Effectiveness of leadership and management": "3",
    "Behaviour and attitudes": "2",
}
COMMON_FRAMEWORK = {
    "Inspection number": "10000001",
    "Inspection start date": "2017-01-17",
    "Overall effectiveness": "3",
    "Quality of teaching, learning and assessment": "3",
    "Effectiveness of leadership and management": "2",
    "16 - 19 study programmes": "4",
    "Previous inspection start date": "2014-05-06",
    "URN at time of previous inspection": str(PREDECESSOR),
    "Previous overall effectiveness": "2",
}
MONITORING = {
    "Inspection number": "10000002",
    "Inspection start date": "2017-09-01",
    "Overall effectiveness": "9",
}
CARD = {
    "Inspection start date": "12/11/2025",
    "Publication date": "10/12/2025",
    "Inclusion": "Strong standard",
    "Achievement": "Expected standard",
}
FIRST = {
    "Category of concern": "SM",
    "Safeguarding standards": "Not met",
    "Leadership and governance": "Urgent improvement",
    "Leadership and governance - date of judgement": "12/11/2025",
}
AGAIN = {
    "Category of concern": "RSI",
    "Safeguarding standards": "Met",
    "Safeguarding standards - date of judgement": "20/05/2026",
    "Leadership and governance": "Needs attention",
    "Leadership and governance - date of judgement": "20/05/2026",
}
TWO_FILES = ("as_at_28_Feb_2026.csv", FIRST), ("as_at_30_Sep_2026.csv", AGAIN)


class Schools(NamedTuple):
    """Schools of which the files tell, each of another thing."""

    graded: int
    published_with_the_next: int
    ungraded: int
    ungraded_converted: int
    without_overall: int
    common_framework: int
    card_again: int
    card_only_again: int


class Added(NamedTuple):
    """An update with a file of each layout, and what is known before of two inspections."""

    done: Update
    before: History
    after: History
    schools: Schools
    by_last_day: pd.Series
    judged: pd.Series

    def brought(self) -> pd.DataFrame:
        """Return the inspections that are new."""
        key = ["inspected_urn", "start"]
        then, now = (history.inspections for history in (self.before, self.after))
        return now[~now.set_index(key).index.isin(then.set_index(key).index)]

    def brought_of(self, urn: int) -> pd.DataFrame:
        """Return those of a school or of the one before it, by their starts."""
        new = self.brought()
        files = new.loc[new["urn"] == urn, "source"]
        own = new[new["source"].isin(files) & new["inspected_urn"].isin([urn, PREDECESSOR])]
        return own.set_index("start").sort_index()


def row(urn: int, **given: str) -> dict[str, str]:
    return {"URN": str(urn), **given}


def card_row(urn: int, given: dict[str, str]) -> dict[str, str]:
    number = {"Inspection number of latest full inspection": f"10{urn}"}
    return row(urn, **number, **CARD, **given)


@pytest.fixture(scope="module")
def added(
    slice_folder: Path, slice_history: History, tmp_path_factory: pytest.TempPathFactory
) -> Added:
    folder = tmp_path_factory.mktemp("added")
    known = slice_history.inspections
    before_2015 = known[(known["start"] < "2015-09-01") & known["overall"].notna()]
    by_last_day = before_2015.iloc[-1]
    whole = known.dropna(subset=["leadership_and_management", "overall"])
    whole = whole[~whole["source"].astype("str").str.startswith(ARCHIVE)]
    judged = whole[whole["inspected_urn"] == whole["urn"]].iloc[0]
    state = as_at(slice_history, slice_history.last_day)
    told_of = [*by_last_day[["urn", "inspected_urn"]], judged["urn"]]
    free = ~state["urn"].isin([*told_of, *slice_history.report_cards["urn"]])
    found = state.loc[free & state["trust_uid"].notna(), "urn"].head(len(Schools._fields))
    schools = Schools(*map(int, found))

    def file(name: str, layout: str, *rows: dict[str, str], preamble: int = 0, **how: str) -> Path:
        return write(headed(layout, list(rows), **how), folder / name, preamble)

    at_time = "URN at time of latest graded inspection"
    ungraded = {"URN at time of the ungraded inspection": str(schools.ungraded)}
    converted = {"URN at time of the ungraded inspection": str(schools.ungraded_converted)}
    own = str(schools.published_with_the_next)
    with_the_next = {at_time: own, "URN at time of previous graded inspection": own}
    last_day = by_last_day["start"] + pd.Timedelta(days=1)
    files = [
        file(
            "as_at_31_Aug_2024.csv",
            "ofsted_graded_2023",
            row(schools.graded, **{at_time: str(schools.graded)}, **GRADED_2023),
            row(schools.published_with_the_next, **with_the_next, **PUBLISHED_WITH_THE_NEXT),
            row(schools.ungraded, **ungraded, **UNGRADED, **{CONVERTED: "No"}),
            row(schools.ungraded_converted, **converted, **UNGRADED, **{CONVERTED: "Yes"}),
        ),
        file(
            "1_Oct_2026.csv",
            "ofsted_inspections_2024-25",
            *(
                row(schools.without_overall, **given, **areas)
                for given, areas in (
                    ({"Inspection number": "1", "Inspection start date": "03/12/2024"}, AREAS_2024),
                    ({"Inspection number": "2", "Inspection start date": "04/06/2025"}, AREAS_2024),
                    ({"Inspection number": "3", "Inspection start date": "01/07/2025"}, {}),
                )
            ),
        ),
        file(
            "1_Oct_2017.csv",
            "ofsted_inspections_2016-17",
            row(schools.common_framework, **COMMON_FRAMEWORK),
            row(schools.common_framework, **MONITORING),
            blank="",
        ),
        file(
            "1_Oct_2016.csv",
            "ofsted_latest_2015",
            row(
                by_last_day["inspected_urn"],
                **{
                    "Inspection date": f"{last_day:%Y-%m-%d} 00:00:00",
                    "Overall effectiveness": str(by_last_day["overall"]),
                },
            ),
            row(PREDECESSOR, **{"Inspection date": "12/11/2015", "Overall effectiveness": "1"}),
            preamble=1,
        ),
        file(
            "31_August_2018.csv",
            "ofsted_latest_2018",
            row(
                judged["urn"],
                **{
                    "URN at time of latest full inspection": str(judged["urn"]),
                    "Inspection start date": f"{judged['start']:%d/%m/%Y}",
                    "Overall effectiveness": str(judged["overall"]),
                    "Effectiveness of leadership and management": "4",
                },
            ),
        ),
    ]
    for (name, given), urns in zip(
        TWO_FILES,
        ([schools.card_again], [schools.card_again, schools.card_only_again]),
        strict=True,
    ):
        rows = (card_row(urn, given) for urn in urns)
        files.append(file(name, "ofsted_report_cards_2026-02", *rows))
    target = Path(shutil.copytree(slice_folder, folder / "data" / "history"))
    done = update(files, target)
    return Added(done, slice_history, open_history(target), schools, by_last_day, judged)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("preamble", [0, 2])
def test_every_layout_is_known_by_its_columns(tmp_path: Path, layout: str, preamble: int) -> None:
    path = write(headed(layout, [{"URN": "100000"}]), tmp_path / "anything.csv", preamble)
    found = recognise(path)
    assert found.kind is Kind.INFORMATION
    assert found.unknown == []


def test_every_column_of_a_layout_is_known_and_nothing_else_is_refused_or_brought(
    added: Added,
) -> None:
    assert [one.unknown_columns for one in added.done.taken] == [()] * 7
    schools, brought = added.schools, added.brought()
    assert sum(one.rows_refused for one in added.done.taken) == len(added.done.faults) == 1
    assert sorted(
        zip(brought["inspected_urn"], brought["start"].dt.date.map(str), strict=True)
    ) == sorted(
        [
            (schools.graded, "2023-03-07"),
            (PREDECESSOR, "2020-12-03"),
            (schools.published_with_the_next, "2021-12-05"),
            (schools.published_with_the_next, "2021-05-10"),
            (schools.without_overall, "2024-12-03"),
            (schools.without_overall, "2025-06-04"),
            (schools.common_framework, "2017-01-17"),
            (PREDECESSOR, "2014-05-06"),
            (PREDECESSOR, "2015-11-12"),
        ]
    )


def test_graded_and_ungraded_inspections_of_2022_to_2025(added: Added) -> None:
    new, urn = added.brought_of(added.schools.graded), added.schools.graded
    first, last = new.loc["2020-12-03"], new.loc["2023-03-07"]
    assert (first["inspected_urn"], first["overall"], first["category_of_concern"]) == (
        PREDECESSOR,
        4,
        "SM",
    )
    assert (last["urn"], last["overall"], last["leadership_and_management"]) == (urn, 3, 2)
    assert pd.isna(last["early_years"])
    assert last["safeguarding_effective"]


def test_inspections_of_2024_to_2025_have_no_column_of_overall_grades(added: Added) -> None:
    new = added.brought_of(added.schools.without_overall)
    assert new.index.strftime("%Y-%m-%d").tolist() == ["2024-12-03", "2025-06-04"]
    assert new["overall"].isna().all()
    assert (new["quality_of_education"] == 3).all()


def test_inspections_under_the_common_framework_keep_what_later_ones_share(added: Added) -> None:
    new = added.brought_of(added.schools.common_framework)
    assert new.index.strftime("%Y-%m-%d").tolist() == ["2014-05-06", "2017-01-17"]
    last = new.loc["2017-01-17"]
    assert (last["overall"], last["leadership_and_management"], last["sixth_form"]) == (3, 2, 4)
    assert pd.isna(last["quality_of_education"])
    assert last["framework"] == "September 2015"


def test_a_file_of_2015_that_gives_the_last_day_tells_of_no_second_inspection(
    added: Added,
) -> None:
    new = added.brought()
    assert new.loc[new["source"] == "1_Oct_2016.csv", "inspected_urn"].tolist() == [PREDECESSOR]
    assert not new["inspected_urn"].eq(added.by_last_day["inspected_urn"]).any()


def test_an_older_file_does_not_outrank_what_is_known_of_an_inspection(added: Added) -> None:
    """Nor does any of the files change an inspection that is known."""
    before, after = added.before.inspections, added.after.inspections
    known = after.drop(index=added.brought().index).reset_index(drop=True)
    assert added.judged["leadership_and_management"] != 4
    pd.testing.assert_frame_equal(*(one.astype({"source": "str"}) for one in (known, before)))


def card_on(history: History, urn: int, day: str) -> pd.Series:
    """How a school's report card read on a day."""
    cards = history.report_cards
    cards = cards[(cards["inspected_urn"] == urn) & (cards["start"] <= day)]
    return cards.sort_values("start").iloc[-1]


def see_both_gradings(history: History, urn: int) -> None:
    before, after = (card_on(history, urn, day) for day in ("2026-03-01", "2026-07-01"))
    assert before["leadership_and_governance"] == "Urgent improvement"
    assert (before["safeguarding"], before["category_of_concern"]) == ("Not met", "SM")
    assert before["published"] == pd.Timestamp(2025, 12, 10)
    assert after["leadership_and_governance"] == "Needs attention"
    assert (after["safeguarding"], after["category_of_concern"]) == ("Met", "RSI")
    assert after["inclusion"] == before["inclusion"] == "Strong standard"
    assert pd.isna(after["published"])


def test_an_area_graded_again_counts_from_its_own_day(added: Added) -> None:
    see_both_gradings(added.after, added.schools.card_again)


@pytest.mark.thorough(held_by="test_an_area_graded_again_counts_from_its_own_day")
@pytest.mark.parametrize("newest_first", [False, True])
def test_an_area_graded_again_counts_from_its_own_day_whichever_file_came_first(
    folder: Path, urn: int, tmp_path: Path, newest_first: bool
) -> None:
    for name, given in reversed(TWO_FILES) if newest_first else TWO_FILES:
        table = headed("ofsted_report_cards_2026-02", [card_row(urn, given)])
        update([write(table, tmp_path / name)], folder)
    see_both_gradings(open_history(folder), urn)


def test_of_an_area_that_one_file_has_only_graded_again_no_day_before_shows_that_grade(
    added: Added,
) -> None:
    urn = added.schools.card_only_again
    before, after = (card_on(added.after, urn, day) for day in ("2026-05-19", "2026-05-20"))
    assert before["leadership_and_governance"] == "Graded again later"
    assert before["inclusion"] == "Strong standard"
    assert pd.isna(before["category_of_concern"])
    assert after["leadership_and_governance"] == "Needs attention"


def test_a_previous_inspection_is_not_published_on_the_day_of_the_next(added: Added) -> None:
    (fault,) = added.done.faults.to_dict("records")
    assert (fault["column"], fault["found"]) == ("Previous publication date", "28/02/2022")
    assert fault["expected"] == "a day before the next inspection's start"
    found = added.after.inspections
    own = found[found["inspected_urn"] == added.schools.published_with_the_next].set_index("start")
    assert pd.isna(own.loc["2021-05-10", "published"])
    assert own.loc["2021-12-05", "published"] == pd.Timestamp(2022, 2, 28)


@pytest.mark.parametrize(("school", "kept"), [("ungraded", 1), ("ungraded_converted", 0)])
def test_an_ungraded_inspection_is_a_kind_of_its_own_unless_it_was_converted(
    added: Added, school: str, kept: int
) -> None:
    urn = getattr(added.schools, school)
    visits = added.after.ungraded_inspections
    own = visits[(visits["urn"] == urn) & (visits["start"] == pd.Timestamp(2024, 6, 11))]
    assert own["outcome"].tolist() == ["School remains Good"] * kept
    grades = [
        history.grades[history.grades["urn"] == urn] for history in (added.before, added.after)
    ]
    pd.testing.assert_frame_equal(*(one.reset_index(drop=True) for one in grades))
