"""The keys of maps: what their colours mean, and how many there are of each.

The page writes them beside the live map, and a picture of the map has them in a corner.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from alliance.analysis.areas.area_measures import MEASURES
from alliance.analysis.filters import NO_GRADE, grade_names
from alliance.analysis.partial_days import GRADES_END
from alliance.analysis.schools.censuses import disadvantaged_census
from alliance.history import PHASES
from alliance.maps.bands import (
    AREA_EDGES,
    AREA_OPACITY,
    FIFTHS,
    SCHOOL_EDGES,
    UNKNOWN,
    band_colours,
    band_of,
    band_words,
)
from alliance.maps.choice import FOOTPRINTS, INVESTMENT_AREAS, OPPORTUNITY_AREAS, TRANSFERS
from alliance.maps.flow_layers import SEVERAL
from alliance.maps.match_style import match_colours
from alliance.maps.palette import (
    DARK,
    THEMES,
    grade_colours,
    laid_over,
    phase_colours,
    scale_colours,
    trust_colours,
)

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Collection, Mapping, Sequence
    from typing import Any, Literal

    from alliance.analysis.matching.best_match import Match
    from alliance.analysis.schools.inspection_scales import Aspect
    from alliance.maps.choice import MapChoice
    from alliance.maps.flow_units import Unit
    from alliance.maps.palette import Theme


class KeyRow(NamedTuple):
    """A swatch, its colour, its words and how many there are."""

    shape: Literal["dot", "ring", "patch", "area", "dashed", "line", "dashes"]
    colour: str
    words: str
    number: str = ""


class Key(NamedTuple):
    """What stands over the rows of a key, and the rows."""

    title: str
    rows: list[KeyRow]


_TITLES = {
    "Trust": "Academies",
    "Grade": "Ofsted grade",
    "Judgement": "Judged since September 2024",
    "Report card": "Report card",
    "Ungraded": "Latest inspection, ungraded",
    "Phase": "Phase",
    "Disadvantage": "Disadvantaged pupils",
    "Attainment": "Results in England",
}


def choice_keys(
    choice: MapChoice,
    schools: pd.DataFrame,
    trust_name: Callable[[int], str],
    fifths: pd.Series[Any] | None = None,
    absent: Collection[int] = (),
) -> list[Key]:
    """Return the keys of a live map: of its schools and outlines, and of areas in colour.

    Parameters
    ----------
    schools
        Those shown, to be counted.
    trust_name
        Gives the name of a trust by UID.
    fifths
        For colour by attainment, as :func:`alliance.maps.layers.schools` takes them.
    absent
        UIDs of trusts that have no academy anywhere on the day, and so no row.

    """
    theme = THEMES[choice.theme]
    if choice.colour_by == "Grade":
        rows = grade_rows(schools, theme, choice.filter.day)
    elif choice.coloured_aspect is not None:
        rows = aspect_rows(schools, choice.coloured_aspect, theme)
    elif choice.colour_by == "Trust":
        rows = trust_rows(schools, choice.trusts, theme, trust_name, absent)
    elif choice.colour_by == "Phase":
        rows = _phase_rows(schools, theme)
    elif choice.colour_by == "Disadvantage":
        edges = SCHOOL_EDGES[choice.colour_by]
        bands = band_of(schools["percent_disadvantaged"], edges)
        rows = _band_rows(bands, band_words(edges, "%"), theme)
    else:
        bands = schools["urn"].map({} if fifths is None else fifths).fillna(UNKNOWN)
        rows = _band_rows(bands, dict(enumerate(FIFTHS, 1)), theme)
    if OPPORTUNITY_AREAS in choice.switched_on:
        rows.append(KeyRow("area", theme.ink, "Opportunity Area"))
    if INVESTMENT_AREAS in choice.switched_on:
        rows.append(KeyRow("area", theme.area, "Education Investment Area"))
    title = title_of(choice)
    if choice.colour_by == "Disadvantage" and (census := disadvantaged_census(schools)):
        title = f"{title}, {census}"
    if choice.colour_by == "Attainment" and fifths is not None and fifths.name:
        title = f"{title}, {fifths.name}"
    keys = [Key(title, rows)]
    outlined = choice.colour_by != "Trust" and choice.shows(FOOTPRINTS)
    keys += footprint_keys(choice.trusts if outlined else (), theme, trust_name, absent)
    keys += _transfer_keys(choice, theme)
    return [*keys, _area_key(choice.measured[1], theme)] if choice.measured else keys


def _transfer_keys(choice: MapChoice, theme: Theme) -> list[Key]:
    if not choice.shows(TRANSFERS):
        return []
    rows = [
        KeyRow("line", theme.ink, "From trust to trust: wider, the more"),
        KeyRow("ring", theme.ink, "Trust: larger, the more left or joined"),
    ]
    return [Key("Academies that moved (transfers)", rows)]


def footprint_keys(
    trusts: Sequence[int],
    theme: Theme,
    trust_name: Callable[[int], str],
    absent: Collection[int] = (),
) -> list[Key]:
    """Return the key of footprints drawn in outline, where dots do not tell trusts apart."""
    rows = [
        KeyRow("area", colour, trust_name(uid))
        for uid, colour in trust_colours(trusts, theme).items()
        if uid not in absent
    ]
    return [Key("Trust footprints, in outline", rows)] if rows else []


def title_of(choice: MapChoice) -> str:
    """Return what the colours of schools tell."""
    title = _TITLES[choice.colour_by]
    if choice.coloured_aspect is not None and choice.colour_by != "Ungraded":
        return f"{choice.coloured_aspect.name}: {title[:1].lower()}{title[1:]}"
    return grade_title(choice.filter.day) if choice.colour_by == "Grade" else title


def grade_title(day: dt.date) -> str:
    """Return what stands over a key of grades on a day.

    >>> import datetime as dt
    >>> grade_title(dt.date(2025, 8, 31))
    'Last grade before September 2024'
    """
    return "Last grade before September 2024" if day > GRADES_END else _TITLES["Grade"]


def aspect_rows(schools: pd.DataFrame, aspect: Aspect, theme: Theme) -> list[KeyRow]:
    """Return a row for each value of an aspect of inspections, and one for the schools without.

    Parameters
    ----------
    schools
        With the columns of :func:`inspected_on`; without them
        none is counted.

    """
    if aspect.column in schools:
        numbers = schools[aspect.column].value_counts()
    else:
        numbers = pd.Series(dtype="int64")
    rows = [
        KeyRow("dot", colour, value, _count(numbers.get(value, 0)))
        for value, colour in scale_colours(aspect, dark=theme is DARK).items()
        if aspect.scale != "ungraded" or value in numbers
    ]
    without = len(schools) - sum(int(numbers.get(value, 0)) for value in aspect.gives)
    return [*rows, KeyRow("dot", theme.other_school, "Not given", _count(without))]


def flow_key(
    pairs: pd.DataFrame,
    by: str,
    colours: Mapping[str, str],
    unit: Unit,
    widest: float,
    theme: Theme,
    *,
    illustrative: bool,
    not_given: str = "",
) -> Key:
    """Return the key of a map of flows.

    Parameters
    ----------
    pairs, by, colours, unit
        As :func:`alliance.maps.flow_layers.flow_picture` takes them.
    widest
        The quantity of the widest arrow.
    illustrative
        Whether any of the flows is invented, which the key then says.
    not_given
        What a dashed arrow stands for, in words.

    """
    totals = pairs.groupby(by)["quantity"].sum()
    rows = [
        KeyRow("patch", colour, name, unit.short(float(totals[name])))
        for name, colour in colours.items()
        if name in totals.index
    ]
    ends = ["from_id", "to_id"]
    if pairs.drop_duplicates([*ends, by]).duplicated(ends).any():
        rows.append(KeyRow("patch", colours[SEVERAL], "Several, in one arrow"))
    apart = float(pairs.loc[~pairs["given"].astype("bool"), "quantity"].sum())
    if apart:
        rows.append(KeyRow("dashed", theme.ink, not_given, unit.short(apart)))
    rows.append(KeyRow("dot", theme.other_academy, "Place: larger, the more flows"))
    title = f"Widest arrow: {unit.words(widest)}" if widest else "No flows"
    return Key("Example data. " * illustrative + title, rows)


def match_key(found: Match, theme: Theme) -> Key:
    """Return the key of the map of a match."""
    colours = match_colours(theme)
    left = int((found.unmatched["gravity"] == 1).sum())
    trusts = found.plan["supporter_uid"].nunique()
    rows = [
        KeyRow("dot", colours.supporter, "Supporting trust", _count(trusts)),
        KeyRow("dot", colours.served, "Matched", _count(found.served)),
        KeyRow("dot", colours.supported, "Supported already", _count(len(found.supported))),
        KeyRow("dot", colours.gravest, "Not matched, highest priority", _count(left)),
        KeyRow("dot", colours.without, "Not matched, others", _count(len(found.unmatched) - left)),
        KeyRow("line", colours.supporter, "Suggested support", _count(found.served)),
    ]
    return Key("Eligible schools", [row for row in rows if row.number != "0"])


def grade_rows(schools: pd.DataFrame, theme: Theme, day: dt.date) -> list[KeyRow]:
    """Return a row a grade, by its name on the day; uncounted where no school has one."""
    names = grade_names(day)
    numbers = schools["grade"].fillna(NO_GRADE).value_counts()
    none = len(schools) > 0 and schools["grade"].isna().all()
    return [
        KeyRow(
            "dot", colour, names[grade], "–" if none and grade else _count(numbers.get(grade, 0))
        )
        for grade, colour in grade_colours(theme).items()
    ]


def trust_rows(
    schools: pd.DataFrame,
    trusts: Sequence[int],
    theme: Theme,
    trust_name: Callable[[int], str],
    absent: Collection[int] = (),
) -> list[KeyRow]:
    """Return a row a trust in colour but the absent ones, and the rest where there is any."""
    numbers = schools["trust_uid"].value_counts()
    rows = [
        KeyRow("dot", colour, trust_name(uid), _count(numbers.get(uid, 0)))
        for uid, colour in trust_colours(trusts, theme).items()
        if uid not in absent
    ]
    academies = int(numbers.sum())
    others = academies - sum(int(numbers.get(uid, 0)) for uid in trusts)
    rest = [
        KeyRow("dot", theme.other_academy, "Other academies", _count(others)),
        KeyRow("dot", theme.other_school, "Other schools", _count(len(schools) - academies)),
    ]
    return [*rows, *(row for row in rest if row.number != "0")]


def _phase_rows(schools: pd.DataFrame, theme: Theme) -> list[KeyRow]:
    numbers = schools["phase"].value_counts()
    colours = phase_colours(theme)
    return [
        KeyRow("dot", colours[phase], phase, _count(numbers.get(phase, 0)))
        for phase in PHASES
        if phase in numbers
    ]


def _band_rows(bands: pd.Series[Any], words: dict[int, str], theme: Theme) -> list[KeyRow]:
    numbers = bands.astype("int64").value_counts()
    colours = band_colours(theme)
    known = {**words, UNKNOWN: "Not known"}
    return [
        KeyRow("dot", colours[band], text, _count(numbers.get(band, 0)))
        for band, text in known.items()
    ]


def _area_key(key: str, theme: Theme) -> Key:
    """Return the key of the coloured areas."""
    measure = next(measure for measure in MEASURES if measure.key == key)
    colours = band_colours(theme, of_areas=True)
    words = band_words(AREA_EDGES[key], measure.unit)
    rows = [
        # As it looks on the land, where it lets that show through.
        KeyRow("patch", laid_over(theme.ground, colours[band], AREA_OPACITY), text)
        for band, text in words.items()
    ]
    title = measure.name if measure.unit == "%" else f"{measure.name} ({measure.unit})"
    return Key(title, rows)


def _count(number: float) -> str:
    return f"{number:,.0f}"
