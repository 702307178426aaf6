"""Taking a person's name out of all that is kept, on their request; what was done stays."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

import sqlalchemy as sa

from alliance.errors import RegisterError
from alliance.register.people.access import note
from alliance.register.register_tables import ERASED, access, people, roles

if TYPE_CHECKING:
    from alliance.register.permission import Person

# By table, the columns that hold a name, and beside each the one that holds who that is.
_HELD = {
    "audit": [("who", "who_is")],
    "access": [("who", "who_is")],
    "presentations": [("changed_by", "changed_by_id"), ("", "made_by_id")],
    "meetings": [("begun_by", "begun_by_id")],
    "decisions": [("noted_by", "noted_by_id"), ("changed_by", "changed_by_id")],
    "roles": [("given_by", "given_by_id")],
}


def erase(engine: sa.Engine, whom: str, who: Person) -> tuple[str, int]:
    """Put a name of no meaning in the place of a person's, wherever the app has noted it.

    What they wrote stays, and what one person did stays one person's. Of who has several names, or
    of a name that several have, the identity says who is meant.

    Parameters
    ----------
    whom
        Their identity, as the Data page shows it to administrators, or the name that is shown.

    Returns
    -------
    tuple
        The name that stands there now, and in how many places.

    Raises
    ------
    RegisterError
        Nothing is kept of anybody called so.
    """
    whom = whom.strip()
    instead = f"{ERASED}{secrets.token_hex(4)}"
    by = "identity" if "#" in whom else "name"
    places = 0
    with engine.begin() as connection:
        metadata = sa.MetaData()
        metadata.reflect(connection, only=list(_HELD))
        for table, columns in _HELD.items():
            held = metadata.tables[table].c
            for name, identity in columns:
                column = held[identity] if by == "identity" else held[name] if name else None
                if column is None:
                    continue
                values = {identity: "", **({name: instead} if name else {})}
                done = connection.execute(
                    sa.update(metadata.tables[table]).where(column == whom).values(values)
                )
                places += done.rowcount
        named = sa.or_(people.c.identity == whom, people.c.name == whom)
        gone = connection.execute(sa.delete(people).where(named))
        taken = connection.execute(sa.delete(roles).where(roles.c.holder == whom.casefold()))
        about = sa.update(access).where(access.c.about.contains(whom, autoescape=True))
        connection.execute(about.values(about=sa.func.replace(access.c.about, whom, instead)))
        if not places + gone.rowcount + taken.rowcount:
            raise RegisterError(
                f"Nothing is kept of anybody called {whom!r}. Give the name as the register’s "
                "Changes show it, or the identity: the provider’s address, # and its name for them."
            )
        note(connection, who.name, who.identity, "name erased", f"{places} places")
    return instead, places
