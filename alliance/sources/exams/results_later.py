"""The department's own tables of key stage 2 and 4 results, of any year since 2016.

A value that is not given stands as a code; the code's meaning is kept beside the missing value.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

from alliance.errors import SourceError, Step
from alliance.sources.exams.performance_tables import (
    MAINSTREAM_OR_SPECIAL,
    SUPPRESSIONS,
    SURREY_MEASURES,
)
from alliance.sources.tables.layout import ANY, PERCENT, Column, Layout
from alliance.sources.tables.values import percent

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from alliance.sources.tables.inbox import Inbox

KS2 = {name: published for name, (published, _) in SURREY_MEASURES.items()}
KS4 = {
    "pupils": "TPUP",
    "progress_8": "P8MEA",
    "attainment_8": "ATT8SCR",
    "percent_grade5_english_maths": "PTL2BASICS_95",
    "percent_entering_ebacc": "PTEBACC_E_PTQ_EE",
    "ebacc_average_points": "EBACCAPS",
}
# By which a table is known for what it is.
KS2_COLUMNS = frozenset({"RECTYPE", "URN", KS2["percent_expected_reading_writing_maths"]})
KS4_COLUMNS = frozenset({"RECTYPE", "URN", KS4["attainment_8"]})
STAGES = ("provisional", "revised")
NOT_IN_TABLE = "not in this year's table"
CODES = SUPPRESSIONS | {
    "SP": "suppressed: too few pupils",
    "c": "suppressed: too few pupils",
    "z": "not applicable",
    "x": "not available",
    "": "not given in the table",
}
VALUE = Column(
    r"-?\d+(\.\d+)?%?|[A-Za-z]{1,7}", "a number, a percentage or a code for why there is none", True
)
PERCENT_VALUE = Column(
    rf"{PERCENT}|[A-Za-z]{{1,7}}",
    "a percentage from 0 to 100 or a code for why there is none",
    may_be_blank=True,
)
RECORD = Column(r"\d{1,2}", "a record type, a number")


def results_of(
    inbox: Inbox, file: str, columns: Iterable[str], measures: dict[str, str], year: int
) -> pd.DataFrame:
    """Return results of mainstream and special schools, as ``performance_tables.results_ks2`` does.

    Columns: urn, year, the measures, and ``<measure>_reason`` beside each; stage (how final the
    table is, by its name) and source.
    """
    there = set(columns)
    held = {name: published for name, published in measures.items() if published in there}
    rules = {"RECTYPE": RECORD, "URN": ANY}
    rules |= {published: rule_of(name) for name, published in held.items()}
    rows = inbox.rows(file, Layout(rules))
    rows = rows[rows["RECTYPE"].isin(MAINSTREAM_OR_SPECIAL) & rows["URN"].str.fullmatch(r"\d{6}")]
    rows = rows.drop_duplicates("URN")
    if rows.empty:
        raise SourceError(f"{file}: holds no results of a school; is it a table of areas?")
    table = pd.DataFrame({"urn": rows["URN"].astype("int32"), "year": year})
    for name in measures:
        if name not in held:
            table[name], table[f"{name}_reason"] = float("nan"), NOT_IN_TABLE
            continue
        table[name], table[f"{name}_reason"] = reasoned(rows[held[name]])
    table = table.assign(stage=stage_of(file), source=file)
    return table.astype({"year": "int16"}).reset_index(drop=True)


def rule_of(measure: str) -> Column:
    """Say what a column of a measure must hold."""
    return PERCENT_VALUE if measure.startswith("percent") else VALUE


def reasoned(given: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Turn what a table gives into numbers, and the reason beside each missing one."""
    values = percent(given)
    told = given.map(CODES).fillna("code " + given)
    return values, told.where(values.isna(), None)


def none(measures: dict[str, str]) -> pd.DataFrame:
    """Return the table of :func:`results_of` without a row."""
    kinds = {"urn": "int32", "year": "int16"}
    for name in measures:
        kinds |= {name: "float64", f"{name}_reason": "str"}
    kinds |= {"stage": "int8", "source": "str"}
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in kinds.items()})


def stage_of(file: str) -> int:
    """Tell how final a table is: 0 provisional, 1 revised, 2 final or not said."""
    stages = [number for number, word in enumerate(STAGES) if word in file.lower()]
    return stages[0] if stages else len(STAGES)


def exam_year(file: str, as_at: dt.date | None) -> int:
    """Tell of which exams a table tells: by ``as_at``, else by its name, as 2023-2024 or 2023-24.

    Raises
    ------
    SourceError
        Neither says so, or they say different years.
    """
    named = [
        int(first) + 1
        for first, second in re.findall(r"(?<!\d)(20\d\d)[-_](?:20)?(\d\d)(?!\d)", file)
        if int(second) == (int(first) + 1) % 100
    ]
    if as_at is not None and named and as_at.year != named[0]:
        raise SourceError(
            f"{file}: the day given is {as_at:%-d %B %Y}, but by its name the exams were in "
            f"{named[0]}. Leave the day out, or mend the name."
        )
    if as_at is not None or named:
        return as_at.year if as_at is not None else named[0]
    raise SourceError(
        f"{file}: neither its name nor its content says of which year's exams it tells.",
        Step.GIVE_EXAMS,
    )
