"""A history compiled from the slices of real files."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from alliance.history import History, as_at, open_history
from alliance.history.compile import compile_history
from tests.history.left_out import SINCE_2019, leave_out

if TYPE_CHECKING:
    from collections.abc import Callable

PUBLISHED = Path(__file__).parent.parent / "published"


@pytest.fixture(scope="session")
def slice_folder(make_once: Callable[..., Path]) -> Path:
    """The folder of the history compiled from the slices."""

    def fill(folder: Path) -> None:
        steps: list[str] = []
        compile_history(PUBLISHED, folder / "history", progress=steps.append)
        (folder / "steps").write_text("\n".join(steps), "utf-8")

    return make_once("compiled", fill) / "history"


@pytest.fixture(scope="session")
def compile_steps(slice_folder: Path) -> list[str]:
    """What the compile of the slices told of its progress."""
    return slice_folder.with_name("steps").read_text("utf-8").splitlines()


@pytest.fixture(scope="session")
def slice_history(slice_folder: Path) -> History:
    """The history compiled from the slices."""
    return open_history(slice_folder)


@pytest.fixture(scope="session")
def museum(make_once: Callable[..., Path]) -> Path:
    """The folder of the history as of June 2019, to which later lists are added.

    Beside it are the slices that it is compiled from, in ``published``.
    """

    def fill(folder: Path) -> None:
        source = Path(shutil.copytree(PUBLISHED, folder / "published"))
        for file in SINCE_2019:
            leave_out(source, file)
        compile_history(source, folder / "history")

    return make_once("museum", fill) / "history"


@pytest.fixture
def in_2019(museum: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may change."""
    return Path(shutil.copytree(museum, tmp_path / "museum" / "history"))


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
