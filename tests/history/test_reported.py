"""All that an update would do is told uncut, as one table, and written by the command line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from typer.testing import CliRunner

from alliance.cli.commands import app
from alliance.history import open_history
from alliance.history.compile.updating.reported import COLUMNS, REFUSED, reported
from alliance.history.compile.updating.update import update
from alliance.settings import settings

if TYPE_CHECKING:
    from collections.abc import Iterator

LIST_2022 = (
    Path(__file__).parent.parent / "published" / "gias" / "groupLinks_academies_sponsors_202208.csv"
)
BROKEN = 9


@pytest.fixture
def folder(in_2019: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A history made without the lists since June 2019, which the command line works on."""
    monkeypatch.setenv("ALLIANCE_HISTORY_DIR", str(in_2019))
    settings.cache_clear()
    yield in_2019
    monkeypatch.undo()
    settings.cache_clear()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A later list whose trusts have another name, with some impossible days."""
    rows = pd.read_csv(LIST_2022, dtype="str", keep_default_na=False)
    members = rows.index[rows["Group Type"] == "Multi-academy trust"]
    rows.loc[members[:BROKEN], "Joined date"] = "2022-02-31"
    rows.loc[members[-15:], ["Group UID", "Group Name"]] = ["99001", '=1+1 "Invented" Trust']
    path = tmp_path / "list 20230901.csv"
    rows.to_csv(path, index=False)
    return path


def test_every_new_fact_and_every_refused_value_has_a_row(folder: Path, file: Path) -> None:
    done = update([file], folder, dry_run=True)
    assert done.changed is not None
    assert done.is_cut
    table = reported(done)
    assert list(table.columns) == COLUMNS
    counts = table["what"].value_counts()
    new = {what: number for what, number in done.changed.counts().items() if number}
    assert {what: counts[what] for what in new} == new
    assert counts[REFUSED] == BROKEN
    refused = table[table["what"] == REFUSED]
    assert refused["file"].eq(file.name).all()
    assert refused["found"].eq("2022-02-31").all()
    began = table[table["what"] == "spells in trusts that begin"].set_index("number")
    joined = done.changed.joined
    assert began["day"].tolist() == joined["joined"].dt.strftime("%Y-%m-%d").tolist()
    assert began["trust_after"].ne("").all()
    assert began["name"].ne("").all()
    assert open_history(folder).version != done.changed.version


def test_the_command_line_says_where_it_cuts_and_writes_all_of_it(
    folder: Path, file: Path, tmp_path: Path
) -> None:
    words = ["update", "--dry-run", str(file)]
    short = CliRunner().invoke(app, words)
    assert short.exit_code == 0, short.output
    assert "--report FILE writes all of them" in short.stdout
    path = tmp_path / "all.csv"
    told = CliRunner().invoke(app, [*words, "--report", str(path)])
    table = pd.read_csv(path, dtype="str", keep_default_na=False)
    assert f"{path}: all of it, {len(table):,} rows." in told.stdout
    assert "writes all of them" not in told.stdout
    assert (table["what"] == REFUSED).sum() == BROKEN
    # What a spreadsheet might run is text.
    assert table["trust_after"].str.startswith("'=1+1").sum() > 0


def test_a_report_into_no_folder_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    path = tmp_path / "nowhere" / "all.csv"
    result = CliRunner().invoke(app, ["update", "--report", str(path), "missing.csv"])
    assert result.exit_code == 2
    assert "there is no folder" in " ".join(result.output.replace("│", " ").split())


def test_a_report_that_is_a_folder_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["update", "--report", str(tmp_path), "missing.csv"])
    assert result.exit_code == 2
    assert "is a folder" in " ".join(result.output.replace("│", " ").split())
