"""Academies that moved between trusts, and support that articles document, a row each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alliance.analysis.flows.flows_by_kind import narrowed
from alliance.analysis.flows.transfers import transfers
from alliance.current.current_flows import transfers_within
from alliance.current.state import current_history, kept
from alliance.views.flows.flow_tables import documented_rows

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd

    from alliance.analysis.filters import Filter

DOCUMENTED = {
    "number": "number",
    "from_school": "supporter",
    "supporter_name": "supporter_in_source",
    "urn": "urn",
    "name": "supported",
    "recipient_name": "supported_in_source",
    "to_trust": "supported_trust",
    "theme": "theme",
    "programme": "programme",
    "when": "start",
    "known": "start_known",
    "end_told": "end",
    "status": "status_when_published",
    "joined_told": "led_to_joining",
    "what": "what",
    "publisher": "publisher",
    "title": "source",
    "published": "published",
    "link": "link",
    "phase": "phase",
    "to_authority": "la_name",
    "to_region": "region",
    "from_authority": "supporter_la_name",
    "from_region": "supporter_region",
}
"""What is told of a documented case, by its column on the page of flows."""


@kept(maxsize=24)
def transfer_rows(
    chosen: Filter,
    start: dt.date,
    end: dt.date,
    from_trust: int | None = None,
    to_trust: int | None = None,
) -> pd.DataFrame:
    """Return the academies of the filter that changed trust within a period, both days counted.

    The filter keeps them as on the page of flows
    (:func:`alliance.analysis.flows.flows_by_kind.narrowed`); local authorities are those of its
    day.

    Returns
    -------
    DataFrame
        The columns of :func:`alliance.analysis.flows.transfers.transfers`, phase, la_name, region
        (of the school), lon, lat; in order of date.

    Raises
    ------
    QuestionError, DayOutsideHistory
        As :func:`alliance.analysis.flows.transfers.transfers`.

    """
    history = current_history()
    moves = transfers(history, start, end)
    kept_flows = narrowed(transfers_within(start, end, chosen.day), chosen)
    within = kept_flows.named().set_index("number")
    # A flow's number is the place of its move.
    found = moves.iloc[within.index - 1].reset_index(drop=True)
    place = {"phase": "phase", "la_name": "from_authority", "region": "from_region"}
    found = found.assign(**{name: within[column].to_numpy() for name, column in place.items()})
    places = history.schools.set_index("urn")[["lon", "lat"]]
    found = found.join(places, on="urn_after")
    if from_trust is not None:
        found = found[found["from_uid"] == from_trust]
    if to_trust is not None:
        found = found[found["to_uid"] == to_trust]
    return found.reset_index(drop=True)


@kept(maxsize=12)
def documented_support_rows(chosen: Filter) -> pd.DataFrame:
    """Return the support that published articles document, a row a case with its source.

    Both ends are in the records and one is in the filter, as on the page of flows. Nothing of the
    register of support is among them.
    """
    rows = documented_rows(chosen)
    return rows[list(DOCUMENTED)].rename(columns=DOCUMENTED)
