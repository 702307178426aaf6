import pandas as pd
import pytest

from alliance.ui.parts.column_width import width_px

AREAS = ["Derby", "Oldham", "Norwich", "Hastings", "Fenland and East Cambridgeshire"]


def test_a_short_table_gets_room_for_the_one_long_name_among_short_ones():
    assert width_px(pd.Series(AREAS)) == 6 * len(AREAS[-1]) + 24
    assert width_px(pd.Series(AREAS, dtype="category")) == width_px(pd.Series(AREAS))


def test_empty_values_leave_room_for_the_names_and_days_among_them():
    assert width_px(pd.Series([None, None, "Diocese of Southwell and Nottingham"])) is not None
    assert width_px(pd.Series(pd.to_datetime([None, "2017-09-30"]))) is not None
    assert width_px(pd.Series(pd.to_datetime(["2019-06-01", "2017-09-30"]))) is None


def test_a_long_list_leaves_room_for_the_mark_of_a_predecessors_grade():
    names = ["Good", "Good (predecessor’s)"]
    grades = pd.Series(["Good"] * 95 + ["Good (predecessor’s)"] * 5)
    ranks = grades.astype(pd.CategoricalDtype(names, ordered=True))
    assert width_px(ranks) == 6 * len(names[1]) + 24
    assert width_px(grades) is None


@pytest.mark.parametrize(
    "values",
    [
        pd.Series(["Outwood Academy Acklam", "Outwood Academy Ormesby"]),
        pd.Series([None, None], dtype="str"),
        pd.Series([1.5, 2.5]),
        pd.Series(AREAS * 20),
        pd.Series(["", "A remark that is longer than any name and would fill a phone"]),
    ],
    ids=["alike", "empty", "numbers", "a long list", "sentences"],
)
def test_the_browser_finds_the_width_where_it_does_so_well(values):
    assert width_px(values) is None
