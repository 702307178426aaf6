"""One school through time: who ran it, and how it was judged, on one axis."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pandas as pd
import plotly.graph_objects as go

from alliance.analysis.schools.school_story import RUN_BY_UNKNOWN, story_by
from alliance.charts.case_timeline import draw_cases
from alliance.charts.colours import SYMBOLS
from alliance.charts.frame import (
    OFSTED,
    REGISTER,
    Chart,
    day_of,
    framed,
    in_words,
    ink,
    text,
    wrapped,
)
from alliance.history import SATISFACTORY
from alliance.maps.palette import CATEGORIES

if TYPE_CHECKING:
    from alliance.analysis.schools.school_story import SchoolStory
    from alliance.charts.colours import Ink

GRADES_ROW, OTHER_ROW = "Overall grades", "No overall grade"
ROW_WIDTH = 22
OTHER_MARKS = {
    "Judgements": ("Judgements", "diamond"),
    "Report card": ("Report card", "square"),
    "Ungraded": ("Ungraded inspection", "cross"),
}
"""What an inspection without an overall grade is called, and its mark, by its kind."""
INSPECTIONS = "Ofsted, inspections with an overall grade (until September 2024) and without"
SUPPORT_ROW = "Documented support"
SATISFACTORY_MARK = "triangle-down"
"""The legend names it beside Requires improvement, which has the same colour."""
LEGEND_LINE_PX = 21


def school_timeline(
    story: SchoolStory,
    last_day: dt.date,
    cases: pd.DataFrame | None = None,
    *,
    dark: bool = False,
) -> Chart:
    """Draw who ran a school and those before it, with its inspections above.

    A bar is a spell; a thin dotted part is the time in which a change fell that is not known to
    the day. An open mark is an inspection of a school that this one replaced. Inspections without
    an overall grade stand in a row of their own, off the scale of grades.

    Parameters
    ----------
    story
        As :func:`alliance.analysis.schools.school_story.story` gives it.
    last_day
        Up to when to tell the story.
    cases
        Documented support: said, first and last (the days between which it started), last_known,
        written and known (when, and how that is known, in words).

    """
    page, story = ink(dark=dark), story_by(story, last_day)
    name = str(story.school["name"])
    title = f"Who ran {name}, and how it was inspected"
    source = f"{INSPECTIONS if len(story.without_grade) else OFSTED}; {REGISTER}"
    spells, first = _with_ends(story, last_day)
    figure = go.Figure()
    for place, run_by in enumerate(dict.fromkeys(spells["run_by"])):
        for spell in spells[spells["run_by"] == run_by].itertuples():
            _draw_spell(figure, spell, page.category(place % len(CATEGORIES)))
    named = _draw_inspections(figure, story, page)
    rows = [*reversed(list(dict.fromkeys(spells["run_by"]))), GRADES_ROW]
    rows[-1:-1] = [OTHER_ROW] * bool(len(story.without_grade))
    if cases is not None and len(cases):
        draw_cases(figure, cases, SUPPORT_ROW, page.text)
        rows.insert(0, SUPPORT_ROW)
        first = min(first, day_of(cases["first"].min()))
    # On a phone the legend has two names a line.
    below = LEGEND_LINE_PX * (max(named - 1, 0) // 2)
    figure = framed(figure, title, source, page, 60 + 46 * len(rows) + below, legend=named > 0)
    figure.update_yaxes(
        categoryorder="array",
        categoryarray=[wrapped(row, ROW_WIDTH) for row in rows],
        range=[-0.5, len(rows) - 0.3],
        showgrid=False,
    )
    figure.update_xaxes(type="date", range=[first, last_day])
    alt, facts = _alt(story, name), _facts(story)
    if cases is not None and len(cases):
        told = [f"{case.said}, {case.when}" for case in cases.itertuples()]
        alt = f"{alt} {SUPPORT_ROW}: {'; '.join(told)}."
        facts = _with_cases(facts, cases)
    return Chart(figure, title, alt, facts, source)


def _with_cases(facts: pd.DataFrame, cases: pd.DataFrame) -> pd.DataFrame:
    """Put documented support among the facts, in order of the first day that its start can have."""
    told = pd.DataFrame({"date": cases["first"], "what": cases["said"], "when": cases["when"]})
    both = pd.concat([facts, told]).sort_values("date", na_position="first", ignore_index=True)
    # Of a year no day is told.
    return both.assign(date=both["date"].mask(both["what"].isin(cases["said"])))


def _with_ends(story: SchoolStory, last_day: dt.date) -> tuple[pd.DataFrame, dt.date]:
    """Return the spells with a day to draw from and to, and the first day to show."""
    spells = story.spells
    days = [spells["start"], spells["end"], story.inspections["date"], story.without_grade["date"]]
    known = pd.concat(days).dropna()
    first = day_of(known.min()) if len(known) else last_day.replace(year=last_day.year - 10)
    first = first - dt.timedelta(days=800)
    return (
        spells.assign(
            shown_from=spells["start"].fillna(pd.Timestamp(first)),
            shown_to=spells["end"].fillna(pd.Timestamp(last_day)),
        ),
        first,
    )


def _draw_spell(figure: go.Figure, spell: Any, colour: str) -> None:
    row, start, end = wrapped(spell.run_by, ROW_WIDTH), spell.shown_from, spell.shown_to
    said = f"{text(spell.name)}<br>{_period(spell)}"
    figure.add_scatter(
        x=[start, end],
        y=[row, row],
        mode="lines",
        line={"color": colour, "width": 16},
        showlegend=False,
        hovertemplate=f"{row}<br>{said}<extra></extra>",
    )
    for change, after in ((start, "start_after"), (end, "end_after")):
        since = getattr(spell, after)
        if pd.notna(since):
            figure.add_scatter(
                x=[since, change],
                y=[row, row],
                mode="lines",
                line={"color": colour, "width": 3, "dash": "dot"},
                showlegend=False,
                hovertemplate=f"The change came between these days<extra>{row}</extra>",
            )


def _draw_inspections(figure: go.Figure, story: SchoolStory, page: Ink) -> int:
    """Draw the marks of all inspections; return how many names the legend has."""
    graded, other = story.inspections, story.without_grade
    kinds = list(dict.fromkeys(graded.sort_values("grade")["grade_name"]))
    for kind in kinds:
        found = graded[graded["grade_name"] == kind]
        grade = int(found["grade"].iloc[0])
        symbol = SATISFACTORY_MARK if kind == SATISFACTORY else SYMBOLS[grade]
        _draw_marks(figure, found.assign(said=kind), GRADES_ROW, symbol, page.grade(grade))
    others = [kind for kind in OTHER_MARKS if kind in set(other["kind"])]
    for kind in others:
        found, (name, symbol) = other[other["kind"] == kind], OTHER_MARKS[kind]
        found = found.assign(said=name + ": " + found["said"])
        _draw_marks(figure, found, OTHER_ROW, symbol, page.text)
    return len(kinds) + len(others)


def _draw_marks(figure: go.Figure, found: pd.DataFrame, row: str, symbol: str, colour: str) -> None:
    """Draw inspections of one kind, those of schools before this one open; the legend has one."""
    name = str(found["said"].iloc[0]).split(":")[0]
    for own in sorted(set(found["own"]), reverse=True):
        part = found[found["own"] == own]
        figure.add_scatter(
            x=part["date"],
            y=[row] * len(part),
            name=name,
            legendgroup=name,
            showlegend=bool(own or not found["own"].any()),
            mode="markers",
            marker={
                "symbol": symbol if own else f"{symbol}-open",
                "size": 14,
                "color": colour,
                "line": {"width": 2, "color": colour},
            },
            hovertext=[
                f"{in_words(day_of(mark.date))}: {text(mark.said)}<br>{text(mark.name)}"
                for mark in part.itertuples()
            ],
            hoverinfo="text",
        )


def _period(spell: Any) -> str:
    since, until = "from before the records", "still"
    if pd.notna(spell.start):
        since = f"from {_when(spell.start, spell.start_after)}"
    if pd.notna(spell.end):
        until = f"until {_when(spell.end, spell.end_after)}"
    return f"{since}, {until}"


def _when(day: Any, after: Any) -> str:
    exact = in_words(day_of(day))
    return exact if pd.isna(after) else f"between {in_words(day_of(after))} and {exact}"


def _ran(run_by: str) -> str:
    """Say who ran a school, for a spell of it."""
    return "Who runs it is not recorded" if run_by == RUN_BY_UNKNOWN else f"Run by {run_by}"


def _alt(story: SchoolStory, name: str) -> str:
    spells = [f"{_ran(str(spell.run_by))} {_period(spell)}" for spell in story.spells.itertuples()]
    graded = [f"{row.grade_name}{_of(row)}" for row in story.inspections.itertuples()]
    others = [f"{row.kind}{_of(row)}: {row.said}" for row in story.without_grade.itertuples()]
    said = f"{name}: {'; '.join(spells)}. Overall grades: {'; '.join(graded) or 'none'}."
    return f"{said} Inspections without an overall grade: {'; '.join(others)}." if others else said


def _of(row: Any) -> str:
    """Say when an inspection was, and of which school where it was not of this one."""
    return f" on {in_words(day_of(row.date))}" + ("" if row.own else f" (as {row.name})")


def _facts(story: SchoolStory) -> pd.DataFrame:
    """Return spells and inspections in one table, in order: date, until, what, urn, name, when."""
    spells = story.spells
    periods = [_period(spell) for spell in spells.itertuples()]
    ran = pd.DataFrame(
        {
            "date": spells["start"],
            "until": spells["end"],
            "what": spells["run_by"].map(_ran),
            "urn": spells["urn"],
            "name": spells["name"],
            "when": pd.Series(periods, spells.index, dtype="str"),
        }
    )
    graded, others = story.inspections, story.without_grade
    names = others["kind"].map({kind: name for kind, (name, _) in OTHER_MARKS.items()})
    inspected = [
        _inspected(graded, "Overall grade: " + graded["grade_name"].astype("str")),
        _inspected(others, names + ": " + others["said"]),
    ]
    parts = [part for part in (ran, *inspected) if len(part)]
    return pd.concat(parts or [ran]).sort_values("date", na_position="first", ignore_index=True)


def _inspected(found: pd.DataFrame, what: pd.Series) -> pd.DataFrame:
    """Return inspections as rows of the table, with what each gave."""
    return pd.DataFrame(
        {
            "date": found["date"],
            "what": what,
            "urn": found["urn"],
            "name": found["name"],
            "when": [in_words(day_of(day)) for day in found["date"]],
        }
    )
