"""The file of PowerPoint's that slides are made of: its master, colours and font, and its layouts.

``slides.pptx`` beside this module comes with the app; a setting names another, with the logo and
the colours of whoever presents. Scenes are written into its placeholders, which are known by their
kind, and keep to the sides, the title and the footer as its layouts have them.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER as KIND
from pptx.exc import PackageNotFoundError

from alliance.errors import TemplateRefused
from alliance.present.files.boxes import Box
from alliance.present.files.page_plan import HEIGHT, WIDTH, Frame, Layout
from alliance.settings import settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pptx.presentation import Presentation as Slides
    from pptx.slide import SlideLayout

SHIPPED = Path(__file__).with_name("slides.pptx")
TITLE, SOURCES = "Title", "Sources"
"""The layouts of the first and of the last slide."""
_POINT = 12_700
_LEAST_WIDTH = 700.0
"""Of the words of a scene, in points."""


class Place(StrEnum):
    """What a placeholder is for; the value is what it is called where it is missing."""

    TITLE = "a title"
    WORDS = "a text"
    CAPTION = "a second text"
    PICTURE = "a picture"
    CHART = "a chart"
    TABLE = "a table"
    FOOTER = "a footer"
    NUMBER = "a slide number"


_KINDS = {
    Place.TITLE: (KIND.TITLE, KIND.CENTER_TITLE),
    Place.PICTURE: (KIND.PICTURE,),
    Place.CHART: (KIND.CHART,),
    Place.TABLE: (KIND.TABLE,),
    Place.FOOTER: (KIND.FOOTER,),
    Place.NUMBER: (KIND.SLIDE_NUMBER,),
}
_TEXTS = (KIND.BODY, KIND.SUBTITLE)
_SCENE = (Place.TITLE, Place.WORDS, Place.CAPTION, Place.FOOTER, Place.NUMBER)
NEEDED: dict[str, tuple[Place, ...]] = {
    TITLE: (Place.TITLE, Place.WORDS),
    Layout.MAP_FIGURES: (*_SCENE, Place.PICTURE),
    Layout.MAP_CHART: (*_SCENE, Place.PICTURE, Place.CHART),
    Layout.CHART_TABLE: (*_SCENE, Place.CHART, Place.TABLE),
    Layout.FIGURES: _SCENE,
    SOURCES: (Place.TITLE, Place.WORDS, Place.FOOTER, Place.NUMBER),
}
"""The layouts that a template has, by name, and the placeholders of each."""


class Template(NamedTuple):
    """A template without slides, and how much room each layout of scenes leaves."""

    slides: Slides
    frames: Mapping[str, Frame]

    def layout(self, name: str) -> SlideLayout:
        """Return a layout by its name."""
        return _layouts(self.slides)[name]


def template(file: Path | None = None) -> Template:
    """Open a template: that of the settings, else the one that comes with the app.

    Raises
    ------
    TemplateRefused
        It cannot be opened or lacks what slides need; names every fault.
    """
    file = file or settings().slide_template or SHIPPED
    slides = _opened(file)
    if faults := list(_faults(slides)):
        raise TemplateRefused(
            f"The template {file.name} cannot be used for slides: {'; '.join(faults)}. Begin with "
            f"a copy of {SHIPPED.name}, which has all of it."
        )
    _take_out_slides(slides)
    found = _layouts(slides)
    return Template(slides, {name: _frame(found[name]) for name in NEEDED if name != TITLE})


def holder(shapes: Any, place: Place) -> Any:
    """Return the placeholder of a slide or layout for something; None where there is none."""
    held = list(shapes.placeholders)
    if place in _KINDS:
        return next((one for one in held if one.placeholder_format.type in _KINDS[place]), None)
    texts = [one for one in held if one.placeholder_format.type in _TEXTS]
    texts.sort(key=lambda one: one.placeholder_format.idx)
    at = 0 if place is Place.WORDS else 1
    return texts[at] if len(texts) > at else None


def box_of(shape: Any) -> Box:
    """Return where a shape stands, in points."""
    return Box(*(part / _POINT for part in (shape.left, shape.top, shape.width, shape.height)))


def _opened(file: Path) -> Slides:
    try:
        return Presentation(str(file))
    except (PackageNotFoundError, ValueError, KeyError, OSError) as fault:
        raise TemplateRefused(
            f"The template {file} cannot be opened: expected a presentation of PowerPoint's, saved "
            "as .pptx (not as .potx)."
        ) from fault


def _layouts(slides: Slides) -> dict[str, SlideLayout]:
    return {layout.name: layout for layout in slides.slide_layouts}


def _faults(slides: Slides) -> list[str]:
    """Return what a template lacks, in words."""
    faults = []
    sides: tuple[Any, Any] = slides.slide_width, slides.slide_height
    size = tuple(round(side / _POINT) for side in sides)
    if size != (WIDTH, HEIGHT):
        faults.append(
            f"its slides are {_in_cm(size)}, expected {_in_cm((WIDTH, HEIGHT))} (widescreen)"
        )
    found = _layouts(slides)
    for name, places in NEEDED.items():
        if name not in found:
            faults.append(f"it has no layout called “{name}”")
            continue
        lacking = [place for place in places if holder(found[name], place) is None]
        faults += [f"the layout “{name}” has no placeholder for {place}" for place in lacking]
        if not lacking and name != TITLE and _frame(found[name]).width < _LEAST_WIDTH:
            least = _in_cm((_LEAST_WIDTH,))
            faults.append(f"the first text of the layout “{name}” is under {least} wide")
    return faults


def _in_cm(sides: tuple[float, ...]) -> str:
    return " by ".join(f"{side / 72 * 2.54:.1f} cm" for side in sides)


def _frame(layout: SlideLayout) -> Frame:
    """Return the room that a layout leaves: between its title and its footer, as wide as words."""
    title, words, footer = (
        box_of(holder(layout, place)) for place in (Place.TITLE, Place.WORDS, Place.FOOTER)
    )
    return Frame(title, words.left, words.width, footer)


def _take_out_slides(slides: Slides) -> None:
    """Leave out the slides that a template comes with."""
    listed = slides.slides._sldIdLst
    for one in list(listed):
        slides.part.drop_rel(one.rId)
        listed.remove(one)
