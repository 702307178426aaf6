"""Taking a person's name out of all that is kept, on their request; what was done stays."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

import sqlalchemy as sa

from alliance.errors import RegisterError
from alliance.register.people.access import note
from alliance.register.people.roles import tidy
from alliance.register.people.sign_ins import forget
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

    What they wrote stays, and what one person did stays one person's; where they are signed in,
    they no longer are. Of who has several names, or of a name that several have, the identity says
    who is meant.

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
        Nothing is kept of anybody called so, or several have signed in by that name.
    """
    whom = whom.strip()
    instead = f"{ERASED}{secrets.token_hex(4)}"
    with engine.begin() as connection:
        metadata = sa.MetaData()
        metadata.reflect(connection, only=[*_HELD, "followers", "meeting_records"])
        whom = _meant(connection, whom)
        names = _names(connection, metadata, whom)
        places = _taken_out_of_rows(connection, metadata, whom, instead)
        places += _taken_out_of_meetings(connection, metadata, names, instead)
        named = sa.or_(people.c.identity == whom, people.c.name == whom)
        gone = connection.execute(sa.delete(people).where(named)).rowcount
        gone += connection.execute(sa.delete(roles).where(roles.c.holder == tidy(whom))).rowcount
        if not places + gone:
            raise RegisterError(
                f"Nothing is kept of anybody called {whom!r}. Give the name as the register’s "
                "Changes show it, or the identity: the provider’s address, # and its name for them."
            )
        if "#" in whom:
            forget(connection, whom)
        for told in {whom, *names}:
            about = sa.update(access).where(access.c.about.contains(told, autoescape=True))
            connection.execute(about.values(about=sa.func.replace(access.c.about, told, instead)))
        note(connection, who.name, who.identity, "name erased", f"{places} places")
    return instead, places


def _meant(connection: sa.Connection, whom: str) -> str:
    """Return the identity of whoever has signed in by a name, else the name."""
    query = sa.select(people.c.identity).where(people.c.name == whom)
    found = connection.execute(query).scalars().all()
    if len(found) > 1:
        raise RegisterError(
            f"Several people have signed in as {whom!r}. Give the identity of the one that is "
            f"meant: {', '.join(found)}."
        )
    return found[0] if found else whom


def _names(connection: sa.Connection, metadata: sa.MetaData, whom: str) -> set[str]:
    """Return the names that stand beside an identity, or the one that was given."""
    if "#" not in whom:
        return {whom}
    pairs = [
        (metadata.tables[table].c[name], metadata.tables[table].c[identity])
        for table, columns in _HELD.items()
        for name, identity in columns
        if name
    ]
    pairs.append((people.c.name, people.c.identity))
    queries = [sa.select(name).where(identity == whom) for name, identity in pairs]
    return set(connection.execute(sa.union(*queries)).scalars())


def _taken_out_of_rows(
    connection: sa.Connection, metadata: sa.MetaData, whom: str, instead: str
) -> int:
    """Take a name, or an identity with its names, out of what knows both; return how often."""
    places = 0
    for table, columns in _HELD.items():
        for name, identity in columns:
            column = identity if "#" in whom else name
            if not column:
                continue
            rows = metadata.tables[table]
            values = {identity: "", **({name: instead} if name else {})}
            change = sa.update(rows).where(rows.c[column] == whom).values(values)
            places += connection.execute(change).rowcount
    return places


def _taken_out_of_meetings(
    connection: sa.Connection, metadata: sa.MetaData, names: set[str], instead: str
) -> int:
    """Take names out of who followed a meeting, and of its record, which know names alone."""
    rows = metadata.tables["followers"]
    change = sa.update(rows).where(rows.c.name.in_(names - {""})).values(name=instead)
    places = connection.execute(change).rowcount
    held = metadata.tables["meeting_records"]
    for number, record in connection.execute(sa.select(held.c.code, held.c.record)).all():
        there = [record["presenter"], *record["names"]]
        presenter, *others = [instead if name in names else name for name in there]
        if [presenter, *others] != there:
            new = {**record, "presenter": presenter, "names": sorted(others, key=str.casefold)}
            connection.execute(sa.update(held).where(held.c.code == number).values(record=new))
            places += 1
    return places
