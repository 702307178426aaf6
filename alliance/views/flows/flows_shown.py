"""What the page of flows shows: what filter, period, place and way leave, and its words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from alliance.analysis.filters import everywhere
from alliance.analysis.flows.bundles import bundled
from alliance.analysis.flows.flows_by_kind import (
    active,
    at_place,
    directed,
    flows_between,
    main_categories,
    narrowed,
    with_few_categories,
    without_day,
    without_month,
)
from alliance.charts.frame import OFSTED, REGISTER
from alliance.current.current_flows import (
    documented_known,
    support_known,
    transfers_within,
)
from alliance.current.state import kept
from alliance.errors import QuestionError
from alliance.maps.flow_layers import category_colours
from alliance.maps.flow_units import unit_of
from alliance.maps.palette import THEMES
from alliance.text.words import count, counted, day_in_words, listed, period_in_words
from alliance.views.flows.flow_question import ALSO_SHOWN, last_day_of
from alliance.views.flows.suggested import suggested_by
from alliance.views.matches.match_question import answer_to
from alliance.views.scope import scope_in_words

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    import pandas as pd

    from alliance.analysis.filters import Filter
    from alliance.analysis.flows.bundles import Bundles
    from alliance.analysis.flows.flows_by_kind import Flows, Kind
    from alliance.maps.flow_units import Unit
    from alliance.views.flows.flow_question import FlowChoice
    from alliance.views.matches.match_question import Answer


SOURCES = {
    "Support": "the register of support kept in this app",
    "Documented": "published articles and reports, named in each row",
    "Transfers": REGISTER,
    "Suggestions": f"{OFSTED}; {REGISTER}; matched by this app",
}


@dataclass(frozen=True, eq=False)
class FlowsShown:
    """The flows on the page.

    Parameters
    ----------
    everywhere
        Those of the kind, period and moves in all of England.
    scope
        Of these, those with an end in the filter.
    flows
        Of these, what the place and the way leave.
    start, end
        The first and last day shown: the period, or the part of it that the slider shows.
    month
        The month that the slider stands at; nothing while it is closed.
    left_out
        How many supports of each status are not shown, as they do not count as given.
    place
        The place looked at, if there is one.
    dark
        Whether the page is shown on dark.

    """

    choice: FlowChoice
    chosen: Filter
    everywhere: Flows
    scope: Flows
    flows: Flows
    start: dt.date
    end: dt.date
    month: dt.date | None
    left_out: Mapping[str, int]
    place: str | None
    dark: bool

    @cached_property
    def categories(self) -> list[str]:
        """The categories that have colours of their own, whatever is looked at."""
        return main_categories(self.everywhere, self.choice.by)

    @cached_property
    def colours(self) -> Mapping[str, str]:
        """The colour of each category."""
        return category_colours(self.categories, THEMES[self.theme])

    @property
    def theme(self) -> str:
        """The name of the theme."""
        return "dark" if self.dark else "light"

    @cached_property
    def few(self) -> Flows:
        """The flows with the lesser categories put together."""
        return with_few_categories(self.flows, self.choice.by, self.categories)

    @cached_property
    def pairs(self) -> pd.DataFrame:
        """What the Sankey and the matrix draw, and the map where they are not too many."""
        choice = self.choice
        return flows_between(self.few, choice.level, choice.quantity, choice.by)

    @cached_property
    def bundles(self) -> Bundles:
        """What the map draws of the pairs: where they are many, the smaller are put together."""
        choice = self.choice
        return bundled(self.few, choice.level, choice.quantity, choice.by)

    @cached_property
    def not_drawn_by_month(self) -> str:
        """How many moves stand in no month, for their day is not known; blank where none."""
        if only_year := without_month(self.flows):
            counted_up = unit_of(self.choice.kind, "count").words(only_year)
            return f"{counted_up} of which only the year is known: not drawn by month."
        times = without_day(self.flows)
        said = [
            f"{counted(flows, 'move', 'moves')} between {day_in_words(after)} and "
            f"{day_in_words(by)}"
            for after, by, flows in times.itertuples(index=False, name=None)
        ]
        ends = (
            "has no known day and is" if times["flows"].sum() == 1 else "have no known day and are"
        )
        return f"{listed(said, most=len(said))} {ends} not drawn." if said else ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw; a month without flows is still drawn."""
        return self.flows.table.empty and self.month is None

    @property
    def unit(self) -> Unit:
        """The unit of the quantity."""
        return unit_of(self.choice.kind, self.choice.quantity)

    @property
    def total(self) -> float:
        """The sum of the quantity over all flows."""
        return self.flows.total(self.choice.quantity)

    @property
    def illustrative(self) -> int:
        """How many of the flows are invented."""
        return int(self.flows.table["illustrative"].sum())

    @property
    def given(self) -> Flows:
        """The flows that count as given."""
        return self.flows.kept(self.flows.table["given"].astype("bool"))

    @cached_property
    def not_given(self) -> dict[str, int]:
        """How many of the flows shown do not count as given, by status."""
        rest = self.flows.table[~self.flows.table["given"].astype("bool")]
        return by_status(rest)

    @property
    def title(self) -> str:
        """What charts and downloads are called."""
        also = [status.lower() for status in self.choice.also]
        names = {
            "Support": f"Support {listed(['given', *also], most=9)}",
            "Documented": "Support documented in articles and reports",
            "Transfers": "Academies that moved between trusts",
            "Suggestions": "Support suggested by the match",
        }
        mark = "Example data: " if self.illustrative else ""
        return f"{mark}{names[self.choice.kind]}, {self.when}"

    @property
    def when(self) -> str:
        """The days shown, in words."""
        if self.start == self.end:
            return day_in_words(self.start)
        return f"{day_in_words(self.start)} to {day_in_words(self.end)}"

    @property
    def source(self) -> str:
        """Where the flows are from."""
        return SOURCES[self.choice.kind]

    @property
    def sentence(self) -> str:
        """What is looked at."""
        when = self.when
        if self.choice.kind == "Transfers" and self.start < self.end:
            when = period_in_words(self.start, self.end)
        flows = counted(len(self.flows.table), *unit_of(self.choice.kind, "count")[:2])
        if self.not_given:
            flows = f"{flows}, of them not given: {statuses_in_words(self.not_given)}"
        scope = scope_in_words(self.chosen)
        return f"{self.choice.kind} · {scope[0].upper()}{scope[1:]} · {when} · {flows}"


