"""The reviews of supports in the register's database."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

import sqlalchemy as sa

from alliance.register.audit import plain_value, write_change
from alliance.register.permission import Action, Person
from alliance.register.register_tables import reviews
from alliance.register.support_rows import review_of

if TYPE_CHECKING:
    from alliance.register.support import Review

_BY_DAY = sa.select(reviews).order_by(reviews.c.reviewed_on)


def reviews_in(connection: sa.Connection, number: int) -> list[Review]:
    """Return the reviews of a support, oldest first."""
    query = _BY_DAY.where(reviews.c.support_id == number)
    return [review_of(row) for row in connection.execute(query).mappings()]


def every_review_in(connection: sa.Connection) -> dict[int, list[Review]]:
    """Return the reviews of every support that has any, by its number, oldest first."""
    found: defaultdict[int, list[Review]] = defaultdict(list)
    for row in connection.execute(_BY_DAY).mappings():
        found[row["support_id"]].append(review_of(row))
    return dict(found)


def write_review(connection: sa.Connection, number: int, review: Review, who: Person) -> Review:
    """Write a review of a support and its line of the audit trail."""
    values = {
        "support_id": number,
        "reviewed_on": review.reviewed_on,
        "rating": review.rating.value,
        "comment": review.comment,
        "next_on": review.next_on,
    }
    key = connection.execute(sa.insert(reviews).values(values)).inserted_primary_key
    told = {name: plain_value(value) for name, value in values.items()}
    write_change(connection, number, who, Action.REVIEW, {}, told)
    return replace(review, id=key[0] if key else None)
