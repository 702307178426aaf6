"""What the open tables hold, wherever they are given: columns, their types and what they say."""

from __future__ import annotations

import datetime as dt

from alliance.analysis.areas.area_inspections import SHARES
from alliance.analysis.areas.area_measures import ATTAINMENT, MEASURES
from alliance.analysis.areas.indices import SCORES
from alliance.analysis.figures.headline_figures import FIGURES
from alliance.analysis.need.inspected_since import SINCE_GRADES
from alliance.analysis.schools.inspection_scales import ASPECTS, SCALES

Columns = dict[str, tuple[type, str]]
"""By name the type of a column's values, any of which may be missing, and what they say."""

URN = (int, "The unique reference number of the school")
LA = (str, "The local authority of the day")
REGION = (str, "The region of England")
_TRUST_UID = (int, "The UID of the trust in GIAS; null where the school is in none")
_TRUST_NAME = (str, "The trust by its name; of schools, by that of the day")
PLACE: Columns = {
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
    "urn": URN,
    "name": (str, "The name in GIAS"),
    "phase": (str, "Middle schools by what they are deemed"),
    "la_name": LA,
    "region": REGION,
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
    **PLACE,
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
    "ukprn": (int, "The number of the UK register of learning providers, newest"),
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
    "region": REGION,
    "announced": (dt.date, "The day on which the area was named"),
    "pupils": (int, "On the rolls of its schools; null where too few are known"),
    "requires_improvement": (int, "Schools that require improvement"),
    "inadequate": (int, "Schools that are inadequate"),
    "in_need": (int, "Schools less than good, the two together"),
    "trusts": (int, "Trusts with an academy there"),
    "founders_academies": (int, "Academies of the five founding trusts"),
    **_SINCE,
    **{
        f"{key}_published": (float, f"{_MEASURES[key]}, as published of the whole local authority")
        for key in ATTAINMENT
    },
    **{f"{key}_published_year": (int, f"The exams of {key}_published") for key in ATTAINMENT},
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
    "la_name": LA,
    "region": REGION,
    **PLACE,
}
NEED: Columns = {
    "urn": URN,
    "name": (str, "The school"),
    "phase": (str, "The phase"),
    "la_name": LA,
    "region": REGION,
    "trust_uid": _TRUST_UID,
    "trust_name": _TRUST_NAME,
    **PLACE,
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
    "la_name": LA,
    "region": REGION,
    "supporter_la_name": (str, "The local authority of the supporter"),
    "supporter_region": (str, "The region of the supporter"),
}
CHANGE: Columns = {
    "date": (dt.date, "The day; of a closing the first on which the school was not open"),
    "date_after": (dt.date, "Where the day is not known: it lies after this one, by date"),
    "kind": (str, "opened, closed, joined, moved or inspected"),
    "urn": URN,
    "name": (str, "The school"),
    "trust_uid": (int, "The trust on the day; of what joined or moved the new one"),
    "trust_name": _TRUST_NAME,
    "from_uid": (int, "Of what moved: the trust before"),
    "from_trust": (str, "Of what moved: the trust before"),
    "detail": (str, "What changed, in words"),
}
HEADLINE: Columns = {
    "figure": (str, "The key of the figure"),
    "name": (str, "What it is called"),
    "unit": (str, "Its unit"),
    "here": (float, "For the filter, on the day"),
    "here_year_earlier": (float, "For the filter, a year earlier"),
    "england": (float, "For England, on the day"),
    "england_year_earlier": (float, "For England, a year earlier"),
    "here_counted": (
        str,
        "Of how many schools of the filter a figure is, where not of all; of pupils also in how "
        "many of them by a census after the day, which /schools leaves out unless later=true",
    ),
    "england_counted": (str, "The same of England"),
    "meaning": (str, "What it counts"),
    "why": (str, "Why there is no figure on this day"),
    "england_why": (str, "Why there is none of England"),
    "remark": (str, "Why no year is compared, or what the figure leaves out"),
}
COMPARED: Columns = {
    "key": (str, "The key of the figure"),
    "group": (str, "What it is about"),
    "figure": (str, "What it is called"),
    "unit": (str, "Its unit; words where it is none"),
    "side": (str, "Whose figure it is"),
    "kind": (str, "School, Trust, Opportunity Area, Local authority, Region or Country"),
    "number": (str, "The URN, UID or number of whose it is, else its name"),
    "value": (float, "The figure; null where it is in words, or not known"),
    "said": (str, "The figure as the page says it"),
    "of": (str, "Of which year, census or edition it is"),
    "region": (str, "The region in which most of its schools lie"),
    "gap_to_region": (float, "How much more than its region’s; null where of another year"),
    "gap_to_england": (float, "How much more than England’s; null where of another year"),
    "why": (str, "Why it is not known"),
}
