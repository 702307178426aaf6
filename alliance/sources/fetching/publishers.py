"""Where the publishers put their files: one table of addresses.

No publisher promises its addresses. Each row names the public documents or loaders against which
its address was checked; `ALLIANCE_DOWNLOADS` takes other addresses of the same forms.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from alliance.errors import SourceError
from alliance.sources.fetching.education_statistics import CENSUS
from alliance.sources.files.recognise import DEPARTMENT, OFSTED, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alliance.sources.fetching.education_statistics import Rows

DAY, QUARTER = "{day}", "{quarter}"
# A file named by its day may be late, and is not made at all on some days.
DAYS_BACK = 10
# Ofsted's statistics are of three days a year and come out some four months after.
QUARTERS = ((3, 31), (8, 31), (12, 31))
QUARTERS_BACK = 5

REGISTER = "https://ea-edubase-api-prod.azurewebsites.net/edubase/downloads/public"
CONTENT = "https://www.gov.uk/api/content/government"
STATISTICS = "https://api.education.gov.uk/statistics/v1/data-sets"
INFORMATION = (
    f"{CONTENT}/statistical-data-sets/"
    "monthly-management-information-ofsteds-school-inspections-outcomes"
)
REGISTER_PAGE = "https://get-information-schools.service.gov.uk/Downloads"
INFORMATION_PAGE = INFORMATION.replace("/api/content", "")
STATISTICS_PAGES = "https://explore-education-statistics.service.gov.uk/find-statistics"
GIASR = "github.com/dfe-analytical-services/giasr"
EXPLORER = "github.com/rjnienaber/england_school_explorer"
CONTENT_API = (
    "content-api.publishing.service.gov.uk and docs.publishing.service.gov.uk/content-schemas"
)
STATISTICS_API = "api.education.gov.uk/statistics/docs/reference-v1"


class Form(Enum):
    """How the file of an address is found."""

    FILE = "the file at the address"
    DAILY = "the file named by today's day in London, else that of one of the ten days before"
    PAGE = "the newest file of that title on a page of GOV.UK, by its content API"
    DATA_SET = "the newest version of a data set of Explore Education Statistics"


@dataclass(frozen=True)
class Source:
    """A file that a publisher keeps up to date.

    Parameters
    ----------
    name
        What ``ALLIANCE_DOWNLOADS`` calls it; sources of one name go together.
    content, publisher
        What the file holds, and whose it is.
    address
        Where it is; ``{day}`` stands for a day as 20260701, ``{quarter}`` for 31-march-2026.
    checked_against
        The public documents or loaders that name the address, or name one like it.
    page
        Where a person finds the file; blank where that is not known.
    titled
        On a page: words of the title of the file that is meant.
    rows
        Of a data set that is too large: the rows that are needed.
    """

    name: str
    content: str
    publisher: str
    address: str
    checked_against: str
    page: str = ""
    titled: str = ""
    rows: Rows | None = None

    @property
    def form(self) -> Form:
        """How its file is found, told by the address."""
        path = self.address.partition("#")[0]
        if "/api/content/" in path:
            return Form.PAGE
        if "/v1/data-sets/" in path and not path.partition("?")[0].endswith("/csv"):
            return Form.DATA_SET
        return Form.DAILY if DAY in path else Form.FILE

    def addresses(self, today: dt.date) -> Iterator[tuple[str, dt.date | None]]:
        """Yield the addresses to try in turn, each with the day that stands in it, if one does."""
        if DAY in self.address:
            for back in range(DAYS_BACK + 1):
                day = today - dt.timedelta(days=back)
                yield self.address.replace(DAY, f"{day:%Y%m%d}"), day
        elif QUARTER in self.address:
            for day in quarters_before(today):
                yield self.address.replace(QUARTER, f"{day.day}-{day:%B-%Y}".lower()), day
        else:
            yield self.address, None


def quarters_before(today: dt.date) -> list[dt.date]:
    """Return the last days of which Ofsted's statistics may be, newest first."""
    days = [
        dt.date(year, month, day)
        for year in range(today.year - 2, today.year + 1)
        for month, day in QUARTERS
    ]
    return sorted((day for day in days if day < today), reverse=True)[:QUARTERS_BACK]


