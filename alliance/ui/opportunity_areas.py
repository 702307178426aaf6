"""The 12 Opportunity Areas side by side, and the choice of one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from alliance.analysis.filters import Filter, narrow
from alliance.analysis.opportunity_areas import side_by_side
from alliance.analysis.trend import trend, trends
from alliance.charts.trends import areas_side_by_side
from alliance.ui.census import with_census
from alliance.ui.chart import draw_chart, is_dark
from alliance.ui.figure_row import Figure, figure_row
from alliance.ui.grade_column import IN_NEED
from alliance.ui.table import Column, data_table
from alliance.ui.words import count, day_in_words, listed, percent
from alliance.web.current import current_history, kept, state_on

if TYPE_CHECKING:
    from alliance.charts.frame import Chart

AREA = "area_profile"
TABLE = "all areas"
TABLE_TAB, PANELS_TAB = "Table", "Over time"
NOTES = (
    "The region and trust of the filter are left aside: all 12 areas stand side by side.",
    "Attainment is that of the last exams before the day, worked out from the schools' published "
    "results, weighted by pupils.",
    "Deprivation is the average score of the English indices 2019 of the districts, weighted by "
    "pupils; a higher score is more deprived.",
)
COLUMNS = {
    "opportunity_area": Column("Opportunity Area"),
    "percent_good_inherited": Column(
        "Good or Outstanding",
        "Share of the graded schools; one without an inspection of its own counts with its "
        "predecessor's grade",
        "percent",
    ),
    "in_need": Column("In need", IN_NEED, "count"),
    "inadequate": Column("Inadequate", "Of the schools in need, those Inadequate", "count"),
    "schools": Column("Schools", "State-funded schools open on the day", "count"),
    "percent_academies": Column("Academies", "Share of the schools run by a trust", "percent"),
    "trusts": Column("Trusts", "Trusts with an academy in the area", "count"),
    "founders_academies": Column(
        "Founders'", "Academies of the alliance's founding trusts", "count"
    ),
    "percent_disadvantaged": Column(
        "Disadvantaged", "Share of pupils eligible for the pupil premium", "percent"
    ),
    "imd_score": Column(
        "Deprivation score", "Index of multiple deprivation; higher is more deprived", "number1"
    ),
    "percent_expected_reading_writing_maths": Column(
        "Key stage 2", "Expected standard in reading, writing and maths", "percent"
    ),
    "attainment_8": Column("Attainment 8", "Key stage 4, points", "number1"),
    "percent_good_own": Column(
        "Good, own grades", "Good or Outstanding, of schools with a grade of their own", "percent"
    ),
    "region": Column("Region"),
}


def within(chosen: Filter) -> Filter:
    """Give the part of the filter that holds on this page: day, phases and types."""
    return Filter(chosen.day, phases=chosen.phases, types=chosen.types)


def choose_area() -> str | None:
    """Ask for one area, or all of them side by side."""
    areas = list(current_history().schools["opportunity_area"].cat.categories)
    with st.container(horizontal=True, key="choose"):
        chosen: str | None = st.selectbox(
            "Opportunity Area to look at",
            areas,
            index=None,
            placeholder="All 12 side by side; choose one to see it in full",
            key=AREA,
            bind="query-params",
            persist_state="session",
            label_visibility="collapsed",
            width=460,
        )
        if chosen is not None:
            st.button(
                "All 12 side by side", on_click=_back, icon=":material/arrow_back:", type="tertiary"
            )
    return chosen


def _back() -> None:
    st.session_state[AREA] = None
    st.session_state.pop(f"{TABLE} picked", None)


@kept(maxsize=24)
def all_areas(scope: Filter) -> pd.DataFrame:
    """Give the table of all 12, empty where none has a school; shared by all visitors."""
    schools = narrow(state_on(scope.day), scope)
    if schools["opportunity_area"].isna().all():
        return pd.DataFrame()
    table = side_by_side(current_history(), schools, scope.day)
    return table.assign(in_need=table["requires_improvement"] + table["inadequate"])


def areas_beside(scope: Filter) -> None:
    """Draw the 12 areas: figures, table, and a small chart each."""
    table = all_areas(scope)
    if table.empty:
        st.info("No school of an Opportunity Area passes the phases and types of the filter.")
        return
    figure_row(figures_of_areas(table))
    table_tab, panels_tab = st.tabs(
        [TABLE_TAB, PANELS_TAB], key="areas_tab", on_change="rerun", bind="query-params"
    )
    if table_tab.open:
        with table_tab:
            data_table(
                table,
                with_census(COLUMNS, scope.day),
                key=TABLE,
                title="Opportunity Areas side by side",
                chosen=scope,
                order="percent_good_inherited",
                picks="opportunity_area",
                on_pick=_open,
                notes=NOTES,
            )
            st.caption(f"{_exams(table)} {' '.join(NOTES)}")
    if panels_tab.open:
        with panels_tab:
            draw_chart(panels(scope.phases, scope.types, dark=is_dark()), "areas")


def _open(area: str) -> None:
    st.session_state[AREA] = area


def figures_of_areas(table: pd.DataFrame) -> list[Figure]:
    """Give the figures of all areas together, and which stand out."""
    known = table.dropna(subset=["percent_good_inherited"])
    ranked = known.sort_values("percent_good_inherited")
    most = table.sort_values("in_need").iloc[-1]
    cells = [
        Figure("Opportunity Areas", count(len(table)), "announced October 2016 and January 2017"),
        Figure("Schools", count(table["schools"].sum()), "in all of them"),
        Figure(
            "In need",
            count(table["in_need"].sum()),
            f"{count(table['inadequate'].sum())} Inadequate",
        ),
        Figure("Most in need", str(most["opportunity_area"]), f"{count(most['in_need'])} schools"),
    ]
    if len(ranked):
        low, high = ranked.iloc[0], ranked.iloc[-1]
        cells += [
            Figure(
                "Lowest share Good or Outstanding",
                str(low["opportunity_area"]),
                percent(low["percent_good_inherited"]),
            ),
            Figure(
                "Highest share",
                str(high["opportunity_area"]),
                percent(high["percent_good_inherited"]),
            ),
        ]
    return cells


def _exams(table: pd.DataFrame) -> str:
    years = [
        f"{stage} of {int(year)}"
        for stage, year in (
            ("key stage 2", table["percent_expected_reading_writing_maths_year"].iloc[0]),
            ("key stage 4", table["attainment_8_year"].iloc[0]),
        )
        if pd.notna(year)
    ]
    return f"Results are those of {listed(years)}." if years else "No exams are on record yet."


@kept(maxsize=8)
def panels(phases: tuple[str, ...], types: tuple[str, ...], *, dark: bool) -> Chart:
    """Give the small charts of all areas; they do not hang on the day."""
    history = current_history()
    scope = Filter(history.default_day, phases=phases, types=types)
    names = list(history.schools["opportunity_area"].cat.categories)
    scopes = {
        name: Filter(scope.day, opportunity_areas=(name,), phases=phases, types=types)
        for name in names
    }
    return areas_side_by_side(trends(history, scopes), trend(history, scope), dark=dark)


def sentence(scope: Filter, schools: int) -> str:
    """Say what is looked at: all areas, the day, and how many schools they have."""
    parts = ["All 12 Opportunity Areas", day_in_words(scope.day), f"{count(schools)} schools"]
    return " · ".join([*parts, *([listed(scope.phases)] if scope.phases else [])])
