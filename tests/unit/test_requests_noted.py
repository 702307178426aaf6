"""What is noted of requests: how they went, and nothing of who asked or what for."""

from __future__ import annotations

import io
import json
import logging
import socket
import urllib.request
from typing import TYPE_CHECKING

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from alliance.settings import settings
from alliance.web import measured
from alliance.web.faults import said
from alliance.web.requests_noted import Noted, Thinned, log_in_json, thin_log
from tests.asking import Asking

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.requests import Request


async def answer(_: Request) -> PlainTextResponse:
    return PlainTextResponse("x")


OWN = [Route("/meetings/{code}/now", answer)]


class Noting(Asking):
    """An app of which each request is noted."""

    def __init__(self) -> None:
        others = [*OWN, Route("/{rest:path}", answer)]
        self._app = Starlette(routes=others, middleware=[Middleware(Noted, own=OWN, written=True)])


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """The log as it is written."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    written = io.StringIO()
    log_in_json(written)
    yield written
    root.handlers[:] = handlers
    root.setLevel(level)


def lines(log: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


def test_a_request_is_one_line_without_who_asked_and_what_for(log: io.StringIO) -> None:
    ask = Noting()
    ask("/meetings/BCDF4321/now?follower=amy", client="192.0.2.77", cookie="a=secret")
    ask("/register?day=2019-06-01&note=private")
    ask("/media/0123abc.csv")
    ask("/x", method="BREW")
    found = lines(log)
    assert [(one["route"], one["status"]) for one in found] == [
        ("/meetings/{code}/now", 200),
        ("page", 200),
        ("/media/…", 200),
        ("page", 405),
    ]
    assert all(one["event"] == "request" and float(str(one["ms"])) >= 0 for one in found)
    for private in ("BCDF", "amy", "192.0.2", "secret", "private", "0123abc", "BREW"):
        assert private not in log.getvalue()


def test_a_fault_stands_in_its_line_whole(log: io.StringIO) -> None:
    try:
        raise ValueError("two\nlines")
    except ValueError:
        logging.getLogger("any").exception("It failed")
    (line,) = lines(log)
    assert line["event"] == "It failed"
    assert "ValueError: two" in str(line["fault"])


def test_what_repeats_itself_is_written_once_a_minute_with_how_often_it_came() -> None:
    now = [0.0]
    thinned = Thinned(now=lambda: now[0])

    def logged(number: int) -> str | None:
        record = logging.LogRecord("x", logging.ERROR, "", 0, "No more than %s", (number,), None)
        return record.getMessage() if thinned.filter(record) else None

    assert logged(0) == "No more than 0"
    assert [logged(number) for number in range(1, 9)] == [None] * 8
    now[0] = 61
    assert logged(9) == "No more than 9 (8 more like it were left out.)"


def test_a_fault_that_people_were_told_a_reference_of_is_found_by_it_each_time() -> None:
    """In full the first time, in a line each time it comes again."""
    out = io.StringIO()
    handler, log = logging.StreamHandler(out), logging.getLogger("alliance.web.faults")
    handler.addFilter(Thinned())
    log.addHandler(handler)
    try:
        words = [said(fault, "It failed.") for fault in (*[_fault(1)] * 3, _fault(0))]
    finally:
        log.removeHandler(handler)
    for one in words:
        assert one.partition("Reference: ")[2].rstrip(".") in out.getvalue()
    # Of each kind once: they came from two places of the code.
    assert out.getvalue().count("Traceback") == 2


def _fault(number: int) -> Exception:
    try:
        return Exception(1 / number if number == 0 else int("x"))
    except (ZeroDivisionError, ValueError) as fault:
        return fault


def test_what_repeats_itself_is_thinned_whatever_the_form_of_the_log(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    own, last = logging.StreamHandler(io.StringIO()), logging.StreamHandler(io.StringIO())
    log = logging.getLogger("a test of thinning")
    log.addHandler(own)
    monkeypatch.setattr(logging, "lastResort", last)
    monkeypatch.setattr(logging.root, "handlers", [])
    monkeypatch.setattr(logging.root.manager, "loggerDict", {log.name: log})
    for _ in range(2):
        thin_log()
    for number in range(1_000):
        log.error("Too many open files: %s", number)
    assert own.stream.getvalue() == "Too many open files: 0\n"
    assert [type(one) for one in last.filters] == [Thinned]


def test_measures_are_offered_at_the_port_that_is_set_and_nowhere_without(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    measured.offer_measures()()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    monkeypatch.setenv("ALLIANCE_METRICS_PORT", str(port))
    settings.cache_clear()
    Noting()("/meetings/BCDF4321/now")
    with measured.drawing("trusts"):
        pass
    close = measured.offer_measures()
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=20) as told:
            text = told.read().decode()
    finally:
        close()
        settings.cache_clear()
    assert 'alliance_request_seconds_count{method="GET",route="/meetings/{code}/now"' in text
    assert 'alliance_run_seconds_count{page="trusts"}' in text
    assert "BCDF4321" not in text
