"""The plan of the house: every room stands in it."""

from __future__ import annotations

import ast
import tomllib
from typing import TYPE_CHECKING

from streamlit.elements import (
    arrow,
    deck_gl_json_chart,
    graphviz_chart,
    map,  # noqa: A004 -- Streamlit's name for its element
    plotly_chart,
    pyplot,
    vega_charts,
    write,
)
from streamlit.elements.widgets import data_editor

from alliance.settings import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import ModuleType

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


def test_only_one_mechanism_says_that_a_form_was_refused_and_one_that_an_act_was() -> None:
    scripts = (PACKAGE / "ui").rglob("*.py")
    refusing = {path.name for path in scripts if ":material/error:" in path.read_text("utf-8")}
    assert refusing == {"form_faults.py", "note.py"}


def test_no_heading_of_the_third_level_stands_where_the_second_is_left_out() -> None:
    drawn = {path.name: path.read_text("utf-8") for path in (PACKAGE / "ui").rglob("*.py")}
    third = {name for name, code in drawn.items() if "st.subheader(" in code}
    assert {name for name in third if "st.header(" not in drawn[name]} == set()


def test_tables_and_charts_are_drawn_by_the_one_part_for_each() -> None:
    """Beside every table on a canvas a plain one can be had, and every chart is kept as a picture.

    Streamlit's own elements, and what shows whatever it is given, have neither.
    """
    elements = (arrow, deck_gl_json_chart, graphviz_chart, map, plotly_chart, pyplot, vega_charts)
    drawing = {name for module in (*elements, write, data_editor) for name in _elements_of(module)}
    assert {"dataframe", "data_editor", "plotly_chart", "line_chart", "write"} <= drawing
    files = [ROOT / "app.py", *PACKAGE.rglob("*.py"), *(ROOT / "pages").glob("*.py")]
    used = {(path.name, name) for path in files for name in _drawn_in(path) & drawing}
    assert used == {("table.py", "dataframe")}
    scripts = [
        path for path in (PACKAGE / "ui").rglob("*.js") if "Plotly." in path.read_text("utf-8")
    ]
    assert [path.name for path in scripts] == ["chart.js"]


def _elements_of(module: ModuleType) -> Iterator[str]:
    """Yield the names under which a module of Streamlit's draws."""
    for name, mixin in vars(module).items():
        if name.endswith("Mixin") and mixin.__module__ == module.__name__:
            yield from (one for one in vars(mixin) if not one.startswith("_") and one != "dg")


def _drawn_in(path: Path) -> set[str]:
    """Return the names that a file calls on ``st``, and on anything if no other thing has them."""
    tree = ast.parse(path.read_text("utf-8"))
    calls = [one.func for one in ast.walk(tree) if isinstance(one, ast.Call)]
    methods = [one for one in calls if isinstance(one, ast.Attribute)]
    return {
        one.attr
        for one in methods
        if one.attr not in {"map", "write"}
        or (isinstance(one.value, ast.Name) and one.value.id == "st")
    }
