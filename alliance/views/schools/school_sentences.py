"""Who a school is: one sentence, its figures beside its phase's, its facts, and its line."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pandas as pd

from alliance.analysis.filters import GRADE_NAMES, grade_names
from alliance.analysis.partial_days import GRADES_END
from alliance.analysis.schools.censuses import CENSUS_OF, census_of, known_by
from alliance.analysis.schools.grades import INHERITED
from alliance.analysis.schools.school_beside import Phase, Result, headline_result, phase_on
from alliance.analysis.schools.school_spells import grades_by_spell
from alliance.analysis.schools.school_story import CLOSED_BEFORE, SchoolStory, story
from alliance.current.state import current_history, kept, state_on
from alliance.history.as_at import authorities_of
from alliance.history.vocabulary import IN_TRUSTS, TYPE_UNKNOWN
from alliance.text.words import MISSING, count, day_in_words, percent, when_in_words
from alliance.views.census_labels import of_census
from alliance.views.content import Figure, row_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from alliance.history import History


def each(table: pd.DataFrame) -> Iterator[Any]:
    """Return the rows of a short table, their values by name."""
    yield from table.itertuples(index=False)


@kept(maxsize=64)
def _cached_story(history: History, urn: int) -> SchoolStory:
    return story(history, urn)


def story_of(urn: int) -> SchoolStory:
    """Return a school's story; the tables are shared, never write to them.

    Raises
    ------
    UnknownName
        The records hold no such school.

    """
    return _cached_story(current_history(), urn)


@kept(maxsize=64)
def _phase(day: dt.date, phase: str) -> Phase:
    return phase_on(known_by(state_on(day), day), phase)


@kept(maxsize=64)
def _headline(urn: int, day: dt.date) -> Result | None:
    return headline_result(current_history(), story_of(urn), day)


def in_a_sentence(told: SchoolStory, day: dt.date) -> str:
    """Say what and where the school is, and who ran it on the day."""
    school, now = told.school, row_of(state_on(day), int(told.school["urn"]))
    under = authorities_of(current_history(), int(school["urn"]), day)
    parts = [f"{_type(school)}, {str(school['phase']).lower()}", *under["la_name"].tail(1)]
    if now is None:
        parts.append(f"not open on {day_in_words(day)}")
    else:
        parts.append(_run_by(told, now))
    return " · ".join([*parts, day_in_words(day)] if now is not None else parts)


def _type(school: pd.Series[Any]) -> str:
    return "Type not recorded" if school["type"] == TYPE_UNKNOWN else str(school["type"])


def _run_by(told: SchoolStory, now: pd.Series[Any]) -> str:
    """Say which trust ran the school on a day and since when, or that it is not recorded."""
    if pd.notna(now["trust_name"]):
        spells = told.spells[told.spells["urn"] == now["urn"]]
        after = spells.loc[spells["start"] == now["joined"], "start_after"].max()
        return f"{now['trust_name']} since {when_in_words(now['joined'], after)}"
    if now["type_group"] == TYPE_UNKNOWN:
        return "who runs it is not recorded"
    return "its trust is not recorded" if now["type_group"] in IN_TRUSTS else "in no trust"


def figures_of_school(told: SchoolStory, day: dt.date) -> list[Figure]:
    """Return the school's figures of the day; none where it was not open."""
    now = row_of(state_on(day), int(told.school["urn"]))
    if now is None:
        return []
    grade = grade_names(day)[0 if pd.isna(now["grade"]) else int(now["grade"])]
    return [
        Figure(
            "Last overall grade" if day > GRADES_END else "Ofsted grade",
            grade,
            f"{_inspected(now)}{_since_grades(told, day)}",
        ),
        *_before(told, day),
        *_result(told, day),
        *_by_census(now, day),
    ]


CENSUS_LABELS = {
    "pupils": "Pupils",
    "percent_disadvantaged": "Disadvantaged pupils",
    "percent_fsm": "Free school meals",
}
"""What censuses tell of a school, as its figures call it."""


def _by_census(now: pd.Series[Any], day: dt.date) -> list[Figure]:
    """Return what censuses by the day tell of a school, beside its phase in England."""
    phase, state = str(now["phase"]), now.to_frame().T
    usual, own, found = _phase(day, phase), known_by(state, day), []
    of_phase = f"England’s {phase.lower()} schools"
    for name, label in CENSUS_LABELS.items():
        value, census = own[name].iloc[0], census_of(own, name)
        beside = usual_in_words(usual, name, census)
        median = "median " if name == "pupils" else ""
        said = [f"{of_phase}: {median}{beside}"] if beside != MISSING else []
        if pd.isna(value) and pd.notna(state[name].iloc[0]):
            year = state[CENSUS_OF[name]].iloc[0]
            said.insert(0, f"First on record in January {year}, after the day")
        found.append(Figure(of_census(label, census), _counted(value, name), ". ".join(said)))
    return found


