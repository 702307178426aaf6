"""What the live map may show, and what it shows at first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliance.analysis.schools.inspection_scales import ASPECTS
from alliance.analysis.trusts.footprints import JOIN_CHOICES_KM
from alliance.current.known_on_day import known_now
from alliance.maps.choice import FOOTPRINTS, OPPORTUNITY_AREAS
from alliance.maps.palette import COLOUR_BY, SCALE_OF

if TYPE_CHECKING:
    import datetime as dt

    from alliance.analysis.areas.area_measures import Kind
    from alliance.maps.palette import ColourBy


KIND_NAMES: dict[Kind, str] = {
    "region": "Regions",
    "authority": "Local authorities",
    "district": "Districts",
    "opportunity_area": "Opportunity Areas",
}


def colours_on(day: dt.date) -> tuple[ColourBy, ...]:
    """Return what schools can be coloured by on a day: what the records tell of by then."""
    known = known_now(day)
    missing = {
        "Judgement": known.judged,
        "Report card": known.report_cards,
        "Ungraded": known.ungraded,
    }
    return tuple(by for by in COLOUR_BY if not missing.get(by))


def aspects_of(colour_by: str) -> dict[str, str]:
    """Return the keys of the aspects of a colour by name; none where it has none to choose from."""
    scale = SCALE_OF.get(colour_by)
    found = {aspect.name: aspect.key for aspect in ASPECTS if aspect.scale == scale}
    return found if len(found) > 1 else {}


SWITCHED_ON = (OPPORTUNITY_AREAS, FOOTPRINTS)
"""What the map shows beside the schools until the visitor says otherwise."""

SCHOOLS, DOTS = "Schools", "dots"
"""The switch of the schools themselves, and its name in the address."""
JOIN_DISTANCE = "clusters_within"
"""Names the distance by which academies are joined to clusters in the address."""
JOIN_DISTANCES_KM = {f"{km:g} km": km for km in JOIN_CHOICES_KM}
"""The distances that can be chosen, as the address says them."""
