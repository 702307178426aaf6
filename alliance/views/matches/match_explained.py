"""For one school: why it is eligible, who comes in question, and what speaks against the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from alliance.views.columns import Column

if TYPE_CHECKING:
    from alliance.views.matches.match_question import Answer


_SCORE = "; 0% is the best, 100% the worst"


SHORTLIST_COLUMNS = {
    "rank": Column("Rank", "Those in the plan first, then those it could have, by score", "number"),
    "supporter_name": Column("Trust"),
    "standing": Column("Standing", "In the plan, possible, full, or why it may not"),
    "cost_shown": Column("Score", "The weighted sum of the factors; lower is better"),
    "distance_km": Column(
        "Away", "Straight line to its nearest good or outstanding school of the phase", "km"
    ),
    "distance": Column("Distance", f"Kilometres over the limit{_SCORE}", "percent"),
    "size": Column("Size", f"How far the rolls lie apart{_SCORE}", "percent"),
    "region_fit": Column("Region", f"Whether it works in the region{_SCORE}", "percent"),
    "relationship": Column("Relationship", f"Whether it has supported there{_SCORE}", "percent"),
    "load": Column("Load", f"Its own academies less than good{_SCORE}", "percent"),
    "capacity": Column("Capacity", "Schools it could support", "count"),
    "assigned": Column("Used", "Schools it supports in the plan", "count"),
    "from_name": Column("Nearest good or outstanding school"),
}


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
    return f"Why {name} is not matched" if "reason" in row.index else f"{name} is supported already"


def explained_in_words(row: pd.Series) -> str:
    """Say why a school is eligible, and who could support it or why nobody does."""
    need = f"Eligible: {row['why']}. {row['phase']}, {row['la_name']}, run by {row['run_by']}."
    if row["inherited"]:
        need += " It is eligible only by the inspection of the school it replaced."
    if pd.notna(row.get("supporter_name")):
        return (
            f"{need} {row['supporter_name']} has a good or outstanding school of the phase "
            f"{row['distance_km']:.1f} km away, {row['from_name']}."
        )
    if "reason" in row.index:
        return f"{need} Not matched: {row['reason']}."
    return need
