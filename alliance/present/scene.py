"""A scene: a view of the app kept with its words; and a presentation, scenes in an order.

A scene holds no figures and no map, only which page at which address, and what the map is fitted
to. What it shows is worked out whenever it is shown.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal, get_args
from urllib.parse import urlencode

from pydantic import AfterValidator, Field, StringConstraints

from alliance.views.page_address import Fit

Page = Literal[
    "overview",
    "explore",
    "opportunity_areas",
    "trusts",
    "schools",
    "compare",
    "flows",
    "matches",
    "impact",
    "register",
    "data",
    "words",
]
WORDS: Page = "words"
"""A scene of words of its own, a picture or a question, with no page of the app behind it."""
PAGES: tuple[Page, ...] = tuple(page for page in get_args(Page) if page != WORDS)
OPENS_ON: Page = "explore"
"""The page that stands at the app's own address."""

MOST_SCENES, MOST_SELECTED, MOST_KEYS = 60, 2_000, 60
MOST_LETTERS = {
    "title": 200,
    "caption": 2_000,
    "notes": 10_000,
    "name": 200,
    "text": 4_000,
    "alt": 500,
    "answer": 120,
}
ANSWER_LETTERS = "ABCDEF"
"""What the answers of a question are called by, in their order."""
MOST_ANSWERS = len(ANSWER_LETTERS)
_WHERE_SET = ("text", "picture", "alt", "plays_from", "id")
IN_BRACES = re.compile(r"\{([^{}\n]{1,60})\}")
"""A figure that a title or a caption names."""
_OTHER_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


def _with_plain_breaks(words: str) -> str:
    """Return words with the line breaks that other programs write as any other."""
    return _OTHER_BREAKS.sub("\n", words)


PLAIN_BREAKS = AfterValidator(_with_plain_breaks)
Title = Annotated[str, Field(max_length=MOST_LETTERS["title"]), PLAIN_BREAKS]
Answer = Annotated[
    str, StringConstraints(min_length=1, max_length=MOST_LETTERS["answer"], strip_whitespace=True)
]
Values = Annotated[tuple[Title, ...], Field(max_length=200)]


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
        (see :attr:`alliance.views.content.Content.facts`).
    notes
        For the presenter only.
    text, picture, alt
        Of a scene of words: its Markdown, the digest of its picture
        (:mod:`alliance.present.scene_pictures`) and what that shows, for who cannot see it.
    answers
        Of a question: what those who follow may answer, two to six.
    plays_from
        The day, as 2017-04-03, from which it plays through the months to its own
        (:mod:`alliance.present.playing`); blank where it does not play.
    id
        Tells the scene from the others of its presentation, whatever becomes of its words and
        place; blank until the presentation is written or read.

    """

    page: Page
    query: Annotated[Mapping[str, Values], Field(max_length=MOST_KEYS)] = field(
        default_factory=dict
    )
    selected: Annotated[tuple[int, ...], Field(max_length=MOST_SELECTED)] = ()
    fit: Fit = field(default_factory=Fit)
    title: Title = ""
    caption: Annotated[str, Field(max_length=MOST_LETTERS["caption"]), PLAIN_BREAKS] = ""
    notes: Annotated[str, Field(max_length=MOST_LETTERS["notes"]), PLAIN_BREAKS] = ""
    text: Annotated[str, Field(max_length=MOST_LETTERS["text"]), PLAIN_BREAKS] = ""
    picture: Annotated[str, Field(pattern=r"^([0-9a-f]{64})?$")] = ""
    alt: Annotated[str, Field(max_length=MOST_LETTERS["alt"])] = ""
    answers: Annotated[tuple[Answer, ...], Field(max_length=MOST_ANSWERS)] = ()
    plays_from: Annotated[str, Field(pattern=r"^([0-9]{4}-[0-9]{2}-[0-9]{2})?$")] = ""
    id: Annotated[str, Field(max_length=40)] = field(default="", compare=False)

    def as_json(self, *, notes: bool = True) -> dict[str, Any]:
        """Return the scene as JSON holds it; without the notes where they are for nobody else."""
        return {
            "page": self.page,
            "query": {key: list(values) for key, values in self.query.items()},
            "selected": list(self.selected),
            "fit": {"to": self.fit.to, "name": self.fit.name},
            "title": self.title,
            "caption": self.caption,
            **({"notes": self.notes} if notes else {}),
            # Scenes of before had none of these.
            **{name: words for name in _WHERE_SET if (words := getattr(self, name))},
            **({"answers": list(self.answers)} if self.answers else {}),
            **({"id": self.id} if self.id else {}),
        }


def stray_braces(presentation: Presentation, known: Collection[Scene] = ()) -> list[str]:
    """Say where a title or a caption has a brace that names no figure, for it lacks its fellow.

    Parameters
    ----------
    known
        Scenes that are kept already, and are not looked at again.

    """
    return [
        f"Scene {place}: the {name} has a brace without its fellow: “{words[:60]}”. "
        "A figure of the screen is written in two, as {schools}."
        for place, scene in enumerate(presentation.scenes, 1)
        if scene not in known
        for name, words in (("title", scene.title), ("caption", scene.caption))
        if re.search("[{}]", IN_BRACES.sub("", words))
    ]


def scene_address(scene: Scene) -> str:
    """Return where a scene's page stands in the app, with what it is asked; "" of words."""
    if scene.page == WORDS:
        return ""
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

    name: Annotated[str, StringConstraints(max_length=MOST_LETTERS["name"], strip_whitespace=True)]
    scenes: Annotated[tuple[Scene, ...], Field(max_length=MOST_SCENES)] = ()
    redacted: bool = False

    def as_json(self, *, notes: bool = True) -> dict[str, Any]:
        """Return the presentation as JSON holds it."""
        return {
            "name": self.name,
            "redacted": self.redacted,
            "scenes": [scene.as_json(notes=notes) for scene in self.scenes],
        }


def place_kept(before: Sequence[Scene], at: int, now: Sequence[Scene]) -> int:
    """Return where the scene at a place, from 0, stands among the scenes as they are now.

    Of one that is gone it is the place of its nearest neighbour: of the next, else the one before.
    """
    places = {scene.id: place for place, scene in enumerate(now)}
    near = [*before[at:], *reversed(before[:at])]
    return next((places[scene.id] for scene in near if scene.id in places), 0)
