"""Where presentations are kept: in the register's database, each with a version."""

from __future__ import annotations

import base64
import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from alliance import clock
from alliance.errors import PresentationChanged, PresentationFaults, UnknownPresentation
from alliance.present.in_meeting import demand_not_in_use, hide_names, in_use
from alliance.present.presentation_tables import presentations
from alliance.present.scene import stray_braces
from alliance.present.scene_reading import presentation_from
from alliance.register.people.access import refusals_kept, writing
from alliance.register.permission import Action, Person, demand
from alliance.register.versioned_rows import VersionedRows

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from alliance.present.scene import Presentation, Scene

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
    in_use
        Whether a meeting shows it, and another presenter has that meeting's key: it comes without
        its notes then, and cannot be changed.
    made_by_id
        The identity of whoever made it; nothing where that is not known.

    """

    id: int
    version: int
    presentation: Presentation
    changed_at: dt.datetime
    changed_by: str
    deleted: bool
    in_use: bool = False
    made_by_id: str = ""


class PresentationStore:
    """The presentations kept in a database.

    Every write asks whether the person may present, and raises ``NotAllowed`` where not; one to a
    presentation that is in use raises ``PresentationInUse``.

    Parameters
    ----------
    engine
        As :func:`alliance.register.database.open_database` gives it.
    key
        Of the meeting that whoever asks steers, if any.

    """

    def __init__(self, engine: sa.Engine, key: str | None = None) -> None:
        self.engine, self._key = engine, key
        self._rows = VersionedRows(presentations, _unknown)

    def all(self, *, deleted: bool = False) -> list[Stored]:
        """Return the presentations, last changed first; those taken away when asked for."""
        query = sa.select(presentations).where(presentations.c.deleted == deleted)
        query = query.order_by(presentations.c.changed_at.desc(), presentations.c.id.desc())
        with self.engine.connect() as connection:
            others = in_use(connection, self._key)
            rows = connection.execute(query).mappings()
            return [_stored(row, in_use=row["id"] in others) for row in rows]

    def get(self, number: int) -> Stored:
        """Return one presentation, taken away or not.

        Raises
        ------
        UnknownPresentation
            There is none of this number.
        """
        with self.engine.connect() as connection:
            others = in_use(connection, self._key)
            return _stored(self._rows.get(connection, number), in_use=number in others)

    def add(self, presentation: Presentation, person: Person) -> Stored:
        """Keep a new presentation; where its name is taken it gets a number behind it."""
        with writing(self.engine, person, Action.PRESENT) as connection:
            ready = _see_ready(presentation)
            free = replace(ready, name=self._free_name(connection, ready.name))
            made = {"deleted": False, "made_by_id": person.identity, **_values(free, person)}
            return _stored(self._rows.add(connection, made))

    def change(
        self, number: int, presentation: Presentation, person: Person, *, version: int
    ) -> Stored:
        """Put a presentation in the place of the version that was read.

        Where it hides schools' names, so does every meeting that shows it, at once.

        Raises
        ------
        PresentationChanged
            Somebody else changed it since; nothing is written.
        """
        held = self.get(number)
        with refusals_kept(self.engine, person):
            demand(person, Action.PRESENT, made_by=held.made_by_id)
        ready = _see_ready(presentation, held.presentation.scenes)
        return self._write(number, version, _values(ready, person), person)

    def delete(self, number: int, person: Person) -> Stored:
        """Take a presentation away; :meth:`restore` brings it back."""
        return self._mark(number, person, deleted=True)

    def restore(self, number: int, person: Person) -> Stored:
        """Bring back what was taken away."""
        return self._mark(number, person, deleted=False)

    def _mark(self, number: int, person: Person, *, deleted: bool) -> Stored:
        held = self.get(number)
        return self._write(number, held.version, {"deleted": deleted}, person)

    def _write(
        self, number: int, version: int, values: Mapping[str, Any], person: Person
    ) -> Stored:
        with writing(self.engine, person, Action.PRESENT) as connection:
            made_by = self._rows.get(connection, number)["made_by_id"]
            demand(person, Action.PRESENT, made_by=made_by)
            demand_not_in_use(connection, number, self._key)
            written = self._rows.change(connection, number, version, values)
            held = _stored(self._rows.get(connection, number))
            if not written:
                raise PresentationChanged(
                    f"“{held.presentation.name}” was changed by {held.changed_by} in the "
                    "meantime. It is shown as it is now; make your change again."
                )
            if held.presentation.redacted:
                hide_names(connection, number)
            return held

    def _free_name(self, connection: sa.Connection, name: str) -> str:
        query = sa.select(presentations.c.name).where(~presentations.c.deleted)
        taken = set(connection.execute(query).scalars())
        candidates = (name if n == 1 else f"{name[:190]} {n}" for n in range(1, len(taken) + 2))
        return next(one for one in candidates if one not in taken)


def exported(
    presentation: Presentation, pictures: Mapping[str, bytes] | None = None, *, notes: bool = True
) -> dict[str, Any]:
    """Return a presentation as a file that says what it is, with the pictures of its scenes."""
    held = {name: base64.b64encode(one).decode() for name, one in (pictures or {}).items()}
    return {
        "format": FORMAT,
        "version": FORMAT_VERSION,
        "presentation": presentation.as_json(notes=notes),
        **({"pictures": held} if held else {}),
    }


def pictures_in(given: Mapping[str, Any]) -> dict[str, bytes]:
    """Return the pictures in what :func:`exported` gave, by the digest its scenes know them by.

    Raises
    ------
    PresentationFaults
        They are not as they were written.
    """
    held = given.get("pictures", {})
    try:
        return {str(name): base64.b64decode(one, validate=True) for name, one in held.items()}
    except (AttributeError, TypeError, ValueError) as fault:
        raise PresentationFaults(["The pictures in it are damaged. Export it again."]) from fault


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


def _unknown(number: int | None) -> UnknownPresentation:
    return UnknownPresentation(f"There is no presentation number {number}.")


def _see_ready(presentation: Presentation, known: Collection[Scene] = ()) -> Presentation:
    """Return what is kept; raise PresentationFaults for what must not be, all of it at once."""
    faults = [] if presentation.name.strip() else ["A presentation needs a name."]
    if faults := [*faults, *stray_braces(presentation, known)]:
        raise PresentationFaults(faults)
    # Only what can be read again is kept, with the ids that it then has.
    return presentation_from(presentation.as_json())


def _values(presentation: Presentation, person: Person) -> dict[str, Any]:
    return {
        "name": presentation.name,
        "content": presentation.as_json(),
        "changed_at": clock.now(),
        "changed_by": person.name[:300],
        "changed_by_id": person.identity,
    }


def _stored(row: sa.RowMapping, *, in_use: bool = False) -> Stored:
    held = presentation_from(row["content"])
    if in_use:
        held = replace(held, scenes=tuple(replace(scene, notes="") for scene in held.scenes))
    return Stored(
        id=row["id"],
        version=row["version"],
        presentation=replace(held, name=row["name"]),
        changed_at=clock.in_utc(row["changed_at"]),
        changed_by=row["changed_by"],
        deleted=row["deleted"],
        in_use=in_use,
        made_by_id=row["made_by_id"],
    )
