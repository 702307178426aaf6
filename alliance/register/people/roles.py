"""The roles that settings and administrators give: to persons, to addresses and to groups."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import sqlalchemy as sa

from alliance import clock
from alliance.errors import Fault, RulesBroken
from alliance.register.people.access import note, writing
from alliance.register.people.signed_in import GROUP
from alliance.register.permission import EVERY_ROLE, Action, Person, Role, declares_for
from alliance.register.register_tables import roles

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from alliance.register.people.signed_in import SignedIn
    from alliance.settings import Settings

GIVEN, TAKEN = "role given", "role taken"
BY_SETTINGS = "the app’s settings"


class Grant(NamedTuple):
    """A role given to a holder; to an editor with the trusts that are their own.

    Parameters
    ----------
    holder
        A verified address, ``group:`` and a group's name, an identity, or ``*`` for everybody who
        has signed in.
    id
        Its number in the database; nothing where the settings give it.

    """

    holder: str
    role: Role
    trusts: frozenset[int] = frozenset()
    id: int | None = None
    given_by: str = BY_SETTINGS


def grants_in(setting: str) -> list[Grant]:
    """Read the setting, whose form :class:`alliance.settings.Settings` has seen to.

    >>> grants_in("editor 4119 4474=Ann@example.org,group:Editors; reviewer=*")[1].holder
    'group:Editors'
    """
    found = []
    for part in filter(str.strip, setting.split(";")):
        what, _, holders = part.partition("=")
        role, *trusts = what.split()
        found += [
            Grant(tidy(holder), Role(role.lower()), frozenset(map(int, trusts)))
            for holder in holders.split(",")
            if holder.strip()
        ]
    return found


def tidy(holder: str) -> str:
    """Return a holder as roles are looked up by it: addresses in lower case."""
    bare = holder.strip()
    return bare if bare.startswith(GROUP) or "#" in bare else bare.casefold()


class Roles:
    """The roles in the register's database; every change asks for the right, and is kept.

    Parameters
    ----------
    engine
        As :func:`alliance.register.database.open_database` gives it.
    fixed
        The roles that the settings give.

    """

    def __init__(self, engine: sa.Engine, fixed: Sequence[Grant] = ()) -> None:
        self._engine, self.fixed = engine, tuple(fixed)

    def all(self) -> list[Grant]:
        """Return every role that was given here, by holder."""
        with self._engine.connect() as connection:
            return given_in(connection)

    def give(self, holder: str, role: Role, trusts: Iterable[int], who: Person) -> None:
        """Give a role to a holder.

        Raises
        ------
        NotAllowed, RulesBroken
            The person may not, or it is no role that can be given.
        """
        grant = Grant(tidy(holder), role, frozenset(trusts) if role is Role.EDITOR else frozenset())
        with writing(self._engine, who, Action.ADMINISTER) as connection:
            held = given_in(connection)
            if faults := list(_faults(grant, [*held, *self.fixed])):
                raise RulesBroken(faults)
            connection.execute(
                sa.insert(roles).values(
                    holder=grant.holder,
                    role=role.value,
                    trusts=sorted(grant.trusts),
                    given_at=clock.now(),
                    given_by=who.name[:300],
                    given_by_id=who.identity,
                )
            )
            note(connection, who.name, who.identity, GIVEN, told(grant))

    def take(self, number: int, who: Person) -> None:
        """Take a role back.

        Raises
        ------
        RulesBroken
            Nobody could give roles any more.
        """
        with writing(self._engine, who, Action.ADMINISTER) as connection:
            held = {one.id: one for one in given_in(connection)}
            gone = held.pop(number, None)
            if gone is None:
                return
            left = {one.role for one in (*held.values(), *self.fixed)}
            if Role.ADMINISTRATOR not in left:
                raise RulesBroken(
                    [Fault("holder", "This is the last administrator. Name another one first.")]
                )
            connection.execute(sa.delete(roles).where(roles.c.id == number))
            note(connection, who.name, who.identity, TAKEN, told(gone))


def given_in(connection: sa.Connection) -> list[Grant]:
    """Return every role that was given in the database, by holder."""
    query = sa.select(roles).order_by(roles.c.holder, roles.c.role, roles.c.id)
    return [
        Grant(
            row["holder"], Role(row["role"]), frozenset(row["trusts"]), row["id"], row["given_by"]
        )
        for row in connection.execute(query).mappings()
    ]


def told(grant: Grant) -> str:
    """Say a role in words, with the trusts of an editor."""
    of = f" of {', '.join(map(str, sorted(grant.trusts)))}" if grant.trusts else ""
    return f"{grant.role}{of}: {grant.holder}"


def _faults(grant: Grant, held: Sequence[Grant]) -> Iterable[Fault]:
    if not grant.holder or not (
        "@" in grant.holder or "#" in grant.holder or GROUP in grant.holder
    ):
        yield Fault(
            "holder",
            f"Found {grant.holder or 'nothing'!r}; expected somebody who has signed in, an e-mail "
            "address, or group: and the name of a group.",
        )
    if grant.role not in EVERY_ROLE:
        yield Fault("role", "Choose a role.")
    if grant.role is Role.EDITOR and not grant.trusts:
        yield Fault("trusts", "Choose the editor’s own trusts.")
    if any(grant[:3] == one[:3] for one in held):
        yield Fault("holder", "They have this role already.")
    if not held and (grant.role is not Role.ADMINISTRATOR or "#" not in grant.holder):
        # From the first role on only those who have one may do more than read.
        yield Fault(
            "role", "Name somebody who has signed in as administrator first, such as yourself."
        )


def person_of(one: SignedIn, given: Sequence[Grant], chosen: Settings) -> Person:
    """Return somebody who has signed in with what they may do.

    As long as no role is given to anybody, whoever has signed in may do all, but what settings keep
    for those they name.

    Parameters
    ----------
    given
        The roles of the database.

    """
    by_settings = grants_in(chosen.roles)
    updaters = {tidy(each) for each in chosen.updaters.split(",") if each.strip()}
    trusts: frozenset[int] = frozenset()
    if not given and not by_settings:
        mine = set(EVERY_ROLE) if not updaters else set(EVERY_ROLE) - {Role.UPDATER}
    else:
        held = [each for each in (*given, *by_settings) if each.holder in one.called]
        mine = {Role.READER, *(each.role for each in held)}
        trusts = frozenset().union(*(each.trusts for each in held))
    if updaters & one.called:
        mine.add(Role.UPDATER)
    return Person(
        one.name,
        known=True,
        identity=one.identity,
        roles=frozenset(mine),
        trusts=trusts,
        declares_for=_declares_for(one, chosen.declarers),
    )


def _declares_for(one: SignedIn, declarers: str) -> frozenset[int] | None:
    by_name = [declares_for(name, declarers) for name in (one.email, one.identity)]
    if any(trusts is None for trusts in by_name):
        return None
    return frozenset().union(*(trusts or () for trusts in by_name))
