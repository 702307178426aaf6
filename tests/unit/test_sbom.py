"""The bill of materials lists what is installed, by what the lock file asks for."""

from __future__ import annotations

import json
import re
from importlib import metadata
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

import alliance.cli.sbom as module
from alliance.cli.commands import app
from alliance.errors import AllianceError
from alliance.settings import ROOT

if TYPE_CHECKING:
    from pathlib import Path


def test_each_package_of_the_lock_file_that_is_here_is_listed_once_with_its_version() -> None:
    printed = CliRunner().invoke(app, ["sbom"], catch_exceptions=False)
    found = json.loads(printed.stdout)
    assert (found["bomFormat"], found["specVersion"]) == ("CycloneDX", "1.6")
    versions = {one["name"].lower(): one["version"] for one in found["components"]}
    assert len(versions) == len(found["components"])
    text = (ROOT / "requirements.txt").read_text("utf-8")
    asked = re.findall(r"^([\w.-]+)(?:\[\w+\])?==(\S+)", text, re.MULTILINE)
    assert {name.lower(): version for name, version in asked}.items() <= versions.items()
    assert "pytest" not in versions
    assert all(one["purl"].endswith(f"@{one['version']}") for one in found["components"])


def test_what_needs_what_names_only_what_is_listed() -> None:
    found = module.bill_of_materials()
    refs = {one["bom-ref"] for one in found["components"]}
    needs = {one["ref"]: one["dependsOn"] for one in found["dependencies"]}
    assert needs.keys() == refs | {"northern-alliance"}
    assert all(set(needed) <= refs for needed in needs.values())
    pandas = f"pkg:pypi/pandas@{metadata.version('pandas')}"
    assert f"pkg:pypi/numpy@{metadata.version('numpy')}" in needs[pandas]


def test_the_same_packages_give_the_same_bill() -> None:
    assert module.bill_of_materials() == module.bill_of_materials()


def test_without_the_list_it_says_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(module, "ROOT", tmp_path)
    with pytest.raises(AllianceError, match=r"requirements\.lock, is not beside the app"):
        module.bill_of_materials()
