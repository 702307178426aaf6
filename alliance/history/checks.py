"""The history's own rules, each told in a line whether it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from alliance.history.as_at import as_at
from alliance.history.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable

    from alliance.history.store import History

# England in British National Grid metres, with a margin for no one.
WEST_M, EAST_M, SOUTH_M, NORTH_M = 80_000, 656_000, 5_000, 658_000
LOCATED_PERCENT = 98.5
EXAMPLES = 5
OVERALL_ENDED = pd.Timestamp(2024, 9, 2)

NAMES = {
    "results_ks2": "Results at key stage 2",
    "results_ks4": "Results at key stage 4",
    "results_areas": "Results of areas",
    "area_districts": "Districts of areas",
    "alliance": "Members of the alliance",
    "refusals": "Values refused",
}
"""What tables are called, where that is not their own name."""
COLUMNS = {
    "urn": "URN",
    "inspected_urn": "URN inspected",
    "predecessor_urn": "URN before",
    "successor_urn": "URN after",
    "trust_uid": "trust",
    "sponsor_uid": "sponsor",
    "registered_name": "name",
    "start": "first day",
    "lad_code": "district",
    "from_day": "first day",
    "joined": "the day of joining",
    "left": "the day of leaving",
    "joined_after": "the last day known to be before joining",
    "left_after": "the last day known to be before leaving",
    "opened": "the day of opening",
    "closed": "the day of closing",
}
"""What columns are called in the rules, where that is not their own name."""


class Check(NamedTuple):
    """A rule, whether it holds, and what was found (with examples where it does not)."""

    rule: str
    holds: bool
    found: str


def check(history: History) -> list[Check]:
    """Try every rule of the history."""
    return [*_keys(history), *(rule(history) for rule in RULES)]


def _keys(history: History) -> list[Check]:
    found = []
    for name, table in TABLES.items():
        rows = getattr(history, name)
        twice = rows.duplicated(list(table.key))
        key = ", ".join(COLUMNS.get(column, column) for column in table.key)
        rule = f"{named(name)}: no two rows of the same {key}"
        found.append(_none(rule, rows[twice], table.key[0]))
    return found


def named(table: str) -> str:
    """Give the name of a table for people."""
    return NAMES.get(table, table.replace("_", " ").capitalize())


def _none(rule: str, faults: pd.DataFrame, column: str = "urn") -> Check:
    """Say that a rule holds when ``faults`` is empty."""
    if faults.empty:
        return Check(rule, holds=True, found="none breaks it")
    some = ", ".join(str(value) for value in faults[column].head(EXAMPLES))
    return Check(rule, holds=False, found=f"{len(faults):,} break it: {some}…")


def _members_are_schools(history: History) -> Check:
    members = history.memberships
    return _none(
        "Every membership is of a known school",
        members[~members["urn"].isin(history.schools["urn"])],
    )


def _members_are_in_trusts(history: History) -> Check:
    members = history.memberships
    return _none(
        "Every membership is in a known trust",
        members[~members["trust_uid"].isin(history.trusts["trust_uid"])],
    )


def _no_overlap(history: History) -> Check:
    members = history.memberships.sort_values(["urn", "joined"])
    following = members.groupby("urn")["joined"].shift(-1)
    over = following.notna() & ~(members["left"] <= following)
    return _none("An academy is in one trust at a time", members[over])


def _forward(table: str, first: str, last: str) -> Callable[[History], Check]:
    def rule(history: History) -> Check:
        rows = getattr(history, table)
        words = f"{COLUMNS.get(first, first)} comes before {COLUMNS.get(last, last)}"
        return _none(f"{named(table)}: {words}", rows[rows[first] >= rows[last]])

    return rule


def _within_life(history: History) -> Check:
    members = history.memberships.merge(
        history.schools[["urn", "opened", "closed"]].rename(columns={"closed": "school_closed"}),
        on="urn",
    )
    outside = (members["joined"] < members["opened"]) | (
        members["school_closed"].notna() & ~(members["left"] <= members["school_closed"])
    )
    return _none("No academy is in a trust before it opens or after it closes", members[outside])


def _in_england(history: History) -> Check:
    schools = history.schools
    inside = schools["easting_m"].between(WEST_M, EAST_M) & schools["northing_m"].between(
        SOUTH_M, NORTH_M
    )
    return _none(
        "Every coordinate lies in England", schools[schools["easting_m"].notna() & ~inside]
    )


def _sourced(history: History) -> Check:
    schools = history.schools
    return _none(
        "Every located school says where its location is from",
        schools[schools["lon"].notna() != schools["location_source"].notna()],
    )


def _located(history: History) -> Check:
    """Try the first of each month from the first list to the last day of grades, and that day."""
    days = pd.date_range(history.complete_from, history.grades_to, freq="MS").date
    shares = {
        day: 100 * float(as_at(history, day)["lon"].notna().mean())
        for day in [history.complete_from, *days, history.grades_to]
    }
    worst = min(shares, key=lambda day: shares[day])
    return Check(
        f"At least {LOCATED_PERCENT}% of open schools are located, to {history.grades_to:%B %Y}",
        shares[worst] >= LOCATED_PERCENT,
        f"{shares[worst]:.2f}% on {worst:%-d %B %Y}, the lowest",
    )


def _districts(history: History) -> Check:
    agrees = history.schools["district_agrees"].dropna().astype(bool)
    percent = 100 * float(agrees.mean())
    return Check(
        "The district of the coordinates is the district Ofsted's list states, for 98% and more",
        percent >= 98,
        f"{percent:.2f}% of {len(agrees):,}; {int((~agrees).sum()):,} differ",
    )


def _valid_areas(history: History) -> Check:
    areas = history.areas
    bad = ~areas.is_valid | areas.is_empty | areas.geometry.isna()
    return _none("Every area has a valid outline", areas[bad], "name")


def _graded(history: History) -> Check:
    """Try the overall grade, which no inspection has had since September 2024."""
    rows = history.inspections[history.inspections["start"] < OVERALL_ENDED]
    right = rows["overall"].between(1, 4).fillna(value=False)
    return _none("Every inspection before September 2024 has a grade of 1 to 4", rows[~right])


def _ungraded(history: History) -> Check:
    rows = history.inspections[history.inspections["start"] >= OVERALL_ENDED]
    graded = rows.dropna(subset="overall")
    return _none("No inspection since September 2024 has an overall grade", graded)


def _published_later(table: str) -> Callable[[History], Check]:
    def rule(history: History) -> Check:
        rows = getattr(history, table)
        early = rows[rows["published"] < rows["start"]]
        return _none(f"{table.replace('_', ' ')}: none was published before it started", early)

    return rule


def _known_grades(history: History) -> Check:
    inspected = set(
        zip(history.inspections["inspected_urn"], history.inspections["start"], strict=True)
    )
    carried = history.grades
    known = np.array(
        [pair in inspected for pair in zip(carried["inspected_urn"], carried["start"], strict=True)]
    )
    return _none("Every grade carried comes from an inspection", carried[~known])


def _refusals_counted(history: History) -> Check:
    counted = history.sources.set_index("file")["rows_refused"]
    listed = history.refusals.drop_duplicates(["file", "row"])["file"].value_counts()
    differs = counted[counted != listed.reindex(counted.index, fill_value=0)]
    return _none("Every refused row is listed", differs.reset_index(), "file")


RULES: list[Callable[[History], Check]] = [
    _members_are_schools,
    _members_are_in_trusts,
    _no_overlap,
    _forward("schools", "opened", "closed"),
    _forward("memberships", "joined", "left"),
    _forward("memberships", "joined_after", "joined"),
    _forward("memberships", "left_after", "left"),
    _within_life,
    _in_england,
    _sourced,
    _located,
    _districts,
    _valid_areas,
    _graded,
    _ungraded,
    _published_later("inspections"),
    _published_later("report_cards"),
    _known_grades,
    _refusals_counted,
]
