"""Hold what a room needs: pictures of scenes, votes, who was there, the place on the map."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Create the tables; meetings before had shown what stood on the screen and no more."""
    for column in (
        sa.Column("shown", sa.JSON, nullable=False, server_default="[]"),
        sa.Column("invites", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("counted", sa.JSON, nullable=False, server_default="[]"),
        sa.Column("month", sa.Date),
        sa.Column("view", sa.Text, nullable=False, server_default=""),
    ):
        op.add_column("meetings", column)
    op.add_column("followers", sa.Column("name", sa.String(300), nullable=False, server_default=""))
    op.create_table(
        "votes",
        sa.Column("meeting_id", sa.Integer, sa.ForeignKey("meetings.id"), primary_key=True),
        sa.Column("question", sa.String(40), primary_key=True),
        sa.Column("follower", sa.String(40), primary_key=True),
        sa.Column("answer", sa.Integer, nullable=False),
    )
    op.create_table(
        "scene_pictures",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("kind", sa.String(4), nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "meeting_records",
        sa.Column("code", sa.String(12), primary_key=True),
        sa.Column("presentation_id", sa.Integer, index=True),
        sa.Column("record", sa.JSON, nullable=False),
    )
