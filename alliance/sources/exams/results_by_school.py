"""Results of key stage 2 and 4 by school and exam year, from every layout they are at hand in.

The files of one name pattern differ from year to year: copies of the tables of 2016 to 2018,
the department's final tables of 2019, and extracts of public joins of the tables of 2023 to 2025.
Each file is read by the layout that its own columns show.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from alliance.errors import SourceError
from alliance.sources.exams.performance_tables import (
    KS2_MEASURES,
    KS4_MEASURES,
    MAINSTREAM_OR_SPECIAL,
    NOT_GIVEN,
    RESULT_NUMBER,
    RESULT_PERCENT,
    SUPPRESSIONS,
    SURREY_MEASURES,
    YEAR,
)
from alliance.sources.tables.layout import ANY, URN, Column, Layout
from alliance.sources.tables.reading import header_of
from alliance.sources.tables.values import percent

if TYPE_CHECKING:
    from alliance.sources.tables.inbox import Inbox

RESULTS_KS2 = "performance/ks2_perf_[0-9]*.csv"
RESULTS_KS4 = "performance/ks4_perf_[0-9]*.csv"
RESULTS_KS2_SURREY = "performance/dfe_ks2final_raw_2017-2018_LA936.csv"
RESULTS_KS2_SURREY_YEAR = 2018
PROGRESS_KS2_2019 = "performance/ks2_progress_2019.csv"

Measures = Mapping[str, tuple[str, Column]]
KEY = ["urn", "year"]
SURVIVORS = "survivors_only"
# The extracts of key stage 2 hang on the schools of 2025, and those of these years lack the ones
# that had closed by then; their results stand under the number of a later school at times.
SURVIVORS_KS2 = (2023, 2024)

ZERO_NOT_GIVEN = "not given: a 0 in this copy may be a suppressed value"
NOT_MEASURED = "not measured this year"
SURREY_ROWS = {"RECTYPE": Column("[1-5]", "a record type 1 to 5"), "URN": ANY}
# Of the department's table, with independent schools, authorities and England among the schools.
TABLE_ROWS = {"RECTYPE": Column(r"\d", "a record type, a number"), "URN": ANY, "SCHTYPE": ANY}
NOT_STATE_FUNDED = ("Independent school", "College")


class Edition(NamedTuple):
    """A layout of results by school.

    Attributes
    ----------
    measures
        The published column, and what it must hold, of each measure.
    urn
        The column of the school's number.
    year
        The column of the exam year; None where the year is that of the file's name.
    zero_is_missing
        Whether a 0 says no more than that there is no value.
    of_schools
        Whether the table's rows are of schools alone, each of them once.
    survivors_only
        Whether it has only schools that were still open years after the exams.
    """

    measures: Measures
    urn: str = "URN"
    year: str | None = None
    zero_is_missing: bool = False
    of_schools: bool = True
    survivors_only: bool = False

    @property
    def columns(self) -> dict[str, Column]:
        """The columns that a file of this layout has."""
        if not self.of_schools:
            return TABLE_ROWS | dict(self.measures.values())
        keys = {self.urn: URN} | ({self.year: YEAR} if self.year else {})
        return keys | dict(self.measures.values())


EXTRACT_KS2 = {
    "percent_expected_reading_writing_maths": ("percent_expected_rwm", RESULT_PERCENT),
    "percent_higher_reading_writing_maths": ("percent_higher_rwm", RESULT_PERCENT),
    "reading_score": ("reading_average_score", RESULT_NUMBER),
    "maths_score": ("maths_average_score", RESULT_NUMBER),
}
FINAL_KS2_2019 = {
    "reading_progress": ("READPROG", RESULT_NUMBER),
    "writing_progress": ("WRITPROG", RESULT_NUMBER),
    "maths_progress": ("MATPROG", RESULT_NUMBER),
}
FINAL_KS4_2019 = {
    "progress_8": ("P8MEA", RESULT_NUMBER),
    "attainment_8": ("ATT8SCR", RESULT_NUMBER),
    "percent_english_maths": ("PTL2BASICS_95", RESULT_PERCENT),
    "percent_entering_ebacc": ("PTEBACC_E_PTQ_EE", RESULT_PERCENT),
    "ebacc_average_points": ("EBACCAPS", RESULT_NUMBER),
}
EXTRACT_KS4_2023 = {
    "progress_8": ("progress8", RESULT_NUMBER),
    "attainment_8": ("attainment8", RESULT_NUMBER),
    "percent_english_maths": ("eng_maths_5plus_pct", RESULT_PERCENT),
    "ebacc_average_points": ("ebacc_aps", RESULT_NUMBER),
}
EXTRACT_KS4_2024 = {
    "pupils": ("ks4_total_pupils", RESULT_NUMBER),
    "progress_8": ("ks4_progress8", RESULT_NUMBER),
    "progress_8_lower": ("ks4_p8_lower_ci", RESULT_NUMBER),
    "progress_8_upper": ("ks4_p8_upper_ci", RESULT_NUMBER),
    "attainment_8": ("ks4_attainment8", RESULT_NUMBER),
    "percent_english_maths": ("ks4_pct_grade5_eng_maths", RESULT_PERCENT),
    "percent_entering_ebacc": ("ks4_pct_entering_ebacc", RESULT_PERCENT),
    "ebacc_average_points": ("ks4_ebacc_aps", RESULT_NUMBER),
}
# 95% confidence limits of Progress 8; the copies of 2016 to 2018 and of 2023 lack them.
LIMITS = ("progress_8_lower", "progress_8_upper")
EDITIONS_KS2 = (
    Edition(KS2_MEASURES, year="Academic Year"),
    Edition(EXTRACT_KS2, "urn", "year", zero_is_missing=True),
)
EDITIONS_KS4 = (
    Edition(KS4_MEASURES, year="Academic Year"),
    Edition(FINAL_KS4_2019, of_schools=False),
    Edition(EXTRACT_KS4_2023, "urn"),
    # Of schools open in March 2026.
    Edition(EXTRACT_KS4_2024, survivors_only=True),
)


def results_ks2(inbox: Inbox) -> pd.DataFrame:
    """Read key stage 2 results, a row a school and exam year.

    Columns: urn, year, the measures, and the reason beside each missing one
    (``<measure>_reason``); survivors_only, whether the year is known only of schools that were
    still open years later. Percentages run from 0 to 100; progress is in points against the
    national average 0.

    Where the department's own layout is at hand (Surrey, 2018) it outranks the copy, for it
    keeps the reasons. Of 2019 progress alone is at hand.
    """
    surrey = inbox.rows(RESULTS_KS2_SURREY, Layout(SURREY_ROWS | dict(SURREY_MEASURES.values())))
    surrey = surrey[surrey["RECTYPE"].isin(MAINSTREAM_OR_SPECIAL)]
    own = _measures(surrey, SURREY_MEASURES).assign(
        urn=surrey["URN"].astype("int32"), year=RESULTS_KS2_SURREY_YEAR
    )
    progress = _read(inbox, PROGRESS_KS2_2019, Edition(FINAL_KS2_2019, of_schools=False))
    files = _files(inbox, RESULTS_KS2, EDITIONS_KS2)
    table = _one_a_year([own, *files, progress], KS2_MEASURES)
    return table.assign(survivors_only=table["year"].isin(SURVIVORS_KS2))


def results_ks4(inbox: Inbox) -> pd.DataFrame:
    """Read key stage 4 results, a row a school and exam year.

    Columns: urn, year, the measures, and the reason beside each missing one
    (``<measure>_reason``); survivors_only as :func:`results_ks2` has it. Percentages run from 0 to
    100; Progress 8 stands between its limits where they are published.

    English and maths: the copy of 2016 holds A*–C under the later name of grade 5 and above, so
    the two are kept apart as percent_c_english_maths and percent_grade5_english_maths.
    """
    measures = [*KS4_MEASURES, *LIMITS]
    table = _one_a_year(_files(inbox, RESULTS_KS4, EDITIONS_KS4), measures)
    later = table["year"] >= 2017
    either, reason = table.pop("percent_english_maths"), table.pop("percent_english_maths_reason")
    for name, measured in {
        "percent_grade5_english_maths": later,
        "percent_c_english_maths": ~later,
    }.items():
        table[name] = either.where(measured)
        table[f"{name}_reason"] = reason.where(measured, NOT_MEASURED)
    return table


def _files(inbox: Inbox, pattern: str, editions: tuple[Edition, ...]) -> list[pd.DataFrame]:
    """Read every file of a name pattern, each by its own layout."""
    return [_read(inbox, file, _edition(inbox, file, editions)) for file in inbox.matching(pattern)]


def _edition(inbox: Inbox, file: str, editions: tuple[Edition, ...]) -> Edition:
    """Find the layout of which a file has every column.

    Raises
    ------
    SourceError
        It has those of none.
    """
    names = set(header_of(inbox.folder / file)[1])
    for edition in editions:
        if names >= set(edition.columns):
            return edition
    nearest = min(editions, key=lambda edition: len(set(edition.columns) - names))
    raise SourceError(
        f"{file}: has the columns of no known layout of results by school. The nearest lacks "
        f"{', '.join(sorted(set(nearest.columns) - names))}; found {', '.join(sorted(names))}. "
        "Download the file again, or tell the reader of its new layout."
    )


def _read(inbox: Inbox, file: str, edition: Edition) -> pd.DataFrame:
    """Read a file's results: urn, year, the measures it has and the reason beside each."""
    unique = (edition.urn,) if edition.of_schools else ()
    rows = inbox.rows(file, Layout(edition.columns, unique=unique))
    if not edition.of_schools:
        rows = rows[
            rows["RECTYPE"].isin(MAINSTREAM_OR_SPECIAL)
            & rows["URN"].str.fullmatch(r"\d{6}")
            & ~rows["SCHTYPE"].isin(NOT_STATE_FUNDED)
        ]
    table = _measures(rows, edition.measures)
    if edition.zero_is_missing:
        table = _without_zeros(table, edition.measures)
    year = rows[edition.year].astype("int16") if edition.year else _year_in_name(file)
    survivors = edition.survivors_only
    return table.assign(urn=rows[edition.urn].astype("int32"), year=year, survivors_only=survivors)