def usual_in_words(usual: Phase, name: str, census: str) -> str:
    """Write what is usual by the name of ``CENSUS_OF``, with its census if it is no school's own.

    ``census`` is that of the figure beside which it stands.
    """
    value = usual.median_pupils if name == "pupils" else getattr(usual, name)
    theirs = usual.censuses[name]
    named = theirs if theirs.removeprefix("mostly ") != census else ""
    return of_census(_counted(value, name), named)


def _counted(value: Any, name: str) -> str:
    if pd.isna(value):
        return MISSING
    return count(value) if name == "pupils" else percent(float(value))


def _inspected(now: pd.Series[Any]) -> str:
    if pd.isna(now["grade_date"]):
        return "no overall grade in the records"
    said = day_in_words(now["grade_date"].date())
    return f"{INHERITED}, {said}" if now["grade_inherited"] else f"inspected {said}"


def _since_grades(told: SchoolStory, day: dt.date) -> str:
    """Say that a report card, or judgements without an overall grade, came after the grade."""
    for words, table in (("report card", told.report_cards), ("judgements", told.judged)):
        dates = table.loc[table["date"] <= pd.Timestamp(day), "date"]
        if len(dates):
            return f"; {words} since, {day_in_words(dates.max().date())}"
    return ""


def _before(told: SchoolStory, day: dt.date) -> list[Figure]:
    """Return the grade with which it came to the trust of the day."""
    spells, then = grades_by_spell(told), pd.Timestamp(day)
    held = spells[
        spells["trust_uid"].notna() & (spells["start"] <= then) & ~(spells["end"] <= then)
    ]
    if held.empty:
        return []
    spell = held.iloc[-1]
    if pd.isna(spell["grade_before"]):
        return [Figure("Before it joined", GRADE_NAMES[0], "none in the records")]
    day_before = day_in_words(spell["date_before"].date())
    whose = f"{INHERITED}, " if spell["before_inherited"] else "inspected "
    inspected = f"{whose}{day_before}"
    return [Figure("Before it joined", str(spell["grade_before"]), inspected)]


def _result(told: SchoolStory, day: dt.date) -> list[Figure]:
    found = _headline(int(told.school["urn"]), day)
    if found is None:
        return []
    unit = found.measure.unit
    value, there = (_measured(number, unit) for number in (found.value, found.england))
    name = "Expected standard at 11" if unit == "%" else found.measure.name
    whose = "" if found.own else "; its predecessor’s"
    return [Figure(f"{name}, {found.year}", value, f"England {there}{whose}")]


def _measured(number: float, unit: str) -> str:
    if unit == "%" or math.isnan(number):
        return percent(number)
    return f"{number:+.2f}".replace("-", "−") if unit == "grades" else f"{number:.1f}"


def opened_in_words(school: pd.Series[Any]) -> str:
    """Say when a school opened."""
    if pd.isna(school["opened"]):
        return "Before the records"
    said = when_in_words(school["opened"], school["opened_after"])
    return said[0].upper() + said[1:]


def status_in_words(school: pd.Series[Any]) -> str:
    """Say whether a school is open, or when it closed."""
    if pd.isna(school["closed"]):
        return f"Open (at {day_in_words(_seen(school))})"
    return f"Closed {when_in_words(school['closed'], school['closed_after'], on='on ')}"


def _seen(school: pd.Series[Any]) -> dt.date:
    """Return the last day on which the school is known to have been open still."""
    last: dt.date = current_history().complete_to
    return last if pd.isna(school["opened"]) else max(last, school["opened"].date())


def authority_in_words(urn: int, day: dt.date) -> str:
    """Name the authority of the day, and those before and after it."""
    history = current_history()
    every = authorities_of(history, urn, history.last_day)
    if every.empty:
        return MISSING
    on_day = authorities_of(history, urn, day)["la_name"].iloc[-1]
    others = [
        f"{name} {_from(since)}"
        for name, since in zip(every["la_name"], every["from_day"], strict=True)
        if name != on_day
    ]
    return f"{on_day} ({'; '.join(others)})" if others else str(on_day)


def _from(since: Any) -> str:
    return "before" if pd.isna(since) else f"since {day_in_words(since.date())}"


def absent_in_words(row: Any) -> str:
    """Say why a school of the line is not in the records, and when the change came."""
    if row.absent == CLOSED_BEFORE or pd.isna(row.date):
        return str(row.absent)
    return f"{row.absent}; change dated {day_in_words(row.date.date())}"


def text_of(value: Any) -> str:
    """Write a value; a dash where there is none."""
    return MISSING if pd.isna(value) else str(value)


def laestab_in_words(laestab: Any) -> str:
    """Write a LAESTAB as 201/3614; a dash where there is none."""
    if pd.isna(laestab):
        return MISSING
    authority, own = divmod(int(laestab), 10_000)
    return f"{authority}/{own:04d}"


def since_in_words(day: Any) -> str:
    """Say from when on."""
    return "from before the records" if pd.isna(day) else f"from {day_in_words(day.date())}"


def until_in_words(day: Any) -> str:
    """Say until when; blank where it goes on."""
    return "" if pd.isna(day) else f" until {day_in_words(day.date())}"
