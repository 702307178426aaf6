"""A history that is missing or damaged says so, with what to run."""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path

import pandas as pd
import pytest

from alliance.errors import HistoryError
from alliance.history import History, open_history


@pytest.fixture
def copy(slice_folder: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(slice_folder, tmp_path / "history"))


def test_a_missing_history_names_the_command_to_run(tmp_path: Path) -> None:
    with pytest.raises(HistoryError, match=r"There is no history in .*python -m alliance compile"):
        open_history(tmp_path / "nowhere")


def test_every_damaged_table_is_named_at_once(copy: Path) -> None:
    (copy / "schools.parquet").write_bytes(b"PAR1 this is not a table")
    (copy / "trusts.parquet").unlink()
    with pytest.raises(HistoryError) as damaged:
        open_history(copy)
    assert "schools.parquet is not as it was written" in str(damaged.value)
    assert "trusts.parquet is missing" in str(damaged.value)


def test_a_table_with_other_rows_than_the_manifest_is_damaged(copy: Path) -> None:
    manifest = json.loads((copy / "manifest.json").read_text())
    manifest["tables"]["schools"]["rows"] += 1
    (copy / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(HistoryError, match=r"schools\.parquet: found \d+ rows, expected \d+"):
        open_history(copy)


def test_a_table_of_other_facts_in_the_same_layout_is_refused(copy: Path) -> None:
    grades = pd.read_parquet(copy / "grades.parquet")
    grades.assign(grade=grades["grade"] * 0 + 1).to_parquet(copy / "grades.parquet", index=False)
    with pytest.raises(HistoryError, match=r"grades\.parquet is not as it was written"):
        open_history(copy)


def test_no_changed_bit_of_any_file_passes_as_sound(copy: Path) -> None:
    drawn = random.Random(17)  # noqa: S311 -- the same bits on every run
    files = sorted(copy.glob("*.parquet"))
    for file in files:
        sound = file.read_bytes()
        place = drawn.randrange(len(sound))
        changed = bytes([sound[place] ^ (1 << drawn.randrange(8))])
        file.write_bytes(sound[:place] + changed + sound[place + 1 :])
        with pytest.raises(HistoryError, match=f"{file.name} is not as it was written"):
            open_history(copy)
        file.write_bytes(sound)
    assert len(files) > 20
    open_history(copy)


@pytest.mark.parametrize("key", ["default_day", "complete_to", "grades_to"])
def test_a_manifest_with_another_day_is_refused(copy: Path, key: str) -> None:
    manifest = json.loads((copy / "manifest.json").read_text())
    manifest["days"][key] = "2025-01-31"
    (copy / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(HistoryError, match=r"manifest\.json is not as it was written"):
        open_history(copy)


@pytest.mark.parametrize(("text", "says"), [("{", "is damaged"), ('{"format": 0}', "layout 0")])
def test_another_manifest_is_refused(copy: Path, text: str, says: str) -> None:
    (copy / "manifest.json").write_text(text)
    with pytest.raises(HistoryError, match=says):
        open_history(copy)


def test_the_same_facts_have_the_same_version(copy: Path, slice_history: History) -> None:
    assert open_history(copy).version == slice_history.version


def test_the_shipped_history_is_small(history: History) -> None:
    assert history.folder is not None
    assert sum(path.stat().st_size for path in history.folder.rglob("*")) < 25_000_000
