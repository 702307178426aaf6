"""The state of the system on any day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from alliance.errors import DayOutsideHistory
from alliance.history.vocabulary import COMMISSIONERS_FROM, COMMISSIONERS_TO

if TYPE_CHECKING:
    import geopandas as gpd

    from alliance.history.store import History

# Taken as they stand from the table of schools.
LASTING = [
    "urn",
    "name",
    "phase",
    "type",
    "type_group",
    "la_code",
    "la_name",
    "lad_code",
    "region",
    "commissioner_region",
    "opportunity_area",
    "postcode",
    "lon",
    "lat",
    "easting_m",
    "northing_m",
]
EVER = np.iinfo(np.int64).max
NEVER = np.iinfo(np.int64).min
NONE = -1


@dataclass(frozen=True)
class Events:
    """Rows of one table in order of school and day, found by school position.

    ``school`` is the row of ``History.schools``; ``start`` is in seconds since 1970; ``row`` is
    the row of the table.
    """

    school: np.ndarray
    start: np.ndarray
    row: np.ndarray

    @classmethod
    def of(cls, urns: np.ndarray, table_urns: pd.Series, start: np.ndarray) -> Events:
        """Order a table's rows; those of schools that are not in ``urns`` are left out."""
        position = np.searchsorted(urns, table_urns.to_numpy())
        position[position == len(urns)] = 0
        held = urns[position] == table_urns.to_numpy()
        row = np.flatnonzero(held)
        order = np.lexsort((start[row], position[row]))
        row = row[order]
        return cls(position[row], start[row], row)

    def latest(self, day: int, schools: int) -> np.ndarray:
        """Return for each school the row of its last event by ``day``, or -1."""
        by_then = np.flatnonzero(self.start <= day)
        latest = np.full(schools, NONE, dtype=np.int64)
        # Of several assignments to one place numpy keeps the last, which is the latest event.
        latest[self.school[by_then]] = self.row[by_then]
        return latest

    def nearest(self, day: int, schools: int) -> np.ndarray:
        """Return the row of the last event by ``day``, else of the first one after, or -1."""
        first = np.full(schools, NONE, dtype=np.int64)
        first[self.school[::-1]] = self.row[::-1]
        latest = self.latest(day, schools)
        return np.where(latest == NONE, first, latest)


def _census(urns: np.ndarray, rolls: pd.DataFrame, measure: str) -> Events:
    """Order the rows that hold a measure; a January census counts from the first of that month."""
    held = np.flatnonzero(rolls[measure].notna())
    year = rolls["year"].to_numpy()[held].astype(int)
    taken = (year - 1970).astype("datetime64[Y]").astype("datetime64[s]").astype(np.int64)
    events = Events.of(urns, rolls["urn"].iloc[held], taken)
    return Events(events.school, events.start, held[events.row])


@dataclass(frozen=True)
class Timeline:
    """The history's tables laid out to answer ``as_at`` quickly; built once when first asked."""

    opened: np.ndarray
    closed: np.ndarray
    memberships: Events
    left: np.ndarray
    authorities: Events
    grades: Events
    rolls: Events
    disadvantaged: Events
    free_meals: Events
    trust_row: np.ndarray
    trust_uid: pd.Series
    pupils: pd.Series
    census_year: pd.Series

    @classmethod
    def of(cls, history: History) -> Timeline:
        """Lay out ``history``."""
        schools, members = history.schools, history.memberships
        urns, under = schools["urn"].to_numpy(), history.school_authorities
        return cls(
            opened=_seconds(schools["opened"], NEVER),
            closed=_seconds(schools["closed"], EVER),
            memberships=Events.of(urns, members["urn"], _seconds(members["joined"], NEVER)),
            left=_seconds(members["left"], EVER),
            authorities=Events.of(urns, under["urn"], _seconds(under["from_day"], NEVER)),
            grades=Events.of(urns, history.grades["urn"], _seconds(history.grades["start"], EVER)),
            rolls=_census(urns, history.rolls, "pupils"),
            disadvantaged=_census(urns, history.rolls, "percent_disadvantaged"),
            free_meals=_census(urns, history.rolls, "percent_fsm"),
            trust_row=np.searchsorted(
                history.trusts["trust_uid"].to_numpy(), members["trust_uid"].to_numpy()
            ),
            trust_uid=history.trusts["trust_uid"].astype("Int32"),
            pupils=history.rolls["pupils"].round().astype("Int32"),
            census_year=history.rolls["year"].astype("Int16"),
        )


