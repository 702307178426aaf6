"""The command line fetches what the settings name, applies it, and takes the files away again."""

from __future__ import annotations

import shutil
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from alliance.cli import app
from alliance.errors import HistoryError, SourceError
from alliance.history import open_history
from alliance.settings import settings

if TYPE_CHECKING:
    from collections.abc import Iterator

LIST_2022 = (
    Path(__file__).parent.parent / "published" / "gias" / "groupLinks_academies_sponsors_202208.csv"
)
LATER = "list 20230901.csv"


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder and keeps quiet."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """The address of a server of files, and the folder it serves."""
    folder = tmp_path / "served"
    folder.mkdir()
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder)) as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}", folder
        running.shutdown()
        thread.join()


@pytest.fixture
def home(
    slice_folder: Path, tmp_path: Path, served: tuple[str, Path], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    """The folder of a history and of downloads on which the command line works."""
    shutil.copytree(slice_folder, tmp_path / "data" / "history")
    monkeypatch.setenv("ALLIANCE_HISTORY_DIR", str(tmp_path / "data" / "history"))
    monkeypatch.setenv("ALLIANCE_DATA_DIR", str(tmp_path / "data" / "local"))
    monkeypatch.setenv("ALLIANCE_DOWNLOADS", f"{served[0]}/{LATER.replace(' ', '%20')}")
    settings.cache_clear()
    yield tmp_path / "data"
    monkeypatch.undo()
    settings.cache_clear()


def serve_a_list(folder: Path) -> None:
    # The history holds the list of August 2022 itself.
    text = LIST_2022.read_text("utf-8").replace("Walsall Academy", "Walsall Invented Academy")
    (folder / LATER).write_text(text, "utf-8")


def files_below(folder: Path) -> list[str]:
    return sorted(found.name for found in folder.rglob("*") if found.is_file())


def test_what_was_applied_is_taken_away_and_what_was_only_tried_is_kept(
    home: Path, served: tuple[str, Path]
) -> None:
    serve_a_list(served[1])
    tried = CliRunner().invoke(app, ["update", "--download", "--dry-run"])
    assert tried.exit_code == 0, tried.output
    assert files_below(home / "local") == [LATER]
    assert "What was downloaded is kept: " in tried.stdout
    done = CliRunner().invoke(app, ["update", "--download"])
    assert done.exit_code == 0, done.output
    assert str(open_history(home / "history").last_day) == "2023-09-01"
    assert files_below(home / "local") == []
    assert f"Removed what was downloaded, for the history holds it: {LATER}." in done.stdout


def test_without_a_terminal_each_step_is_one_line(home: Path, served: tuple[str, Path]) -> None:
    serve_a_list(served[1])
    lines = CliRunner().invoke(app, ["update", "--download"]).stderr.splitlines()
    assert lines[0] == f"fetching {LATER}"
    assert lines[1].startswith(f"fetched {LATER}: ")
    assert lines[2:4] == [f"opening {LATER}", f"reading {LATER}"]
    assert lines[-2:] == ["writing the history", "checking its rules"]
    assert len(lines) == len(set(lines))
    assert "\r" not in "".join(lines)


def test_what_was_refused_is_taken_away(home: Path, served: tuple[str, Path]) -> None:
    (served[1] / LATER).write_text("URN,Something\n100000,1\n")
    result = CliRunner().invoke(app, ["update", "--download"])
    assert isinstance(result.exception, SourceError)
    assert files_below(home / "local") == []
    assert "Removed what was downloaded, for the update was refused" in result.stdout


def test_what_could_not_be_applied_for_another_reason_is_kept(
    home: Path, served: tuple[str, Path]
) -> None:
    serve_a_list(served[1])
    (home / "history" / "evidence" / "links.parquet").unlink()
    result = CliRunner().invoke(app, ["update", "--download"])
    assert isinstance(result.exception, HistoryError)
    assert files_below(home / "local") == [LATER]
    assert "What was downloaded is kept: " in result.stdout
