"""The columns of Ofsted's management information since 2015, whichever file and year.

A file tells of a school's latest graded inspection, often of the one before, and since November
2025 of its report card. The names of the columns changed with the frameworks and from year to year;
letters and figures alone are compared, for blanks, capitals and question marks changed too.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# Under the common inspection framework, 2015 to 2019, the sixth form was judged by its programmes.
# That framework's other judgements have no counterpart in the later ones, and are left aside.
SIXTH_FORM = (
    "sixth form provision (where applicable)",
    "16 to 19 study programmes (where applicable)",
    "16 - 19 study programmes (where applicable)",
    "16 to 19 study programmes",
    "16 - 19 study programmes",
)
JUDGEMENTS = {
    "quality_of_education": ("quality of education",),
    "behaviour_and_attitudes": ("behaviour and attitudes",),
    "personal_development": ("personal development",),
    "leadership_and_management": ("effectiveness of leadership and management",),
    "early_years": ("early years provision (where applicable)", "early years provision"),
    "sixth_form": SIXTH_FORM,
}


def _judgements(before: str) -> dict[str, tuple[str, ...]]:
    return {
        field: tuple(f"{before}{name}" for name in names) for field, names in JUDGEMENTS.items()
    }


LATEST = {
    "inspected_urn": (
        "URN at time of latest full inspection",
        "URN at time of latest graded inspection",
    ),
    "start": ("Inspection start date", "Inspection date"),
    "published": ("Publication date",),
    "overall": ("Overall effectiveness",),
    "category_of_concern": ("Category of concern", "Category"),
    "safeguarding_effective": ("Safeguarding is effective?", "Is safeguarding effective?"),
    **_judgements(""),
}
PREVIOUS = {
    "inspected_urn": (
        "URN at time of previous full inspection",
        "URN at time of previous graded inspection",
        "URN at time of previous inspection",
    ),
    "start": ("Previous inspection start date", "Previous full inspection date"),
    "published": ("Previous publication date",),
    "overall": (
        "Previous full inspection overall effectiveness",
        "Previous graded inspection overall effectiveness",
        "Previous overall effectiveness",
    ),
    "category_of_concern": ("Previous category of concern", "Previous category"),
    "safeguarding_effective": (
        "Previous safeguarding is effective?",
        "Previous is safeguarding effective?",
    ),
    **_judgements("Previous "),
}
BEFORE_REPORT_CARDS = {
    "inspected_urn": ("URN at time of latest OEIF graded inspection",),
    "start": ("Inspection start date of latest OEIF graded inspection",),
    "published": ("Publication date of latest OEIF graded inspection",),
    "overall": ("Latest OEIF overall effectiveness",),
    "category_of_concern": ("Latest OEIF category of concern",),
    "safeguarding_effective": ("Latest OEIF safeguarding is effective?",),
    **_judgements("Latest OEIF "),
}
CARD = {
    "inspection_number": ("Inspection number of latest full inspection", "Inspection number"),
    "inspected_urn": ("URN at time of latest full inspection",),
    "start": ("Inspection start date", "Inspection date"),
    "published": ("Publication date",),
    "category_of_concern": ("Category of concern",),
    "safeguarding": ("Safeguarding standards",),
    "inclusion": ("Inclusion",),
    "curriculum_and_teaching": ("Curriculum and teaching",),
    "achievement": ("Achievement",),
    "attendance_and_behaviour": ("Attendance and behaviour",),
    "personal_development": ("Personal development and wellbeing",),
    "early_years": ("Early years (where applicable)", "Early years"),
    "post_16": ("Post-16 provision (where applicable)", "Post-16 provision"),
    "leadership_and_governance": ("Leadership and governance",),
}
_DAY_WORDS = (" - date of judgement", " - date of grade")
CARD |= {
    f"{area}_day": tuple(
        f"{name.removesuffix(' (where applicable)')}{words}"
        for name in CARD[area]
        for words in _DAY_WORDS
    )
    for area in list(CARD)[list(CARD).index("safeguarding") :]
}
UNGRADED = {
    "inspected_urn": (
        "URN at time of the ungraded inspection",
        "URN at time of the section 8 inspection",
    ),
    "start": ("Date of latest ungraded inspection", "Date of latest section 8 inspection"),
    "published": ("Ungraded inspection publication date", "Section 8 inspection publication date"),
    "outcome": ("Ungraded inspection overall outcome", "Section 8 inspection overall outcome"),
    "converted": (
        "Did the latest ungraded inspection convert to a graded inspection?",
        "Did the latest section 8 inspection convert to a full inspection?",
    ),
}
# In the files of one row an inspection, whatever its kind.
UNGRADED_AMONG_OTHERS = {
    "start": ("Inspection start date",),
    "published": ("Publication date",),
    "outcome": ("Outcomes for ungraded and monitoring inspections",),
    "converted": UNGRADED["converted"],
}
INSPECTION_NUMBER = "Inspection number"
"""Stands in the files of one row an inspection; in the others a school has one row."""

# Columns that are published beside those that are read, in the layouts of 2015 to 2026.
_OTHERS = """\
Web link|Web Link (opens in new window)|LAESTAB|School name|Ofsted phase|Type of education
School open date|Admissions policy|Sixth form|Designated religious character|Religious ethos
Faith grouping|Faith denomination|Ofsted region|Region|Local authority
Parliamentary constituency|Postcode|Multi-academy trust UID|Multi-academy trust name
Academy sponsor UID|Academy sponsor name|Total number of pupils|Total pupils
Statutory lowest age|The income deprivation affecting children index (IDACI) quintile
Statutory highest age|Inspection number of latest full inspection
Inspection number of latest graded inspection
Inspection number of latest OEIF graded inspection|Inspection number|Inspection type
Inspection type grouping|Event type grouping|Inspection end date|Academic year|Issue
Issue details|Inspection type of latest OEIF graded inspection
Event type grouping of latest OEIF graded inspection
Inspection type grouping of latest OEIF graded inspection|Outcomes for pupils
Outcomes for children and learners|Quality of teaching, learning and assessment
Personal development, behaviour and welfare|Outcomes for short inspections that did not convert
Outcomes for ungraded and monitoring inspections|Most recent category of concern|Academy
Did the latest section 8 inspection convert to a full inspection?
Section 8 inspection overall outcome
Did the latest ungraded inspection convert to a graded inspection?
Date of latest section 8 inspection|Section 8 inspection publication date
Date of latest ungraded inspection|Latest ungraded inspection number
Ungraded inspection publication date|Ungraded inspection overall outcome
Latest section 8 inspection number since last full inspection
Latest ungraded inspection number since last graded inspection
Current school type used for chart C6|Easting|Northing|LA Code
DistrictAdministrative (code)|DistrictAdministrative (name)|LSOA (name)|LSOA (code)"""
# Each may be said of the latest, the previous, the section 8 and the ungraded inspection.
_KNOWN_BEGINNINGS = ("previous", "doesthe", "numberof", "urnattime", "laestabattime", "schoolname",
    "schooltype")  # fmt: skip
_KNOWN_ENDINGS = ("dateofjudgement", "dateofgrade")


def plain(name: str) -> str:
    """Return the letters and figures of a column's name, in lower case."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


