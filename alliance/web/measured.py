"""What the app measures of itself, for Prometheus: on a port of its own, or not at all."""

from __future__ import annotations

import logging
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from prometheus_client import Gauge, Histogram, start_http_server

from alliance.settings import settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

RUN_LOG = "alliance.runs"
REQUESTS = Histogram(
    "alliance_request_seconds",
    "How long requests took, by route.",
    ("route", "method", "status"),
    buckets=(0.005, 0.02, 0.1, 0.25, 0.5, 1, 2.5, 10, 60),
)
VISITS = Gauge("alliance_visits", "Pages that are open, each with a connection of its own.")
RUNS = Histogram(
    "alliance_run_seconds",
    "How long a page took to draw.",
    ("page",),
    buckets=(0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60),
)


@contextmanager
def drawing(page: str) -> Iterator[None]:
    """Measure the drawing of a page, and write a line of it."""
    began = time.perf_counter()
    try:
        yield
    finally:
        seconds = time.perf_counter() - began
        RUNS.labels(page).observe(seconds)
        if settings().log_json:
            said = {"page": page, "ms": round(1000 * seconds, 1)}
            logging.getLogger(RUN_LOG).info("run", extra={"said": said})


def offer_measures() -> Callable[[], None]:
    """Open the port that the settings name, if any; return what closes it."""
    port, address = settings().metrics_port, settings().metrics_address
    if not port:
        return lambda: None
    try:
        server, thread = start_http_server(port, address)
    except OSError as fault:
        logging.getLogger(__name__).error(
            "Measures cannot be offered at %s:%s: %s. Set ALLIANCE_METRICS_PORT to a free port.",
            address, port, fault,
        )  # fmt: skip
        return lambda: None

    def close() -> None:
        server.shutdown()
        server.server_close()
        thread.join()

    return close
