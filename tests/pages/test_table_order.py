import datetime as dt

import numpy as np
import pandas as pd
import pytest

from alliance.ui.parts.table import _in_order

TABLE = pd.DataFrame(
    {
        "text": pd.Series(["beta", None, "Alpha", "alpha", "Émile", "zeta"], dtype="str"),
        "kind": pd.Categorical(["b", "c", None, "A", "b", "a"]),
        "rank": pd.Categorical(
            ["Good", "Weak", None, "Best", "Good", "Weak"],
            categories=["Best", "Good", "Weak"],
            ordered=True,
        ),
        "number": pd.Series([3, None, 1, 1, 20, 2], dtype="Int32"),
        "share": [0.5, np.nan, 0.1, 0.1, 0.9, 0.2],
        "day": pd.to_datetime(["2019-01-01", None, "2018-01-01", *["2020-01-01"] * 3]),
    }
)


@pytest.mark.parametrize(
    ("by", "order"),
    [
        ("text", [2, 3, 0, 5, 4, 1]),
        ("-text", [4, 5, 0, 2, 3, 1]),
        ("kind", [3, 5, 0, 4, 1, 2]),
        ("rank", [3, 0, 4, 1, 5, 2]),
        ("-rank", [1, 5, 0, 4, 3, 2]),
        ("number", [2, 3, 5, 0, 4, 1]),
        ("-share", [4, 0, 5, 2, 3, 1]),
        ("day", [2, 0, 3, 4, 5, 1]),
    ],
)
def test_rows_stand_in_order_whatever_the_case_with_what_is_missing_last(by, order):
    assert _in_order(TABLE, by).tolist() == order


def test_days_and_words_held_as_objects_are_ordered_too():
    table = pd.DataFrame(
        {"day": [dt.date(2019, 1, 1), None, dt.date(2018, 1, 1)], "words": ["b", None, "a"]},
        dtype="object",
    )
    assert _in_order(table, "day").tolist() == [2, 0, 1]
    assert _in_order(table, "words").tolist() == [2, 0, 1]


def test_a_table_without_rows_has_no_order():
    assert _in_order(TABLE.head(0), "text").tolist() == []
