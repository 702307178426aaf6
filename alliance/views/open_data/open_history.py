"""The history in Python: the tables of pages, command line and API, asked for in a line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from alliance.analysis.figures.overview import year_before
from alliance.analysis.filter_codec import filter_named, read_day
from alliance.analysis.filters import PART, Filter
from alliance.analysis.trusts.trust_search import trust_named
from alliance.current.state import current_history
from alliance.errors import QuestionError
from alliance.views.open_data import open_columns as columns
from alliance.views.open_data.area_rows import AREA_KINDS, OPPORTUNITY_AREA, area_rows, area_shapes
from alliance.views.open_data.change_rows import change_rows
from alliance.views.open_data.compared_rows import compared_rows
from alliance.views.open_data.move_rows import documented_support_rows, transfer_rows
from alliance.views.open_data.school_rows import need_rows, school_rows
from alliance.views.open_data.trust_rows import trust_rows
from alliance.views.open_data.typed import typed
from alliance.views.overview.headlines import headline_table_of

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from alliance.history import History

Day = str | dt.date
Wanted = str | int | Iterable[str | int]


class OpenHistory:
    """The history of ``ALLIANCE_HISTORY_DIR``, to be asked for any day of it.

    Every question takes the parts of the filter by the names that addresses use: region, area,
    trust (UID or name), phase, grade, authority, type, tier, commissioner, members; each a value
    or several. Without a region all of England is meant. Tables are the asker's own, and
    have the columns of ``open_columns`` on every day, those of the API.

    A question that cannot be answered raises :class:`alliance.errors.QuestionError`, which says
    all that is wrong with it.
    """

    def __repr__(self) -> str:
        """Tell this history from another."""
        return f"<{self.records.in_words}>"

    @property
    def records(self) -> History:
        """The tables of facts and their dates, as ``alliance.history.schema`` lists them."""
        return current_history()

    def as_at(
        self, day: Day | None = None, *, later: bool = False, **filter_: Wanted
    ) -> pd.DataFrame:
        """Return the schools open on a day, by default the last complete one."""
        return typed(school_rows(self._filter(day, filter_), later=later), columns.SCHOOL)

    def headlines(self, day: Day | None = None, **filter_: Wanted) -> pd.DataFrame:
        """Return the headline figures of a day, beside a year earlier and beside England."""
        return typed(headline_table_of(self._filter(day, filter_)), columns.HEADLINE)

    def trusts(self, day: Day | None = None, **filter_: Wanted) -> pd.DataFrame:
        """Return the trusts with an academy in the filter, the largest first."""
        return typed(trust_rows(self._filter(day, filter_)), columns.TRUST)

    def areas(
        self, kind: str = OPPORTUNITY_AREA, day: Day | None = None, **filter_: Wanted
    ) -> pd.DataFrame:
        """Return the areas of a kind: opportunity_area, region, authority or district."""
        return typed(area_rows(_kind(kind), self._filter(day, filter_)), columns.AREA)

    def outlines(
        self, kind: str = OPPORTUNITY_AREA, day: Day | None = None, **filter_: Wanted
    ) -> gpd.GeoDataFrame:
        """Return :meth:`areas` with the outline of each, in WGS84."""
        shapes = area_shapes(_kind(kind), self._filter(day, filter_)).reset_index(drop=True)
        told = typed(shapes.drop(columns="geometry"), columns.AREA)
        return shapes[["geometry"]].join(told)[[*columns.AREA, "geometry"]]

    def transfers(
        self,
        start: Day | None = None,
        end: Day | None = None,
        *,
        from_trust: str | int | None = None,
        to_trust: str | int | None = None,
        **filter_: Wanted,
    ) -> pd.DataFrame:
        """Return the academies that changed trust in a period, both days counted."""
        first, last = self._period(start, end)
        chosen = self._filter(last, filter_)
        left, joined = (
            None if words is None else trust_named(self.records, str(words))
            for words in (from_trust, to_trust)
        )
        return typed(transfer_rows(chosen, first, last, left, joined), columns.TRANSFER)

    def changes(
        self, start: Day | None = None, end: Day | None = None, **filter_: Wanted
    ) -> pd.DataFrame:
        """Return what opened, closed, joined, moved or was inspected after a day and by another."""
        first, last = self._period(start, end)
        return typed(change_rows(self._filter(last, filter_), first, last), columns.CHANGE)

    def needs(self, day: Day | None = None, **filter_: Wanted) -> pd.DataFrame:
        """Return which schools are eligible for support, a row a criterion, with why."""
        return typed(need_rows(self._filter(day, filter_)), columns.NEED)

    def documented_support(self, day: Day | None = None, **filter_: Wanted) -> pd.DataFrame:
        """Return the support that published articles document, each case with its source.

        Cases are of whatever day; the filter's places are those of ``day``.
        """
        return typed(documented_support_rows(self._filter(day, filter_)), columns.DOCUMENTED)

    def compare(self, *sides: str, day: Day | None = None, **filter_: Wanted) -> pd.DataFrame:
        """Return two to six schools, trusts and places side by side, with regions and England.

        Each is named as the address of the page Compare names it: ``trust:4119``,
        ``school:136633``, ``area:Doncaster``, ``authority:Leeds``, ``region:London``. Of the filter
        only phase and type count.
        """
        return typed(compared_rows(sides, self._filter(day, filter_)), columns.COMPARED)

    def _filter(self, day: Day | None, given: dict[str, Wanted]) -> Filter:
        history = self.records
        if unknown := set(given).difference(PART):
            raise QuestionError(
                f"The filter has no {', '.join(sorted(unknown))}; it has {', '.join(PART)}."
            )
        query = {key: _several(values) for key, values in given.items()}
        if blank := [key for key, values in query.items() if key != "region" and "" in values]:
            raise QuestionError(
                f"{', '.join(blank)} of the filter has no value; leave it out for all."
            )
        if "trust" in query:
            query["trust"] = [str(trust_named(history, words)) for words in query["trust"]]
        on = history.default_day if day is None else _day(day)
        return filter_named(history, on, query, loosely=True)

    def _period(self, start: Day | None, end: Day | None) -> tuple[dt.date, dt.date]:
        history = self.records
        last = history.last_day if end is None else _day(end)
        return max(year_before(last), history.first_day) if start is None else _day(start), last


def _day(day: Day) -> dt.date:
    return read_day(day) if isinstance(day, str) else day


def _several(values: Wanted) -> list[str]:
    if isinstance(values, bool):
        return [str(values).lower()]
    return [str(values)] if isinstance(values, str | int) else list(map(str, values))


def _kind(kind: str) -> str:
    if kind not in AREA_KINDS:
        raise QuestionError(
            f"There is no kind {kind!r} of area; there are {', '.join(AREA_KINDS)}."
        )
    return kind
