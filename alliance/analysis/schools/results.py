"""Results of key stage 2 and 4 by year, for schools, for published areas and for groups."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alliance.history import History


class ResultMeasure(NamedTuple):
    """A measure of attainment or progress: its name and unit, and where its meaning changed.

    ``breaks`` maps a year to the reason why it is not to be compared with the years before it.
    """

    key: str
    stage: str
    name: str
    unit: str
    breaks: dict[int, str]


# Department for Education, national curriculum assessments at key stage 2, 2018: quality and
# methodology; Key stage 4 performance, 2017 and 2020 to 2023: quality and methodology.
_WRITING = {2018: "teachers assessed writing by a new framework"}
_PANDEMIC = {
    2020: "grades were given by schools, not exams",
    2021: "grades were given by schools, in another way",
    2022: "exams returned, graded more generously",
    2023: "grading returned to the standard of 2019",
}
_POINTS = {2017: "English and maths were graded 9 to 1, and other grades scored on a new scale"}

RESULTS = (
    ResultMeasure(
        "percent_expected_reading_writing_maths",
        "Key stage 2",
        "Expected standard in reading, writing and maths",
        "%",
        _WRITING,
    ),
    ResultMeasure(
        "percent_higher_reading_writing_maths",
        "Key stage 2",
        "Higher standard in reading, writing and maths",
        "%",
        _WRITING,
    ),
    ResultMeasure("reading_progress", "Key stage 2", "Progress in reading", "points", {}),
    ResultMeasure("writing_progress", "Key stage 2", "Progress in writing", "points", _WRITING),
    ResultMeasure("maths_progress", "Key stage 2", "Progress in maths", "points", {}),
    ResultMeasure("reading_score", "Key stage 2", "Score in reading", "scaled score", {}),
    ResultMeasure("maths_score", "Key stage 2", "Score in maths", "scaled score", {}),
    ResultMeasure("attainment_8", "Key stage 4", "Attainment 8", "points", _POINTS | _PANDEMIC),
    ResultMeasure("progress_8", "Key stage 4", "Progress 8", "grades", {}),
    ResultMeasure(
        "percent_c_english_maths", "Key stage 4", "Grade C or above in English and maths", "%", {}
    ),
    ResultMeasure(
        "percent_grade5_english_maths",
        "Key stage 4",
        "Grade 5 or above in English and maths",
        "%",
        {},
    ),
    ResultMeasure("percent_entering_ebacc", "Key stage 4", "Entering the EBacc", "%", {}),
    ResultMeasure("ebacc_average_points", "Key stage 4", "EBacc average points", "points", {}),
)
MEASURE = {measure.key: measure for measure in RESULTS}

WITHOUT_EXAMS = (2020, 2021)
"""Years in which no exams were held; grades of 2020 and 2021 are the schools' own."""

COLUMNS = ["stage", "measure", "name", "unit", "year", "value"]
LIMITS = {"progress_8": ("progress_8_lower", "progress_8_upper")}
"""The columns of a measure's 95% confidence limits, where schools' results have them."""


def latest_exam_year(years: Sequence[int] | pd.Series, day: dt.date) -> int | None:
    """Return the last of ``years`` whose exams were over by the September before ``day``.

    Years without exams are left aside. None where the first exams are still to come, and where
    the last that are known are older than the last but one that were held: results of 2018 say
    nothing of a school in 2025.
    """
    held = [year for year in range(day.year - 6, day.year + 1) if _over(year, day)]
    taken = [int(year) for year in set(years) if _over(int(year), day)]
    last = max(taken, default=None)
    return last if last is not None and last >= held[-2] else None


def _over(year: int, day: dt.date) -> bool:
    return year not in WITHOUT_EXAMS and dt.date(year, 9, 1) <= day


def _weighable(table: pd.DataFrame) -> pd.Series:
    """Tell which results count in a figure of several schools: their own, of a whole year."""
    whole = ~table["survivors_only"] & ~table["of_predecessor"]
    return table["pupils"].notna() & whole


def results_of_schools(history: History, urns: Sequence[int]) -> pd.DataFrame:
    """Return every result of the schools.

    Returns
    -------
    DataFrame
        A row a school, measure and year: urn, stage, measure (key), name, unit, year, value,
        reason (why the value is missing, as the source says it, or "not given in this copy"),
        pupils (how many took the tests; missing where unknown), lower and upper (95% confidence
        limits; missing where none are published), of_predecessor (whether the exams were held
        before the school opened, so that the school before it sat them).

    """
    parts = [
        _long(table[table["urn"].isin(list(urns))], "urn")
        for table in (history.results_ks2, history.results_ks4)
    ]
    own = ["reason", "pupils", "lower", "upper", "of_predecessor"]
    return pd.concat(parts, ignore_index=True)[["urn", *COLUMNS, *own]]


