"""Note how exactly the start of a support is known."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the column; the starts there are were entered as days."""
    known = sa.Column("start_known", sa.String(10), nullable=False, server_default="Day")
    op.add_column("supports", known)
