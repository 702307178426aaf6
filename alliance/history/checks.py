"""The history's own rules, and which of them hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from alliance.history.checks_authorities import AUTHORITY_RULES
from alliance.history.continuing import ONE_CHANGE
from alliance.history.rule import Check, none_breaks
from alliance.history.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable

    from alliance.history.store import History

# England in British National Grid metres, with a margin for no one.
WEST_M, EAST_M, SOUTH_M, NORTH_M = 80_000, 656_000, 5_000, 658_000
LOCATED_PERCENT = 99
OVERALL_ENDED = pd.Timestamp(2024, 9, 2)

NAMES = {
    "results_ks2": "Results at key stage 2",
    "results_ks4": "Results at key stage 4",
    "results_areas": "Results of areas",
    "trust_measures": "The department's measures of trusts",
    "school_deprivation": "Deprivation of schools' neighbourhoods",
    "teaching_school_hubs": "Teaching school hubs",
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
    "source": "file",
    "la_code": "authority",
    "lad_code": "district",
    "hub_code": "hub",
    "stage": "key stage",
    "pupil_group": "group of pupils",
    "from_day": "first day",
    "joined": "the day of joining",
    "left": "the day of leaving",
    "joined_after": "the last day known to be before joining",
    "left_after": "the last day known to be before leaving",
    "opened": "the day of opening",
    "closed": "the day of closing",
}
"""What columns are called in the rules, where that is not their own name."""


def check(history: History) -> list[Check]:
    """Try every rule of the history."""
    return [rule(history) for rule in RULES]


def newly_broken(old: History, new: History) -> list[Check]:
    """Return the rules that ``new`` breaks and ``old`` keeps, as ``new`` breaks them."""
    tried = ((rule, rule(new)) for rule in RULES)
    return [result for rule, result in tried if not result.holds and rule(old).holds]


def _one_row_a_key(name: str) -> Callable[[History], Check]:
    def rule(history: History) -> Check:
        rows, key = getattr(history, name), TABLES[name].key
        words = ", ".join(COLUMNS.get(column, column) for column in key)
        twice = rows[rows.duplicated(list(key))]
        return none_breaks(f"{named(name)}: no two rows of the same {words}", twice, key[0])

    return rule


def named(table: str) -> str:
    """Return the name of a table for people."""
    return NAMES.get(table, table.replace("_", " ").capitalize())


def _members_are_schools(history: History) -> Check:
    members = history.memberships
    return none_breaks(
        "Every membership is of a known school",
        members[~members["urn"].isin(history.schools["urn"])],
    )


def _members_are_in_trusts(history: History) -> Check:
    members = history.memberships
    return none_breaks(
        "Every membership is in a known trust",
        members[~members["trust_uid"].isin(history.trusts["trust_uid"])],
    )


def _no_overlap(history: History) -> Check:
    members = history.memberships.sort_values(["urn", "joined"])
    following = members.groupby("urn")["joined"].shift(-1)
    over = following.notna() & ~(members["left"] <= following)
    return none_breaks("An academy is in one trust at a time", members[over])


def _forward(table: str, first: str, last: str) -> Callable[[History], Check]:
    def rule(history: History) -> Check:
        rows = getattr(history, table)
        words = f"{COLUMNS.get(first, first)} comes before {COLUMNS.get(last, last)}"
        return none_breaks(f"{named(table)}: {words}", rows[rows[first] >= rows[last]])

    return rule


def _within_life(history: History) -> Check:
    members = history.memberships.merge(
        history.schools[["urn", "opened", "closed"]].rename(columns={"closed": "school_closed"}),
        on="urn",
    )
    outside = (members["joined"] < members["opened"]) | (
        members["school_closed"].notna() & ~(members["left"] <= members["school_closed"])
    )
    return none_breaks(
        "No academy is in a trust before it opens or after it closes", members[outside]
    )


def _in_england(history: History) -> Check:
    schools = history.schools
    inside = schools["easting_m"].between(WEST_M, EAST_M) & schools["northing_m"].between(
        SOUTH_M, NORTH_M
    )
    return none_breaks(
        "Every coordinate lies in England", schools[schools["easting_m"].notna() & ~inside]
    )


def _sourced(history: History) -> Check:
    schools = history.schools
    return none_breaks(
        "Every located school says where its location is from",
        schools[schools["lon"].notna() != schools["location_source"].notna()],
    )


def _located(history: History) -> Check:
    """Try the first of each month, and the last day; one school may always be without a place."""
    schools = history.schools
    placed = schools["lon"].notna().to_numpy()
    # Plain arrays: two hundred and fifty days are tried.
    opened, closed = schools["opened"].to_numpy(), schools["closed"].to_numpy()
    worst, day = 100.0, history.last_day
    months = pd.date_range(history.first_day, history.last_day, freq="MS")
    for at in [*months, pd.Timestamp(history.last_day)]:
        open_ = ~(opened > at.to_datetime64()) & ~(closed <= at.to_datetime64())
        without = max(int((open_ & ~placed).sum()) - 1, 0)
        percent = 100 * (1 - without / max(int(open_.sum()), 1))
        if percent < worst:
            worst, day = percent, at.date()
    return Check(
        f"At least {LOCATED_PERCENT}% of open schools are located on any day, or all but one",
        worst >= LOCATED_PERCENT,
        f"{worst:.2f}% on {day:%-d %B %Y}, the lowest",
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
    return none_breaks("Every area has a valid outline", areas[bad], "name")


def _graded(history: History) -> Check:
    """Try the overall grade, which no inspection has had since September 2024."""
    rows = history.inspections[history.inspections["start"] < OVERALL_ENDED]
    right = rows["overall"].between(1, 4).fillna(value=False)
    return none_breaks("Every inspection before September 2024 has a grade of 1 to 4", rows[~right])


def _ungraded(history: History) -> Check:
    rows = history.inspections[history.inspections["start"] >= OVERALL_ENDED]
    graded = rows.dropna(subset="overall")
    return none_breaks("No inspection since September 2024 has an overall grade", graded)


def _published_later(table: str) -> Callable[[History], Check]:
    def rule(history: History) -> Check:
        rows = getattr(history, table)
        early = rows[rows["published"] < rows["start"]]
        return none_breaks(
            f"{table.replace('_', ' ')}: none was published before it started", early
        )

    return rule


def _known_grades(history: History) -> Check:
    key, carried = ["inspected_urn", "start"], history.grades
    inspected = pd.MultiIndex.from_frame(history.inspections[key])
    known = pd.MultiIndex.from_frame(carried[key]).isin(inspected)
    return none_breaks("Every grade carried comes from an inspection", carried[~known])


def _somebody_on_the_roll(history: History) -> Check:
    rolls = history.rolls
    return none_breaks(
        "No roll is 0: a school without a number has none", rolls[rolls["pupils"] == 0]
    )


def _within_limits(history: History) -> Check:
    """Progress is rounded as its limits are, so that a value may lie on one."""
    results = history.results_ks4.rename(
        columns={"progress_8": "value", "progress_8_lower": "lower", "progress_8_upper": "upper"}
    )
    measures = pd.concat(
        [history.trust_measures.assign(urn=history.trust_measures["trust_uid"]), results]
    )
    limited = measures.dropna(subset=["value", "lower", "upper"])
    outside = limited[(limited["value"] < limited["lower"]) | (limited["value"] > limited["upper"])]
    return none_breaks("Every measure lies between its confidence limits", outside)


def _inherited_from_closed(history: History) -> Check:
    """Try that what a school inherits is that of a school which had closed when it opened."""
    schools = history.schools.set_index("urn")
    handed = history.grades[history.grades["grade_inherited"]]
    closed = handed["inspected_urn"].map(schools["closed"])
    open_still = ~(closed <= handed["urn"].map(schools["opened"]) + ONE_CHANGE)
    return none_breaks(
        "A grade is inherited only from a school that had closed when its heir opened",
        handed[open_still],
    )


def _one_heir(history: History) -> Check:
    """Try that one inspection is told of one school at a time, as after a split it would not be."""
    schools = history.schools.set_index("urn")
    key = ["inspected_urn", "start"]
    carried = history.grades[[*key, "urn"]]
    carried = carried[carried.duplicated(key, keep=False)]
    carried = carried.assign(
        opened=carried["urn"].map(schools["opened"]), closed=carried["urn"].map(schools["closed"])
    ).sort_values([*key, "opened"], na_position="first")
    following = carried.groupby(key)["opened"].shift(-1)
    together = following.notna() & ~(carried["closed"] <= following + ONE_CHANGE)
    return none_breaks("No two schools open at once carry one inspection", carried[together])


def _one_past(history: History) -> Check:
    """Try that no school inherits from two at once, as after a merger it would."""
    schools = history.schools.set_index("urn")
    handed = history.grades[history.grades["grade_inherited"]]
    pairs = handed[["urn", "inspected_urn"]].drop_duplicates()
    pairs = pairs.assign(
        opened=pairs["inspected_urn"].map(schools["opened"]),
        closed=pairs["inspected_urn"].map(schools["closed"]),
    ).sort_values(["urn", "closed"])
    following = pairs.groupby("urn")["opened"].shift(-1)
    same = pairs["urn"].eq(pairs["urn"].shift(-1))
    together = same & ~(pairs["closed"] <= following + ONE_CHANGE)
    return none_breaks("No school inherits from two that were open at once", pairs[together])


def _refusals_counted(history: History) -> Check:
    counted = history.sources.set_index("file")["rows_refused"]
    listed = history.refusals.drop_duplicates(["file", "row"])["file"].value_counts()
    differs = counted[counted != listed.reindex(counted.index, fill_value=0)]
    return none_breaks("Every refused row is listed", differs.reset_index(), "file")


RULES: list[Callable[[History], Check]] = [
    *map(_one_row_a_key, TABLES),
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
    *AUTHORITY_RULES,
    _valid_areas,
    _graded,
    _ungraded,
    _published_later("inspections"),
    _published_later("report_cards"),
    _published_later("ungraded_inspections"),
    _known_grades,
    _somebody_on_the_roll,
    _within_limits,
    _inherited_from_closed,
    _one_heir,
    _one_past,
    _refusals_counted,
]
