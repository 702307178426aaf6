"""Create the standing declarations of trusts, and let the audit trail tell of them too."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Create the table; every line of the trail so far tells of a support."""
    op.create_table(
        "declarations",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("trust_uid", sa.Integer, nullable=False, index=True),
        sa.Column("trust_name", sa.String(300), nullable=False),
        sa.Column("statement", sa.Text, nullable=False),
        sa.Column("starts_on", sa.Date, nullable=False),
        sa.Column("ends_on", sa.Date),
        sa.Column("withdrawn", sa.Boolean, nullable=False),
    )
    told_of = sa.Column("told_of", sa.String(20), nullable=False, server_default="support")
    op.add_column("audit", told_of)
