"""What inspections gave the schools of a scope, a chart for each scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

import plotly.graph_objects as go

from alliance.analysis.schools.inspection_scales import SCALES, aspect_of
from alliance.charts.frame import Chart, framed, ink, text, wrapped
from alliance.maps.palette import DARK, LIGHT, scale_colours

if TYPE_CHECKING:
    import pandas as pd

ROW_PX = 34
KEY_PX = 20
"""Each value may stand on a line of its own in the key; the first line has its room already."""
SOURCES = {
    "last": "Ofsted, overall grades of inspections, given until September 2024",
    "judged": "Ofsted, judgements of inspections without an overall grade, from September 2024",
    "card": "Ofsted, report cards, from November 2025",
    "ungraded": "Ofsted, outcomes of ungraded inspections",
}


def inspections_chart(
    counts: pd.DataFrame, scale: str, scope: str, *, dark: bool = False
) -> Chart | None:
    """Draw a bar for each aspect of a scale, parted by what the schools were given.

    Parameters
    ----------
    counts
        As :func:`alliance.analysis.schools.inspection_counts.counts` returns them.
    scale
        A key of ``SCALES``.
    scope
        What the schools are of, as the title names it: "the alliance region".

    Returns
    -------
    Chart or None
        Nothing where no school was given anything on this scale.

    """
    own = counts[counts["scale"] == scale]
    if own.empty:
        return None
    title = f"{SCALES[scale]}: schools of {scope}"
    figure = _outcomes(own, dark=dark) if scale == "ungraded" else _parted(own, dark=dark)
    rows = len(own) if scale == "ungraded" else own["aspect"].nunique()
    legend = scale != "ungraded"
    page, lines = ink(dark=dark), own["value"].nunique() - 1 if legend else 0
    height_px = 60 + ROW_PX * rows + KEY_PX * lines
    figure = framed(figure, title, SOURCES[scale], page, height_px, legend=legend)
    figure.update_yaxes(autorange="reversed", showgrid=False)
    table = own[["name", "value", "schools", "given", "percent"]]
    return Chart(figure, title, _alt(own, scale, scope), table, SOURCES[scale])


def _parted(own: pd.DataFrame, *, dark: bool) -> go.Figure:
    """Draw a whole bar for each aspect, in percent of the schools that were given any value."""
    figure = go.Figure()
    names = {
        key: f"{wrapped(name, 24)} ({given:,})"
        for key, name, given in own[["aspect", "name", "given"]]
        .drop_duplicates()
        .itertuples(index=False)
    }
    for value in dict.fromkeys(own["value"]):
        rows = own[own["value"] == value]
        colours = [_colour(key, value, dark=dark) for key in rows["aspect"]]
        figure.add_bar(
            y=[names[key] for key in rows["aspect"]],
            x=rows["percent"],
            orientation="h",
            name=text(value),
            marker={"color": colours, "line": {"width": 0}},
            text=[f"{number:,}" if number else "" for number in rows["schools"]],
            textposition="inside",
            insidetextanchor="middle",
            customdata=rows[["schools", "given"]],
            hovertemplate=f"{text(value)}: %{{customdata[0]:,}} of %{{customdata[1]:,}} "
            "(%{x:.1f}%)<extra></extra>",
        )
    figure.update_layout(barmode="stack", bargap=0.25)
    figure.update_xaxes(range=[0, 100], ticksuffix="%")
    return figure


def _outcomes(own: pd.DataFrame, *, dark: bool) -> go.Figure:
    """Draw a bar for each outcome."""
    figure = go.Figure(
        go.Bar(
            y=[wrapped(value, 30) for value in own["value"]],
            x=own["schools"],
            orientation="h",
            marker={
                "color": [_colour("ungraded_outcome", value, dark=dark) for value in own["value"]]
            },
            text=[f"{number:,}" for number in own["schools"]],
            textposition="outside",
            hovertemplate="%{y}: %{x:,} schools<extra></extra>",
        )
    )
    figure.update_xaxes(range=[0, 1.15 * max(own["schools"].max(), 1)], tickformat=",")
    figure.update_layout(bargap=0.25)
    return figure


def _colour(key: str, value: str, *, dark: bool) -> str:
    return scale_colours(aspect_of(key), dark=dark).get(
        value, (DARK if dark else LIGHT).other_school
    )


def _alt(own: pd.DataFrame, scale: str, scope: str) -> str:
    parts = []
    for name, rows in own.groupby("name", sort=False):
        given = ", ".join(
            f"{value} {schools:,}"
            for value, schools in rows[["value", "schools"]].itertuples(index=False)
        )
        parts.append(f"{name} of {int(rows['given'].iloc[0]):,} schools: {given}")
    return f"{SCALES[scale]}, schools of {scope}. {'; '.join(parts)}."
