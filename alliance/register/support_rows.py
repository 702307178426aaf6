"""Rows of the register's tables as supports and reviews, and back."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from alliance.register.register_vocabulary import (
    Funding,
    Origin,
    Precision,
    Rating,
    Status,
    SupporterKind,
    Theme,
)
from alliance.register.support import Review, Support

if TYPE_CHECKING:
    import sqlalchemy as sa

KINDS = {
    "supporter_kind": SupporterKind,
    "theme": Theme,
    "status": Status,
    "funding": Funding,
    "origin": Origin,
    "start_known": Precision,
}


def support_of(row: sa.RowMapping) -> Support:
    """Return the support that a row of the table holds."""
    held = dict(row)
    for name, kind in KINDS.items():
        held[name] = None if held[name] is None else kind(held[name])
    return Support(**held)


def values_of(support: Support) -> dict[str, Any]:
    """Return a support as the values of its row."""
    values = {item.name: getattr(support, item.name) for item in fields(support)}
    del values["id"]
    return {
        name: str(value) if name in KINDS and value else value for name, value in values.items()
    }


def review_of(row: sa.RowMapping) -> Review:
    """Return the review that a row of the table holds."""
    return Review(
        id=row["id"],
        reviewed_on=row["reviewed_on"],
        rating=Rating(row["rating"]),
        comment=row["comment"],
        next_on=row["next_on"],
    )
