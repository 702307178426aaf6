"""The command that fetches the scripts of the take-away map."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from alliance.cli.commands import app
from alliance.maps.takeaway import scripts

if TYPE_CHECKING:
    from pathlib import Path


def test_without_the_npm_client_the_command_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", "")
    result = CliRunner().invoke(app, ["scripts"])
    assert isinstance(result.exception, scripts.ScriptsError)
    assert "Install Node.js" in str(result.exception)


def test_what_npm_says_when_it_fails_is_passed_on_and_nothing_is_written(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    client = tmp_path / "npm"
    client.write_text("#!/bin/sh\necho 'no network today' >&2\nexit 1\n")
    client.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    with pytest.raises(scripts.ScriptsError, match="no network today"):
        scripts.fetch_scripts(tmp_path / "scripts")
    assert not (tmp_path / "scripts").exists()
