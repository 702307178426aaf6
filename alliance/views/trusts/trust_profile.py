"""One trust: its figures, its footprint on the map, and what became of its academies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from alliance.analysis.filters import Filter
from alliance.analysis.flows.trust_story import joins_and_leavings
from alliance.analysis.schools.censuses import near_rolls, roll_census, rolls_in_words, why_no_roll
from alliance.analysis.trusts.footprints import JOIN_KM
from alliance.analysis.trusts.tiers import by_tier
from alliance.analysis.trusts.trusts_on_day import STRETCH
from alliance.current.known_on_day import known_now
from alliance.current.state import current_history, kept, state_on
from alliance.text.words import MISSING, count, counted, day_in_words, listed, percent
from alliance.views.census_labels import of_census
from alliance.views.columns import Column
from alliance.views.content import Figure
from alliance.views.grade_column import LESS_THAN_GOOD, by_grade_label
from alliance.views.inspected_columns import INSPECTED, columns_on
from alliance.views.trusts_at_hand import league_on, prints_on

if TYPE_CHECKING:
    import datetime as dt


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
    "grade_before": Column(
        "Before joining",
        "The grade it came with; marked where it was the predecessor school’s",
        "rank",
    ),
    "grade_since": Column("Since joining", "The latest of its own inspections since", "rank"),
    "grade_since_date": Column("Inspected", kind="day"),
    "inspections_since": Column("Inspections since", kind="count"),
    "outcome": Column("What became of it"),
}


def filter_of_trust(trust: int, day: Any) -> Filter:
    """Return the filter for all academies of one trust."""
    return Filter(day, trusts=(trust,))


def trust_sentence(trust: int, own: Filter, schools: pd.DataFrame) -> str:
    """Say what is looked at."""
    row = row_of_trust(trust, own)
    if row is None:
        return f"Trust · {day_in_words(own.day)} · no academy on that day"
    founder = ["founding trust"] if row["founder"] else []
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


def row_of_trust(trust: int, own: Filter) -> pd.Series[Any] | None:
    """Return the trust's row of the league table; nothing where it holds no academy that day."""
    table = league_on(own.day)
    found = table[table["trust_uid"] == trust]
    return None if found.empty else found.iloc[0]


def _pupils(row: pd.Series[Any], day: dt.date) -> Figure:
    """Return how many pupils a trust has, by which census, or why there is no number."""
    state = state_on(day)
    academies = near_rolls(state[state["trust_uid"] == row["trust_uid"]], day)
    if why := why_no_roll(academies):
        return Figure("Pupils", MISSING, why)
    known = rolls_in_words(academies, day, "academies")
    return Figure(of_census("Pupils", roll_census(academies)), count(row["pupils"]), known)


def _academies(row: pd.Series[Any]) -> Figure:
    """Return how many academies a trust has, of which phases, and how many it had a year before."""
    phases = [f"{count(row[p])} {p}" for p in ("primary", "secondary", "other") if row[p]]
    earlier = row["academies_year_earlier"]
    before = "" if pd.isna(earlier) else f"; {count(earlier)} a year earlier"
    return Figure("Academies", count(row["academies"]), f"{listed(phases)}{before}")


def figures_of_trust(row: pd.Series[Any], own: Filter, join_km: float = JOIN_KM) -> list[Figure]:
    """Return the trust's figures, each beside those of its tier or of a year earlier.

    Those of its footprint are of clusters by ``join_km``; tiers are known by the usual distance.
    """
    row, usual = _stretched(row, own, join_km), join_km == JOIN_KM
    tiers = by_tier(league_on(own.day)).set_index("tier")
    tier = str(row["tier"])
    good, distance_km = (
        tiers[name].to_dict()[tier]
        for name in ("percent_good_or_outstanding", "median_distance_to_hub_km")
    )
    alone = counted(int(row["outliers"]), "academy", "academies")
    return [
        _academies(row),
        _pupils(row, own.day),
        *_by_inspection(row, tier, good, own.day),
        Figure(
            "Clusters",
            count(row["clusters"]),
            f"within {join_km:g} km; {alone} outside every cluster",
        ),
        Figure(
            "Median distance to hub",
            _km(row["median_distance_to_hub_km"]),
            f"greatest {_km(row['greatest_distance_to_hub_km'])}"
            + (f"; {tier} {_km(distance_km)}" if usual else ""),
        ),
    ]


def _stretched(row: pd.Series[Any], own: Filter, join_km: float) -> pd.Series[Any]:
    """Return a trust's row with the figures of its footprint by another distance."""
    if join_km == JOIN_KM:
        return row
    trusts = prints_on(own.day, join_km).trusts.set_index("trust_uid")
    stretched: pd.Series[Any] = row.copy()
    stretched[STRETCH] = trusts.loc[row["trust_uid"], STRETCH]
    return stretched


def _by_inspection(row: pd.Series[Any], tier: str, good: float, day: dt.date) -> list[Figure]:
    """Return the figures that rest on inspections, or why one is missing."""
    known = known_now(day)
    none = known.grades or ("" if row["graded"] else "None of its academies has a grade")
    below = Figure(
        by_grade_label(LESS_THAN_GOOD, day),
        count(row["in_need"]),
        none or f"of {count(row['graded'])} with a grade",
    )
    if day <= current_history().grades_to:
        share = _percent(row["percent_good_or_outstanding"])
        return [
            Figure("Good or outstanding", share, none or f"{tier} trusts {_percent(good)}"),
            below,
        ]
    since = [
        Figure(column.label, count(row[key]), f"of {count(row['academies'])} academies")
        for key, column in columns_on(INSPECTED, day).items()
    ]
    return [below, *since]


@kept(maxsize=32)
def events_of(trust: int) -> pd.DataFrame:
    """Return who joined and who left a trust; shared, never to be written to."""
    return joins_and_leavings(current_history(), trust)


def _percent(share: Any) -> str:
    return MISSING if pd.isna(share) else percent(float(share))


def _km(distance_km: Any) -> str:
    return MISSING if pd.isna(distance_km) else f"{distance_km:.1f} km"
