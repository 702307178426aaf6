"""Support to check: each kind found in the smallest register that holds it, and in no other."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from alliance.analysis.flows.flow_places import LEVELS
from alliance.analysis.flows.flows_by_kind import Flows
from alliance.analysis.flows.support_checks import SupportCheck, support_checks

DAY = dt.date(2019, 6, 1)
NEED = pd.DataFrame(
    {
        "urn": [11, 12],
        "name": ["Ash", "Beech"],
        "phase": "Primary",
        "la_name": "Leeds",
        "region": "Yorkshire and The Humber",
        "trust_name": ["A trust", None],
        "gravity": [1, 4],
        "rules": "Inadequate",
        "why": "Inadequate since May",
    }
)


def flow(giver: str, receiver: str, urn: int = 11, **more: object) -> dict[str, object]:
    ends = {f"from_{level}": giver for level in LEVELS} | {
        f"to_{level}": receiver for level in LEVELS
    }
    held = {
        "start": "2019-01-01",
        "end": "2019-12-31",
        "status": "Active",
        "given": True,
        "urn": urn,
    }
    return {**held, **ends, **more}


def found(
    *rows: dict[str, object], reviewed: tuple[int, ...] = (), could: int = 5
) -> dict[str, SupportCheck]:
    columns = list(flow("trust:1", "trust:2"))
    table = pd.DataFrame(rows, columns=columns).assign(count=1.0)
    table.insert(0, "number", range(1, len(table) + 1))
    for name in ("start", "end"):
        table[name] = pd.to_datetime(table[name])
    for name in table.columns[table.columns.str.startswith(("from_", "to_"))]:
        table[name] = table[name].astype("str")
    ids = pd.unique(table[["from_trust", "to_trust"]].to_numpy().ravel())
    places = pd.DataFrame({"name": [f"Trust {key[-1]}" for key in ids]}, index=ids)
    capacity = pd.DataFrame({"trust_uid": [1, 2, 3], "capacity": could})
    told = support_checks(
        Flows("Support", table, places), DAY, reviewed=reviewed, capacity=capacity, need=NEED
    )
    return {check.key: check for check in told}


def numbers(check: SupportCheck) -> list[int]:
    return sorted(check.rows["number"])


def test_an_empty_register_has_schools_in_need_with_nobody_and_no_other_check() -> None:
    told = found()
    assert {key: len(check.rows) for key, check in told.items()} == {
        "several": 0,
        "supported": 0,
        "circle": 0,
        "stretched": 0,
        "no_review": 0,
        "nobody": 2,
    }
    assert told["nobody"].rows["group"].tolist() == ["A trust", "Leeds (local authority)"]


def test_several_supporters_in_one_trust_at_once() -> None:
    told = found(
        flow("trust:1", "trust:3"),
        flow("trust:2", "trust:3", 12),
        flow("trust:1", "trust:2"),
    )
    assert numbers(told["several"]) == [1, 2]
    assert set(told["several"].rows["group"]) == {"Trust 3"}
    assert set(told["several"].rows["why"]) == {"2 supporting organisations"}


@pytest.mark.parametrize(
    "second",
    [
        flow("trust:2", "trust:3", end="2019-05-31"),
        flow("trust:2", "trust:3", status="Agreed", given=False),
        flow("trust:1", "trust:3", 12),
        flow("trust:3", "trust:3", 12),
    ],
)
def test_one_after_the_other_or_not_yet_given_is_not_several_at_once(
    second: dict[str, object],
) -> None:
    assert found(flow("trust:1", "trust:3"), second)["several"].rows.empty


def test_two_supporters_of_schools_that_an_authority_maintains_are_not_several() -> None:
    told = found(flow("trust:1", "maintained:Leeds"), flow("trust:2", "maintained:Leeds", 12))
    assert told["several"].rows.empty


def test_a_supporter_that_is_itself_supported_is_told_from_both_sides() -> None:
    rows = found(flow("trust:1", "trust:2"), flow("trust:2", "trust:3"))["supported"].rows
    assert rows[["group", "why", "number"]].to_numpy().tolist() == [
        ["Trust 2", "It receives this", 1],
        ["Trust 2", "It gives this", 2],
    ]


def test_a_circle_is_support_that_comes_back() -> None:
    told = found(
        flow("trust:1", "trust:2"),
        flow("trust:2", "trust:3"),
        flow("trust:3", "trust:1"),
        flow("trust:1", "trust:4"),
    )
    assert numbers(told["circle"]) == [1, 2, 3]
    assert set(told["circle"].rows["group"]) == {"Trust 1, Trust 2, Trust 3"}
    assert found(flow("trust:1", "trust:2"), flow("trust:2", "trust:3"))["circle"].rows.empty


def test_a_supporter_is_stretched_when_it_supports_more_schools_than_it_can() -> None:
    rows = [flow("trust:1", "trust:2", urn) for urn in (11, 12)]
    assert numbers(found(*rows, could=1)["stretched"]) == [1, 2]
    assert found(*rows, could=2)["stretched"].rows.empty
    twice = [flow("trust:1", "trust:2", 11), flow("trust:1", "trust:2", 11)]
    assert found(*twice, could=1)["stretched"].rows.empty


def test_support_that_ended_without_a_review_is_told_until_there_is_one() -> None:
    ended = flow("trust:1", "trust:2", status="Completed", end="2019-03-01")
    assert numbers(found(ended)["no_review"]) == [1]
    assert found(ended, reviewed=(1,))["no_review"].rows.empty
    later = flow("trust:1", "trust:2", status="Completed", end="2019-09-01")
    assert found(later)["no_review"].rows.empty


def test_a_school_in_need_has_somebody_once_support_is_given_even_from_its_own_trust() -> None:
    assert found(flow("trust:1", "trust:1", 11))["nobody"].rows["urn"].tolist() == [12]
    agreed = flow("trust:1", "trust:2", 11, status="Agreed", given=False)
    assert found(agreed)["nobody"].rows["urn"].tolist() == [11, 12]
