"""From published files to the history."""

from __future__ import annotations

import datetime as dt
import hashlib
import shutil
from fnmatch import fnmatchcase
from pathlib import Path

import pandas as pd
import pytest

from alliance.errors import SourceError
from alliance.history import History, open_history
from alliance.history.checks import RULES, check
from alliance.history.compile import compile_history, count_steps, evidence, make_history
from alliance.history.compile.inputs import NEEDED, SERIES
from alliance.history.schema import TABLES
from alliance.settings import ROOT
from tests.history.left_out import leave_out

PUBLISHED = ROOT / "tests" / "published"
LIST = "gias/grouplinks_edubaseallacademiesandfree20181001.csv"
INFORMATION = "ofsted/ofsted_mi_state_funded_2020-08-31.csv"


def checksums(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
    }


@pytest.mark.thorough(held_by="test_the_shipped_history_is_what_its_evidence_makes_byte_for_byte")
def test_compiling_twice_gives_the_same_bytes(
    published: Path, slice_folder: Path, tmp_path: Path
) -> None:
    compile_history(published, tmp_path / "again")
    assert checksums(tmp_path / "again") == checksums(slice_folder)


def test_the_shipped_history_is_what_its_evidence_makes_byte_for_byte(
    history: History, tmp_path: Path
) -> None:
    shipped = ROOT / "data" / "history"
    accounts = {"sources": history.sources, "refusals": history.refusals}
    made = tmp_path / "history"
    shutil.copytree(shipped / evidence.FOLDER, made / evidence.FOLDER)
    make_history(made, accounts)
    shutil.rmtree(made / evidence.FOLDER)  # what the readers gave is not made of itself
    kept = checksums(shipped)
    assert checksums(made) == {file: kept[file] for file in kept if evidence.FOLDER not in file}


def test_the_shipped_history_is_small_enough_to_ship() -> None:
    files = (ROOT / "data" / "history").rglob("*")
    assert sum(path.stat().st_size for path in files if path.is_file()) < 25_000_000


def test_progress_is_told_as_often_as_the_bar_expects(
    published: Path, compile_steps: list[str]
) -> None:
    assert len(compile_steps) == count_steps(published)


def test_an_unreadable_file_leaves_the_previous_history_untouched(
    published: Path, slice_folder: Path, tmp_path: Path
) -> None:
    target = shutil.copytree(slice_folder, tmp_path / "history")
    before = checksums(target)
    (published / LIST).write_text("<html>Too many requests</html>")
    with pytest.raises(SourceError, match=r"20181001\.csv: found a web page"):
        compile_history(published, target)
    assert checksums(target) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["history", "published"]


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> History:
    """The history of slices in which one grade is wrong, and that lack one list."""
    folder = tmp_path_factory.mktemp("edited")
    published = Path(shutil.copytree(PUBLISHED, folder / "published"))
    path = published / INFORMATION
    header, first, *others = path.read_text("utf-8").splitlines(keepends=True)
    name = header.split(",").index("Overall effectiveness")
    cells = first.split(",")
    cells[name] = "5"
    path.write_text(header + ",".join(cells) + "".join(others), "utf-8")
    leave_out(published, LIST)
    compile_history(published, folder / "history")
    return open_history(folder / "history")


def test_a_refused_row_is_counted_and_listed(edited: History) -> None:
    source = edited.sources.set_index("file").loc[INFORMATION]
    assert source["rows_refused"] == 1
    assert source["why_refused"] == "Overall effectiveness is not a grade 1 to 4, or blank (1)"
    assert not source["as_catalogued"]
    assert edited.refusals.to_dict("records") == [
        {
            "file": INFORMATION,
            "row": 2,
            "column": "Overall effectiveness",
            "found": "5",
            "expected": "a grade 1 to 4, or blank",
        }
    ]


def test_a_file_the_catalogue_does_not_name_is_refused(published: Path, tmp_path: Path) -> None:
    later = LIST.replace("20181001", "20191001")
    shutil.copy(published / LIST, published / later)
    with pytest.raises(SourceError, match=f"says nothing of {later}"):
        compile_history(published, tmp_path / "history")


def test_all_missing_files_are_told_at_once_before_anything_is_written(
    published: Path, tmp_path: Path
) -> None:
    pupil_premium = "performance/dfe_pupil_premium_2019-20.csv"
    for file in (LIST, INFORMATION, pupil_premium):
        (published / file).unlink()
    steps: list[str] = []
    told = f"lacks 3 of the files .*: {LIST}, {INFORMATION}, {pupil_premium}. Put them there"
    with pytest.raises(SourceError, match=told):
        compile_history(published, tmp_path / "history", progress=steps.append)
    assert steps == []
    assert not (tmp_path / "history").exists()


def test_a_dated_list_that_the_catalogue_does_not_name_may_be_left_out(
    edited: History, slice_history: History
) -> None:
    left = set(slice_history.lists) - set(edited.lists)
    assert left == {dt.date(2018, 10, 1)}


def test_every_file_that_is_read_is_one_whose_absence_would_be_told(slice_history: History) -> None:
    # A file within an archive is there when the archive is.
    read = slice_history.sources["file"].str.replace(r"\.tar\.xz/.*", ".tar.xz", regex=True)
    asked = {
        file: [name for name in (*NEEDED, *SERIES) if fnmatchcase(file, name)] for file in read
    }
    assert [file for file, names in asked.items() if not names] == []
    assert {name for names in asked.values() for name in names} == {*NEEDED, *SERIES}


def test_every_source_says_publisher_licence_and_rows(history: History) -> None:
    told = history.sources[["publisher", "licence", "as_at", "sha256"]]
    assert (told != "").all(axis=None)
    assert (history.sources["rows_read"] > 0).all()
    assert history.sources["as_catalogued"].all()


def test_the_shipped_history_keeps_its_rules(history: History) -> None:
    results = check(history)
    assert len(results) == len(RULES) > len(TABLES)
    assert [result for result in results if not result.holds] == []


def test_a_broken_history_is_found_out(history: History) -> None:
    from dataclasses import replace

    members = history.memberships
    twice = pd.concat([members, members.head(1).assign(trust_uid=5195)], ignore_index=True)
    moved = history.schools.assign(
        easting_m=history.schools["easting_m"].mask(lambda e: e.index < 3, 1)
    )
    broken = replace(history, memberships=twice, schools=moved)
    failed = {result.rule for result in check(broken) if not result.holds}
    assert failed == {"An academy is in one trust at a time", "Every coordinate lies in England"}


def test_suppression_keeps_its_reason(history: History) -> None:
    results = history.results_ks2
    reasons = set(results["percent_expected_reading_writing_maths_reason"].dropna())
    assert reasons == {
        "not given in this copy",
        "not given: a 0 in this copy may be a suppressed value",
        "suppressed: too few pupils",
    }
    missing = results["percent_expected_reading_writing_maths"].isna()
    given = results["percent_expected_reading_writing_maths_reason"].notna()
    pd.testing.assert_series_equal(missing, given, check_names=False)


def test_measures_that_changed_meaning_are_kept_apart(history: History) -> None:
    results = history.results_ks4
    early = results["year"] == 2016
    assert results.loc[early, "percent_grade5_english_maths"].isna().all()
    assert results.loc[~early, "percent_c_english_maths"].isna().all()
    assert results.loc[early, "percent_c_english_maths"].notna().any()