def as_at(history: History, day: dt.date) -> pd.DataFrame:
    """Return the state of England's state-funded schools on ``day``.

    A school is open from its opening (missing means before the records) until the day it closed.
    Its local authority is that of the day: schools of an authority that was replaced change all on
    one day. Regional schools commissioners had their regions from July 2014 to August 2022.
    A trust holds an academy from the day it joined until the day it left; where a day is known
    only to lie between two lists, the last day of that interval counts. The grade is that of the
    latest graded inspection that had started by then: the school's own, else its predecessor's
    (``grade_inherited``). Pupils are those of the latest January census by then, else of the
    first one after (``roll_year`` says which); the shares of disadvantaged pupils and of
    those eligible for free school meals likewise, each from the census that has it
    (``disadvantaged_year``, ``fsm_year``).

    Returns
    -------
    DataFrame
        One row an open school, sorted by URN: urn, name, phase, type, type_group, la_code,
        la_name, lad_code (2017), region, commissioner_region (missing on other days),
        opportunity_area, postcode, lon, lat, easting_m, northing_m, trust_uid, trust_name,
        trust_kind, joined, grade (1–4), grade_inherited, grade_date, pupils,
        percent_disadvantaged, percent_fsm, roll_year, disadvantaged_year, fsm_year. What is
        unknown is missing.

    Raises
    ------
    DayOutsideHistory
        ``day`` is before the first or after the last day of the history.
    """
    if not history.first_day <= day <= history.last_day:
        raise DayOutsideHistory(
            f"{day:%-d %B %Y} is outside the history. Ask for a day from "
            f"{history.first_day:%-d %B %Y} to {history.last_day:%-d %B %Y}."
        )
    timeline = history.timeline
    now = int(dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC).timestamp())
    open_ = np.flatnonzero((timeline.opened <= now) & (now < timeline.closed))
    schools = len(timeline.opened)
    state = history.schools[LASTING].take(open_).reset_index(drop=True)
    _set_authorities(state, history, timeline.authorities.latest(now, schools)[open_])
    if not COMMISSIONERS_FROM <= day <= COMMISSIONERS_TO:
        state["commissioner_region"] = _values_at(
            state["commissioner_region"], np.full(len(open_), NONE)
        )
    _add_trusts(state, history, timeline.memberships.latest(now, schools)[open_], now)
    _add_grades(state, history, timeline.grades.latest(now, schools)[open_])
    _add_rolls(
        state,
        history,
        timeline.rolls.nearest(now, schools)[open_],
        timeline.disadvantaged.nearest(now, schools)[open_],
        timeline.free_meals.nearest(now, schools)[open_],
    )
    return state


def schools_on(history: History, day: dt.date) -> pd.DataFrame:
    """Return ``History.schools``, open or not, each under the authority of its place on ``day``.

    So a school that closed before an authority began, or opened after one ended, is counted with
    those around it.
    """
    now = int(dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC).timestamp())
    schools = history.schools.copy(deep=False)
    _set_authorities(schools, history, history.timeline.authorities.latest(now, len(schools)))
    return schools


def drawn_on(areas: gpd.GeoDataFrame, day: dt.date) -> gpd.GeoDataFrame:
    """Return the areas that are drawn on a day."""
    at = pd.Timestamp(day)
    begun = areas["from_day"].isna() | (areas["from_day"] <= at)
    return areas[begun & (areas["to_day"].isna() | (at < areas["to_day"]))]


