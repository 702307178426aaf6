"""A measure of a trust by year, each value with its confidence limits where it has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import plotly.graph_objects as go

from alliance.analysis.schools.results import MEASURE
from alliance.charts.attainment import MARKERS
from alliance.charts.frame import Chart, framed, ink, number, text

if TYPE_CHECKING:
    import pandas as pd

SOURCE = "Department for Education, multi-academy trust performance measures"
APART = 0.09
"""How far the marks of two groups of pupils stand apart, in years."""


def trust_measure_by_year(
    table: pd.DataFrame, measure: str, trust: str, *, dark: bool = False
) -> Chart:
    """Draw a measure of a trust by year, a mark and its limits for each group of pupils.

    Years are not joined: each rests on other schools.

    Parameters
    ----------
    table
        As :func:`alliance.analysis.trusts.trust_measures.measures_of_trust` gives it.
    measure
        A key of ``alliance.analysis.schools.results.MEASURE``.
    trust
        The trust's name.

    """
    page, told = ink(dark=dark), MEASURE[measure]
    own = table[(table["measure"] == measure) & table["value"].notna()]
    limits = ", with 95% confidence limits" if own["lower"].notna().any() else ""
    title = f"{told.name} ({told.stage.lower()}) of {trust}{limits}"
    groups = list(dict.fromkeys(own["pupil_group"]))
    figure = go.Figure()
    for place, group in enumerate(groups):
        line = own[own["pupil_group"] == group]
        limited = line["lower"].notna().any()
        figure.add_scatter(
            x=(line["year"] + APART * (place - (len(groups) - 1) / 2)).tolist(),
            y=line["value"].tolist(),
            name=text(group),
            mode="markers",
            marker={
                "symbol": MARKERS[place % len(MARKERS)],
                "size": 10,
                "color": page.category(place),
            },
            error_y={
                "array": (line["upper"] - line["value"]).tolist(),
                "arrayminus": (line["value"] - line["lower"]).tolist(),
                "thickness": 1.5,
                "width": 5,
            }
            if limited
            else None,
            customdata=[[text(words)] for words in _values(line, told.unit)],
            hovertemplate="%{customdata[0]}",
        )
    if told.unit in ("grades", "points") and "progress" in measure:
        figure.add_hline(y=0, line={"color": page.quiet, "dash": "dot", "width": 1})
    figure = framed(figure, title, SOURCE, page, 300, legend=True)
    years = sorted(set(own["year"]))
    figure.update_xaxes(tickvals=years, tickformat="d", title={"text": "year of the exams"})
    if years:
        # Else the groups of a single year stand from edge to edge, as if they were years.
        figure.update_xaxes(range=[years[0] - 0.5, years[-1] + 0.5])
    figure.update_yaxes(
        title={"text": told.unit}, ticksuffix="%" if told.unit == "%" else "", automargin=True
    )
    alt = "; ".join(
        f"{group} {', '.join(_values(own[own['pupil_group'] == group], told.unit))}"
        for group in groups
    )
    facts = own[["year", "pupil_group", "value", "lower", "upper", "band", "schools", "pupils"]]
    return Chart(figure, title, f"{told.name} of {trust}: {alt}.", facts, SOURCE)


def _values(line: pd.DataFrame, unit: str) -> list[str]:
    """Write each value with its limits: 2019: +0.16 grades (+0.10 to +0.21)."""
    return [
        f"{year}: {number(value, unit)}"
        + ("" if lower != lower else f" ({_short(lower, unit)} to {_short(upper, unit)})")
        for year, value, lower, upper in zip(
            line["year"], line["value"], line["lower"], line["upper"], strict=True
        )
    ]


def _short(value: float, unit: str) -> str:
    return number(value, unit).removesuffix(f" {unit}")
