"""Pages of publishers about a school or a trust, by its number; each leaves the app."""

from __future__ import annotations

from typing import NamedTuple

_REGISTER = "https://get-information-schools.service.gov.uk"
_OFSTED = "https://www.ofsted.gov.uk/inspection-reports/find-inspection-report/provider/ELS"
"""As Ofsted's management information gives it for a school of any kind."""


class LinkOut(NamedTuple):
    """A page of another host: what it is called, and its address."""

    label: str
    address: str


def links_of_school(urn: int) -> tuple[LinkOut, ...]:
    """Return the pages of a school at the register and at Ofsted."""
    return (
        LinkOut(
            "Get Information About Schools",
            f"{_REGISTER}/Establishments/Establishment/Details/{int(urn)}",
        ),
        LinkOut("Ofsted reports", f"{_OFSTED}/{int(urn)}"),
    )


def links_of_trust(uid: int) -> tuple[LinkOut, ...]:
    """Return the page of a trust at the register."""
    return (
        LinkOut("Get Information About Schools", f"{_REGISTER}/Groups/Group/Details/{int(uid)}"),
    )
