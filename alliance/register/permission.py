"""Who may do what: asked on the server before every write."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from alliance.errors import NotAllowed


class Action(StrEnum):
    """What a person may want to do with the register, a presentation or the history."""

    READ = "read"
    ADD = "add"
    CHANGE = "change"
    MOVE = "move"
    UNDO_MOVE = "undo move"
    REVIEW = "review"
    WITHDRAW = "withdraw"
    RESTORE = "restore"
    IMPORT = "import"
    DECLARE = "declare"
    PRESENT = "present"
    UPDATE = "update"


@dataclass(frozen=True)
class Person:
    """Who is asking.

    Parameters
    ----------
    name
        As the sign-in gives it, or as the settings name the local user.
    known
        Whether they signed in, or are the local user of an app without sign-in.
    updates
        Whether they may bring the history up to date, which changes what everybody sees.
    declares_for
        UIDs of the trusts for which they may declare that internal support is its own business;
        nothing where that is every trust.
    shared
        Whether nothing tells them from others of this name, as where there is no sign-in.

    """

    name: str
    known: bool
    updates: bool = True
    declares_for: frozenset[int] | None = None
    shared: bool = False


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
        if name.casefold() in {each.strip().casefold() for each in names.split(",")}
    }
    if EVERY_TRUST in mine:
        return None
    return frozenset(int(trust) for trust in mine if trust.isascii() and trust.isdecimal())


ANONYMOUS = Person("Anonymous visitor", known=False, updates=False)
# What one who may not do an action may do instead; of the register's own it is the same.
INSTEAD = {
    Action.PRESENT: "follow presentations but not keep or steer one. Sign in.",
    Action.UPDATE: "see the data but not bring it up to date. Ask one of those that the app's "
    "settings name.",
}


def may(person: Person, action: Action) -> bool:
    """Return whether ``person`` may do ``action``.

    Everybody reads, and a known person does all, but that only some may bring the history up to
    date.
    """
    if action is Action.UPDATE:
        return person.known and person.updates
    return action is Action.READ or person.known


def may_declare_for(person: Person, trust_uid: int) -> bool:
    """Return whether ``person`` may declare something for a trust."""
    trusts = person.declares_for
    return may(person, Action.DECLARE) and (trusts is None or trust_uid in trusts)


def demand_for_trust(person: Person, trust_uid: int) -> None:
    """See that ``person`` may declare something for a trust.

    Raises
    ------
    NotAllowed
        They may not.
    """
    demand(person, Action.DECLARE)
    if not may_declare_for(person, trust_uid):
        raise NotAllowed(
            f"{person.name} may not declare for trust {trust_uid}. Ask one of those whom the app's "
            "settings name for it."
        )


def demand(person: Person, action: Action) -> None:
    """See that ``person`` may do ``action``.

    Raises
    ------
    NotAllowed
        They may not.
    """
    if not may(person, action):
        instead = INSTEAD.get(action, f"read the register but not {action} in it. Sign in.")
        raise NotAllowed(f"{person.name} may {instead}")
