"""People are told a reference and what to do; where things lie stands in the log alone."""

from __future__ import annotations

import asyncio
import json
import logging
import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance.errors import HistoryError
from alliance.settings import ROOT
from alliance.web.faults import Caught, said, without_places

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"The history in {ROOT}/data/history is damaged.", "The history in history is damaged."),
        ("/srv/app/data/local/register.sqlite: no", "register.sqlite: no"),
        ("postgresql+psycopg://amy:hush@db.example/register fails", "the database fails"),
        ("sqlite:////srv/app/register.sqlite is away", "the database is away"),
        (r"C:\Users\amy\app\register.sqlite is away", "register.sqlite is away"),
        ("See https://www.gov.uk/guidance/a/b and /api/v1/schools.", None),
        ("Give a day as 01/02/2018 and a LAESTAB as 201/3614.", None),
    ],
)
def test_folders_and_databases_are_left_out_and_nothing_else(text: str, told: str | None) -> None:
    assert without_places(text) == (told or text)


@given(st.text(max_size=200))
def test_no_text_is_too_odd_to_be_told(text: str) -> None:
    assert isinstance(without_places(text), str)


def test_the_log_has_all_of_it_under_the_reference(caplog: pytest.LogCaptureFixture) -> None:
    try:
        raise HistoryError(f"The history in {ROOT}/data/history is damaged.") from OSError("disk 7")
    except HistoryError as fault:
        words = said(fault)
    (number,) = re.findall(r"Reference: ([0-9A-F]{8})\.$", words)
    assert str(ROOT) not in words
    assert f"[{number}]" in caplog.text
    assert f"{ROOT}/data/history" in caplog.text
    assert "disk 7" in caplog.text


def asked(app: ASGIApp, path: str = "/x") -> tuple[int, dict[str, Any]]:
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": path, "headers": [], "query_string": b""}
    asyncio.run(Caught(app)(scope, receive, send))
    return sent[0]["status"], json.loads(sent[1]["body"])


def test_a_route_that_falls_over_answers_with_a_reference(caplog: pytest.LogCaptureFixture) -> None:
    async def falls(_scope: Scope, _receive: Receive, _send: Send) -> None:
        raise RuntimeError(f"{ROOT}/secret at postgresql://amy:hush@db/x")

    with caplog.at_level(logging.ERROR):
        status, body = asked(falls)
    assert status == 500
    assert re.fullmatch(r"Something went wrong .* Reference: [0-9A-F]{8}\.", body["error"])
    assert "hush" in caplog.text


@pytest.mark.parametrize("path", ["/" + "9" * 4_301, "/a\x00b", f"/pictures/x/{'1' * 5_000}"])
def test_an_address_that_none_can_be_leads_nowhere(path: str) -> None:
    async def never(_scope: Scope, _receive: Receive, _send: Send) -> None:
        raise AssertionError("asked for")

    assert asked(never, path)[0] == 404
