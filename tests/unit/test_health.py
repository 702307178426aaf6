"""The health of the app is told as it is, in each fault."""

from __future__ import annotations

import errno
import shutil
import sqlite3
import tempfile
from typing import TYPE_CHECKING

import pytest

import alliance.current.state as current
from alliance.register.database import database_url
from alliance.settings import ROOT, settings
from alliance.web.health import health_routes
from tests.asking import Asking

if TYPE_CHECKING:
    from pathlib import Path

ASK = Asking(health_routes())
WELL = {"status": "ok", "history": "ok", "register": "ok", "disk": "ok"}


@pytest.fixture
def copy(own_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the history that the app runs on."""
    folder = shutil.copytree(ROOT / "data" / "history", own_folder / "history")
    monkeypatch.setenv("ALLIANCE_HISTORY_DIR", str(folder))
    settings.cache_clear()
    return folder


def ready(status: int) -> dict[str, str]:
    answer = ASK("/health/ready")
    assert answer.status == status, answer.body
    assert answer.headers["cache-control"] == "no-store"
    assert ASK("/health/live").json() == {"status": "ok"}
    found: dict[str, str] = answer.json()
    return found


def test_all_is_well(own_folder: Path) -> None:
    assert ready(200) == WELL


def test_a_register_that_is_damaged_or_gone_is_told(own_folder: Path) -> None:
    assert ready(200) == WELL
    file = own_folder / "register.sqlite"
    file.rename(own_folder / "elsewhere")
    assert ready(503) == WELL | {"status": "not ready", "register": "cannot be used"}
    for ending in ("-wal", "-shm"):
        file.with_name(file.name + ending).rename(own_folder / f"elsewhere{ending}")
    file.write_bytes(b"no register" * 999)
    assert ready(503) == WELL | {"status": "not ready", "register": "cannot be used"}
    for ending in ("", "-wal", "-shm"):
        (own_folder / f"elsewhere{ending}").rename(file.with_name(file.name + ending))
    assert ready(200) == WELL
    assert ASK("/health").status == 200


def test_a_register_that_may_only_be_read_is_told(
    own_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ready(200) == WELL
    # Whoever runs the tests may write any file.
    monkeypatch.setattr("os.access", lambda path, _: not str(path).endswith(".sqlite"))
    assert ready(503) == WELL | {"status": "not ready", "register": "read-only"}
    assert ASK("/health").status == 200


def test_a_database_that_does_not_answer_is_told_without_its_address(
    own_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALLIANCE_DATABASE_URL", "postgresql://amy:hush@127.0.0.1:9/register")
    settings.cache_clear()
    assert ready(503)["register"] == "cannot be used"
    assert ASK("/health").status == 200


def test_a_history_that_is_gone_or_damaged_is_told(copy: Path) -> None:
    assert ready(200) == WELL
    table = copy / "trusts.parquet"
    content = table.read_bytes()
    table.write_bytes(content[:-9] + bytes(9))
    assert ready(503)["history"] == "damaged; pages show the one read before"
    table.unlink()
    assert ready(503)["history"] == "damaged; pages show the one read before"
    table.write_bytes(content)
    assert ready(200) == WELL
    shutil.rmtree(copy)
    assert ready(503)["history"] == "gone; pages show the one read before"
    assert ASK("/health").status == 200
    current._last.clear()
    current._opened.cache_clear()
    assert ready(503)["history"] == "gone"
    answer = ASK("/health")
    assert answer.status == 503
    assert str(copy) not in answer.body.decode()


@pytest.mark.parametrize(
    ("number", "told"),
    [(errno.ENOSPC, "full"), (errno.EROFS, "read-only"), (errno.EIO, "cannot be written to")],
)
def test_a_disk_that_takes_nothing_is_told(
    own_folder: Path, monkeypatch: pytest.MonkeyPatch, number: int, told: str
) -> None:
    def none(**_: object) -> None:
        raise OSError(number, "no")

    monkeypatch.setattr(tempfile, "TemporaryFile", none)
    assert ready(503) == WELL | {"status": "not ready", "disk": told}


def test_readiness_waits_for_no_writer(own_folder: Path) -> None:
    assert ready(200) == WELL
    with sqlite3.connect(str(database_url(settings()).database), isolation_level=None) as writer:
        writer.execute("BEGIN IMMEDIATE")
        assert ready(200) == WELL
    writer.close()
