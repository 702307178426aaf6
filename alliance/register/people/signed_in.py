"""Who has signed in, by what the provider of the sign-in says of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from alliance import clock
from alliance.register.register_tables import people

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

GROUP = "group:"
"""Stands in front of a group's name where somebody is named."""
EVERYBODY = "*"
_LONGEST = 300
_MOST_GROUPS = 2_000


@dataclass(frozen=True)
class SignedIn:
    """A person as the provider of the sign-in gives them.

    Parameters
    ----------
    identity
        The provider's address, ``#``, and what it calls them for good (``iss`` and ``sub``).
    name
        To be read by people; anybody may call themselves so.
    email
        In lower case, where the provider has verified it; else nothing.
    groups
        What the provider says they belong to.

    """

    identity: str
    name: str
    email: str = ""
    groups: frozenset[str] = frozenset()

    @property
    def called(self) -> frozenset[str]:
        """By what they may be named in settings and among roles."""
        own = {self.identity, self.email} - {""}
        return frozenset({EVERYBODY, *own, *(GROUP + group for group in self.groups)})


def signed_in(claims: Mapping[str, Any], group_claims: str) -> SignedIn:
    """Read what a provider says of somebody.

    An address counts only where the provider says that it has verified it. Where it says that it
    has not, the name to be read says so too.

    >>> someone = signed_in({"iss": "https://id.example", "sub": "7", "name": "Ann"}, "groups")
    >>> someone.identity, someone.name, someone.email
    ('https://id.example#7', 'Ann', '')
    """
    email, verified = str(claims.get("email") or ""), claims.get("email_verified")
    is_verified = verified is True or str(verified).lower() == "true"
    name = email or str(claims.get("name") or claims.get("sub") or "")
    if email and not is_verified and verified is not None:
        name = f"{email} (not verified)"
    identity = f"{claims.get('iss') or ''}#{claims.get('sub') or ''}"
    return SignedIn(
        "" if identity.startswith("#") or identity.endswith("#") else identity,
        name[:_LONGEST],
        email.strip().casefold() if is_verified else "",
        frozenset(_groups(claims, group_claims)),
    )


def _groups(claims: Mapping[str, Any], group_claims: str) -> Iterable[str]:
    for name in group_claims.split(","):
        given = claims.get(name.strip()) or []
        listed = [given] if isinstance(given, str) else given
        if isinstance(listed, list | tuple):
            yield from (str(group) for group in listed[:_MOST_GROUPS])


def remember(connection: sa.Connection, one: SignedIn) -> None:
    """Keep who has signed in, with their groups, in the place of what was kept of them."""
    connection.execute(sa.delete(people).where(people.c.identity == one.identity))
    connection.execute(
        sa.insert(people).values(
            identity=one.identity,
            name=one.name,
            groups=sorted(one.groups),
            signed_in_at=clock.now(),
        )
    )


def groups_of(connection: sa.Connection, identity: str) -> frozenset[str]:
    """Return the groups that somebody had when they last signed in."""
    query = sa.select(people.c.groups).where(people.c.identity == identity)
    return frozenset(connection.scalar(query) or ())


def known_people(connection: sa.Connection) -> dict[str, str]:
    """Return the names of all who have signed in, by identity, the latest first."""
    query = sa.select(people.c.identity, people.c.name).order_by(people.c.signed_in_at.desc())
    return {row.identity: row.name for row in connection.execute(query)}