_READ = {
    plain(name)
    for table in (LATEST, PREVIOUS, BEFORE_REPORT_CARDS, CARD, UNGRADED, UNGRADED_AMONG_OTHERS)
    for names in table.values()
    for name in names
}
_KNOWN = {plain(name) for name in _OTHERS.replace("\n", "|").split("|")} | _READ | {"urn"}


def is_known(column: str) -> bool:
    """Return whether a column is read, or known to stand beside those that are."""
    name = plain(column)
    return name in _KNOWN or name.startswith(_KNOWN_BEGINNINGS) or name.endswith(_KNOWN_ENDINGS)


def graded_in(columns: Iterable[str]) -> list[dict[str, str]]:
    """Tell which columns hold graded inspections: a field and its column, a table an inspection.

    An inspection has a start and an overall grade or, since September 2024, judgements only.
    """
    found = (_named(table, columns) for table in (BEFORE_REPORT_CARDS, LATEST, PREVIOUS))
    return [names for names in found if "start" in names and _judges(names)]


def is_previous(names: Mapping[str, str]) -> bool:
    """Return whether an inspection of :func:`graded_in` is the one before a school's latest."""
    return plain(names["start"]).startswith("previous")


def card_in(columns: Iterable[str]) -> dict[str, str]:
    """Tell which columns hold report cards; empty where the file has none."""
    names = _named(CARD, columns)
    return names if {"start", "safeguarding", "leadership_and_governance"} <= set(names) else {}


def ungraded_in(columns: Iterable[str]) -> dict[str, str]:
    """Return the columns that hold ungraded inspections; empty where the file has none."""
    there = list(columns)
    names = _named(UNGRADED, there)
    if "start" not in names and INSPECTION_NUMBER in there:
        names = _named(UNGRADED_AMONG_OTHERS, there)
    return names if {"start", "outcome"} <= set(names) else {}


def urn_in(columns: Iterable[str]) -> str | None:
    """Return the column of schools' numbers, in capitals or not."""
    return next((column for column in columns if plain(column) == "urn"), None)


def is_information(columns: Iterable[str]) -> bool:
    """Return whether a file with these columns is management information."""
    there = list(columns)
    return urn_in(there) is not None and bool(graded_in(there) or card_in(there))


def _judges(names: Mapping[str, str]) -> bool:
    return "overall" in names or {"quality_of_education", "leadership_and_management"} <= set(names)


def _named(table: Mapping[str, tuple[str, ...]], columns: Iterable[str]) -> dict[str, str]:
    there = {plain(column): column for column in columns}
    named = {
        field: [there[plain(name)] for name in names if plain(name) in there]
        for field, names in table.items()
    }
    return {field: found[0] for field, found in named.items() if found}
