"""What came of support: whether the supporter's trust took the school over, and how long after."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from alliance.analysis.flows.flow_sources import documented_flows, support_flows
from alliance.analysis.flows.led_to_joining import led_to_joining
from alliance.history.documented import documented_support
from alliance.history.documented_ends import with_ends
from alliance.register import Support

if TYPE_CHECKING:
    from alliance.history import History

OUTWOOD = 4119


@pytest.fixture(scope="module")
def found(history: History) -> pd.DataFrame:
    cases = with_ends(history, documented_support())
    flows = documented_flows(history, cases, history.default_day)
    return led_to_joining(history, flows).set_index("recipient_name")


def test_the_history_shows_twenty_of_the_joinings_that_sources_tell_of(found: pd.DataFrame) -> None:
    told = found["led_to_joining"]
    assert told.sum() == 22
    assert sorted(found.index[told & ~found["joined_trust"]]) == [
        "Haydon Bridge High School",
        "Telford Co-operative Multi Academy Trust",
    ]
    assert sorted(found.index[~told & found["joined_trust"]]) == [
        "Carlton Community College",
        "Eckington School",
    ]


def test_a_school_joins_under_its_successors_number_too(found: pd.DataFrame) -> None:
    bishopsgarth = found.loc["Bishopsgarth School"]
    assert bishopsgarth["joined"] == pd.Timestamp(2016, 11, 1)
    assert bishopsgarth["joined_urn"] == 143146
    # Westfield's supporter was in a trust that changed its legal form before Westfield joined it.
    assert found.loc["Westfield School", "joined"] == pd.Timestamp(2018, 12, 1)


def test_the_time_between_is_as_exact_as_the_start(found: pd.DataFrame) -> None:
    sowerby, yewlands = found.loc["Sowerby Bridge High School"], found.loc["Yewlands Academy"]
    assert sowerby["months_least"] == sowerby["months_most"] == 15
    assert (yewlands["months_least"], yewlands["months_most"]) == (3, 15)


def test_a_trust_that_was_helped_counts_its_academies_that_joined(found: pd.DataFrame) -> None:
    evolve = found.loc["The Evolve Trust"]
    assert (evolve["joined"], evolve["academies"]) == (pd.Timestamp(2022, 12, 1), 2)


def test_of_another_trust_that_took_the_school_over_the_first_is_told(found: pd.DataFrame) -> None:
    kinsley = found.loc["Kinsley Academy"]
    assert not kinsley["joined_trust"]
    assert (kinsley["next_uid"], kinsley["next_on"]) == (5228, pd.Timestamp(2018, 7, 1))


@pytest.mark.parametrize(
    ("urn", "trust", "starts", "joined"),
    [
        (111733, None, dt.date(2016, 6, 1), pd.Timestamp(2016, 11, 1)),
        # Its own academy already: internal support.
        (143146, OUTWOOD, dt.date(2017, 6, 1), pd.NaT),
        # It never came to the supporter.
        (107440, None, dt.date(2016, 6, 1), pd.NaT),
    ],
)
def test_support_of_the_register_is_looked_at_alike(
    history: History, urn: int, trust: int | None, starts: dt.date, joined: pd.Timestamp
) -> None:
    record = {
        **dict.fromkeys(Support.__dataclass_fields__),
        "id": 1,
        "supporter_kind": "Trust",
        "supporter_id": str(OUTWOOD),
        "recipient_urn": urn,
        "recipient_trust_uid": trust,
        "theme": "Curriculum",
        "status": "Completed",
        "starts_on": pd.Timestamp(starts),
        "ended_on": pd.Timestamp(starts) + pd.Timedelta(days=90),
        "planned_end_on": pd.NaT,
        "internal": False,
        "illustrative": False,
        "given": True,
    }
    flows = support_flows(history, pd.DataFrame([record]), history.default_day)
    row = led_to_joining(history, flows).iloc[0]
    assert row["has_end"]
    assert row["joined_trust"] == pd.notna(joined)
    if pd.notna(joined):
        assert row["joined"] == joined
