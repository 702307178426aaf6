"""The day whose state a dated list shows."""

from __future__ import annotations

import pandas as pd
import pytest

from alliance.sources.gias.academies import day_shown


@pytest.mark.parametrize(
    ("listed", "shown"),
    [
        ("2016-08-04", "2016-08-03"),
        ("2018-10-01", "2018-10-01"),
        ("2020-02-02", "2020-01-31"),
        ("2020-11-02", "2020-10-31"),
        ("2021-05-01", "2021-04-30"),
        ("2021-06-01", "2021-06-01"),
        ("2024-03-29", "2024-03-29"),
    ],
)
def test_a_list_shows_the_evening_before_until_may_2021_and_its_own_day_since(
    listed: str, shown: str
) -> None:
    assert day_shown(pd.Series([pd.Timestamp(listed)])).tolist() == [pd.Timestamp(shown)]
