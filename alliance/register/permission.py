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

    """

    name: str
    known: bool
    updates: bool = True


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
