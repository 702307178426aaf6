"""The tables of the history: their columns, types and keys. Names and units are the contract."""

from __future__ import annotations

from alliance.history.measure_tables import MEASURES
from alliance.history.table_layout import DAY, NAMED, TEXT, Table, new_table

FORMAT = 6
"""Number of this layout; a history of another layout is refused."""

TABLES: dict[str, Table] = {
    "schools": Table(
        {
            "urn": "int32",
            "name": TEXT,
            "laestab": "Int32",
            "ukprn": "Int32",
            "phase": NAMED,
            "type": NAMED,
            "type_group": NAMED,
            "la_code": "Int16",
            "la_name": NAMED,
            "lad_code": NAMED,
            "lad_code_latest": NAMED,
            "district_agrees": "boolean",
            "region": NAMED,
            "commissioner_region": NAMED,
            "opportunity_area": NAMED,
            "postcode": TEXT,
            "easting_m": "float64",
            "northing_m": "float64",
            "lon": "float64",
            "lat": "float64",
            "location_source": NAMED,
            "opened": DAY,
            "opened_after": DAY,
            "closed": DAY,
            "closed_after": DAY,
        },
        ("urn",),
    ),
    "school_authorities": new_table(
        {"urn": "int32", "la_code": "Int16", "la_name": NAMED, "from_day": DAY},
        ("urn", "from_day"),
    ),
    "links": Table(
        {
            "predecessor_urn": "int32",
            "successor_urn": "int32",
            "date": DAY,
            "kind": NAMED,
            "predecessor_name": TEXT,
            "successor_name": TEXT,
        },
        ("predecessor_urn", "successor_urn"),
    ),
    "trusts": Table(
        {
            "trust_uid": "int32",
            "registered_name": TEXT,
            "name": TEXT,
            "companies_house": TEXT,
            "kind": NAMED,
            "opened": DAY,
            "closed": DAY,
            "closed_after": DAY,
        },
        ("trust_uid",),
    ),
    "trust_names": Table(
        {
            "trust_uid": "int32",
            "registered_name": TEXT,
            "name": TEXT,
            "first_seen": DAY,
            "last_seen": DAY,
            "citation": TEXT,
        },
        ("trust_uid", "registered_name"),
    ),
    "memberships": Table(
        {
            "urn": "int32",
            "trust_uid": "int32",
            "joined": DAY,
            "joined_after": DAY,
            "left": DAY,
            "left_after": DAY,
            "first_seen": DAY,
            "last_seen": DAY,
        },
        ("urn", "joined", "trust_uid"),
    ),
    "sponsorships": Table(
        {
            "urn": "int32",
            "sponsor_uid": "int32",
            "sponsor_name": NAMED,
            "joined": DAY,
            "left": DAY,
            "left_after": DAY,
        },
        ("urn", "sponsor_uid", "joined"),
    ),
    "inspections": Table(
        {
            "urn": "int32",
            "inspected_urn": "int32",
            "start": DAY,
            "published": DAY,
            "overall": "Int8",
            "quality_of_education": "Int8",
            "behaviour_and_attitudes": "Int8",
            "personal_development": "Int8",
            "leadership_and_management": "Int8",
            "early_years": "Int8",
            "sixth_form": "Int8",
            "safeguarding_effective": "boolean",
            "category_of_concern": NAMED,
            "framework": NAMED,
            "source": NAMED,
        },
        ("inspected_urn", "start"),
    ),
    "report_cards": Table(
        {
            "urn": "int32",
            "inspected_urn": "int32",
            "start": DAY,
            "published": DAY,
            "safeguarding": NAMED,
            "inclusion": NAMED,
            "curriculum_and_teaching": NAMED,
            "achievement": NAMED,
            "attendance_and_behaviour": NAMED,
            "personal_development": NAMED,
            "early_years": NAMED,
            "post_16": NAMED,
            "leadership_and_governance": NAMED,
            "category_of_concern": NAMED,
            "source": NAMED,
        },
        ("inspected_urn", "start"),
    ),
    "ungraded_inspections": new_table(
        {
            "urn": "int32",
            "inspected_urn": "int32",
            "start": DAY,
            "published": DAY,
            "outcome": NAMED,
            "source": NAMED,
        },
        ("inspected_urn", "start"),
    ),
    "counted_lists": new_table(
        {
            "source": TEXT,
            "seen": DAY,
            "latest_start": DAY,
            "graded": "int32",
            "good_or_outstanding": "int32",
        },
        ("source",),
    ),
    "grades": Table(
        {
            "urn": "int32",
            "start": DAY,
            "grade": "Int8",
            "grade_inherited": "bool",
            "inspected_urn": "int32",
        },
        ("urn", "start"),
    ),
    **MEASURES,
    "areas": Table(
        {
            "kind": NAMED,
            "code": TEXT,
            "name": TEXT,
            "la_code": "Int16",
            "edition": "Int16",
            "from_day": DAY,
            "to_day": DAY,
            "geometry": "geometry",
        },
        ("kind", "code", "from_day"),
        ("edition",),
    ),
    "area_districts": Table(
        {"kind": NAMED, "code": TEXT, "lad_code": TEXT}, ("kind", "code", "lad_code")
    ),
    "alliance": Table(
        {
            "trust_uid": "int32",
            "short_name": TEXT,
            "from_day": DAY,
            "to_day": DAY,
            "citation": TEXT,
        },
        ("trust_uid",),
    ),
    "sources": Table(
        {
            "file": TEXT,
            "publisher": TEXT,
            "content": TEXT,
            "as_at": TEXT,
            "licence": TEXT,
            "copy_found_in": TEXT,
            "sha256": TEXT,
            "as_catalogued": "bool",
            "rows_read": "int64",
            "rows_refused": "int64",
            "why_refused": TEXT,
        },
        ("file",),
    ),
    "refusals": Table(
        {"file": NAMED, "row": "int64", "column": TEXT, "found": TEXT, "expected": TEXT},
        ("file", "row", "column"),
    ),
}
