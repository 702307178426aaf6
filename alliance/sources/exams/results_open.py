"""The department's open data of key stage 2 and 4 results, school by school, since 2022/23.

One file tells of several years, and of groups of pupils beside all of them; the rows of all pupils
are read. Key stage 2 has a row a subject.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from alliance.errors import SourceError
from alliance.sources.exams.results_later import KS2, KS4, NOT_IN_TABLE, STAGES, reasoned, rule_of
from alliance.sources.tables.layout import ANY, Column, Layout

if TYPE_CHECKING:
    from collections.abc import Iterable

    from alliance.sources.tables.inbox import Inbox

URN = "school_urn"
PERIOD = Column(r"20\d{4}", "an academic year as 202425")
# Every column that splits pupils stands at all of them.
OF_ALL = ("All pupils", "Total")
SPLITS = (
    "breakdown_topic",
    "breakdown",
    "sex",
    "disadvantage_status",
    "disadvantage",
    "first_language",
    "prior_attainment",
    "mobility",
)
SCHOOL = ("School",)
# By which a table is known for what it is; the columns of key stage 4 were renamed in 2024/25. As
# the public API hands it out, key stage 4 has no “breakdown”: the other columns split pupils.
KS2_COLUMNS = frozenset({URN, "time_period", "subject", "expected_standard_pupil_percent"})
KS4_COLUMNS = (
    frozenset({URN, "time_period", "attainment8_average"}),
    frozenset({URN, "time_period", "avg_att8"}),
)
KS4_NAMES = {
    "pupils": ("pupil_count", "t_pupils"),
    "progress_8": ("progress8_average", "avg_p8score"),
    "attainment_8": ("attainment8_average", "avg_att8"),
    "percent_grade5_english_maths": ("engmath_95_percent", "pt_l2basics_95"),
    "percent_entering_ebacc": ("ebacc_entering_percent", "pt_ebacc_e_ptq_ee"),
    "ebacc_average_points": ("ebacc_aps_average", "avg_ebaccaps"),
}
# Key stage 2 has a row a subject: the measure, its subject and its column.
KS2_NAMES = {
    "percent_expected_reading_writing_maths": (
        "Reading, writing and maths",
        "expected_standard_pupil_percent",
    ),
    "percent_higher_reading_writing_maths": (
        "Reading, writing and maths",
        "higher_standard_pupil_percent",
    ),
    "reading_progress": ("Reading", "progress_measure_score"),
    "writing_progress": ("Writing", "progress_measure_score"),
    "maths_progress": ("Maths", "progress_measure_score"),
    "reading_score": ("Reading", "average_scaled_score"),
    "maths_score": ("Maths", "average_scaled_score"),
}


def open_ks4(inbox: Inbox, file: str, columns: Iterable[str]) -> pd.DataFrame:
    """Return results of key stage 4 of every year, as :func:`results_later.results_of` does."""
    there = set(columns)
    held = {
        measure: next((name for name in names if name in there), None)
        for measure, names in KS4_NAMES.items()
    }
    rules = {name: rule_of(measure) for measure, name in held.items() if name}
    rows = _rows(inbox, file, there, rules)
    rows = rows.drop_duplicates([URN, "time_period"], keep="last")
    table = _keys(rows, file)
    for measure in KS4:
        name = held[measure]
        given = reasoned(rows[name]) if name else (float("nan"), NOT_IN_TABLE)
        table[measure], table[f"{measure}_reason"] = given
    return table.reset_index(drop=True)


def open_ks2(inbox: Inbox, file: str, columns: Iterable[str]) -> pd.DataFrame:
    """Return results of key stage 2 of every year, as :func:`results_later.results_of` does."""
    there = set(columns)
    names = {name: rule_of(to) for to, (_, name) in KS2_NAMES.items() if name in there}
    rows = _rows(inbox, file, there, names)
    key = [URN, "time_period"]
    rows = rows.drop_duplicates([*key, "subject"], keep="last")
    schools = rows.drop_duplicates(key)
    table = _keys(schools, file)
    order = pd.MultiIndex.from_frame(schools[key])
    for measure in KS2:
        subject, name = KS2_NAMES.get(measure, ("", ""))
        if name not in names:
            table[measure], table[f"{measure}_reason"] = float("nan"), NOT_IN_TABLE
            continue
        own = rows[rows["subject"] == subject].set_index(key)[name]
        values, reasons = reasoned(own.reindex(order).fillna(""))
        table[measure], table[f"{measure}_reason"] = values.to_numpy(), reasons.to_numpy()
    return table.reset_index(drop=True)


def _rows(inbox: Inbox, file: str, there: set[str], wanted: dict[str, Column]) -> pd.DataFrame:
    """Return the rows of schools and of all their pupils."""
    rules = {URN: ANY, "time_period": PERIOD} | wanted
    rules |= {name: ANY for name in ("subject", "version") if name in there}
    only: dict[str, tuple[str, ...]] = {name: OF_ALL for name in SPLITS if name in there}
    if "geographic_level" in there:
        only["geographic_level"] = SCHOOL
    rows = inbox.rows(file, Layout(rules, only=only))
    rows = rows[rows[URN].str.fullmatch(r"\d{6}")]
    if rows.empty:
        raise SourceError(f"{file}: holds no results of a school; is it a table of areas?")
    return rows.sort_values([URN, "time_period"], kind="stable")


def _keys(rows: pd.DataFrame, file: str) -> pd.DataFrame:
    """Return urn, year (of the exams), stage and source."""
    stages = {name: number for number, name in enumerate(STAGES)}
    final = len(STAGES)
    stage = rows["version"].str.lower().map(stages).fillna(final) if "version" in rows else final
    return pd.DataFrame(
        {
            "urn": rows[URN].astype("int32"),
            "year": rows["time_period"].str[:4].astype("int16") + 1,
            "stage": stage,
            "source": file,
        }
    ).astype({"year": "int16", "stage": "int8"})
