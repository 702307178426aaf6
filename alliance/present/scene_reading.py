"""Presentations and scenes read from JSON, with every fault said at once."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

import orjson
from pydantic import TypeAdapter, ValidationError

from alliance.errors import PresentationFaults
from alliance.present.scene import PAGES, WORDS, Presentation, Scene
from alliance.views.page_address import FITS

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

T = TypeVar("T")
_PRESENTATION, _SCENE = TypeAdapter(Presentation), TypeAdapter(Scene)
_EXPECTED = {
    "page": f"one of {', '.join((*PAGES, WORDS))}",
    "query": "keys with a list of words each",
    "selected": "a list of URNs",
    "fit": f"one of {', '.join(FITS)}, and a name",
    "scenes": "a list of scenes",
    "redacted": "true or false",
}


def presentation_from(given: object) -> Presentation:
    """Read a presentation from JSON; every scene has an id of its own afterwards.

    Raises
    ------
    PresentationFaults
        Something is missing, of another kind or too large; every fault at once.
    """
    read = _read(_PRESENTATION, given, "the presentation")
    return replace(read, scenes=_identified(read.scenes))


def scene_from(given: object) -> Scene:
    """Read one scene from JSON.

    Raises
    ------
    PresentationFaults
        As for :func:`presentation_from`.
    """
    return _read(_SCENE, given, "the scene")


def _identified(scenes: tuple[Scene, ...]) -> tuple[Scene, ...]:
    """Return scenes of which each has an id of its own, the same one whenever they are read."""
    named: list[Scene] = []
    taken = {scene.id for scene in scenes}
    for scene in scenes:
        own = scene.id
        if not own or own in {one.id for one in named}:
            said = orjson.dumps(replace(scene, id="").as_json(notes=False))
            stem = hashlib.sha256(said).hexdigest()[:12]
            tries = (stem if n == 1 else f"{stem} {n}" for n in range(1, len(scenes) + 2))
            own = next(one for one in tries if one not in taken)
            taken.add(own)
        named.append(replace(scene, id=own))
    return tuple(named)


def _read(adapter: TypeAdapter[T], given: object, what: str) -> T:
    try:
        # JSON knows no tuples: as such the lists of it are read strictly.
        return adapter.validate_json(orjson.dumps(given), strict=True)
    except ValidationError as broken:
        found = [_in_words(fault, what) for fault in broken.errors(include_url=False)]
        raise PresentationFaults(list(dict.fromkeys(found))) from None


def _in_words(fault: ErrorDetails, what: str) -> str:
    """Say where a fault is, what was found and what was expected."""
    where = list(fault["loc"])
    if where[:1] == ["scenes"] and len(where) > 1:
        what, where = f"scene {int(where[1]) + 1}", where[2:]
    place = ": ".join([what, *(str(part)[:40] for part in where if isinstance(part, str))])
    limits = fault.get("ctx", {})
    if fault["type"] == "string_too_long":
        return (
            f"{place}: {len(fault['input']):,} letters; at most {limits['max_length']:,} are kept."
        )
    if fault["type"] == "too_long":
        return f"{place}: {len(fault['input']):,}; at most {limits['max_length']:,} are kept."
    if fault["type"] == "missing":
        return f"{place} is missing."
    named = [part for part in where if part in _EXPECTED]
    expected = _EXPECTED[str(named[0])] if named else "words" if where else "an object"
    return f"{place}: expected {expected}, found {_found(fault['input'])}."


def _found(value: Any) -> str:
    if isinstance(value, str):
        return f"{value[:40]!r}"
    names = {dict: "an object", list: "a list", bool: "true or false"}
    return "nothing" if value is None else names.get(type(value), "a number")
