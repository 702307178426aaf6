"""Where the presenter is on the map: what it shows, where the pointer rests, the school pressed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import sqlalchemy as sa
from pydantic import Field, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from alliance.errors import NotYourMeeting, UnknownName
from alliance.present.in_meeting import key_digest
from alliance.present.meeting.codes import tidy
from alliance.present.presentation_tables import meetings

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

Lon = Annotated[float, Field(ge=-180, le=180)]
Lat = Annotated[float, Field(ge=-85, le=85)]
MOST_BYTES = 2_000


@dataclass(frozen=True)
class RoomView:
    """A place on the map of the scene that is shown.

    Parameters
    ----------
    bounds
        What the map shows: west, south, east, north, in degrees.
    pointer
        Where the presenter points, longitude and latitude; nothing where they do not.
    urn
        Of the school whose name they called up.

    """

    bounds: tuple[Lon, Lat, Lon, Lat]
    pointer: tuple[Lon, Lat] | None = None
    urn: Annotated[int, Field(ge=1, le=9_999_999)] | None = None


_VIEW = TypeAdapter(RoomView)


def read_view(content: bytes) -> RoomView:
    """Read what a presenter's browser sends; raises UnknownName for anything else."""
    try:
        return _VIEW.validate_json(content)
    except ValidationError as broken:
        raise UnknownName(_in_words(broken.errors(include_url=False)[0])) from broken


def show_view(engine: sa.Engine, code: str, key: str, view: RoomView) -> None:
    """Have the room's maps go where the presenter is; where names are hidden, without the school.

    Raises
    ------
    NotYourMeeting
        No meeting that is running has this code and key.
    """
    row = meetings.c
    mine = sa.and_(row.code == tidy(code), row.key_sha256 == key_digest(key))
    query = sa.select(row.id, row.content).where(mine, row.state == "running")
    with engine.begin() as connection:
        found = connection.execute(query).first()
        if found is None:
            raise NotYourMeeting("No running meeting has this code and key.")
        shown = replace(view, urn=None) if found.content["redacted"] else view
        said = _VIEW.dump_json(shown).decode()
        connection.execute(meetings.update().where(row.id == found.id).values(view=said))


def _in_words(fault: ErrorDetails) -> str:
    return f"{'.'.join(map(str, fault['loc'])) or 'the view'}: {fault['msg']}"
