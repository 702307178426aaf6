"""A scene: a view of the app kept with its words; and a presentation, scenes in an order.

A scene holds no figures and no map, only which page at which address, and what the map is fitted
to. What it shows is worked out whenever it is shown.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, get_args
from urllib.parse import urlencode

from alliance.errors import PresentationFaults

if TYPE_CHECKING:
    from collections.abc import Mapping

Page = Literal[
    "overview",
    "explore",
    "opportunity_areas",
    "trusts",
    "schools",
    "flows",
    "matches",
    "register",
    "data",
]
PAGES: tuple[Page, ...] = get_args(Page)
OPENS_ON: Page = "explore"
"""The page that stands at the app's own address."""
FitTo = Literal["filter", "area", "trust", "selection"]
FITS: tuple[FitTo, ...] = get_args(FitTo)

MOST_SCENES = 60
MOST_SELECTED = 2_000
MOST_LETTERS = {"title": 200, "caption": 2_000, "notes": 10_000, "name": 200}
MOST_KEYS, MOST_VALUES, LONGEST_VALUE = 60, 200, 200


@dataclass(frozen=True)
class Fit:
    """What a scene's map is fitted to, on a phone and a projector alike.

    Parameters
    ----------
    to
        ``filter``: what the filter names; ``area``: an area by name; ``trust``: the academies of a
        trust by UID on the scene's day; ``selection``: the selected schools.
    name
        The area's name or the trust's UID as text; nothing for the others.

    """

    to: FitTo = "filter"
    name: str = ""


@dataclass(frozen=True)
class Scene:
    """A view with its words.

    Parameters
    ----------
    page
        The page's name in ``pages/``.
    query
        The page's address: key and values, as a copied link has them. It carries filter, day,
        layers and what else the page can be asked.
    selected
        URNs of the schools selected.
    fit
        What the map is fitted to.
    title, caption
        What the room reads. A caption may name figures of its screen in braces, as in ``{schools}``
        (see :attr:`alliance.present.content.Content.facts`).
    notes
        For the presenter only.

    """

    page: Page
    query: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    selected: tuple[int, ...] = ()
    fit: Fit = Fit()
    title: str = ""
    caption: str = ""
    notes: str = ""

    def as_json(self, *, notes: bool = True) -> dict[str, Any]:
        """Give the scene as JSON holds it; without the notes where they are for nobody else."""
        return {
            "page": self.page,
            "query": {key: list(values) for key, values in self.query.items()},
            "selected": list(self.selected),
            "fit": {"to": self.fit.to, "name": self.fit.name},
            "title": self.title,
            "caption": self.caption,
            **({"notes": self.notes} if notes else {}),
        }


def scene_address(scene: Scene) -> str:
    """Give where a scene's page stands in the app, with what it is asked."""
    # A key without values says that nothing is chosen, which is not what a page opens on.
    pairs = [(key, one) for key, values in scene.query.items() for one in values or ("",)]
    if scene.page == OPENS_ON and len(scene.selected) == 1:
        pairs.append(("school", str(scene.selected[0])))
    path = "/" if scene.page == OPENS_ON else f"/{scene.page}"
    query = urlencode(pairs)
    return f"{path}?{query}" if query else path


@dataclass(frozen=True)
class Presentation:
    """Scenes in the order in which they are shown.

    Parameters
    ----------
    name
        What it is called.
    scenes
        In order.
    redacted
        Whether schools' names are hidden in it and in everything taken away from it.

    """

    name: str
    scenes: tuple[Scene, ...] = ()
    redacted: bool = False

    def as_json(self, *, notes: bool = True) -> dict[str, Any]:
        """Give the presentation as JSON holds it."""
        return {
            "name": self.name,
            "redacted": self.redacted,
            "scenes": [scene.as_json(notes=notes) for scene in self.scenes],
        }


