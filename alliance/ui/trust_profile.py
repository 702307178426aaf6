"""One trust: its figures, its footprint on the map, and what became of its academies."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from alliance.analysis.censuses import known_in
from alliance.analysis.filters import Filter, narrow
from alliance.analysis.tiers import by_tier
from alliance.analysis.trust_story import OUTCOMES, before_and_after, joins_and_leavings
from alliance.charts.trusts import grades_before_and_after, trust_timeline
from alliance.ui.chart import draw_chart, is_dark
from alliance.ui.figure_row import Figure, figure_row
from alliance.ui.going import go_to_school
from alliance.ui.grade_column import grade_words
from alliance.ui.profile_map import profile_map
from alliance.ui.school_card import school_card
from alliance.ui.table import Column, data_table
from alliance.ui.tabs import draw_tabs
from alliance.ui.takeaway import takeaway_button
from alliance.ui.trust_beside import compare_trust, neighbours_of_trust, trusts_compared
from alliance.ui.trust_choice import league_on, prints_on, shown_names
from alliance.ui.trust_footprint import footprint_of_trust
from alliance.ui.words import MISSING, count, counted, day_in_words, listed, percent
from alliance.web.current import current_history, kept, state_on

TAB, COMPARE = "trust_tab", "Compare"
KINDS = {"MAT": "Multi-academy trust", "SAT": "Single-academy trust"}
EVENTS = {
    "date": Column("Date", "The day of the move, or the last day by which it had happened", "day"),
    "date_after": Column("After", "Where the date is not exact: the move came after this", "day"),
    "event": Column("Move"),
    "name": Column("Academy"),
    "phase": Column("Phase"),
    "how": Column("How", "New to trusts, or a kind of move between trusts"),
    "other_trust": Column("From or to", "The other trust, where there is one"),
    "academies": Column("Academies then", "In the trust after the moves of that day", "count"),
}
GRADES = {
    "name": Column("Academy"),
    "phase": Column("Phase"),
    "joined": Column("Joined", kind="day"),
    "grade_before": Column("Before joining", "The grade carried the day before", "rank"),
    "grade_since": Column("Since joining", "The latest of its own inspections since", "rank"),
    "grade_since_date": Column("Inspected", kind="day"),
    "inspections_since": Column("Inspections since", kind="count"),
    "outcome": Column("What became of it"),
}


def narrowed(trust: int, day: Any) -> Filter:
    """Give the filter for all academies of one trust."""
    return Filter(day, trusts=(trust,))


def sentence(trust: int, own: Filter, schools: pd.DataFrame) -> str:
    """Say what is looked at."""
    row = row_of_trust(trust, own)
    if row is None:
        return f"Trust · {day_in_words(own.day)} · no academy on that day"
    founder = ["founding trust of the alliance"] if row["founder"] else []
    regions = schools["region"].astype("str").value_counts().index.tolist()
    return " · ".join(
        [
            KINDS[str(row["kind"])],
            str(row["tier"]),
            *founder,
            day_in_words(own.day),
            counted(len(schools), "academy", "academies"),
            listed(regions, most=4),
        ]
    )


def trust_profile(trust: int, own: Filter, schools: pd.DataFrame) -> None:
    """Draw the profile of a trust from its academies of the day."""
    name = shown_names()[trust]
    timeline = {"Joins and leavings": partial(_timeline, trust, name, own)}
    row = row_of_trust(trust, own)
    if row is None:
        _no_academy(trust, own)
        draw_tabs(timeline, key=TAB)
        return
    figure_row(figures_of_trust(row, own))
    picture = st.container()
    draw_tabs(
        {
            "Footprint": partial(footprint_of_trust, trust, name, own),
            **timeline,
            "Grades before and after": partial(_grades, trust, name, own),
            "Neighbours": partial(neighbours_of_trust, trust, name, own),
            COMPARE: partial(compare_trust, trust, name, own),
        },
        key=TAB,
    )
    # Drawn last: the map shows the trusts that the tab below it compares.
    with picture:
        _map(name, own, schools)


def _map(name: str, own: Filter, schools: pd.DataFrame) -> None:
    """Draw the footprints, compared trusts' too; hubs and academies that stand alone are named."""
    others = trusts_compared() if st.session_state.get(TAB) == COMPARE else ()
    if others:
        own = Filter(own.day, trusts=(*own.trusts, *others))
        schools = narrow(state_on(own.day), own)
    members = prints_on(own.day).members
    marked = members.loc[members["is_hub"] | members["is_outlier"], "urn"]
    named = schools.loc[schools["urn"].isin(marked), ["name", "lon", "lat"]]
    profile_map(own, schools, own.trusts, first="Trust", key="trust_colour", named=named)
    school_card(own, schools)
    takeaway_button(name, own, schools, trusts=own.trusts)


