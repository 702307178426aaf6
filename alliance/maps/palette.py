"""The colours of the app and the keys that explain them: one place for maps, charts and tables.

Categories take the palette of the Government Analysis Function. Colour never stands alone: each
key gives the words beside the swatch, and every map has a table that says the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from alliance.analysis.filters import NO_GRADE
from alliance.analysis.schools.inspection_scales import OUTCOMES, SAFEGUARDING, STANDARDS
from alliance.history import GRADES, PHASES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alliance.analysis.schools.inspection_scales import Aspect

ColourBy = Literal[
    "Trust",
    "Grade",
    "Judgement",
    "Report card",
    "Ungraded",
    "Phase",
    "Disadvantage",
    "Attainment",
]
COLOUR_BY: tuple[ColourBy, ...] = (
    "Trust",
    "Grade",
    "Judgement",
    "Report card",
    "Ungraded",
    "Phase",
    "Disadvantage",
    "Attainment",
)
SCALE_OF: dict[str, str] = {"Judgement": "judged", "Report card": "card", "Ungraded": "ungraded"}
"""The scale of inspections (``inspection_scales.SCALES``) that a colour by it shows."""

GRADE_COLOURS = {1: "#12436D", 2: "#28A197", 3: "#F46A25", 4: "#801650", NO_GRADE: "#BFBFBF"}

CATEGORIES = ("#12436D", "#28A197", "#801650", "#F46A25", "#A285D1", "#3D3D3D")
PHASE_COLOURS = {
    "Primary": "#28A197",
    "Secondary": "#12436D",
    "All-through": "#801650",
    "Special": "#F46A25",
    "Nursery": "#A285D1",
    "16 to 19": "#3D3D3D",
    "Alternative provision": "#8C8C8C",
}

# Report cards have colours of their own: theirs is not the scale of grades.
_STANDARDS_ON_LIGHT = ("#40307A", "#7A6BB8", "#B3A8E0", "#E6A44C", "#A8500C")
_STANDARDS_ON_DARK = ("#E4DCFF", "#B4A2F5", "#7D6CC4", "#E6A44C", "#FF7A33")
_OUTCOMES_ON_LIGHT = (
    "#40307A", "#7A6BB8", "#E6A44C", "#12436D", "#801650", "#1D7A72", "#28A197", "#F46A25",
)  # fmt: skip
_OUTCOMES_ON_DARK = (
    "#E4DCFF", "#7D6CC4", "#E6A44C", "#5B9BD5", "#D9639E", "#8FE0D8", "#28A197", "#F46A25",
)  # fmt: skip

MOST_TRUSTS = len(CATEGORIES)
"""How many trusts can be told apart by colour."""


class Theme(NamedTuple):
    """The colours of a map that follow the page's light or dark theme."""

    sea: str
    land: str
    ground: str
    authority: str
    coast: str
    ink: str
    halo: str
    area: str
    accent: str
    other_academy: str
    other_school: str


LIGHT = Theme(
    sea="#E4ECF2",
    land="#F1F1EE",
    ground="#FFFFFF",
    authority="#DDDDD8",
    coast="#AEBBC4",
    ink="#1F2A33",
    halo="#FFFFFF",
    area="#6A3D9A",
    accent="#D4006A",
    other_academy="#9AA3AB",
    other_school="#D0D3D4",
)
DARK = Theme(
    sea="#141B21",
    land="#1E262C",
    ground="#2B353D",
    authority="#37424B",
    coast="#4D5B66",
    ink="#F2F4F5",
    halo="#141B21",
    area="#C9A8F0",
    accent="#FF6FB1",
    other_academy="#76828C",
    other_school="#48535C",
)
THEMES = {"light": LIGHT, "dark": DARK}

# The palette was made for white paper; its two darkest colours vanish on a dark map.
_ON_DARK = {"#12436D": "#5B9BD5", "#801650": "#D9639E", "#3D3D3D": "#C8CDD1"}


def on(theme: Theme, colour: str) -> str:
    """Return a colour of the palette as it is shown on a map of this theme."""
    return _ON_DARK.get(colour, colour) if theme is DARK else colour


def laid_over(ground: str, colour: str, opacity: float) -> str:
    """Return the colour that is seen where one is laid over another, as ``#RRGGBB``.

    >>> laid_over("#FFFFFF", "#000000", 0.6)
    '#666666'
    """
    pairs = ((int(ground[i : i + 2], 16), int(colour[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(low + (high - low) * opacity):02X}" for low, high in pairs)


def trust_colours(trusts: Sequence[int], theme: Theme) -> dict[int, str]:
    """Return each trust (UID) its colour; beyond the sixth they share the colour of the last."""
    last = len(CATEGORIES) - 1
    return {uid: on(theme, CATEGORIES[min(i, last)]) for i, uid in enumerate(trusts)}


def grade_colours(theme: Theme) -> dict[int, str]:
    """Return the colour of each grade, 0 for none, best grade first."""
    return {grade: on(theme, colour) for grade, colour in GRADE_COLOURS.items()}


def scale_colours(aspect: Aspect, *, dark: bool) -> dict[str, str]:
    """Return the colour of each value of an aspect of inspections; none of what is not known."""
    theme = DARK if dark else LIGHT
    colours: tuple[str, ...]
    if aspect.gives == STANDARDS:
        colours = _STANDARDS_ON_DARK if dark else _STANDARDS_ON_LIGHT
    elif aspect.gives == SAFEGUARDING:
        ends = _STANDARDS_ON_DARK if dark else _STANDARDS_ON_LIGHT
        colours = (ends[1], ends[-1])
    elif aspect.gives == OUTCOMES:
        colours = _OUTCOMES_ON_DARK if dark else _OUTCOMES_ON_LIGHT
    else:
        colours = tuple(on(theme, GRADE_COLOURS[grade]) for grade in GRADES)
    return dict(zip(aspect.gives, colours, strict=True))


def phase_colours(theme: Theme) -> dict[str, str]:
    """Return the colour of each phase, in the order in which phases are listed."""
    return {phase: on(theme, PHASE_COLOURS[phase]) for phase in PHASES}
