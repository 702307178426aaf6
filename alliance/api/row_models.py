"""What a row of each table holds: its columns, their types and what they say."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, Field, create_model

from alliance.analysis.areas.area_inspections import SHARES
from alliance.analysis.areas.area_measures import ATTAINMENT, MEASURES
from alliance.analysis.areas.indices import SCORES
from alliance.analysis.figures.headline_figures import FIGURES
from alliance.analysis.need.inspected_since import SINCE_GRADES
from alliance.analysis.schools.inspection_scales import ASPECTS, SCALES

if TYPE_CHECKING:
    from collections.abc import Mapping

Columns = dict[str, tuple[type, str]]
"""By name the type of a column's values, any of which may be missing, and what they say."""


class Row(BaseModel):
    """A row of a table; a value that is not known is null."""

    model_config = ConfigDict(extra="forbid")


def _row(name: str, says: str, columns: Mapping[str, tuple[type, str]]) -> type[Row]:
    fields: dict[str, Any] = {
        key: (kind | None, Field(description=said)) for key, (kind, said) in columns.items()
    }
    return create_model(name, __base__=Row, __doc__=says, **fields)


_URN = (int, "The unique reference number of the school")
_LA = (str, "The local authority of the day")
_REGION = (str, "The region of England")
_TRUST_UID = (int, "The UID of the trust in GIAS; null where the school is in none")
_TRUST_NAME = (str, "The trust by its name; of schools, by that of the day")
_PLACE: Columns = {
    "lon": (float, "Longitude, WGS84, in degrees"),
    "lat": (float, "Latitude, WGS84, in degrees"),
}
_ASPECTS: Columns = {}
for _scale, _said in SCALES.items():
    _ASPECTS[f"{_scale}_date"] = (dt.date, f"{_said}: the first day of the inspection")
    _ASPECTS[f"{_scale}_inherited"] = (bool, f"{_said}: whether it was the predecessor school’s")
    for _aspect in ASPECTS:
        if _aspect.scale == _scale:
            _ASPECTS[_aspect.column] = (str, f"{_said}: {_aspect.name.lower()}, as published")