def row_of_trust(trust: int, own: Filter) -> pd.Series[Any] | None:
    """Give the trust's row of the league table; nothing where it holds no academy that day."""
    table = league_on(own.day)
    found = table[table["trust_uid"] == trust]
    return None if found.empty else found.iloc[0]


def _no_academy(trust: int, own: Filter) -> None:
    events = _events(trust)
    held = events.loc[events["event"] == "joined", "date"]
    when = (
        f" Its first academy on record joined on {day_in_words(held.iloc[0].date())}."
        if len(held)
        else ""
    )
    st.info(
        f"This trust held no academy on {day_in_words(own.day)}.{when} Choose another day in the "
        "filter.",
        icon=":material/info:",
    )


def figures_of_trust(row: pd.Series[Any], own: Filter) -> list[Figure]:
    """Give the trust's figures, each beside those of its tier or of a year earlier."""
    tiers = by_tier(league_on(own.day)).set_index("tier")
    tier = str(row["tier"])
    good, distance_km = (
        tiers[name].to_dict()[tier]
        for name in ("percent_good_or_outstanding", "median_distance_to_hub_km")
    )
    earlier = row["academies_year_earlier"]
    pupils = MISSING if pd.isna(row["pupils"]) else count(row["pupils"])
    known = known_in(int(row["pupils_known_in"]), int(row["academies"]), "academies")
    alone = counted(int(row["outliers"]), "academy stands", "academies stand")
    return [
        Figure(
            "Academies",
            count(row["academies"]),
            "" if pd.isna(earlier) else f"{count(earlier)} a year earlier",
        ),
        Figure(
            "Primary · secondary · other",
            f"{count(row['primary'])} · {count(row['secondary'])} · {count(row['other'])}",
            f"{pupils} pupils {known}".strip(),
        ),
        Figure(
            "Good or Outstanding",
            _percent(row["percent_good_or_outstanding"]),
            f"{tier} trusts {_percent(good)}",
        ),
        Figure("In need", count(row["in_need"]), f"of {count(row['graded'])} with a grade"),
        Figure("Clusters", count(row["clusters"]), f"{alone} alone"),
        Figure(
            "Median distance to hub",
            _km(row["median_distance_to_hub_km"]),
            f"greatest {_km(row['greatest_distance_to_hub_km'])}; {tier} {_km(distance_km)}",
        ),
    ]


def _timeline(trust: int, name: str, own: Filter) -> None:
    st.header("Joins and leavings", anchor=False)
    events = _events(trust)
    if events.empty:
        st.info("No joining or leaving of this trust is on record.")
        return
    draw_chart(trust_timeline(events, name, dark=is_dark()), f"timeline {trust}")
    st.caption(
        "The whole history, whatever the day. Trusts as they are listed from April 2017: an "
        "academy that left before then is not on record."
    )
    data_table(
        events.assign(event=events["event"].str.capitalize()),
        EVENTS,
        key="moves",
        title=f"Joins and leavings of {name}",
        chosen=own,
        searched=("name", "other_trust", "how"),
        order="-date",
        picks="urn",
        on_pick=go_to_school,
    )


@kept(maxsize=32)
def _events(trust: int) -> pd.DataFrame:
    return joins_and_leavings(current_history(), trust)


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
    draw_chart(grades_before_and_after(table, name, dark=is_dark()), f"before and after {trust}")
    shown = table.assign(
        grade_before=grade_words(table["grade_before"], own.day),
        grade_since=grade_words(table["grade_since"], own.day, "Not inspected"),
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


def _percent(share: Any) -> str:
    return MISSING if pd.isna(share) else percent(float(share))


def _km(distance_km: Any) -> str:
    return MISSING if pd.isna(distance_km) else f"{distance_km:.1f} km"
