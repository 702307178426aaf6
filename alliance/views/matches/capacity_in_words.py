"""One trust's capacity in a sentence, with its figures, and by phase."""

from __future__ import annotations

from math import floor
from typing import TYPE_CHECKING, Any

from alliance.text.words import count, listed

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    import pandas as pd

    from alliance.analysis.matching.best_match import Match
    from alliance.analysis.matching.capacity import Formula


MOST_SAID = 6
"""Of more trusts the capacity is said in a table alone."""


def limits_in_words(formula: Formula) -> str:
    """Say what limits a plan besides the capacity of trusts."""
    one = "one school" if formula.at_a_time == 1 else f"{formula.at_a_time} schools"
    return (
        "Of each phase a trust supports at most one school for every "
        f"{formula.strong_for_one:g} good or outstanding ones of that phase, rounded up. A good or "
        f"outstanding school supports {one} at a time, and none with more than "
        f"{formula.times_its_roll:g} times its own pupils."
    )


def formula_of_trust(found: Match, uid: int) -> str:
    """Say how the capacity of one trust in scope is reckoned, with its figures.

    Blank for a trust that is not in scope.
    """
    rows = found.could[found.could["trust_uid"] == uid].to_dict("records")
    if not rows:
        return ""
    row, formula = rows[0], found.terms.formula
    if row["capacity_note"]:
        said = f"{row['name']}: {count(row['capacity'])}, {row['capacity_note']}"
    else:
        said = f"{row['name']}: {_sum(row, formula)}"
    phases = found.phases[(found.phases["trust_uid"] == uid) & (found.phases["capacity"] > 0)]
    if not row["capacity"] or phases.empty:
        return f"{said}."
    most = phases["capacity"].clip(upper=row["capacity"])
    parts = [
        f"{count(number)} {phase.lower()}"
        for number, phase in zip(most, phases["phase"].astype("str"), strict=True)
    ]
    return f"{said}; at most {listed(parts, most=8)}."


def capacities_in_words(found: Match) -> list[str]:
    """Say how the capacity of each trust is reckoned, where they are few, the most first."""
    could = found.could.sort_values(["capacity", "name"], ascending=[False, True])
    if len(could) > MOST_SAID:
        return []
    return [formula_of_trust(found, int(uid)) for uid in could["trust_uid"]]


def _sum(row: Mapping[Hashable, Any], formula: Formula) -> str:
    parts = [f"{count(row['strong'])} good or outstanding ÷ {formula.strong_for_one:g}"]
    if row["own_in_need"]:
        parts.append(f"{count(row['own_in_need'])} less than good × {formula.own_need:g}")
    if row["joined_in_a_year"]:
        parts.append(f"{count(row['joined_in_a_year'])} new × {formula.growth:g}")
    raw = formula.before_rounding(row)
    whole = floor(min(max(raw, 0), formula.most))
    reckoned = f"{raw:.2f}".rstrip("0").rstrip(".").replace("-", "−")
    said = f"{' − '.join(parts)} = {reckoned}"
    if raw < 0:
        said += ", and not below 0"
    elif raw >= formula.most + 1:
        said += f", and at most {formula.most}"
    elif raw > whole:
        said += f", rounded down to {whole}"
    if row["committed"]:
        said += f", less {count(row['committed'])} supported already = {count(row['capacity'])}"
    return said


def with_phases(could: pd.DataFrame, phases: pd.DataFrame) -> pd.DataFrame:
    """Add to trusts how many schools of each phase the plan gives of those it could (by_phase)."""
    some = phases[phases["capacity"] > 0]
    words = (
        some["phase"].astype("str")
        + " "
        + some["assigned"].astype("str")
        + " of "
        + some["capacity"].astype("str")
    )
    by_phase = words.groupby(some["trust_uid"]).agg(", ".join)
    said = could["trust_uid"].map(by_phase).astype("object").fillna("")
    return could.assign(by_phase=said.where(could["capacity"] > 0, ""))
