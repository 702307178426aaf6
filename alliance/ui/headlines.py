"""The headline figures of a scope, each beside England's and beside a year earlier."""

from __future__ import annotations

import math
from html import escape
from typing import TYPE_CHECKING, Any

import streamlit as st

from alliance.analysis.filters import ENGLAND_RULE, england_narrowed, everywhere
from alliance.analysis.overview import headline, year_before
from alliance.history import grades_on
from alliance.ui.figure_row import Figure
from alliance.ui.table import Column, data_table
from alliance.ui.words import MISSING, count, day_in_words, percent
from alliance.web.current import current_history, kept, state_on

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from alliance.analysis.filters import Filter

LABELS = {
    "schools": "Schools",
    "academies": "Academies",
    "trusts": "Trusts",
    "pupils": "Pupils",
    "founders_academies": "Founding trusts’ academies",
    "percent_good_inherited": "Good or Outstanding, grades inherited",
    "percent_good_own": "Good or Outstanding, own grades only",
    "requires_improvement": "Requires improvement",
    "inadequate": "Inadequate",
    "opportunity_areas": "Opportunity Areas",
}
"""The figures drawn large, by their key, in two rows of five."""

COLUMNS = {
    "name": Column("Figure"),
    "here": Column("Here", "For what the filter keeps, on its day"),
    "here_year_earlier": Column("A year earlier"),
    "england": Column("England", ENGLAND_RULE),
    "england_year_earlier": Column("England, a year earlier"),
    "meaning": Column("What it counts"),
    "remark": Column("Beware", "Why a figure is missing, or what it leaves out"),
}


@kept(maxsize=64)
def _headline(chosen: Filter) -> pd.DataFrame:
    return headline(current_history(), chosen, state_on)


def headlines(chosen: Filter) -> None:
    """Draw ten figures; under each England's, and how it moved in a year."""
    table = _headline(chosen).set_index("figure")
    rows = table.to_dict("index")
    alone = chosen == everywhere(chosen)
    cells = "".join(
        f"<div><dt>{_label(key, chosen)}</dt><dd>{_lines(rows[key], alone=alone)}</dd></div>"
        for key in LABELS
    )
    st.html(f'<dl class="figures headlines">{cells}</dl>')
    st.caption(_beware(table.loc[list(LABELS)], chosen))


def headline_figures_of(chosen: Filter, keys: Sequence[str]) -> list[Figure]:
    """Give some of the figures by their keys, each beside England's and a year earlier."""
    rows = _headline(chosen).set_index("figure").to_dict("index")
    alone = chosen == everywhere(chosen)
    return [
        Figure(_label(key, chosen), _value(row["here"], row["unit"]), _beside(row, alone))
        for key, row in ((key, rows[key]) for key in keys)
    ]


def _label(key: str, chosen: Filter) -> str:
    return grades_on(chosen.day)[3] if key == "requires_improvement" else LABELS[key]


def _beside(row: dict[Any, Any], alone: bool) -> str:
    here, earlier, unit = row["here"], row["here_year_earlier"], row["unit"]
    known = not (math.isnan(here) or math.isnan(earlier))
    moved = [_moved(here, earlier, unit)] if known else []
    england = [] if alone else [f"England {_counted(row, 'england')}"]
    return ". ".join([*filter(None, [row["here_counted"]]), *england, *moved])


def headline_table(chosen: Filter) -> None:
    """Draw all figures as a table, with what each counts and why one is missing."""
    table = _headline(chosen)
    written = {
        name: [_value(v, u) for v, u in zip(table[name], table["unit"], strict=True)]
        for name in ("here_year_earlier", "england_year_earlier")
    }
    written |= {
        name: [_counted(row, name) for row in table.to_dict("records")]
        for name in ("here", "england")
    }
    data_table(
        table.assign(**written),
        COLUMNS,
        key="headlines",
        title="Headline figures",
        chosen=chosen,
    )


def _lines(row: dict[Any, Any], *, alone: bool) -> str:
    """Write a figure with its comparisons below it."""
    unit = row["unit"]
    lines = [row["here_counted"]] if row["here_counted"] else []
    if not alone:
        lines.append(f"England {_counted(row, 'england')}")
    lines.append(_moved(row["here"], row["here_year_earlier"], unit))
    below = "".join(f"<small>{escape(line)}</small>" for line in lines)
    return escape(_value(row["here"], unit)) + below


def _counted(row: dict[Any, Any], name: str) -> str:
    """Write a figure, and of how many schools it is where not of all."""
    return f"{_value(row[name], row['unit'])} {row[f'{name}_counted']}".rstrip()


def _moved(now: float, earlier: float, unit: str) -> str:
    """Say by how much a figure moved in a year."""
    if math.isnan(now) or math.isnan(earlier):
        return "No year-earlier figure"
    change = round(now - earlier, 1) if unit == "%" else round(now - earlier)
    if change == 0:
        return "As a year earlier"
    way = "Up" if change > 0 else "Down"
    by = f"{abs(change):.1f} points" if unit == "%" else count(abs(change))
    return f"{way} {by} in a year"


def _value(value: float, unit: str) -> str:
    if math.isnan(value):
        return MISSING
    return percent(value) if unit == "%" else count(value)


def _beware(table: pd.DataFrame, chosen: Filter) -> str:
    """Say with which day the figures are compared, and which are not, and why."""
    whys = table[table["remark"] != ""].groupby("remark", sort=False)["name"].agg(list)
    said = [f"A year earlier is {day_in_words(year_before(chosen.day))}."]
    if england_narrowed(chosen):
        said.append(ENGLAND_RULE)
    for why, names in whys.items():
        if len(names) == len(table):
            said.append(str(why))
        else:
            said.append(f"{', '.join(names)}: {str(why)[:1].lower()}{str(why)[1:]}")
    return " ".join(said)
