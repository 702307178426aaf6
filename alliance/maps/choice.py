"""What a live map is asked to show, and the names of what can be switched on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from alliance.analysis.areas.area_measures import measure_of, narrowing
from alliance.analysis.filters import Filter
from alliance.analysis.schools.inspection_scales import ASPECTS
from alliance.analysis.trusts.footprints import JOIN_KM
from alliance.maps.palette import SCALE_OF

if TYPE_CHECKING:
    import datetime as dt

    from alliance.analysis.areas.area_measures import Kind
    from alliance.analysis.schools.inspection_scales import Aspect
    from alliance.maps.palette import ColourBy

OPPORTUNITY_AREAS = "Opportunity Areas"
INVESTMENT_AREAS = "Education Investment Areas"
FOOTPRINTS = "Trust footprints"
BOUNDARIES = "Regions and local authorities"
TRANSFERS = "Transfers"
MEASURED_AREAS = "Shade areas by a measure"
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
    aspect
        Where that is a scale of inspections, the key of the aspect shown; its first by default.
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
    join_km
        The distance by which academies are joined to the clusters of footprints.
    dots
        Whether schools are drawn.

    """

    filter: Filter
    colour_by: ColourBy
    switched_on: frozenset[str]
    trusts: tuple[int, ...]
    period: tuple[dt.date, dt.date]
    theme: str = "light"
    measured: tuple[Kind, str] | None = None
    aspect: str = ""
    join_km: float = JOIN_KM
    dots: bool = True

    @property
    def coloured_aspect(self) -> Aspect | None:
        """The aspect of inspections by which schools are coloured; nothing where they are not."""
        scale = SCALE_OF.get(self.colour_by)
        if scale is None:
            return None
        known = [aspect for aspect in ASPECTS if aspect.scale == scale]
        return next((aspect for aspect in known if aspect.key == self.aspect), known[0])

    def shows(self, switch: str) -> bool:
        """Return whether one of ``SWITCHES`` is drawn."""
        return switch in self.switched_on

    @property
    def outlines_trusts(self) -> bool:
        """Whether footprints are lines alone: dots or shaded areas tell something by colours."""
        return self.colour_by != "Trust" or self.measured is not None

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
