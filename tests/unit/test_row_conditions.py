import datetime as dt

import pandas as pd
import pytest

from alliance.views.columns import Column
from alliance.views.row_conditions import (
    Condition,
    asked_by,
    in_words,
    meeting,
    read_conditions,
    written,
)

COLUMNS = {
    "name": Column("School"),
    "phase": Column("Phase"),
    "grade": Column("Grade", kind="rank"),
    "pupils": Column("Pupils", kind="count"),
    "share": Column("Disadvantaged", kind="percent"),
    "day": Column("Inspected", kind="day"),
    "web": Column("Web", kind="link"),
}
TABLE = pd.DataFrame(
    {
        "name": ["Ashby Academy", "Beck School", None, "ash | vale"],
        "phase": pd.Categorical(["Primary", "Secondary", "Primary", None]),
        "grade": pd.Categorical(["Good", "Weak", None, "Good"], ["Good", "Weak"], ordered=True),
        "pupils": pd.Series([100, 400, None, 250], dtype="Int32"),
        "share": pd.Series([0.0, 40.5, 12.0, None], dtype="float32"),
        "day": pd.to_datetime(["2018-01-01", "2019-06-01", None, "2017-03-01"]),
        "web": [None] * 4,
    }
)


@pytest.mark.parametrize(
    ("text", "rows", "said"),
    [
        ("name:ASH", [0, 3], "School with “ASH”"),
        ("phase:Primary", [0, 2], "Phase Primary"),
        ("grade:Good|Weak", [0, 1, 3], "Grade Good or Weak"),
        ("pupils:100..250", [0, 3], "Pupils from 100 to 250"),
        ("pupils:250..", [1, 3], "Pupils from 250 on"),
        ("share:..40.5", [0, 1, 2], "Disadvantaged up to 40.5%"),
        ("share:..0", [0], "Disadvantaged up to 0%"),
        ("day:2018-01-01..", [0, 1], "Inspected from 1 January 2018 on"),
    ],
)
def test_a_condition_is_read_kept_to_said_and_written_again(text, rows, said):
    conditions, faults = read_conditions([text], TABLE, COLUMNS)
    assert not faults
    assert meeting(TABLE, conditions).nonzero()[0].tolist() == rows
    assert in_words(conditions[0], COLUMNS) == said
    again, _ = read_conditions(written(conditions), TABLE, COLUMNS)
    assert again == conditions


@pytest.mark.parametrize(
    "text",
    ["nope:1", "pupils:abc..", "pupils:5", "pupils:..", "day:2018-13-01..", "phase:Tertiary",
     "share:nan..", "web:x", "name:", "name"],
)  # fmt: skip
def test_what_means_nothing_is_named_and_keeps_all(text):
    assert read_conditions([text], TABLE, COLUMNS) == ([], [text])


def test_all_conditions_hold_together_and_none_keeps_all():
    both = [Condition("phase", among=("Primary",)), Condition("day", least=dt.date(2000, 1, 1))]
    assert meeting(TABLE, both).tolist() == [True, False, False, False]
    assert meeting(TABLE, []).all()
    assert not Condition("pupils")
    assert Condition("pupils", most=0)


def test_each_kind_of_column_is_asked_for_in_its_own_way():
    ways = {name: asked_by(column, TABLE[name]) for name, column in COLUMNS.items()}
    assert ways == {
        "name": "words",
        "phase": "values",
        "grade": "values",
        "pupils": "numbers",
        "share": "numbers",
        "day": "days",
        "web": "",
    }
