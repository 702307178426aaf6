"""A running app goes over to a history that takes the place of another."""

import datetime as dt
import shutil

import pandas as pd
import pytest

from alliance.current.state import current_history, kept, state_on
from alliance.history.succession import put_in_place
from alliance.settings import ROOT, settings
from tests.manifests import written_anew


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
    written_anew(fresh, last_day="2026-07-31")
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
    assert "they now reach to 31 July 2026" in page.toast[0].value
    page.run()
    assert not page.toast


def shorten_it(folder, last):
    """Put a history in place that ends earlier, as a return to the one before does."""
    fresh = folder.with_name("fresh")
    shutil.copytree(folder, fresh)
    written_anew(fresh, last_day=str(last), default_day="2019-06-01")
    put_in_place(fresh, folder, keep=True)


def test_a_view_of_a_day_that_is_no_longer_there_goes_to_the_nearest_and_says_so(folder, visit):
    page = visit(day="2022-08-31")
    shorten_it(folder, dt.date(2021, 8, 31))
    page.run()
    assert not page.exception
    assert page.session_state["day"] == dt.date(2021, 8, 31)
    assert page.date_input(key="day").value == dt.date(2021, 8, 31)
    assert "do not reach to 31 August 2022" in page.toast[0].value
    assert "went to the nearest day, 31 August 2021" in page.toast[0].value
    page.run()
    assert page.session_state["day"] == dt.date(2021, 8, 31)


@pytest.mark.parametrize(
    ("name", "key", "what"),
    [
        ("overview", "changed", "the comparison"),
        ("explore", "until", "the last day of the transfers drawn"),
    ],
)
@pytest.mark.quick_cases(1)
def test_another_day_of_a_page_goes_to_the_nearest_too(folder, visit, name, key, what):
    query = {"day": "2018-10-01", "show": ["Transfers"], "since": "2017-01-01", key: "2022-08-31"}
    page = visit(**query).switch_page(f"../../../pages/{name}.py").run()
    shorten_it(folder, dt.date(2021, 8, 31))
    page.run()
    assert not page.exception
    assert page.date_input(key=key).value == dt.date(2021, 8, 31)
    assert f"so {what} went to the nearest day, 31 August 2021" in page.toast[0].value
    assert "the view went" not in page.toast[0].value


def test_a_view_of_a_day_that_is_still_there_stays(folder, visit):
    page = visit(day="2018-10-01")
    shorten_it(folder, dt.date(2021, 8, 31))
    page.run()
    assert page.session_state["day"] == dt.date(2018, 10, 1)
    assert "nearest" not in page.toast[0].value


def test_an_address_of_a_day_outside_the_records_opens_on_the_nearest_and_says_so(folder, visit):
    for given, opened in (("2060-11-20", current_history().last_day), ("1990-01-01", None)):
        page = visit(day=given)
        opened = opened or current_history().first_day
        assert page.session_state["day"] == opened
        notes = " ".join(note.value for note in page.info)
        assert "outside the records" in notes
        assert f"the nearest day, {opened:%-d %B %Y}" in notes
