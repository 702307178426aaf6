"""The tables of the history: their columns, types and keys. Names and units are the contract."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Mapping

FORMAT = 4
"""Number of this layout; a history of another layout is refused."""

DAY = "datetime64[ms]"
NAMED = "category"
TEXT = "str"


@dataclass(frozen=True)
class Table:
    """A table's columns with their types, and the columns that name a row."""

    columns: Mapping[str, str]
    key: tuple[str, ...]

    def conform(self, table: pd.DataFrame) -> pd.DataFrame:
        """Give ``table`` in this layout: columns in order, typed, sorted by key.

        Categories are sorted, so that the same facts give the same bytes.
        """
        table = table.reset_index(drop=True).reindex(columns=list(self.columns))
        for name, kind in self.columns.items():
            values = table[name]
            if kind == NAMED:
                values = values.astype("object").where(values.notna(), None)
                values = values.astype(pd.CategoricalDtype(sorted(values.dropna().unique())))
            elif kind == TEXT:
                values = values.astype("object").where(values.notna(), None).astype("str")
            else:
                values = values.astype(kind)  # type: ignore[call-overload]
            table[name] = values
        return table.sort_values(list(self.key), ignore_index=True)


def _results(measures: list[str]) -> Table:
    columns = {"urn": "int32", "year": "int16"}
    for measure in measures:
        columns |= {measure: "float32", f"{measure}_reason": NAMED}
    return Table(columns, ("urn", "year"))


TABLES: dict[str, Table] = {
    "schools": Table(
        {
            "urn": "int32",
            "name": TEXT,
            "laestab": "Int32",
            "phase": NAMED,
            "type": NAMED,
            "type_group": NAMED,
            "la_code": "Int16",
            "la_name": NAMED,
            "lad_code": NAMED,
            "lad_code_latest": NAMED,
            "la_name_latest": NAMED,
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
    "rolls": Table(
        {
            "urn": "int32",
            "year": "int16",
            "pupils": "float32",
            "percent_disadvantaged": "float32",
            "percent_fsm": "float32",
        },
        ("urn", "year"),
    ),
    "results_ks2": _results(
        [
            "pupils",
            "percent_expected_reading_writing_maths",
            "percent_higher_reading_writing_maths",
            "reading_progress",
            "writing_progress",
            "maths_progress",
            "reading_score",
            "maths_score",
        ]
    ),
    "results_ks4": _results(
        [
            "pupils",
            "progress_8",
            "attainment_8",
            "percent_grade5_english_maths",
            "percent_c_english_maths",
            "percent_entering_ebacc",
            "ebacc_average_points",
        ]
    ),
    "results_areas": Table(
        {
            "kind": NAMED,
            "name": NAMED,
            "la_code": "Int16",
            "year": "int16",
            **dict.fromkeys(
                [
                    "percent_expected_reading_writing_maths",
                    "percent_higher_reading_writing_maths",
                    "percent_expected_disadvantaged",
                    "percent_expected_not_disadvantaged",
                    "reading_progress",
                    "writing_progress",
                    "maths_progress",
                    "attainment_8",
                    "progress_8",
                    "attainment_8_disadvantaged",
                    "progress_8_disadvantaged",
                    "progress_8_not_disadvantaged",
                ],
                "float32",
            ),
        },
        ("kind", "name", "year"),
    ),
    "deprivation": Table(
        {
            "lad_code": TEXT,
            "imd_score": "float32",
            "percent_most_deprived": "float32",
            "from_successor": "bool",
        },
        ("lad_code",),
    ),
    "areas": Table(
        {
            "kind": NAMED,
            "code": TEXT,
            "name": TEXT,
            "la_code": "Int16",
            "from_day": DAY,
            "to_day": DAY,
            "geometry": "geometry",
        },
        ("kind", "code", "from_day"),
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
