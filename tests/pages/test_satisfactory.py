"""Grade 3 is called Satisfactory on days before September 2012, and so wherever it shows."""

import datetime as dt
import gzip
import json

import pytest

from alliance.analysis.filters import Filter
from alliance.exports import filter_in_words
from alliance.history import as_at
from alliance.web.filter_lists import list_bytes
from alliance.web.layer_answers import school_bytes

EARLY, LATE = "2012-08-31", "2012-09-01"
NEW, OLD = "Requires improvement", "Satisfactory"
NAMES = pytest.mark.parametrize(("day", "name", "other"), [(EARLY, OLD, NEW), (LATE, NEW, OLD)])


def drawn(page):
    return "\n".join(block.proto.body for block in page.get("html"))


def told(page, key):
    pieces = (json.loads(one.proto.json) for one in page.get("bidi_component"))
    return next(data["held"] for data in pieces if key in data)


@NAMES
@pytest.mark.quick_cases(1)
def test_the_key_and_the_table_of_the_map_name_it_by_the_day(visit, day, name, other):
    page = visit(day=day, colour="Grade", area="Doncaster")
    assert not page.exception
    assert name in drawn(page).split("Below Good")[0] + drawn(page).split("map-key")[1]
    page.selectbox(key="schools sort").set_value("ofsted_grade").run()
    shown = set(page.dataframe[-1].value["Ofsted grade"])
    assert name in shown
    assert other not in shown


@NAMES
@pytest.mark.quick_cases(1)
def test_the_headline_figure_names_it_by_the_day(visit, day, name, other):
    page = visit(day=day).switch_page("../../../pages/overview.py").run()
    figures = next(body.proto.body for body in page.get("html") if "headlines" in body.proto.body)
    assert f"<dt>{name}</dt>" in figures
    assert f"<dt>{other}</dt>" not in figures


@NAMES
@pytest.mark.parametrize("given", [OLD, NEW])
def test_the_filter_takes_both_names_and_shows_that_of_the_day(visit, day, name, other, given):
    page = visit(day=day, grade=given)
    assert not page.exception
    assert told(page, "fields")["grade"] == [name]
    assert told(page, "labels")["grade"] == [name]
    assert not [one.value for one in page.info if "left out" in one.value]


def test_the_filter_follows_the_day(visit):
    page = visit(day=LATE, grade=NEW)
    page.date_input(key="day").set_value(dt.date.fromisoformat(EARLY)).run()
    assert told(page, "fields")["grade"] == [OLD]
    page.date_input(key="day").set_value(dt.date.fromisoformat(LATE)).run()
    assert told(page, "fields")["grade"] == [NEW]


@NAMES
def test_lists_cards_and_files_name_it_by_the_day(history, day, name, other):
    on = dt.date.fromisoformat(day)
    options = dict(json.loads(gzip.decompress(list_bytes("grade", (("day", day),)))))
    assert options[name] > 0
    assert other not in options
    assert filter_in_words(history, Filter(on, grades=(3,))) == f"Ofsted grade: {name}."
    state = as_at(history, on)
    school = state[(state["grade"] == 3).fillna(value=False)].iloc[0]
    said = json.loads(school_bytes((("day", day), ("urn", str(school["urn"])))))["detail"]
    assert f" · {name} ({school['grade_date']:%-d %B %Y}) · " in said
