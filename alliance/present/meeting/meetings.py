"""Meetings: a presentation shown live, which whoever has its code may follow.

A meeting lives in the database, so that presenter and followers may be with different server
processes. Only the presenter gets the key that steers it; the database keeps its digest.
"""

from __future__ import annotations

import datetime as dt
import secrets
from typing import TYPE_CHECKING, Any, NamedTuple

import sqlalchemy as sa

from alliance import clock
from alliance.errors import MeetingOver, NotYourMeeting, PresentationFaults, UnknownMeeting
from alliance.present.in_meeting import NOBODY, key_digest
from alliance.present.meeting.codes import free_code, tidy
from alliance.present.meeting.followers import Followers
from alliance.present.meeting.meeting_row import Meeting, Pulse, Running, meeting_of, pulse_of
from alliance.present.meeting.record import write_records
from alliance.present.meeting.wrong_codes import (
    Who,
    count_wrong,
    refuse_locked_out,
    tries_left,
    who,
)
from alliance.present.presentation_tables import followers, meetings, presentations, votes
from alliance.present.scene import place_kept
from alliance.present.scene_reading import presentation_from
from alliance.register.people.access import refusals_kept, writing
from alliance.register.permission import Action, Person, demand, may

if TYPE_CHECKING:
    from alliance.present.scene import Presentation

LONGEST = dt.timedelta(hours=12)
LONGEST_IDLE = dt.timedelta(hours=4)
SCENES_GIVEN = dt.timedelta(days=1)
"""How long after its end a meeting's scenes are given."""
REMEMBERED = dt.timedelta(days=30)
"""How long after its end a meeting's code is known to have been one."""


class Begun(NamedTuple):
    """A meeting just begun, and the key that steers it: for the presenter and nobody else."""

    meeting: Meeting
    key: str


