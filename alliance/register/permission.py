"""Who may do what: asked on the server before every write."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from alliance.errors import NotAllowed


class Action(StrEnum):
    """What a person may want to do with the register."""

    READ = "read"
    ADD = "add"
    CHANGE = "change"
    MOVE = "move"
    REVIEW = "review"
    WITHDRAW = "withdraw"
    RESTORE = "restore"
    IMPORT = "import"
    PRESENT = "present"


@dataclass(frozen=True)
class Person:
    """Who is asking.

    Parameters
    ----------
    name
        As the sign-in gives it, or as the settings name the local user.
    known
        Whether they signed in, or are the local user of an app without sign-in.

    """

    name: str
    known: bool


ANONYMOUS = Person("Anonymous visitor", known=False)


def may(person: Person, action: Action) -> bool:
    """Tell whether ``person`` may do ``action``: everybody reads, a known person does all."""
    return action is Action.READ or person.known


def demand(person: Person, action: Action) -> None:
    """See that ``person`` may do ``action``.

    Raises
    ------
    NotAllowed
        They may not.
    """
    if not may(person, action):
        what = (
            "follow presentations but not keep or steer one"
            if action is Action.PRESENT
            else f"read the register but not {action} in it"
        )
        raise NotAllowed(f"{person.name} may {what}. Sign in.")
