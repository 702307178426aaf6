"""Which schools the rules of need catch since overall grades ended."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from alliance.analysis.need.need_rules import GRADES_END, RULES, SINCE, caught
from alliance.analysis.need.need_since_2024 import JUDGED, latest_inspections
from alliance.history import as_at
from alliance.sources.ofsted.ofsted_cells import REFUSED

if TYPE_CHECKING:
    from alliance.history import History

DAY = dt.date(2026, 3, 1)
NOW = {
    "Special measures",
    "Requires significant improvement",
    "Stuck",
    "Leadership and governance",
}


def without_grade(history: History) -> pd.DataFrame:
    """Return the inspections that gave judgements or a report card, and no overall grade."""
    judged = history.inspections[history.inspections["overall"].isna()]
    columns = ["urn", "inspected_urn", "start"]
    return pd.concat([judged[columns], history.report_cards[columns]], ignore_index=True)


@pytest.fixture(scope="module")
def urns(history: History) -> dict[int, int]:
    """A school for each grade that was inspected once, with that grade."""
    once = history.grades.drop_duplicates("urn", keep=False)
    once = once[~once["urn"].isin(without_grade(history)["inspected_urn"])]
    state = as_at(history, history.last_day)
    once = once[once["urn"].isin(state["urn"]) & ~once["grade_inherited"]]
    concerns = history.inspections.dropna(subset=["category_of_concern"])
    once = once[(once["grade"] == 4) | ~once["urn"].isin(concerns["inspected_urn"])]
    return {int(grade): int(rows["urn"].iloc[0]) for grade, rows in once.groupby("grade")}


@pytest.fixture(scope="module")
def few(history: History, urns: dict[int, int]) -> History:
    """The history with what is known of these schools' inspections, and of no other's."""
    tables = ("inspections", "report_cards", "grades")
    own = {name: getattr(history, name) for name in tables}
    return replace(
        history, **{name: table[table["urn"].isin(urns.values())] for name, table in own.items()}
    )


def known_to_the_day(history: History, **tables: pd.DataFrame) -> History:
    """Return the history as it would be if inspections of every kind were known to the day."""
    return replace(history, last_day=DAY, judgements_to=DAY, report_cards_to=DAY, **tables)


def inspected(history: History, urn: int, start: str, **given: Any) -> History:
    """Add an inspection with judgements and no overall grade."""
    row = {"urn": urn, "inspected_urn": urn, "start": pd.Timestamp(start), **given}
    table = pd.concat([history.inspections.astype("object"), pd.DataFrame([row])])
    kinds = {name: kind for name, kind in history.inspections.dtypes.items() if kind != "category"}
    return known_to_the_day(history, inspections=table.astype(kinds))


def with_card(history: History, urn: int, start: str, **given: Any) -> History:
    """Add a report card."""
    row = {"urn": urn, "inspected_urn": urn, "start": pd.Timestamp(start), **given}
    cards = pd.DataFrame([row]).reindex(columns=history.report_cards.columns)
    held = [table for table in (history.report_cards, cards) if len(table)]
    return known_to_the_day(history, report_cards=pd.concat(held))


def rules_of(history: History, urn: int, day: dt.date = DAY) -> dict[str, str]:
    found = caught(history, as_at(history, day), day)
    own = found[found["urn"] == urn]
    return dict(zip(own["rule"], own["why"], strict=True))


def test_the_rules_for_the_present_follow_those_by_grade_without_a_gap() -> None:
    assert dt.timedelta(days=1) == SINCE - GRADES_END
    assert {rule.name for rule in RULES if rule.applies(DAY)} == NOW
    assert not NOW & {rule.name for rule in RULES if rule.applies(GRADES_END)}
    assert all(rule.source and rule.first_day for rule in RULES if rule.name in NOW)


def test_requires_improvement_after_a_grade_below_good_is_stuck(history: History) -> None:
    found = caught(history, as_at(history, DAY), DAY, names=["Stuck"])
    graded = found[~found["urn"].isin(history.carried(without_grade(history))["urn"])]
    assert len(graded) > 100
    grades = history.grades.groupby("urn")["grade"].agg(list)[graded["urn"]]
    assert all(of_one[-1] == 3 and of_one[-2] >= 3 for of_one in grades)


def test_requires_improvement_after_good_or_after_nothing_is_not_stuck(
    few: History, urns: dict[int, int]
) -> None:
    assert rules_of(known_to_the_day(few), urns[3]) == {}
    later = inspected(few, urns[2], "2024-12-03", quality_of_education=3)
    assert rules_of(later, urns[2]) == {}


@pytest.mark.parametrize("judgement", JUDGED)
def test_a_judgement_without_an_overall_grade_counts_as_the_department_says(
    few: History, urns: dict[int, int], judgement: str
) -> None:
    later = inspected(few, urns[3], "2024-12-03", **{judgement: 3})
    why = rules_of(later, urns[3])["Stuck"]
    assert why.startswith("No overall grade (")
    assert why.endswith("after Requires improvement, since 3 December 2024")
    assert rules_of(inspected(few, urns[3], "2024-12-03", early_years=3), urns[3]) == {}


def test_stuck_counts_an_inspection_from_its_publication(
    few: History, urns: dict[int, int]
) -> None:
    day = pd.Timestamp(2025, 2, 1)
    later = inspected(few, urns[3], "2024-12-03", quality_of_education=3, published=day)
    assert "Stuck" not in rules_of(later, urns[3], dt.date(2025, 1, 31))
    assert "Stuck" in rules_of(later, urns[3], dt.date(2025, 2, 1))


def test_a_school_in_a_category_of_concern_is_not_stuck(few: History, urns: dict[int, int]) -> None:
    worse = inspected(few, urns[3], "2024-12-03", quality_of_education=3, category_of_concern="SWK")
    assert set(rules_of(worse, urns[3])) == {"Requires significant improvement"}


def test_a_report_card_with_leadership_below_expected_is_caught_whatever_went_before(
    few: History, urns: dict[int, int]
) -> None:
    weak = {"leadership_and_governance": "Needs attention", "safeguarding": "Met"}
    good = with_card(few, urns[2], "2026-01-13", **weak)
    assert rules_of(good, urns[2]) == {
        "Leadership and governance": "Needs attention in leadership and governance since "
        "13 January 2026"
    }
    assert set(rules_of(with_card(few, urns[3], "2026-01-13", **weak), urns[3])) == {
        "Stuck",
        "Leadership and governance",
    }
    early = with_card(few, urns[2], "2026-01-13", **weak)
    assert rules_of(early, urns[2], dt.date(2026, 1, 12)) == {}


def test_a_value_of_a_report_card_that_was_refused_catches_no_school(
    few: History, urns: dict[int, int]
) -> None:
    refused = dict.fromkeys(("leadership_and_governance", "category_of_concern"), REFUSED)
    card = with_card(few, urns[2], "2026-01-13", **refused)
    assert rules_of(card, urns[2]) == {}
    state = as_at(card, DAY)
    said = latest_inspections(card, state, DAY).loc[urns[2], "said"]
    assert said == "a report card (leadership and governance value refused)"


def test_a_report_card_at_the_expected_standard_ends_what_came_before(
    few: History, urns: dict[int, int]
) -> None:
    concern = {"category_of_concern": "SM", "leadership_and_management": 4}
    worse = inspected(few, urns[3], "2024-12-03", **concern)
    assert rules_of(worse, urns[3]) == {
        "Special measures": "In special measures since 3 December 2024"
    }
    better = with_card(worse, urns[3], "2026-01-13", leadership_and_governance="Expected standard")
    assert rules_of(better, urns[3]) == {}


@pytest.mark.parametrize("code", ["RSI", "SWK"])
def test_a_category_is_told_by_the_name_it_has_now(
    few: History, urns: dict[int, int], code: str
) -> None:
    card = with_card(
        few,
        urns[2],
        "2025-11-20",
        leadership_and_governance="Strong standard",
        category_of_concern=code,
    )
    assert rules_of(card, urns[2]) == {
        "Requires significant improvement": "Requires significant improvement since "
        "20 November 2025"
    }


def test_a_report_card_of_another_school_counts_only_where_this_one_continues_it(
    few: History, urns: dict[int, int]
) -> None:
    card = with_card(few, urns[2], "2025-11-20", leadership_and_governance="Urgent improvement")
    other = replace(card, report_cards=card.report_cards.assign(inspected_urn=100001))
    assert rules_of(other, urns[2]) == {}


def test_a_school_that_is_stuck_by_what_was_published_tells_of_a_later_inspection(
    history: History,
) -> None:
    # Judged on 1 July 2025, by a report of 18 September.
    day, urn = dt.date(2025, 8, 31), 146438
    found = caught(history, as_at(history, day), day)
    (reason,) = found.loc[(found["urn"] == urn) & (found["rule"] == "Stuck"), "why"]
    assert reason.endswith("; inspected again on 1 July 2025, not published by this day")
