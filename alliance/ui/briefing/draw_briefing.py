"""A briefing on the page, styled so that the browser prints it on one sheet of A4."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from alliance.exports import file_name
from alliance.ui.parts.own_script import drawn_by
from alliance.ui.parts.page_shown import page_shown
from alliance.views.briefing.briefing import ABOUT, areas_on
from alliance.web.assets import CHART_SCRIPT, asset_address

if TYPE_CHECKING:
    import datetime as dt

    from alliance.charts.frame import Chart
    from alliance.views.briefing.briefing import Briefing, Section, Subject

_CHOICE = "briefing area"
_HEIGHT_PX = 172
# The look of the button that copies the address, beside which it stands.
_CSS = (Path(__file__).parent.parent / "app" / "copy_link.css").read_text("utf-8")
_sheet = drawn_by("sheet")
_print = drawn_by("print", html="<button type='button'>Print or save as PDF</button>", css=_CSS)


def choose_area(day: dt.date, now: Subject | None) -> None:
    """Offer the areas a briefing can be of, and the browser's print."""
    areas = areas_on(day)
    names = {subject: name for name, subject in areas.items()}
    st.session_state[_CHOICE] = names.get(now) if now else None
    with st.container(horizontal=True, vertical_alignment="bottom", key="briefing_tools"):
        st.selectbox(
            "Area",
            list(areas),
            index=None,
            placeholder="A briefing of a region, an Opportunity Area or a local authority",
            key=_CHOICE,
            on_change=lambda: _choose(areas),
            label_visibility="collapsed",
            width=460,
        )
        if now is not None:
            _print(key="print briefing", width="content")


def _choose(areas: dict[str, Subject]) -> None:
    chosen = st.session_state[_CHOICE]
    if chosen is not None:
        st.query_params[ABOUT] = areas[chosen].address


def draw_briefing(told: Briefing, day: dt.date) -> None:
    """Draw a briefing: figures, trend, and what else there is to say."""
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in told.headings)
    body = "".join(
        f'<tr><th scope="row">{escape(row.label)}</th>'
        + "".join(
            f'<td data-label="{escape(label)}">{escape(value)}</td>'
            for label, value in zip(told.headings[1:], row.values, strict=True)
        )
        + "</tr>"
        for row in told.figures
    )
    sections = "".join(_section(one) for one in told.sections)
    st.html(
        '<div class="briefing"><div class="numbers stacked" tabindex="0"><table>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
        f'<p class="briefing-note">{escape(told.notes)}</p></div>'
    )
    if told.trend is not None:
        st.html(f'<div class="briefing"><h2>{escape(told.trend.title)}</h2></div>')
        file = file_name(".png", page_shown(), told.title, told.trend.title, day=day)
        _sheet(key="briefing trend", data=_chart_message(told.trend, file))
    st.html(
        f'<div class="briefing"><div class="briefing-sections">{sections}</div>'
        f'<p class="briefing-note">{escape(told.sources)}</p></div>'
    )


def _section(one: Section) -> str:
    lines = "".join(f"<p>{escape(line)}</p>" for line in one.lines)
    return f"<section><h2>{escape(one.title)}</h2>{lines}</section>"


def _chart_message(chart: Chart, file: str) -> dict[str, Any]:
    """Return what the browser is told of a chart, whose title the sheet writes itself."""
    return {
        "figure": chart.in_json,
        "height": _HEIGHT_PX,
        "alt": chart.alt,
        "file": file,
        "library": asset_address(CHART_SCRIPT),
    }
