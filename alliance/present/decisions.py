"""The decision log: what a meeting proposed and decided, against the scene it was looking at."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from alliance.errors import DecisionChanged, DecisionFaults, UnknownDecision
from alliance.present.content import Figure
from alliance.present.scene import Scene, scene_from
from alliance.present.shelf import Shelf
from alliance.present.tables import decisions
from alliance.register.permission import Action, Person, demand
from alliance.register.rules import UNKEPT, Fault

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alliance.present.content import Content

MOST_LETTERS = {"proposal": 4_000, "decision": 4_000, "owner": 200, "dissent": 4_000}
LABELS = {
    "proposal": "Proposal",
    "decision": "Decision",
    "owner": "Owner",
    "due_on": "Due",
    "dissent": "Dissent",
}
MOST_DECISIONS = 1_000
_FURTHEST = dt.timedelta(days=3_660)


@dataclass(frozen=True)
class Words:
    """What is noted.

    Parameters
    ----------
    proposal, decision
        What was proposed and what came of it; no decision as long as there is none.
    owner, due_on
        Who sees to it, and by when.
    dissent
        Who thought otherwise, and why.

    """

    proposal: str
    decision: str = ""
    owner: str = ""
    due_on: dt.date | None = None
    dissent: str = ""

    def faults(self, noted_on: dt.date) -> list[Fault]:
        """Give every rule that the words break, all at once."""
        broken = []
        if not self.proposal.strip():
            broken.append(Fault("proposal", "Say what was proposed."))
        for name, most in MOST_LETTERS.items():
            words: str = getattr(self, name)
            if len(words) > most:
                found = f"{LABELS[name]}: at most {most:,} letters; found {len(words):,}."
                broken.append(Fault(name, f"{found} Shorten it."))
            if UNKEPT.search(words):
                cannot = f"{LABELS[name]}: it holds a character that cannot be kept."
                broken.append(Fault(name, f"{cannot} Type it anew."))
        if self.due_on and not noted_on <= self.due_on <= noted_on + _FURTHEST:
            broken.append(
                Fault(
                    "due_on",
                    f"Due: expected a day from {_day(noted_on)}, when it was noted, to ten years "
                    f"later; found {_day(self.due_on)}.",
                )
            )
        return broken


@dataclass(frozen=True)
class Screen:
    """What was on the screen when something was noted: words and figures, as the room read them.

    Parameters
    ----------
    title, caption, sentence, figures, sources, warnings
        As in :class:`alliance.present.content.Content`.

    """

    title: str
    caption: str = ""
    sentence: str = ""
    figures: tuple[Figure, ...] = ()
    sources: str = ""
    warnings: tuple[str, ...] = ()

    @classmethod
    def of(cls, content: Content) -> Screen:
        """Give what a content shows in words and figures."""
        return cls(
            title=content.title,
            caption=content.caption,
            sentence=content.sentence,
            figures=content.figures,
            sources=content.sources,
            warnings=content.warnings,
        )

    def as_json(self) -> dict[str, Any]:
        """Give it as JSON holds it."""
        held = {name: getattr(self, name) for name in ("title", "caption", "sentence", "sources")}
        lists = {"figures": [list(one) for one in self.figures], "warnings": list(self.warnings)}
        return held | lists

    @classmethod
    def from_json(cls, given: Mapping[str, Any]) -> Screen:
        """Read what :meth:`as_json` gave."""
        figures = tuple(Figure(*one) for one in given["figures"])
        return cls(**{**given, "figures": figures, "warnings": tuple(given["warnings"])})


@dataclass(frozen=True)
class Decision:
    """A line of the log.

    Parameters
    ----------
    id, version, presentation_id
        Its number, how often it was changed, and the presentation it belongs to.
    words
        What was noted.
    scene, screen
        The scene it was noted against, without speaker notes, and what that showed then.
    noted_at, noted_by, changed_at, changed_by
        When, in UTC, and by whom.
    withdrawn
        Whether it was taken out; it can be brought back.

    """

    id: int
    version: int
    presentation_id: int
    words: Words
    scene: Scene
    screen: Screen
    noted_at: dt.datetime
    noted_by: str
    changed_at: dt.datetime
    changed_by: str
    withdrawn: bool


class DecisionLog:
    """The decisions kept in a database.

    Every write asks whether the person may present, and raises ``NotAllowed`` where not.

    Parameters
    ----------
    engine
        As :func:`alliance.register.database.open_database` gives it.

    """

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def all(self, presentation_id: int, *, withdrawn: bool = False) -> list[Decision]:
        """Give the decisions of a presentation as they were noted; withdrawn ones if asked for."""
        query = (
            sa.select(decisions)
            .where(
                decisions.c.presentation_id == presentation_id,
                decisions.c.withdrawn == withdrawn,
            )
            .order_by(decisions.c.id)
        )
        with self._engine.connect() as connection:
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
        demand(person, Action.PRESENT)
        Shelf(self._engine).get(presentation_id)
        now = dt.datetime.now(dt.UTC)
        _demand_rules(words, now.date())
        seen = Screen.of(content)
        with self._engine.begin() as connection:
            self._see_room(connection, presentation_id)
            made = connection.execute(
                decisions.insert().values(
                    version=1,
                    presentation_id=presentation_id,
                    scene=scene.as_json(notes=False),
                    screen=seen.as_json(),
                    noted_at=now,
                    noted_by=person.name[:300],
                    withdrawn=False,
                    **_values(words),
                    **_by(person, now),
                )
            )
            (number,) = made.inserted_primary_key or (0,)
            return self._held(connection, int(number))

    def change(self, number: int, words: Words, person: Person, *, version: int) -> Decision:
        """Put other words in the place of the version that was read.

        Raises
        ------
        NotAllowed, UnknownDecision, DecisionFaults
            As for :meth:`note`.
        DecisionChanged
            Somebody else changed it since; nothing is written, and the error holds theirs.
        """
        demand(person, Action.PRESENT)
        with self._engine.begin() as connection:
            held = self._held(connection, number)
            _demand_rules(words, held.noted_at.date())
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
        demand(person, Action.PRESENT)
        with self._engine.begin() as connection:
            held = self._held(connection, number)
            if held.withdrawn == withdrawn:
                return held
            return self._write(connection, held, person, {"withdrawn": withdrawn})

    def _write(
        self, connection: sa.Connection, held: Decision, person: Person, values: dict[str, Any]
    ) -> Decision:
        changed = connection.execute(
            decisions.update()
            .where(decisions.c.id == held.id, decisions.c.version == held.version)
            .values(version=held.version + 1, **values, **_by(person, dt.datetime.now(dt.UTC)))
        )
        now = self._held(connection, held.id)
        if not changed.rowcount:
            raise DecisionChanged(theirs=now)
        return now

    def _held(self, connection: sa.Connection, number: int) -> Decision:
        query = sa.select(decisions).where(decisions.c.id == number)
        row = connection.execute(query).mappings().first()
        if row is None:
            raise UnknownDecision(f"There is no decision number {number}.")
        return _decision(row)

    def _see_room(self, connection: sa.Connection, presentation_id: int) -> None:
        query = sa.select(sa.func.count()).where(decisions.c.presentation_id == presentation_id)
        if (connection.scalar(query) or 0) >= MOST_DECISIONS:
            full = f"The log holds {MOST_DECISIONS:,} decisions, the most that are kept."
            raise DecisionFaults(
                [Fault("proposal", f"{full} Duplicate the presentation, and note them there.")]
            )


def decision_day(decision: Decision) -> dt.date:
    """Give the day on which something was noted, which is that of its meeting."""
    return decision.noted_at.date()


def _demand_rules(words: Words, noted_on: dt.date) -> None:
    if faults := words.faults(noted_on):
        raise DecisionFaults(faults)


def _values(words: Words) -> dict[str, Any]:
    texts = {name: getattr(words, name).strip() for name in MOST_LETTERS}
    return {**texts, "due_on": words.due_on}


def _by(person: Person, now: dt.datetime) -> dict[str, Any]:
    return {"changed_at": now, "changed_by": person.name[:300]}


def _decision(row: sa.RowMapping) -> Decision:
    return Decision(
        **{name: row[name] for name in ("id", "version", "presentation_id", "withdrawn")},
        words=Words(**{name: row[name] for name in LABELS}),
        scene=scene_from(row["scene"]),
        screen=Screen.from_json(row["screen"]),
        noted_at=_in_utc(row["noted_at"]),
        noted_by=row["noted_by"],
        changed_at=_in_utc(row["changed_at"]),
        changed_by=row["changed_by"],
    )


def _in_utc(when: dt.datetime) -> dt.datetime:
    # SQLite gives the time without its zone, which is UTC; PostgreSQL in that of its session.
    return when.astimezone(dt.UTC) if when.tzinfo else when.replace(tzinfo=dt.UTC)


def _day(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"
