"""Times as lists write them: a day, a month, a year, an academic year or a financial year."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

from alliance.register.register_vocabulary import Precision
from alliance.text.days import MONTHS, day_in

_TWO_YEARS = re.compile(r"(?:.*\b)?((?:19|20)\d\d)\s*[-–/]\s*(?:20)?(\d\d)(?:\b.*)?")
_YEAR = re.compile(r"(?:.*\b)?((?:19|20)\d\d)(?:\.0)?(?:\b.*)?")
_MONTH = re.compile(
    r"(?P<word>[A-Za-z]{3,9})[ -]+(?P<year>(?:19|20)\d\d)"
    r"|(?P<first>(?:19|20)\d\d)-(?P<number>\d\d)"
)
SEPTEMBER, APRIL = 9, 4


@dataclass(frozen=True)
class Time:
    """A time of a list: its first and last day, and how exactly the first one is known."""

    first: dt.date
    last: dt.date
    known_to: Precision = Precision.DAY


def time_in(cell: Any) -> Time | None:
    """Return a day, a month or a calendar year; None where it is none of these."""
    if isinstance(cell, dt.datetime):
        return Time(cell.date(), cell.date())
    if isinstance(cell, dt.date):
        return Time(cell, cell)
    text = str(cell or "").strip()
    if day := day_in(text):
        return Time(day, day)
    if month := _month(text):
        return Time(month, _last_of_month(month), Precision.MONTH)
    if re.fullmatch(r"(?:19|20)\d\d(?:\.0)?", text):
        return _calendar(int(text[:4]))
    return None


def financial_year(cell: Any) -> Time | None:
    """Return 2016-17 as the time from 1 April 2016 to 31 March 2017; None where it is none."""
    years = _both_years(str(cell or "").strip())
    if years is None:
        return None
    return Time(dt.date(years, APRIL, 1), dt.date(years + 1, APRIL, 1) - dt.timedelta(days=1))


def cohort_time(cell: Any) -> Time | None:
    """Return the time a cohort tells: an academic year from September, else a year in its words.

    The day of a start is not known then, only the year.
    """
    text = str(cell or "").strip()
    years = _both_years(text)
    if years is not None:
        last = dt.date(years + 1, SEPTEMBER, 1) - dt.timedelta(days=1)
        return Time(dt.date(years, SEPTEMBER, 1), last, Precision.YEAR)
    found = time_in(text)
    if found is not None:
        return found
    one = _YEAR.fullmatch(text)
    return _calendar(int(one[1])) if one else None


def _both_years(text: str) -> int | None:
    """Return the first of two years that follow each other."""
    found = _TWO_YEARS.fullmatch(text)
    if not found or (int(found[1]) + 1) % 100 != int(found[2]):
        return None
    return int(found[1])


def _calendar(year: int) -> Time:
    return Time(dt.date(year, 1, 1), dt.date(year, 12, 31), Precision.YEAR)


def _month(text: str) -> dt.date | None:
    found = _MONTH.fullmatch(text)
    if found is None:
        return None
    if found["number"]:
        number, year = int(found["number"]), int(found["first"])
    else:
        word = found["word"].lower()
        number = next((i for i, name in enumerate(MONTHS, 1) if name.startswith(word)), 0)
        year = int(found["year"])
    return dt.date(year, number, 1) if number in range(1, 13) else None


def _last_of_month(first: dt.date) -> dt.date:
    return (first.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)
