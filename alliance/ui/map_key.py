"""The key of a map: what its colours mean, and how many there are."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, NamedTuple

from alliance.maps.palette import (
    GRADE_NAMES,
    NO_GRADE,
    grade_colours,
    trust_colours,
)
from alliance.ui.frame import trust_name
from alliance.ui.words import count

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from alliance.maps.palette import Theme


class KeyRow(NamedTuple):
    """A swatch ("dot" or "area"), its colour, its words and how many there are."""

    shape: str
    colour: str
    words: str
    number: str = ""


def map_key(title: str, rows: Sequence[KeyRow], theme: Theme) -> str:
    """Write the key as HTML."""
    items = "".join(
        f'<li><i class="{row.shape}" style="color:{row.colour}"></i>{escape(row.words)}'
        f"<b>{row.number}</b></li>"
        for row in rows
    )
    return (
        f'<div class="map-key" style="background:{theme.halo}">'
        f"<strong>{escape(title)}</strong><ul>{items}</ul></div>"
    )


def grade_rows(schools: pd.DataFrame, theme: Theme) -> list[KeyRow]:
    """Give a row a grade."""
    numbers = schools["grade"].fillna(NO_GRADE).value_counts()
    return [
        KeyRow("dot", colour, GRADE_NAMES[grade], count(numbers.get(grade, 0)))
        for grade, colour in grade_colours(theme).items()
    ]


def trust_rows(schools: pd.DataFrame, trusts: tuple[int, ...], theme: Theme) -> list[KeyRow]:
    """Give a row a trust in colour, and the rest where there is any."""
    numbers = schools["trust_uid"].value_counts()
    rows = [
        KeyRow("dot", colour, trust_name(uid), count(numbers.get(uid, 0)))
        for uid, colour in trust_colours(trusts, theme).items()
    ]
    academies = int(numbers.sum())
    others = academies - sum(int(numbers.get(uid, 0)) for uid in trusts)
    rest = [
        KeyRow("dot", theme.other_academy, "Other academies", count(others)),
        KeyRow("dot", theme.other_school, "Other schools", count(len(schools) - academies)),
    ]
    return [*rows, *(row for row in rest if row.number != "0")]
