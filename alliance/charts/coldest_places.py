"""Where need is greater than help, as a chart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import plotly.graph_objects as go

from alliance.charts.frame import OFSTED, REGISTER, Chart, framed, ink, wrapped

if TYPE_CHECKING:
    import pandas as pd

MOST_PLACES = 15
SOURCE = f"{OFSTED}; {REGISTER}; matched by calculation"
_PARTS = {
    "supported": ("Supported already", 4),
    "served": ("Matched", 1),
    "without": ("Not matched", 2),
}


def coldest_places(table: pd.DataFrame, kind: str, *, dark: bool = False) -> Chart:
    """Draw the places with the most eligible schools not matched, and what the others have.

    Parameters
    ----------
    table
        As :func:`alliance.analysis.matching.cold_spots.cold_spots` gives it.
    kind
        What a place is, in the plural: "authorities".

    """
    page = ink(dark=dark)
    rows = table.head(MOST_PLACES)
    title = f"The {kind} with the most eligible schools not matched"
    figure = go.Figure()
    for column, (name, category) in _PARTS.items():
        if not rows[column].any():
            continue
        figure.add_bar(
            y=[wrapped(place, 22) for place in rows["place"]],
            x=rows[column],
            name=name,
            orientation="h",
            marker={"color": page.category(category), "line": {"width": 0}},
            text=[str(n) if n else "" for n in rows[column]],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            hovertemplate=f"%{{y}}: {name.lower()} %{{x}}<extra></extra>",
        )
    figure.update_layout(barmode="stack", bargap=0.25)
    figure = framed(figure, title, SOURCE, page, 40 + 24 * len(rows), legend=True)
    figure.update_yaxes(autorange="reversed", showgrid=False)
    figure.update_xaxes(title={"text": "Eligible schools"})
    return Chart(figure, title, _alt(rows), rows, SOURCE)


def _alt(rows: pd.DataFrame) -> str:
    parts = [f"{row.place} {row.without} of {row.in_need}" for row in rows.head(5).itertuples()]
    return f"Eligible schools not matched, the most first: {'; '.join(parts)}."
