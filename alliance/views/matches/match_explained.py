"""For one school: why it is eligible, who comes in question, and what speaks against the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from alliance.analysis.schools.grades import INHERITED
from alliance.history import GRADES
from alliance.views.columns import Column
from alliance.views.matches.match_tables import BECAUSE

if TYPE_CHECKING:
    from alliance.views.matches.match_question import Answer


SHORTLIST_COLUMNS = {
    "rank": Column(
        "Rank", "Those in the plan first, then those it could have, best first", "number"
    ),
    "supporter_name": Column("Trust"),
    "standing": Column("Standing", "In the plan, possible, full, or why it may not"),
    "because": BECAUSE,
    "distance_km": Column("Distance", "Straight line to the school under From", "km"),
    "from_name": Column("From", "Its good or outstanding school of the phase that fits best"),
    "capacity": Column("Capacity", "Schools it could support", "count"),
    "assigned": Column("Used", "Schools it supports in the plan", "count"),
}
NUMBER_COLUMNS = {
    "rank": SHORTLIST_COLUMNS["rank"],
    "supporter_name": SHORTLIST_COLUMNS["supporter_name"],
    "cost_shown": Column("Score", "The sum of its factors by their weights; the lowest is best"),
    "distance": Column("Of the distance limit", "0% next door, 100% at the limit", "percent"),
    "size": Column("Rolls apart", "The difference of the rolls, of the larger", "percent"),
    "in_region": Column("Works in the region", "It has an academy in the school’s region"),
    "has_worked": Column(
        "Has worked there", "With the school, its trust or its authority, by the register"
    ),
    "load": Column("Own less than good", "Of its academies", "percent"),
}
"""The numbers behind the words, where somebody asks for them."""


def shortlist_shown(table: pd.DataFrame) -> pd.DataFrame:
    """Return a shortlist as its two tables of columns show it, ranked."""
    percents = ["distance", "size", "load"]
    yes = {True: "Yes", False: "No"}
    return table.assign(
        rank=range(1, len(table) + 1),
        **{name: table[name] * 100 for name in percents},
        in_region=table["region_fit"].eq(0).map(yes).where(table["region_fit"].notna(), ""),
        has_worked=table["relationship"].eq(0).map(yes).where(table["relationship"].notna(), ""),
        cost_shown=table["cost"].map("{:.2f}".format).where(table["cost"].notna(), ""),
    )


def row_of_school(answer: Answer, urn: int) -> pd.Series | None:
    """Return the school’s row of the plan, of those not matched or supported; none for another."""
    found = answer.match
    for table in (found.plan, found.unmatched, found.supported):
        own = table[table["urn"] == urn]
        if len(own):
            return own.iloc[0]
    return None


def title_of_school(row: pd.Series) -> str:
    """Say what is explained of a school."""
    name = str(row["name"]).replace("$", "")
    if pd.notna(row.get("supporter_name")):
        return f"Why {row['supporter_name']} for {name}"
    return (
        f"Why {name} is not matched"
        if "reason" in row.index
        else f"{name} is in the register already"
    )


def _evidence(row: pd.Series) -> str:
    """Say by what the supporter's school is good, and when it was last seen."""
    grade = GRADES[int(row["from_grade"])]
    if row["from_inherited"]:
        grade += f", {INHERITED}"
    seen = row["from_inspected"]
    return grade if pd.isna(seen) else f"{grade}, last inspected in {seen:%B %Y}"


def explained_in_words(row: pd.Series) -> str:
    """Say why a school is eligible, and who could support it or why nobody does."""
    need = f"Eligible: {row['why']}. {row['phase']}, {row['la_name']}, run by {row['run_by']}."
    if row["inherited"]:
        need += " It is eligible only by the inspection of the school it replaced."
    if pd.notna(row.get("supporter_name")):
        return (
            f"{need} {row['supporter_name']} has a good or outstanding school of the phase "
            f"{row['distance_km']:.1f} km away, {row['from_name']} ({_evidence(row)})."
            + (f" To ask first: {row['cautions']}." if row["cautions"] else "")
        )
    if "reason" in row.index:
        return f"{need} Not matched: {row['reason']}."
    return need
