"""The briefing of a trust or an area: its figures beside its region's and England's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from alliance.analysis.areas.area_measures import ATTAINMENT
from alliance.analysis.areas.opportunity_areas import ENGLAND, authorities_of_areas
from alliance.analysis.figures.trend import trends
from alliance.analysis.filters import Filter, narrow
from alliance.analysis.partial_days import GRADES_END
from alliance.analysis.schools.results import (
    MEASURE,
    latest_results,
    results_of_area,
    results_of_authority,
)
from alliance.analysis.trusts.trust_names import shown_names
from alliance.analysis.trusts.trust_places import clusters_of, places_of
from alliance.charts.beside import grades_beside
from alliance.current.state import current_history, kept, state_on
from alliance.history import ALLIANCE_REGION
from alliance.text.words import MISSING, count, counted, day_in_words, listed
from alliance.views.areas.area_need import weak_of
from alliance.views.briefing.briefing import (
    TRUST,
    Briefing,
    FigureRow,
    Section,
    sources_of,
)
from alliance.views.briefing.year_in_words import MOST_LETTERS, few, support_of, year_of
from alliance.views.compare.compare_table import number_in_words
from alliance.views.flows.documented_case import cases_of_schools, cases_of_trust
from alliance.views.grade_column import by_grade_label
from alliance.views.overview.headlines import headline_table_of, label_of, meaning_of, value_of
from alliance.views.register.supports import of_recipients
from alliance.views.trusts.footprint_words import footprint_in_words
from alliance.views.trusts.trust_profile import trust_sentence
from alliance.views.trusts_at_hand import prints_on

if TYPE_CHECKING:
    from alliance.charts.frame import Chart
    from alliance.views.briefing.briefing import Subject

_COUNTED = ("schools", "academies", "trusts", "pupils")
_NEED = ("percent_good_inherited", "below_good", "judged", "report_cards", "stuck")
_SHARES = ("percent_in_multi_academy_trust", "percent_disadvantaged")
_MOST_NAMED = 5
_SHORT = {"percent_expected_reading_writing_maths": "Expected standard at 11"}


def area_briefing(subject: Subject, scope: Filter) -> Briefing:
    """Return the briefing of a trust or an area on the scope's day."""
    schools = narrow(state_on(scope.day), scope)
    beside = _beside(subject, scope, schools)
    name = _name(subject)
    return Briefing(
        title=name,
        sentence=_sentence(subject, scope, schools),
        headings=("", "Here", "A year earlier", *beside),
        figures=(*_figures(scope, beside, subject), *_results(subject, beside, scope)),
        notes=_notes(scope),
        trend=_trend(name, scope, tuple(beside.items())),
        sections=(
            _places(subject, scope, schools),
            _less_than_good(scope, schools),
            year_of(scope),
            support_of(
                lambda table: of_recipients(table, scope),
                _cases(subject, schools),
                pd.Timestamp(scope.day),
            ),
        ),
        sources=sources_of(scope.day),
    )


def _name(subject: Subject) -> str:
    if subject.kind == TRUST:
        return shown_names(current_history())[int(subject.name)]
    return subject.name


def _sentence(subject: Subject, scope: Filter, schools: pd.DataFrame) -> str:
    if subject.kind == TRUST:
        return trust_sentence(int(subject.name), scope, schools)
    kinds = {"area": "Opportunity Area", "authority": "Local authority", "region": "Region"}
    region = [] if subject.kind == "region" else schools["region"].astype("str").unique().tolist()
    return " · ".join(
        [
            kinds[subject.kind] + (f" in {listed(region)}" if region else ""),
            day_in_words(scope.day),
            counted(len(schools), "school", "schools"),
        ]
    )


def _beside(subject: Subject, scope: Filter, schools: pd.DataFrame) -> dict[str, Filter]:
    """Return what it is set beside: the region of most of its schools, and England."""
    found = {}
    if subject.kind != "region" and len(schools):
        region = str(schools["region"].astype("str").mode().iloc[0])
        found[region] = Filter(scope.day, regions=(region,))
    return {**found, ENGLAND: Filter(scope.day)}


def _figures(scope: Filter, beside: dict[str, Filter], subject: Subject) -> list[FigureRow]:
    tables = [headline_table_of(one).set_index("figure") for one in (scope, *beside.values())]
    here, others = tables[0], tables[1:]
    rows = here.assign(figure=here.index).to_dict("index")
    # All schools of a trust are academies, and stand beside academies.
    left_out = ("schools", "trusts") if subject.kind == TRUST else ()
    found = []
    for key in (*_COUNTED, *_NEED, *_SHARES):
        row = rows[key]
        values = [table.to_dict("index")[key] for table in others]
        if key in left_out or all(pd.isna(one["here"]) for one in (row, *values)):
            continue
        earlier = value_of(row["here_year_earlier"], row["unit"])
        label = row["name"] if key in _SHARES else label_of(row, scope)
        if key == "below_good":
            label = by_grade_label("Less than good", scope.day)
        beside_it = (value_of(one["here"], one["unit"]) for one in values)
        found.append(FigureRow(label, (meaning_of(row, "here"), earlier, *beside_it)))
    return found


