"""The tables of presentations, in the register's database."""

from __future__ import annotations

import sqlalchemy as sa

from alliance.register.register_tables import metadata

presentations = sa.Table(
    "presentations",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("name", sa.String(200), nullable=False),
    # As alliance.present.scene reads and writes it.
    sa.Column("content", sa.JSON, nullable=False),
    sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("changed_by", sa.String(300), nullable=False),
    # Who that is, and who made it: the provider's address and what it calls them for good.
    sa.Column("changed_by_id", sa.String(600), nullable=False, server_default=""),
    sa.Column("made_by_id", sa.String(600), nullable=False, server_default=""),
    sa.Column("deleted", sa.Boolean, nullable=False),
)

meetings = sa.Table(
    "meetings",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("code", sa.String(12), nullable=False, unique=True),
    # The presenter's right to steer; the key itself is kept nowhere.
    sa.Column("key_sha256", sa.String(64), nullable=False),
    # What is shown, without the notes, as it was when the meeting began or was last renewed.
    sa.Column("content", sa.JSON, nullable=False),
    sa.Column("presentation_id", sa.Integer),
    # Counts every change of what followers see.
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("blank", sa.Boolean, nullable=False),
    sa.Column("state", sa.String(10), nullable=False),
    sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
    # Its presenter by name and by identity; without the latter it is nobody's.
    sa.Column("begun_by", sa.String(300), nullable=False, server_default=""),
    sa.Column("begun_by_id", sa.String(600), nullable=False, server_default=""),
    sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
    # Ids of the scenes that were shown: followers may look back at them.
    sa.Column("shown", sa.JSON, nullable=False, server_default="[]"),
    # Whether screens of the room show how to follow.
    sa.Column("invites", sa.Boolean, nullable=False, server_default=sa.false()),
    # The questions whose votes are counted, and taken no more.
    sa.Column("counted", sa.JSON, nullable=False, server_default="[]"),
    # The day that a scene which plays has come to.
    sa.Column("month", sa.Date),
    # Where the presenter is on the map, as JSON; not a change of what is shown.
    sa.Column("view", sa.Text, nullable=False, server_default=""),
)

followers = sa.Table(
    "followers",
    metadata,
    sa.Column("meeting_id", sa.ForeignKey("meetings.id"), primary_key=True),
    sa.Column("follower", sa.String(40), primary_key=True),
    sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
    # As the sign-in gives it; empty for who has not signed in.
    sa.Column("name", sa.String(300), nullable=False, server_default=""),
)

votes = sa.Table(
    "votes",
    metadata,
    sa.Column("meeting_id", sa.ForeignKey("meetings.id"), primary_key=True),
    # By alliance.present.meeting.votes.question_key.
    sa.Column("question", sa.String(40), primary_key=True),
    sa.Column("follower", sa.String(40), primary_key=True),
    sa.Column("answer", sa.Integer, nullable=False),
)

meeting_records = sa.Table(
    "meeting_records",
    metadata,
    sa.Column("code", sa.String(12), primary_key=True),
    sa.Column("presentation_id", sa.Integer, index=True),
    # As alliance.present.meeting.record reads and writes it.
    sa.Column("record", sa.JSON, nullable=False),
)

scene_pictures = sa.Table(
    "scene_pictures",
    metadata,
    sa.Column("digest", sa.String(64), primary_key=True),
    sa.Column("kind", sa.String(4), nullable=False),
    sa.Column("content", sa.LargeBinary, nullable=False),
    sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
)

wrong_codes = sa.Table(
    "wrong_codes",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    # Who typed it, and from where, as digests; no address is kept.
    sa.Column("who", sa.String(64), nullable=False, index=True),
    sa.Column("address", sa.String(64), nullable=False, index=True),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False, index=True),
)

decisions = sa.Table(
    "decisions",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("presentation_id", sa.Integer, nullable=False, index=True),
    # The scene as it was, and the words and figures that were on the screen.
    sa.Column("scene", sa.JSON, nullable=False),
    sa.Column("screen", sa.JSON, nullable=False),
    sa.Column("proposal", sa.Text, nullable=False),
    sa.Column("decision", sa.Text, nullable=False),
    sa.Column("owner", sa.String(300), nullable=False),
    sa.Column("due_on", sa.Date),
    sa.Column("dissent", sa.Text, nullable=False),
    sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("noted_by", sa.String(300), nullable=False),
    sa.Column("noted_by_id", sa.String(600), nullable=False, server_default=""),
    sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("changed_by", sa.String(300), nullable=False),
    sa.Column("changed_by_id", sa.String(600), nullable=False, server_default=""),
    sa.Column("withdrawn", sa.Boolean, nullable=False),
)
