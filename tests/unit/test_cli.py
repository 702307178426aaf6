"""The command line prints tables, and faults in plain words."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from alliance.cli.commands import app, run
from alliance.history import open_history
from alliance.settings import ROOT, settings

if TYPE_CHECKING:
    from pathlib import Path

    from alliance.history import History

FOUNDERS = {"16104", "4474", "4036", "4119", "5370"}


def printed(*words: str, code: int = 0) -> str:
    result = CliRunner().invoke(app, words)
    assert result.exit_code == code, result.output
    return result.stdout


def rows(*words: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(printed(*words))))


def test_as_at_lists_the_schools_of_a_trust_and_region_on_a_day() -> None:
    found = rows("as-at", "2018-10-01", "--trust", "5370", "--region", "North East")
    assert len(found) == 13
    assert ",".join(list(found[0])[:17]) == (
        "urn,name,phase,la_name,region,opportunity_area,trust_uid,trust_name,grade,"
        "grade_inherited,grade_of,grade_date,pupils,lon,lat,easting_m,northing_m"
    )
    assert {row["trust_name"] for row in found} == {"WISE Academies"}


def test_as_at_knows_the_alliance_region_and_opportunity_areas() -> None:
    found = rows(
        "as-at", "2018-10-01", "--region", "Alliance region", "--opportunity-area", "Doncaster"
    )
    assert {row["la_name"] for row in found} == {"Doncaster"}
    assert len(found) > 100


def test_a_trust_is_found_by_a_former_name_and_the_name_of_today_is_told() -> None:
    words = ["as-at", "2017-11-14", "--trust", "academies enterprise trust"]
    result = CliRunner().invoke(app, words)
    assert "trust 2053 Lift Schools, formerly Academies Enterprise Trust" in result.stderr
    found = csv.DictReader(io.StringIO(result.stdout))
    assert {row["trust_uid"] for row in found} == {"2053"}


def test_trusts_gives_the_founding_trusts_with_their_111_academies() -> None:
    found = rows("trusts", "--day", "2017-11-14", "--alliance")
    assert {row["trust_uid"] for row in found} == FOUNDERS
    assert sum(int(row["academies"]) for row in found) == 111


def test_transfers_are_printed_as_json_with_plain_days() -> None:
    text = printed(
        "transfers", "--from", "2018-04-01", "--to", "2018-04-30", "--from-trust", "5195",
        "--format", "json",
    )  # fmt: skip
    found = json.loads(text)
    assert len(found) == 11
    assert found[0]["date"] == "2018-04-01"
    assert ",".join(list(found[0])[:10]) == (
        "date,date_after,urn_before,urn_after,name,from_uid,from_trust,to_uid,to_trust,kind"
    )


def test_rollback_says_to_which_history_it_returns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "history"
    for name in ("history", ".history.previous"):
        left_out = shutil.ignore_patterns("evidence")
        shutil.copytree(ROOT / "data" / "history", tmp_path / name, ignore=left_out)
    made = dt.datetime(2026, 3, 1, 12, 30).astimezone()
    os.utime(tmp_path / ".history.previous" / "manifest.json", (made.timestamp(),) * 2)
    monkeypatch.setenv("ALLIANCE_HISTORY_DIR", str(folder))
    settings.cache_clear()
    asked, told = printed("rollback", "--dry-run"), printed("rollback")
    monkeypatch.undo()
    settings.cache_clear()
    assert asked.startswith("It would return to history ")
    last = f"{open_history(tmp_path / 'history').last_day:%-d %B %Y}"
    assert f"to {last}, written here on 1 March 2026 at 12:30." in asked
    assert told.startswith("Returned to history ")
    assert "written here on 1 March 2026 at 12:30." in told
    assert "`rollback` once more returns to it" in told


def test_match_prints_the_plan_and_as_json_all_that_belongs_to_it() -> None:
    words = ["match", "--day", "2019-06-01", "--scope", "region:North East"]
    plan = rows(*words)
    found = json.loads(printed(*words, "--format", "json"))
    parts = {"plan", "unmatched", "supported", "loads", "phases", "kept_impossible"}
    assert set(found) == parts | {"total", "bound", "rules", "day", "history", "scope"}
    assert (found["day"], found["scope"]) == ("2019-06-01", "region:North East")
    whose = {"urn", "name", "run_by_uid", "run_by", "grade", "grade_inherited", "inherited"}
    by_whom = {"supporter_uid", "supporter_name", "from_urn", "from_name", "distance_km"}
    assert whose | by_whom | {"why", "because"} <= set(found["plan"][0]) & set(plan[0])
    assert [row["urn"] for row in found["plan"]] == [int(row["urn"]) for row in plan]
    assert found["bound"] == pytest.approx(found["total"])
    assert {row["reason"] for row in found["unmatched"]} != set()


def test_check_and_facts_end_well_on_the_shipped_history() -> None:
    assert re.search(r"\b(\d{2}) of \1 data checks passed\.", printed("check"))
    assert "111.0,111.0" in printed("facts")


def test_a_period_that_reaches_beyond_the_history_is_cut_to_it_and_says_so(
    history: History,
) -> None:
    words = ["transfers", "--from", "2000-04-03", "--to", "2030-06-01", "--from-trust", "5195"]
    result = CliRunner().invoke(app, words)
    assert f"the moves from 2005-09-01 to {history.last_day}, both days included" in result.stderr
    within = ["transfers", "--from", "2005-09-01", "--to", str(history.last_day)]
    within += ["--from-trust", "5195"]
    inside = CliRunner().invoke(app, within)
    assert inside.stdout == result.stdout
    assert inside.stderr == ""


def test_a_filter_of_which_nothing_was_there_on_the_day_says_so() -> None:
    def told(*words: str) -> str:
        return CliRunner().invoke(app, ["as-at", *words]).stderr

    assert "31 August 2022 only" in told("2025-08-31", "--rsc-region", "North of England")
    assert told("2019-06-01", "--rsc-region", "North of England") == ""
    assert told("2025-08-31", "--school", "106670.137049") == (
        "Note: Adwick Primary School (106670) is not open on 31 August 2025.\n"
    )


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["as-at", "1990-01-01"], "1 January 1990 is outside the history"),
        (["as-at", "2018-02-30"], "expected a day as 2018-10-01"),
        (["as-at", "2018-10-01", "--region", "Norht East"], "known are North East"),
        (["as-at", "2018-10-01", "--trust", "1"], "No trust found with the UID or name “1”"),
        (["transfers", "--from", "2019-01-01", "--to", "2018-01-01"], "Swap them"),
        (["compare", "--day", "2019-06-01", "nope:1", "trust:4119"], "'nope:1' is not known"),
        (["compare", "--day", "2019-06-01", "trust:4119"], "1 are named to compare; expected 2 to"),
        (["areas", "--day", "2019-06-01", "--kind", "ward"], "no kind 'ward' of area"),
        (["compile", "--from", "nowhere", "--to", "x"], "no such file|no file matches"),
        (["update", "nowhere.csv"], "no such file"),
    ],
)
def test_a_fault_is_told_in_plain_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: list[str], says: str
) -> None:
    monkeypatch.setattr(sys, "argv", ["alliance", *words])
    with pytest.raises(SystemExit) as end:
        run()
    assert end.value.code == 2
    told = capsys.readouterr()
    assert told.out == ""
    plain = " ".join(told.err.replace("│", " ").split())
    assert any(part in plain for part in says.split("|")), told.err
    assert not (ROOT / "x").exists()


def test_a_fault_shows_no_one_a_traceback() -> None:
    words = [sys.executable, "-m", "alliance", "as-at", "1990-01-01"]
    done = subprocess.run(words, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 2
    assert done.stderr.startswith("Error: 1 January 1990 is outside the history")
    assert (done.stdout, "Traceback" in done.stderr) == ("", False)


def test_every_command_explains_itself() -> None:
    commands = re.findall(r"^│ ([a-z-]+) ", printed("--help"), re.MULTILINE)
    assert {"compile", "as-at", "headlines", "trusts", "compare", "check", "facts"} <= set(commands)
    for command in commands:
        assert "Usage" in printed(command, "--help")
