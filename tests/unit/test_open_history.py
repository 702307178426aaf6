"""The history in Python, as the README shows it."""

import re
import subprocess
import sys

import pytest

from alliance import open_history
from alliance.errors import QuestionError
from alliance.settings import ROOT


def test_the_example_of_the_readme_runs():
    readme = (ROOT / "README.md").read_text("utf-8")
    (block,) = re.findall(
        r"\n\n((?:    .*\n|\n)*?    from alliance import open_history\n(?:    .*\n|\n)*)", readme
    )
    code = "\n".join(line.removeprefix("    ") for line in block.splitlines())
    held = {}
    exec(code, held)  # noqa: S102
    schools = held["schools"]
    assert len(schools) > 1000
    assert set(schools["region"]) == {"North East"}
    assert len(held["moves"]) == len(
        open_history().transfers("2017-04-03", "2019-06-01", trust=5195)
    )
    assert {"code", "geometry"} <= set(held["areas"])


def test_importing_the_package_loads_nothing_else():
    said = subprocess.run(
        [sys.executable, "-c", "import sys, alliance; print('pandas' in sys.modules)"],
        capture_output=True,
        check=True,
        cwd=ROOT,
        text=True,
    )
    assert said.stdout.strip() == "False"


def test_a_table_is_the_askers_own():
    history = open_history()
    first = history.trusts("2019-06-01", members=True)
    assert set(first["trust_uid"]) == set(history.records.alliance["trust_uid"])
    first["name"] = "changed"
    assert (history.trusts("2019-06-01", members=True)["name"] != "changed").all()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"colour": "red"}, "has no colour"),
        ({"region": ["Nowhere", "Elsewhere"]}, "Elsewhere"),
        ({"phase": ""}, "phase of the filter has no value"),
        ({"day": "2019-02-30"}, "not a day"),
        ({"day": "1066-10-14"}, "outside the history"),
    ],
)
def test_what_cannot_be_answered_is_said(given, said):
    with pytest.raises(QuestionError, match=said):
        open_history().as_at(**given)