def _year_in_name(file: str) -> int:
    """Read the exam year from a file's name, as ks4_perf_2019.csv."""
    found = re.search(r"_(20\d\d)\.csv$", file)
    if found is None:
        raise SourceError(
            f"{file}: neither its columns nor its name say of which year's exams it is. "
            "Name it as ks4_perf_2019.csv."
        )
    return int(found[1])


def _measures(rows: pd.DataFrame, measures: Measures) -> pd.DataFrame:
    columns: dict[str, pd.Series] = {}
    for name, (published, _) in measures.items():
        columns[name] = percent(rows[published])
        reasons = rows[published].map(SUPPRESSIONS)
        columns[f"{name}_reason"] = reasons.where(columns[name].isna(), None)
    return pd.DataFrame(columns)


def _without_zeros(table: pd.DataFrame, measures: Measures) -> pd.DataFrame:
    """Take each 0 for a value that is not given."""
    for name in measures:
        zero = table[name] == 0
        table[name] = table[name].mask(zero)
        table[f"{name}_reason"] = table[f"{name}_reason"].mask(zero, ZERO_NOT_GIVEN)
    return table


def _one_a_year(tables: list[pd.DataFrame], measures: Iterable[str]) -> pd.DataFrame:
    """Put tables together, the first before the others; a column that one lacks is not given."""
    measures = list(measures)
    order = [*KEY, *(column for name in measures for column in (name, f"{name}_reason"))]
    table = pd.concat(tables, ignore_index=True).reindex(columns=[*order, SURVIVORS])
    table = table.drop_duplicates(KEY, keep="first").astype({"year": "int16"})
    for name in measures:
        unsaid = table[name].isna() & table[f"{name}_reason"].isna()
        table[f"{name}_reason"] = table[f"{name}_reason"].mask(unsaid, NOT_GIVEN)
    return table.sort_values(KEY, ignore_index=True)
