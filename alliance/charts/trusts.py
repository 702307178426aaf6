"""Trusts in charts: how one grew, what became of grades, and several side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from alliance.analysis.flows.trust_story import OUTCOMES
from alliance.charts.day_shown import mark_shown
from alliance.charts.frame import (
    OFSTED,
    REGISTER,
    Chart,
    counted,
    day_of,
    framed,
    in_words,
    ink,
    number,
    text,
    wrapped,
)
from alliance.history import GRADES
from alliance.maps.palette import DARK, LIGHT, trust_colours

if TYPE_CHECKING:
    import datetime as dt

LINE_PX = 16
"""Of a line of a panel’s title."""
NO_GRADE = "No grade"
NOT_SINCE = "Not inspected"
EVENTS = {"joined": ("Joined", "triangle-up", 0), "left": ("Left", "triangle-down", 3)}


def trust_timeline(
    events: pd.DataFrame, trust: str, shown: dt.date | None = None, *, dark: bool = False
) -> Chart:
    """Draw the number of a trust's academies, with each joining and leaving marked.

    Parameters
    ----------
    events
        As :func:`alliance.analysis.flows.trust_story.joins_and_leavings` gives them.
    trust
        The trust's name.
    shown
        The day to be marked, where there is one; the line goes on to it.

    """
    page = ink(dark=dark)
    title = f"Academies that joined and left {trust}"
    figure = go.Figure()
    steps = events[["date", "academies"]]
    if shown is not None and shown > day_of(events["date"].iloc[-1]):
        now = {"date": pd.Timestamp(shown), "academies": events["academies"].iloc[-1]}
        steps = pd.concat([steps, pd.DataFrame([now])], ignore_index=True)
    figure.add_scatter(
        x=steps["date"],
        y=steps["academies"],
        mode="lines",
        line={"shape": "hv", "color": page.quiet, "width": 2},
        name="Academies",
        hoverinfo="skip",
    )
    days = events.groupby(["date", "event"], as_index=False).agg(
        academies=("academies", "last"),
        moves=("urn", "size"),
        names=("name", lambda names: "<br>".join(text(name) for name in names)),
    )
    for event, (name, symbol, category) in EVENTS.items():
        own = days[days["event"] == event]
        figure.add_scatter(
            x=own["date"],
            y=own["academies"],
            mode="markers",
            name=name,
            marker={
                "symbol": symbol,
                "color": page.category(category),
                "size": (8 + own["moves"]).tolist(),
            },
            customdata=own[["moves", "names"]],
            hovertemplate=f"%{{x|%-d %B %Y}}: {name.lower()} %{{customdata[0]}}"
            "<br>%{customdata[1]}<extra></extra>",
        )
    figure = framed(figure, title, REGISTER, page, 290, legend=True)
    figure.update_yaxes(title={"text": "Academies"}, rangemode="tozero")
    if shown is not None:
        mark_shown(figure, steps["date"], shown, page)
    return Chart(figure, title, _alt_of_timeline(events, trust), events, REGISTER)


def grades_before_and_after(grades: pd.DataFrame, trust: str, *, dark: bool = False) -> Chart:
    """Draw how many academies had each grade before they joined, and which they have had since.

    Parameters
    ----------
    grades
        As :func:`alliance.analysis.flows.trust_story.before_and_after` gives them.
    trust
        The trust's name.

    """
    page = ink(dark=dark)
    title = f"Grades of the academies of {trust}: before joining (rows) and since (columns)"
    before = grades["grade_before"].map(GRADES).astype("object").fillna(NO_GRADE)
    since = grades["grade_since"].map(GRADES).astype("object").fillna(NOT_SINCE)
    names = list(GRADES.values())
    table = pd.crosstab(before, since).reindex(
        index=[*names, NO_GRADE], columns=[*names, NOT_SINCE], fill_value=0
    )
    counts = table.to_numpy()
    figure = go.Figure(
        go.Heatmap(
            x=list(table.columns),
            y=list(table.index),
            z=counts,
            text=[[str(count) if count else "" for count in row] for row in counts],
            texttemplate="%{text}",
            textfont={"size": 15},
            colorscale=[[0, page.shade], [1, page.category(1)]],
            showscale=False,
            xgap=2,
            ygap=2,
            hovertemplate="%{y} before, %{x} since: %{z}<extra></extra>",
        )
    )
    source = f"{OFSTED}; {REGISTER}"
    figure = framed(figure, title, source, page, 300, above_px=76)
    # On a phone there is no room for two words side by side.
    for axis, held in ((figure.update_xaxes, table.columns), (figure.update_yaxes, table.index)):
        axis(showgrid=False, tickvals=list(held), ticktext=[wrapped(name, 12) for name in held])
    figure.update_xaxes(side="top", tickfont={"size": 12})
    figure.update_yaxes(autorange="reversed")
    facts = grades.assign(grade_before=before, grade_since=since)
    return Chart(figure, title, _alt_of_grades(grades, trust), facts, source)


def trusts_side_by_side(table: pd.DataFrame, *, dark: bool = False) -> Chart:
    """Draw a small panel a measure, a bar a trust.

    Parameters
    ----------
    table
        As :func:`alliance.analysis.trusts.trusts_on_day.compared` gives it.

    """
    page = ink(dark=dark)
    trusts = list(dict.fromkeys(table["trust_name"]))
    title = f"{_listed(trusts)} side by side"
    uids = [int(uid) for uid in table["trust_uid"].unique()]
    colours = trust_colours(uids, DARK if dark else LIGHT)
    measures = table.drop_duplicates("measure")
    rows = -(-len(measures) // 2)
    names = [wrapped(name, 22) for name in measures["name"]]
    above_px = 14 + LINE_PX * max(name.count("<br>") + 1 for name in names)
    height_px = rows * (10 + above_px + 30 * len(trusts))
    figure = make_subplots(
        rows=rows,
        cols=2,
        shared_yaxes=True,
        subplot_titles=names,
        vertical_spacing=above_px / height_px,
        horizontal_spacing=0.08,
    )
    for place, measure in enumerate(measures.itertuples()):
        own = table[table["measure"] == measure.measure]
        figure.add_trace(
            go.Bar(
                x=own["value"],
                y=[wrapped(name, 18) for name in own["trust_name"]],
                orientation="h",
                marker={
                    "color": own["trust_uid"].map(colours).tolist(),
                    "line": {"width": 0},
                },
                text=[number(value, str(measure.unit)) for value in own["value"]],
                textposition="outside",
                textangle=0,
                cliponaxis=False,
                hovertemplate="%{y}: %{text}<extra></extra>",
            ),
            row=place // 2 + 1,
            col=place % 2 + 1,
        )
        lowest, highest = min(0.0, own["value"].min()), max(0.0, own["value"].max())
        span = (highest - lowest) or 1.0
        figure.update_xaxes(
            range=[lowest - 0.3 * span * (lowest < 0), highest + 0.3 * span],
            row=place // 2 + 1,
            col=place % 2 + 1,
        )
    figure.update_annotations(font={"size": 12})
    source = f"{OFSTED}; {REGISTER}"
    figure = framed(figure, title, source, page, height_px, above_px=above_px)
    figure.update_yaxes(autorange="reversed")
    figure.update_xaxes(showticklabels=False, showgrid=False)
    facts = pd.DataFrame(
        {
            "Measure": table["name"],
            "Trust": table["trust_name"],
            "Value": [
                number(value, str(unit))
                for value, unit in zip(table["value"], table["unit"], strict=True)
            ],
        }
    )
    return Chart(figure, title, _alt_of_comparison(table), facts, source)


def _alt_of_timeline(events: pd.DataFrame, trust: str) -> str:
    if events.empty:
        return f"No academy joined or left {trust}."
    joined, left = ((events["event"] == event).sum() for event in ("joined", "left"))
    first, last = day_of(events["date"].iloc[0]), day_of(events["date"].iloc[-1])
    most = events.sort_values("academies", kind="stable").iloc[-1]
    return (
        f"From {in_words(first)} to {in_words(last)} {counted(int(joined), 'academy', 'academies')}"
        f" joined {trust} and {left:,} left. It ran most, {most['academies']:,}, on "
        f"{in_words(day_of(most['date']))}, and {events['academies'].iloc[-1]:,} at the end."
    )


def _alt_of_grades(grades: pd.DataFrame, trust: str) -> str:
    counts = grades["outcome"].value_counts()
    parts = [
        f"{name[0].lower()}{name[1:]}, {counts[key]:,}"
        for key, name in OUTCOMES.items()
        if key in counts
    ]
    inherited = int(grades["grade_before_inherited"].sum())
    return (
        f"Of {counted(len(grades), 'academy', 'academies')} of {trust}: {'; '.join(parts)}. For "
        f"{inherited:,} the grade before joining is that of the school it replaced."
    )


def _alt_of_comparison(table: pd.DataFrame) -> str:
    parts = []
    for name, own in table.groupby("name", sort=False):
        values = [
            f"{row.trust_name} {number(float(str(row.value)), str(row.unit))}"
            for row in own.itertuples()
        ]
        parts.append(f"{name}: {', '.join(values)}")
    return f"{'. '.join(parts)}."


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
