"""The register's history of memberships sets days that lists leave open, and contradicts none."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from alliance.history.compile.memberships.membership_history import refined
from alliance.sources.files.recognise import Kind, recognise
from alliance.sources.gias import membership_moves
from alliance.sources.tables.inbox import Inbox

SEEN = pd.Timestamp("2026-07-01").as_unit("s")
OLD, NEW = 5195, 5370


def spells(*rows: tuple[int, int, str, str | None, str | None, str | None]) -> pd.DataFrame:
    columns = ["urn", "trust_uid", "joined", "joined_after", "left", "left_after"]
    table = pd.DataFrame(rows, columns=columns)
    for name in columns[2:]:
        table[name] = pd.to_datetime(table[name]).astype("datetime64[s]")
    return table


# A move known to lie between two lists, after 29 March 2024 and by 31 August 2025.
MOVE = spells(
    (100001, OLD, "2016-09-01", None, "2025-08-31", "2024-03-29"),
    (100001, NEW, "2025-08-31", "2024-03-29", None, None),
)


def history(*rows: tuple[int, int, str | None, str | None]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["urn", "trust_uid", "joined", "left"])
    for name in ("joined", "left"):
        table[name] = pd.to_datetime(table[name]).astype("datetime64[s]")
    return table.assign(seen=SEEN)


def days(table: pd.DataFrame) -> list[list[str]]:
    ends = table[["joined", "joined_after", "left", "left_after"]]
    return ends.apply(lambda day: day.dt.strftime("%Y-%m-%d")).fillna("").to_numpy().tolist()


EXACT = [["2016-09-01", "", "2024-09-01", ""], ["2024-09-01", "", "", ""]]


@pytest.mark.parametrize(
    "stated",
    [
        history((100001, NEW, "2024-09-01", None)),
        history((100001, OLD, None, "2024-09-01")),
        history((100001, NEW, "2024-09-01", None), (100001, OLD, "2016-09-01", "2024-09-02")),
    ],
)
def test_a_stated_day_within_the_interval_sets_both_ends_of_a_move(stated: pd.DataFrame) -> None:
    assert days(refined(MOVE, stated)) == EXACT


@pytest.mark.parametrize(
    "stated",
    [
        history((100001, NEW, "2024-03-29", None)),  # a list shows the old trust on that day
        history((100001, NEW, "2025-09-01", None)),  # a list shows the new one before
        history((100001, 4464, "2024-09-01", None)),  # another trust
        history((100002, NEW, "2024-09-01", None)),  # another academy
        history((100001, NEW, "2024-09-01", None), (100001, NEW, "2024-10-01", None)),  # two days
        history(),
    ],
)
def test_what_a_list_contradicts_or_what_is_not_one_day_sets_nothing(stated: pd.DataFrame) -> None:
    assert days(refined(MOVE, stated)) == days(MOVE)


def test_a_first_joining_and_a_last_leaving_are_set_by_themselves() -> None:
    alone = spells((100001, NEW, "2018-05-01", "2017-04-03", "2019-01-01", "2018-11-01"))
    stated = history((100001, NEW, "2018-01-01", "2018-12-11"))
    assert days(refined(alone, stated)) == [["2018-01-01", "", "2018-12-11", ""]]


def test_days_that_are_exact_already_stay_and_so_does_the_order() -> None:
    exact = spells(
        (100002, NEW, "2018-05-01", None, None, None),
        (100001, OLD, "2016-09-01", None, "2018-05-01", None),
        (100001, NEW, "2018-05-01", None, None, None),
    )
    stated = history((100001, NEW, "2018-06-01", None), (100002, NEW, "2018-04-01", None))
    pd.testing.assert_frame_equal(refined(exact, stated), exact)


HEADER = (
    "URN,DfE Number,EstablishmentName,Group UID,Group ID,Group Name,Group Type,Group Status,"
    "Date Joined Group,Date Left Group,EstablishmentStatus (name),Group Open Date,Group Closed Date"
)


def published(folder: Path, *rows: str) -> pd.DataFrame:
    text = "\r\n".join([HEADER, *rows]) + "\r\n"
    (folder / "academiesmatmembership20260701.csv").write_text(text, "cp1252")
    inbox = Inbox(folder)
    reading = membership_moves.read(inbox, "academiesmatmembership20260701.csv")
    return membership_moves.memberships(reading, SEEN)


def row(urn: str, uid: int, joined: str, left: str) -> str:
    group = f'{uid},TR0{uid},"Café Trust, The",Multi-academy trust,Open'
    return f"{urn},383/4001,A school,{group},{joined},{left},Open,2012-01-01,"


def test_the_registers_file_is_known_and_read(tmp_path: Path) -> None:
    table = published(
        tmp_path,
        row("100001", OLD, "2016-09-01", "2024-08-31"),
        row("100001", NEW, "2024-09-01", ""),
        row("100002", OLD, "2016-09-01", "2024-09-01"),
        row("100002", NEW, "2024-09-01", ""),
        row("", NEW, "", ""),
        row("100003", NEW, "1900-01-01", ""),
        row("100004", NEW, "2012-01-01", "2026-08-31"),
    )
    found = recognise(tmp_path / "academiesmatmembership20260701.csv")
    assert (found.kind, found.unknown) == (Kind.MEMBERSHIP_HISTORY, [])
    days = {end: table[end].dt.strftime("%Y-%m-%d").fillna("") for end in ("joined", "left")}
    told = table.assign(**days)
    assert told[["urn", "trust_uid", "joined", "left"]].to_numpy().tolist() == [
        # The last day in a trust is stated, or the first day in the next.
        [100001, OLD, "2016-09-01", "2024-09-01"],
        [100001, NEW, "2024-09-01", ""],
        [100002, OLD, "2016-09-01", "2024-09-01"],
        [100002, NEW, "2024-09-01", ""],
        # A leaving that is planned has not happened; a trust without an academy says nothing.
        [100004, NEW, "2012-01-01", ""],
    ]
    assert set(table["seen"]) == {SEEN}