def _results(subject: Subject, beside: dict[str, Filter], scope: Filter) -> list[FigureRow]:
    """Return the published results of the last exams; of a trust none are at hand in this form."""
    history, parts = current_history(), {}
    if code := _authority(subject):
        parts["here"] = results_of_authority(history, code)
    elif subject.kind == "region" and subject.name != ALLIANCE_REGION:
        parts["here"] = results_of_area(history, "region", subject.name)
    for name in beside:
        kind = "country" if name == ENGLAND else "region"
        parts[name] = results_of_area(history, kind, name)
    if "here" not in parts:
        return []
    every = pd.concat([part.assign(who=who) for who, part in parts.items()])
    latest = latest_results(every, "who", ATTAINMENT, scope.day)
    rows = []
    for key in ATTAINMENT:
        year = latest[f"{key}_year"].iloc[0] if len(latest) else pd.NA
        if pd.isna(year) or pd.isna(latest[key].get("here")):
            continue
        unit = MEASURE[key].unit
        values = [_written(latest[key].get(who), unit) for who in ("here", *beside)]
        label = f"{_SHORT.get(key, MEASURE[key].name)}, {year}, as published"
        rows.append(FigureRow(label, (values[0], MISSING, *values[1:])))
    return rows


def _authority(subject: Subject) -> int | None:
    """Return the code of the local authority that an area is, where it is one."""
    if subject.kind == "area":
        return authorities_of_areas(current_history()).get(subject.name)
    if subject.kind != "authority":
        return None
    schools = current_history().schools
    codes = schools.loc[schools["la_name"] == subject.name, "la_code"].dropna()
    return int(codes.mode().iloc[0]) if len(codes) else None


def _written(value: object, unit: str) -> str:
    if value is None or pd.isna(value):  # type: ignore[call-overload]
        return MISSING
    number = float(value)  # type: ignore[arg-type]
    return number_in_words(number, unit, signed=unit == "grades")


def _notes(scope: Filter) -> str:
    table = headline_table_of(scope).set_index("figure")
    why = str(table.loc["percent_good_inherited", "why"])
    parts = [
        "Good or outstanding counts a school without an inspection of its own with its "
        "predecessor’s grade."
    ]
    if scope.day > GRADES_END and why:
        parts.append(f"Good or outstanding: {why[:1].lower()}{why[1:]}.")
    parts.append("A dash stands where a figure is not known or not comparable.")
    return " ".join(parts)


@kept(maxsize=32)
def _trend(name: str, scope: Filter, beside: tuple[tuple[str, Filter], ...]) -> Chart | None:
    history = current_history()
    table = trends(history, {name: scope, **dict(beside)})
    if table.loc[table["scope"] == name, "graded_inherited"].sum() == 0:
        return None
    return grades_beside(table, scope.day)


def _places(subject: Subject, scope: Filter, schools: pd.DataFrame) -> Section:
    """Say where it is: a trust's clusters, or who runs most of an area's schools."""
    if subject.kind == TRUST:
        if schools.empty:
            return Section("Where it works", ("No academy on this day.",))
        prints, trust = prints_on(scope.day), int(subject.name)
        places = places_of(state_on(scope.day), prints, trust)
        said = footprint_in_words(clusters_of(prints, places, trust), places)
        # Of a trust with many academies on their own the first are named.
        parts = said.split("; ")
        return Section("Where it works", (few(parts, len(parts), 4 * MOST_LETTERS),))
    sizes = schools["trust_name"].value_counts()
    sizes = sizes[sizes > 0]
    trusts = "; ".join(
        f"{name} {count(number)}" for name, number in sizes.head(_MOST_NAMED).items()
    )
    maintained = int(schools["trust_uid"].isna().sum())
    lines = [f"Most academies here: {trusts}."] if trusts else []
    lines.append(f"In no trust: {counted(maintained, 'school', 'schools')}.")
    phases = schools["phase"].value_counts()
    phases = phases[phases > 0]
    said = ", ".join(f"{str(name).lower()} {count(number)}" for name, number in phases.items())
    return Section("Who runs its schools", (*lines, f"By phase: {said}."))


def _less_than_good(scope: Filter, schools: pd.DataFrame) -> Section:
    """Name the schools less than good, the weakest first."""
    weak = weak_of(schools, scope.day)
    label = by_grade_label("less than good", scope.day)
    if scope.day > GRADES_END:
        label = f"{label}, or eligible for support"
    title = f"Schools {label}"
    if weak.empty:
        return Section(title, ("None.",))
    names = few(weak["name"].head(9).tolist(), len(weak), 2 * MOST_LETTERS)
    return Section(title, (f"{count(len(weak))}, the weakest first: {names}.",))


def _cases(subject: Subject, schools: pd.DataFrame) -> pd.DataFrame:
    if subject.kind == TRUST:
        return cases_of_trust(int(subject.name))
    return cases_of_schools(schools["urn"].tolist())
