"""The audit trail in the database: one line a change, written with it and never altered."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from alliance import clock
from alliance.register import register_tables as tables
from alliance.register.support import Change

if TYPE_CHECKING:
    from collections.abc import Iterable

    from alliance.register.permission import Action, Person
    from alliance.register.support import Support


SUPPORT, DECLARATION = "support", "declaration"
"""What a line of the trail tells of; their numbers are not the same."""

_COLUMNS = ("support_id", "at", "who", "action", "before", "after", "told_of", "who_is")


def changes(connection: sa.Connection, number: int | None) -> list[Change]:
    """Return the changes of one support or, without a number, of all there is, newest first."""
    query = sa.select(tables.audit).order_by(tables.audit.c.id.desc())
    if number is not None:
        query = query.where(tables.audit.c.support_id == number, tables.audit.c.told_of == SUPPORT)
    return [
        Change(*(row[name] for name in _COLUMNS)) for row in connection.execute(query).mappings()
    ]


def latest_days(connection: sa.Connection, action: Action) -> dict[int, dt.date]:
    """Return the day in London on which an action was last done to each support, by number."""
    held = tables.audit.c
    query = sa.select(held.support_id, sa.func.max(held.at))
    query = query.where(held.action == action.value, held.told_of == SUPPORT)
    rows = connection.execute(query.group_by(held.support_id))
    return {number: clock.in_london(at).date() for number, at in rows}


def tell(
    connection: sa.Connection,
    support: Support,
    who: Person,
    action: Action,
    *,
    before: Support | None,
) -> None:
    """Write what was done to a support, from what it was to what it is."""
    was = before.as_record() if before else {}
    write_change(connection, support.id, who, action, was, support.as_record())


def write_change(
    connection: sa.Connection,
    number: int | None,
    who: Person,
    action: Action,
    before: dict[str, Any],
    after: dict[str, Any],
    *,
    of: str = SUPPORT,
) -> None:
    """Write one line of the trail, in the transaction of the change it tells of."""
    write_changes(connection, who, action, [(number, before, after)], of=of)


def write_changes(
    connection: sa.Connection,
    who: Person,
    action: Action,
    changed: Iterable[tuple[int | None, dict[str, Any], dict[str, Any]]],
    *,
    of: str = SUPPORT,
) -> None:
    """Write a line of the trail for each record: its number, what it was and what it is."""
    done = {
        "at": clock.now(),
        "who": who.name[:300],
        "who_is": who.identity,
        "action": action.value,
        "told_of": of,
    }
    lines = [
        {"support_id": number, "before": before, "after": after, **done}
        for number, before, after in changed
    ]
    if lines:
        connection.execute(sa.insert(tables.audit), lines)


def plain_value(value: object) -> object:
    """Return a value as the trail keeps it, days as yyyy-mm-dd."""
    return value.isoformat() if isinstance(value, dt.date) else value
