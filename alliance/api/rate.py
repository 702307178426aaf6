"""How often one address may ask, and how much is worked out at a time."""

from __future__ import annotations

import asyncio
import ipaddress
import time
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import TYPE_CHECKING, TypeVar

from alliance.api.problems import Refused
from alliance.settings import settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

R = TypeVar("R")
MOST_CLIENTS = 10_000
"""Addresses that are remembered; the one that has not asked for longest is forgotten first."""
A_MINUTE_S = 60.0
COST_OF_A_PLAN = 10
"""Requests that a plan counts as."""
BUSY_S = 10
"""After how long to ask again where too much is being worked out."""


class Allowance:
    """Requests that each client has left: so many at once, and as many again in each minute."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = Lock()

    def take(self, client: str, cost: int, most: int) -> float:
        """Take a request of this cost from a client; return after how many seconds it may ask.

        That is 0 where it may now.
        """
        with self._lock:
            now = self._clock()
            left, then = self._left.pop(client, (float(most), now))
            left = min(float(most), left + (now - then) * most / A_MINUTE_S)
            # A plan dearer than a whole minute's allowance could never be asked for.
            cost = min(cost, most)
            wait = 0.0 if left >= cost else (cost - left) * A_MINUTE_S / most
            self._left[client] = (left if wait else left - cost, now)
            while len(self._left) > MOST_CLIENTS:
                self._left.popitem(last=False)
            return wait


ALLOWANCE = Allowance()


def client_of(request: Request) -> str:
    """Return the address that asks; of version 6 the network that one subscriber is given."""
    host = request.client.host if request.client else ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if address.version == 4:
        return str(address)
    return str(ipaddress.ip_network((address, 64), strict=False))


def see_allowance(request: Request, cost: int = 1) -> None:
    """Count a request; raise Refused with 429 where its address has asked too often.

    ``ALLIANCE_API_A_MINUTE`` says how many it may ask in a minute; 0 sets no limit.
    """
    most = settings().api_a_minute
    if most <= 0:
        return
    if wait := ALLOWANCE.take(client_of(request), cost, most):
        seconds = int(wait) + 1
        raise Refused(
            429,
            f"This address has asked {most} times within a minute. Ask again in {seconds} s, or "
            "take the whole history at once: /api/v1/history.zip.",
            headers={"Retry-After": str(seconds)},
        )


class Workers:
    """Threads that work answers out, so that the server's own loop never waits for one."""

    def __init__(self, name: str, threads: int, waiting: int) -> None:
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self._most = threads + waiting
        self._taken = 0

    async def work(self, answer: Callable[[], R]) -> R:
        """Return what ``answer`` gives, worked out in a thread.

        Raises
        ------
        Refused
            With 503, where as many are waiting as may.

        """
        if self._taken >= self._most:
            raise Refused(
                503,
                f"Others are waiting for such answers already. Ask again in {BUSY_S} s.",
                headers={"Retry-After": str(BUSY_S)},
            )
        self._taken += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, answer)
        finally:
            self._taken -= 1


TABLES, PLANS = Workers("api", 2, 30), Workers("api plan", 1, 3)
