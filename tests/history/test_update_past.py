"""A later day leaves the days before it as they were, but for what is named."""

from __future__ import annotations

import datetime as dt
import shutil
from typing import NamedTuple

import pandas as pd
import pytest

from alliance.history import History, as_at, open_history
from alliance.history.checks import check
from alliance.history.compile.update import Update, update
from tests.history.invented import extract_rows, write

SEEN = "2026-09-01"
EXTRACT = "edubasealldata20260901.csv"
DAYS = [
    "2010-09-01", "2015-04-01", "2017-04-03", "2018-10-01", "2019-10-01", "2020-08-31",
    "2021-06-01", "2022-08-31",
]  # fmt: skip
CLOSED_BEFORE_THE_LISTS = {
    140005: "2015-03-31",  # The Durham Free School
    128340: "2015-09-03",  # The Marlowe Academy
    136933: "2015-08-31",  # Black Country UTC
}
CLOSED_BY_THE_LAST_LIST = 137373  # St Dominic's Catholic Primary School


class Later(NamedTuple):
    """The shipped history, and what became of it with an extract of a later day."""

    before: History
    after: History
    done: Update


@pytest.fixture(scope="module", params=["every establishment", "open ones only"])
def later(
    request: pytest.FixtureRequest, history: History, tmp_path_factory: pytest.TempPathFactory
) -> Later:
    assert history.folder is not None
    folder = tmp_path_factory.mktemp("later")
    rows = extract_rows(history, SEEN)
    # What is not known of a school is blank in no extract, so nothing can be invented for it here.
    known = history.schools["type"] != "Not recorded"
    if request.param == "open ones only":
        known &= rows["EstablishmentStatus (name)"] == "Open"
    target = shutil.copytree(history.folder, folder / "data" / "history")
    done = update([write(rows[known], folder / EXTRACT)], target)
    return Later(history, open_history(target), done)


@pytest.mark.parametrize("day", [dt.date.fromisoformat(day) for day in DAYS])
def test_every_day_before_an_extract_has_the_schools_it_had(later: Later, day: dt.date) -> None:
    assert later.done.changed is not None
    then, now = (as_at(history, day)["urn"] for history in (later.before, later.after))
    assert set(then) <= set(now)
    assert set(now) - set(then) <= set(later.done.changed.opened["urn"])


def test_what_the_lists_name_under_a_closed_trust_stays_closed(later: Later) -> None:
    schools = later.after.schools.set_index("urn")
    for urn, closed in CLOSED_BEFORE_THE_LISTS.items():
        assert schools.loc[urn, "closed"] == pd.Timestamp(closed)
        assert pd.isna(schools.loc[urn, "closed_after"])


def test_what_a_list_no_longer_shows_had_closed_by_that_list(later: Later) -> None:
    school = later.after.schools.set_index("urn").loc[CLOSED_BY_THE_LAST_LIST]
    assert school["closed"] == pd.Timestamp(2022, 8, 31)


def test_the_history_with_an_extract_keeps_its_rules(later: Later) -> None:
    assert [result.rule for result in check(later.after) if not result.holds] == []
