"""The briefing of a school: its figures beside its phase in its region and in England."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from alliance.analysis.filters import Filter
from alliance.analysis.need.below_good import nearest_strong
from alliance.analysis.need.strong import is_weak
from alliance.analysis.schools.censuses import known_by
from alliance.analysis.schools.school_beside import phase_on
from alliance.analysis.schools.school_spells import grades_by_spell
from alliance.analysis.schools.school_story import story_by
from alliance.current.known_on_day import caught_on
from alliance.current.state import current_history, state_on
from alliance.text.words import MISSING, when_in_words
from alliance.views.areas.area_need import NEAREST
from alliance.views.briefing.briefing import Briefing, FigureRow, Section, sources_of
from alliance.views.briefing.year_in_words import support_of, year_of
from alliance.views.content import row_of
from alliance.views.schools.school_need import cases_of_school, rules_met
from alliance.views.schools.school_past import grade_since, graded_in_words, timeline_of_school
from alliance.views.schools.school_sentences import (
    CENSUS_LABELS,
    authority_in_words,
    each,
    figures_of_school,
    in_a_sentence,
    status_in_words,
    story_of,
    text_of,
    usual_in_words,
)

if TYPE_CHECKING:
    import datetime as dt

    from alliance.analysis.schools.school_story import SchoolStory

_MOST_SPELLS = 5


def school_briefing(urn: int, day: dt.date) -> Briefing:
    """Return the briefing of a school on a day; raises UnknownName where there is no such one."""
    told = story_of(urn)
    now = row_of(state_on(day), urn)
    region = text_of(told.school["region"])
    return Briefing(
        title=str(told.school["name"]),
        sentence=in_a_sentence(told, day),
        headings=("", "Here", f"{region}, same phase", "England, same phase"),
        figures=tuple(_figures(told, day, now, region)),
        notes="Beside pupils stands the median roll of the schools of the phase; shares of pupils "
        "are weighted by pupils. A census is named where it is another than the school’s. "
        "A dash stands where a figure is not known by the day.",
        trend=timeline_of_school(urn, day, dark=False, to_the_day=True),
        sections=(
            _place(told, day, now),
            _past(story_by(told, day)),
            _need(urn, day),
            year_of(Filter(day), told.line.loc[told.line["own"], "urn"].tolist()),
            support_of(
                lambda table: table[table["Recipient URN"] == urn],
                cases_of_school(urn),
                pd.Timestamp(day),
            ),
        ),
        sources=sources_of(day),
    )


def _figures(
    told: SchoolStory, day: dt.date, now: pd.Series | None, region: str
) -> list[FigureRow]:
    found = figures_of_school(told, day)
    if now is None:
        return [FigureRow("Status", (status_in_words(told.school), MISSING, MISSING))]
    state, phase = known_by(state_on(day), day), str(now["phase"])
    usual = [phase_on(part, phase) for part in (state[state["region"] == region], state)]
    beside = {label: name for name, label in CENSUS_LABELS.items()}
    rows = []
    for figure in found:
        label, _, census = figure.label.partition(", ")
        if label in beside:
            known = (usual_in_words(one, beside[label], census) for one in usual)
            rows.append(FigureRow(figure.label, (figure.value, *known)))
        elif figure.beside.startswith("England "):
            england = figure.beside.removeprefix("England ").split(";")[0]
            rows.append(FigureRow(figure.label, (figure.value, MISSING, england)))
        else:
            said = f"{figure.value} ({figure.beside})" if figure.beside else figure.value
            rows.append(FigureRow(figure.label, (said, "", "")))
    return rows


def _place(told: SchoolStory, day: dt.date, now: pd.Series | None) -> Section:
    school, urn = told.school, int(told.school["urn"])
    area = "" if pd.isna(school["opportunity_area"]) else str(school["opportunity_area"])
    lines = [
        f"URN {urn}. {authority_in_words(urn, day)}, {text_of(school['region'])}; "
        f"{text_of(school['postcode'])}"
        + (f"; in the Opportunity Area {area}." if area else "; in no Opportunity Area.")
    ]
    if now is not None and pd.notna(now["easting_m"]):
        state = state_on(day)
        excluded = is_weak(current_history(), state, day, count_inherited=True) | (
            state["urn"] == urn
        )
        near = nearest_strong(state, now.to_frame().T, NEAREST, excluded)
        said = [f"{row.strong_name} ({row.distance_km:.1f} km)" for row in each(near)]
        if said:
            lines.append(f"Nearest good or outstanding schools of the phase: {'; '.join(said)}.")
    return Section("Where it is", tuple(lines))


def _past(told: SchoolStory) -> Section:
    """Say who ran it, and with what grade it came and went, the latest first."""
    spells = grades_by_spell(told).iloc[::-1]
    lines = []
    for spell in each(spells.head(_MOST_SPELLS)):
        since = (
            "from before the records"
            if pd.isna(spell.start)
            else f"from {when_in_words(spell.start, spell.start_after)}"
        )
        came = graded_in_words(
            spell.grade_before, spell.date_before, inherited=spell.before_inherited
        )
        if pd.isna(spell.grade_before):
            came = "no grade on record"
        lines.append(f"{spell.run_by}, {since}: came with {came}; since: {grade_since(spell)}.")
    return Section("Who ran it, and its grades", tuple(lines) or ("Nothing is on record.",))


def _need(urn: int, day: dt.date) -> Section:
    found = caught_on(day, count_inherited=True)
    own = found[found["urn"] == urn].merge(rules_met(), on="rule")
    lines = [f"{row.rule}, priority {row.gravity}: {row.why}." for row in each(own)]
    return Section("Criteria for support met", tuple(lines) or ("None on this day.",))
