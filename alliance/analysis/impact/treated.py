"""Which schools a question is about, and the day on which it began for each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from alliance.analysis.impact.lines import Lines, latest_before, lines_of, next_after
from alliance.analysis.impact.outcomes import OUTCOMES, has_outcome
from alliance.analysis.impact.question import AREAS_BEGAN, Question
from alliance.analysis.trusts.trusts_on_day import TIERS
from alliance.history.documented import documented_support
from alliance.history.documented_ends import with_ends

if TYPE_CHECKING:
    from alliance.history import History

DAY = pd.Timedelta(days=1)


def treated_schools(
    history: History, question: Question, supports: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return the schools a question is about: those of a phase that has its outcome.

    Parameters
    ----------
    supports
        Supports of the register: urn, day. None where it holds none.

    Returns
    -------
    DataFrame
        A row a school, by day and line: line, urn (on the day), day, group (the trust, area or
        programme it came under, on which intervals are clustered), earlier (the day of its
        treatment before this one; missing where none), later (of the one after).

    """
    lines = lines_of(history)
    if question.kind == "area":
        table = _in_areas(history, lines, question)
    elif question.kind == "supported":
        table = _supported(history, lines, question, supports)
    else:
        table = _came(lines, question)
    table = table[has_outcome(history, lines, OUTCOMES[question.outcome], table["line"])]
    table = table.sort_values(["day", "line"]).drop_duplicates("line").reset_index(drop=True)
    if question.kind in ("area", "supported"):
        table["earlier"] = table["later"] = pd.NaT
        return table
    asked = table["line"].to_numpy(), table["day"].to_numpy()
    return table.assign(
        earlier=latest_before(*asked, lines.changes).to_numpy(),
        later=next_after(*asked, lines.changes).to_numpy(),
    )


def _came(lines: Lines, question: Question) -> pd.DataFrame:
    """Return the schools that joined or moved."""
    table = lines.changes
    if question.trusts:
        table = table[table["trust_uid"].isin(question.trusts)]
    elif question.kind == "joined":
        table = table[table["from_uid"].isna()]
    if question.kind == "moved":
        table = table[table["from_uid"].notna()]
        if question.left:
            table = table[table["from_uid"].isin(question.left)]
    within = table["day"].between(pd.Timestamp(question.first), pd.Timestamp(question.last))
    table = table[within]
    if question.tier:
        table = table[_tier(lines, table) == question.tier]
    return table.rename(columns={"trust_uid": "group"})[["line", "urn", "day", "group"]]


def _tier(lines: Lines, table: pd.DataFrame) -> pd.Series:
    """Return the tier of the trust that each school joined, by its academies the day before."""
    asked = table[["trust_uid", "day"]].drop_duplicates()
    both = asked.merge(lines.spells[["trust_uid", "joined", "left"]], on="trust_uid")
    held = (both["joined"] < both["day"]) & ~(both["left"] < both["day"])
    size = held.groupby([both["trust_uid"], both["day"]]).sum()
    of = pd.MultiIndex.from_frame(table[["trust_uid", "day"]])
    edges = [-1.0, *(float(value) for value in TIERS.values())]
    sizes: Any = size.reindex(of).to_numpy("float64")
    tier = pd.cut(sizes, edges, labels=list(TIERS))
    return pd.Series(tier.astype("object"), index=table.index)


def _in_areas(history: History, lines: Lines, question: Question) -> pd.DataFrame:
    day = pd.Timestamp(AREAS_BEGAN)
    schools = history.schools
    open_ = ~(schools["opened"] > day) & ~(schools["closed"] <= day)
    area = schools["opportunity_area"].astype("object")
    there = area.isin(question.areas) if question.areas else area.notna()
    found = schools[open_ & there]
    return pd.DataFrame(
        {
            "line": found["urn"].map(lines.of).to_numpy(),
            "urn": found["urn"].to_numpy(),
            "day": day,
            "group": area[found.index].to_numpy(),
        }
    )


def _supported(
    history: History, lines: Lines, question: Question, supports: pd.DataFrame | None
) -> pd.DataFrame:
    parts = []
    if "documented" in question.sources:
        cases = with_ends(history, documented_support())
        cases = cases[cases["recipient_school"].notna()]
        told = {"urn": cases["recipient_school"], "day": cases["last"]}
        parts.append(pd.DataFrame(told).assign(group="documented"))
    if "register" in question.sources and supports is not None:
        parts.append(supports[["urn", "day"]].assign(group="register"))
    if not parts:
        parts = [pd.DataFrame({"urn": [], "day": [], "group": []})]
    table = pd.concat(parts, ignore_index=True).astype({"urn": "int64", "day": "datetime64[ms]"})
    table = table.assign(line=table["urn"].map(lines.of)).dropna(subset="line")
    within = table["day"].between(pd.Timestamp(question.first), pd.Timestamp(question.last))
    return table[within].astype({"line": "int64"})