SCHOOL: Columns = {
    "urn": _URN,
    "name": (str, "The name in GIAS"),
    "phase": (str, "Middle schools by what they are deemed"),
    "la_name": _LA,
    "region": _REGION,
    "opportunity_area": (str, "The Opportunity Area; null outside the twelve"),
    "trust_uid": _TRUST_UID,
    "trust_name": _TRUST_NAME,
    "grade": (
        int,
        "The latest overall grade by the day: 1 Outstanding, 2 Good, 3 Requires improvement "
        "(Satisfactory before September 2012), 4 Inadequate; none is given since September 2024",
    ),
    "grade_inherited": (bool, "Whether the grade was given to the school that this one continues"),
    "grade_of": (str, "Whose grade it is: own or predecessor"),
    "grade_date": (dt.date, "The first day of the inspection that gave the grade"),
    "pupils": (int, "On the roll at the January census nearest the day, in roll_year"),
    **_PLACE,
    "easting_m": (float, "British National Grid (EPSG:27700), metres"),
    "northing_m": (float, "British National Grid (EPSG:27700), metres"),
    "type": (str, "By GIAS: community school, academy converter, free school and so on"),
    "type_group": (str, "The group of types by GIAS"),
    "la_code": (int, "The number of the local authority"),
    "lad_code": (str, "The district of 2017, by its code of the Office for National Statistics"),
    "commissioner_region": (str, "The RSC region, on days from July 2014 to August 2022"),
    "postcode": (str, "The postcode"),
    "trust_kind": (str, "MAT, a multi-academy trust, or SAT, a single-academy trust"),
    "joined": (dt.date, "The first day in the trust"),
    "percent_disadvantaged": (float, "Pupils for whom the deprivation pupil premium is given"),
    "percent_fsm": (float, "Pupils eligible for free school meals"),
    "roll_year": (int, "The census of pupils"),
    "disadvantaged_year": (int, "The census of percent_disadvantaged"),
    "fsm_year": (int, "The census of percent_fsm"),
    "ofsted_grade": (str, "The grade in words, marked where it is the predecessor school’s"),
    "last_inspected": (dt.date, "The first day of the latest inspection of any kind by the day"),
    "gravity": (int, "Its priority where it is eligible for support, 1 the highest"),
    "rule": (str, "The criteria for support it meets, parted by semicolons"),
    "why": (str, "Why it meets them, parted by semicolons"),
    "laestab": (int, "The number of the local authority and of the school in it, newest"),
    "opened": (dt.date, "The first day it was open; null where that is before the records"),
    "opened_after": (dt.date, "Where the day is not known: it opened after this one"),
    **_ASPECTS,
    "stuck": (str, "Why the school is stuck; null where it is not"),
    "since": (str, "How it was inspected since overall grades ended, in words"),
    "trust_now": (str, "The newest name of its trust where that is another, with later=true"),
    "closed": (dt.date, "The first day it was no longer open, with later=true"),
    "closed_after": (dt.date, "Where the day is not known: it closed after this one"),
}
_COUNTED = {figure.key: figure.meaning for figure in FIGURES}
_SINCE: Columns = {key: (int, f"Schools: {_COUNTED[key]}") for key in SINCE_GRADES}
TRUST: Columns = {
    "trust_uid": _TRUST_UID,
    "name": _TRUST_NAME,
    "kind": (str, "MAT, a multi-academy trust, or SAT, a single-academy trust"),
    "academies_in_filter": (int, "Its academies that pass the filter; all else counts all of them"),
    "academies": (int, "Academies on the day"),
    "primary": (int, "Of them primary"),
    "secondary": (int, "Of them secondary and all-through"),
    "other": (int, "Of them special, alternative provision, 16 to 19 and nursery"),
    "pupils": (int, "On the rolls of its academies; null where too few are known"),
    "pupils_known_in": (int, "Academies whose roll is known"),
    "local_authorities": (int, "Local authorities it works in"),
    "regions": (int, "Regions it works in"),
    "graded": (int, "Academies with an overall grade, counting the predecessor school’s"),
    "good_or_outstanding": (int, "Of them good or outstanding"),
    "in_need": (int, "Of them less than good"),
    "percent_good_or_outstanding": (float, "Share of graded, counting the predecessor’s grade"),
    "graded_own": (int, "Academies with a grade of their own"),
    "percent_good_own": (float, "Share good or outstanding of those inspected since they opened"),
    **_SINCE,
    "clusters": (int, "Groups of academies that its footprint is made of"),
    "outliers": (int, "Academies outside every cluster"),
    "median_distance_to_hub_km": (float, "Of its academies to the hubs of their clusters, km"),
    "greatest_distance_to_hub_km": (float, "The greatest such distance, km"),
    "academies_year_earlier": (int, "Academies a year earlier"),
    "growth": (int, "Academies more than a year earlier"),
    "tier": (str, "Starter, Established, National or System leader, by its academies"),
    "founder": (bool, "Whether it is one of the five founding trusts of the alliance"),
}
_MEASURES = {measure.key: f"{measure.name} ({measure.unit})" for measure in MEASURES}
_SHARED: Columns = {
    "code": (str, "The code of the area"),
    "name": (str, "The name of the area"),
    "kind": (str, "opportunity_area, region, authority or district"),
    "schools": (int, "Schools open on the day"),
    "graded": (int, "Of them with an overall grade, counting the predecessor school’s"),
    "graded_own": (int, "Of them with a grade of their own"),
    **{
        key: (float, _MEASURES[key])
        for key in (
            "percent_good_inherited",
            "percent_good_own",
            "percent_academies",
            "percent_disadvantaged",
            "percent_fsm",
            *ATTAINMENT,
        )
    },
    **{f"{key}_year": (int, f"The exams of {key}") for key in ATTAINMENT},
    **{score: (float, _MEASURES[score]) for score in SCORES.values()},
}
OPPORTUNITY_AREA: Columns = {
    "region": _REGION,
    "announced": (dt.date, "The day on which the area was named"),
    "pupils": (int, "On the rolls of its schools; null where too few are known"),
    "requires_improvement": (int, "Schools that require improvement"),
    "inadequate": (int, "Schools that are inadequate"),
    "in_need": (int, "Schools less than good, the two together"),
    "trusts": (int, "Trusts with an academy there"),
    "founders_academies": (int, "Academies of the five founding trusts"),
    **_SINCE,
}
MAPPED_AREA: Columns = {
    "from_successor": (bool, "Whether imd_score is that of the district that replaced it"),
    "from_successor_2025": (bool, "Whether imd_score_2025 is"),
    **{
        name: told
        for share in SHARES
        for name, told in (
            (share.key, (float, f"{share.name} (%)")),
            (f"{share.key}_given", (int, f"Schools that {share.key} rests on")),
        )
    },
}
AREA: Columns = {**_SHARED, **OPPORTUNITY_AREA, **MAPPED_AREA}
TRANSFER: Columns = {
    "date": (dt.date, "The first day in the new trust"),
    "date_after": (dt.date, "Where the day is not known: it lies after this one, by date"),
    "urn_before": (int, "The URN before"),
    "urn_after": (int, "The URN since; the same where the academy kept it"),
    "name": (str, "The academy"),
    "from_uid": (int, "The UID of the trust it left"),
    "from_trust": (str, "The trust it left"),
    "to_uid": (int, "The UID of the trust it joined"),
    "to_trust": (str, "The trust it joined"),
    "kind": (str, "transfer, single-academy trust joins, change of legal entity or merger"),
    "phase": (str, "The phase"),
    "la_name": _LA,
    "region": _REGION,
    **_PLACE,
}
NEED: Columns = {
    "urn": _URN,
    "name": (str, "The school"),
    "phase": (str, "The phase"),
    "la_name": _LA,
    "region": _REGION,
    "trust_uid": _TRUST_UID,
    "trust_name": _TRUST_NAME,
    **_PLACE,
    "rule": (str, "The criterion that the school meets"),
    "gravity": (int, "The priority it gives; 1 is the highest"),
    "why": (str, "Why the school meets it"),
    "inherited": (bool, "Whether it does only by the inspection of the school it replaced"),
}
DOCUMENTED: Columns = {
    "number": (int, "The number of the case"),
    "supporter": (str, "The supporting school or trust, as it is called today"),
    "supporter_in_source": (str, "As the source calls it"),
    "urn": (int, "The URN of the supported school; null where a trust was supported"),
    "supported": (str, "The supported school or trust"),
    "supported_in_source": (str, "As the source calls it"),
    "supported_trust": (str, "Its trust at the start; of a maintained school its local authority"),
    "theme": (str, "What the support was for"),
    "programme": (str, "Under which programme"),
    "start": (str, "In words, as exactly as known: a year, a month or a day"),
    "start_known": (str, "How the start is known"),
    "end": (str, "In words, where the source tells it"),
    "status_when_published": (str, "How it stood when the source was published"),
    "led_to_joining": (str, "Yes where the source tells that the trust took the school over"),
    "what": (str, "What the source says, in our words"),
    "publisher": (str, "Who published the source"),
    "source": (str, "Its title"),
    "published": (str, "When, in words, as exactly as known"),
    "link": (str, "Its address of the web, where it has one"),
    "phase": (str, "The phase of the supported school"),
    "la_name": _LA,
    "region": _REGION,
    "supporter_la_name": (str, "The local authority of the supporter"),
    "supporter_region": (str, "The region of the supporter"),
}
CHANGE: Columns = {
    "date": (dt.date, "The day; of a closing the first on which the school was not open"),
    "date_after": (dt.date, "Where the day is not known: it lies after this one, by date"),
    "kind": (str, "opened, closed, joined, moved or inspected"),
    "urn": _URN,
    "name": (str, "The school"),
    "trust_uid": (int, "The trust on the day; of what joined or moved the new one"),
    "trust_name": _TRUST_NAME,
    "from_uid": (int, "Of what moved: the trust before"),
    "from_trust": (str, "Of what moved: the trust before"),
    "detail": (str, "What changed, in words"),
}
PLAN: Columns = {
    "urn": _URN,
    "name": (str, "The school to be supported"),
    "run_by_uid": (int, "The UID of the trust that runs it; null where a local authority does"),
    "run_by": (str, "Its trust or its local authority"),
    "phase": (str, "The phase"),
    "la_name": _LA,
    "region": _REGION,
    "pupils": (int, "On its roll"),
    "grade": (int, "Its latest overall grade by the day"),
    "grade_inherited": (bool, "Whether the grade is the predecessor school’s"),
    "inherited": (bool, "Whether it is eligible only by the predecessor school’s inspection"),
    "gravity": (int, "Its priority; 1 is the highest"),
    "rules": (str, "The criteria it meets"),
    "why": (str, "Why it meets them"),
    "inspected": (dt.date, "When it was last inspected itself"),
    "supporter_uid": (int, "The UID of the supporting trust"),
    "supporter_name": (str, "The supporting trust"),
    "from_urn": (int, "The URN of the school that the support comes from"),
    "from_name": (str, "The school that the support comes from"),
    "from_grade": (int, "Its latest overall grade by the day"),
    "from_inherited": (bool, "Whether it is good or outstanding only by its predecessor"),
    "from_inspected": (dt.date, "When it was last inspected itself"),
    "from_pupils": (float, "On its roll"),
    "distance_km": (float, "Between the two schools, in a straight line"),
    "because": (str, "What speaks for the pair, parted by semicolons"),
    "cautions": (str, "What to ask first, parted by semicolons"),
    "cost": (float, "The match score of the pair; lower is better"),
    "distance": (float, "Its part by distance, from 0, the best, to 1"),
    "size": (float, "Its part by size"),
    "region_fit": (float, "Its part by region"),
    "relationship": (float, "Its part by relationship"),
    "load": (float, "Its part by load"),
    "kept": (bool, "Whether the pair is kept by hand"),
}
HEADLINE: Columns = {
    "figure": (str, "The key of the figure"),
    "name": (str, "What it is called"),
    "unit": (str, "Its unit"),
    "here": (float, "For the filter, on the day"),
    "here_year_earlier": (float, "For the filter, a year earlier"),
    "england": (float, "For England, on the day"),
    "england_year_earlier": (float, "For England, a year earlier"),
    "meaning": (str, "What it counts"),
    "why": (str, "Why there is no figure on this day"),
    "remark": (str, "Why no year is compared, or what the figure leaves out"),
}
HEADLINE_ROW = _row("Headline", "A headline figure of a day.", HEADLINE)
SCHOOL_ROW = _row("School", "A school open on the day.", SCHOOL)
TRUST_ROW = _row("Trust", "A trust with an academy on the day.", TRUST)
AREA_ROW = _row("Area", "An area with the measures of its kind; others are null.", AREA)
TRANSFER_ROW = _row("Transfer", "An academy that moved from one trust to another.", TRANSFER)
NEED_ROW = _row("Need", "A school and a criterion for support that it meets.", NEED)
DOCUMENTED_ROW = _row("DocumentedSupport", "Support that a published source tells of.", DOCUMENTED)
CHANGE_ROW = _row("Change", "What changed on a day.", CHANGE)
_OF_BOTH = {
    "prior": (float, "the last result before, less the mean of all schools of the year"),
    "trend": (float, "its change a year before that, in the same way"),
    "free_meals": (float, "percent of pupils eligible for free school meals before"),
    "pupils": (float, "pupils on roll before"),
    "deprivation": (float, "index of multiple deprivation of its neighbourhood, 2025"),
    "years_since_inspection": (float, "years since its last graded inspection"),
    "region": (str, "the region"),
    "change": (float, "the change over the years asked for, or 100 where judged Good, else 0"),
}
IMPACT_PAIR: Columns = {
    "name": (str, "The school asked about"),
    "urn": _URN,
    "day": (dt.date, "The day on which it joined, moved or was first supported"),
    "came_under": (str, "The trust or area it came under, or what tells of the support"),
    "like_name": (str, "The like school"),
    "like_urn": (int, "Its unique reference number"),
    "weight": (float, "How much the like school weighs beside the school"),
    "distance": (float, "How far apart they are, in standard deviations"),
    "phase": (str, "The phase of both"),
    "run_by": (str, "Who ran both before"),
    "grade": (str, "The latest overall grade of both before, in its words then"),
    "below_twice": (bool, "Whether it was the second below Good running"),
    "base": (int, "The year of the prior result of both"),
    **{name: (kind, f"Of the school: {said}") for name, (kind, said) in _OF_BOTH.items()},
    **{f"like_{n}": (kind, f"Of the like school: {said}") for n, (kind, said) in _OF_BOTH.items()},
    "like_until": (dt.date, "When the like school joined or moved itself; it counts until then"),
}
IMPACT_ROW = _row("SchoolAndLike", "A school and one like it.", IMPACT_PAIR)
PLAN_ROW = _row("PlannedSupport", "A pair of a plan: a school and its supporting trust.", PLAN)
