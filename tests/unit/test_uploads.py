"""Files are taken of visits with a box for them, and no larger than the box asks for."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request  # noqa: TC002 - a route is told by it
from starlette.responses import Response
from starlette.routing import Route

from alliance.web.uploads import BOXES, TAKEN_AT, Asked, Held, TakesFiles

MB = 1_000_000


@pytest.fixture(autouse=True)
def boxes() -> Iterator[None]:
    """No visit but those of this test has a box."""
    BOXES.__init__()  # type: ignore[misc]
    yield
    BOXES.__init__()  # type: ignore[misc]


class Sent:
    """A file sent to the app, a megabyte at a time, and what came of it."""

    def __init__(
        self,
        megabytes: int,
        *,
        length: str = "",
        held: tuple[int, int] = (0, 0),
        most_held: int = 1_000,
        path: str = f"{TAKEN_AT}ann/1",
    ) -> None:
        self.left, self.taken, self.stored = megabytes, 0, 0
        self.status = 0
        app = Starlette(
            routes=[Route(f"{TAKEN_AT}{{visit}}/{{file}}", self._store, methods=["PUT", "DELETE"])],
            middleware=[
                Middleware(
                    TakesFiles,
                    held=lambda _visit: Held(held[0] * MB, held[1] * MB),
                    most_held=most_held * MB,
                )
            ],
        )
        headers = [(b"content-length", length.encode())] if length else []
        scope = {"type": "http", "method": "PUT", "path": path, "headers": headers}
        scope |= {"query_string": b"", "scheme": "http", "server": ("testserver", 80)}
        asyncio.run(app(scope, self._receive, self._send))

    async def _store(self, request: Request) -> Response:
        self.stored = len(await request.body())
        return Response(status_code=204)

    async def _receive(self) -> dict[str, Any]:
        self.taken += 1
        self.left -= 1
        return {"type": "http.request", "body": bytes(MB), "more_body": self.left > 0}

    async def _send(self, message: Any) -> None:
        self.status = message.get("status", self.status)


def test_a_visit_without_a_box_is_refused_before_a_byte_is_taken() -> None:
    sent = Sent(150, length=str(150 * MB))
    assert (sent.status, sent.taken, sent.stored) == (403, 0, 0)


def test_a_box_takes_the_file_it_asks_for() -> None:
    BOXES.opened("ann", Asked(5 * MB, 5 * MB))
    sent = Sent(5, length=str(5 * MB))
    assert (sent.status, sent.stored) == (204, 5 * MB)
    assert Sent(1, path=f"{TAKEN_AT}ben/1").status == 403


@pytest.mark.parametrize("length", ["150000000", "9" * 5_000])
def test_a_file_that_says_it_is_too_large_is_refused_before_a_byte_is_taken(length: str) -> None:
    BOXES.opened("ann", Asked(5 * MB, 5 * MB))
    sent = Sent(150, length=length)
    assert (sent.status, sent.taken, sent.stored) == (413, 0, 0)


@pytest.mark.parametrize("length", ["", "12", "-7", "many"])
def test_a_file_that_is_larger_than_it_says_is_taken_no_further(length: str) -> None:
    BOXES.opened("ann", Asked(5 * MB, 5 * MB))
    sent = Sent(150, length=length)
    assert (sent.status, sent.stored) == (413, 0)
    assert sent.taken <= 7


def test_files_of_a_visit_are_limited_together() -> None:
    BOXES.opened("ann", Asked(5 * MB, 10 * MB))
    assert Sent(5, length=str(5 * MB), held=(5, 5)).status == 204
    assert Sent(5, length=str(5 * MB), held=(9, 9)).status == 413


def test_files_of_all_visits_are_limited_together() -> None:
    BOXES.opened("ann", Asked(5 * MB, 5 * MB))
    sent = Sent(5, length=str(5 * MB), held=(0, 997))
    assert (sent.status, sent.taken) == (503, 0)


def test_the_larger_of_two_boxes_counts() -> None:
    BOXES.opened("ann", Asked(9 * MB, 9 * MB))
    BOXES.opened("ann", Asked(2 * MB, 4 * MB))
    assert BOXES.asked_of("ann") == (9 * MB, 9 * MB)


def test_only_the_latest_visits_are_remembered() -> None:
    for number in range(10_001):
        BOXES.opened(str(number), Asked(1, 1))
    assert BOXES.asked_of("0") is None
    assert BOXES.asked_of("10000") == (1, 1)
