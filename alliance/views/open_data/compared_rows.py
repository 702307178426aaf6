"""Schools, trusts and places side by side, a row a figure and side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliance.analysis.filters import only
from alliance.errors import QuestionError
from alliance.views.compare.compare_table import compared
from alliance.views.compare.sides import LEAST, MOST, sides_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from alliance.analysis.filters import Filter
    from alliance.views.compare.sides import Side

NAMED_SO = "trust:4119, school:136633, area:Doncaster, authority:Leeds or region:London"
"""How those compared are named."""


def sides_named(keys: Sequence[str]) -> list[Side]:
    """Return those that keys name.

    Raises
    ------
    QuestionError
        One is not known, or there are too few or too many; all that is wrong is said.

    """
    sides, unknown = sides_of(keys)
    faults = [f"{key[:60]!r} is not known; expected such as {NAMED_SO}." for key in unknown]
    named = len(dict.fromkeys(filter(None, keys)))
    if not (LEAST <= named <= MOST):
        faults.append(f"{named} are named to compare; expected {LEAST} to {MOST}.")
    if faults:
        raise QuestionError(" ".join(faults))
    return sides


def compared_rows(keys: Sequence[str], chosen: Filter) -> pd.DataFrame:
    """Return the figures of those that keys name, of their regions and of England.

    Returns
    -------
    DataFrame
        As :func:`alliance.views.compare.compare_table.compared`.

    Raises
    ------
    QuestionError
        As :func:`sides_named`.

    """
    return compared(sides_named(keys), only(chosen, "school"))
