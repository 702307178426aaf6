"""The register's tables, the same on SQLite and PostgreSQL."""

from __future__ import annotations

import sqlalchemy as sa

metadata = sa.MetaData()

supports = sa.Table(
    "supports",
    metadata,
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
    sa.Column("start_known", sa.String(10), nullable=False, server_default="Day"),
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

reviews = sa.Table(
    "reviews",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("support_id", sa.ForeignKey("supports.id"), nullable=False, index=True),
    sa.Column("reviewed_on", sa.Date, nullable=False),
    sa.Column("rating", sa.String(10), nullable=False),
    sa.Column("comment", sa.Text, nullable=False),
    sa.Column("next_on", sa.Date),
)

declarations = sa.Table(
    "declarations",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("trust_uid", sa.Integer, nullable=False, index=True),
    sa.Column("trust_name", sa.String(300), nullable=False),
    sa.Column("statement", sa.Text, nullable=False),
    sa.Column("starts_on", sa.Date, nullable=False),
    sa.Column("ends_on", sa.Date),
    sa.Column("withdrawn", sa.Boolean, nullable=False),
)

audit = sa.Table(
    "audit",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    # No foreign key: the trail outlives what it tells of. A declaration has its number here too.
    sa.Column("support_id", sa.Integer, nullable=False, index=True),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    # By name to be read, and who that is: the provider's address and what it calls them for good.
    sa.Column("who", sa.String(300), nullable=False),
    sa.Column("who_is", sa.String(600), nullable=False, server_default=""),
    sa.Column("action", sa.String(40), nullable=False),
    sa.Column("before", sa.JSON, nullable=False),
    sa.Column("after", sa.JSON, nullable=False),
    sa.Column("told_of", sa.String(20), nullable=False, server_default="support"),
)

people = sa.Table(
    "people",
    metadata,
    sa.Column("identity", sa.String(600), primary_key=True),
    sa.Column("name", sa.String(300), nullable=False),
    # As the provider told them at the latest sign-in; no cookie could hold them.
    sa.Column("groups", sa.JSON, nullable=False),
    sa.Column("signed_in_at", sa.DateTime(timezone=True), nullable=False),
)

roles = sa.Table(
    "roles",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("holder", sa.String(600), nullable=False, index=True),
    sa.Column("role", sa.String(20), nullable=False),
    sa.Column("trusts", sa.JSON, nullable=False),
    sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("given_by", sa.String(300), nullable=False),
    sa.Column("given_by_id", sa.String(600), nullable=False),
)

access = sa.Table(
    "access",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False, index=True),
    sa.Column("who", sa.String(300), nullable=False),
    sa.Column("who_is", sa.String(600), nullable=False, index=True),
    sa.Column("what", sa.String(40), nullable=False),
    sa.Column("about", sa.Text, nullable=False),
)

sign_ins = sa.Table(
    "sign_ins",
    metadata,
    # Made of what tells it from every other, none of which is kept.
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("identity", sa.String(600), nullable=False, index=True),
    sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False, index=True),
    sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("ended_at", sa.DateTime(timezone=True)),
    sa.Column("ended", sa.String(40), nullable=False, server_default=""),
)

ERASED = "Erased person "
"""Begins what stands in the place of a name that was taken out."""
