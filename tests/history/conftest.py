"""A history compiled from the slices of real files."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from alliance.history import History, as_at, open_history
from alliance.history.compile import compile_history

PUBLISHED = Path(__file__).parent.parent / "published"


@pytest.fixture(scope="session")
def slice_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the history compiled from the slices."""
    target = tmp_path_factory.mktemp("compiled") / "history"
    compile_history(PUBLISHED, target)
    return target


@pytest.fixture(scope="session")
def slice_history(slice_folder: Path) -> History:
    """The history compiled from the slices."""
    return open_history(slice_folder)


@pytest.fixture
def folder(slice_folder: Path, tmp_path: Path) -> Path:
    """A copy of the history compiled from the slices that a test may change."""
    return Path(shutil.copytree(slice_folder, tmp_path / "data" / "history"))


@pytest.fixture
def urn(slice_history: History) -> int:
    """An academy that is open on the last day."""
    state = as_at(slice_history, slice_history.last_day)
    return int(state.loc[state["trust_uid"] == 5370, "urn"].iloc[0])


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """A copy of the slices that a test may break."""
    return Path(shutil.copytree(PUBLISHED, tmp_path / "published"))
