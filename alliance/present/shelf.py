"""Where presentations are kept: in the register's database, each with a version."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from alliance import clock
from alliance.errors import PresentationChanged, PresentationFaults, UnknownPresentation
from alliance.present.presentation_tables import presentations
from alliance.present.scene_reading import presentation_from
from alliance.register.permission import Action, Person, demand

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alliance.present.scene import Presentation

FORMAT, FORMAT_VERSION = "northern-alliance-presentation", 1
"""What an exported file calls itself."""


@dataclass(frozen=True)
class Stored:
    """A presentation as it is kept.

    Parameters
    ----------
    id, version
        Its number, and how often it was changed.
    presentation
        What it holds.
    changed_at, changed_by
        When it was last changed, in UTC, and by whom.
    deleted
        Whether it was taken away; it can be brought back.

    """

    id: int
    version: int
    presentation: Presentation
    changed_at: dt.datetime
    changed_by: str
    deleted: bool


class Shelf:
    """The presentations kept in a database.

    Every write asks whether the person may present, and raises ``NotAllowed`` where not.

    Parameters
    ----------
    engine
        As :func:`alliance.register.database.open_database` gives it.

    """

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine

    def all(self, *, deleted: bool = False) -> list[Stored]:
        """Return the presentations, last changed first; those taken away when asked for."""
        query = sa.select(presentations).where(presentations.c.deleted == deleted)
        query = query.order_by(presentations.c.changed_at.desc(), presentations.c.id.desc())
        with self.engine.connect() as connection:
            return [_stored(row) for row in connection.execute(query).mappings()]

    def get(self, number: int) -> Stored:
        """Return one presentation, taken away or not.

        Raises
        ------
        UnknownPresentation
            There is none of this number.
        """
        with self.engine.connect() as connection:
            return self._held(connection, number)

    def add(self, presentation: Presentation, person: Person) -> Stored:
        """Keep a new presentation; where its name is taken it gets a number behind it."""
        demand(person, Action.PRESENT)
        _see_named(presentation)
        with self.engine.begin() as connection:
            free = replace(presentation, name=self._free_name(connection, presentation.name))
            made = connection.execute(
                presentations.insert().values(version=1, deleted=False, **_values(free, person))
            )
            (number,) = made.inserted_primary_key or (0,)
            return self._held(connection, int(number))

    def change(
        self, number: int, presentation: Presentation, person: Person, *, version: int
    ) -> Stored:
        """Put a presentation in the place of the version that was read.

        Raises
        ------
        PresentationChanged
            Somebody else changed it since; nothing is written.
        """
        demand(person, Action.PRESENT)
        _see_named(presentation)
        return self._write(number, version, _values(presentation, person))

    def delete(self, number: int, person: Person) -> Stored:
        """Take a presentation away; :meth:`restore` brings it back."""
        return self._mark(number, person, deleted=True)

    def restore(self, number: int, person: Person) -> Stored:
        """Bring back what was taken away."""
        return self._mark(number, person, deleted=False)

    def _mark(self, number: int, person: Person, *, deleted: bool) -> Stored:
        demand(person, Action.PRESENT)
        held = self.get(number)
        return self._write(number, held.version, {"deleted": deleted})

    def _write(self, number: int, version: int, values: Mapping[str, Any]) -> Stored:
        with self.engine.begin() as connection:
            theirs = self._held(connection, number)
            changed = connection.execute(
                presentations.update()
                .where(presentations.c.id == number, presentations.c.version == version)
                .values(version=version + 1, **values)
            )
            if not changed.rowcount:
                raise PresentationChanged(
                    f"“{theirs.presentation.name}” was changed by {theirs.changed_by} in the "
                    "meantime. It is shown as it is now; make your change again."
                )
            return self._held(connection, number)

    def _held(self, connection: sa.Connection, number: int) -> Stored:
        query = sa.select(presentations).where(presentations.c.id == number)
        row = connection.execute(query).mappings().first()
        if row is None:
            raise UnknownPresentation(f"There is no presentation number {number}.")
        return _stored(row)

    def _free_name(self, connection: sa.Connection, name: str) -> str:
        query = sa.select(presentations.c.name).where(~presentations.c.deleted)
        taken = set(connection.execute(query).scalars())
        candidates = (name if n == 1 else f"{name[:190]} {n}" for n in range(1, len(taken) + 2))
        return next(one for one in candidates if one not in taken)


def exported(presentation: Presentation, *, notes: bool = True) -> dict[str, Any]:
    """Return a presentation as a file that says what it is."""
    return {
        "format": FORMAT,
        "version": FORMAT_VERSION,
        "presentation": presentation.as_json(notes=notes),
    }


def imported(given: object) -> Presentation:
    """Read what :func:`exported` gave.

    Raises
    ------
    PresentationFaults
        It is no such file, of another version, or faulty; every fault at once.
    """
    if not isinstance(given, dict) or given.get("format") != FORMAT:
        raise PresentationFaults(
            [f"This is no presentation of this app; expected a file with format {FORMAT!r}."]
        )
    version = given.get("version")
    if version != FORMAT_VERSION:
        raise PresentationFaults(
            [
                f"The file is of version {str(version)[:20]}; this app reads version "
                f"{FORMAT_VERSION}. Export it again from an app like this one."
            ]
        )
    return presentation_from(given.get("presentation"))


def _see_named(presentation: Presentation) -> None:
    if not presentation.name.strip():
        raise PresentationFaults(["A presentation needs a name."])
    # Only what can be read again is kept.
    presentation_from(presentation.as_json())


def _values(presentation: Presentation, person: Person) -> dict[str, Any]:
    return {
        "name": presentation.name,
        "content": presentation.as_json(),
        "changed_at": clock.now(),
        "changed_by": person.name[:300],
    }


def _stored(row: sa.RowMapping) -> Stored:
    held = presentation_from(row["content"])
    when = row["changed_at"]
    return Stored(
        id=row["id"],
        version=row["version"],
        presentation=replace(held, name=row["name"]),
        # SQLite gives the time without its zone, which is UTC.
        changed_at=when if when.tzinfo else when.replace(tzinfo=dt.UTC),
        changed_by=row["changed_by"],
        deleted=row["deleted"],
    )
