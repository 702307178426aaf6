"""Create supports, reviews and the append-only audit trail."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

GUARD_SQLITE = """
CREATE TRIGGER audit_keeps_{verb} BEFORE {verb} ON audit
BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END
"""
GUARD_POSTGRESQL = """
CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the audit trail is append-only'; END $$
"""
TRIGGER_POSTGRESQL = """
CREATE TRIGGER audit_keeps BEFORE UPDATE OR DELETE ON audit
FOR EACH ROW EXECUTE FUNCTION audit_is_append_only()
"""


def upgrade() -> None:
    """Create the tables and the guards of the audit trail."""
    op.create_table(
        "supports",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("supporter_kind", sa.String(40), nullable=False),
        sa.Column("supporter_id", sa.String(200), nullable=False),
        sa.Column("supporter_name", sa.String(300), nullable=False),
        sa.Column("recipient_urn", sa.Integer, nullable=False, index=True),
        sa.Column("recipient_name", sa.String(300), nullable=False),
        sa.Column("recipient_trust_uid", sa.Integer),
        sa.Column("theme", sa.String(60), nullable=False),
        sa.Column("purpose", sa.Text, nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("proposed_on", sa.Date),
        sa.Column("agreed_on", sa.Date),
        sa.Column("starts_on", sa.Date, nullable=False),
        sa.Column("planned_end_on", sa.Date),
        sa.Column("ended_on", sa.Date),
        sa.Column("days_planned", sa.Float),
        sa.Column("days_delivered", sa.Float),
        sa.Column("cost_pounds", sa.Float),
        sa.Column("funding", sa.String(60)),
        sa.Column("supporter_lead", sa.Text, nullable=False),
        sa.Column("recipient_lead", sa.Text, nullable=False),
        sa.Column("evidence_link", sa.Text, nullable=False),
        sa.Column("notes", sa.Text, nullable=False),
        sa.Column("internal", sa.Boolean, nullable=False),
        sa.Column("conflict", sa.Text, nullable=False),
        sa.Column("conflict_answer", sa.Text, nullable=False),
        sa.Column("origin", sa.String(20), nullable=False),
        sa.Column("reasons", sa.Text, nullable=False),
        sa.Column("illustrative", sa.Boolean, nullable=False, index=True),
        sa.Column("withdrawn", sa.Boolean, nullable=False),
    )
    op.create_table(
        "reviews",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column(
            "support_id", sa.Integer, sa.ForeignKey("supports.id"), nullable=False, index=True
        ),
        sa.Column("reviewed_on", sa.Date, nullable=False),
        sa.Column("rating", sa.String(10), nullable=False),
        sa.Column("comment", sa.Text, nullable=False),
        sa.Column("next_on", sa.Date),
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("support_id", sa.Integer, nullable=False, index=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.String(300), nullable=False),
        sa.Column("action", sa.String(40), nullable=False),
        sa.Column("before", sa.JSON, nullable=False),
        sa.Column("after", sa.JSON, nullable=False),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(GUARD_POSTGRESQL)
        op.execute(TRIGGER_POSTGRESQL)
    else:
        for verb in ("UPDATE", "DELETE"):
            op.execute(GUARD_SQLITE.format(verb=verb))
