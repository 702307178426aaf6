"""A later day leaves the days before it as they were, but for what is named."""

from __future__ import annotations

import datetime as dt
import shutil
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd
import pytest

from alliance.history import History, as_at, open_history
from alliance.history.checks import check
from alliance.history.compile.updating.changed import PAST
from tests.history.invented import CLOSED, MARK, extract_rows, write
from tests.history.reading import update_apart

if TYPE_CHECKING:
    from alliance.history.compile.updating.update import Update

SEEN = "2026-09-01"
EVERY, OPEN_ONLY = "every establishment", "open ones only"
EXTRACT = "edubasealldata20260901.csv"
# As many as the register has.
FULL_SIZE = 50_000
DAYS = [
    "2010-09-01", "2015-04-01", "2017-04-03", "2018-10-01", "2019-10-01", "2020-08-31",
    "2021-06-01", "2022-08-31", "2024-03-29", "2025-08-31", "2026-01-01",
]  # fmt: skip
COUNTED = {
    "pupils": "roll_year",
    "percent_disadvantaged": "disadvantaged_year",
    "percent_fsm": "fsm_year",
}
A_DAY = pd.Timedelta(days=1)
# The last day of each by the register.
CLOSED_BEFORE_THE_LISTS = {
    140005: "2015-03-31",  # The Durham Free School
    128340: "2015-09-03",  # The Marlowe Academy
    136933: "2015-08-31",  # Black Country UTC
}
OF_NO_LATER_LIST = (137373, "2020-08-31")  # St Dominic's Catholic Primary School


class Later(NamedTuple):
    """The shipped history, and what became of it with an extract of a later day."""

    before: History
    after: History
    done: Update
    held_kb: int
    rows: int
    names_closed: bool


@pytest.fixture(scope="module", params=[EVERY, pytest.param(OPEN_ONLY, marks=pytest.mark.thorough)])
def later(
    request: pytest.FixtureRequest, history: History, tmp_path_factory: pytest.TempPathFactory
) -> Later:
    assert history.folder is not None
    folder = tmp_path_factory.mktemp("later")
    rows = extract_rows(history, SEEN, FULL_SIZE - 1)
    closed = rows["EstablishmentStatus (name)"] == CLOSED
    if request.param == EVERY:
        unheard_of = {"URN": "199001", "EstablishmentName": MARK, "CloseDate": "31-08-2012"}
        rows = pd.concat([rows, rows[closed].tail(1).assign(OpenDate="", **unheard_of)])
    else:
        rows = rows[~closed]
    target = shutil.copytree(history.folder, folder / "data" / "history")
    done, held_kb = update_apart(write(rows, folder / EXTRACT), target)
    every = request.param == EVERY
    return Later(history, open_history(target), done, held_kb, len(rows), every)


@pytest.mark.parametrize("day", [dt.date.fromisoformat(day) for day in DAYS])
def test_every_day_before_an_extract_has_the_schools_it_had(later: Later, day: dt.date) -> None:
    assert later.done.changed is not None
    then, now = (as_at(history, day)["urn"] for history in (later.before, later.after))
    named = set(later.done.changed.past["number"])
    assert set(then) - set(now) <= named
    assert set(now) - set(then) <= set(later.done.changed.opened["urn"]) | named


@pytest.mark.parametrize("day", [dt.date.fromisoformat(day) for day in DAYS])
def test_every_day_before_an_extract_shows_what_it_showed_but_for_what_is_named(
    later: Later, day: dt.date
) -> None:
    changed = later.done.changed
    assert changed is not None
    named = {*changed.past["number"], *changed.retold["values of schools changed"]["number"]}
    then, now = (as_at(history, day) for history in (later.before, later.after))
    both = then.merge(now, on="urn", suffixes=("_then", "_now"))
    for column in then.columns.drop(["urn", "commissioner_region", *COUNTED, *COUNTED.values()]):
        before, after = (both[f"{column}_{side}"].astype("object") for side in ("then", "now"))
        differs = ~((before == after) | (before.isna() & after.isna())).astype(bool)
        assert set(both.loc[differs, "urn"]) <= named, column
    # A school that was never counted before takes its first census, as on every day before one;
    # and the extract's own census is the newest on the days of its year.
    for pair in COUNTED.items():
        year = both[f"{pair[1]}_now"]
        newer = (year == day.year) & (year > both[f"{pair[1]}_then"])
        assert not newer.any() or day.year == int(SEEN[:4])
        counted = both[f"{pair[0]}_then"].notna() & ~newer
        for column in pair:
            before, after = (both.loc[counted, f"{column}_{side}"] for side in ("then", "now"))
            assert before.equals(after), column


def test_what_changes_on_days_before_the_extract_is_named_with_what_it_was(later: Later) -> None:
    assert later.done.changed is not None
    told = later.done.changed.named().get(PAST, [])
    new = later.done.changed.opened
    earlier = new[~(new["opened"] > pd.Timestamp(later.before.last_day))]
    assert (len(earlier) > 0) == later.names_closed
    for school in earlier.rename(columns={"name": "called"}).itertuples():
        begins = f"{school.called} ({school.urn}), open: on no day; now from the beginning to "
        assert any(line.startswith(begins) for line in told)
    assert later.done.changed.counts()[PAST] == len(told)
    listed = f"Told otherwise than before: {len(told)} {PAST}" in "\n".join(later.done.lines())
    assert listed == bool(told)


def test_no_sixth_form_college_is_a_school_before_it_became_an_academy(later: Later) -> None:
    colleges = [130427, 130478, 130518, 130830]  # Woodhouse, King Edward VI, Ashton, Esher
    for history in (later.before, later.after):
        assert not history.schools["urn"].isin(colleges).any()


def test_what_the_lists_name_under_a_closed_trust_stays_closed(later: Later) -> None:
    schools = later.after.schools.set_index("urn")
    for urn, closed in CLOSED_BEFORE_THE_LISTS.items():
        assert schools.loc[urn, "closed"] == pd.Timestamp(closed) + A_DAY
        assert pd.isna(schools.loc[urn, "closed_after"])


def test_what_lists_no_longer_show_closed_on_the_day_that_the_register_states(
    later: Later,
) -> None:
    urn, last = OF_NO_LATER_LIST
    school = later.after.schools.set_index("urn").loc[urn]
    assert school["closed"] == pd.Timestamp(last) + A_DAY


def test_the_history_with_an_extract_keeps_its_rules(later: Later) -> None:
    assert [result.rule for result in check(later.after) if not result.holds] == []


def test_a_complete_extract_of_50_000_rows_takes_little_memory(later: Later) -> None:
    assert (later.rows == FULL_SIZE) == later.names_closed
    assert later.held_kb < 1_500_000
    assert len(as_at(later.after, dt.date.fromisoformat(SEEN))) > 20_000
