"""What the licences of the published files ask to be said, wherever their data leave the app."""

from __future__ import annotations

STATEMENT = (
    "Contains public sector information licensed under the Open Government Licence v3.0; "
    "boundaries and postcodes contain OS data © Crown copyright and database right, and Royal Mail "
    "data © Royal Mail copyright and database right."
)
SHORT = "Published data: Open Government Licence v3.0, © Crown copyright."


def credited(sources: str) -> str:
    """Return sources in one line with what their licences ask to be said.

    >>> credited("The register of support kept in this app")
    'The register of support kept in this app. Published data: Open Government Licence v3.0, © Crown copyright.'
    """  # noqa: E501
    return f"{sources.rstrip('. ')}. {SHORT}"
