"""The command line fetches what the settings name, applies it, and takes the files away again."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from alliance import clock
from alliance.cli.commands import app, run
from alliance.errors import HistoryError, SourceError
from alliance.history import open_history
from alliance.settings import settings
from alliance.sources.fetching.publishers import TABLE
from tests.loopback import Loopback, Reply, loopback

if TYPE_CHECKING:
    from collections.abc import Iterator

LINKS = Path(__file__).parent.parent / "published" / "gias" / "links_edubasealldata20260821.csv"
LATER = "links 20260901.csv"
PATH = "/links%2020260901.csv"
NOTES = "fetched.json"


@pytest.fixture
def served() -> Iterator[Loopback]:
    """A server of files."""
    with loopback() as running:
        yield running


@pytest.fixture
def home(
    slice_folder: Path, tmp_path: Path, served: Loopback, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    """The folder of a history and of downloads on which the command line works."""
    shutil.copytree(slice_folder, tmp_path / "data" / "history")
    monkeypatch.setenv("ALLIANCE_HISTORY_DIR", str(tmp_path / "data" / "history"))
    monkeypatch.setenv("ALLIANCE_DATA_DIR", str(tmp_path / "data" / "local"))
    monkeypatch.setenv("ALLIANCE_DOWNLOADS", f"{served.address}{PATH}")
    settings.cache_clear()
    yield tmp_path / "data"
    monkeypatch.undo()
    settings.cache_clear()


def serve_links(served: Loopback, path: str = PATH) -> None:
    # The history holds the published links themselves.
    text = LINKS.read_text("cp1252").replace("Walsall Academy", "Walsall Invented Academy")
    served.replies[path] = Reply(text.encode("cp1252"), headers={"ETag": '"1"'})


def holds(folder: Path, name: str = LATER) -> bool:
    return name in set(open_history(folder).sources["file"])


def files_below(folder: Path) -> list[str]:
    return sorted(found.name for found in folder.rglob("*") if found.is_file())


def test_what_was_applied_is_taken_away_and_what_was_only_tried_is_kept(
    home: Path, served: Loopback
) -> None:
    serve_links(served)
    tried = CliRunner().invoke(app, ["update", "--download", "--dry-run"])
    assert tried.exit_code == 0, tried.output
    assert files_below(home / "local") == [NOTES, LATER]
    assert "What was downloaded is kept: " in tried.stdout
    done = CliRunner().invoke(app, ["update", "--download"])
    assert done.exit_code == 0, done.output
    assert holds(home / "history")
    assert files_below(home / "local") == [NOTES]
    assert f"Removed what was downloaded, for the history holds it: {LATER}." in done.stdout


def test_without_a_terminal_each_step_is_one_line(home: Path, served: Loopback) -> None:
    serve_links(served)
    lines = CliRunner().invoke(app, ["update", "--download"]).stderr.splitlines()
    assert lines[0] == f"fetching {LATER}"
    assert lines[1].startswith(f"fetched {LATER}: ")
    assert lines[2:4] == [f"opening {LATER}", f"reading {LATER}"]
    assert lines[-2:] == ["writing the history", "checking its rules"]
    assert len(lines) == len(set(lines))
    assert "\r" not in "".join(lines)


def test_what_was_refused_is_taken_away(home: Path, served: Loopback) -> None:
    served.replies[PATH] = Reply(b"URN,Something\n100000,1\n")
    result = CliRunner().invoke(app, ["update", "--download"])
    assert isinstance(result.exception, SourceError)
    assert files_below(home / "local") == [NOTES]
    assert "Removed what was downloaded, for the update was refused" in result.stdout


def test_what_could_not_be_applied_for_another_reason_is_kept(home: Path, served: Loopback) -> None:
    serve_links(served)
    (home / "history" / "evidence" / "links.parquet").unlink()
    result = CliRunner().invoke(app, ["update", "--download"])
    assert isinstance(result.exception, HistoryError)
    assert files_below(home / "local") == [NOTES, LATER]
    assert "What was downloaded is kept: " in result.stdout


def choose(monkeypatch: pytest.MonkeyPatch, addresses: str) -> None:
    monkeypatch.setenv("ALLIANCE_DOWNLOADS", addresses)
    settings.cache_clear()


def test_of_a_file_named_by_its_day_the_last_that_is_there_is_taken_and_named(
    home: Path, served: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "today", lambda: dt.date(2026, 9, 4))
    serve_links(served, "/links20260901.csv")
    choose(monkeypatch, f"{served.address}/links{{day}}.csv")
    done = CliRunner().invoke(app, ["update", "--dry-run", "--download"])
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith(
        "links20260901.csv: the file of 1 September 2026; "
        "that of 4 September 2026 is not there yet."
    )
    assert "predecessors and successors, 2026-09-01" in done.stdout


def test_where_none_of_the_days_has_a_file_the_update_fails(
    home: Path,
    served: Loopback,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    choose(monkeypatch, f"{served.address}/links{{day}}.csv")
    monkeypatch.setattr("sys.argv", ["alliance", "update", "--download"])
    with pytest.raises(SystemExit) as ended:
        run()
    assert ended.value.code == 2
    assert "nor of the 10 days before" in capsys.readouterr().err


def test_what_could_be_had_is_applied_and_what_could_not_is_named_and_told_by_the_exit_code(
    home: Path, served: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve_links(served)
    choose(monkeypatch, f"{served.address}/gone.csv {served.address}{PATH}")
    done = CliRunner().invoke(app, ["update", "--download"])
    assert done.exit_code == 1
    assert "Not fetched: " in done.stderr
    assert "/gone.csv: answered 404" in done.stderr
    assert holds(home / "history")


def test_what_the_history_took_is_asked_for_only_if_it_has_changed(
    home: Path, served: Loopback
) -> None:
    serve_links(served)
    assert CliRunner().invoke(app, ["update", "--download"]).exit_code == 0
    again = CliRunner().invoke(app, ["update", "--download"])
    assert again.exit_code == 0, again.output
    assert again.stdout == (
        f"Not changed since the history took them: {LATER}.\n"
        "Nothing new is published; the history stays as it is.\n"
    )
    assert CliRunner().invoke(app, ["rollback"]).exit_code == 0
    after = CliRunner().invoke(app, ["update", "--download"])
    assert holds(home / "history"), after.output


def test_the_list_of_what_would_be_fetched_asks_nobody(
    home: Path, served: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "today", lambda: dt.date(2026, 7, 1))
    choose(monkeypatch, "")
    told = CliRunner().invoke(app, ["update", "--download", "--list"])
    assert told.exit_code == 0, told.output
    for source in TABLE:
        assert source.checked_against in told.stdout
    assert "/edubase/downloads/public/edubasealldata20260701.csv\n" in told.stdout
    choose(monkeypatch, f"{served.address}/a{{day}}.csv")
    alone = CliRunner().invoke(app, ["update", "--list"])
    assert f"{served.address}/a20260701.csv\n  today's file, else" in alone.stdout
    assert served.asked == []
    assert files_below(home / "local") == []


def test_the_app_names_itself_and_where_it_runs(
    home: Path, served: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALLIANCE_PUBLIC_ADDRESS", "https://alliance.example.org")
    settings.cache_clear()
    CliRunner().invoke(app, ["update", "--download", "--dry-run"])
    agent = served.asked[0].headers["User-Agent"]
    assert agent.startswith("NorthernAlliance/")
    assert "https://alliance.example.org" in agent
