"""A school under the URN it had on a day."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from alliance.analysis.schools.open_as import open_as
from alliance.current.current_flows import as_open_on
from alliance.history import History, as_at


def test_an_academy_stands_under_its_predecessor_before_it_opened_and_back(
    history: History,
) -> None:
    day = dt.date(2016, 9, 1)
    before, now = as_at(history, day), as_at(history, history.default_day)
    pairs = history.pasts[history.pasts["urn"] != history.pasts["past_urn"]]
    pair = pairs[
        pairs["past_urn"].isin(before["urn"])
        & ~pairs["past_urn"].isin(now["urn"])
        & pairs["urn"].isin(now["urn"])
        & ~pairs["urn"].isin(before["urn"])
    ].iloc[0]
    academy, replaced = int(pair["urn"]), int(pair["past_urn"])
    assert open_as(history, before, pd.Series([academy])).tolist() == [replaced]
    # So a match of that day finds the support that the register has under the later number.
    supports = as_open_on(day, pd.DataFrame({"recipient_urn": [academy]}))
    assert supports["recipient_urn"].tolist() == [replaced]
    assert open_as(history, now, pd.Series([replaced])).tolist() == [academy]


def test_a_urn_that_is_open_or_unknown_stays(history: History) -> None:
    state = as_at(history, history.default_day)
    open_one = int(state["urn"].iloc[0])
    assert open_as(history, state, pd.Series([open_one, 999999])).tolist() == [open_one, 999999]
