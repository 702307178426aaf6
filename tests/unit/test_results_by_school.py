"""Results by school as they lie at hand, each file by its own columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from alliance.errors import SourceError
from alliance.sources.exams.results_by_school import results_ks2, results_ks4
from alliance.sources.tables.inbox import Inbox

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

SURREY = "RECTYPE,URN,TELIG,PTRWM_EXP,PTRWM_HIGH,READPROG,WRITPROG,MATPROG,READ_AVERAGE,MAT_AVERAGE"
PROGRESS = "RECTYPE,URN,SCHNAME,READPROG,WRITPROG,MATPROG,SCHTYPE"
FINAL = "RECTYPE,URN,P8MEA,ATT8SCR,PTL2BASICS_95,EBACCAPS,PTEBACC_E_PTQ_EE,SCHTYPE"


@pytest.fixture
def inbox(tmp_path: Path) -> Inbox:
    """A folder with one school of Surrey and one school's progress of 2019."""
    (tmp_path / "performance").mkdir()
    put(tmp_path, "ks2_progress_2019", PROGRESS, "1,141279,Bringhurst,2.6,SUPP,2,Academy")
    put(
        tmp_path,
        "dfe_ks2final_raw_2017-2018_LA936",
        SURREY,
        "1,125125,56,73%,9%,0.7,-0.4,1.2,106,105",
    )
    return Inbox(tmp_path)


def put(folder: Path, name: str, *lines: str) -> None:
    """Write a file of results."""
    (folder / f"performance/{name}.csv").write_text("\n".join(lines) + "\n")


def row(table: pd.DataFrame, urn: int) -> pd.Series:
    """Return the one row of a school."""
    return table[table["urn"] == urn].iloc[0]


def test_a_0_at_key_stage_2_is_not_given_where_it_may_be_suppressed(inbox: Inbox) -> None:
    columns = "urn,year,percent_expected_rwm,percent_higher_rwm,reading_average_score,"
    put(inbox.folder, "ks2_perf_2023", columns + "maths_average_score", "136486,2023,59.0,0.0,,")
    school = row(results_ks2(inbox), 136486)
    assert school["percent_expected_reading_writing_maths"] == 59
    assert school.isna()["percent_higher_reading_writing_maths"]
    assert "may be a suppressed value" in school["percent_higher_reading_writing_maths_reason"]
    assert school["pupils_reason"] == "not given in this copy"


def test_the_final_table_keeps_its_codes_and_leaves_out_independent_schools(inbox: Inbox) -> None:
    put(
        inbox.folder,
        "ks4_perf_2019",
        FINAL,
        "1,100001,NP,57.9,0%,3.17,0%,Independent school",
        "1,134993,LOWCOV,47.4,35%,3.97,67%,Academy",
        "4,,0.09,48.6,46%,4.43,57%,",
    )
    table = results_ks4(inbox)
    assert table[["urn", "year"]].to_numpy().tolist() == [[134993, 2019]]
    school = table.iloc[0]
    assert school["percent_grade5_english_maths"] == 35
    assert school["progress_8_reason"] == "too few pupils covered by the measure"


def test_a_table_without_a_column_of_the_year_has_it_by_its_name(inbox: Inbox) -> None:
    columns = "urn,attainment8,progress8,ebacc_aps,eng_maths_5plus_pct"
    put(inbox.folder, "ks4_perf_2023", columns, "134993,47.1,-0.2,4.1,40.0")
    school = row(results_ks4(inbox), 134993)
    assert (school["year"], school["attainment_8"]) == (2023, 47.1)
    assert school["pupils_reason"] == "not given in this copy"


def test_of_progress_alone_the_other_measures_are_not_given(inbox: Inbox) -> None:
    columns = "urn,year,percent_expected_rwm,percent_higher_rwm,reading_average_score,"
    put(
        inbox.folder, "ks2_perf_2025", columns + "maths_average_score", "136486,2025,59.0,6,104,103"
    )
    school = row(results_ks2(inbox), 141279)
    assert (school["year"], school["reading_progress"]) == (2019, 2.6)
    assert school["writing_progress_reason"] == "suppressed: too few pupils"
    assert school["percent_expected_reading_writing_maths_reason"] == "not given in this copy"


def test_a_layout_that_nobody_knows_is_told_with_what_the_nearest_lacks(inbox: Inbox) -> None:
    put(inbox.folder, "ks4_perf_2027", "urn,attainment8,progress8,ebacc_aps", "134993,47.1,-0.2,4")
    told = "ks4_perf_2027.csv: .* nearest lacks eng_maths_5plus_pct; found attainment8"
    with pytest.raises(SourceError, match=told):
        results_ks4(inbox)
