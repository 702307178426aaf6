"""Pictures that stand in scenes: taken in, made anew at the size of a screen, and given out.

A picture is known by the digest of its content. Making it anew leaves behind what a file may hold
beside it: where it was taken, by whom, and whatever else hides in it.
"""

from __future__ import annotations

import hashlib
import io
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import sqlalchemy as sa
from PIL import Image, ImageOps
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from alliance import clock
from alliance.budget.apart import apart
from alliance.budget.limits import PICTURE, in_megabytes
from alliance.current.state import current_database
from alliance.errors import AllianceError, PictureUnfit, TooMuch, UnknownName
from alliance.present.presentation_tables import scene_pictures
from alliance.register.people.access import refusals_kept, writing
from alliance.register.permission import Action, Person, demand

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.requests import Request

    from alliance.present.scene import Scene

MOST_BYTES = 10_000_000
"""Of a file that is handed in."""
SIZE_PX = (1920, 1080)
"""What a picture is made no larger than: a screen of a hall."""
KINDS = {"png": "PNG", "jpg": "JPEG", "jpeg": "JPEG", "webp": "WEBP"}
"""What may be handed in, by the ending of its name."""
_MOST_PIXELS = 50_000_000
_LARGE_PNG = 600_000
_MIMES = {"png": "image/png", "jpg": "image/jpeg"}
_ADDRESS = "scene-pictures"


class ScenePicture(NamedTuple):
    """A picture as it is kept: ``png`` or ``jpg``, its bytes, and its size in pixels."""

    kind: str
    content: bytes
    width: int
    height: int


class ScenePictures:
    """The pictures kept in a database.

    Parameters
    ----------
    engine
        As :func:`alliance.register.database.open_database` gives it.

    """

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine

    def add(self, content: bytes, person: Person) -> str:
        """Keep a picture, and return the digest it is known by.

        Raises
        ------
        NotAllowed
            The person may not present.
        PictureUnfit
            It is no picture that can be read, or too large.
        """
        with refusals_kept(self.engine, person):
            demand(person, Action.PRESENT)
        made = made_anew(content)
        digest = hashlib.sha256(made.content).hexdigest()
        row = {"kind": made.kind, "content": made.content, "added_at": clock.now()}
        held = sa.select(scene_pictures.c.digest).where(scene_pictures.c.digest == digest)
        with writing(self.engine, person, Action.PRESENT) as connection:
            if not connection.execute(held).first():
                connection.execute(scene_pictures.insert().values(digest=digest, **row))
        return digest

    def get(self, digest: str) -> ScenePicture:
        """Return a picture; raises UnknownName where there is none of this digest."""
        row = scene_pictures.c
        with self.engine.connect() as connection:
            query = sa.select(row.kind, row.content).where(row.digest == digest)
            found = connection.execute(query).first()
        if found is None:
            raise UnknownName("This picture is not kept any more.")
        with Image.open(io.BytesIO(found.content)) as picture:
            return ScenePicture(found.kind, bytes(found.content), *picture.size)


@lru_cache(maxsize=32)
def scene_picture(digest: str) -> ScenePicture:
    """Return a picture of the running app's database, which never changes.

    Raises
    ------
    UnknownName, RegisterError
        There is none of this digest, or the database cannot be asked.
    """
    return ScenePictures(current_database()).get(digest)


def pictures_of(scenes: Iterable[Scene]) -> dict[str, bytes]:
    """Return the pictures of scenes by their digests, without those that are kept no more.

    Raises
    ------
    RegisterError
        The database cannot be asked.
    """
    found = {}
    for digest in sorted({scene.picture for scene in scenes if scene.picture}):
        with suppress(UnknownName):
            found[digest] = scene_picture(digest).content
    return found


def scene_picture_address(digest: str, kind: str) -> str:
    """Return where the app gives a picture out."""
    return f"{_ADDRESS}/{digest}.{kind}"


def made_anew(content: bytes) -> ScenePicture:
    """Return a picture at the size of a screen, with nothing in it but what is seen.

    It is read in a process of its own.

    Raises
    ------
    PictureUnfit
        It is no picture that can be read, or too large.
    """
    if len(content) > MOST_BYTES:
        raise PictureUnfit(
            f"The picture has {in_megabytes(len(content))}; it may have at most "
            f"{in_megabytes(MOST_BYTES)}. Save it smaller, and add it again."
        )
    try:
        return apart(PICTURE, _drawn_again, content)
    except TooMuch as fault:
        raise PictureUnfit(
            "The picture takes too long to read. Save it as PNG or JPEG, and add it again."
        ) from fault


def _drawn_again(content: bytes) -> ScenePicture:
    try:
        with Image.open(io.BytesIO(content), formats=sorted(set(KINDS.values()))) as given:
            wide, high = given.size
            if wide * high > _MOST_PIXELS:
                raise Image.DecompressionBombError
            upright = ImageOps.exif_transpose(given).convert("RGBA")
    except Image.DecompressionBombError as fault:
        raise PictureUnfit(
            f"The picture has more than {_MOST_PIXELS // 1_000_000} million pixels. Save it "
            "smaller, and add it again."
        ) from fault
    except (OSError, SyntaxError, ValueError) as fault:
        raise PictureUnfit(
            "The file is no PNG, JPEG or WebP picture, or is not whole. Save it as one of these, "
            "and add it again."
        ) from fault
    upright.thumbnail(SIZE_PX)
    made = _written(upright, "PNG", optimize=True)
    if len(made) <= _LARGE_PNG:
        return ScenePicture("png", made, *upright.size)
    white = Image.new("RGBA", upright.size, "white")
    white.alpha_composite(upright)
    made = _written(white.convert("RGB"), "JPEG", quality=85, optimize=True)
    return ScenePicture("jpg", made, *upright.size)


def _written(picture: Image.Image, kind: str, **how: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **how)
    return out.getvalue()


def answer(request: Request) -> Response:
    """Answer with a picture: whoever knows its digest was shown it."""
    digest, kind = request.path_params["digest"], request.path_params["kind"]
    try:
        found = scene_picture(digest)
    except UnknownName as fault:
        return PlainTextResponse(str(fault), 404, {"Cache-Control": "no-store"})
    except AllianceError:
        return PlainTextResponse(
            "The picture cannot be fetched just now.", 503, {"Cache-Control": "no-store"}
        )
    if kind != found.kind:
        return PlainTextResponse("There is no such picture.", 404, {"Cache-Control": "no-store"})
    headers = {
        "Cache-Control": "private, max-age=31536000, immutable",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(found.content, media_type=_MIMES[kind], headers=headers)


def scene_picture_routes() -> list[Route]:
    """Return the routes to hand to the server."""
    return [Route(f"/{_ADDRESS}/{{digest:str}}.{{kind:str}}", answer)]
