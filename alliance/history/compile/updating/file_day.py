"""Of which day a published file tells: who says so, and whether the file itself agrees."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from alliance import clock
from alliance.errors import SourceError
from alliance.sources.files.recognise import Kind, days_in, days_in_name
from alliance.sources.gias import extract
from alliance.sources.ofsted import management_columns
from alliance.sources.tables.values import any_day

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alliance.sources.files.recognise import Days, Found
    from alliance.sources.tables.reading import Reading

# The register is changed every working day; an extract whose newest change is older is older.
STALE = pd.Timedelta(days=31)
# People type the days of opening and closing: a few wrong ones do not tell against a file's name.
SLIPS_ALLOWED = 0.001
TYPED = ("OpenDate", "CloseDate")
GROUP_DAYS = (
    "Closed Date",
    "Incorporated on (open date)",
    "closed_date",
    "incorporated_on__open_date_",
)
YOU, NAME, ABOVE = "the day given is", "its name says", "the lines above its header say"
INSIDE = "its newest change is of"


class FileDay(NamedTuple):
    """The day of a file, who says so (one of ``YOU``, ``NAME``, ``ABOVE``, ``INSIDE``), a note."""

    day: dt.date
    said_by: str
    note: str = ""

    @property
    def seen(self) -> pd.Timestamp:
        """The day as the tables hold it."""
        return pd.Timestamp(self.day).as_unit("s")


def file_day(file: str, found: Found, as_at: dt.date | None) -> FileDay | None:
    """Tell the day of ``file``: ``as_at``, else the one in its name, else the one above its header.

    Nothing where none of them says so. What is named by a month that is not over, or by its last
    day, is that month's file as it is today.

    Raises
    ------
    SourceError
        The day lies in the future, or ``as_at`` is not the day that the file's own words state.
    """
    own = ((NAME, days_in_name(file)), (ABOVE, days_in(found.above)))
    stated = [(by, days) for by, days in own if days]
    if as_at is not None:
        for by, days in stated:
            if not any(_may_be(as_at, one) for one in days):
                raise SourceError(
                    f"{file}: the day given is {_words(as_at)}, but {by} {_span(days[0])}. The day "
                    "given holds for all files handed in together. Leave it out, hand in the files "
                    "that need it on their own, or mend the name where that is wrong."
                )
        return _not_to_come(file, FileDay(as_at, YOU))
    for by, ((_, last), *_) in stated:
        if _runs(last):
            note = f"Named for {last:%B %Y}, which is not over: taken as of today."
            return FileDay(clock.today(), by, note)
        return _not_to_come(file, FileDay(last, by))
    return None


def day_inside(file: str, reading: Reading) -> FileDay | None:
    """Tell the newest day on which the register changed anything of an extract."""
    newest = any_day(reading.rows["LastChangedDate"]).max()
    return None if pd.isna(newest) else _not_to_come(file, FileDay(newest.date(), INSIDE))


def _runs(last: dt.date) -> bool:
    """Return whether a day to come is the last one of the month we are in."""
    today = clock.today()
    return today < last == today.replace(day=monthrange(today.year, today.month)[1])


def _not_to_come(file: str, told: FileDay) -> FileDay:
    if told.day > clock.today():
        raise SourceError(
            f"{file}: {told.said_by} {_words(told.day)}, which lies in the future; expected "
            f"{_words(clock.today())} or a day before. Check the day."
        )
    return told


def see_that_it_agrees(file: str, found: Found, reading: Reading, told: FileDay) -> None:
    """Refuse a file that tells of anything after its day, or is given a day long after all of it.

    Raises
    ------
    SourceError
        With every column that speaks against the day.
    """
    if told.said_by == INSIDE:
        return
    days = {name: any_day(text) for name, text in _days_told(found, reading.rows).items()}
    allowed = 0 if told.said_by == YOU else SLIPS_ALLOWED * len(reading.rows)
    late = []
    for name, values in days.items():
        after = values[values > told.seen]
        if len(after) > (allowed if name in TYPED else 0):
            late.append(f"“{name}” to {_words(after.max())} (rows: {len(after):,})")
    if late:
        raise SourceError(
            f"{file}: {told.said_by} {_words(told.day)}, but it holds later days: "
            f"{'; '.join(late)}. Expected the day on which the file was made. Give that one, "
            + ("or leave the day out." if told.said_by == YOU else "or mend its name.")
        )
    newest = days["LastChangedDate"].max() if found.kind is Kind.EXTRACT else pd.NaT
    if told.said_by == YOU and newest < told.seen - STALE:
        raise SourceError(
            f"{file}: {told.said_by} {_words(told.day)}, but the newest change in "
            f"“LastChangedDate” is of {newest:%-d %B %Y}; expected one of the month before. "
            "Give the day on which the file was made, or leave the day out."
        )


def _days_told(found: Found, rows: pd.DataFrame) -> Mapping[str, pd.Series]:
    """Return the columns, as text, whose days cannot lie after the day of the file."""
    if found.kind is Kind.EXTRACT:
        status = rows["EstablishmentStatus (name)"]
        return {
            "LastChangedDate": rows["LastChangedDate"],
            "CensusDate": rows["CensusDate"],
            "OpenDate": rows.loc[status.isin(extract.OPEN), "OpenDate"],
            "CloseDate": rows.loc[status == "Closed", "CloseDate"],
        }
    if found.kind is Kind.INFORMATION:
        tables = [
            *management_columns.graded_in(found.columns),
            management_columns.card_in(found.columns),
        ]
        named = [one[day] for one in tables for day in ("start", "published") if day in one]
        return {name: rows[name].str.removesuffix(" 00:00:00") for name in dict.fromkeys(named)}
    columns = GROUP_DAYS if found.kind is Kind.GROUPS else ("Joined date", "Closed Date")
    return {name: rows[name] for name in columns if name in rows}


def _may_be(day: dt.date, days: Days) -> bool:
    first = days.last.replace(day=1) if _runs(days.last) else days.first
    return first <= day <= days.last


def _span(days: Days) -> str:
    return _words(days.last) if days.first == days.last else f"{days.last:%B %Y}"


def _words(day: dt.date | pd.Timestamp) -> str:
    return f"{day:%-d %B %Y}"
