"""A real server gives back the descriptors of visits that were left, and lives with few."""

import os
import resource
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.socket_visit import Browser, Visit

WITHIN_S = 10
FEW = 1024


@contextmanager
def serving_with(serve, folder, files=None):
    """Run the app, which may hold no more files open than that once it runs; tell its process."""
    others = children()
    with serve(folder / "log", ALLIANCE_DATA_DIR=str(folder)) as address:
        (process,) = children() - others
        if files:
            resource.prlimit(process, resource.RLIMIT_NOFILE, (files, files))
        yield address, process


def children():
    """Return the processes that this one started and that run."""
    tasks = Path(f"/proc/{os.getpid()}/task").iterdir()
    return {int(one) for task in tasks for one in (task / "children").read_text().split()}


def descriptors(process):
    return len(list(Path(f"/proc/{process}/fd").iterdir()))


def come_and_go(address, number, page):
    """Have so many people open a page, and leave; return how many came."""
    with ExitStack() as open_visits:
        come = [open_visits.enter_context(Visit(Browser(address))) for _ in range(number)]
        for visit in come:
            visit.open(page)
        return sum("Something went wrong" not in visit.words for visit in come if visit.words)


def until_given_back(process, most):
    """Wait until a process holds no more descriptors than that; return how long it took."""
    begun = time.monotonic()
    while descriptors(process) > most:
        assert time.monotonic() - begun < WITHIN_S, f"{descriptors(process)} held, not {most}"
    return time.monotonic() - begun


def test_what_thirty_visits_held_open_is_given_back_within_ten_seconds(serve, tmp_path):
    with serving_with(serve, tmp_path) as (address, process):
        come_and_go(address, 1, "register")
        before = descriptors(process)
        assert come_and_go(address, 30, "register") == 30
        until_given_back(process, before)


def test_a_visit_that_lost_its_connection_goes_on_after_that_as_if_nothing_were(serve, tmp_path):
    with serving_with(serve, tmp_path) as (address, process):
        come_and_go(address, 1, "register")
        before = descriptors(process)
        browser = Browser(address)
        with Visit(browser) as visit:
            visit.open("register", register_tab="Add")
            visit.set("text_area", "Purpose", string_value="Kept through it")
            visit.draw()
        until_given_back(process, before)
        with Visit(browser, goes_on=visit.session) as again:
            again.open("register", register_tab="Add")
            assert again.session == visit.session
            assert "Kept through it" in again.words
        until_given_back(process, before)
    assert "event loop is closed" not in (tmp_path / "log").read_text()


@pytest.mark.thorough(held_by="test_what_thirty_visits_held_open_is_given_back_within_ten_seconds")
def test_a_thousand_files_are_enough_for_two_hundred_at_once_again_and_again(serve, tmp_path):
    with serving_with(serve, tmp_path, FEW) as (address, process):
        come_and_go(address, 1, "privacy")
        before = descriptors(process)
        for _ in range(3):
            assert come_and_go(address, 200, "privacy") == 200
            until_given_back(process, before + 3)
        log = (tmp_path / "log").read_text()
    assert len(log) < 100_000
