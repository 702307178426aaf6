"""On the page: schools, trusts and places side by side, in figures and over time."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from alliance.analysis.schools.results import MEASURE
from alliance.text.words import listed
from alliance.ui.parts.chart import draw_chart, is_dark
from alliance.ui.parts.table import data_table
from alliance.ui.parts.tabs import draw_tabs
from alliance.views.compare.compare_content import NOTES, results_over_years, trend_of
from alliance.views.compare.compare_table import COLUMNS, cell_lines, compared

if TYPE_CHECKING:
    import pandas as pd

    from alliance.analysis.filters import Filter
    from alliance.views.compare.sides import Side

_MEASURE = "compare_measure"


def draw_compare(sides: list[Side], chosen: Filter) -> None:
    """Draw the figures, the lines of grades and results, and the same as rows to take away."""
    table = compared(sides, chosen)
    draw_tabs(
        {
            "Figures": lambda: _figures(table),
            "Over time": lambda: _over_time(sides, chosen),
            "As rows": lambda: _rows(table, sides, chosen),
        },
        key="compare_tab",
    )
    st.caption(NOTES)


def _figures(table: pd.DataFrame) -> None:
    """Draw a row a figure and a column for each that is compared, its regions and England."""
    heads = list(dict.fromkeys(zip(table["side"], table["kind"], strict=True)))
    top = "".join(
        f'<th scope="col">{escape(name)}<small>{escape(kind)}</small></th>' for name, kind in heads
    )
    body = []
    for group, figures in table.groupby("group", sort=False):
        across = f'<th scope="rowgroup" colspan="{len(heads) + 1}">{escape(str(group))}</th>'
        body.append(f'<tr class="group">{across}</tr>')
        for figure, own in figures.groupby("figure", sort=False):
            by_head = {(row.side, row.kind): row for row in own.itertuples()}
            cells = "".join(_cell(by_head[head], head[0]) for head in heads)
            body.append(f'<tr><th scope="row">{escape(str(figure))}</th>{cells}</tr>')
    st.html(
        '<div class="numbers in-words stacked compared" tabindex="0" role="region" '
        'aria-label="Figures side by side"><table>'
        f'<thead><tr><th scope="col">Figure</th>{top}</tr></thead><tbody>{"".join(body)}</tbody>'
        "</table></div>"
    )


def _cell(row: object, label: str) -> str:
    first, *more = cell_lines(row)
    below = "".join(f"<small>{escape(line)}</small>" for line in more)
    return f'<td data-label="{escape(label)}"><span>{escape(first)}{below}</span></td>'


def _over_time(sides: list[Side], chosen: Filter) -> None:
    held = tuple(sides)
    trend = trend_of(held, chosen, dark=is_dark())
    if trend:
        draw_chart(trend, "compared shares", chosen)
        st.caption(
            "The whole history, the day marked; single schools have a grade and no share."
            if len(sides) > sum(side.kind != "school" for side in sides)
            else "The whole history, the day marked."
        )
    else:
        st.info("Single schools have grades and no share: open a school for its own story.")
    measure = st.selectbox(
        "Results by year",
        [key for key in MEASURE if key in _SHOWN],
        format_func=lambda key: f"{MEASURE[key].stage}: {MEASURE[key].name}",
        key=_MEASURE,
        bind="query-params",
        width=480,
    )
    results = results_over_years(held, chosen, measure, dark=is_dark())
    if results:
        draw_chart(results, f"compared {measure}", chosen)
    else:
        st.info("No result of this measure is on record for any of them.")


_SHOWN = ("percent_expected_reading_writing_maths", "attainment_8", "progress_8")


def _rows(table: pd.DataFrame, sides: list[Side], chosen: Filter) -> None:
    data_table(
        table,
        COLUMNS,
        key="compared rows",
        title=f"Compare {listed([side.name for side in sides], most=len(sides))}",
        chosen=chosen,
        searched=("figure", "side", "kind"),
        notes=(f"Compared: {', '.join(dict.fromkeys(table['side']))}.", NOTES),
    )
