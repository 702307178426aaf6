"""What inspections gave since overall grades ended: each scale by itself, on the day asked for."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from alliance.analysis.areas.area_inspections import SHARE, inspected_shares, why_missing
from alliance.analysis.known import known_on
from alliance.analysis.need.inspected_since import inspected_on, outcomes_on, words_of
from alliance.analysis.need.need_rules import rules_on
from alliance.analysis.need.strong import is_strong, is_weak
from alliance.analysis.partial_days import GRADES_END, membership_differs, partial_note
from alliance.analysis.schools.inspection_counts import counts, report_cards
from alliance.analysis.schools.inspection_scales import ASPECTS, aspect_of
from alliance.charts.inspections import KEY_PX, ROW_PX, inspections_chart
from alliance.history import as_at
from alliance.history.schema import TABLES
from alliance.maps.palette import scale_colours

if TYPE_CHECKING:
    from alliance.history import History

DAY = dt.date(2025, 8, 31)
LATER = dt.date(2026, 6, 30)


def rows(table: str, *given: dict[str, object]) -> pd.DataFrame:
    """Lay rows out as a table of the history."""
    return TABLES[table].conform(pd.DataFrame(list(given)))


@pytest.fixture(scope="module")
def urns(history: History) -> list[int]:
    """Good schools by an inspection of their own that were open throughout."""
    state = as_at(history, DAY)
    own = (state["grade"] == 2) & ~state["grade_inherited"]
    early = state["grade_date"] < pd.Timestamp(2024, 1, 1)
    return [int(urn) for urn in state.loc[own.fillna(value=False) & early, "urn"].head(3)]


@pytest.fixture(scope="module")
def later(history: History, urns: list[int]) -> History:
    """A history in which one school was judged, one has a report card, one was not graded."""
    judged, carded, ungraded = ({"urn": urn, "inspected_urn": urn} for urn in urns)
    inspection = judged | {
        "start": pd.Timestamp(2024, 12, 3),
        "quality_of_education": 3,
        "leadership_and_management": 2,
        "framework": "September 2019",
        "source": "invented",
    }
    card = carded | {
        "start": pd.Timestamp(2026, 1, 13),
        "safeguarding": "Met",
        "achievement": "Needs attention",
        "inclusion": "Strong standard",
        "leadership_and_governance": "Expected standard",
        "source": "invented",
    }
    outcome = ungraded | {
        "start": pd.Timestamp(2025, 3, 4),
        "outcome": "Standards maintained",
        "source": "invented",
    }
    overall = history.inspections[history.inspections["overall"].notna()]
    inspections = TABLES["inspections"].conform(
        pd.concat([overall.astype("object"), pd.DataFrame([inspection])])
    )
    return replace(
        history,
        inspections=inspections,
        report_cards=rows("report_cards", card),
        ungraded_inspections=rows("ungraded_inspections", outcome),
        judgements_to=DAY,
        report_cards_to=LATER,
        last_day=LATER,
    )


def test_each_scale_tells_what_came_by_the_day(later: History, urns: list[int]) -> None:
    for day, cards in ((DAY, 0), (LATER, 1)):
        found = outcomes_on(later, as_at(later, day), day)
        numbers = found[["judged_date", "card_date", "ungraded_date"]].notna().sum()
        assert numbers.tolist() == [1, cards, 1]
    own = found.set_index(as_at(later, LATER)["urn"]).loc[urns]
    assert own["judged_quality_of_education"].tolist()[0] == "Requires improvement"
    assert own["card_achievement"].tolist()[1] == "Needs attention"
    # None of them becomes an overall grade, and the last of those stands.
    assert set(own["last_grade"]) == {"Good"}
    assert words_of(own).tolist() == [
        "Judged 3 December 2024: quality of education Requires improvement",
        "Report card 13 January 2026: safeguarding met",
        "Ungraded inspection 4 March 2025: Standards maintained",
    ]


def test_an_ungraded_inspection_gives_way_to_a_later_one_of_another_kind(
    later: History, urns: list[int]
) -> None:
    earlier = later.ungraded_inspections.assign(
        urn=urns[0], inspected_urn=urns[0], start=pd.Timestamp(2024, 10, 1)
    )
    overtaken = replace(later, ungraded_inspections=earlier)
    assert outcomes_on(overtaken, as_at(overtaken, DAY), DAY)["ungraded_date"].isna().all()


def test_schools_are_counted_scale_by_scale_and_report_cards_by_area(later: History) -> None:
    table = counts(outcomes_on(later, as_at(later, LATER), LATER))
    judged = table[table["aspect"] == "judged_quality_of_education"].set_index("value")["schools"]
    assert judged.to_dict() == {
        "Outstanding": 0, "Good": 0, "Requires improvement": 1, "Inadequate": 0,
    }  # fmt: skip
    assert set(table["scale"]) == {"last", "judged", "card", "ungraded"}
    cards = report_cards(outcomes_on(later, as_at(later, LATER), LATER)).set_index("area")
    assert cards.loc["Achievement", "percent_expected"] == 0
    assert cards.loc["Inclusion", "percent_expected"] == 100
    assert inspections_chart(table, "card", "England") is not None
    last = inspections_chart(table, "last", "England")
    assert last is not None
    # The key may take a line for each of the four grades; the bar keeps its room.
    layout = last.figure.layout
    assert layout.height - layout.margin.t - layout.margin.b >= ROW_PX + 3 * KEY_PX
    assert inspections_chart(table[table["scale"] != "card"], "card", "England") is None


def test_before_overall_grades_ended_nothing_else_is_counted(later: History) -> None:
    state = as_at(later, GRADES_END)
    found = inspected_on(later, state, GRADES_END)
    assert found[["judged_date", "ungraded_date", "card_date", "stuck"]].isna().all(axis=None)
    known = known_on(later, state, GRADES_END)
    assert known.judged == known.report_cards == "Only since September 2024"
    assert known_on(later, as_at(later, DAY), DAY).report_cards == (
        "Report cards began in November 2025"
    )


def test_a_share_of_an_area_rests_on_the_schools_that_were_given_the_aspect(
    later: History, urns: list[int]
) -> None:
    state = inspected_on(later, as_at(later, LATER), LATER)
    region = state.set_index("urn").loc[urns[1], "region"]
    shares = inspected_shares(state, "region")
    assert shares.loc[region, "percent_card_inclusion"] == 100
    assert shares.loc[region, "percent_card_inclusion_given"] == 1
    assert shares["percent_card_inclusion"].notna().sum() == 1
    known = known_on(later, as_at(later, DAY), DAY)
    assert why_missing("percent_card_inclusion", known, DAY)
    assert not why_missing("percent_judged_quality_of_education", known, DAY)
    assert why_missing("percent_last_grade", known, GRADES_END)
    assert all(share.counts for share in SHARE.values())


def test_a_good_school_judged_less_than_good_since_is_no_longer_strong(
    later: History, urns: list[int]
) -> None:
    state = as_at(later, DAY).set_index("urn", drop=False)
    strong = is_strong(later, state, DAY)
    assert strong[urns].tolist() == [False, True, True]
    assert is_weak(later, state, DAY)[urns].tolist() == [True, False, False]
    before = as_at(later, GRADES_END).set_index("urn", drop=False)
    assert is_strong(later, before, GRADES_END)[urns].all()


@pytest.mark.parametrize(
    ("day", "names"),
    [
        (DAY, {"Special measures", "Requires significant improvement", "Stuck"}),
        (dt.date(2025, 9, 1), {"Stuck"}),
        (LATER, {"Stuck", "Leadership and governance"}),
        (dt.date(2026, 7, 1), set()),
    ],
)
def test_only_rules_that_a_source_reports_are_offered(
    later: History, day: dt.date, names: set[str]
) -> None:
    assert {rule.name for rule in rules_on(later, day)} == names


def test_days_between_the_last_lists_say_that_moves_are_known_in_part(history: History) -> None:
    (first, last), day = history.gaps[0], dt.timedelta(days=1)
    assert "may still be shown in their old trust" in partial_note(history, first)
    assert "old trust" not in partial_note(history, first - day)
    assert "old trust" not in partial_note(history, last + day)
    assert membership_differs(history, first, last + day)
    assert not membership_differs(history, first - 2 * day, first - day)


@pytest.mark.parametrize("dark", [False, True])
def test_every_value_of_every_aspect_has_a_colour_of_its_own(dark: bool) -> None:
    for aspect in ASPECTS:
        colours = scale_colours(aspect_of(aspect.key), dark=dark)
        assert list(colours) == list(aspect.gives)
        assert len(set(colours.values())) == len(colours)
