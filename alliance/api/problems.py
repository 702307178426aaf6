"""Refusals as problem details (RFC 9457): what is wrong with a request, all faults at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import orjson
from starlette.responses import Response

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MIME = "application/problem+json"
TITLES = {
    400: "The request cannot be answered as it is",
    404: "There is no such thing here",
    405: "Only GET is answered here",
    406: "None of the formats asked for is given here",
    413: "More is asked for than is worked out at a time",
    429: "Too many requests",
    503: "Not able to answer now",
}
"""What a refusal is called, by its status."""


class Fault(NamedTuple):
    """A parameter that cannot be used, and why."""

    parameter: str
    detail: str


class Refused(Exception):
    """A request that is not answered; ``faults`` holds every reason that lies in a parameter."""

    def __init__(
        self,
        status: int,
        detail: str,
        faults: Sequence[Fault] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.faults = tuple(faults)
        self.headers = dict(headers or {})

    def answer(self, path: str) -> Response:
        """Return the refusal as an answer to whoever asked for ``path``."""
        body = {
            "type": "about:blank",
            "title": TITLES[self.status],
            "status": self.status,
            "detail": self.detail,
            "instance": path,
            **({"errors": [fault._asdict() for fault in self.faults]} if self.faults else {}),
        }
        headers = {"Cache-Control": "no-store", "Access-Control-Allow-Origin": "*", **self.headers}
        return Response(orjson.dumps(body), self.status, headers, MIME)


def bad(faults: Sequence[Fault]) -> Refused:
    """Return the refusal of a request for what is wrong with its parameters."""
    return Refused(400, " ".join(fault.detail for fault in faults), faults)
