"""What is installed is what was asked for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from alliance.settings import ROOT

ASKED = re.compile(r"^([A-Za-z0-9_.-]+)(?:\[[^\]]*\])?==(\S+)", re.MULTILINE)


def versions(file: Path) -> dict[str, str]:
    """Return the version of each package that a file of requirements names."""
    found = ASKED.findall(file.read_text("utf-8"))
    return {re.sub(r"[-_.]+", "-", name).lower(): version for name, version in found}


@pytest.mark.parametrize("folder", [ROOT, ROOT / "tests"], ids=["app", "tests"])
def test_a_lock_file_holds_what_is_asked_for_each_with_its_checksums(folder: Path) -> None:
    asked = versions(folder / "requirements.txt")
    assert asked
    assert asked.items() <= versions(folder / "requirements.lock").items()
    lock = (folder / "requirements.lock").read_text("utf-8")
    packages = re.split(r"\n(?=\S)", lock.strip())
    assert all("--hash=sha256:" in package for package in packages)


def test_the_tests_run_on_the_versions_that_the_app_runs_on() -> None:
    app, tests = (versions(folder / "requirements.lock") for folder in (ROOT, ROOT / "tests"))
    assert app.items() <= tests.items()
