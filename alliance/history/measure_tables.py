"""The tables of what is measured of schools, districts and trusts: columns, types and keys."""

from __future__ import annotations

from alliance.history.table_layout import NAMED, TEXT, Table, new_table

WHOSE_RESULTS = {"of_predecessor": "bool", "survivors_only": "bool"}


def _results(measures: list[str], added: tuple[str, ...] = ()) -> Table:
    columns = {"urn": "int32", "year": "int16"}
    for measure in [*measures, *added]:
        columns |= {measure: "float32", f"{measure}_reason": NAMED}
    new = [name for measure in added for name in (measure, f"{measure}_reason")]
    return Table(columns | WHOSE_RESULTS, ("urn", "year"), (*new, *WHOSE_RESULTS))


MEASURES: dict[str, Table] = {
    "rolls": Table(
        {
            "urn": "int32",
            "year": "int16",
            "pupils": "float32",
            "percent_disadvantaged": "float32",
            "percent_fsm": "float32",
            "source": NAMED,
        },
        ("urn", "year"),
        ("source",),
    ),
    "absence": new_table(
        {
            "urn": "int32",
            "year": "int16",
            "percent_absence": "float32",
            "percent_absence_reason": NAMED,
            "percent_persistent_absence": "float32",
            "percent_persistent_absence_reason": NAMED,
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
        ],
        ("progress_8_lower", "progress_8_upper"),
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
        ("kind", "name", "la_code", "year"),
    ),
    "deprivation": Table(
        {
            "lad_code": TEXT,
            "imd_score": "float32",
            "percent_most_deprived": "float32",
            "from_successor": "bool",
            "imd_score_2025": "float32",
            "percent_most_deprived_2025": "float32",
            "from_successor_2025": "bool",
        },
        ("lad_code",),
        ("imd_score_2025", "percent_most_deprived_2025", "from_successor_2025"),
    ),
    "school_deprivation": new_table(
        {
            "urn": "int32",
            "lsoa_code": TEXT,
            "imd_score": "float32",
            "imd_rank": "int32",
            "imd_decile": "int8",
        },
        ("urn",),
    ),
    "teaching_school_hubs": new_table(
        {
            "lad_code": NAMED,
            "hub_code": NAMED,
            "hub": NAMED,
            "area": NAMED,
            "lead_urn": "Int32",
            "lead_name": NAMED,
        },
        ("lad_code", "hub_code"),
    ),
    "trust_measures": new_table(
        {
            "trust_uid": "int32",
            "stage": NAMED,
            "year": "int16",
            "measure": NAMED,
            "pupil_group": NAMED,
            "value": "float32",
            "reason": NAMED,
            "lower": "float32",
            "upper": "float32",
            "band": NAMED,
            "schools": "Int16",
            "pupils": "Int32",
            "group_type": NAMED,
            "published_name": NAMED,
        },
        ("trust_uid", "stage", "year", "measure", "pupil_group"),
    ),
}
