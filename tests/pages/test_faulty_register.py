"""A register that is gone, damaged, locked or out of reach stops no page but its own."""

import sqlite3
from contextlib import closing, contextmanager

import pytest

import alliance.current.state as current
from alliance.register.database import AWAY, BUSY, DAMAGED, GONE
from alliance.settings import ROOT, settings
from alliance.web.faults import UNEXPECTED
from alliance.web.health import health_routes
from tests.asking import Asking

ASK = Asking(health_routes())


@contextmanager
def gone(folder, _patch):
    file = folder / "register.sqlite"
    file.rename(folder / "elsewhere")
    yield GONE
    (folder / "elsewhere").rename(file)


@contextmanager
def damaged(folder, _patch):
    file = folder / "register.sqlite"
    for ending in ("-wal", "-shm"):
        file.with_name(file.name + ending).unlink(missing_ok=True)
    whole = file.read_bytes()
    file.write_bytes(b"no register" * 4096)
    yield DAMAGED
    file.write_bytes(whole)


@contextmanager
def locked(folder, patch):
    patch.setattr("alliance.register.database.PATIENCE_TO_READ_MS", 20)
    file = folder / "register.sqlite"
    with closing(sqlite3.connect(file, isolation_level=None)) as holder:
        holder.execute("PRAGMA locking_mode=EXCLUSIVE")
        holder.execute("BEGIN EXCLUSIVE")
        yield BUSY
        holder.execute("ROLLBACK")


@contextmanager
def away(_folder, patch):
    patch.setenv("ALLIANCE_DATABASE_URL", "postgresql://amy:hush@127.0.0.1:9/register")
    settings.cache_clear()
    yield AWAY
    patch.delenv("ALLIANCE_DATABASE_URL")
    settings.cache_clear()


MORE = [
    pytest.param(path, marks=pytest.mark.thorough)
    for path in ("overview", "schools", "opportunity_areas", "impact")
]
FAULTS = [gone, damaged, locked, away]


@pytest.fixture(params=[pytest.param(fault, id=fault.__name__) for fault in FAULTS])
def faulty(request, own_folder):
    """The register of an app that runs comes to harm; what is said of it."""
    current.current_register().engine.dispose()
    current.current_register.cache_clear()
    with pytest.MonkeyPatch.context() as patch, request.param(own_folder, patch) as said:
        yield said
    current.current_register.cache_clear()


def words(page):
    return [one.value for one in page.error]


@pytest.mark.parametrize("path", ["explore", "trusts", *MORE])
def test_what_rests_on_the_history_goes_on(faulty, visit, path):
    page = visit()
    page.switch_page(str(ROOT / "pages" / f"{path}.py")).run()
    assert not page.exception
    assert not [said for said in words(page) if UNEXPECTED in said]
    assert page.get("bidi_component")


def test_the_register_says_what_is_wrong_with_it(faulty, visit):
    page = visit()
    page.switch_page(str(ROOT / "pages" / "register.py")).run()
    assert not page.exception
    assert any(faulty[:60] in said for said in words(page)), words(page)


def test_whoever_watches_over_the_app_is_told(faulty):
    answer = ASK("/health/ready")
    assert answer.status == 503
    assert answer.json()["register"] == "cannot be used"
    assert ASK("/health").status == ASK("/health/live").status == 200
