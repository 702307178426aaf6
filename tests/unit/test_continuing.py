"""Whose past is a school's own: that of the school it continues, and of none other."""

from __future__ import annotations

import pandas as pd
import pytest

from alliance.history.continuing import carried, continued, pasts

OLD, NEW, OTHER, LATER = 100001, 140001, 100002, 145001


def days(**by_urn: str | None) -> pd.Series:
    """Days by URN, written as u140001="2012-09-01"."""
    index = [int(name[1:]) for name in by_urn]
    return pd.Series(pd.to_datetime(list(by_urn.values())), index)


def links(*pairs: tuple[int, int, str]) -> pd.DataFrame:
    return pd.DataFrame(pairs, columns=["predecessor_urn", "successor_urn", "kind"])


def continues(pairs: pd.DataFrame, opened: pd.Series, closed: pd.Series) -> list[tuple[int, int]]:
    found = continued(pairs, opened, closed)
    return list(zip(found["predecessor_urn"], found["successor_urn"], strict=True))


def test_a_school_continues_the_one_it_replaced_when_that_had_closed() -> None:
    pairs = links((OLD, NEW, "replaced"))
    opened, closed = days(u140001="2012-09-01"), days(u100001="2012-09-01")
    assert continues(pairs, opened, closed) == [(OLD, NEW)]


@pytest.mark.parametrize("kind", ["merged", "amalgamated", "split"])
def test_a_school_continues_none_by_another_kind_of_link(kind: str) -> None:
    opened, closed = days(u140001="2012-09-01"), days(u100001="2012-09-01")
    assert continues(links((OLD, NEW, kind)), opened, closed) == []


@pytest.mark.parametrize(
    ("closing", "expected"),
    [("2012-09-01", 1), ("2012-10-16", 1), ("2012-10-17", 0), ("2020-09-01", 0), (None, 0)],
)
def test_a_school_that_closed_more_than_45_days_later_or_never_is_another(
    closing: str | None, expected: int
) -> None:
    pairs = links((OLD, NEW, "replaced"))
    opened, closed = days(u140001="2012-09-01"), days(u100001=closing)
    assert len(continues(pairs, opened, closed)) == expected


def test_a_school_formed_of_two_continues_neither() -> None:
    pairs = links((OLD, NEW, "replaced"), (OTHER, NEW, "replaced"))
    opened = days(u140001="2012-09-01")
    assert continues(pairs, opened, days(u100001="2012-09-01", u100002="2012-08-31")) == []


def test_a_school_that_took_in_another_later_still_continues_the_first() -> None:
    pairs = links((OLD, NEW, "replaced"), (OTHER, NEW, "merged"))
    opened = days(u140001="2012-09-01")
    closed = days(u100001="2012-09-01", u100002="2020-09-01")
    assert continues(pairs, opened, closed) == [(OLD, NEW)]


def test_of_the_schools_before_it_a_school_continues_the_last() -> None:
    pairs = links((OLD, NEW, "replaced"), (OTHER, NEW, "replaced"))
    opened = days(u140001="2012-09-01")
    closed = days(u100001="2012-09-01", u100002="2006-09-01")
    assert continues(pairs, opened, closed) == [(OLD, NEW)]


def test_of_a_school_that_split_none_continues_it() -> None:
    pairs = links((OLD, NEW, "replaced"), (OLD, LATER, "split"))
    opened = days(u140001="2012-09-01", u145001="2012-09-01")
    assert continues(pairs, opened, days(u100001="2012-09-01")) == []


def test_a_school_open_since_before_the_records_continues_none() -> None:
    pairs = links((OLD, NEW, "replaced"))
    assert continues(pairs, days(u140001=None), days(u100001="2012-09-01")) == []


def test_a_past_goes_back_from_school_to_school() -> None:
    pairs = pd.DataFrame({"predecessor_urn": [OLD, NEW], "successor_urn": [NEW, LATER]})
    found = pasts(pairs)
    told = set(zip(found["urn"], found["past_urn"], found["generation"], strict=True))
    assert told == {(NEW, OLD, 1), (LATER, NEW, 1), (LATER, OLD, 2)}
    assert pasts(pairs, [NEW])["past_urn"].tolist() == [OLD]
    assert pasts(pairs, [OLD]).empty


def inspections(*rows: tuple[int, str]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["inspected_urn", "start"])
    return table.assign(start=pd.to_datetime(table["start"]))


def test_a_school_carries_what_it_inherits_until_it_opened_and_marks_it() -> None:
    past = pasts(pd.DataFrame({"predecessor_urn": [OLD], "successor_urn": [NEW]}))
    table = inspections((OLD, "2010-05-01"), (OLD, "2012-09-10"), (NEW, "2014-03-01"))
    found = carried(table, past, days(u140001="2012-09-01"))
    own = found[found["urn"] == NEW].sort_values("start")
    assert own["start"].dt.year.tolist() == [2010, 2014]
    assert own["inherited"].tolist() == [True, False]
    assert own["inspected_urn"].tolist() == [OLD, NEW]


def test_nothing_is_inherited_from_the_day_of_a_school_s_own_first_inspection() -> None:
    past = pasts(pd.DataFrame({"predecessor_urn": [OLD], "successor_urn": [NEW]}))
    table = inspections((OLD, "2010-05-01"), (OLD, "2012-05-01"), (NEW, "2012-05-01"))
    found = carried(table, past, days(u140001="2012-09-01"))
    own = found[found["urn"] == NEW].sort_values("start")
    assert own["inherited"].tolist() == [True, False]
    assert own["inspected_urn"].tolist() == [OLD, NEW]
