"""A scene worked out: its page's content with its own words, kept for all who look at it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from alliance.analysis.filter_codec import DAY
from alliance.current.state import current_history, current_register, kept, names_hidden
from alliance.errors import UnknownName
from alliance.present.scene import IN_BRACES, WORDS
from alliance.present.scene_pictures import scene_picture
from alliance.present.scene_reading import scene_from
from alliance.text.words import listed
from alliance.views.areas import area_content
from alliance.views.caption_facts import fact_named
from alliance.views.compare import compare_content
from alliance.views.content import Content, PictureShown, Showing
from alliance.views.data import data_content
from alliance.views.day_note import day_note
from alliance.views.flows import flow_content
from alliance.views.impact import impact_content
from alliance.views.matches import match_content
from alliance.views.overview import overview_content
from alliance.views.page_address import PageAddress
from alliance.views.register import register_content
from alliance.views.schools import school_content
from alliance.views.trusts import trust_content

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping

    import pandas as pd

    from alliance.present import Scene
    from alliance.present.scene import Page


MOST_KEPT = 256
"""Contents held at a time: those of a few meetings in both themes, some 100 KB each."""


PAGES: dict[Page, Callable[[PageAddress, Showing], Callable[[], Content]]] = {
    "overview": overview_content.overview,
    "explore": overview_content.explore,
    "opportunity_areas": area_content.areas,
    "trusts": trust_content.trusts,
    "schools": school_content.schools,
    "compare": compare_content.compare,
    "flows": flow_content.flows,
    "matches": match_content.matches,
    "impact": impact_content.impact,
    "register": register_content.register,
    "data": data_content.data,
}


OF_A_DAY = ("overview", "explore", "opportunity_areas", "trusts", "compare", "matches")
"""Pages whose figures are those of one day."""


TOLD_ANYWAY = (
    "This scene is about one school. Its name is hidden, but people can still tell which school it "
    "is from its area, roll and dates."
)
UNDESCRIBED = (
    "The picture has no description, so who cannot see it learns nothing of it. Leave it so only "
    "where the picture decorates."
)
MOVED = "Schools are drawn near where they are, not at their exact place."
UNKNOWN = "–"
"""What the room reads in place of a figure that the screen has not."""


def content_of(scene: Scene, *, redacted: bool, theme: str) -> Content:
    """Work out what a scene shows; one object for the same question, shared by all visitors.

    Parameters
    ----------
    redacted
        Whether schools' names are hidden in all it holds.
    theme
        ``light`` or ``dark``.

    """
    question = json.dumps(replace(scene, id="").as_json(notes=False), sort_keys=True)
    return _content(question, redacted, theme == "dark", current_register().revision())


@kept(maxsize=MOST_KEPT)
def _content(scene_json: str, redacted: bool, dark: bool, _revision: int) -> Content:
    scene, showing = scene_from(json.loads(scene_json)), Showing(dark, redacted)
    address = _address_of(scene)
    if scene.page == WORDS:
        return _of_words(scene)
    # Read with the names in place, for the address holds them; worked out without.
    give = PAGES[scene.page](address, showing)
    with names_hidden(redacted):
        content = give()
        sources = content.sources or _sources()
    if redacted:
        content = _without_urns(content)
    title, caption = (_told(words, content.facts) for words in (scene.title, scene.caption))
    day = _day_of(scene)
    note = day_note(day) if day else ""
    return replace(
        content,
        title=title or content.title,
        caption=caption,
        # What the caption says in the same words is said once.
        sentence="" if content.sentence in caption else content.sentence,
        day=day,
        sources=sources,
        faults=tuple(address.faults),
        warnings=(*content.warnings, *([note] if note else []), *_moved(content, redacted)),
        slips=(
            *slips_of(scene.title, scene.caption, content.facts),
            *([TOLD_ANYWAY] if redacted and _is_of_one_school(scene) else []),
        ),
    )


def _of_words(scene: Scene) -> Content:
    """Return a scene of words as it was written; nothing is worked out for it."""
    picture, faults = None, []
    if scene.picture:
        try:
            found = scene_picture(scene.picture)
        except UnknownName as fault:
            faults = [f"The picture is missing. {fault}"]
        else:
            picture = PictureShown(scene.picture, found.kind, found.width, found.height, scene.alt)
    return Content(
        title=_told(scene.title, {}),
        caption=_told(scene.caption, {}),
        sentence="",
        words=scene.text,
        picture=picture,
        answers=scene.answers,
        faults=tuple(faults),
        slips=(
            *slips_of(scene.title, scene.caption, {}),
            *([UNDESCRIBED] if picture and not scene.alt.strip() else []),
        ),
    )


def _is_of_one_school(scene: Scene) -> bool:
    return scene.page == "schools" or len(scene.selected) == 1


def _moved(content: Content, redacted: bool) -> list[str]:
    return [MOVED] if redacted and content.map else []


def _address_of(scene: Scene) -> PageAddress:
    return PageAddress(scene.query, scene.selected, scene.fit)


def _day_of(scene: Scene) -> dt.date | None:
    """Return the day of a scene, where its page shows a day's figures."""
    if scene.page not in OF_A_DAY:
        return None
    return _address_of(scene).day(DAY, current_history().default_day, "Day")


def slips_of(title: str, caption: str, facts: Mapping[str, str]) -> tuple[str, ...]:
    """Say what the room will not see in a title and a caption as it was typed, and why.

    Parameters
    ----------
    facts
        The figures that they may name in braces.

    """
    slips = []
    for words in (title, caption):
        unknown = [
            found[0]
            for found in IN_BRACES.finditer(words)
            if fact_named(found[1].strip(), facts) is None
        ]
        if unknown:
            known = listed([f"{{{name}}}" for name in facts]) or "none"
            slips.append(
                f"{_begins(words)} names {listed(unknown)}, which this screen does not "
                f"have; people see “{UNKNOWN}” there. It has {known}."
            )
    return tuple(slips)


def _begins(words: str) -> str:
    return f"“{words if len(words) <= 40 else f'{words[:40]}…'}”"


def _told(words: str, facts: Mapping[str, str]) -> str:
    """Put the figures of the screen in the places where title or caption names them."""
    told = IN_BRACES.sub(lambda found: fact_named(found[1].strip(), facts) or UNKNOWN, words)
    # Where nothing but unknown figures stood, nothing is said.
    return told if told == words or any(map(str.isalnum, told)) else ""


def _without_urns(content: Content) -> Content:
    """Leave out the columns that hold URNs: one look-up away from them stands the name."""

    def kept(table: pd.DataFrame) -> pd.DataFrame:
        return table[[name for name in table.columns if "urn" not in str(name).casefold().split()]]

    return replace(
        content,
        charts=tuple(replace(chart, table=kept(chart.table)) for chart in content.charts),
        tables=tuple(replace(one, rows=kept(one.rows)) for one in content.tables),
    )


def _sources() -> str:
    history = current_history()
    publishers = sorted(history.sources["publisher"].dropna().unique())
    return f"{listed(publishers, most=len(publishers))}. History {history.version}."
