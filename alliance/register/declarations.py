"""What trusts declare once of support between their own academies: that it is their own business.

Support within a trust is a conflict of interest that each record has to answer. Where a declaration
of the trust holds on the first day of a support, it is the answer.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass, fields, replace
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from alliance.errors import Fault, RulesBroken, UnknownSupport
from alliance.register.audit import DECLARATION, plain_value, write_change
from alliance.register.people.access import writing
from alliance.register.permission import Action, Person, demand
from alliance.register.register_tables import declarations
from alliance.register.rules import FIRST_DAY, LAST_DAY, LONGEST_TEXT, says_something
from alliance.register.sides_on_day import trust_name_on
from alliance.register.versioned_rows import VersionedRows
from alliance.text.words import day_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from alliance.history import History
    from alliance.register.support import Support


@dataclass(frozen=True, kw_only=True)
class Declaration:
    """A standing declaration of a trust on support between its own academies.

    Parameters
    ----------
    statement
        What the trust says of it, such as who agreed to it.
    starts_on, ends_on
        The first and last day on which a support may start under it; without a last, until it is
        withdrawn.

    """

    trust_uid: int
    statement: str
    starts_on: dt.date
    ends_on: dt.date | None = None
    trust_name: str = ""
    withdrawn: bool = False
    id: int | None = None
    version: int = 0

    def holds_on(self, day: dt.date) -> bool:
        """Return whether it holds on a day."""
        return not self.withdrawn and self.starts_on <= day <= (self.ends_on or dt.date.max)

    def overlaps(self, other: Declaration) -> bool:
        """Return whether two declarations of one trust hold on one day."""
        return (
            self.trust_uid == other.trust_uid
            and self.starts_on <= (other.ends_on or dt.date.max)
            and other.starts_on <= (self.ends_on or dt.date.max)
        )

    @property
    def answer(self) -> str:
        """What a support under it says about the conflict of interest."""
        return (
            f"By the trust’s standing declaration number {self.id} of "
            f"{day_in_words(self.starts_on)}: {self.statement}"
        )


def honoured(support: Support, declared: Sequence[Declaration]) -> Support:
    """Return a completed support with the answer of the declaration that covers it, if any does.

    An answer that somebody wrote stays. That of a declaration which does not cover it (any more)
    is taken out.

    Parameters
    ----------
    support
        As :func:`alliance.register.rules.completed` gives it.
    declared
        All declarations, the withdrawn ones too.

    """
    given = support.conflict_answer.strip()
    if given and given not in {one.answer for one in declared}:
        return support
    covering = (
        one.answer
        for one in declared
        if support.internal
        and one.trust_uid == support.recipient_trust_uid
        and one.holds_on(support.starts_on)
    )
    return replace(support, conflict_answer=next(covering, ""))


def declaration_faults(
    history: History, given: Mapping[str, Any], others: Iterable[Declaration]
) -> list[Fault]:
    """Return every rule that a declaration breaks, all at once.

    Parameters
    ----------
    given
        What it says by field, as a :class:`Declaration` has them; what is still blank is a fault
        where it has to be filled in.

    """
    uid, starts, ends = (given.get(name) for name in ("trust_uid", "starts_on", "ends_on"))
    statement = given.get("statement") or ""
    broken = []
    if uid is None:
        broken.append(Fault("trust_uid", "Choose the trust."))
    elif starts is not None and trust_name_on(history, uid, starts) is None:
        broken.append(Fault("trust_uid", f"There was no trust {uid} on {day_in_words(starts)}."))
    if not says_something(statement):
        broken.append(
            Fault("statement", "Say in a few words what the trust declares, and who agreed to it.")
        )
    elif len(statement) > LONGEST_TEXT:
        broken.append(Fault("statement", f"At most {LONGEST_TEXT:,} characters."))
    if starts is None:
        broken.append(Fault("starts_on", "Enter the first day."))
    broken += [
        Fault(name, f"Found the year {day.year}; expected one from {FIRST_DAY.year} on.")
        for name, day in (("starts_on", starts), ("ends_on", ends))
        if day and not FIRST_DAY <= day <= LAST_DAY
    ]
    if starts and ends and ends < starts:
        broken.append(Fault("ends_on", "Its last day comes before its first."))
    if uid is None or starts is None:
        return broken
    return broken + _held_already(Declaration(**given), others)


def _held_already(given: Declaration, others: Iterable[Declaration]) -> list[Fault]:
    """Return as a fault the first other declaration that holds on one of its days."""
    same = (one for one in others if not one.withdrawn and one.id != given.id)
    return [
        Fault(
            "starts_on",
            f"Declaration number {one.id} of this trust holds then, from "
            f"{day_in_words(one.starts_on)}. Withdraw that one, or choose other days.",
        )
        for one in same
        if one.overlaps(given)
    ][:1]


class Declarations:
    """The declarations in the register's database; every write is checked and audited.

    Parameters
    ----------
    engine
        As :func:`alliance.register.database.open_database` gives it.
    history
        For what the rules ask of trusts.

    """

    def __init__(self, engine: sa.Engine, history: History) -> None:
        self._engine = engine
        self._history = history
        self._rows = VersionedRows(declarations, _unknown)

    def all(self) -> list[Declaration]:
        """Return every declaration, the withdrawn ones too, newest first."""
        with self._engine.connect() as connection:
            return declared_in(connection)

    def add(self, declaration: Declaration, who: Person) -> Declaration:
        """Write a new declaration and return it with its number.

        Raises
        ------
        NotAllowed
            The person may not declare for this trust.
        RulesBroken
            It breaks rules; all of them are told at once.
        """
        with writing(self._engine, who, Action.DECLARE) as connection:
            demand(who, Action.DECLARE, trusts=[declaration.trust_uid])
            self._see_rules(connection, declaration)
            name = trust_name_on(self._history, declaration.trust_uid, declaration.starts_on)
            new = replace(
                declaration, trust_name=name or "", statement=declaration.statement.strip()
            )
            made = _declaration(self._rows.add(connection, _values(new)))
            _tell(connection, who, Action.DECLARE, None, made)
        return made

    def withdraw(self, number: int, who: Person) -> Declaration:
        """Withdraw a declaration: no support is written under it any more."""
        return self._set_withdrawn(number, who, withdrawn=True)

    def restore(self, number: int, who: Person) -> Declaration:
        """Bring a withdrawn declaration back.

        Raises
        ------
        RulesBroken
            Another one has taken its place since.
        """
        return self._set_withdrawn(number, who, withdrawn=False)

    def _set_withdrawn(self, number: int, who: Person, *, withdrawn: bool) -> Declaration:
        with writing(self._engine, who, Action.DECLARE) as connection:
            before = _declaration(self._rows.get(connection, number))
            demand(who, Action.DECLARE, trusts=[before.trust_uid])
            if before.withdrawn == withdrawn:
                return before
            if not withdrawn:
                self._see_rules(connection, before)
            self._rows.change(connection, number, before.version, {"withdrawn": withdrawn})
            after = _declaration(self._rows.get(connection, number))
            action = Action.WITHDRAW if withdrawn else Action.RESTORE
            _tell(connection, who, action, before, after)
        return after

    def _see_rules(self, connection: sa.Connection, declaration: Declaration) -> None:
        others = declared_in(connection)
        if faults := declaration_faults(self._history, vars(declaration), others):
            raise RulesBroken(faults)


def declared_in(connection: sa.Connection) -> list[Declaration]:
    """Return every declaration as a connection finds them, newest first."""
    query = sa.select(declarations).order_by(declarations.c.id.desc())
    return [_declaration(row) for row in connection.execute(query).mappings()]


def _tell(
    connection: sa.Connection,
    who: Person,
    action: Action,
    before: Declaration | None,
    after: Declaration,
) -> None:
    was, now = (_record(one) if one else {} for one in (before, after))
    write_change(connection, after.id, who, action, was, now, of=DECLARATION)


def _record(declaration: Declaration) -> dict[str, Any]:
    return {name: plain_value(value) for name, value in asdict(declaration).items()}


def _values(declaration: Declaration) -> dict[str, Any]:
    held = asdict(declaration)
    return {name: held[name] for name in held if name not in ("id", "version")}


def _declaration(row: sa.RowMapping) -> Declaration:
    return Declaration(**{item.name: row[item.name] for item in fields(Declaration)})


def _unknown(number: int | None) -> UnknownSupport:
    return UnknownSupport(f"The register holds no declaration number {number}.")
