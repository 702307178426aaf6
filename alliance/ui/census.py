"""The census of the shares of disadvantaged pupils, told in the headings over them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliance.analysis.censuses import disadvantaged_census
from alliance.web.current import state_on

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from alliance.ui.table import Column

SHARE = "percent_disadvantaged"


def with_census(columns: Mapping[str, Column], day: dt.date) -> dict[str, Column]:
    """Give a table's columns; that of disadvantaged pupils says of which census it is on a day."""
    census = disadvantaged_census(state_on(day))
    if not census:
        return dict(columns)
    share = columns[SHARE]
    help_ = f"{share.help}, by the census of {census}"
    return {**columns, SHARE: share._replace(label=f"{share.label}, {census}", help=help_)}


def of_census(label: str, census: str) -> str:
    """Give a label with its census, where there is one."""
    return f"{label}, {census}" if census else label
