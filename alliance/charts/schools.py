"""One school through time: who ran it, and how it was judged, on one axis."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd
import plotly.graph_objects as go

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
from alliance.maps.palette import CATEGORIES

if TYPE_CHECKING:
    from alliance.analysis.school_story import SchoolStory
    from alliance.charts.colours import Ink

GRADES_ROW = "Inspections"
ROW_WIDTH = 22
SHORT = {1: "Outstanding", 2: "Good", 3: "RI", 4: "Inadequate"}


def school_timeline(story: SchoolStory, last_day: dt.date, *, dark: bool = False) -> Chart:
    """Draw who ran a school and those before it, with its inspections above.

    A bar is a spell; a thin dotted part is the time in which a change fell that is not known to
    the day. An open mark is an inspection of a school that this one replaced.

    Parameters
    ----------
    story
        As :func:`alliance.analysis.school_story.story` gives it.
    last_day
        Up to when to tell the story.

    """
    page, story = ink(dark=dark), _by(story, last_day)
    name = str(story.school["name"])
    title = f"Who ran {name}, and how it was inspected"
    source = f"{OFSTED}; {REGISTER}"
    spells, first = _with_ends(story, last_day)
    figure = go.Figure()
    for place, run_by in enumerate(dict.fromkeys(spells["run_by"])):
        for spell in spells[spells["run_by"] == run_by].itertuples():
            _draw_spell(figure, spell, page.category(place % len(CATEGORIES)))
    # Above and below in turn, so that neighbours' words do not meet on a phone.
    ways = ("top center", "bottom center")
    inspections = story.inspections.assign(
        label_at=[ways[place % 2] for place in range(len(story.inspections))]
    )
    for grade, found in inspections.groupby("grade"):
        _draw_inspections(figure, found, int(str(grade)), page)
    rows = [*reversed(list(dict.fromkeys(spells["run_by"]))), GRADES_ROW]
    figure = framed(figure, title, source, page, 60 + 46 * len(rows))
    figure.update_yaxes(
        categoryorder="array",
        categoryarray=[wrapped(row, ROW_WIDTH) for row in rows],
        range=[-0.5, len(rows) - 0.3],
        showgrid=False,
    )
    figure.update_xaxes(type="date", range=[first, last_day])
    return Chart(figure, title, _alt(story, name), _facts(story), source)


def _by(story: SchoolStory, last_day: dt.date) -> SchoolStory:
    """Leave out what came after a day."""
    end = pd.Timestamp(last_day)
    spells, found = story.spells, story.inspections
    return replace(
        story,
        spells=spells[~(spells["start"] > end)].assign(
            end=spells["end"].where(spells["end"] <= end),
            end_after=spells["end_after"].where(spells["end"] <= end),
        ),
        inspections=found[found["date"] <= end],
    )


def _with_ends(story: SchoolStory, last_day: dt.date) -> tuple[pd.DataFrame, dt.date]:
    """Give the spells with a day to draw from and to, and the first day to show."""
    spells = story.spells
    known = pd.concat([spells["start"], spells["end"], story.inspections["date"]]).dropna()
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
                hovertemplate=f"The change came between these days<extra>{row}</extra>",
            )


def _draw_inspections(figure: go.Figure, found: pd.DataFrame, grade: int, page: Ink) -> None:
    symbol = SYMBOLS[grade]
    symbols = [symbol if own else f"{symbol}-open" for own in found["own"]]
    said = [
        f"{in_words(day_of(row.date))}: {text(row.grade_name)}<br>{text(row.name)}"
        for row in found.itertuples()
    ]
    figure.add_scatter(
        x=found["date"],
        y=[GRADES_ROW] * len(found),
        mode="markers+text",
        marker={
            "symbol": symbols,
            "size": 14,
            "color": page.grade(grade),
            "line": {"width": 2, "color": page.grade(grade)},
        },
        text=[
            "Satisfactory" if name == "Satisfactory" else SHORT[grade]
            for name in found["grade_name"]
        ],
        textposition=list(found["label_at"]),
        textfont={"size": 11},
        hovertext=said,
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


def _alt(story: SchoolStory, name: str) -> str:
    spells = [f"{spell.run_by} {_period(spell)}" for spell in story.spells.itertuples()]
    judged = [
        f"{row.grade_name} on {in_words(day_of(row.date))}"
        + ("" if row.own else f" (as {row.name})")
        for row in story.inspections.itertuples()
    ]
    return f"{name}: {'; '.join(spells)}. Inspections: {'; '.join(judged) or 'none graded'}."


def _facts(story: SchoolStory) -> pd.DataFrame:
    """Give spells and inspections in one table, in order: date, until, what, urn, name, when."""
    spells = story.spells
    periods = [_period(spell) for spell in spells.itertuples()]
    ran = pd.DataFrame(
        {
            "date": spells["start"],
            "until": spells["end"],
            "what": "Run by " + spells["run_by"],
            "urn": spells["urn"],
            "name": spells["name"],
            "when": pd.Series(periods, spells.index, dtype="str"),
        }
    )
    found = story.inspections
    judged = pd.DataFrame(
        {
            "date": found["date"],
            "what": "Inspected: " + found["grade_name"].astype("str"),
            "urn": found["urn"],
            "name": found["name"],
            "when": [in_words(day_of(day)) for day in found["date"]],
        }
    )
    parts = [part for part in (ran, judged) if len(part)]
    return pd.concat(parts or [ran]).sort_values("date", na_position="first", ignore_index=True)
