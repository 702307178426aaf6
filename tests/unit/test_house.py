"""The plan of the house: every room stands in it."""

from __future__ import annotations

import tomllib

from alliance.settings import ROOT

PACKAGE = ROOT / "alliance"


def test_every_package_and_module_stands_in_the_layers() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    (layers,) = (
        contract["layers"]
        for contract in project["tool"]["importlinter"]["contracts"]
        if contract["type"] == "layers"
    )
    planned = {name.strip() for layer in layers for name in layer.split("|")}
    rooms = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    modules = {path.stem for path in PACKAGE.glob("*.py")} - {"__init__", "__main__"}
    assert planned == {f"alliance.{name}" for name in rooms | modules}


def test_every_room_is_in_the_table_of_the_house() -> None:
    house = (PACKAGE / "README.md").read_text("utf-8")
    rooms = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert [room for room in sorted(rooms) if f"`{room}/`" not in house] == []
