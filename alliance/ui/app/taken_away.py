"""Files that people take away: each is kept, by name, with who took it."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

from alliance.current.state import database_of_people
from alliance.errors import AllianceError, NotAllowed
from alliance.register.people.access import note_file
from alliance.ui.app.sign_in import current_sign_in, person
from alliance.ui.app.sign_in_held import held, why_ended

if TYPE_CHECKING:
    from collections.abc import Callable

    from alliance.register import Person

T = TypeVar("T")


def taken_away(name: str, build: Callable[[], T]) -> Callable[[], T]:
    """Return what builds a file when it is asked for, and keeps that it was taken.

    It is built after the page was drawn, so a sign-in that ended meanwhile is seen to.
    """
    who, sign_in = person(), current_sign_in()

    def built() -> T:
        if who.known and sign_in and (ended := held(sign_in).ended):
            raise NotAllowed(why_ended(ended))
        note_taken(name, who)
        return build()

    return built


def note_taken(name: str, who: Person) -> None:
    """Keep that a file was taken by a person; where the register is away, it is not kept."""
    with suppress(AllianceError):
        note_file(database_of_people(), who, name)
