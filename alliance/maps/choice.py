"""What a live map is asked to show, and the names of what can be switched on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from alliance.analysis.areas import measure_of, narrowing
from alliance.analysis.filters import Filter

if TYPE_CHECKING:
    import datetime as dt

    from alliance.analysis.areas import Kind
    from alliance.maps.palette import ColourBy

OPPORTUNITY_AREAS = "Opportunity Areas"
INVESTMENT_AREAS = "Education Investment Areas"
FOOTPRINTS = "Trust footprints"
BOUNDARIES = "Regions and authorities"
TRANSFERS = "Transfers"
MEASURED_AREAS = "Areas by measure"
SWITCHES = (
    OPPORTUNITY_AREAS,
    INVESTMENT_AREAS,
    FOOTPRINTS,
    BOUNDARIES,
    TRANSFERS,
    MEASURED_AREAS,
)


@dataclass(frozen=True)
class MapChoice:
    """What a live map is asked to show.

    Parameters
    ----------
    filter
        The schools looked at, and the day.
    colour_by
        What the colour of a school tells.
    switched_on
        Those of ``SWITCHES`` that are drawn.
    trusts
        UIDs of the trusts in colour, in the order in which they take colours.
    period
        First and last day of the transfers drawn.
    theme
        ``light`` or ``dark``.
    measured
        The kind of area and the measure by which areas are coloured; nothing if they are not.

    """

    filter: Filter
    colour_by: ColourBy
    switched_on: frozenset[str]
    trusts: tuple[int, ...]
    period: tuple[dt.date, dt.date]
    theme: str = "light"
    measured: tuple[Kind, str] | None = None

    def shows(self, switch: str) -> bool:
        """Tell whether one of ``SWITCHES`` is drawn."""
        return switch in self.switched_on

    @property
    def measured_of(self) -> Filter:
        """The schools whose measure areas show: as much of the filter as the measure can honour."""
        if self.measured is None:
            return Filter(self.filter.day)
        return narrowing(measure_of(self.measured[1]), self.filter)

    @property
    def front(self) -> tuple[int, ...]:
        """UIDs of the trusts whose academies are drawn larger and on top."""
        return self.trusts if self.colour_by == "Trust" else ()
