"""The take-away map: one file, with nothing in it that data could run."""

from __future__ import annotations

import datetime as dt
import html
import re
from typing import TYPE_CHECKING

import pytest

from alliance.analysis.filters import Filter, narrow
from alliance.analysis.flows.transfers import transfers
from alliance.exports import About
from alliance.history import as_at
from alliance.maps.takeaway.scripts import LEAFLET, ScriptsError, inlined, linked, unpacked
from alliance.maps.takeaway.takeaway_map import takeaway_map
from alliance.maps.takeaway.takeaway_moves import Moves

if TYPE_CHECKING:
    from pathlib import Path

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


def test_scripts_are_named_with_the_hash_of_what_was_published(
    history: History, doncaster: pd.DataFrame, about: About
) -> None:
    page = text_of(history, doncaster, about)
    named = re.findall(r'(?:src|href)="(https://[^"]+)"\s+integrity="([^"]+)"', page)
    assert dict(named) == {
        LEAFLET.address(path): LEAFLET.files[path] for path in (LEAFLET.style, LEAFLET.script)
    }
    assert "default-src 'none'" in html.unescape(page)
    assert "openstreetmap" not in page


def test_tiles_are_asked_for_only_when_chosen(
    history: History, doncaster: pd.DataFrame, about: About
) -> None:
    assert "tile.openstreetmap.org" in text_of(history, doncaster, about, tiles=True)


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


def test_a_file_without_network_needs_the_scripts_fetched_first(tmp_path: Path) -> None:
    with pytest.raises(ScriptsError, match="python -m alliance scripts"):
        inlined(tmp_path)


def test_scripts_that_are_not_as_published_are_refused(tmp_path: Path) -> None:
    archive = tmp_path / "leaflet.tgz"
    archive.write_bytes(b"not what was published")
    with pytest.raises(ScriptsError, match="is not what was published"):
        unpacked(archive, LEAFLET)
    for path in LEAFLET.files:
        target = tmp_path / LEAFLET.label / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text("alert(1)")
    with pytest.raises(ScriptsError, match="do not use it"):
        inlined(tmp_path)


def test_linked_scripts_name_one_host_only() -> None:
    tags = linked()
    assert {source.split("/")[2] for source in tags.script_sources} == {"cdn.jsdelivr.net"}
