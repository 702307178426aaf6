"""A scene worked out: its page's content with its own words, kept for all who look at it."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from alliance.present.scene import scene_from
from alliance.ui.scenes import areas, flows, matches, overview, records, trusts
from alliance.ui.scenes.asked import Asked
from alliance.ui.scenes.showing import Showing
from alliance.ui.words import listed
from alliance.web.current import current_history, current_register, kept, names_hidden

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd

    from alliance.present import Scene
    from alliance.present.content import Content
    from alliance.present.scene import Page

MOST_KEPT = 256
"""Contents held at a time: those of a few meetings in both themes, some 100 KB each."""

PAGES: dict[Page, Callable[[Asked, Showing], Callable[[], Content]]] = {
    "overview": overview.overview,
    "explore": overview.explore,
    "opportunity_areas": areas.areas,
    "trusts": trusts.trusts,
    "schools": records.schools,
    "flows": flows.flows,
    "matches": matches.matches,
    "register": records.register,
    "data": records.data,
}
_NAMED = re.compile(r"\{([^{}\n]{1,60})\}")
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
    asked = json.dumps(scene.as_json(notes=False), sort_keys=True)
    return _content(asked, redacted, theme == "dark", current_register().revision())


@kept(maxsize=MOST_KEPT)
def _content(scene_json: str, redacted: bool, dark: bool, _revision: int) -> Content:
    scene, showing = scene_from(json.loads(scene_json)), Showing(dark, redacted)
    asked = Asked(scene)
    # Read with the names in place, for the address holds them; worked out without.
    give = PAGES[scene.page](asked, showing)
    with names_hidden(redacted):
        content = give()
        sources = content.sources or _sources()
    if redacted:
        content = _without_urns(content)
    title, caption = (_told(words, content.facts) for words in (scene.title, scene.caption))
    return replace(
        content,
        title=title or content.title,
        caption=caption,
        sources=sources,
        faults=tuple(asked.faults),
        slips=slips_of(scene.title, scene.caption, content.facts),
    )


def slips_of(title: str, caption: str, facts: Mapping[str, str]) -> tuple[str, ...]:
    """Say what the room will not see in a title and a caption as it was typed, and why.

    Parameters
    ----------
    facts
        The figures that they may name in braces.

    """
    slips = []
    for words in (title, caption):
        unknown = [found[0] for found in _NAMED.finditer(words) if found[1].strip() not in facts]
        if unknown:
            known = listed([f"{{{name}}}" for name in facts]) or "none"
            slips.append(
                f"{_begins(words)} names {listed(unknown)}, which this screen has not; the room "
                f"sees “{UNKNOWN}” there. It has {known}."
            )
        if lacking := lacking_in_pdf(words):
            slips.append(lacking)
    return tuple(slips)


def lacking_in_pdf(words: str) -> str:
    """Say which letters of words a PDF cannot show, and what stands there; nothing for most."""
    if words.isascii():
        return ""
    # What knows the letters of PDF takes a while to load.
    from alliance.present.letters import illegible, legible

    lacking = illegible(words)
    if not lacking:
        return ""
    return (
        f"{_begins(words)} holds {' '.join(lacking)}, which a PDF cannot show; there stands "
        f"“{' '.join(map(legible, lacking))}”."
    )


def _begins(words: str) -> str:
    return f"“{words if len(words) <= 40 else f'{words[:40]}…'}”"


def _told(words: str, facts: Mapping[str, str]) -> str:
    """Put the figures of the screen in the places where title or caption names them."""
    told = _NAMED.sub(lambda found: facts.get(found[1].strip(), UNKNOWN), words)
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
    return f"{listed(publishers, most=4)}. History {history.version}."
