"""Scenes that play: the months between two days, and the scene as on each."""

from __future__ import annotations

import datetime as dt

from alliance.present import Scene
from alliance.present.playing import MOST_STEPS, months_played, on_month

DAY = {"day": ("2017-11-14",)}


def test_it_plays_from_its_day_through_each_month_to_its_own(history):
    scene = Scene("explore", DAY, plays_from="2017-08-15")
    assert months_played(scene) == [
        dt.date(2017, 8, 15), dt.date(2017, 9, 1), dt.date(2017, 10, 1), dt.date(2017, 11, 1),
        dt.date(2017, 11, 14),
    ]  # fmt: skip


def test_a_long_period_goes_in_larger_steps_and_ends_where_it_should(history):
    days = months_played(Scene("explore", {"day": ("2025-08-31",)}, plays_from="2010-01-01"))
    assert len(days) <= MOST_STEPS + 2
    assert days[-1] == dt.date(2025, 8, 31)
    assert days == sorted(set(days))


def test_what_does_not_play_has_no_months(history):
    for scene in (
        Scene("explore", DAY),
        Scene("explore", DAY, plays_from="2019-01-01"),
        Scene("data", DAY, plays_from="2016-01-01"),
        Scene("explore", DAY, plays_from="2017-13-45"),
    ):
        assert months_played(scene) == []


def test_flows_play_to_the_end_of_their_period_on_one_day(history):
    scene = Scene("flows", DAY | {"transfers_until": ("2018-03-01",)}, plays_from="2017-12-05")
    assert months_played(scene)[-1] == dt.date(2018, 3, 1)
    played = on_month(scene, dt.date(2018, 1, 1))
    assert played.query["day"] == ("2017-11-14",)
    assert played.query["transfers_until"] == ("2018-01-01",)
    assert on_month(Scene("explore", DAY), dt.date(2017, 1, 1)).query["day"] == ("2017-01-01",)
