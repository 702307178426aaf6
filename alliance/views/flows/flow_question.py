"""What flows are asked for: kind, places, period, quantity."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from alliance.analysis.flows.flow_places import LEVELS
from alliance.register.register_vocabulary import GIVEN, NOT_GIVEN, Status
from alliance.text.words import listed

if TYPE_CHECKING:
    from alliance.analysis.flows.flow_places import Level
    from alliance.analysis.flows.flows_by_kind import Direction, Flows, Kind, Quantity
    from alliance.views.matches.match_question import Question


KIND, LEVEL, QUANTITY, COLOUR = "flow_kind", "flow_level", "flow_quantity", "flow_colour"


MOVE = "flow_moves"


ALSO = "flow_also"
"""Names in the address what is shown besides support that counts as given."""

ALSO_SHOWN: dict[str, Status] = {status.value: status for status in NOT_GIVEN}

GIVEN_MEANS = (
    f"Support given is {listed([status.value for status in GIVEN])}. What you add is drawn with "
    "dashed lines; what is Paused or Stopped was given for a time, and is not counted."
)


LEVEL_NAMES: dict[str, Level] = {
    "Schools": "school",
    "Trusts": "trust",
    "Local authorities": "authority",
    "Regions": "region",
}


MOVES_MEAN = (
    "Transfer: from one trust to another. Single-academy trust joins: its academy joins a "
    "multi-academy trust. Change of legal entity: the trust changed its form only. Merger: a trust "
    "moved whole into another."
)


AMOUNTS: dict[str, Quantity] = {
    "Number": "count",
    "Days planned": "days",
    "Days delivered": "days_delivered",
    "Pounds": "pounds",
}


WHAT: dict[Kind, str] = {
    "Support": "Support recorded in the register of support",
    "Documented": "Support that published articles and reports tell of",
    "Transfers": "Academies that moved from one trust to another, by the dated lists",
    "Suggestions": "Who could help whom: the plan of Matches",
}


@dataclass(frozen=True)
class FlowChoice:
    """What the page of flows is asked to show.

    Parameters
    ----------
    by
        The category that the colours tell.
    start, end
        The period; of suggestions the day, twice.
    moves
        The kinds of move kept, as the table of flows names them.
    also
        Statuses of support shown besides those that count as given, in their order.
    question
        Of suggestions: what Matches is asked, whose plan they are.

    """

    kind: Kind
    level: Level
    quantity: Quantity
    by: str
    way: Direction
    start: dt.date
    end: dt.date
    moves: tuple[str, ...]
    also: tuple[str, ...] = ()
    question: Question | None = None

    @property
    def lasts(self) -> bool:
        """Whether flows of the kind go on for more than a day."""
        return self.kind in ("Support", "Documented")


def last_day_of(month: dt.date) -> dt.date:
    """Return the last day of a month."""
    return month.replace(day=calendar.monthrange(month.year, month.month)[1])


@lru_cache(maxsize=16)
def months(start: dt.date, end: dt.date) -> list[dt.date]:
    """Return the first day of every month that the period touches."""
    count = (end.year - start.year) * 12 + end.month - start.month + 1
    first = start.month - 1
    return [dt.date(start.year + (first + i) // 12, (first + i) % 12 + 1, 1) for i in range(count)]


PLACE, OTHER, WAY = "flow_place", "flow_other", "flow_way"


def places_by_name(flows: Flows, level: Level) -> dict[str, str]:
    """Return the places of the flows by name, those of the level shown first."""
    every = [f"{end}_{held}" for end in ("from", "to") for held in LEVELS]
    used = set(flows.table[every].to_numpy().ravel())
    first = set(flows.table[[f"from_{level}", f"to_{level}"]].to_numpy().ravel())
    names = flows.places["name"]
    rows = [(key not in first, names[key].casefold(), names[key], key) for key in used]
    return {name: key for _, _, name, key in sorted(rows)}
