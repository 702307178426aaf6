"""One row an inspection, whichever of Ofsted's files tell of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pandas as pd
import pytest

from alliance.history.compile.schools.inspections_merged import inspections
from alliance.history.continuing import pasts
from alliance.sources.ofsted import lists_to_2015, management_information

URN, OLD = 140001, 100001
NOBODY = pasts(pd.DataFrame({"predecessor_urn": [], "successor_urn": []}, dtype="int64"))
KNOWN = pd.DataFrame({"opened": [pd.NaT], "closed": [pd.NaT]}, [URN], dtype="datetime64[s]")


def told(kinds: dict[str, str], **given: Any) -> dict[str, Any]:
    """An inspection as a file tells of it, with the columns of its kind."""
    row = {"urn": URN, "inspected_urn": URN, "overall": 2, "first_hand": True, "source": "a file"}
    row |= given
    blank = {name: None for name in kinds if name not in row}
    return row | blank


@dataclass
class Given:
    """What the readers gave, as far as inspections are made of it."""

    history: list[dict[str, Any]] = field(default_factory=list)
    later: list[dict[str, Any]] = field(default_factory=list)
    information: list[dict[str, Any]] = field(default_factory=list)
    listed: list[dict[str, Any]] = field(default_factory=list)

    @property
    def inspection_history(self) -> pd.DataFrame:
        kinds = ["urn", "inspected_urn", "start", "overall", "source"]
        return _table(
            {name: management_information.INSPECTIONS[name] for name in kinds}, self.history
        )

    @property
    def later_inspections(self) -> pd.DataFrame:
        return _table(management_information.INSPECTIONS, self.later)

    @property
    def ofsted_inspections(self) -> pd.DataFrame:
        kinds = {
            name: kind
            for name, kind in management_information.INSPECTIONS.items()
            if name != "seen"
        }
        return _table(kinds | {"inspected_name": "str", "inspected_type": "str"}, self.information)

    @property
    def listed_inspections(self) -> pd.DataFrame:
        return _table(lists_to_2015.INSPECTIONS, self.listed)


def _table(kinds: dict[str, str], rows: list[dict[str, Any]]) -> pd.DataFrame:
    whole = [told(kinds, **row) for row in rows]
    table = pd.DataFrame(whole).reindex(columns=list(kinds))
    for name, kind in kinds.items():
        table[name] = pd.to_datetime(table[name]) if kind.startswith("datetime") else table[name]
    return table.astype(kinds)


def merged(
    given: Given, known: pd.DataFrame = KNOWN, past: pd.DataFrame = NOBODY
) -> list[dict[str, Any]]:
    found = inspections(given, known, past)  # type: ignore[arg-type]
    return list(found.sort_values("start").to_dict("records"))


@pytest.mark.parametrize("apart", [-1, 0, 1, 6, 40])
def test_where_a_list_and_the_history_tell_of_one_inspection_the_history_s_day_counts(
    apart: int,
) -> None:
    start = pd.Timestamp(2013, 4, 18)
    listed = {"start": start + pd.Timedelta(days=apart), "leadership_and_management": 3}
    (one,) = merged(Given(history=[{"start": start}], listed=[listed]))
    assert one["start"] == start
    assert one["leadership_and_management"] == 3


def test_two_grades_weeks_apart_are_two_inspections() -> None:
    listed = {"start": "2013-05-20", "overall": 4}
    assert len(merged(Given(history=[{"start": "2013-04-18"}], listed=[listed]))) == 2


def test_a_category_of_concern_that_only_a_list_tells_is_kept() -> None:
    listed = {"start": "2013-04-19", "overall": 4, "category_of_concern": "SM"}
    (one,) = merged(Given(history=[{"start": "2013-04-18", "overall": 4}], listed=[listed]))
    assert one["category_of_concern"] == "SM"


def test_an_inspection_under_an_academy_s_number_is_that_of_the_school_it_continues() -> None:
    known = pd.DataFrame(
        {"opened": [pd.NaT, "2012-08-01"], "closed": ["2012-08-01", pd.NaT]}, [OLD, URN]
    ).astype("datetime64[s]")
    past = pasts(pd.DataFrame({"predecessor_urn": [OLD], "successor_urn": [URN]}))
    listed = [{"start": "2010-11-04"}, {"start": "2012-11-01"}]
    before = {"start": "2010-11-03", "urn": OLD, "inspected_urn": OLD}
    first, second = merged(Given(history=[before], listed=listed), known, past)
    assert (first["inspected_urn"], first["start"]) == (OLD, pd.Timestamp(2010, 11, 3))
    assert second["inspected_urn"] == URN


def test_a_school_s_latest_inspection_is_published_when_its_own_row_says() -> None:
    of_its_own = {"start": "2020-03-03", "published": "2020-05-10"}
    as_previous = {
        "seen": "2022-08-31", "start": "2020-03-03", "published": "2020-06-12", "first_hand": False,
    }  # fmt: skip
    (one,) = merged(Given(information=[of_its_own], later=[as_previous]))
    assert one["published"] == pd.Timestamp(2020, 5, 10)


def test_what_a_file_told_of_was_not_published_years_after_it() -> None:
    then = {"start": "2020-01-28", "published": "2020-04-01"}
    now = {"seen": "2025-08-31", "start": "2020-01-28", "published": "2025-06-24"}
    (one,) = merged(Given(information=[then], later=[now]))
    assert one["published"] == pd.Timestamp(2020, 4, 1)


def test_a_publication_that_only_the_next_inspection_s_row_gives_is_taken() -> None:
    previous = {
        "seen": "2022-08-31", "start": "2020-03-03", "published": "2020-05-10", "first_hand": False,
    }  # fmt: skip
    (one,) = merged(Given(later=[previous]))
    assert one["published"] == pd.Timestamp(2020, 5, 10)
