"""One school's story: its line of schools, trusts, grades, results, roll and sponsors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from alliance.analysis.grades import named_when
from alliance.analysis.results import results_of_schools
from alliance.errors import UnknownName

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alliance.history import History

CARD_AREAS = {
    "inclusion": "Inclusion",
    "curriculum_and_teaching": "Curriculum and teaching",
    "achievement": "Achievement",
    "attendance_and_behaviour": "Attendance and behaviour",
    "personal_development": "Personal development and wellbeing",
    "early_years": "Early years",
    "post_16": "Post-16 provision",
    "leadership_and_governance": "Leadership and governance",
}
GENERATIONS = 6
"""How far a line of schools is followed; none in the records is longer."""


@dataclass(frozen=True)
class SchoolStory:
    """What is known of a school.

    Parameters
    ----------
    school
        Its row of ``History.schools``.
    line
        Its predecessors (generation -1, -2, …), itself (0) and its successors (1, …), oldest
        first: generation, urn, name, date (of the change; missing for itself or where not known),
        kind (of the link), opened, closed, in_records (else it closed before them).
    spells
        Who ran the schools of the line and when: urn, name, run_by, trust_uid (missing where not
        a trust), start, start_after, end, end_after. ``start_after`` and ``end_after`` are missing
        where a date is exact, else the change came after that day and by the other. A missing
        start is before the records; a missing end means still so.
    inspections
        Graded inspections of the school and its predecessors: date, urn, name, grade, grade_name,
        own (of the school itself), the sub-judgements, category_of_concern, framework, published.
    judged
        Inspections since September 2024 that gave judgements and no overall grade: date, urn, name,
        the sub-judgements (1–4).
    report_cards
        Report cards, never turned into grades: date, urn, name, safeguarding (Met or Not met), and
        a grade in words for each area of ``CARD_AREAS``; what does not apply is missing.
    results
        As :func:`alliance.analysis.results.results_of_schools`, of the school and predecessors.
    rolls
        urn, year (January census), pupils, percent_disadvantaged, percent_fsm.
    sponsors
        urn, sponsor_name, joined, left, left_after.

    """

    school: pd.Series
    line: pd.DataFrame
    spells: pd.DataFrame
    inspections: pd.DataFrame
    judged: pd.DataFrame
    report_cards: pd.DataFrame
    results: pd.DataFrame
    rolls: pd.DataFrame
    sponsors: pd.DataFrame


def story(history: History, urn: int) -> SchoolStory:
    """Tell the story of the school with this URN.

    Raises
    ------
    UnknownName
        The records hold no such school; where a link names it, its successor is named.

    """
    own = history.schools[history.schools["urn"] == urn]
    if own.empty:
        raise UnknownName(_unknown(history, urn))
    line = line_of(history, urn)
    until_now = line.loc[line["generation"] <= 0, "urn"]
    sponsors = history.sponsorships[history.sponsorships["urn"].isin(until_now)]
    return SchoolStory(
        school=own.iloc[0],
        line=line,
        spells=_spells(history, line),
        inspections=_inspections(history, line, urn),
        judged=_of_line(history.inspections[history.inspections["overall"].isna()], line),
        report_cards=_of_line(history.report_cards, line),
        results=results_of_schools(history, until_now.to_list()),
        rolls=history.rolls[history.rolls["urn"].isin(until_now)].reset_index(drop=True),
        sponsors=sponsors[["urn", "sponsor_name", "joined", "left", "left_after"]]
        .sort_values("joined")
        .reset_index(drop=True),
    )


def line_of(history: History, urn: int) -> pd.DataFrame:
    """Give the line of schools that one belongs to; columns as in ``SchoolStory.line``."""
    links = history.links
    before = _followed(links, urn, "successor", "predecessor", -1)
    after = _followed(links, urn, "predecessor", "successor", 1)
    itself = pd.DataFrame({"generation": [0], "urn": [urn], "name": [None], "date": [pd.NaT]})
    line = pd.concat([part for part in (before, itself, after) if len(part)], ignore_index=True)
    line = line.drop_duplicates("urn").sort_values(["generation", "urn"], ignore_index=True)
    schools = history.schools.set_index("urn")[["name", "opened", "closed"]]
    held = schools.reindex(line["urn"]).reset_index(drop=True)
    return pd.DataFrame(
        {
            "generation": line["generation"].astype("int8"),
            "urn": line["urn"].astype("int32"),
            "name": held["name"].fillna(line["name"]),
            "date": line["date"].astype("datetime64[ms]"),
            "kind": line["kind"].astype("str") if "kind" in line else pd.Series(dtype="str"),
            "opened": held["opened"],
            "closed": held["closed"],
            "in_records": line["urn"].isin(schools.index),
        }
    )


def _followed(links: pd.DataFrame, urn: int, here: str, there: str, step: int) -> pd.DataFrame:
    """Follow the links from a school, generation by generation."""
    parts: list[pd.DataFrame] = []
    known, front = {urn}, [urn]
    for generation in range(1, GENERATIONS + 1):
        found = links[links[f"{here}_urn"].isin(front) & ~links[f"{there}_urn"].isin(known)]
        if found.empty:
            break
        found = found.rename(columns={f"{there}_urn": "urn", f"{there}_name": "name"})
        parts.append(found[["urn", "name", "date", "kind"]].assign(generation=step * generation))
        front = found["urn"].tolist()
        known.update(front)
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()


def _spells(history: History, line: pd.DataFrame) -> pd.DataFrame:
    trusts = _trust_spells(history, line)
    others = [_between(history, line, trusts, urn) for urn in line.loc[line["in_records"], "urn"]]
    parts = [part for part in (trusts, *others) if len(part)]
    spells = pd.concat(parts, ignore_index=True).merge(
        line[["urn", "name", "generation"]], on="urn"
    )
    spells = spells.sort_values(["generation", "urn", "start"], na_position="first")
    columns = ["urn", "name", "run_by", "trust_uid", "start", "start_after", "end", "end_after"]
    spells = spells.reindex(columns=columns).astype({"trust_uid": "Int32"})
    return spells.reset_index(drop=True)


def _trust_spells(history: History, line: pd.DataFrame) -> pd.DataFrame:
    spells = history.memberships[history.memberships["urn"].isin(line["urn"])]
    names = history.trusts.set_index("trust_uid")["name"]
    return pd.DataFrame(
        {
            "urn": spells["urn"],
            "run_by": spells["trust_uid"].map(names),
            "trust_uid": spells["trust_uid"],
            "start": spells["joined"],
            "start_after": spells["joined_after"],
            "end": spells["left"],
            "end_after": spells["left_after"],
        }
    )


def _between(history: History, line: pd.DataFrame, trusts: pd.DataFrame, urn: int) -> pd.DataFrame:
    """Give the time a school was open and in no trust: before, between and after its spells."""
    school = history.schools[history.schools["urn"] == urn].iloc[0]
    own = trusts[trusts["urn"] == urn].sort_values("start")
    maintained = school["type_group"] == "Maintained school"
    run_by = f"{school['la_name']} (local authority)" if maintained else "No trust in the records"
    edges = pd.DataFrame(
        {
            "start": [school["opened"], *own["end"]],
            "start_after": [school["opened_after"], *own["end_after"]],
            "end": [*own["start"], school["closed"]],
            "end_after": [*own["start_after"], school["closed_after"]],
        }
    ).astype("datetime64[ms]")
    # A spell that goes on leaves nothing after it; one from the first day nothing before it.
    goes_on = edges["start"].isna() & (edges.index > 0)
    begins_in_trust = edges["start"].isna() & (edges.index == 0) & ~maintained & (len(own) > 0)
    gaps: pd.DataFrame = edges[~goes_on & ~begins_in_trust & ~(edges["end"] <= edges["start"])]
    return gaps.assign(urn=urn, run_by=run_by)


def _of_line(table: pd.DataFrame, line: pd.DataFrame) -> pd.DataFrame:
    """Give the inspections of the school and its predecessors, oldest first."""
    table = table.rename(columns={"urn": "published_for", "inspected_urn": "urn", "start": "date"})
    line = line.loc[line["generation"] <= 0, ["urn", "name"]]
    return table.merge(line, on="urn").sort_values(["date", "urn"], ignore_index=True)


def _inspections(history: History, line: pd.DataFrame, urn: int) -> pd.DataFrame:
    graded = history.inspections[history.inspections["overall"].notna()]
    table = _of_line(graded, line).rename(columns={"overall": "grade"})
    names = named_when(table["grade"], table["date"]).astype("str")
    table = table.assign(grade_name=names, own=table["urn"] == urn)
    first = ["date", "urn", "name", "grade", "grade_name", "own"]
    rest = [name for name in table if name not in [*first, "published_for", "source"]]
    return table[[*first, *rest]].sort_values(["date", "urn"], ignore_index=True)


def _unknown(history: History, urn: int) -> str:
    after = history.links[history.links["predecessor_urn"] == urn]
    if after.empty:
        return f"The records hold no school with the URN {urn}. Search for it by name or postcode."
    return (
        f"{urn} closed before the records begin; {_listed(after['successor_name'])} "
        f"(URN {_listed(after['successor_urn'])}) came after it."
    )


def _listed(values: Sequence[object] | pd.Series) -> str:
    return ", ".join(str(value) for value in values)