def presentation_from(given: object) -> Presentation:
    """Read a presentation from JSON.

    Raises
    ------
    PresentationFaults
        Something is missing, of another kind or too large; every fault at once.
    """
    faults: list[str] = []
    if not isinstance(given, dict):
        raise PresentationFaults([f"Expected a presentation, found {_kind(given)}."])
    name = _text(given, "name", "the presentation", faults)
    redacted = given.get("redacted", False)
    if not isinstance(redacted, bool):
        faults.append(f"redacted: expected true or false, found {_kind(redacted)}.")
    scenes = given.get("scenes", [])
    if not isinstance(scenes, list):
        faults.append(f"scenes: expected a list, found {_kind(scenes)}.")
        scenes = []
    if len(scenes) > MOST_SCENES:
        faults.append(f"{len(scenes)} scenes; at most {MOST_SCENES} are kept in a presentation.")
        scenes = []
    read = [_scene(scene, f"scene {at}", faults) for at, scene in enumerate(scenes, 1)]
    if faults:
        raise PresentationFaults(faults)
    return Presentation(name.strip(), tuple(one for one in read if one), bool(redacted))


def scene_from(given: object) -> Scene:
    """Read one scene from JSON.

    Raises
    ------
    PresentationFaults
        As for :func:`presentation_from`.
    """
    faults: list[str] = []
    scene = _scene(given, "the scene", faults)
    if scene is None or faults:
        raise PresentationFaults(faults)
    return scene


def _scene(given: object, where: str, faults: list[str]) -> Scene | None:
    if not isinstance(given, dict):
        faults.append(f"{where}: expected a scene, found {_kind(given)}.")
        return None
    page = given.get("page")
    if page not in PAGES:
        faults.append(
            f"{where}: there is no page {str(page)[:40]!r}; there are {', '.join(PAGES)}."
        )
        return None
    return Scene(
        page=page,
        query=_query(given.get("query", {}), where, faults),
        selected=_urns(given.get("selected", []), where, faults),
        fit=_fit(given.get("fit", {}), where, faults),
        title=_text(given, "title", where, faults),
        caption=_text(given, "caption", where, faults),
        notes=_text(given, "notes", where, faults),
    )


def _query(given: object, where: str, faults: list[str]) -> dict[str, tuple[str, ...]]:
    if not isinstance(given, dict) or len(given) > MOST_KEYS:
        faults.append(f"{where}: query: expected at most {MOST_KEYS} keys with their values.")
        return {}
    wrong = [
        str(key)[:40]
        for key, values in given.items()
        if not isinstance(key, str)
        or not isinstance(values, list)
        or len(values) > MOST_VALUES
        or not all(isinstance(one, str) and len(one) <= LONGEST_VALUE for one in values)
    ]
    if wrong:
        faults.append(f"{where}: query: {', '.join(wrong)}: expected a list of short texts.")
        return {}
    return {key: tuple(values) for key, values in given.items()}


def _urns(given: object, where: str, faults: list[str]) -> tuple[int, ...]:
    good = (
        isinstance(given, list)
        and len(given) <= MOST_SELECTED
        and all(isinstance(one, int) and not isinstance(one, bool) for one in given)
    )
    if not good:
        faults.append(f"{where}: selected: expected a list of at most {MOST_SELECTED:,} URNs.")
        return ()
    return tuple(given)  # type: ignore[arg-type]


def _fit(given: object, where: str, faults: list[str]) -> Fit:
    to = given.get("to", "filter") if isinstance(given, dict) else None
    name = given.get("name", "") if isinstance(given, dict) else None
    if to not in FITS or not isinstance(name, str) or len(name) > LONGEST_VALUE:
        faults.append(f"{where}: fit: expected one of {', '.join(FITS)}, and a name.")
        return Fit()
    return Fit(to, name)


def _text(given: Mapping[str, Any], key: str, where: str, faults: list[str]) -> str:
    words = given.get(key, "")
    if not isinstance(words, str):
        faults.append(f"{where}: {key}: expected words, found {_kind(words)}.")
        return ""
    if len(words) > MOST_LETTERS[key]:
        faults.append(
            f"{where}: {key}: {len(words):,} letters; at most {MOST_LETTERS[key]:,} are kept."
        )
    return words


def _kind(value: object) -> str:
    names = {dict: "an object", list: "a list", str: "words", bool: "true or false"}
    if value is None:
        return "nothing"
    return names.get(type(value), "a number")