TABLE = (
    Source(
        "register",
        str(Kind.EXTRACT),
        DEPARTMENT,
        f"{REGISTER}/edubasealldata{DAY}.csv",
        f"{GIASR}, R/gias_downloads.R; github.com/DFE-Digital/gias-query-tool, Makefile",
        REGISTER_PAGE,
    ),
    Source(
        "register",
        str(Kind.LIST),
        DEPARTMENT,
        f"{REGISTER}/grouplinks_edubaseallacademiesandfree{DAY}.csv",
        "github.com/edudatalab/genderpaygap, data/unedited, for the name of the file; "
        f"{GIASR} for the folder",
        REGISTER_PAGE,
    ),
    Source(
        "register",
        str(Kind.GROUPS),
        DEPARTMENT,
        f"{REGISTER}/allgroupsdata{DAY}.csv",
        "github.com/DFE-Digital/buy-for-your-school, doc/school-personas.md",
        REGISTER_PAGE,
    ),
    Source(
        "register",
        str(Kind.LINKS),
        DEPARTMENT,
        f"{REGISTER}/links_edubasealldata{DAY}.csv",
        f"{GIASR}, R/gias_downloads.R",
        REGISTER_PAGE,
    ),
    Source(
        "register",
        str(Kind.MEMBERSHIP_HISTORY),
        DEPARTMENT,
        f"{REGISTER}/academiesmatmembership{DAY}.csv",
        f"{GIASR}, R/trust_data.R; github.com/National-Education-Union/edubase, edubase/edubase.py",
        REGISTER_PAGE,
    ),
    Source(
        "inspections",
        f"{Kind.INFORMATION}: the latest inspections of state-funded schools",
        OFSTED,
        INFORMATION,
        f"{CONTENT_API}; {EXPLORER}, dimensions/ofsted/source.ts, for the title",
        INFORMATION_PAGE,
        titled="state-funded schools - latest inspections as at",
    ),
    Source(
        "inspections",
        f"{Kind.INFORMATION}: all inspections of state-funded schools in the year",
        OFSTED,
        INFORMATION,
        f"{CONTENT_API}; public loaders of the page, for “all_inspections” in the file's name",
        INFORMATION_PAGE,
        titled="state-funded schools - all inspections",
    ),
    Source(
        "inspections",
        "statistics on inspections of state-funded schools and their outcomes",
        OFSTED,
        f"{CONTENT}/statistics/state-funded-schools-inspections-and-outcomes-as-at-{QUARTER}",
        f"{CONTENT_API}; public loaders of the pages of December 2018 and of August 2022 to 2025, "
        "for the address and the file's name",
        titled="inspections and outcomes as at",
    ),
    Source(
        "results",
        str(Kind.RESULTS_KS2),
        DEPARTMENT,
        f"{STATISTICS}/019afee4-e5d0-72f9-9a8f-d7a1a56eac1d",
        f"{STATISTICS_API}; {EXPLORER}, dimensions/ks2-results/source.ts, for the number",
        f"{STATISTICS_PAGES}/key-stage-2-attainment",
    ),
    Source(
        "results",
        str(Kind.RESULTS_KS4),
        DEPARTMENT,
        f"{STATISTICS}/19e39901-a96c-be76-b9c2-6af54ae076d2",
        f"{STATISTICS_API}; {EXPLORER}, dimensions/ks4-headline/source.ts, for the number",
        f"{STATISTICS_PAGES}/key-stage-4-performance",
    ),
    Source(
        "census",
        str(Kind.CENSUS),
        DEPARTMENT,
        f"{STATISTICS}/019e7403-4523-7749-b530-159f451dd83c",
        f"{STATISTICS_API}; {EXPLORER}, dimensions/census/source.ts, for number and filters",
        f"{STATISTICS_PAGES}/school-pupils-and-their-characteristics",
        rows=CENSUS,
    ),
)
NAMES = tuple(dict.fromkeys(source.name for source in TABLE))


def chosen(setting: str) -> tuple[Source, ...]:
    """Return the sources that a setting names, by name or by address; all where it is blank.

    Raises
    ------
    SourceError
        It holds a word that is neither.
    """
    words = setting.split()
    if not words:
        return TABLE
    unknown = [word for word in words if word not in NAMES and "://" not in word]
    if unknown:
        raise SourceError(
            f"ALLIANCE_DOWNLOADS names {', '.join(map(repr, unknown))}; expected addresses that "
            f"begin with https:// or http://, or one of: {', '.join(NAMES)}."
        )
    return tuple(source for word in words for source in _named(word))


def _named(word: str) -> tuple[Source, ...]:
    if "://" not in word:
        return tuple(source for source in TABLE if source.name == word)
    return _like(word) or (Source(word, "as given", "as given", word, "nothing: it was given"),)


def _like(address: str) -> tuple[Source, ...]:
    """Return the sources of the table that a given page or data set stands in for."""
    path = address.partition("://")[2].partition("/")[2].rstrip("/")
    return tuple(
        replace(source, address=address)
        for source in TABLE
        if source.form in (Form.PAGE, Form.DATA_SET)
        and source.address.partition("://")[2].partition("/")[2] == path
    )  # fmt: skip
