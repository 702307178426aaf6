"""Note who began a meeting, so that they can end it from anywhere."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the column; who began the meetings before is not known."""
    begun_by = sa.Column("begun_by", sa.String(300), nullable=False, server_default="")
    op.add_column("meetings", begun_by)
