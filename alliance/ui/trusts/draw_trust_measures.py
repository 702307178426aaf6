"""On the page: what the department has measured of a trust: its progress."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from alliance.analysis.schools.results import MEASURE
from alliance.text.words import listed
from alliance.ui.parts.chart import draw_chart, is_dark
from alliance.ui.parts.table import data_table
from alliance.views.columns import Column
from alliance.views.trusts.trust_measure_views import (
    KINDS,
    RULE,
    chart_of_measure,
    measures_by_year,
    why_no_measures,
)

if TYPE_CHECKING:
    import pandas as pd

    from alliance.analysis.filters import Filter


def measures_by_the_department(trust: int, name: str, chosen: Filter) -> None:
    """Draw a measure of a trust by year with its confidence limits, and its table."""
    st.header("The department’s measures", anchor=False)
    table = measures_by_year(trust)
    if table.empty:
        st.info(why_no_measures(name), icon=":material/info:")
        return
    measure = st.selectbox(
        "Measure",
        list(dict.fromkeys(table["measure"])),
        format_func=lambda key: f"{MEASURE[key].stage}: {MEASURE[key].name}",
        key="trust_measure",
        bind="query-params",
        width=480,
    )
    chart = chart_of_measure(trust, name, measure, dark=is_dark())
    draw_chart(chart, f"measure {trust} {measure}", chosen)
    st.caption(RULE)
    sponsors = list(dict.fromkeys(table.loc[table["by_sponsor"] != "", "by_sponsor"]))
    if sponsors:
        st.caption(
            f"Some years are published under the name of its sponsor, {listed(sponsors)}; the "
            "trust ran nine in ten or more of the schools they rest on."
        )
    _table(table[table["measure"] == measure], measure, name, chosen)


def _table(table: pd.DataFrame, measure: str, name: str, chosen: Filter) -> None:
    kind = KINDS.get(MEASURE[measure].unit, "number1")
    values = ["value", "lower", "upper"]
    limited = table["lower"].notna().any()
    columns = {
        "year": Column("Year", "Of the exams"),
        "pupil_group": Column("Pupils"),
        "value": Column(MEASURE[measure].name, f"In {MEASURE[measure].unit}", kind),
        **(
            {
                "lower": Column("Lower limit", "Of the 95% confidence interval", kind),
                "upper": Column("Upper limit", "Of the 95% confidence interval", kind),
                "band": Column("In the release’s words"),
            }
            if limited
            else {}
        ),
        "reason": Column("Why there is no value"),
        "schools": Column("Schools", "That the measures of the year rest on", "count"),
        "pupils": Column("Pupils measured", "At the end of the key stage", "count"),
    }
    shown = table.assign(year=table["year"].astype("str"), **table[values].round(2))
    data_table(
        shown,
        columns,
        key="department measures",
        title=f"{MEASURE[measure].name} of {name}, by the Department for Education",
        chosen=chosen,
        order="-year",
        notes=(RULE,),
    )
