"""Attainment and progress by year; years that do not mean the same are not joined."""

from __future__ import annotations

from typing import TYPE_CHECKING

import plotly.graph_objects as go

from alliance.analysis.schools.results import MEASURE
from alliance.charts.colours import DASHES
from alliance.charts.frame import RESULTS, Chart, framed, ink, number, padded, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

MARKERS = ("circle", "square", "diamond", "triangle-up", "cross", "x")


PARTED = "Years on two sides of a ≠ are not to be compared"


def attainment_by_year(
    table: pd.DataFrame, measure: str, about: str, *, dark: bool = False
) -> Chart:
    """Draw a measure of attainment or progress by year, a line a series.

    Two years are joined only where they follow each other and mean the same; where the meaning
    changed, a dotted line with a ≠ says so, and the hover text and the table say why.

    Parameters
    ----------
    table
        A row a series and year: series (its name), year, value; as
        ``alliance.analysis.schools.results`` gives them, with the first column named ``series``.
    measure
        A key of ``alliance.analysis.schools.results.MEASURE``.
    about
        What the title says it is of: "Doncaster and England".

    """
    page, told = ink(dark=dark), MEASURE[measure]
    title = f"{told.name} ({told.stage.lower()}) by year: {about}"
    own = table[table["measure"] == measure] if "measure" in table else table
    own = own.sort_values("year")
    names = list(dict.fromkeys(table["series"]))
    figure = go.Figure()
    for place, name in enumerate(names):
        line = own[(own["series"] == name) & own["value"].notna()]
        years, values = pieces(line["year"].tolist(), line["value"].tolist(), told.breaks)
        colour = page.category(place)
        figure.add_scatter(
            x=years,
            y=values,
            name=text(name),
            mode="lines+markers",
            connectgaps=False,
            line={"color": colour, "dash": DASHES[place % len(DASHES)], "width": 2.5},
            marker={"symbol": MARKERS[place % len(MARKERS)], "size": 9},
            hovertemplate="%{x}: %{y:.2f}" if told.unit == "grades" else "%{x}: %{y:.1f}",
        )
    figure = framed(figure, title, f"{RESULTS}. {PARTED}", page, 320, legend=True)
    shown = own.loc[own["value"].notna(), "year"]
    figure.update_xaxes(dtick=1, tickformat="d")
    figure.update_yaxes(
        title={"text": told.unit},
        ticksuffix="%" if told.unit == "%" else "",
        range=padded(own["value"], 0.25, 0.08),
    )
    changed = _changes(shown.tolist(), told.breaks)
    for year in changed:
        figure.add_vline(
            x=year - 0.5,
            line={"color": page.quiet, "dash": "dot", "width": 1},
            annotation={
                "text": "≠",
                "hovertext": f"From {year} {text(changed[year])}",
                "font": {"size": 13, "color": page.quiet},
            },
            annotation_position="bottom right",
        )
    columns = [name for name in ("series", "year", "value", "reason") if name in own]
    facts = own[columns].assign(
        not_as_before=[told.breaks.get(int(year), "") for year in own["year"]]
    )
    return Chart(figure, title, _alt(own, names, told.name, told.unit, changed), facts, RESULTS)


def pieces(
    years: Sequence[int], values: Sequence[float], breaks: dict[int, str]
) -> tuple[list[int | None], list[float | None]]:
    """Part a line, by a missing point, before each break and where a year is left out."""
    out_years: list[int | None] = []
    out_values: list[float | None] = []
    for place, (year, value) in enumerate(zip(years, values, strict=True)):
        if place and (year in breaks or year != years[place - 1] + 1):
            out_years.append(None)
            out_values.append(None)
        out_years.append(int(year))
        out_values.append(float(value))
    return out_years, out_values


def _changes(years: Sequence[int], breaks: dict[int, str]) -> dict[int, str]:
    """Return the breaks that fall between the first and the last year shown."""
    if not years:
        return {}
    return {year: why for year, why in breaks.items() if min(years) < year <= max(years)}


def _alt(
    table: pd.DataFrame, names: Sequence[str], measure: str, unit: str, changed: dict[int, str]
) -> str:
    parts = []
    for name in names:
        line = table[(table["series"] == name) & table["value"].notna()]
        told = [
            f"{number(value, unit)} in {year}"
            for year, value in zip(line["year"], line["value"], strict=True)
        ]
        parts.append(f"{name} {', '.join(told) or 'not known'}")
    breaks = [f"from {year} {why}" for year, why in changed.items()]
    comparable = f" Not comparable throughout: {'; '.join(breaks)}." if breaks else ""
    return f"{measure}: {'; '.join(parts)}.{comparable}"