def by_status(table: pd.DataFrame) -> dict[str, int]:
    """Count supports by status, in the order of statuses."""
    if table.empty:
        return {}
    numbers = table["status"].value_counts()
    return {name: int(numbers[name]) for name in ALSO_SHOWN if name in numbers}


def statuses_in_words(numbers: Mapping[str, int]) -> str:
    """Write how many there are of each status: 2 Proposed and 1 Declined."""
    return listed([f"{count(number)} {name}" for name, number in numbers.items()], most=9)


@kept(maxsize=32)
def shown_at(
    choice: FlowChoice,
    chosen: Filter,
    revision: int,
    place: str | None,
    other: str | None,
    month: dt.date | None,
    dark: bool,
) -> FlowsShown:
    """Narrow the flows; one object for the same question, which holds what is drawn from it."""
    everyone, scope = flows_in_scope(choice, chosen, revision)
    start, end = _days(choice, month)
    flows = active(scope, start, end)
    flows = (
        directed(flows, chosen, choice.way)
        if place is None
        else at_place(flows, place, other, choice.way)
    )
    left_out = _left_out(choice, chosen, revision)
    return FlowsShown(
        choice, chosen, everyone, scope, flows, start, end, month, left_out, place, dark
    )


@kept(maxsize=32)
def flows_in_scope(choice: FlowChoice, chosen: Filter, _revision: int) -> tuple[Flows, Flows]:
    """Return the flows of the kind in all of England, and those that touch the filter."""
    if choice.kind == "Transfers":
        known = transfers_within(choice.start, choice.end, chosen.day)
        known = known.kept(known.table["move"].isin(choice.moves))
    elif choice.kind == "Support":
        known = support_known(choice.end, chosen.day)
        known = known.kept(known.table["given"] | known.table["status"].isin(choice.also))
    elif choice.kind == "Documented":
        known = documented_known(choice.end, chosen.day)
    else:
        known = suggested_by(plan_of(choice))
    everyone = active(narrowed(known, everywhere(chosen)), choice.start, choice.end)
    return everyone, narrowed(everyone, chosen)


def plan_of(choice: FlowChoice) -> Answer:
    """Return the plan of Matches whose pairs are shown as suggestions."""
    if choice.question is None:
        raise QuestionError("Suggestions are the plan of Matches; expected its question.")
    return answer_to(choice.question)


@kept(maxsize=32)
def _left_out(choice: FlowChoice, chosen: Filter, revision: int) -> dict[str, int]:
    """Count the supports of the filter and the period that are not shown, by status."""
    if choice.kind != "Support":
        return {}
    every = flows_in_scope(replace(choice, also=tuple(ALSO_SHOWN)), chosen, revision)[1].table
    return by_status(every[~every["given"] & ~every["status"].isin(choice.also)])


def starts_of(kind: Kind, day: dt.date, also: tuple[str, ...] = ()) -> list[dt.date]:
    """Return the day on which each support that is shown starts, or the first it can have.

    ``also`` names statuses shown besides those given; of other kinds of flow there are none.
    """
    if kind not in ("Support", "Documented"):
        return []
    known = support_known if kind == "Support" else documented_known
    table = known(day).table
    if kind == "Support":
        table = table[table["given"] | table["status"].isin(also)]
    return [start.date() for start in table["start"]]


def _days(choice: FlowChoice, month: dt.date | None) -> tuple[dt.date, dt.date]:
    """Return days shown: support as it is in the month, transfers as they have added up by it."""
    if month is None:
        return choice.start, choice.end
    until = min(last_day_of(month), choice.end)
    return (max(month, choice.start) if choice.lasts else choice.start), until
