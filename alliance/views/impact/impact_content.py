"""What a scene of the question “Is it working?” shows, and the charts of its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliance.analysis.impact.outcomes import OUTCOMES
from alliance.analysis.impact.panel import by_year_since
from alliance.analysis.impact.question_names import outcome_name
from alliance.analysis.schools.inspection_scales import LAST_GRADE, aspect_of
from alliance.charts.frame import RESULTS
from alliance.charts.impact import CENSUS, judged_shares, love_plot, until_good, what_followed
from alliance.text.words import MISSING, count, counted
from alliance.views.content import Content, Figure
from alliance.views.impact.impact_answer import impact_of
from alliance.views.impact.impact_question import question_at
from alliance.views.impact.impact_tables import pairs_shown, shares_found
from alliance.views.impact.impact_words import (
    JUDGED_BRIEFLY,
    LATE_INSPECTION,
    answer_in_words,
    asked_in_words,
    naive_in_words,
    odds_in_words,
    placebo_in_words,
    places_of,
    run_up_in_words,
    shares_in_words,
    signed,
)
from alliance.views.table_rows import table_shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from alliance.analysis.impact.answer import Answer
    from alliance.charts.frame import Chart
    from alliance.views.content import Showing
    from alliance.views.page_address import PageAddress

PAIRS_SHOWN = ("name", "change", "like_name", "like_change", "day", "grade")
ASPECT = {
    "good": LAST_GRADE,
    "quality_since_2024": aspect_of("judged_quality_of_education"),
    "report_card": aspect_of("card_achievement"),
}
"""On which scale an outcome of inspections is told."""
NOT_A_CAUSE = (
    "What followed is not proof of what brought it about: like schools share only what is on "
    "record."
)


def impact(address: PageAddress, showing: Showing) -> Callable[[], Content]:
    """Return what followed, as the address asks."""
    question = question_at(address)
    address.filter()

    def content() -> Content:
        return _content(impact_of(question), showing)

    return content


def _content(answer: Answer, showing: Showing) -> Content:
    chart = chart_of(answer, dark=showing.dark)
    pairs, known = pairs_shown(answer)
    columns = {name: known[name] for name in PAIRS_SHOWN}
    pairs = pairs.assign(**dict.fromkeys([name for name in PAIRS_SHOWN if name not in pairs]))
    late = (LATE_INSPECTION,) if held_back(answer) else ()
    return Content(
        title=asked_in_words(answer),
        caption="",
        sentence=answer_in_words(answer),
        figures=figures_of(answer),
        charts=() if chart is None else (chart,),
        tables=(table_shown("The schools and those like them", pairs, columns),),
        facts=facts_of(answer),
        warnings=(NOT_A_CAUSE, *late, *filter(None, cautions_of(answer))),
    )


def cautions_of(answer: Answer) -> tuple[str, ...]:
    """Return what the years before say of the answer, to stand beside it."""
    return run_up_in_words(answer), placebo_in_words(answer)


def held_back(answer: Answer) -> bool:
    """Say whether the answer counts years in which schools under new numbers are not inspected."""
    return answer.curve is not None and answer.question.kind in ("joined", "moved")


def figures_of(answer: Answer) -> tuple[Figure, ...]:
    """Return the headline figures."""
    outcome = OUTCOMES[answer.question.outcome]
    asked = Figure(
        "Schools compared",
        f"{count(len(answer.sets))} of {count(len(answer.treated))}",
        "the others are listed with the reason",
    )
    found = answer.estimate
    if found is None:
        return (asked,)
    places = places_of(answer)
    unit = outcome.unit
    yearly = outcome.way == "yearly"
    own, like = ("", "") if yearly else shares_in_words(answer)
    judged = "" if yearly else JUDGED_BRIEFLY[outcome.key].format(years=answer.question.years)
    return (
        Figure(
            "Against like schools",
            f"{signed(found.value, places)}",
            f"{unit}, 95% interval {signed(found.lower, places)} to {signed(found.upper, places)}",
        ),
        Figure(
            "These schools",
            signed(answer.before_after, places) if yearly else f"{own}%",
            "change since before" if yearly else judged,
        ),
        Figure(
            "Like schools",
            signed(answer.like_before_after, places) if yearly else f"{like}%",
            f"{counted(found.like, 'school', 'schools')}{_allowing_for(answer, places)}",
        ),
        asked,
    )


def _allowing_for(answer: Answer, places: int) -> str:
    """Say how the difference follows from the two means, where it is not their plain gap."""
    found = answer.estimate
    assert found is not None  # noqa: S101
    if answer.curve is not None:
        return ""
    gap = answer.before_after - answer.like_before_after
    plain, allowed = signed(gap, places), signed(found.value, places)
    if plain == allowed:
        return ""
    return f"; {plain} apart as they are, {allowed} once what still differs is allowed for"


def facts_of(answer: Answer) -> dict[str, str]:
    """Return the figures that a caption may name."""
    places = places_of(answer)
    found = answer.estimate
    return {
        "schools": count(len(answer.treated)),
        "compared": count(len(answer.sets)),
        "outcome": outcome_name(answer.question.outcome),
        "answer": answer_in_words(answer),
        "odds": odds_in_words(answer),
        "naive": naive_in_words(answer),
        "difference": MISSING if found is None else signed(found.value, places),
        "lower": MISSING if found is None else signed(found.lower, places),
        "upper": MISSING if found is None else signed(found.upper, places),
        "before_after": signed(answer.before_after, places) if len(answer.sets) else MISSING,
        "like_schools": signed(answer.like_before_after, places) if len(answer.sets) else MISSING,
    }


def chart_of(answer: Answer, *, dark: bool) -> Chart | None:
    """Return the chart of what followed; None where too few schools can be compared."""
    if answer.estimate is None or answer.panel is None:
        return None
    outcome = OUTCOMES[answer.question.outcome]
    if answer.curve is not None:
        return until_good(answer.curve.table, outcome.name, dark=dark)
    assert answer.fit is not None  # noqa: S101
    if outcome.way == "inspection":
        found, places = answer.estimate, places_of(answer)
        gap = (
            f"{signed(found.value, places)} ({signed(found.lower, places)} to "
            f"{signed(found.upper, places)}) in 100 {JUDGED_BRIEFLY[outcome.key]}"
        )
        return judged_shares(
            shares_found(answer), ASPECT[outcome.key], outcome.name, gap, dark=dark
        )
    table = by_year_since(answer.panel).merge(
        answer.fit.table[["since", "value", "lower", "upper", "p"]], on="since", how="left"
    )
    table = table.assign(counted=table["since"].isin(answer.counted))
    source = RESULTS if outcome.table.startswith("results") else CENSUS
    return what_followed(
        table, outcome.name, outcome.unit, source, places=outcome.places, dark=dark
    )


def balance_chart(answer: Answer, *, dark: bool) -> Chart:
    """Return the love plot."""
    return love_plot(answer.balance, dark=dark)
