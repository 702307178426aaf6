"""One school's story: its line of schools, trusts, grades, results, roll and sponsors."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from alliance.analysis.schools.grades import named_when
from alliance.analysis.schools.results import results_of_schools
from alliance.analysis.schools.without_grade import without_grade
from alliance.errors import UnknownName
from alliance.history.vocabulary import TYPE_UNKNOWN

if TYPE_CHECKING:
    import datetime as dt

    from alliance.history import History

GENERATIONS = 6
"""How far a line of schools is followed; none in the records is longer."""
RUN_BY_UNKNOWN = "Not recorded"
"""Stands for who runs a school of which the records know neither its type nor a trust."""
NAMELESS = "a school of no recorded name"
CLOSED_BEFORE, NOT_YET, NOT_HELD = (
    "closed before the records",
    "not in the records yet",
    "not in the records",
)
"""Why a school that is linked to another is not in the records."""


@dataclass(frozen=True)
class SchoolStory:
    """What is known of a school.

    Parameters
    ----------
    school
        Its row of ``History.schools``.
    line
        Its predecessors (generation -1, -2, …), itself (0) and its successors (1, …), oldest
        first: generation, urn, name (``NAMELESS`` where nobody gives one), date (of the change;
        missing for itself or where not known), kind (of the link), opened, closed, in_records,
        absent (why it is not in the records, as :func:`_absent` gives it; blank where it is), own
        (whether its past is this school's, or this school's is its; after a merger or a split it
        is not). All that follows is of those alone.
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
        a grade in words for each area of
        ``inspection_scales.CARD_AREAS``; what does not apply is missing.
    without_grade
        Every inspection without an overall grade: date, urn, name, own (of the school itself),
        kind and said as :func:`inspected_since.without_grade` gives them.
    results
        As :func:`results_of_schools`, of the school and predecessors.
    rolls
        urn, year (January census), pupils, percent_disadvantaged, percent_fsm, source.
    absence
        urn, year (in which the school year ended), percent_absence, percent_persistent_absence, and
        ``<measure>_reason`` beside each missing one.
    sponsors
        urn, sponsor_name, joined, left, left_after.

    """

    school: pd.Series
    line: pd.DataFrame
    spells: pd.DataFrame
    inspections: pd.DataFrame
    judged: pd.DataFrame
    report_cards: pd.DataFrame
    without_grade: pd.DataFrame
    results: pd.DataFrame
    rolls: pd.DataFrame
    absence: pd.DataFrame
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
    until_now = line.loc[line["own"] & (line["generation"] <= 0), "urn"]
    sponsors = history.sponsorships[history.sponsorships["urn"].isin(until_now)]
    return SchoolStory(
        school=own.iloc[0],
        line=line,
        spells=_spells(history, line[line["own"]]),
        inspections=_inspections(history, line, urn),
        judged=_of_line(history.inspections[history.inspections["overall"].isna()], line),
        report_cards=_of_line(history.report_cards, line),
        without_grade=_without_grade(history, line, urn),
        results=results_of_schools(history, until_now.to_list()),
        rolls=history.rolls[history.rolls["urn"].isin(until_now)].reset_index(drop=True),
        absence=history.absence[history.absence["urn"].isin(until_now)].reset_index(drop=True),
        sponsors=sponsors[["urn", "sponsor_name", "joined", "left", "left_after"]]
        .sort_values("joined")
        .reset_index(drop=True),
    )


def story_by(story: SchoolStory, day: dt.date) -> SchoolStory:
    """Return a story as it was known by a day: who ran the school, and its inspections."""
    end = pd.Timestamp(day)
    spells, found = story.spells, story.inspections
    return replace(
        story,
        spells=spells[~(spells["start"] > end)].assign(
            end=spells["end"].where(spells["end"] <= end),
            end_after=spells["end_after"].where(spells["end"] <= end),
        ),
        inspections=found[found["date"] <= end],
        without_grade=story.without_grade[story.without_grade["date"] <= end],
    )


def line_of(history: History, urn: int) -> pd.DataFrame:
    """Return the line of schools that one belongs to; columns as in ``SchoolStory.line``."""
    links = history.links
    before = _followed(links, urn, "successor", "predecessor", -1)
    after = _followed(links, urn, "predecessor", "successor", 1)
    itself = pd.DataFrame({"generation": [0], "urn": [urn], "date": [pd.NaT]})
    line = pd.concat([part for part in (before, itself, after) if len(part)], ignore_index=True)
    line = line.drop_duplicates("urn").sort_values(["generation", "urn"], ignore_index=True)
    line = line.reindex(columns=["generation", "urn", "date", "kind", "via"])
    schools = history.schools.set_index("urn")[["opened", "closed"]]
    held = schools.reindex(line["urn"]).reset_index(drop=True)
    return pd.DataFrame(
        {
            "generation": line["generation"].astype("int8"),
            "urn": line["urn"].astype("int32"),
            "name": pd.Series([school_name(history, each) for each in line["urn"]], dtype="str"),
            "date": line["date"].astype("datetime64[ms]"),
            "kind": line["kind"].astype("str"),
            "opened": held["opened"],
            "closed": held["closed"],
            "in_records": line["urn"].isin(schools.index),
            "absent": _absent(history, line),
            "own": line["urn"].isin(_own_line(history, urn)),
        }
    )


def school_name(history: History, urn: int) -> str:
    """Return the name of a school by the records, else by a link, else ``NAMELESS``."""
    links = history.links
    names = [
        history.schools.loc[history.schools["urn"] == urn, "name"],
        links.loc[links["predecessor_urn"] == urn, "predecessor_name"],
        links.loc[links["successor_urn"] == urn, "successor_name"],
    ]
    known = pd.concat(names).dropna()
    return str(known.iloc[0]) if len(known) else NAMELESS


def _absent(history: History, line: pd.DataFrame) -> list[str]:
    """Say for each school of a line why it is not in the records; blank where it is.

    A predecessor closed before them where the change came by their first day or, if it is not
    dated, the school that followed was open then. A successor is still to come where the school
    before it had not closed by the last list of schools.
    """
    schools = history.schools.set_index("urn")
    first, last = pd.Timestamp(history.first_day), pd.Timestamp(history.complete_to)
    why: dict[int, str] = {}
    row: Any
    for row in line.sort_values("generation", key=abs).itertuples():
        via: Any = schools.loc[row.via] if row.via in schools.index else None
        if row.urn in schools.index:
            why[row.urn] = ""
        elif row.generation < 0:
            long_ago = via is not None and not via["opened"] > first
            gone = (long_ago or why.get(row.via) == CLOSED_BEFORE) and not row.date > first
            gone = gone or row.date <= first
            why[row.urn] = CLOSED_BEFORE if gone and row.kind != "split" else NOT_HELD
        else:
            to_come = via is not None and not via["closed"] <= last
            why[row.urn] = NOT_YET if to_come or row.date > last else NOT_HELD
    return [why[urn] for urn in line["urn"]]


def _own_line(history: History, urn: int) -> set[int]:
    """Return the schools that this one continues, itself, and those that continue it."""
    pasts = history.pasts
    before = pasts.loc[pasts["urn"] == urn, "past_urn"]
    after = pasts.loc[pasts["past_urn"] == urn, "urn"]
    return {urn, *before, *after}


def _followed(links: pd.DataFrame, urn: int, here: str, there: str, step: int) -> pd.DataFrame:
    """Follow the links from a school, generation by generation; via: the school linked to."""
    parts: list[pd.DataFrame] = []
    known, front = {urn}, [urn]
    for generation in range(1, GENERATIONS + 1):
        found = links[links[f"{here}_urn"].isin(front) & ~links[f"{there}_urn"].isin(known)]
        if found.empty:
            break
        found = found.rename(columns={f"{there}_urn": "urn", f"{here}_urn": "via"})
        parts.append(found[["urn", "via", "date", "kind"]].assign(generation=step * generation))
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
    """Return the time a school was open and in no trust: before, between and after its spells."""
    school = history.schools[history.schools["urn"] == urn].iloc[0]
    own = trusts[trusts["urn"] == urn].sort_values("start")
    maintained = school["type_group"] == "Maintained school"
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
    if school["type_group"] == TYPE_UNKNOWN:
        return gaps.assign(urn=urn, run_by=RUN_BY_UNKNOWN)
    if not maintained:
        return gaps.assign(urn=urn, run_by="No trust in the records")
    return _by_authority(gaps, history, urn)


def _by_authority(gaps: pd.DataFrame, history: History, urn: int) -> pd.DataFrame:
    """Divide the time under local authorities where one took the place of another."""
    under = history.school_authorities
    own = under[under["urn"] == urn].sort_values("from_day", na_position="first")
    own = own.assign(until=own["from_day"].shift(-1))
    parts = []
    for since, until, name in zip(own["from_day"], own["until"], own["la_name"], strict=True):
        part = gaps[~(gaps["end"] <= since) & ~(gaps["start"] >= until)]
        later, sooner = ~(part["start"] >= since), ~(part["end"] <= until)
        cut = {
            "start": part["start"].mask(later, since) if pd.notna(since) else part["start"],
            "end": part["end"].mask(sooner, until) if pd.notna(until) else part["end"],
        }
        if pd.notna(since):
            cut["start_after"] = part["start_after"].mask(later)
        if pd.notna(until):
            cut["end_after"] = part["end_after"].mask(sooner)
        parts.append(part.assign(**cut, urn=urn, run_by=f"{name} (local authority)"))
    return pd.concat(parts) if parts else gaps.assign(urn=urn, run_by="A local authority")


def _of_line(table: pd.DataFrame, line: pd.DataFrame) -> pd.DataFrame:
    """Return the inspections of the school and of those that it continues, oldest first."""
    table = table.rename(columns={"urn": "published_for", "inspected_urn": "urn", "start": "date"})
    line = line.loc[line["own"] & (line["generation"] <= 0), ["urn", "name"]]
    return table.merge(line, on="urn").sort_values(["date", "urn"], ignore_index=True)


def _inspections(history: History, line: pd.DataFrame, urn: int) -> pd.DataFrame:
    graded = history.inspections[history.inspections["overall"].notna()]
    table = _of_line(graded, line).rename(columns={"overall": "grade"})
    names = named_when(table["grade"], table["date"]).astype("str")
    table = table.assign(grade_name=names, own=table["urn"] == urn)
    first = ["date", "urn", "name", "grade", "grade_name", "own"]
    rest = [name for name in table if name not in [*first, "published_for", "source"]]
    return table[[*first, *rest]].sort_values(["date", "urn"], ignore_index=True)


def _without_grade(history: History, line: pd.DataFrame, urn: int) -> pd.DataFrame:
    table = _of_line(without_grade(history), line)
    table = table.assign(own=table["urn"] == urn)
    return table[["date", "urn", "name", "own", "kind", "said"]]


def _unknown(history: History, urn: int) -> str:
    """Say that the records hold no such school, and what came after it or before it."""
    links = history.links
    for here, there, way in (("predecessor", "successor", 1), ("successor", "predecessor", -1)):
        others = links.loc[links[f"{here}_urn"] == urn, f"{there}_urn"].drop_duplicates()
        if len(others):
            named = [f"{school_name(history, other)} (URN {other})" for other in others]
            line = line_of(history, int(others.iloc[0])).set_index("urn")
            came = "came after it" if way > 0 else "came before it"
            return f"{urn} {_why(line.loc[urn, 'absent'])}; {', '.join(named)} {came}."
    return f"The records hold no school with the URN {urn}. Search for it by name or postcode."


def _why(absent: Any) -> str:
    return f"{absent} begin" if absent == CLOSED_BEFORE else f"is {absent}"
