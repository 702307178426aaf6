"""A running app goes over to a history that takes the place of another."""

import json
import shutil

import pandas as pd
import pytest

from alliance.history.succession import put_in_place
from alliance.settings import ROOT, settings
from alliance.web.current import current_history, kept, state_on


@pytest.fixture
def folder(monkeypatch, tmp_path):
    """A copy of the shipped history that the app runs on."""
    target = tmp_path / "data" / "history"
    shutil.copytree(ROOT / "data" / "history", target, ignore=shutil.ignore_patterns("evidence"))
    monkeypatch.setenv("ALLIANCE_HISTORY_DIR", str(target))
    settings.cache_clear()
    yield target
    monkeypatch.undo()
    settings.cache_clear()


def replace_it(folder):
    """Put a history in place that lacks the first school and reaches a month further."""
    fresh = folder.with_name("fresh")
    shutil.copytree(folder, fresh)
    schools = pd.read_parquet(fresh / "schools.parquet")
    schools.iloc[1:].to_parquet(fresh / "schools.parquet", index=False)
    manifest = json.loads((fresh / "manifest.json").read_text())
    manifest["tables"]["schools"]["rows"] -= 1
    manifest["days"]["last_day"] = "2022-09-30"
    # It is not what its name says any more; without one it is named by its manifest.
    del manifest["name"]
    (fresh / "manifest.json").write_text(json.dumps(manifest))
    put_in_place(fresh, folder, keep=True)


def test_what_was_worked_out_is_worked_out_anew_from_the_new_history(folder):
    asked = []

    @kept(maxsize=4)
    def schools(least):
        asked.append(least)
        return int((current_history().schools["urn"] > least).sum())

    first = current_history()
    assert current_history() is first
    assert (schools(0), schools(0), asked) == (len(first.schools), len(first.schools), [0])
    day = first.default_day
    before = state_on(day)
    assert state_on(day) is before
    replace_it(folder)
    assert current_history().version != first.version
    assert schools(0) == len(first.schools) - 1
    assert asked == [0, 0]
    assert state_on(day) is not before


def test_the_old_history_stays_while_the_new_one_cannot_be_read(folder):
    first = current_history()
    (folder / "manifest.json").unlink()
    assert current_history() is first
    (folder / "manifest.json").write_text("{")
    assert current_history() is first


def test_who_is_on_a_page_is_told_that_the_data_changed(folder, visit):
    page = visit()
    assert not page.toast
    replace_it(folder)
    page.run()
    assert not page.exception
    assert "they now reach to 30 September 2022" in page.toast[0].value
    page.run()
    assert not page.toast
