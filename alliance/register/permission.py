"""Who may do what: one table of roles and actions, asked on the server before every write."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from alliance.errors import NotAllowed

if TYPE_CHECKING:
    from collections.abc import Collection


class Action(StrEnum):
    """What a person may want to do with the register, a presentation or the history."""

    READ = "read"
    READ_REGISTER = "read the register"
    READ_NAMES = "read names"
    ADD = "add"
    CHANGE = "change"
    MOVE = "move"
    UNDO_MOVE = "undo move"
    REVIEW = "review"
    WITHDRAW = "withdraw"
    RESTORE = "restore"
    IMPORT = "import"
    CLEAR = "remove example data"
    DECLARE = "declare"
    PRESENT = "present"
    UPDATE = "update"
    ADMINISTER = "give roles"


class Role(StrEnum):
    """What a person is to the app; one may be several."""

    VISITOR = "visitor"
    READER = "reader"
    EDITOR = "editor"
    REVIEWER = "reviewer"
    COMMISSIONER = "commissioner"
    ADMINISTRATOR = "administrator"
    UPDATER = "updater"


class Reach(StrEnum):
    """How far a right goes."""

    OWN = "own"
    EVERY = "every"


ABOUT = {
    Role.VISITOR: "Anybody who has not signed in.",
    Role.READER: "Whoever has signed in.",
    Role.EDITOR: "Writes what their own trusts give or receive, and their own presentations.",
    Role.REVIEWER: "Reviews support, and makes presentations of their own.",
    Role.COMMISSIONER: "Writes the whole register and every presentation.",
    Role.ADMINISTRATOR: "Gives and takes roles, takes out what should not be there.",
    Role.UPDATER: "Brings the published data up to date.",
}
IN_WORDS = {
    Action.READ: "Look at schools, trusts, maps and figures",
    Action.READ_REGISTER: "Read the register and presentations",
    Action.READ_NAMES: "Read who changed what, notes and the trail of changes",
    Action.ADD: "Add support",
    Action.CHANGE: "Change support",
    Action.MOVE: "Change its status",
    Action.UNDO_MOVE: "Take a change of status back",
    Action.REVIEW: "Review it",
    Action.WITHDRAW: "Withdraw it",
    Action.RESTORE: "Restore it",
    Action.IMPORT: "Import a file of support",
    Action.CLEAR: "Remove example data",
    Action.DECLARE: "Declare on a trust’s internal support",
    Action.PRESENT: "Make and change presentations, present, note decisions",
    Action.UPDATE: "Update the published data, and return to those before",
    Action.ADMINISTER: "Give and take roles",
}
_READING = dict.fromkeys((Action.READ, Action.READ_REGISTER, Action.READ_NAMES), Reach.EVERY)
_KEEPING = (
    Action.ADD,
    Action.CHANGE,
    Action.MOVE,
    Action.UNDO_MOVE,
    Action.WITHDRAW,
    Action.RESTORE,
    Action.IMPORT,
    Action.DECLARE,
    Action.PRESENT,
)
TABLE: dict[Role, dict[Action, Reach]] = {
    Role.VISITOR: dict.fromkeys((Action.READ, Action.READ_REGISTER), Reach.EVERY),
    Role.READER: _READING,
    Role.EDITOR: {**_READING, **dict.fromkeys(_KEEPING, Reach.OWN)},
    Role.REVIEWER: {**_READING, Action.REVIEW: Reach.EVERY, Action.PRESENT: Reach.OWN},
    Role.COMMISSIONER: {
        **_READING,
        **dict.fromkeys((*_KEEPING, Action.REVIEW, Action.CLEAR), Reach.EVERY),
    },
    Role.ADMINISTRATOR: {
        **_READING,
        **dict.fromkeys(
            (Action.ADMINISTER, Action.WITHDRAW, Action.RESTORE, Action.CLEAR), Reach.EVERY
        ),
    },
    Role.UPDATER: {**_READING, Action.UPDATE: Reach.EVERY},
}
"""How far each role goes in each action; what is not in it, nobody may by that role."""
EVERY_ROLE = frozenset(Role) - {Role.VISITOR}
SIGN_IN = "Sign in to do this. Without signing in you can only read."


@dataclass(frozen=True)
class Person:
    """Who is asking.

    Parameters
    ----------
    name
        To be read by people; nothing is decided by it.
    known
        Whether they signed in, or are the local user of an app without sign-in.
    identity
        Who they are: the provider's address, ``#``, and what it calls them for good; nothing where
        there is no sign-in.
    roles
        What they are to the app, where they are known.
    trusts
        UIDs of the trusts that are an editor's own.
    declares_for
        UIDs of the only trusts for which they may declare that internal support is its own
        business; nothing where the settings name nobody for that.
    shared
        Whether nothing tells them from others of this name, as where there is no sign-in.
    kept_from
        What the settings keep from who has not signed in.
    way_in
        What one who is not known does to be.

    """

    name: str
    known: bool
    identity: str = ""
    roles: frozenset[Role] = EVERY_ROLE
    trusts: frozenset[int] = frozenset()
    declares_for: frozenset[int] | None = None
    shared: bool = False
    kept_from: frozenset[Action] = frozenset()
    way_in: str = SIGN_IN

    def reach(self, action: Action) -> Reach | None:
        """Return how far they go in an action; nothing where they may not do it."""
        if action in self.kept_from:
            return None
        roles = self.roles | {Role.READER} if self.known else {Role.VISITOR}
        found = {TABLE[role].get(action) for role in roles}
        return next((reach for reach in (Reach.EVERY, Reach.OWN) if reach in found), None)


EVERY_TRUST = "*"


def declares_for(name: str, declarers: str) -> frozenset[int] | None:
    """Return the trusts for which a name may declare, by the setting; nothing for every trust.

    >>> sorted(declares_for("ann@example.org", "4119=Ann@example.org; 4474=cy@example.org"))
    [4119]
    """
    if not declarers.strip():
        return None
    given = [part.partition("=") for part in declarers.split(";")]
    mine = {
        trust.strip()
        for trust, _, names in given
        if name and name.casefold() in {each.strip().casefold() for each in names.split(",")}
    }
    if EVERY_TRUST in mine:
        return None
    return frozenset(int(trust) for trust in mine if trust.isascii() and trust.isdecimal())


ANONYMOUS = Person("Anonymous visitor", known=False, roles=frozenset())


def may(
    person: Person,
    action: Action,
    *,
    trusts: Collection[int] | None = None,
    made_by: str | None = None,
) -> bool:
    """Return whether ``person`` may do ``action``, with some thing of that kind unless one is told.

    Parameters
    ----------
    trusts
        UIDs of the trusts whose the thing is.
    made_by
        The identity of whoever made it.

    """
    return why_not(person, action, trusts=trusts, made_by=made_by) == ""


def why_not(
    person: Person,
    action: Action,
    *,
    trusts: Collection[int] | None = None,
    made_by: str | None = None,
) -> str:
    """Return why ``person`` may not do ``action``, as :func:`may` has it; "" where they may."""
    reach = person.reach(action)
    if reach is None and not person.known:
        return person.way_in
    if reach is None:
        able = [role for role, actions in TABLE.items() if action in actions]
        return f"Your role does not allow this; it takes {_either(able)}. Ask an administrator."
    named = person.declares_for
    if action is Action.DECLARE and named is not None and not named.issuperset(trusts or ()):
        return "Only those whom the app's settings name for this trust may do this."
    if reach is Reach.EVERY:
        return ""
    if trusts is not None and person.trusts.isdisjoint(trusts):
        own = ", ".join(map(str, sorted(person.trusts))) or "none yet"
        return f"You may do this for your own trusts only ({own})."
    if made_by is not None and (not made_by or made_by != person.identity):
        return "You may do this only with what you made yourself. Duplicate it, and change that."
    return ""


def demand(
    person: Person,
    action: Action,
    *,
    trusts: Collection[int] | None = None,
    made_by: str | None = None,
) -> None:
    """See that ``person`` may do ``action``, as :func:`may` has it.

    Raises
    ------
    NotAllowed
        They may not.
    """
    reason = why_not(person, action, trusts=trusts, made_by=made_by)
    if not reason:
        return
    if person.known:
        raise NotAllowed(f"{person.name} may not {_done(action, trusts)}. {reason}")
    raise NotAllowed(f"{person.name} may {_INSTEAD.get(action, _READS.format(action))}. {reason}")


def may_declare_for(person: Person, trust_uid: int) -> bool:
    """Return whether ``person`` may declare something for a trust."""
    return may(person, Action.DECLARE, trusts=[trust_uid])


_READS = "read the register but not {} in it"
_INSTEAD = {
    Action.PRESENT: "follow presentations but not keep or start one",
    Action.UPDATE: "see the data but not bring it up to date",
    Action.READ: "follow a presentation but not look further",
    Action.READ_REGISTER: "look at published records but not at the register",
    Action.ADMINISTER: "read but not give roles",
}


def _done(action: Action, trusts: Collection[int] | None) -> str:
    of = f" for trust {', '.join(map(str, sorted(trusts)))}" if trusts else ""
    return f"{action}{of}"


def _either(roles: list[Role]) -> str:
    *others, last = roles
    return f"{', '.join(others)} or {last}" if others else str(last)
