"""The department's open data of results, school by school, invented under published headers."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from alliance.errors import SourceError
from alliance.history import open_history
from alliance.history.compile.updating.update import update
from tests.history.invented import headed, write
from tests.history.reading import read_files

TOTAL = dict.fromkeys(["breakdown_topic", "breakdown", "sex", "first_language"], "Total") | {
    "prior_attainment": "Total",
    "mobility": "Total",
    "geographic_level": "School",
}
KS4 = TOTAL | {
    "time_period": "202425",
    "version": "Revised",
    "school_urn": "136394",
    "disadvantage_status": "Total",
    "pupil_count": "61",
    "attainment8_average": "41.5",
    "progress8_average": "z",
    "engmath_95_percent": "c",
    "ebacc_entering_percent": "30.1",
    "ebacc_aps_average": "3.4",
}


def marked(layout: str, rows: list[dict[str, str]]) -> pd.DataFrame:
    return (
        headed(layout, rows, blank="z")
        .assign(school_name="INVENTED")
        .drop(columns="School name", errors="ignore")
    )


def test_key_stage_4_is_read_for_all_pupils_with_why_a_value_is_missing(
    folder: Path, tmp_path: Path
) -> None:
    boys = KS4 | {"breakdown_topic": "Sex", "breakdown": "Boys", "sex": "Boys", "pupil_count": "1"}
    area = KS4 | {"geographic_level": "Local authority", "school_urn": "z"}
    rows = [boys, KS4, area, KS4 | {"breakdown": "Total", "disadvantage_status": "Disadvantaged"}]
    done = update([write(marked("results_ks4_2024-25", rows), tmp_path / "any.csv")], folder)
    assert done.taken[0].content == "school results key stage 4"
    assert (done.taken[0].rows_read, done.taken[0].rows_refused) == (4, 0)
    results = open_history(folder).results_ks4
    one = results[results["year"] == 2025]
    assert one["urn"].tolist() == [136394]
    assert one["attainment_8"].iloc[0] == pytest.approx(41.5)
    assert one["pupils"].iloc[0] == 61
    assert one["progress_8_reason"].iloc[0] == "not applicable"
    assert one["percent_grade5_english_maths_reason"].iloc[0] == "suppressed: too few pupils"


def test_key_stage_4_of_2023_24_has_other_names(folder: Path, tmp_path: Path) -> None:
    row = TOTAL | {
        "time_period": "202324",
        "school_urn": "136394",
        "disadvantage": "Total",
        "t_pupils": "60",
        "avg_att8": "40.1",
        "avg_p8score": "-0.31",
    }
    update([write(marked("results_ks4_2023-24", [row]), tmp_path / "any.csv")], folder)
    results = open_history(folder).results_ks4.set_index(["urn", "year"]).loc[(136394, 2024)]
    assert results["attainment_8"] == pytest.approx(40.1)
    assert results["progress_8"] == pytest.approx(-0.31)


def test_key_stage_2_of_several_years_is_brought_together_from_a_row_a_subject(
    folder: Path, tmp_path: Path
) -> None:
    key = {
        "school_urn": "125125",
        "geographic_level": "School",
        "breakdown_topic": "All pupils",
        "breakdown": "Total",
        "version": "Final",
    }
    rows = [
        key
        | {
            "time_period": "202223",
            "subject": "Reading, writing and maths",
            "expected_standard_pupil_percent": "77",
            "higher_standard_pupil_percent": "10",
        },
        key
        | {
            "time_period": "202223",
            "subject": "Reading",
            "average_scaled_score": "108",
            "progress_measure_score": "1.5",
        },
        key | {"time_period": "202425", "subject": "Maths", "average_scaled_score": "c"},
        key
        | {
            "time_period": "202425",
            "subject": "Reading, writing and maths",
            "breakdown_topic": "Sex",
            "breakdown": "Boys",
            "expected_standard_pupil_percent": "1",
        },
    ]
    update([write(marked("results_ks2_2024-25", rows), tmp_path / "any.csv")], folder)
    results = open_history(folder).results_ks2.set_index(["urn", "year"])
    first, last = results.loc[(125125, 2023)], results.loc[(125125, 2025)]
    assert first["percent_expected_reading_writing_maths"] == 77
    assert (first["reading_score"], first["reading_progress"]) == (108, 1.5)
    assert pd.isna(first["maths_score"])
    assert first["maths_score_reason"] == "not given in the table"
    assert last["maths_score_reason"] == "suppressed: too few pupils"
    assert pd.isna(last["percent_expected_reading_writing_maths"])
    assert first["pupils_reason"] == "not in this year's table"


def test_a_table_without_a_school_or_with_an_impossible_year_is_refused(
    folder: Path, tmp_path: Path
) -> None:
    area = KS4 | {"school_urn": "z"}
    with pytest.raises(SourceError, match="holds no results of a school"):
        update([write(marked("results_ks4_2024-25", [area]), tmp_path / "a.csv")], folder)
    wrong = KS4 | {"time_period": "2024/25"}
    done = update(
        [write(marked("results_ks4_2024-25", [KS4, wrong]), tmp_path / "b.csv")],
        folder,
        dry_run=True,
    )
    assert done.faults["found"].tolist() == ["2024/25"]


def test_a_later_version_of_a_year_outranks_a_provisional_one(folder: Path, tmp_path: Path) -> None:
    other = Path(shutil.copytree(folder, tmp_path / "other" / "history"))
    early = KS4 | {"version": "Provisional", "attainment8_average": "39.9"}
    files = [
        write(marked("results_ks4_2024-25", [row]), tmp_path / f"{row['version']}.csv")
        for row in (early, KS4)
    ]
    for file in files:
        update([file], folder)
    update(files[::-1], other)
    one, two = (open_history(place).results_ks4 for place in (folder, other))
    pd.testing.assert_frame_equal(one, two)
    assert one[one["year"] == 2025]["attainment_8"].iloc[0] == pytest.approx(41.5)


@pytest.mark.parametrize("value", ["161%", "100.5", "-3%"])
@pytest.mark.parametrize("layout", ["department's table", "open data"])
@pytest.mark.quick_cases
def test_a_percentage_beyond_a_hundred_or_below_none_is_refused(
    folder: Path, tmp_path: Path, layout: str, value: str
) -> None:
    good = {"PTRWM_EXP": "100%", "PTRWM_HIGH": "0"}
    if layout == "open data":
        table = headed("results_ks4_2024-25", [KS4, KS4 | {"ebacc_entering_percent": value}])
        table.loc[1, "school_urn"] = "143084"
        column = "ebacc_entering_percent"
    else:
        rows = [
            {"RECTYPE": "1", "URN": "136394", **good},
            {"RECTYPE": "1", "URN": "143084", **good, "PTRWM_EXP": value},
        ]
        table, column = pd.DataFrame(rows), "PTRWM_EXP"
    done = read_files([write(table, tmp_path / "2022-2023_results.csv")], folder)
    assert done.faults[["column", "found"]].to_numpy().tolist() == [[column, value]]
    assert done.faults["expected"].str.startswith("a percentage from 0 to 100").all()
    assert (done.taken[0].rows_read, done.taken[0].rows_refused) == (2, 1)


def test_the_year_of_a_zip_files_folder_is_that_of_the_tables_in_it(
    folder: Path, tmp_path: Path
) -> None:
    parcel = tmp_path / "performancetables.zip"
    with zipfile.ZipFile(parcel, "w") as archive:
        for years, value in (("2022-2023", "60%"), ("2023-2024", "61%")):
            row = {"RECTYPE": "1", "URN": "136394", "PTRWM_EXP": value}
            table = pd.DataFrame([row]).to_csv(index=False)
            archive.writestr(f"{years}/england_ks2final.csv", table)
    done = update([parcel], folder, dry_run=True)
    assert done.changed is not None
    told = done.changed.results.set_index("year")["percent_expected_reading_writing_maths"]
    assert told.to_dict() == {2023: 60, 2024: 61}
