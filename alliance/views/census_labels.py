"""The census of pupils and of shares of them, told in the headings over them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliance.analysis.schools.censuses import (
    disadvantaged_census,
    free_meals_census,
    near_rolls,
    roll_census,
)
from alliance.current.state import state_on

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from alliance.views.columns import Column


CENSUSES = {
    "percent_disadvantaged": disadvantaged_census,
    "percent_fsm": free_meals_census,
    "pupils": roll_census,
}


def with_census(columns: Mapping[str, Column], day: dt.date) -> dict[str, Column]:
    """Return a table's columns; those that rest on a census say of which it is on a day."""
    dated, schools = dict(columns), near_rolls(state_on(day), day)
    for name in CENSUSES.keys() & columns.keys():
        if census := CENSUSES[name](schools):
            share = columns[name]
            help_ = f"{share.help}, by the census of {census}".lstrip(", ")
            dated[name] = share._replace(label=f"{share.label}, {census}", help=help_)
    return dated


def of_census(label: str, census: str) -> str:
    """Return a label with its census, where there is one."""
    return f"{label}, {census}" if census else label
