"""Explore Education Statistics: its public API tells of data sets and hands them out.

A data set keeps its number from year to year; each release is a version of it. Small ones are
fetched whole as CSV. Of the school census, whose file has gigabytes, the rows that are needed are
asked for, page by page, and written as the catalogue's own file has them.

The API is described at https://api.education.gov.uk/statistics/docs/.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from pydantic import BaseModel, Field, ValidationError

from alliance.errors import NotFetched
from alliance.sources.fetching.servers import ask, nothing

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx

    from alliance.sources.fetching.servers import Told

Model = TypeVar("Model", bound=BaseModel)
ROWS_A_PAGE = 10_000
MOST_PAGES = 200
SCHOOL = "SCH"


class _Version(BaseModel):
    version: str


class _DataSet(BaseModel):
    title: str
    latest: _Version = Field(alias="latestVersion")
    superseded_by: str | None = Field(default=None, alias="supersedingDataSetId")


class _Option(BaseModel):
    id: str
    label: str = ""
    urn: str | None = None


class _Filter(BaseModel):
    id: str
    column: str
    options: list[_Option]


class _Indicator(BaseModel):
    id: str
    column: str


class _Level(BaseModel):
    code: str


class _Location(BaseModel):
    level: _Level
    options: list[_Option]


class _Period(BaseModel):
    code: str
    period: str


class _Meta(BaseModel):
    filters: list[_Filter]
    indicators: list[_Indicator]
    locations: list[_Location]
    periods: list[_Period] = Field(alias="timePeriods")


class _Row(BaseModel):
    period: _Period = Field(alias="timePeriod")
    locations: dict[str, str]
    filters: dict[str, str]
    values: dict[str, str | None]


class _Paging(BaseModel):
    pages: int = Field(alias="totalPages")


class _Page(BaseModel):
    paging: _Paging
    rows: list[_Row] = Field(alias="results")


class DataSet(NamedTuple):
    """A data set as it is now: its title, its newest version, and where that is had as CSV."""

    title: str
    version: str
    address: str
    csv: str

    @property
    def name(self) -> str:
        """The name under which its file is kept."""
        return f"{re.sub(r'[^a-z0-9]+', '-', self.title.lower()).strip('-')}-{self.version}.csv"


class Rows(NamedTuple):
    """The rows of a data set that are needed: what its filters say, and the columns of values.

    A filter of which nothing is asked may say anything; its column is kept.
    """

    filters: dict[str, tuple[str, ...]]
    values: tuple[str, ...]


# The January census by school: all pupils, and those eligible for free school meals.
CENSUS = Rows(
    {
        "phase_type_grouping": (),
        "sex": ("Total",),
        "attendance_pattern": ("Total",),
        "breakdown": ("Total", "FSM eligible"),
    },
    ("pupil_count", "pupil_percent"),
)


def data_set(web: httpx.Client, address: str, told: Told = nothing) -> DataSet:
    """Ask for a data set at its address; where another has superseded it, for that one.

    Raises
    ------
    NotFetched
        There is no answer, or none of a data set.
    """
    found = _read(_DataSet, ask(web, address, told=told), address)
    if found.superseded_by:
        address = f"{address.rsplit('/', 1)[0]}/{found.superseded_by}"
        found = _read(_DataSet, ask(web, address, told=told), address)
    version = found.latest.version
    return DataSet(found.title, version, address, f"{address}/csv?dataSetVersion={version}")


def query(web: httpx.Client, found: DataSet, wanted: Rows, *, told: Told = nothing) -> bytes:
    """Ask for the rows of schools of a data set's newest year; return them as a CSV file.

    Columns: time_period (as 202526), school_urn, those of ``wanted``. The rows come in the order of
    their columns, so that the same rows give the same file.

    Raises
    ------
    NotFetched
        The data set has no such column, or there is no answer.
    """
    address = f"{found.address}/meta?dataSetVersion={found.version}"
    columns = _Columns.of(_read(_Meta, ask(web, address, told=told), address), wanted, address)
    rows = [
        columns.cells(row)
        for page in _pages(web, found, columns.question(wanted), told)
        for row in page.rows
    ]
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["time_period", "school_urn", *wanted.filters, *wanted.values])
    writer.writerows(sorted(row for row in rows if row[1]))
    return text.getvalue().encode()


class _Columns(NamedTuple):
    """The columns that are wanted, by the numbers that the API has for them.

    ``labels`` and ``schools`` say what the numbers of groups and of schools stand for.
    """

    period: _Period
    filters: list[_Filter]
    values: list[str]
    labels: dict[str, str]
    schools: dict[str, str]

    @classmethod
    def of(cls, meta: _Meta, wanted: Rows, address: str) -> _Columns:
        """Find what is wanted among what a data set says of itself."""
        filters = {one.column: one for one in meta.filters}
        values = {one.column: one.id for one in meta.indicators}
        missing = [name for name in wanted.filters if name not in filters]
        missing += [name for name in wanted.values if name not in values]
        for name in wanted.filters.keys() & filters.keys():
            there = {option.label for option in filters[name].options}
            missing += [f"{name} “{label}”" for label in wanted.filters[name] if label not in there]
        if missing or not meta.periods:
            raise NotFetched(
                f"{address}: the data set has no {', '.join(sorted(missing)) or 'year'}. It has "
                "changed: fetch its file by hand, or leave it out of ALLIANCE_DOWNLOADS."
            )
        chosen = [filters[name] for name in wanted.filters]
        places = [one for one in meta.locations if one.level.code == SCHOOL]
        return cls(
            period=max(meta.periods, key=lambda one: one.period),
            filters=chosen,
            values=[values[name] for name in wanted.values],
            labels={option.id: option.label for one in chosen for option in one.options},
            schools={option.id: option.urn or "" for one in places for option in one.options},
        )

    def question(self, wanted: Rows) -> dict[str, object]:
        """Return what is asked of the API, but for the number of the page."""
        groups = [
            {"filters": {"in": [option.id for option in one.options if option.label in labels]}}
            for one in self.filters
            if (labels := wanted.filters[one.column])
        ]
        years = {"timePeriods": {"in": [self.period.model_dump()]}}
        schools = {"geographicLevels": {"in": [SCHOOL]}}
        return {
            "criteria": {"and": [years, schools, *groups]},
            "indicators": self.values,
            "pageSize": ROWS_A_PAGE,
        }

    def cells(self, row: _Row) -> tuple[str, ...]:
        """Return a row as the file has it."""
        years = re.findall(r"\d+", row.period.period)
        labels = [self.labels.get(row.filters.get(one.id, ""), "") for one in self.filters]
        values = [row.values.get(name) or "" for name in self.values]
        urn = self.schools.get(row.locations.get(SCHOOL, ""), "")
        return (years[0] + years[-1][-2:], urn, *labels, *values)


def _pages(
    web: httpx.Client, found: DataSet, question: dict[str, object], told: Told
) -> Iterator[_Page]:
    address = f"{found.address}/query?dataSetVersion={found.version}"
    for number in range(1, MOST_PAGES + 1):
        page = _read(
            _Page, ask(web, address, question={**question, "page": number}, told=told), address
        )
        yield page
        if number >= page.paging.pages:
            return
    raise NotFetched(f"{address}: answers more than {MOST_PAGES} pages.")


def _read(model: type[Model], raw: bytes, address: str) -> Model:
    try:
        return model.model_validate_json(raw)
    except ValidationError as fault:
        raise NotFetched(
            f"{address}: found {raw[:60].decode('utf-8', 'replace')!r}, expected an answer of "
            f"Explore Education Statistics ({fault.error_count()} faults, the first: "
            f"{fault.errors()[0]['msg']})."
        ) from fault
