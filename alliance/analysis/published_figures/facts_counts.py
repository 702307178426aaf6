"""Published numbers of open schools, beside how many the history has open."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from alliance.analysis.published_figures.fact import Fact
from alliance.history import as_at

if TYPE_CHECKING:
    from collections.abc import Callable

    from alliance.history import History

CENSUS = "Department for Education, school census, January {}: rows by type of school"
# The third Thursday of January, when each census was taken.
DAYS = {2019: 17, 2021: 21, 2022: 20, 2023: 19}
# Of each type of school in the census its phases in the history, and the rows of each year.
NUMBERS: dict[str, tuple[tuple[str, ...], dict[int, int]]] = {
    "nursery": (("Nursery",), {2019: 391, 2021: 388, 2022: 385, 2023: 383}),
    "primary": (("Primary",), {2019: 16769, 2021: 16791, 2022: 16786, 2023: 16783}),
    "secondary": (
        ("Secondary", "All-through", "16 to 19"),
        {2019: 3448, 2021: 3458, 2022: 3473, 2023: 3444},
    ),
    "special": (("Special",), {2019: 986 + 58, 2021: 1005 + 57, 2022: 1013 + 56, 2023: 1026 + 54}),
    "alternative provision": (
        ("Alternative provision",),
        {2019: 352, 2021: 348, 2022: 338, 2023: 335},
    ),
}
# A share of the published number: the census of 2023 lacks 16 to 19 academies, which it counts
# with secondary schools; the others differ by 12 of 16,769 at most, or 9 of 1,069.
TOLERANCE, TOLERANCE_SECONDARY = 0.01, 0.011


def _open_schools(day: dt.date, phases: tuple[str, ...]) -> Callable[[History], float]:
    def find(history: History) -> float:
        return float(as_at(history, day)["phase"].isin(phases).sum())

    return find


COUNT_FACTS = [
    Fact(
        f"Open {name} schools",
        day := dt.date(year, 1, DAYS[year]),
        published,
        _open_schools(day, phases),
        CENSUS.format(year),
        tolerance=round(published * (TOLERANCE_SECONDARY if name == "secondary" else TOLERANCE), 1),
    )
    for name, (phases, numbers) in NUMBERS.items()
    for year, published in numbers.items()
]
