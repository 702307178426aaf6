"""What all tests share: the same drawn examples on every run, and the shipped history.

With ``ALLIANCE_TESTS_MAY_SKIP=no`` a skipped test is a failure.
"""

from __future__ import annotations

import fcntl
import gc
import os
from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from streamlit.components.v2 import manifest_scanner

import alliance.current.state as current
from alliance.history import History, open_history
from alliance.settings import ROOT
from alliance.settings import settings as app_settings
from tests.bench.postgresql import postgresql_server
from tests.tiers import MARKERS, faults_of, mark_thorough

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import sqlalchemy as sa

settings.register_profile("same-every-time", derandomize=True, deadline=None, max_examples=40)
settings.load_profile("same-every-time")


@pytest.fixture(scope="session")
def history() -> History:
    """The history that is shipped in ``data/history``."""
    return open_history(ROOT / "data" / "history")


@pytest.fixture
def own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """A folder of this test for what the app keeps."""
    monkeypatch.setenv("ALLIANCE_DATA_DIR", str(tmp_path))
    app_settings.cache_clear()
    current.current_register.cache_clear()
    yield tmp_path
    monkeypatch.undo()
    app_settings.cache_clear()
    current.current_register.cache_clear()


@pytest.fixture(scope="session")
def make_once(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Give a function that has a folder filled once for all processes of a run."""
    top = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        top = top.parent

    def filled(name: str, fill: Callable[[Path], object]) -> Path:
        folder, unfinished = top / name, top / f"{name} unfinished"
        with (top / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not folder.exists():
                unfinished.mkdir()
                fill(unfinished)
                unfinished.rename(folder)
        return folder

    return filled


@pytest.fixture(scope="session")
def postgresql() -> Iterator[sa.URL]:
    """The address of a real PostgreSQL server, stopped at the end."""
    with postgresql_server() as address:
        yield address


@pytest.fixture(scope="session", autouse=True)
def _packages_looked_through_once() -> Iterator[None]:
    """Have the packages with parts for pages found once: each page opened would find them anew."""
    with pytest.MonkeyPatch.context() as patch:
        found = cache(manifest_scanner.scan_component_manifests)
        patch.setattr(manifest_scanner, "scan_component_manifests", found)
        yield


def pytest_configure(config: pytest.Config) -> None:
    """Declare what a test may say of its cases."""
    for marker, meaning in MARKERS.items():
        config.addinivalue_line("markers", f"{marker}: {meaning}")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tell quick from thorough, and run the browser's tests last.

    Its player keeps an event loop running to the end.
    """
    mark_thorough(items)
    if not any("::" in asked for asked in config.args) and (faults := faults_of(items)):
        raise pytest.UsageError("\n".join(faults))
    items.sort(key=lambda item: "browser" in item.path.parts)


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Keep what was imported out of the collection of garbage, as the app does: it stays."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Let no test be passed over in silence where that is forbidden."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None:  # one of several processes, which the first one speaks for
        return
    if os.environ.get("ALLIANCE_TESTS_MAY_SKIP") == "no" and reporter.stats.get("skipped"):
        reporter.write_line("Skipping is forbidden here, and tests were skipped.", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
