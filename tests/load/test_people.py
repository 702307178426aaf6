"""A house of people: what they hold is given back when they leave, and kept for who comes back."""

from __future__ import annotations

import asyncio
from functools import partial

import httpx
import pytest

from alliance.settings import ROOT
from tests.bench import people
from tests.bench.measure import started
from tests.bench.people import PersonHere, people_table
from tests.bench.process import Spent, spent_by

BACK_WITHIN_S = 30


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("house")
    with started(ROOT / "app.py", folder / "log", ALLIANCE_DATA_DIR=str(folder)) as running:
        yield running


async def descriptors_back(server, before):
    """Wait until the server holds no more open than before."""
    async with asyncio.timeout(BACK_WITHIN_S):
        while spent_by(server.pid).descriptors > before:
            await asyncio.sleep(0.5)


def test_what_a_visit_holds_open_is_given_back_when_it_is_over(server):
    async def tried():
        async with httpx.AsyncClient(base_url=server.address) as fetch:
            someone = partial(PersonHere, server, "", fetch=fetch)
            first = someone(seed=0)
            await first.open()
            before = spent_by(server.pid).descriptors
            room = [someone(seed=n) for n in range(8)]
            for one in room:
                await one.open()
            assert spent_by(server.pid).descriptors >= before + 4 * len(room)
            for one in room:
                await one.close()
            await descriptors_back(server, before)
            await first.close()

    asyncio.run(tried())


def test_who_was_cut_off_goes_on_where_they_were(server):
    async def tried():
        async with httpx.AsyncClient(base_url=server.address) as fetch:
            before = spent_by(server.pid).descriptors
            cut_off = PersonHere(server, "", 1, fetch)
            await cut_off.open()
            await cut_off.change()
            held = cut_off.held
            assert held
            await cut_off.close()
            await descriptors_back(server, before)
            back = PersonHere(server, "", 1, fetch)
            await back.open(again=cut_off.session)
            assert back.held == held
            await back.change()
            await back.close()

    asyncio.run(tried())


@pytest.mark.thorough(held_by="test_what_a_visit_holds_open_is_given_back_when_it_is_over")
def test_a_small_house_changes_the_filter(monkeypatch):
    monkeypatch.setattr(people, "GONE_WITHIN_S", 15)
    found = people.measure_people(6, 8)
    assert found["changes"] >= 6
    assert 0 < found["processor_s"] < found["slowest_s"] + 1
    assert found["holds"]["descriptors are back"], people_table(found)


def test_the_figures_are_laid_out_and_judged():
    some = Spent(1.0, 400.0, 30)
    found = {
        "people": 100,
        "changes": 1_200,
        "median_s": 0.2,
        "p95_s": 0.9,
        "slowest_s": 2.0,
        "processor_s": 0.08,
        "busy": 1.6,
        "mb_a_person": 1.5,
        "gone_after_s": 8,
        "before": some,
        "with": some._replace(descriptors=430),
        "after": some,
        "holds": {"95th percentile below 1 s": True, "memory is back": False},
    }
    table = people_table(found)
    assert "1,200 changes" in table
    assert "160% of a processor" in table
    assert "ok    95th percentile" in table
    assert "MISS  memory is back" in table
