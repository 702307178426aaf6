"""What the licences of the published files ask to be said, wherever their data leave the app."""

from __future__ import annotations

STATEMENT = (
    "Contains public sector information licensed under the Open Government Licence v3.0; "
    "boundaries and postcodes contain OS data © Crown copyright and database right, and Royal Mail "
    "data © Royal Mail copyright and database right."
)
SHORT = (
    "Published data: Open Government Licence v3.0, © Crown copyright, © Royal Mail. "
    "Names of places: GeoNames, CC BY 4.0."
)
IN_FULL = (
    f"{STATEMENT} Roads on maps: © Highways England (now National Highways), OS © Crown copyright "
    "and database right. Names of places on maps: GeoNames, CC BY 4.0.",
    "Open Government Licence: https://www.nationalarchives.gov.uk/doc/open-government-licence/"
    "version/3/. CC BY 4.0: https://creativecommons.org/licenses/by/4.0/.",
    "Worked out from published records; not an official statistic, and none of the publishers "
    "endorses it.",
)
"""What is said once, where there is room, in paragraphs."""


def credited(sources: str) -> str:
    """Return sources in one line with what their licences ask to be said.

    >>> credited("The register of support kept in this app")[:60]
    'The register of support kept in this app. Published data: Op'
    """
    return f"{sources.rstrip('. ')}. {SHORT}"
