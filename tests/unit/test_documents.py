"""The documents say what the code does."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from alliance.analysis.flows.flows_by_kind import QUANTITIES
from alliance.analysis.flows.transfers import KINDS as MOVES
from alliance.analysis.trusts.trusts_on_day import TIERS
from alliance.cli.commands import app
from alliance.history import GRADES, PHASES
from alliance.history.schema import TABLES
from alliance.history.table_words import ROWS
from alliance.maps.palette import COLOUR_BY
from alliance.register.register_vocabulary import Origin, Rating, Status
from alliance.settings import ROOT, Settings

if TYPE_CHECKING:
    from alliance.history import History

README = (ROOT / "README.md").read_text("utf-8")
DATA = (ROOT / "data" / "README.md").read_text("utf-8")
HOUSE = (ROOT / "alliance" / "README.md").read_text("utf-8")


@pytest.mark.parametrize("name", Settings.model_fields)
def test_the_readme_tells_of_every_setting(name: str) -> None:
    told = Settings.model_fields[name].description
    assert told
    row = re.search(rf"^\| `ALLIANCE_{name.upper()}` \|.*\| (.*) \|$", README, re.MULTILINE)
    assert row, f"README.md has no row for ALLIANCE_{name.upper()}"
    assert row.group(1).replace("`", "") == told


def test_the_readme_names_every_command() -> None:
    commands = get_command(app).commands  # type: ignore[attr-defined]
    missing = [
        name for name in commands if f"alliance {name}" not in README and f"`{name}`" not in README
    ]
    assert missing == []


EXAMPLES = [
    shlex.split(line, comments=True)
    for line in re.findall(r"^    \.venv/bin/python -m alliance (.*)$", README, re.MULTILINE)
]
TABLES_ASKED = {
    *("as-at", "headlines", "trusts", "areas", "transfers"),
    *("changes", "needs", "documented-support", "compare"),
}
"""Commands that answer at once; of the others the options alone are tried."""


@pytest.mark.parametrize("words", EXAMPLES, ids=" ".join)
def test_every_command_of_the_readme_is_taken_as_it_stands(words: list[str]) -> None:
    command, rest = get_command(app), list(words)
    while rest and (more := getattr(command, "commands", {}).get(rest[0])):
        command, rest = more, rest[1:]
    assert command.make_context(words[0], rest).params is not None
    if words[0] in TABLES_ASKED:
        result = CliRunner().invoke(app, words)
        assert result.exit_code == 0, result.output
        assert result.stdout.count("\n") > 1


def test_schools_that_the_readme_names_are_in_the_records(history: History) -> None:
    lists = re.findall(r"--school ([0-9.]+)", README)
    assert lists
    named = {int(urn) for one in lists for urn in one.split(".")}
    kept = {int(urn) for urn in re.findall(r"--keep ([0-9]+)-", README)}
    assert named | kept <= set(history.schools["urn"])


def test_the_data_are_described_table_by_table_and_source_by_source(history: History) -> None:
    assert "alliance/history/table_words.py" in DATA
    assert [name for name in TABLES if name not in ROWS] == []
    # Files that come packed together stand in one row.
    files = history.sources["file"].str.replace(r"(?<=\.tar\.xz)/.*", "", regex=True).unique()
    assert [file for file in files if f"`{file}`" not in DATA] == []
    assert "Open Government Licence v3.0" in DATA


def test_the_house_has_no_room_that_its_plan_leaves_out() -> None:
    rooms = {path.parent.name for path in (ROOT / "alliance").glob("*/__init__.py")}
    assert [room for room in sorted(rooms) if f"`{room}/`" not in HOUSE] == []


def test_the_pictures_of_the_readme_are_there() -> None:
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README)
    assert pictures
    assert [picture for picture in pictures if not (ROOT / picture).is_file()] == []


GLOSSARY = HOUSE.split("## Glossary", 1)[1].casefold()
ON_SCREEN = {
    "colours of the map": COLOUR_BY,
    "grades": GRADES.values(),
    "kinds of flow": QUANTITIES,
    "kinds of move": MOVES,
    "origins": Origin,
    "phases": PHASES,
    "ratings": Rating,
    "sizes of trusts": TIERS,
    "states of support": Status,
    "results": ("Attainment 8", "Progress 8", "EBacc", "key stage 2", "key stage 4"),
}


@pytest.mark.parametrize("kind", ON_SCREEN)
def test_the_glossary_tells_of_the_words_one_chooses_from(kind: str) -> None:
    words = [str(word).casefold().removesuffix("s") for word in ON_SCREEN[kind]]
    assert [word for word in words if word not in GLOSSARY] == []


def test_the_glossary_has_each_word_once_in_order() -> None:
    words = re.findall(r"^\| (.+?) \|", GLOSSARY, re.MULTILINE)[1:]
    assert words == sorted(set(words))
    assert len(words) > 80
