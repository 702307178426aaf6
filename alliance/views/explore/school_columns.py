"""The schools of the map as a table; a row selected shows its school."""

from __future__ import annotations

from alliance.views.columns import Column
from alliance.views.grade_column import GRADE
from alliance.views.inspected_columns import SINCE

SCHOOL_COLUMNS = {
    "name": Column("School"),
    "urn": Column("URN", "The school's unique reference number", "number"),
    "ofsted_grade": GRADE,
    "grade_date": Column("Inspected", "First day of the inspection that gave the grade", "day"),
    "phase": Column("Phase"),
    "la_name": Column("Local authority"),
    "trust_name": Column("Trust"),
    **SINCE,
    "pupils": Column("Pupils", "Of the January census nearest the day", "count"),
}


SEARCHED = ("name", "urn", "la_name", "trust_name", "postcode", "opportunity_area")
