"""Published figures, and the break-up of Wakefield City Academies Trust."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from alliance.analysis.flows.transfers import KINDS, transfers
from alliance.analysis.published_figures.facts import FACTS, facts
from alliance.errors import DayOutsideHistory, QuestionError
from alliance.history import History, as_at

if TYPE_CHECKING:
    import pandas as pd

WAKEFIELD_CITY = 5195
FIRST_LIST, LAST_LIST = dt.date(2017, 4, 3), dt.date(2019, 6, 1)


@pytest.fixture(scope="module")
def found(history: History) -> pd.DataFrame:
    return facts(history)


@pytest.mark.parametrize("row", range(len(FACTS)), ids=[fact.what for fact in FACTS])
def test_the_history_reproduces_a_published_figure(found: pd.DataFrame, row: int) -> None:
    fact = found.iloc[row]
    if FACTS[row].tolerance is None:
        assert fact["remark"]
        assert abs(fact["found"] - fact["published"]) < 4
    else:
        assert fact["holds"], f"published {fact['published']}, found {fact['found']}"


@pytest.mark.parametrize("of", ["history", "slice_history"])
def test_every_academy_of_wakefield_city_is_traced_to_its_next_trust(
    request: pytest.FixtureRequest, of: str
) -> None:
    history: History = request.getfixturevalue(of)
    before = as_at(history, FIRST_LIST)
    held = set(before.loc[before["trust_uid"] == WAKEFIELD_CITY, "urn"])
    moves = transfers(history, FIRST_LIST, LAST_LIST, from_trust=WAKEFIELD_CITY)
    assert len(held) == 21
    assert set(moves["urn_before"]) == held
    assert (moves["kind"] == "transfer").all()
    assert (moves["urn_before"] != moves["urn_after"]).sum() == 15
    received = moves["to_trust"].value_counts()
    assert received["Outwood Grange Academies Trust"] == 6
    assert received["Delta Academies Trust"] == 4


def test_the_kinds_of_move_are_told_apart(history: History) -> None:
    moves = transfers(history, FIRST_LIST, LAST_LIST).set_index("urn_after")
    assert set(moves["kind"]) == set(KINDS)
    assert (
        moves.loc[134993, "kind"] == "change of legal entity"
    )  # Sandwell Academy: one company, two UIDs
    assert moves.loc[141153, "kind"] == "single-academy trust joins"  # North View Academy, to WISE
    hilda = moves[moves["from_trust"] == "St Hilda's Catholic Academy Trust"]
    assert set(hilda["kind"]) == {"merger"}


def test_moves_within_a_company_are_legal_changes_though_registers_forget_its_number(
    history: History,
) -> None:
    moves = transfers(history, FIRST_LIST, LAST_LIST)
    macmillan = moves[(moves["from_uid"] == 3819) & (moves["to_uid"] == 16930)]
    assert macmillan["kind"].tolist() == ["change of legal entity"]
    assert (moves["kind"] == "change of legal entity").sum() == 138
    assert (moves["kind"] == "single-academy trust joins").sum() == 246


def test_transfers_of_a_receiving_trust_are_part_of_all_transfers(history: History) -> None:
    every = transfers(history, FIRST_LIST, LAST_LIST)
    delta = transfers(history, FIRST_LIST, LAST_LIST, to_trust=4474)
    assert delta.equals(every[every["to_uid"] == 4474].reset_index(drop=True))
    assert (every["from_uid"] != every["to_uid"]).all()


def test_a_period_that_ends_before_it_starts_is_refused(history: History) -> None:
    with pytest.raises(QuestionError, match="Swap them"):
        transfers(history, LAST_LIST, FIRST_LIST)


def test_a_period_outside_the_history_is_refused(history: History) -> None:
    after = history.last_day + dt.timedelta(days=1)
    with pytest.raises(DayOutsideHistory, match="outside the history"):
        transfers(history, after, after + dt.timedelta(days=365))
