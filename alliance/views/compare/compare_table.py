"""The figures of those compared, with their regions, England, and the gap to both."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import pandas as pd

from alliance.analysis.figures.headline_figures import FIGURES, name_of
from alliance.analysis.figures.side_measures import (
    Known,
    absence_of,
    attainment_of,
    deprivation_of,
    free_meals_of,
)
from alliance.analysis.schools.censuses import free_meals_census
from alliance.analysis.schools.results import MEASURE
from alliance.current.state import current_history, kept
from alliance.text.words import MISSING, count
from alliance.views.beside_england import figures_for
from alliance.views.columns import Column
from alliance.views.compare.sides import ENGLAND, KINDS, Side, region_of_side
from alliance.views.grade_column import grade_words

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from alliance.analysis.filters import Filter

Unit = Literal["number", "%", "points", "grades", "score", "words"]


class Row(NamedTuple):
    """A figure that is compared: its key, name and unit, and under which heading it stands."""

    key: str
    name: str
    unit: Unit
    group: str


_HEADLINES = (
    "schools",
    "academies",
    "pupils",
    "percent_in_multi_academy_trust",
    "percent_good_inherited",
    "percent_good_own",
    "below_good",
    "inadequate",
    "judged",
    "report_cards",
    "stuck",
    "percent_disadvantaged",
)
_OF_ONE_SCHOOL = ("pupils", "percent_disadvantaged")
"""What of the headlines says something of a single school."""
_GROUPS = {
    "schools": "Schools and inspections",
    "pupils": "Pupils",
    "attainment": "Attainment",
    "absence": "Absence",
    "deprivation": "Deprivation",
}
_WITH_GAP = ("%", "points", "grades", "score")
_FIGURE = {figure.key: figure for figure in FIGURES}

COLUMNS = {
    "group": Column("About"),
    "figure": Column("Figure"),
    "side": Column("Of"),
    "kind": Column("Kind"),
    "said": Column("Value"),
    "of": Column("Of which year or census"),
    "gap_to_region": Column("Gap to its region", "Points more or less", "number2"),
    "gap_to_england": Column("Gap to England", "Points more or less", "number2"),
    "region": Column("Region", "In which most of its schools lie"),
    "why": Column("Why it is missing"),
}


def rows_on(day: dt.date) -> list[Row]:
    """Return the figures that are compared on a day, in order."""
    history = current_history()
    headlines = [
        Row(
            key,
            name_of(_FIGURE[key], history, day),
            _FIGURE[key].unit,
            _GROUPS["pupils"] if key in _OF_ONE_SCHOOL else _GROUPS["schools"],
        )
        for key in _HEADLINES
    ]
    attainment = [
        Row(key, f"{MEASURE[key].stage}: {MEASURE[key].name}", MEASURE[key].unit, "Attainment")  # type: ignore[arg-type]
        for key in ("percent_expected_reading_writing_maths", "attainment_8", "progress_8")
    ]
    return [
        Row("grade", "Ofsted grade of a school", "words", _GROUPS["schools"]),
        *sorted(headlines, key=lambda row: row.group != _GROUPS["schools"]),
        Row("percent_fsm", "Pupils eligible for free school meals", "%", _GROUPS["pupils"]),
        *attainment,
        Row("percent_absence", "Sessions missed", "%", "Absence"),
        Row(
            "percent_persistent_absence",
            "Pupils who missed a tenth or more of sessions",
            "%",
            "Absence",
        ),
        Row("imd", "Index of multiple deprivation of its districts", "score", "Deprivation"),
    ]


@kept(maxsize=64)
def figures_of_side(side: Side, chosen: Filter) -> dict[str, Known]:
    """Return every figure of a side by key, by the functions of the other pages.

    ``grade`` has its words in ``of``, for a single school only.
    """
    history, day = current_history(), chosen.day
    own, schools = side.filter(chosen), side.schools(chosen)
    headlines = figures_for(own)
    alone = side.kind == "school"
    found = {
        key: Known(float("nan"))
        if alone and key not in _OF_ONE_SCHOOL
        else Known(headlines.numbers[key], headlines.censuses.get(key, ""), headlines.whys[key])
        for key in _HEADLINES
    }
    words = grade_words(schools["grade"], schools["grade_inherited"], day)
    found["grade"] = Known(float("nan"), str(words.iloc[0]) if alone and len(words) else "")
    found["percent_fsm"] = Known(free_meals_of(schools), free_meals_census(schools))
    found |= attainment_of(history, side.kind, side.number, schools, day)
    found |= absence_of(history, schools, day)
    return found | {"imd": deprivation_of(history, schools, day)}


def compared(sides: Sequence[Side], chosen: Filter) -> pd.DataFrame:
    """Return the figures of sides, of the regions they lie in, and of England.

    Returns
    -------
    DataFrame
        A row a figure and side, figures in order and within each the sides, their regions,
        England: key, group, figure, unit, side, kind, number, value, said (with its unit), of (the
        year, census or edition), region (name), gap_to_region and gap_to_england (missing where
        there is none, or the two are of different years), why (the value is missing). Figures that
        nobody compared has are left out, but for those of which it can be said why.

    """
    regions = {side.key: region_of_side(side, side.schools(chosen)) for side in sides}
    others = [region for region in dict.fromkeys(regions.values()) if region]
    beside = [region for region in others if region not in sides]
    every = [*sides, *beside, ENGLAND]
    values = {side.key: figures_of_side(side, chosen) for side in every}
    rows = []
    for row in rows_on(chosen.day):
        if not any(_is_compared(side, values[side.key][row.key], row) for side in sides):
            continue
        for side in every:
            known, region = values[side.key][row.key], regions.get(side.key)
            rows.append(
                {
                    "key": row.key,
                    "group": row.group,
                    "figure": row.name,
                    "unit": row.unit,
                    "side": side.name,
                    "kind": KINDS.get(side.kind, "Country"),
                    "number": side.number,
                    "value": known.value,
                    "said": _value_in_words(known, row),
                    "of": "" if row.unit == "words" else known.of,
                    "region": region.name if region else "",
                    "gap_to_region": _gap(known, values[region.key][row.key], row)
                    if region
                    else float("nan"),
                    "gap_to_england": _gap(known, values[ENGLAND.key][row.key], row)
                    if side is not ENGLAND
                    else float("nan"),
                    "why": known.why if math.isnan(known.value) else "",
                }
            )
    return pd.DataFrame(rows)


def _is_compared(side: Side, known: Known, row: Row) -> bool:
    """Say whether a side has a figure, or is of many schools and it can be said why it has none."""
    return _has(known, row) or (side.kind != "school" and bool(known.why))


def _has(known: Known, row: Row) -> bool:
    return bool(known.of) if row.unit == "words" else not math.isnan(known.value)


def _gap(own: Known, other: Known, row: Row) -> float:
    """Return how much more one figure is, as the two are shown; nothing between different years."""
    if row.unit not in _WITH_GAP or _year(own.of) != _year(other.of):
        return float("nan")
    digits = _digits(row.unit)
    return round(round(own.value, digits) - round(other.value, digits), digits)


def _digits(unit: str) -> int:
    """Return how many decimals a figure is shown with."""
    return 2 if unit == "grades" else 1


def _year(of: str) -> str:
    return of.removeprefix("published, ").removeprefix("mostly ")


def _value_in_words(known: Known, row: Row) -> str:
    if row.unit == "words":
        return known.of or MISSING
    return number_in_words(known.value, row.unit)


def number_in_words(value: float, unit: str, *, signed: bool = False) -> str:
    """Write a figure, or with its sign a gap between two."""
    if math.isnan(value):
        return MISSING
    if unit == "number":
        return count(value)
    digits = _digits(unit)
    said = f"{value:+z.{digits}f}" if signed else f"{value:z.{digits}f}"
    said = said.replace("-", "−")
    return f"{said}%" if unit == "%" and not signed else said


def cell_lines(row: Any) -> list[str]:
    """Return what stands in a cell: the value, of what it is, and the gaps."""
    lines = [row.said]
    if row.of and row.said != MISSING:
        lines.append(row.of)
    for gap, name in ((row.gap_to_region, row.region), (row.gap_to_england, "England")):
        if not math.isnan(gap):
            lines.append(f"{number_in_words(gap, row.unit, signed=True)} to {name}")
    if row.said == MISSING and row.why:
        lines.append(row.why)
    return lines
