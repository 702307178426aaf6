"""The January census in the layouts it was issued in, codes and short rows included."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from alliance.errors import SourceError
from alliance.sources.pupils.census import censuses
from alliance.sources.tables.inbox import Inbox

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

# A nursery's row of 2021 ends before the figures of free school meals.
FROM_2019 = "URN,LA,SCHOOLTYPE,NOR,NUMFSM,NUMFSMEVER,PNUMFSMEVER\n"
TO_2018 = "URN,LA,NOR,PNUMFSM\n"


def census_of(folder: Path, year: int, text: str) -> pd.DataFrame:
    """Read one census."""
    (folder / "performance").mkdir()
    (folder / f"performance/census_{year}.csv").write_text(text)
    return censuses(Inbox(folder)).set_index("urn")


def test_free_school_meals_are_worked_out_where_numbers_are_given(tmp_path: Path) -> None:
    rows = "100000,201,State-funded primary,200,49,50,21.9%\nNAT,,State-funded primary,9,9,9,9\n"
    table = census_of(tmp_path, 2023, FROM_2019 + rows)
    assert table.loc[100000, ["year", "pupils", "percent_fsm"]].tolist() == [2023, 200, 24.5]
    assert len(table) == 1


def test_codes_are_no_numbers_and_nobody_on_the_roll_is_not_given(tmp_path: Path) -> None:
    table = census_of(tmp_path, 2018, TO_2018 + "100001,201,NP,NP\n100002,201,0,0\n100003,9,9,0\n")
    assert table["pupils"].isna().tolist() == [True, True, False]
    assert table["percent_fsm"].isna().tolist() == [True, True, False]


def test_a_row_that_ends_before_its_blank_values_is_read(tmp_path: Path) -> None:
    rows = "100004,202,State-funded nursery,114,0\n100005,202,State-funded primary,60,6,6,10%\n"
    table = census_of(tmp_path, 2021, FROM_2019 + rows)
    assert table["pupils"].to_dict() == {100004: 114, 100005: 60}


def test_independent_schools_are_left_out_where_the_year_names_them(tmp_path: Path) -> None:
    rows = "100001,201,Independent school,769,0\n100005,202,State-funded primary,60,6,6,10%\n"
    assert census_of(tmp_path, 2022, FROM_2019 + rows).index.tolist() == [100005]


def test_a_census_in_other_columns_is_told_with_those_that_are_known(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"census_2027\.csv: has the columns of no census"):
        census_of(tmp_path, 2027, "URN,LA,Pupils\n100000,201,200\n")
