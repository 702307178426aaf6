"""The colours of the app and the keys that explain them: one place for maps, charts and tables.

They were chosen so that every two colours of one key are told apart with any kind of colour
blindness, no trust has the colour of a grade, and every dot stands out from the ground by 3 to 1,
on either theme: tests hold each. Colour never stands alone: each key gives the words beside the
swatch, and every map has a table that says the same.
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

_UNTOLD, _UNTOLD_ON_DARK = "#868A8D", "#7D8993"
"""Of what has no value, or is none of what is looked at: as faint as 3 to 1 lets it be."""

GRADE_COLOURS = {1: "#0E365E", 2: "#146970", 3: "#EA5D17", 4: "#6D1B31", NO_GRADE: _UNTOLD}
_GRADES_ON_DARK = ("#5E9EDA", "#82E9EF", "#F66A27", "#FAA3A9", _UNTOLD_ON_DARK)

CATEGORIES = ("#3A39C7", "#2B8358", "#4E2110", "#D00E00", "#B168E8", "#260E31")
_CATEGORIES_ON_DARK = ("#C7A4FA", "#358E69", "#FCAB84", "#B86D13", "#B454EC", "#F2F2DA")
PHASE_COLOURS = {
    "Primary": "#126A62",
    "Secondary": "#4E4A8A",
    "All-through": "#470142",
    "Special": "#D26E28",
    "Nursery": "#A477C8",
    "16 to 19": "#0A3A2D",
    "Alternative provision": _UNTOLD,
}
_PHASES_ON_DARK = (
    "#4CB984", "#C1A4FD", "#F3C6E2", "#E86720", "#AB5DCF", "#E7F594", _UNTOLD_ON_DARK,
)  # fmt: skip

# Report cards have colours of their own: theirs is not the scale of grades.
_STANDARDS_ON_LIGHT = ("#4E2999", "#6C7AD0", "#18686F", "#B97D1D", "#8F3B07")
_STANDARDS_ON_DARK = ("#EFDBFF", "#A2AAFD", "#A258EC", "#F7B25F", "#DE5E18")
_OUTCOMES_ON_LIGHT = (
    "#5926B7", "#5284D8", "#361019", "#36264F", "#8D504C", "#066A72", "#2F4308", "#D06838",
)  # fmt: skip
_OUTCOMES_ON_DARK = (
    "#8CAFD8", "#A753F2", "#EFA72F", "#ADF3FE", "#CB5E1F", "#F3FFB3", "#38906A", "#B9BA8F",
)  # fmt: skip

FOUNDERS = {16104: 0, 4474: 1, 4036: 2, 4119: 3, 5370: 4}
"""The founding trusts by UID, each with its place in ``CATEGORIES``, which it never changes."""
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
    area="#876900",
    accent="#D4006A",
    other_academy="#595C63",
    other_school=_UNTOLD,
)
DARK = Theme(
    sea="#141B21",
    land="#1E262C",
    ground="#2B353D",
    authority="#37424B",
    coast="#4D5B66",
    ink="#F2F4F5",
    halo="#141B21",
    area="#D9C400",
    accent="#FF6FB1",
    other_academy="#B4BBC1",
    other_school=_UNTOLD_ON_DARK,
)
THEMES = {"light": LIGHT, "dark": DARK}

# What is dark enough for white paper vanishes on a dark map.
_ON_DARK = {
    **dict(zip(CATEGORIES, _CATEGORIES_ON_DARK, strict=True)),
    **dict(zip(GRADE_COLOURS.values(), _GRADES_ON_DARK, strict=True)),
    **dict(zip(PHASE_COLOURS.values(), _PHASES_ON_DARK, strict=True)),
}


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
    """Return each trust (UID) its colour; beyond the sixth they share the colour of the last.

    The founding trusts have theirs for good. Another has one by its UID, or the next that is free
    where a trust with a lower UID has that on the same picture.
    """
    places = {uid: FOUNDERS[uid] for uid in trusts if uid in FOUNDERS}
    last = MOST_TRUSTS - 1
    for uid in sorted(set(trusts) - set(FOUNDERS)):
        free = [(uid + step) % MOST_TRUSTS for step in range(MOST_TRUSTS)]
        places[uid] = next((place for place in free if place not in places.values()), last)
    return {uid: on(theme, CATEGORIES[places[uid]]) for uid in trusts}


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
