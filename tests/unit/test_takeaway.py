"""The take-away map: one file, with nothing in it that data could run."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

import pytest

from alliance.analysis.filters import Filter, narrow
from alliance.analysis.flows.transfers import transfers
from alliance.exports import About
from alliance.history import as_at
from alliance.maps.takeaway.takeaway_map import takeaway_map
from alliance.maps.takeaway.takeaway_moves import Moves

if TYPE_CHECKING:
    import pandas as pd

    from alliance.history import History

DAY = dt.date(2018, 10, 1)
FOUNDERS = (16104, 4474, 4036, 4119, 5370)


@pytest.fixture(scope="module")
def about(history: History) -> About:
    return About(
        title="Schools of <Doncaster> & around",
        day=DAY,
        filter_words="Opportunity Area: Doncaster.",
        sources=history.sources,
        made_on=dt.date(2026, 1, 2),
    )


@pytest.fixture(scope="module")
def doncaster(history: History) -> pd.DataFrame:
    chosen = Filter(DAY, opportunity_areas=("Doncaster",))
    return narrow(as_at(history, DAY), chosen)


def text_of(history: History, schools: pd.DataFrame, about: About, **options: object) -> str:
    made = takeaway_map(history, schools, about, **options)  # type: ignore[arg-type]
    assert made.mime == "text/html"
    assert made.name == "schools-of-doncaster-around-2018-10-01.html"
    return made.content.decode()


def test_the_page_says_title_day_filter_and_sources(
    history: History, doncaster: pd.DataFrame, about: About
) -> None:
    page = text_of(history, doncaster, about, trusts=FOUNDERS)
    for words in (
        "Schools of &lt;Doncaster&gt; &amp; around",
        "1 October 2018",
        "Opportunity Area: Doncaster.",
        "Open Government Licence v3.0",
        "Outwood Grange Academies Trust",
    ):
        assert words in page
    assert page.lstrip().startswith("<!DOCTYPE html>")
    assert re.search(r'<html lang="en', page)


def test_text_from_data_cannot_end_the_script_or_start_one(
    history: History, doncaster: pd.DataFrame, about: About
) -> None:
    evil = "</script><script>alert('x')</script><b>"
    page = text_of(history, doncaster.assign(name=evil), about)
    assert "alert('x')</script>" not in page
    assert page.count("</script>") == text_of(history, doncaster, about).count("</script>")
    # Leaflet shows names as HTML.
    assert "\\u0026lt;b\\u0026gt;" in page


def test_text_from_data_is_no_template(
    history: History, doncaster: pd.DataFrame, about: About
) -> None:
    page = text_of(history, doncaster.assign(name="{{ 1234567 * 7654321 }} {% if x %}"), about)
    assert "9449772114007" not in page
    assert "1234567 * 7654321" in page


def test_the_file_names_no_host_and_may_run_only_what_is_in_it(
    history: History, doncaster: pd.DataFrame, about: About
) -> None:
    page = text_of(history, doncaster, about)
    assert not re.findall(r'(?:src|href)=\\?"(?!#)', page.split("Leaflet 1.9.4")[0])
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy
    assert policy[1].startswith("default-src 'none'; script-src 'sha256-")
    assert "http" not in policy[1]
    assert "openstreetmap" not in page


def test_tiles_are_asked_for_only_when_chosen(
    history: History, doncaster: pd.DataFrame, about: About
) -> None:
    page = text_of(history, doncaster, about, tiles=True)
    assert "tile.openstreetmap.org" in page
    # Leaflet adds whose the streets are to the credits of the map.
    (credits_of_map,) = re.findall(r"const CREDIT = (.*);", page)
    assert "OpenStreetMap" not in credits_of_map
    assert page.count('"attribution": "') == 1


def test_the_same_map_is_the_same_file(
    history: History, doncaster: pd.DataFrame, about: About
) -> None:
    once, again = (text_of(history, doncaster, about, trusts=FOUNDERS) for _ in range(2))
    assert once == again


def test_moves_between_trusts_are_counted_in_the_key(
    history: History, doncaster: pd.DataFrame, about: About
) -> None:
    start, end = dt.date(2017, 4, 3), dt.date(2019, 6, 1)
    table = transfers(history, start, end, from_trust=5195)
    page = text_of(history, doncaster, about, moves=Moves(table, start, end))
    assert "3 April 2017 to 1 June 2019" in page


def test_the_whole_of_england_is_under_six_megabytes(history: History, about: About) -> None:
    made = takeaway_map(history, as_at(history, DAY), about, trusts=FOUNDERS)
    assert len(made.content) < 6_000_000


def test_the_ground_is_carried_with_its_credits_but_for_where_streets_are(
    history: History, doncaster: pd.DataFrame, about: About
) -> None:
    page = text_of(history, doncaster, about)
    for words in ("Built-up areas", "Motorways and trunk roads", "Towns by name", "Rotherham"):
        assert words in page
    for owner in ("National Highways", "GeoNames (CC BY 4.0)", "OS \\u00a9 Crown copyright"):
        assert owner in page
    assert len(page) < 900_000
    assert "Built-up areas" not in text_of(history, doncaster, about, tiles=True)
