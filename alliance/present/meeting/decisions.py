"""The decision log: what a meeting proposed and decided, against the scene it was looking at."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from alliance import clock
from alliance.errors import DecisionFaults, Fault, UnknownDecision
from alliance.present.in_meeting import demand_not_in_use
from alliance.present.meeting.decision import (
    LABELS,
    MOST_LETTERS,
    Decision,
    DecisionChanged,
    Screen,
    Words,
    decision_day,
)
from alliance.present.presentation_store import PresentationStore
from alliance.present.presentation_tables import decisions, presentations
from alliance.present.scene_reading import scene_from
from alliance.register.people.access import refusals_kept, writing
from alliance.register.permission import Action, Person, demand
from alliance.register.versioned_rows import VersionedRows

if TYPE_CHECKING:
    from alliance.present.scene import Scene
    from alliance.views.content import Content

MOST_DECISIONS = 1_000


class DecisionLog:
    """The decisions kept in a database.

    Every write asks whether the person may present, and raises ``NotAllowed`` where not. Those of
    a presentation that is in use are its presenter's, and anybody else meets ``PresentationInUse``.

    Parameters
    ----------
    engine
        As :func:`alliance.register.database.open_database` gives it.
    key
        Of the meeting that whoever asks steers, if any.

    """

    def __init__(self, engine: sa.Engine, key: str | None = None) -> None:
        self._engine, self._key = engine, key
        self._rows = VersionedRows(decisions, _unknown)

    def all(self, presentation_id: int, *, withdrawn: bool = False) -> list[Decision]:
        """Return decisions of a presentation as they were noted; withdrawn ones if asked for."""
        query = (
            sa.select(decisions)
            .where(
                decisions.c.presentation_id == presentation_id,
                decisions.c.withdrawn == withdrawn,
            )
            .order_by(decisions.c.id)
        )
        with self._engine.connect() as connection:
            demand_not_in_use(connection, presentation_id, self._key)
            return [_decision(row) for row in connection.execute(query).mappings()]

    def note(
        self, presentation_id: int, words: Words, scene: Scene, content: Content, person: Person
    ) -> Decision:
        """Note something against a scene, with what it shows.

        Raises
        ------
        NotAllowed, UnknownPresentation
            The person may not, or there is no such presentation.
        DecisionFaults
            The words break rules (all of them told at once), or the log is full.
        """
        with refusals_kept(self._engine, person):
            demand(person, Action.PRESENT)
        stored = PresentationStore(self._engine).get(presentation_id)
        now = clock.now()
        _demand_rules(words, clock.in_london(now).date())
        seen = Screen.of(content, names_hidden=stored.presentation.redacted)
        with writing(self._engine, person, Action.PRESENT) as connection:
            demand(person, Action.PRESENT, made_by=stored.made_by_id)
            demand_not_in_use(connection, presentation_id, self._key)
            self._see_room(connection, presentation_id)
            noted = {
                "presentation_id": presentation_id,
                "scene": scene.as_json(notes=False),
                "screen": seen.as_json(),
                "noted_at": now,
                "noted_by": person.name[:300],
                "noted_by_id": person.identity,
                "withdrawn": False,
                **_values(words),
                **_by(person, now),
            }
            return _decision(self._rows.add(connection, noted))

    def change(self, number: int, words: Words, person: Person, *, version: int) -> Decision:
        """Put other words in the place of the version that was read.

        Raises
        ------
        NotAllowed, UnknownDecision, DecisionFaults
            As for :meth:`note`.
        DecisionChanged
            Somebody else changed it since; nothing is written, and the error holds theirs.
        """
        with writing(self._engine, person, Action.PRESENT) as connection:
            held = _decision(self._rows.get(connection, number))
            _demand_rules(words, decision_day(held))
            if held.version != version or held.withdrawn:
                raise DecisionChanged(theirs=held)
            return self._write(connection, held, person, _values(words))

    def withdraw(self, number: int, person: Person) -> Decision:
        """Take a decision out of the log; :meth:`restore` brings it back."""
        return self._mark(number, person, withdrawn=True)

    def restore(self, number: int, person: Person) -> Decision:
        """Bring back what was taken out."""
        return self._mark(number, person, withdrawn=False)

    def _mark(self, number: int, person: Person, *, withdrawn: bool) -> Decision:
        with writing(self._engine, person, Action.PRESENT) as connection:
            held = _decision(self._rows.get(connection, number))
            if held.withdrawn == withdrawn:
                return held
            return self._write(connection, held, person, {"withdrawn": withdrawn})

    def _write(
        self, connection: sa.Connection, held: Decision, person: Person, values: dict[str, Any]
    ) -> Decision:
        whose = sa.select(presentations.c.made_by_id).where(
            presentations.c.id == held.presentation_id
        )
        demand(person, Action.PRESENT, made_by=connection.scalar(whose) or "")
        demand_not_in_use(connection, held.presentation_id, self._key)
        written = {**values, **_by(person, clock.now())}
        changed = self._rows.change(connection, held.id, held.version, written)
        now = _decision(self._rows.get(connection, held.id))
        if not changed:
            raise DecisionChanged(theirs=now)
        return now

    def _see_room(self, connection: sa.Connection, presentation_id: int) -> None:
        query = sa.select(sa.func.count()).where(decisions.c.presentation_id == presentation_id)
        if (connection.scalar(query) or 0) >= MOST_DECISIONS:
            full = f"The log holds {MOST_DECISIONS:,} decisions, the most that are kept."
            raise DecisionFaults(
                [Fault("proposal", f"{full} Duplicate the presentation, and note them there.")]
            )


def _unknown(number: int | None) -> UnknownDecision:
    return UnknownDecision(f"There is no decision number {number}.")


def _demand_rules(words: Words, noted_on: dt.date) -> None:
    if faults := words.faults(noted_on):
        raise DecisionFaults(faults)


def _values(words: Words) -> dict[str, Any]:
    texts = {name: getattr(words, name).strip() for name in MOST_LETTERS}
    return {**texts, "due_on": words.due_on}


def _by(person: Person, now: dt.datetime) -> dict[str, Any]:
    return {"changed_at": now, "changed_by": person.name[:300], "changed_by_id": person.identity}


def _decision(row: sa.RowMapping) -> Decision:
    return Decision(
        **{name: row[name] for name in ("id", "version", "presentation_id", "withdrawn")},
        words=Words(**{name: row[name] for name in LABELS}),
        scene=scene_from(row["scene"]),
        screen=Screen.from_json(row["screen"]),
        noted_at=clock.in_utc(row["noted_at"]),
        noted_by=row["noted_by"],
        changed_at=clock.in_utc(row["changed_at"]),
        changed_by=row["changed_by"],
    )
