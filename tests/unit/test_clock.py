"""The day is the day in London, whatever time zone the host runs in."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys

import pytest

from alliance import clock
from alliance.history.compile.updating.file_day import file_day
from alliance.sources.files.recognise import Found, Kind


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-06-30T22:30:00+00:00", "2026-06-30"),
        ("2026-06-30T23:30:00+00:00", "2026-07-01"),
        ("2026-12-31T23:30:00+00:00", "2026-12-31"),
    ],
)
def test_the_day_begins_at_midnight_in_london(
    monkeypatch: pytest.MonkeyPatch, moment: str, day: str
) -> None:
    monkeypatch.setattr(clock, "now", lambda: dt.datetime.fromisoformat(moment))
    assert str(clock.today()) == day


def test_a_file_of_a_day_that_has_begun_in_london_is_none_of_the_future(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    late = dt.datetime(2026, 6, 30, 23, 30, tzinfo=dt.UTC)
    monkeypatch.setattr(clock, "now", lambda: late)
    told = file_day("links_edubasealldata20260701.csv", Found(Kind.LINKS, [], []), None)
    assert told is not None
    assert str(told.day) == "2026-07-01"


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_the_time_zone_of_the_host_does_not_matter(zone: str) -> None:
    # Kiritimati is 14 hours ahead, Pago Pago 11 behind: one of them always has another day.
    code = "from alliance import clock; print(clock.today(), clock.in_london(clock.now()).date())"
    told = subprocess.run(
        [sys.executable, "-c", code], env={"TZ": zone}, capture_output=True, text=True, check=True
    ).stdout.split()
    now = dt.datetime.now(clock.LONDON)
    assert told[0] == told[1]
    assert told[0] in {str(now.date()), str((now - dt.timedelta(minutes=1)).date())}


def test_a_moment_without_a_zone_is_taken_as_utc() -> None:
    assert (
        f"{clock.in_london(dt.datetime(2026, 6, 30, 23, 30)):%Y-%m-%d %H:%M}" == "2026-07-01 00:30"
    )
