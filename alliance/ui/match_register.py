"""What the register of support means for a match: what is given already, and what is added."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from alliance.analysis.match_ties import Ties, ties
from alliance.web.current import current_register, state_on

if TYPE_CHECKING:
    from alliance.register import Register


class Given(NamedTuple):
    """A support of the register, as a match asks for it."""

    supporter_kind: str
    supporter_id: str
    recipient_urn: int
    status: str
    starts_on: dt.date
    last_on: dt.date | None


def given_now() -> tuple[Given, ...]:
    """Give the supports that the register holds; those that are invented do not count.

    Raises
    ------
    RegisterError
        Its database cannot be reached.
    """
    register = current_register()
    return _given(register, register.revision())


@lru_cache(maxsize=2)
def _given(register: Register, _revision: int) -> tuple[Given, ...]:
    return tuple(
        Given(
            str(support.supporter_kind),
            support.supporter_id,
            support.recipient_urn,
            str(support.status),
            support.starts_on,
            support.last_day,
        )
        for support in register.supports()
        if not support.illustrative
    )


@lru_cache(maxsize=16)
def ties_on(day: dt.date, given: tuple[Given, ...]) -> Ties:
    """Give what the register's supports mean on a day."""
    return ties(state_on(day), pd.DataFrame(given, columns=Given._fields), day)
