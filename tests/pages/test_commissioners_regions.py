"""The eight regions of regional schools commissioners are offered while there were any."""

import datetime as dt
import json

import pytest

from alliance.analysis.filters import PART
from alliance.current.filter_options import offered
from alliance.current.state import current_history
from alliance.history import as_at

LABEL = "RSC region (regional schools commissioner’s, 2014 to 2022)"
NORTH = "North of England"


def labels(page):
    told = (json.loads(piece.proto.json) for piece in page.get("bidi_component"))
    return [field["label"] for one in told for field in one.get("fields", ())]


@pytest.mark.parametrize(
    ("day", "there"),
    [
        ("2014-06-30", False),
        ("2014-07-01", True),
        ("2022-08-31", True),
        ("2022-09-01", False),
        ("2025-08-31", False),
    ],
)
@pytest.mark.quick_cases(2)
def test_they_are_offered_from_july_2014_to_august_2022(visit, day, there):
    page = visit(day=day)
    assert not page.exception
    assert (LABEL in labels(page)) is there
    assert len(offered(PART["commissioner"], dt.date.fromisoformat(day))) == (8 if there else 0)


def test_one_narrows_what_is_shown(visit):
    page = visit(day="2019-06-01", commissioner=NORTH, region="")
    assert not page.exception
    state = as_at(current_history(), dt.date(2019, 6, 1))
    schools = int((state["commissioner_region"] == NORTH).sum())
    said = " ".join(text.value for text in page.markdown)
    assert schools > 1000
    assert f"{NORTH} · 1 June 2019 · {schools:,} schools" in said


def test_on_a_day_without_commissioners_the_page_says_so_and_the_part_can_be_taken_off(visit):
    page = visit(day="2025-08-31", commissioner=NORTH, region="")
    assert not page.exception
    assert LABEL in labels(page)
    said = " ".join(warning.value for warning in page.warning)
    assert "had regions from 1 July 2014 to 31 August 2022 only" in said


@pytest.mark.parametrize(
    ("day", "there", "gone"),
    [
        ("2009-03-31", {"Cheshire", "Bedfordshire"}, {"Cheshire East", "Bedford"}),
        ("2019-03-31", {"Bournemouth", "Poole", "Dorset"}, {"Bournemouth, Christchurch and Poole"}),
        ("2022-08-31", {"West Northamptonshire", "Cumbria"}, {"Northamptonshire", "Cumberland"}),
        ("2025-08-31", {"Cumberland", "Westmorland and Furness"}, {"Cumbria"}),
    ],
)
def test_local_authorities_are_offered_while_they_were_ones(visit, day, there, gone):
    assert not visit().exception
    names = set(offered(PART["authority"], dt.date.fromisoformat(day)))
    assert there <= names
    assert not names & gone


def test_an_authority_of_another_day_says_what_its_place_has_instead(visit):
    page = visit(day="2022-08-31", authority="Northamptonshire", region="")
    assert not page.exception
    said = " ".join(warning.value for warning in page.warning)
    assert "Northamptonshire was no local authority then" in said
    assert "West Northamptonshire and North Northamptonshire" in said