class Meetings:
    """The meetings kept in a database.

    Codes are taken in any case, with or without blanks and hyphens.

    Parameters
    ----------
    engine
        As :func:`alliance.register.database.open_database` gives it.

    """

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine
        self.followers = Followers(engine)

    def begin(
        self, presentation: Presentation, person: Person, presentation_id: int | None = None
    ) -> Begun:
        """Begin a meeting that waits for the presenter's first move.

        Raises
        ------
        NotAllowed
            The person may not present.
        """
        key, now = secrets.token_urlsafe(32), clock.now()
        with writing(self.engine, person, Action.PRESENT) as connection:
            _forget(connection, now)
            code = free_code(connection)
            connection.execute(
                meetings.insert().values(
                    code=code,
                    key_sha256=key_digest(key),
                    content=_without_notes(presentation),
                    presentation_id=presentation_id,
                    revision=1,
                    position=0,
                    blank=False,
                    state="waiting",
                    begun_at=now,
                    begun_by=NOBODY if person.shared else person.name[:300],
                    begun_by_id=person.identity,
                    moved_at=now,
                    expires_at=now + LONGEST_IDLE,
                )
            )
            return Begun(meeting_of(_held(connection, code), now), key)

    def move(self, code: str, key: str, position: int) -> Meeting:
        """Show the scene at ``position``, from 0, or the nearest there is; the first move begins.

        Raises
        ------
        UnknownMeeting, MeetingOver, NotYourMeeting
            It cannot be steered with this code and key; so for every step that takes a key.
        """
        return self._steer(
            code, key, position=position, blank=False, invites=False, month=None, state="running"
        )

    def blank(self, code: str, key: str, on: bool) -> Meeting:
        """Blank the followers' screens, or show the scene again."""
        return self._steer(code, key, blank=on)

    def invite(self, code: str, key: str, on: bool) -> Meeting:
        """Show on the screens of the room how to follow, or the scene again."""
        return self._steer(code, key, invites=on)

    def play(self, code: str, key: str, month: dt.date | None) -> Meeting:
        """Show the scene as on another day; without one, on its own."""
        return self._steer(code, key, month=month)

    def count(self, code: str, key: str, question: str, on: bool) -> Meeting:
        """Count the votes on a question and show the result, or take votes again.

        Parameters
        ----------
        question
            Its :func:`alliance.present.meeting.votes.question_key`.

        """
        return self._steer(code, key, counts=(question, on))

    def renew(self, code: str, key: str) -> Meeting:
        """Show the presentation as it is kept now.

        The scene that is shown stays, whatever its place; of one that is gone the neighbour comes.

        Raises
        ------
        PresentationFaults
            It has no scene to show any more; the one before stays.
        """
        return self._steer(code, key, renewed=True)

    def resume(self, code: str, key: str) -> Meeting:
        """Return the meeting back to a presenter who lost the page and still has the key."""
        return self._steer(code, key)

    def close(self, code: str, key: str) -> Meeting:
        """End the meeting; its scenes are given for a day yet."""
        return self._steer(code, key, state="closed")

    def running(self, person: Person, key: str | None = None) -> list[Running]:
        """Return the meetings that a person began, or has the key of, and that go on.

        The latest comes first. Without sign-in nobody is known to have begun one; who may not
        present has none.
        """
        now, row = clock.now(), meetings.c
        query = sa.select(meetings).where(row.state != "closed", row.expires_at > now)
        began = sa.and_(row.begun_by_id != NOBODY, row.begun_by_id == person.identity)
        held = row.key_sha256 == key_digest(key) if key else sa.false()
        query = query.where(sa.or_(began, held)).order_by(row.begun_at.desc())
        if not may(person, Action.PRESENT):
            return []
        with self.engine.connect() as connection:
            return [
                Running(meeting_of(one, now), clock.in_utc(one["begun_at"]))
                for one in connection.execute(query).mappings()
            ]

    def take_over(self, code: str, person: Person) -> Begun:
        """Return whoever began a meeting another key to it; the key before steers it no more.

        Raises
        ------
        NotAllowed, NotYourMeeting
            The person may not present, or somebody else began it.
        UnknownMeeting, MeetingOver
            There is no such meeting any more.
        """
        with refusals_kept(self.engine, person):
            demand(person, Action.PRESENT)
        key = secrets.token_urlsafe(32)
        return Begun(self._steer(code, person, key_sha256=key_digest(key)), key)

    def end(self, code: str, person: Person) -> Meeting:
        """End a meeting for whoever began it, key or no key; raises as :meth:`take_over`."""
        with refusals_kept(self.engine, person):
            demand(person, Action.PRESENT)
        return self._steer(code, person, state="closed")

    def now(self, code: str) -> Meeting:
        """Return a meeting as it is now.

        Raises
        ------
        UnknownMeeting
            There is none of this code.
        MeetingOver
            It has been over for more than a day.
        """
        now = clock.now()
        with self.engine.connect() as connection:
            row = _held(connection, tidy(code))
        if now > clock.in_utc(row["expires_at"]) + SCENES_GIVEN:
            raise MeetingOver(
                "The presentation with this code has ended. Its scenes were available for one day "
                "after it. Ask the presenter for them."
            )
        return meeting_of(row, now)

    def who(self, address: str | None, browser: str | None) -> Who:
        """Tell who gives a code by their address and what their browser is known by."""
        salt = self.engine.url.render_as_string(hide_password=False)
        return who(address, browser, salt)

    def enter(self, code: str, who: Who) -> Meeting:
        """Return a meeting to somebody who has just given its code.

        Raises
        ------
        LockedOut
            They gave too many wrong codes; this one was not looked at.
        UnknownMeeting, MeetingOver
            As for :meth:`now`; a wrong code is counted, and the last few tries are told.
        """
        with self.engine.connect() as connection:
            refuse_locked_out(connection, who, clock.now())
        try:
            return self.now(code)
        except UnknownMeeting as fault:
            with self.engine.begin() as connection:
                count_wrong(connection, who, clock.now())
                left = tries_left(connection, who, clock.now())
            raise UnknownMeeting(f"{fault} {left}".rstrip()) from fault

    def pulse(self, number: int) -> Pulse | None:
        """Return the revision of the meeting of this number, and whether it is over."""
        row = meetings.c
        query = sa.select(row.revision, row.state, row.expires_at, row.view)
        with self.engine.connect() as connection:
            found = connection.execute(query.where(row.id == number)).mappings().first()
        return None if found is None else pulse_of(found, clock.now())

    def _steer(
        self,
        code: str,
        by: str | Person,
        *,
        renewed: bool = False,
        counts: tuple[str, bool] | None = None,
        **changes: Any,
    ) -> Meeting:
        """Change a meeting, by its key or as the person who began it."""
        now = clock.now()
        with self.engine.begin() as connection:
            row = _held(connection, tidy(code), to_change=True)
            if not _is_theirs(row, by):
                raise NotYourMeeting(
                    "Another presenter controls this meeting, or it was taken over in another "
                    "window."
                )
            if pulse_of(row, now).closed:
                raise MeetingOver("This meeting has ended. Start another.")
            if renewed:
                changes |= _renewed(connection, row)
            if counts:
                others = [one for one in row["counted"] if one != counts[0]]
                changes["counted"] = [*others, counts[0]] if counts[1] else others
            scenes = changes.get("content", row["content"])["scenes"]
            wanted = changes.get("position", row["position"])
            changes["position"] = max(0, min(wanted, len(scenes) - 1))
            if changes.get("state", row["state"]) == "running" and scenes:
                now_shown = scenes[changes["position"]].get("id", "")
                changes["shown"] = list(dict.fromkeys([*row["shown"], now_shown]))
            moved = any(row[name] != to for name, to in changes.items() if name != "key_sha256")
            ends = min(clock.in_utc(row["begun_at"]) + LONGEST, now + LONGEST_IDLE)
            changes |= {
                "revision": row["revision"] + moved,
                "view": row["view"] if changes["position"] == row["position"] else "",
                "moved_at": now,
                "expires_at": now if changes.get("state") == "closed" else ends,
            }
            connection.execute(
                meetings.update().where(meetings.c.id == row["id"]).values(**changes)
            )
            if changes.get("state") == "closed":
                write_records(connection, [_held(connection, row["code"])])
            return meeting_of({**row, **changes}, now)


