"""What stands side by side: schools, trusts and places, and published figures beside ours."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from alliance.analysis.filters import only
from alliance.api.formats import Found
from alliance.api.parameters import OF_SCHOOLS, THE_DAY, Parameter
from alliance.api.problems import Fault
from alliance.api.resources import Resource, about
from alliance.api.row_models import row_model
from alliance.current.state import current_history
from alliance.errors import QuestionError
from alliance.views.compare.compare_table import compared
from alliance.views.compare.sides import COMPARED
from alliance.views.data.provenance import facts_reproduced
from alliance.views.open_data.compared_rows import NAMED_SO, sides_named
from alliance.views.open_data.open_columns import COMPARED as COMPARED_COLUMNS
from alliance.views.open_data.typed import typed

if TYPE_CHECKING:
    from collections.abc import Callable

    from alliance.api.question import Asked
    from alliance.views.compare.sides import Side
    from alliance.views.open_data.open_columns import Columns

FACT: Columns = {
    "what": (str, "What the figure is"),
    "day": (dt.date, "The day it is of"),
    "published": (float, "As published"),
    "found": (float, "As this history gives it"),
    "unit": (str, "Its unit; null where it counts"),
    "tolerance": (float, "How far the two may lie apart; null where they are only compared"),
    "holds": (bool, "Whether it is reproduced; null where the two are only compared"),
    "verdict": (str, "reproduced, not reproduced or compared"),
    "source": (str, "Who published it, and where"),
    "remark": (str, "Why the two may differ"),
}
SIDES = Parameter(
    COMPARED,
    f"One of two to six that are compared, as {NAMED_SO}.",
    {"type": "string"},
    many=True,
    example="trust:4119",
)


def _compared(asked: Asked) -> Callable[[], Found]:
    chosen = only(asked.filter(), "school")
    sides: list[Side] = []
    try:
        sides = sides_named(asked.given[COMPARED])
    except QuestionError as fault:
        asked.faults.append(Fault(COMPARED, str(fault)))
    told = [side.name for side in sides]
    return lambda: Found(
        typed(compared(sides, chosen), COMPARED_COLUMNS), about(chosen, sides=told)
    )


def _facts(_asked: Asked) -> Callable[[], Found]:
    def found() -> Found:
        day = current_history().last_day.isoformat()
        told = {"day": day, "history": current_history().version, "filter": {}, "notes": []}
        return Found(typed(facts_reproduced(), FACT), told)

    return found


SIDE_BY_SIDE = (
    Resource(
        "/compare",
        "Schools, trusts and places side by side",
        "Two to six schools, trusts, Opportunity Areas, local authorities and regions on a day, a "
        "row a figure and side: grades and trusts, pupils, attainment, absence and deprivation, "
        "with rows for the regions they lie in and for England, and the gap to both.",
        (SIDES, THE_DAY, *OF_SCHOOLS),
        row_model("Compared", "A figure of one of those compared.", COMPARED_COLUMNS),
        _compared,
        on_map=False,
    ),
    Resource(
        "/published-figures",
        "Published figures beside this history's",
        "Figures that others published, beside those that this history gives for the same day, as "
        "on the Data page.",
        (),
        row_model("PublishedFigure", "A published figure and this history's own.", FACT),
        _facts,
        on_map=False,
    ),
)
