"""What day it is, and what time: asked here and nowhere else, so that a test can say which.

The schools and their users are in England: the day is the day in London, whatever time zone the
host runs in. Between midnight and one in summer that is a day later than in UTC.
"""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def now() -> dt.datetime:
    """Return the present moment, with its zone, UTC."""
    return dt.datetime.now(dt.UTC)


def today() -> dt.date:
    """Return the day it is in London."""
    return in_london(now()).date()


def in_utc(moment: dt.datetime) -> dt.datetime:
    """Return a moment in UTC; one without a zone, as SQLite gives it, is taken as UTC."""
    return moment.astimezone(dt.UTC) if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def in_london(moment: dt.datetime) -> dt.datetime:
    """Return a moment as a clock in London shows it; one without a zone is taken as UTC."""
    return in_utc(moment).astimezone(LONDON)
