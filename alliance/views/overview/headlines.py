"""The headline figures of a scope, each beside England's and beside a year earlier."""

from __future__ import annotations

import math
from html import escape
from typing import TYPE_CHECKING, Any

from alliance.analysis.figures.grade_share import OF_GRADES
from alliance.analysis.figures.overview import headline, year_before
from alliance.analysis.filters import ENGLAND_RULE, england_narrowed, everywhere
from alliance.analysis.need.inspected_since import SINCE_GRADES
from alliance.analysis.need.need_rules import REPORT_CARDS_FROM
from alliance.analysis.partial_days import GRADES_END
from alliance.current.known_on_day import inspected_state
from alliance.current.state import current_history, kept
from alliance.history import grades_on
from alliance.text.words import MISSING, count, day_in_words, percent
from alliance.views.columns import Column
from alliance.views.content import Figure

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from alliance.analysis.filters import Filter


HEADLINE_LABELS = {
    "schools": "Schools",
    "academies": "Academies",
    "trusts": "Trusts",
    "pupils": "Pupils",
    "founders_academies": "Founding trusts’ academies",
    "percent_good_inherited": "Good or outstanding, counting the predecessor school’s grade",
    "percent_good_own": "Good or outstanding, schools inspected since they opened",
    "requires_improvement": "Requires improvement",
    "inadequate": "Inadequate",
    "opportunity_areas": "Opportunity Areas",
    "below_good": "Less than good, last overall grade",
    "judged": "Judged without an overall grade",
    "ungraded": "Latest inspection ungraded",
    "report_cards": "With a report card",
    "stuck": "Stuck schools",
}


MEANT = {
    "percent_good_inherited": "A school not inspected since it opened counts with the grade of "
    "the school it replaced.",
    "percent_good_own": "Only schools inspected since they opened are counted.",
}
"""What sets two shares apart, said where they stand."""


_SCHOOLS = ("schools", "academies", "trusts", "pupils", "founders_academies")


def keys_drawn(chosen: Filter) -> tuple[str, ...]:
    """Return the keys of the figures drawn large on a day, in two rows of five at most."""
    day = chosen.day
    if chosen.grades:
        since = () if day <= GRADES_END else ("judged", "stuck")
        return (*_SCHOOLS, OF_GRADES, *since, "opportunity_areas")
    if day <= GRADES_END:
        shares = ("percent_good_inherited", "percent_good_own")
        return (*_SCHOOLS, *shares, "requires_improvement", "inadequate", "opportunity_areas")
    last = "report_cards" if day >= REPORT_CARDS_FROM else "ungraded"
    return (*_SCHOOLS, "percent_good_inherited", "below_good", "judged", last, "stuck")


HEADLINE_COLUMNS = {
    "name": Column("Figure"),
    "here": Column("Here", "For your filters, on the day"),
    "here_year_earlier": Column("A year earlier"),
    "england": Column("England", ENGLAND_RULE),
    "england_year_earlier": Column("England, a year earlier"),
    "meaning": Column("What it counts"),
    "why": Column("Why it is missing", "Why there is no figure on this day"),
    "remark": Column("Note", "Why no year is compared, or what the figure leaves out"),
}


def keys_of_scene(chosen: Filter) -> tuple[str, ...]:
    """Return the keys of the six figures at most that a scene of the overview shows."""
    left_out = ("academies", "trusts", "pupils", "percent_good_own")
    return tuple(key for key in keys_drawn(chosen) if key not in left_out)


@kept(maxsize=64)
def headline_table_of(chosen: Filter) -> pd.DataFrame:
    """Return the headline figures of a filter; shared, never to be written to."""
    return headline(current_history(), chosen, inspected_state)


def headline_figures_of(chosen: Filter, keys: Sequence[str]) -> list[Figure]:
    """Return some of the figures by their keys, each beside England's and a year earlier."""
    rows = headline_table_of(chosen).set_index("figure", drop=False).to_dict("index")
    alone = chosen == everywhere(chosen)
    return [
        Figure(label_of(row, chosen), value_of(row["here"], row["unit"]), _beside(row, alone))
        for row in (rows[key] for key in keys)
    ]


def label_of(row: dict[Any, Any], chosen: Filter) -> str:
    """Write the label of a figure on the filter’s day."""
    key = row["figure"]
    if key in ("pupils", OF_GRADES):
        return str(row["name"])
    return grades_on(chosen.day)[3] if key == "requires_improvement" else HEADLINE_LABELS[key]


def _beside(row: dict[Any, Any], alone: bool) -> str:
    """Write in one line what stands below a figure."""
    return ". ".join(_below(row, alone=alone, quiet=not row["remark"]))


def _below(row: dict[Any, Any], *, alone: bool, quiet: bool = False) -> list[str]:
    """Say why a figure is missing or of how many it is, England's, and how it moved in a year.

    ``quiet`` says nothing of a year that is not compared.
    """
    missing = math.isnan(row["here"])
    quiet = quiet or row["figure"] in SINCE_GRADES
    said = [row["why"] if missing else row["here_counted"]]
    if not (alone or math.isnan(row["england"])):
        said.append(f"England {meaning_of(row, 'england')}")
    if not (missing or (quiet and math.isnan(row["here_year_earlier"]))):
        said.append(_moved(row))
    return [line for line in said if line]


def cell_of(row: dict[Any, Any], *, alone: bool) -> str:
    """Write a figure with what stands below it."""
    below = "".join(f"<small>{escape(line)}</small>" for line in _below(row, alone=alone))
    meant = "" if math.isnan(row["here"]) else MEANT.get(row["figure"], "")
    said = f"<small>{escape(meant)}</small>" if meant else ""
    return escape(value_of(row["here"], row["unit"])) + below + said


def meaning_of(row: dict[Any, Any], name: str) -> str:
    """Write a figure, and of how many schools it is where not of all."""
    return f"{value_of(row[name], row['unit'])} {row[f'{name}_counted']}".rstrip()


def _moved(row: dict[Any, Any]) -> str:
    """Say by how much a figure moved in a year."""
    now, earlier, unit = row["here"], row["here_year_earlier"], row["unit"]
    if math.isnan(earlier):
        return "Not comparable with a year earlier"
    # Between the two as they are shown, so that the three add up.
    change = round(round(now, 1) - round(earlier, 1), 1) if unit == "%" else round(now - earlier)
    if change == 0:
        return "No change in a year"
    way = "Up" if change > 0 else "Down"
    by = f"{abs(change):.1f} points" if unit == "%" else count(abs(change))
    return f"{way} {by} in a year"


def value_of(value: float, unit: str) -> str:
    """Write a figure in its unit; a dash where there is none."""
    if math.isnan(value):
        return MISSING
    return percent(value) if unit == "%" else count(value)


def remarks_in_words(table: pd.DataFrame, chosen: Filter) -> str:
    """Say with which day the figures are compared, and which are not, and why."""
    told = table[(table["remark"] != "") & ~table.index.isin(list(SINCE_GRADES))]
    told = told[told["here"].notna()]
    whys = told.groupby("remark", sort=False)["name"].agg(list)
    said = [f"A year earlier is {day_in_words(year_before(chosen.day))}."]
    if england_narrowed(chosen):
        said.append(ENGLAND_RULE)
    for why, names in whys.items():
        if len(names) == len(table):
            said.append(str(why))
        else:
            said.append(f"{', '.join(names)}: {str(why)[:1].lower()}{str(why)[1:]}")
    return " ".join(said)