def _held(connection: sa.Connection, code: str, *, to_change: bool = False) -> sa.RowMapping:
    query = sa.select(meetings).where(meetings.c.code == code)
    if to_change:
        query = query.with_for_update()
    row = connection.execute(query).mappings().first()
    if row is None:
        raise UnknownMeeting(
            "No presentation has this code. Check it against the presenter's screen: it has eight "
            "letters and digits."
        )
    return row


def _renewed(connection: sa.Connection, row: sa.RowMapping) -> dict[str, Any]:
    """Return what a meeting shows, and where it stands, once its presentation is read anew."""
    kept = sa.select(presentations.c.content).where(presentations.c.id == row["presentation_id"])
    found = connection.execute(kept).scalar()
    before = presentation_from(row["content"])
    now = before if found is None else presentation_from(found)
    if not now.scenes:
        raise PresentationFaults(["No scene is left to show. Add one, or end the meeting."])
    position = place_kept(before.scenes, row["position"], now.scenes)
    return {"content": _without_notes(now), "position": position}


def _without_notes(presentation: Presentation) -> dict[str, Any]:
    """Return what the room may see, each scene with its id."""
    return presentation_from(presentation.as_json(notes=False)).as_json(notes=False)


def _is_theirs(row: sa.RowMapping, by: str | Person) -> bool:
    """Return whether a meeting is steered by this key, or was begun by this person."""
    if isinstance(by, str):
        return secrets.compare_digest(row["key_sha256"], key_digest(by))
    return by.identity != NOBODY and row["begun_by_id"] == by.identity


def _forget(connection: sa.Connection, now: dt.datetime) -> None:
    """Forget who followed what is over for a day, and a code altogether after thirty.

    What minutes say of a meeting is written down before.
    """
    over = meetings.c.expires_at < now - SCENES_GIVEN
    known = sa.select(followers.c.meeting_id).union(sa.select(votes.c.meeting_id))
    ended = connection.execute(sa.select(meetings).where(over, meetings.c.id.in_(known))).mappings()
    rows = ended.all()
    write_records(connection, rows)
    for table in (followers, votes):
        for_these = table.c.meeting_id.in_([row["id"] for row in rows])
        connection.execute(table.delete().where(for_these))
    connection.execute(meetings.delete().where(meetings.c.expires_at < now - REMEMBERED))