def results_of_area(history: History, kind: str, name: str) -> pd.DataFrame:
    """Return the published results of England ("country") or a region, by year.

    Returns
    -------
    DataFrame
        A row a measure and year: area, stage, measure, name, unit, year, value (missing where
        none was published).

    """
    table = history.results_areas
    own = table[(table["kind"] == kind) & (table["name"] == name)]
    renamed = own.rename(columns={"name": "area"}).astype({"area": "str"})
    return _long(renamed, "area")[["area", *COLUMNS]]


def results_of_authority(history: History, la_code: int) -> pd.DataFrame:
    """Return the published results of a local authority, as :func:`results_of_area` does."""
    table = history.results_areas
    own = table[(table["kind"] == "authority") & (table["la_code"] == la_code)]
    renamed = own.rename(columns={"name": "area"}).astype({"area": "str"})
    return _long(renamed, "area")[["area", *COLUMNS]]


def results_of_groups(
    history: History, group: pd.Series, measures: Sequence[str] = tuple(MEASURE)
) -> pd.DataFrame:
    """Return the results of groups of schools by year, each school weighted by its pupils.

    Left out are results that the school before it sat, and years of which the results at hand lack
    the numbers of pupils, or are those of the schools alone that were still open years later.

    Parameters
    ----------
    group
        The name of the group of each school, indexed by URN; a missing one counts nowhere.

    Returns
    -------
    DataFrame
        A row a group, measure and year for which a value is known: group, stage, measure, name,
        unit, year, value, schools and pupils behind it.

    """
    parts = [
        _long(_only(table[_weighable(table)], group, measures), "group")
        for table in (history.results_ks2, history.results_ks4)
    ]
    known = pd.concat(parts).dropna(subset=["value", "pupils", "group"])
    known = known.assign(points=known["value"] * known["pupils"])
    key = ["group", *COLUMNS[:-1]]
    table = known.groupby(key, observed=True, sort=False, as_index=False).agg(
        points=("points", "sum"), schools=("value", "size"), pupils=("pupils", "sum")
    )
    table["value"] = table["points"] / table["pupils"]
    return table[["group", *COLUMNS, "schools", "pupils"]].sort_values(
        ["group", "measure", "year"], ignore_index=True
    )


def latest_results(
    results: pd.DataFrame, by: str, measures: Sequence[str], day: dt.date
) -> pd.DataFrame:
    """Return each measure of the last exams before ``day``, from a row a ``by``, measure and year.

    Returns
    -------
    DataFrame
        Indexed by ``by``: the measures, and <measure>_year.

    """
    columns: dict[str, pd.Series] = {}
    years: dict[str, int | None] = {}
    for measure in measures:
        known = results[(results["measure"] == measure) & results["value"].notna()]
        years[f"{measure}_year"] = year = latest_exam_year(known["year"], day)
        columns[measure] = known[known["year"] == year].set_index(by)["value"]
    table = pd.DataFrame(columns, dtype="float64").assign(**years)
    return table.astype(dict.fromkeys(years, "Int16"))


def _only(table: pd.DataFrame, group: pd.Series, measures: Sequence[str]) -> pd.DataFrame:
    held = table[["year", "pupils", *(name for name in measures if name in table)]]
    return held.assign(group=table["urn"].map(group))


def _long(table: pd.DataFrame, by: str) -> pd.DataFrame:
    parts = [_measured(table, by, measure) for measure in RESULTS if measure.key in table]
    if not parts:
        return pd.DataFrame(columns=[by, *COLUMNS, "pupils"])
    return pd.concat(parts, ignore_index=True)


def _measured(table: pd.DataFrame, by: str, measure: ResultMeasure) -> pd.DataFrame:
    part = table[[by, "year"]].assign(
        stage=measure.stage,
        measure=measure.key,
        name=measure.name,
        unit=measure.unit,
        value=table[measure.key].astype("float64"),
        pupils=table["pupils"].astype("float64") if "pupils" in table else float("nan"),
    )
    for edge, column in zip(("lower", "upper"), LIMITS.get(measure.key, ("", "")), strict=True):
        part[edge] = table[column].astype("float64") if column in table else float("nan")
    if "of_predecessor" in table:
        part["of_predecessor"] = table["of_predecessor"]
    reason = f"{measure.key}_reason"
    return part.assign(reason=table[reason].astype("str")) if reason in table else part
