"""On the page: one trust: its figures, its footprint on the map."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from alliance.analysis.filters import Filter, narrow
from alliance.analysis.flows.trust_story import (
    OUTCOMES,
    before_and_after,
    without_day_in_words,
)
from alliance.analysis.partial_days import GRADES_END
from alliance.analysis.trusts.trust_names import shown_names
from alliance.charts.trusts import grades_before_and_after, trust_timeline
from alliance.current.state import current_history, state_on
from alliance.text.words import count, counted, day_in_words
from alliance.ui.app.page_navigation import go_to_school
from alliance.ui.documented.case_lines import case_lines
from alliance.ui.map.join_distance import ask_join_km
from alliance.ui.map.profile_map import profile_map
from alliance.ui.map.takeaway_button import takeaway_button
from alliance.ui.parts.chart import draw_chart, is_dark
from alliance.ui.parts.draw_inspections import draw_inspections
from alliance.ui.parts.figure_row import figure_row
from alliance.ui.parts.table import data_table
from alliance.ui.parts.tabs import draw_tabs
from alliance.ui.trusts.draw_trust_beside import compare_trust, neighbours_of_trust, trusts_compared
from alliance.ui.trusts.draw_trust_measures import measures_by_the_department
from alliance.ui.trusts.draw_trust_reach import REACH_TAB, reach
from alliance.ui.trusts.trust_footprint import footprint_of_trust
from alliance.views.flows.documented_case import BESIDE, cases_of_trust
from alliance.views.grade_column import grade_words
from alliance.views.inspections_since import SINCE_TAB
from alliance.views.trusts.trust_profile import (
    EVENTS,
    GRADES,
    events_of,
    figures_of_trust,
    row_of_trust,
)
from alliance.views.trusts_at_hand import places_of_hubs

if TYPE_CHECKING:
    import pandas as pd
    from streamlit.delta_generator import DeltaGenerator

TAB, COMPARE = "trust_tab", "Compare"


def trust_profile(trust: int, own: Filter, schools: pd.DataFrame) -> None:
    """Draw the profile of a trust from its academies of the day."""
    name = shown_names(current_history())[trust]
    timeline = {"Academies joining and leaving": partial(_timeline, trust, name, own)}
    measures = {"Measures": partial(measures_by_the_department, trust, name, own)}
    cases = cases_of_trust(trust)
    if len(cases):
        measures["Documented support"] = partial(_documented, cases)
    row = row_of_trust(trust, own)
    if row is None:
        _no_academy(trust, own)
        draw_tabs({**timeline, **measures}, key=TAB)
        return
    numbers, controls, picture = st.container(), _controls(), st.container()
    with controls:
        join_km = ask_join_km()
    with numbers:
        figure_row(figures_of_trust(row, own, join_km))
    draw_tabs(
        {
            "Footprint": partial(footprint_of_trust, trust, name, own, join_km),
            REACH_TAB: partial(reach, trust, name, own),
            **timeline,
            "Grades before and after": partial(_grades, trust, name, own),
            **measures,
            **(
                {SINCE_TAB: partial(draw_inspections, schools, own, name)}
                if own.day > GRADES_END
                else {}
            ),
            "Neighbours": partial(neighbours_of_trust, trust, name, own, join_km),
            COMPARE: partial(compare_trust, trust, name, own),
        },
        key=TAB,
    )
    # Drawn last: the map shows the trusts that the tab below it compares.
    with picture:
        _map(name, own, schools, join_km, controls)


def _controls() -> DeltaGenerator:
    return st.container(horizontal=True, vertical_alignment="bottom", key="map_controls")


def _map(
    name: str, own: Filter, schools: pd.DataFrame, join_km: float, controls: DeltaGenerator
) -> None:
    """Draw the footprints, compared trusts' too; hubs and academies outside them are named."""
    others = trusts_compared() if st.session_state.get(TAB) == COMPARE else ()
    if others:
        own = Filter(own.day, trusts=(*own.trusts, *others))
        schools = narrow(state_on(own.day), own)
    named = places_of_hubs(schools, own.day, join_km)
    profile_map(
        own,
        schools,
        own.trusts,
        first="Trust",
        key="trust_colour",
        named=named,
        join_km=join_km,
        controls=controls,
    )
    takeaway_button(name, own, schools, trusts=own.trusts)


def _documented(cases: pd.DataFrame) -> None:
    """Draw what articles tell of support given by the trust or to it, and to its schools then."""
    st.header("Documented support", anchor=False)
    st.markdown(
        f"Given in {counted(int(cases['given'].sum()), 'case', 'cases')}, received in "
        f"{count(int((~cases['given']).sum()))}, by the trust itself or a school that was in it "
        f"then; of whatever day. {BESIDE}"
    )
    case_lines(cases)


def _no_academy(trust: int, own: Filter) -> None:
    events = events_of(trust)
    held = events.loc[events["event"] == "joined", "date"]
    when = (
        f" Its first academy on record joined on {day_in_words(held.iloc[0].date())}."
        if len(held)
        else ""
    )
    st.info(
        f"This trust ran no academies on {day_in_words(own.day)}.{when} Choose another day in the "
        "filter.",
        icon=":material/info:",
    )


def _timeline(trust: int, name: str, own: Filter) -> None:
    st.header("Academies joining and leaving", anchor=False)
    events = events_of(trust)
    if events.empty:
        st.info("No academy is recorded as joining or leaving this trust.")
        return
    draw_chart(trust_timeline(events, name, dark=is_dark()), f"timeline {trust}", own)
    st.caption(
        f"The whole history, whatever the day. Lists of trusts begin on "
        f"{day_in_words(current_history().complete_from)}: an academy that left before then is not "
        f"on record. {without_day_in_words(events)}"
    )
    data_table(
        events.assign(event=events["event"].str.capitalize()),
        EVENTS,
        key="moves",
        title=f"Academies joining and leaving {name}",
        chosen=own,
        searched=("name", "other_trust", "how"),
        order="-date",
        picks="urn",
        on_pick=go_to_school,
    )


def _grades(trust: int, name: str, own: Filter) -> None:
    st.header("Grades before and after joining", anchor=False)
    table = before_and_after(current_history(), trust, own.day)
    numbers = table["outcome"].value_counts()
    st.markdown(
        " · ".join(
            f"**{count(numbers[key])}** {words[0].lower()}{words[1:]}"
            for key, words in OUTCOMES.items()
            if key in numbers
        )
    )
    chart = grades_before_and_after(table, name, dark=is_dark())
    draw_chart(chart, f"before and after {trust}", own)
    shown = table.assign(
        grade_before=grade_words(table["grade_before"], table["grade_before_inherited"], own.day),
        grade_since=grade_words(table["grade_since"], None, own.day, "Not inspected"),
        outcome=table["outcome"].map(OUTCOMES),
    )
    data_table(
        shown,
        GRADES,
        key="before and after",
        title=f"Grades of the academies of {name} before and after joining",
        chosen=own,
        searched=("name", "phase", "outcome"),
        order="name",
        picks="urn",
        on_pick=go_to_school,
    )
