"""The register on PostgreSQL: copied while it is in use, put back, and looked through."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from alliance.errors import RegisterError
from alliance.register import Register
from alliance.register.database import AWAY, is_read_only, open_database
from alliance.register.keeping import back_up, check, restore
from tests.bench.postgresql import database_on, own_client

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from alliance.history import History
    from alliance.register import Person, Support


@pytest.fixture
def url(postgresql: sa.URL, monkeypatch: pytest.MonkeyPatch) -> Iterator[sa.URL]:
    """An empty database, with the client of its server's version at hand."""
    monkeypatch.setenv("PATH", f"{own_client()}{os.pathsep}{os.environ['PATH']}")
    with database_on(postgresql, "register_kept") as address:
        yield address


@pytest.fixture
def dump(
    url: sa.URL, register: Register, support: Callable[..., Support], amy: Person, tmp_path: Path
) -> Path:
    """A backup of a register with one support."""
    register.add(support(), amy)
    back_up(url, tmp_path / "register.dump")
    return tmp_path / "register.dump"


def test_a_register_is_copied_and_put_back_while_it_is_in_use(
    url: sa.URL,
    dump: Path,
    register: Register,
    support: Callable[..., Support],
    amy: Person,
    history: History,
) -> None:
    register.add(support(recipient_urn=136139), amy)
    # So often that the driver has the statements prepared.
    for _ in range(9):
        assert len(register.supports()) == 2
    kept = restore(url, dump)
    for _ in range(9):
        assert len(register.supports()) == 1
    register.add(support(recipient_urn=136139), amy)
    assert {one.id for one in register.supports()} == {one.support_id for one in register.audit()}
    restore(url, Path(kept))
    assert len(register.supports()) == 2
    faults, held = check(url)
    assert faults == []
    assert "2 support arrangements" in held


def test_a_copy_takes_an_empty_databases_place(
    url: sa.URL, dump: Path, postgresql: sa.URL, history: History
) -> None:
    with database_on(postgresql, "register_new") as other:
        restore(other, dump)
        engine = open_database(other)
        assert len(Register(engine, history).supports()) == 1
        engine.dispose()


def _half(dump: Path) -> None:
    dump.write_bytes(dump.read_bytes()[: dump.stat().st_size // 2])


def _end_cut_off(dump: Path) -> None:
    dump.write_bytes(dump.read_bytes()[:-200])


def _damaged(dump: Path) -> None:
    whole = dump.read_bytes()
    dump.write_bytes(whole[: len(whole) // 3] + bytes(400) + whole[len(whole) // 3 + 400 :])


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (_half, "cannot be put back"),
        (_end_cut_off, "cannot be put back"),
        (_damaged, "cannot be put back"),
        (lambda dump: dump.write_bytes(b""), "cannot be put back"),
        (lambda dump: dump.write_text(r"\! touch /tmp/run-by-a-backup"), "cannot be put back"),
        (lambda dump: dump.unlink(), "There is no file"),
    ],
)
def test_what_is_no_sound_copy_takes_no_registers_place(
    url: sa.URL,
    dump: Path,
    register: Register,
    support: Callable[..., Support],
    amy: Person,
    spoil: Callable[[Path], object],
    told: str,
) -> None:
    register.add(support(recipient_urn=136139), amy)
    spoil(dump)
    with pytest.raises(RegisterError, match=told):
        restore(url, dump)
    assert len(register.supports()) == 2


def test_a_copy_of_a_newer_app_or_of_another_database_is_refused(
    url: sa.URL, register: Register, postgresql: sa.URL, tmp_path: Path
) -> None:
    with register.engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    back_up(url, tmp_path / "newer.dump")
    with pytest.raises(RegisterError, match="revision 9999, this app knows"):
        restore(url, tmp_path / "newer.dump")
    assert "revision 9999" in check(url)[0][0]
    with database_on(postgresql, "register_none") as other:
        back_up(other, tmp_path / "none.dump")
        assert check(other)[0] == ["It holds no register."]
    with pytest.raises(RegisterError, match="It holds no register"):
        restore(url, tmp_path / "none.dump")


def test_who_holds_a_table_is_not_waited_for_for_ever(
    url: sa.URL, dump: Path, register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("alliance.register.keeping.PATIENCE_MS", 200)
    with register.engine.connect() as reading:
        reading.execute(sa.text("SELECT * FROM supports"))
        with pytest.raises(RegisterError, match="Stop the app, and try again"):
            restore(url, dump)
    assert len(register.supports()) == 1


def test_the_password_goes_to_the_client_and_stands_in_no_command(
    url: sa.URL, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: dict[str, Any] = {}

    def run(words: list[str], **named: Any) -> subprocess.CompletedProcess[str]:
        seen.update(named, words=words)
        (tmp_path / ".register.dump.unfinished").touch()
        return subprocess.CompletedProcess(words, 0, "", "")

    monkeypatch.setattr(subprocess, "run", run)
    back_up(url.set(username="amy", password="hush@1"), tmp_path / "register.dump")  # noqa: S106
    assert seen["env"]["PGPASSWORD"] == "hush@1"
    assert seen["words"][-1].startswith("postgresql://amy@")


def test_a_client_that_is_missing_is_told(
    url: sa.URL, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(RegisterError, match="Install PostgreSQL's client"):
        back_up(url, tmp_path / "register.dump")
    assert not list(tmp_path.iterdir())


def test_a_database_that_goes_is_told_and_comes_back_by_itself(
    url: sa.URL, register: Register, support: Callable[..., Support], amy: Person
) -> None:
    register.add(support(), amy)
    admin = sa.create_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(sa.text("ALTER DATABASE register_kept ALLOW_CONNECTIONS false"))
        ends = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"
        connection.execute(sa.text(ends), {"name": "register_kept"})
        with pytest.raises(RegisterError) as told:
            register.supports()
        assert str(told.value) == AWAY
        connection.execute(sa.text("ALTER DATABASE register_kept ALLOW_CONNECTIONS true"))
    admin.dispose()
    assert len(register.supports()) == 1


def test_a_database_that_may_only_be_read_says_so_when_it_is_written(
    url: sa.URL, register: Register, support: Callable[..., Support], amy: Person
) -> None:
    register.add(support(), amy)
    read_only = open_database(
        url.update_query_dict({"options": "-cdefault_transaction_read_only=on"})
    )
    held = Register(read_only, register.history)
    assert len(held.supports()) == 1
    with read_only.connect() as connection, register.engine.connect() as other:
        assert is_read_only(connection)
        assert not is_read_only(other)
    with pytest.raises(RegisterError, match="can be read but not written"):
        held.add(support(recipient_urn=136139), amy)
    read_only.dispose()
