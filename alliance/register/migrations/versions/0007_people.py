"""Keep who people are beside their names, their roles, and what they were let in to or refused."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

# A line of the trail stays as it is, but that a name may be taken out of it.
GUARD_SQLITE = """
CREATE TRIGGER audit_keeps_UPDATE BEFORE UPDATE ON audit
WHEN NEW.who NOT LIKE 'Erased person %' OR NEW.who_is <> ''
  OR NEW.id IS NOT OLD.id OR NEW.support_id IS NOT OLD.support_id OR NEW.at IS NOT OLD.at
  OR NEW.action IS NOT OLD.action OR NEW.before IS NOT OLD.before OR NEW.after IS NOT OLD.after
  OR NEW.told_of IS NOT OLD.told_of
BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END
"""
GUARD_POSTGRESQL = """
CREATE OR REPLACE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
  IF TG_OP = 'UPDATE' AND NEW.who LIKE 'Erased person %' AND NEW.who_is = ''
    AND (NEW.id, NEW.support_id, NEW.at, NEW.action, NEW.told_of)
      IS NOT DISTINCT FROM (OLD.id, OLD.support_id, OLD.at, OLD.action, OLD.told_of)
    AND NEW.before::text = OLD.before::text AND NEW.after::text = OLD.after::text
  THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'the audit trail is append-only';
END $$
"""
IDENTITIES = {
    "audit": ["who_is"],
    "presentations": ["changed_by_id", "made_by_id"],
    "meetings": ["begun_by_id"],
    "decisions": ["noted_by_id", "changed_by_id"],
}


def upgrade() -> None:
    """Add the columns and tables; who wrote what there is, is known by name only."""
    for table, names in IDENTITIES.items():
        for name in names:
            op.add_column(table, sa.Column(name, sa.String(600), nullable=False, server_default=""))
    op.create_table(
        "people",
        sa.Column("identity", sa.String(600), primary_key=True),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("groups", sa.JSON, nullable=False),
        sa.Column("signed_in_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "roles",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("holder", sa.String(600), nullable=False, index=True),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("trusts", sa.JSON, nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_by", sa.String(300), nullable=False),
        sa.Column("given_by_id", sa.String(600), nullable=False),
    )
    op.create_table(
        "access",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, index=True),
        sa.Column("who", sa.String(300), nullable=False),
        sa.Column("who_is", sa.String(600), nullable=False, index=True),
        sa.Column("what", sa.String(40), nullable=False),
        sa.Column("about", sa.Text, nullable=False),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(GUARD_POSTGRESQL)
    else:
        op.execute("DROP TRIGGER audit_keeps_UPDATE")
        op.execute(GUARD_SQLITE)
