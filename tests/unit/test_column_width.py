import pandas as pd
import pytest

from alliance.ui.column_width import width_px

AREAS = ["Derby", "Oldham", "Norwich", "Hastings", "Fenland and East Cambridgeshire"]


def test_a_short_table_gets_room_for_the_one_long_name_among_short_ones():
    assert width_px(pd.Series(AREAS)) == 6 * len(AREAS[-1]) + 24
    assert width_px(pd.Series(AREAS, dtype="category")) == width_px(pd.Series(AREAS))


@pytest.mark.parametrize(
    "values",
    [
        pd.Series(["Outwood Academy Acklam", "Outwood Academy Ormesby"]),
        pd.Series([None, None], dtype="str"),
        pd.Series([1.5, 2.5]),
        pd.Series(AREAS * 20),
    ],
    ids=["alike", "empty", "numbers", "a long list"],
)
def test_the_browser_finds_the_width_where_it_does_so_well(values):
    assert width_px(values) is None