def authorities_of(history: History, urn: int, day: dt.date) -> pd.DataFrame:
    """Return the local authorities of a school by ``day``, in order; columns as in the history."""
    under = history.school_authorities
    own = under[(under["urn"] == urn) & ~(under["from_day"] > pd.Timestamp(day))]
    return own.sort_values("from_day", na_position="first", ignore_index=True)


def authority_on(history: History, urns: pd.Series, days: pd.Series) -> pd.DataFrame:
    """Return the local authority of each school on its day: la_code, la_name, index as ``urns``.

    Missing where no authority of the school is known.
    """
    asked = pd.DataFrame({"urn": urns, "day": days, "row": range(len(urns))})
    found = asked.merge(history.school_authorities, on="urn")
    found = found[~(found["from_day"] > found["day"])].sort_values(
        ["row", "from_day"], na_position="first"
    )
    last = found.drop_duplicates("row", keep="last").set_index("row")
    return last[["la_code", "la_name"]].reindex(range(len(urns))).set_axis(urns.index)


def authorities(history: History) -> pd.DataFrame:
    """Return every local authority that schools stood under: la_name and region, by la_code."""
    under = history.school_authorities.drop_duplicates("la_code").set_index("la_code")
    regions = history.schools.set_index("urn")["region"].astype("object")
    return pd.DataFrame(
        {"la_name": under["la_name"].astype("object"), "region": under["urn"].map(regions)}
    )


def _set_authorities(table: pd.DataFrame, history: History, row: np.ndarray) -> None:
    for name in ("la_code", "la_name"):
        table[name] = _values_at(history.school_authorities[name], row)


def _add_trusts(state: pd.DataFrame, history: History, member: np.ndarray, now: int) -> None:
    timeline = history.timeline
    member = np.where(timeline.left[member] > now, member, NONE)
    trust = np.where(member == NONE, NONE, timeline.trust_row[member])
    state["trust_uid"] = _values_at(timeline.trust_uid, trust)
    state["trust_name"] = _values_at(history.trusts["name"], trust)
    state["trust_kind"] = _values_at(history.trusts["kind"], trust)
    state["joined"] = _values_at(history.memberships["joined"], member)


def _add_grades(state: pd.DataFrame, history: History, row: np.ndarray) -> None:
    state["grade"] = _values_at(history.grades["grade"], row)
    inherited = history.grades["grade_inherited"].to_numpy()
    state["grade_inherited"] = (row != NONE) & inherited[row]
    state["grade_date"] = _values_at(history.grades["start"], row)


def _add_rolls(
    state: pd.DataFrame,
    history: History,
    row: np.ndarray,
    disadvantaged: np.ndarray,
    free_meals: np.ndarray,
) -> None:
    timeline = history.timeline
    state["pupils"] = _values_at(timeline.pupils, row)
    state["percent_disadvantaged"] = _values_at(
        history.rolls["percent_disadvantaged"], disadvantaged
    )
    state["percent_fsm"] = _values_at(history.rolls["percent_fsm"], free_meals)
    state["roll_year"] = _values_at(timeline.census_year, row)
    state["disadvantaged_year"] = _values_at(timeline.census_year, disadvantaged)
    state["fsm_year"] = _values_at(timeline.census_year, free_meals)


def _values_at(column: pd.Series, rows: np.ndarray) -> pd.api.extensions.ExtensionArray:
    """Return the column's values at ``rows``; -1 gives a missing value."""
    return pd.api.extensions.take(column.array, rows, allow_fill=True)  # type: ignore[return-value]


def _seconds(days: pd.Series, missing: int) -> np.ndarray:
    seconds = days.to_numpy().astype("datetime64[s]").astype(np.int64)
    return np.where(days.isna().to_numpy(), missing, seconds)
