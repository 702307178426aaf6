"""The headline figures of what is looked at, each beside England's on the same day."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import streamlit as st

from alliance.analysis.censuses import disadvantaged_census, pupils_known_in, total_pupils
from alliance.analysis.filters import ENGLAND_RULE, england_narrowed, everywhere, narrow
from alliance.analysis.grades import good_or_outstanding
from alliance.ui.census import of_census
from alliance.ui.figure_row import Figure, figure_row
from alliance.ui.words import MISSING, count, percent
from alliance.web.current import kept, state_on

if TYPE_CHECKING:
    import pandas as pd

    from alliance.analysis.filters import Filter


class Figures(NamedTuple):
    """The headline figures of a set of schools, ready to read."""

    schools: str
    good: str
    below_good: str
    in_a_trust: str
    disadvantaged: str
    pupils: str
    pupils_known_in: str


LABELS = {
    "schools": "Schools",
    "good": "Good or Outstanding",
    "below_good": "Below Good",
    "in_a_trust": "In a multi-academy trust",
    "disadvantaged": "Disadvantaged pupils",
    "pupils": "Pupils",
}
MEANINGS = (
    "Schools are the state-funded schools open on the day. Good or Outstanding is the share of "
    "those with a grade; a school without an inspection of its own counts with its predecessor's "
    "grade, as Ofsted has done since June 2018. Below Good is Requires improvement (Satisfactory "
    "before September 2012) or Inadequate. "
    "Pupils and the share of disadvantaged pupils are those of the census nearest the day, where "
    f"a school publishes them. {ENGLAND_RULE}"
)
_NEEDED = [
    "phase",
    "type",
    "grade",
    "grade_inherited",
    "trust_kind",
    "pupils",
    "percent_disadvantaged",
]
"""The columns of a state that England's figures rest on, and those that narrow it."""


def figures_of(schools: pd.DataFrame) -> Figures:
    """Work out the headline figures of a set of schools."""
    known = schools["percent_disadvantaged"].notna() & schools["pupils"].notna()
    pupils = schools.loc[known, "pupils"].astype("float64")
    disadvantaged = (pupils * schools.loc[known, "percent_disadvantaged"]).sum()
    in_a_trust = 100 * (schools["trust_kind"] == "MAT").mean() if len(schools) else float("nan")
    total = total_pupils(schools)
    return Figures(
        schools=count(len(schools)),
        good=percent(good_or_outstanding(schools).percent),
        below_good=count(int((schools["grade"] >= 3).sum())),
        in_a_trust=percent(float(in_a_trust)),
        disadvantaged=percent(float(disadvantaged / pupils.sum()) if len(pupils) else float("nan")),
        pupils=MISSING if math.isnan(total) else count(total),
        pupils_known_in=pupils_known_in(schools),
    )


@kept(maxsize=64)
def _england(like: Filter) -> Figures:
    return figures_of(narrow(state_on(like.day)[_NEEDED], like))


def beside_england(schools: pd.DataFrame, chosen: Filter) -> list[Figure]:
    """Give the headline figures of the filter's schools, each beside England's."""
    here, there = figures_of(schools), _england(everywhere(chosen))
    census = disadvantaged_census(schools)
    return [
        Figure(
            of_census(label, census) if key == "disadvantaged" else label,
            getattr(here, key),
            f"England {getattr(there, key)}",
        )
        if key != "pupils"
        else _pupils(here, there)
        for key, label in LABELS.items()
    ]


def _pupils(here: Figures, there: Figures) -> Figure:
    """Give the pupils, on both sides with the schools whose pupils are known where not all are."""
    england = f"England {there.pupils} {there.pupils_known_in}".rstrip()
    beside = ". ".join(filter(None, [here.pupils_known_in, england]))
    return Figure(LABELS["pupils"], here.pupils, beside)


def headline_figures(schools: pd.DataFrame, chosen: Filter) -> None:
    """Draw the figures in a row, England's under each, and how England is narrowed if it is."""
    figure_row(beside_england(schools, chosen))
    if england_narrowed(chosen):
        st.caption(ENGLAND_RULE)
