"""A running server, and the command line, stand whatever is tried on them: a slice of the bench."""

from __future__ import annotations

import pytest

from alliance.settings import ROOT
from tests.bench.fuzz.fuzzing import Tally, fuzz_table, measure_fuzz
from tests.bench.fuzz.inputs import Address, Command, pages
from tests.bench.fuzz.routes import every_route
from tests.bench.fuzz.trying import ANSWERED, REFUSED, Tried, Trier
from tests.bench.measure import started

OTHERS = ["matches", "schools", "impact", "overview", "data", "register", "opportunity_areas"]


@pytest.mark.parametrize("tries", [150, pytest.param(1_000, marks=pytest.mark.thorough)])
def test_nothing_falls_over_whatever_is_tried(tries):
    found = measure_fuzz(tries, number=2)
    # How much is held for good is known after thousands of inputs only.
    held = {name: holds for name, holds in found["holds"].items() if "memory" not in name}
    assert all(held.values()), fuzz_table(found)
    assert len(found["tried"]) == 4
    assert sum(found["tried"].values()) == tries


@pytest.fixture(scope="module")
def trier(tmp_path_factory):
    folder = tmp_path_factory.mktemp("blank")
    with started(ROOT / "app.py", folder / "log", ALLIANCE_DATA_DIR=str(folder)) as server:
        trier = Trier(server, folder)
        yield trier
        trier.close()


@pytest.mark.parametrize(
    "page",
    ["", "trusts", "flows", *(pytest.param(one, marks=pytest.mark.thorough) for one in OTHERS)],
)
def test_no_page_falls_over_a_key_of_its_address_with_nothing_behind_it(trier, page):
    keys = trier.keys_of(page)
    assert keys
    for key in keys:
        tried = trier.try_it(Address(page, f"{key}="))
        assert not tried.failed, (key, tried.came)


def test_what_is_tried_comes_from_the_apps_own_table_of_routes_and_its_pages():
    routes = every_route()
    assert {"/layers/{version}/{layer}.json", "/api/v1/plan", "/meetings/{code}/events"} < set(
        routes
    )
    # Streamlit's own are among them.
    assert "/_stcore/upload_file/{session_id}/{file_id}" in routes
    assert {"", "register", "briefing"} < set(pages())


def test_a_failure_and_what_is_slow_are_counted():
    tally = Tally()
    tally.take(Address("trusts", "trust=4119"), Tried(ANSWERED, 3.0, 3.5))
    tally.take(Command(("register", "check")), Tried(REFUSED, 0.1, 11.0))
    tally.take(Command(("as-at", "\ud7ff")), Tried("traceback: no", 0.1, 0.1))
    assert tally.came == {"Address answered": 1, "Command refused": 1, "Command failed": 1}
    assert [len(tally.failures), len(tally.slow_answers), len(tally.slow_refusals)] == [1, 1, 1]
    assert "as-at" in tally.failures[0]
