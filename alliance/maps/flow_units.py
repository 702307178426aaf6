"""Quantities of flows in words: 1 academy, 8 academies, £12,000, 40 days."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from alliance.maps.arrows import FULL_COUNT

if TYPE_CHECKING:
    from alliance.analysis.flows.flows_by_kind import Kind, Quantity


THOUSANDS = 10_000
"""From this number on, where there is little room, thousands are told."""


class Unit(NamedTuple):
    """The noun of one and of many, a sign before the number, and the widest arrow's quantity."""

    one: str
    many: str
    sign: str = ""
    full: float = FULL_COUNT

    def number(self, value: float) -> str:
        """Return the number with its sign: 8, £12,000."""
        return f"{self.sign}{value:,.0f}"

    def short(self, value: float) -> str:
        """Return the number where there is little room: 8, £12k."""
        return self.number(value) if value < THOUSANDS else f"{self.sign}{value / 1000:,.0f}k"

    def words(self, value: float) -> str:
        """Return the number with its noun: 8 academies."""
        noun = self.one if round(value) == 1 else self.many
        return f"{self.number(value)} {noun}".strip()


COUNTED: dict[Kind, Unit] = {
    "Support": Unit("support arrangement", "support arrangements"),
    "Documented": Unit("documented case", "documented cases"),
    "Transfers": Unit("academy", "academies"),
    "Suggestions": Unit("suggestion", "suggestions"),
}
MEASURED: dict[Quantity, Unit] = {
    "days": Unit("day planned", "days planned", full=50.0),
    "days_delivered": Unit("day delivered", "days delivered", full=50.0),
    "pounds": Unit("", "", "£", full=20_000.0),
}


def unit_of(kind: Kind, quantity: Quantity) -> Unit:
    """Return the unit in which a quantity of flows of a kind is told."""
    return MEASURED.get(quantity, COUNTED[kind])
