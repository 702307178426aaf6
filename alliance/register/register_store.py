"""The register itself: every write checked, in one transaction, and told in the audit trail."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import sqlalchemy as sa

from alliance.errors import RulesBroken, UnknownSupport
from alliance.register import register_tables, rules
from alliance.register.audit import (
    changes,
    latest_days,
    tell,
    write_change,
    write_changes,
)
from alliance.register.declarations import Declarations, declared_in, honoured
from alliance.register.people.access import refusals_kept, writing
from alliance.register.permission import Action, Person, demand
from alliance.register.register_vocabulary import OVER, Status
from alliance.register.review_rows import every_review_in, reviews_in, write_review
from alliance.register.sides_on_day import trusts_of
from alliance.register.support import ChangedMeanwhile
from alliance.register.support_rows import support_of, values_of
from alliance.register.versioned_rows import VersionedRows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from alliance.history import History
    from alliance.register.support import Change, Review, Support

# Any number but that of the migrations, the same for every process of this app.
WRITE_LOCK = 20171115
# Set by what is done to a support, not by its form.
NOT_EDITED = ("id", "version", "withdrawn", "status", "origin", "illustrative", "reasons")


Progress = Callable[[int, int], None]


def nobody_told(_done: int, _of: int) -> None:
    """Take no notice of progress."""


class Register:
    """The supports, their reviews and the audit trail, in one database.

    Parameters
    ----------
    engine
        As :func:`alliance.register.database.open_database` gives it.
    history
        For what the rules ask of schools and trusts.

    """

    def __init__(self, engine: sa.Engine, history: History) -> None:
        self.engine = engine
        self.history = history
        self.declarations = Declarations(engine, history)
        self._rows = VersionedRows(register_tables.supports, _unknown)

    def supports(
        self, *, recipients: Sequence[int] | None = None, withdrawn: bool = False
    ) -> list[Support]:
        """Return the supports in order of start, newest last; withdrawn ones when asked for."""
        query = sa.select(register_tables.supports).order_by(
            register_tables.supports.c.starts_on, register_tables.supports.c.id
        )
        if recipients is not None:
            query = query.where(register_tables.supports.c.recipient_urn.in_(recipients))
        if not withdrawn:
            query = query.where(~register_tables.supports.c.withdrawn)
        with self.engine.connect() as connection:
            return [support_of(row) for row in connection.execute(query).mappings()]

    def get(self, number: int) -> Support:
        """Return one support.

        Raises
        ------
        UnknownSupport
            There is none of this number.
        """
        with self.engine.connect() as connection:
            return self._held(connection, number)

    def reviews(self, number: int) -> list[Review]:
        """Return the reviews of a support, oldest first."""
        with self.engine.connect() as connection:
            return reviews_in(connection, number)

    def all_reviews(self) -> dict[int, list[Review]]:
        """Return the reviews of every support that has any, by its number, oldest first."""
        with self.engine.connect() as connection:
            return every_review_in(connection)

    def revision(self) -> int:
        """Return a number that rises with every write: what was read at one still holds at it.

        Lines of the audit trail are counted: their own numbers may be confirmed out of order.
        """
        query = sa.select(sa.func.count()).select_from(register_tables.audit)
        with self.engine.connect() as connection:
            return connection.scalar(query) or 0

    def audit(self, number: int | None = None) -> list[Change]:
        """Return the audit trail, of one support or of all, newest first."""
        with self.engine.connect() as connection:
            return changes(connection, number)

    def withdrawn_on(self) -> dict[int, dt.date]:
        """Return the day (in London) on which each support was last withdrawn, by its number."""
        with self.engine.connect() as connection:
            return latest_days(connection, Action.WITHDRAW)

    def add(self, support: Support, who: Person) -> Support:
        """Write a new support and give it with its number.

        Raises
        ------
        NotAllowed, RulesBroken
            The person may not, or the support breaks rules (all of them told at once).
        """
        return self.add_all([support], who)[0]

    def add_all(
        self,
        supports: Iterable[Support],
        who: Person,
        *,
        action: Action = Action.ADD,
        progress: Progress = nobody_told,
    ) -> list[Support]:
        """Write several new supports: all of them, or none.

        ``progress`` is called after each is checked with how many are, and of how many.
        """
        with refusals_kept(self.engine, who):
            demand(who, action)
            new = [
                rules.completed(self.history, replace(support, id=None, version=1))
                for support in supports
            ]
            for support in new:
                demand(who, action, trusts=trusts_of(self.history, support))
        if not new:
            return []
        with writing(self.engine, who, action) as connection:
            held = self._of_recipients(connection, {support.recipient_urn for support in new})
            declared = declared_in(connection)
            new = [honoured(support, declared) for support in new]
            for place, support in enumerate(new, 1):
                others = held[support.recipient_urn]
                if faults := rules.faults(self.history, support, others):
                    raise RulesBroken(faults)
                others.append(support)
                progress(place, len(new))
            insert = sa.insert(register_tables.supports).returning(
                register_tables.supports.c.id, sort_by_parameter_order=True
            )
            numbers = connection.scalars(insert, [values_of(support) for support in new])
            added = [
                replace(support, id=number) for support, number in zip(new, numbers, strict=True)
            ]
            write_changes(connection, who, action, [(one.id, {}, one.as_record()) for one in added])
        return added

    def change(self, support: Support, who: Person) -> Support:
        """Write an edited support over the version it was made from.

        Raises
        ------
        NotAllowed, RulesBroken, UnknownSupport
            As for :meth:`add`.
        ChangedMeanwhile
            Somebody else changed it first; the error holds both versions, and nothing is lost.
        """
        with writing(self.engine, who, Action.CHANGE) as connection:
            before = self._held(connection, support.id)
            kept = {name: getattr(before, name) for name in NOT_EDITED if name != "version"}
            edited = rules.completed(self.history, replace(support, **kept))
            edited = honoured(edited, declared_in(connection))
            if support.version != before.version:
                raise ChangedMeanwhile(yours=edited, theirs=before)
            return self._write(connection, before, edited, who, Action.CHANGE)

    def move(
        self, number: int, to: Status, who: Person, *, version: int, on: dt.date | None = None
    ) -> Support:
        """Move a support to another status, on a day where the status has one.

        The day is when it was agreed, or ended; moving back from an end clears it.
        """
        with writing(self.engine, who, Action.MOVE) as connection:
            before = self._held(connection, number)
            if version != before.version:
                raise ChangedMeanwhile(yours=replace(before, status=to), theirs=before)
            if fault := rules.move_fault(before.status, to):
                raise RulesBroken([fault])
            after = replace(before, status=to)
            if to is Status.AGREED:
                after = replace(after, agreed_on=on or before.agreed_on)
            after = replace(after, ended_on=on or before.ended_on if to in OVER else None)
            return self._write(connection, before, after, who, Action.MOVE)

    def latest_move(self, number: int) -> Change | None:
        """Return the move that a support's status comes from, unless it was changed since."""
        with self.engine.connect() as connection:
            return _latest_move(connection, number)

    def undo_move(self, number: int, who: Person, *, version: int) -> Support:
        """Take the latest move of a support's status back, with its days; the trail says so.

        Raises
        ------
        ChangedMeanwhile
            The support was changed since that move; nothing is written.
        """
        with writing(self.engine, who, Action.UNDO_MOVE) as connection:
            now, move = self._held(connection, number), _latest_move(connection, number)
            if version != now.version or move is None:
                raise ChangedMeanwhile(yours=now, theirs=now)
            was = move.before
            agreed_on, ended_on = (
                dt.date.fromisoformat(was[name]) if was[name] else None
                for name in ("agreed_on", "ended_on")
            )
            status = Status(was["status"])
            after = replace(now, status=status, agreed_on=agreed_on, ended_on=ended_on)
            return self._write(connection, now, after, who, Action.UNDO_MOVE)

    def review(self, number: int, review: Review, who: Person) -> Review:
        """Write a review of a support."""
        with writing(self.engine, who, Action.REVIEW) as connection:
            support = self._held(connection, number)
            demand(who, Action.REVIEW, trusts=trusts_of(self.history, support))
            held = reviews_in(connection, number)
            if faults := rules.review_faults(support, held, vars(review)):
                raise RulesBroken(faults)
            return write_review(connection, number, review, who)

    def withdraw(self, number: int, who: Person) -> Support:
        """Take a support out of every list; :meth:`restore` brings it back."""
        return self._set_withdrawn(number, who, Action.WITHDRAW, withdrawn=True)

    def restore(self, number: int, who: Person) -> Support:
        """Bring a withdrawn support back.

        Raises
        ------
        RulesBroken
            Another one has taken its place since.
        """
        return self._set_withdrawn(number, who, Action.RESTORE, withdrawn=False)

    def _set_withdrawn(
        self, number: int, who: Person, action: Action, *, withdrawn: bool
    ) -> Support:
        with writing(self.engine, who, action) as connection:
            before = self._held(connection, number)
            if before.withdrawn == withdrawn:
                return before
            after = replace(before, withdrawn=withdrawn)
            return self._write(connection, before, after, who, action, check=not withdrawn)

    def remove_illustrative(self, who: Person) -> int:
        """Take out every invented support at once, and say how many there were."""
        invented = sa.select(register_tables.supports).where(
            register_tables.supports.c.illustrative
        )
        with writing(self.engine, who, Action.CLEAR) as connection:
            held = [support_of(row) for row in connection.execute(invented).mappings()]
            numbers = [support.id for support in held]
            connection.execute(
                sa.delete(register_tables.reviews).where(
                    register_tables.reviews.c.support_id.in_(numbers)
                )
            )
            connection.execute(
                sa.delete(register_tables.supports).where(register_tables.supports.c.illustrative)
            )
            for support in held:
                write_change(connection, support.id, who, Action.WITHDRAW, support.as_record(), {})
        return len(held)

    def _held(self, connection: sa.Connection, number: int | None) -> Support:
        return support_of(self._rows.get(connection, number))

    def _check(self, connection: sa.Connection, support: Support) -> None:
        held = self._of_recipients(connection, {support.recipient_urn})[support.recipient_urn]
        if faults := rules.faults(self.history, support, held):
            raise RulesBroken(faults)

    def _of_recipients(
        self, connection: sa.Connection, urns: set[int]
    ) -> defaultdict[int, list[Support]]:
        """Return the supports of schools by URN; whoever else writes waits for its turn."""
        if connection.dialect.name == "postgresql":
            # Two people adding the same support at once must see each other.
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(WRITE_LOCK)))
        held: defaultdict[int, list[Support]] = defaultdict(list)
        theirs = register_tables.supports.c.recipient_urn.in_(urns)
        query = sa.select(register_tables.supports).where(theirs)
        for row in connection.execute(query).mappings():
            support = support_of(row)
            held[support.recipient_urn].append(support)
        return held

    def _write(
        self,
        connection: sa.Connection,
        before: Support,
        after: Support,
        who: Person,
        action: Action,
        *,
        check: bool = True,
    ) -> Support:
        for one in (before, after):
            demand(who, action, trusts=trusts_of(self.history, one))
        if check:
            self._check(connection, after)
        after = replace(after, version=before.version + 1)
        if not self._rows.change(connection, before.id, before.version, values_of(after)):
            raise ChangedMeanwhile(yours=after, theirs=self._held(connection, before.id))
        tell(connection, after, who, action, before=before)
        return after


def _unknown(number: int | None) -> UnknownSupport:
    return UnknownSupport(f"The register holds no support number {number}.")


def _latest_move(connection: sa.Connection, number: int) -> Change | None:
    written = [one for one in changes(connection, number) if one.action != Action.REVIEW]
    return written[0] if written and written[0].action == Action.MOVE else None
