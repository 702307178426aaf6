"""What the register holds that a match must heed: who supports whom, and who may not."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from alliance.analysis.matching.match_ties import Ties, ties
from alliance.current.current_flows import as_open_on
from alliance.current.state import current_register, kept, state_on

if TYPE_CHECKING:
    import datetime as dt

    from alliance.register import Register


class Given(NamedTuple):
    """A support of the register, as a match asks for it."""

    supporter_kind: str
    supporter_id: str
    recipient_urn: int
    status: str
    starts_on: dt.date
    last_on: dt.date | None
    conflict: str


def given_now() -> tuple[Given, ...]:
    """Return the supports that the register holds; those that are invented do not count.

    Raises
    ------
    RegisterError
        Its database cannot be reached.
    """
    register = current_register()
    return _read_supports(register, register.revision())


@kept(maxsize=2)
def _read_supports(register: Register, _revision: int) -> tuple[Given, ...]:
    return tuple(
        Given(
            str(support.supporter_kind),
            support.supporter_id,
            support.recipient_urn,
            str(support.status),
            support.starts_on,
            support.last_day,
            support.conflict,
        )
        for support in register.supports()
        if not support.illustrative
    )


@kept(maxsize=16)
def ties_on(day: dt.date, given: tuple[Given, ...]) -> Ties:
    """Return what the register's supports mean on a day, of each school as it stood that day."""
    supports = pd.DataFrame(given, columns=Given._fields)
    return ties(state_on(day), as_open_on(day, supports), day)
