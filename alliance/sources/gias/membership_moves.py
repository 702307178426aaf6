"""Get Information About Schools: the history of academies' membership of trusts.

``academiesmatmembership<yyyymmdd>.csv`` (cp1252, days as yyyy-mm-dd) has a row for each time an
academy, open or closed, was in a trust, with the days it joined and left; trusts without an academy
have rows without a URN. The names of its columns were checked against the department's own loader
(github.com/dfe-analytical-services/giasr, R/trust_data.R), which calls the data "very messy with
multiple entries per trust/school combination", and against
github.com/National-Education-Union/edubase, edubase/edubase.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from alliance.sources.tables.layout import ANY_DAY_OR_BLANK, UID, URN, Column, Layout
from alliance.sources.tables.values import any_day

if TYPE_CHECKING:
    from alliance.sources.tables.inbox import Inbox
    from alliance.sources.tables.reading import Reading

JOINED, LEFT = "Date Joined Group", "Date Left Group"
OTHER_COLUMNS = frozenset(
    """Group ID|Group Name|Companies House Number|Group Type|Group Status|Group Open Date
Group Closed Date|Group UKPRN|Group Street|Group Locality|Group Address 3|Group Town|Group County
Group Postcode|DfE Number|EstablishmentName|EstablishmentStatus (name)|Establishment OpenDate
Establishment CloseDate|TypeOfEstablishment (name)|PhaseOfEducation (name)|LA (code)|LA (name)
ReasonEstablishmentOpened (name)|ReasonEstablishmentClosed (name)|HeadTitle (name)|HeadFirstName
HeadLastName|Street|Locality|Address3|Town|County (name)|Postcode""".replace("\n", "|").split("|")
)
# A blank URN is a trust without an academy.
LAYOUT = Layout(
    {
        "URN": Column(URN.pattern, "a six-digit URN, or blank", may_be_blank=True),
        "Group UID": UID,
        JOINED: ANY_DAY_OR_BLANK,
        LEFT: ANY_DAY_OR_BLANK,
    },
    needed=("URN", "Group UID"),
)
# Where no day is known the register has the first one of the calendar.
NO_DAY = pd.Timestamp(1900, 1, 1)
DAY = pd.Timedelta(days=1)
COLUMNS = {
    "seen": "datetime64[s]",
    "urn": "int32",
    "trust_uid": "int32",
    "joined": "datetime64[s]",
    "left": "datetime64[s]",
}


def none() -> pd.DataFrame:
    """Return the table of :func:`memberships` without a row."""
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in COLUMNS.items()})


def read(inbox: Inbox, file: str) -> Reading:
    """Read a history of memberships."""
    return inbox.reading(file, LAYOUT)


def newest_day(reading: Reading, today: pd.Timestamp) -> pd.Timestamp:
    """Return the newest day that a history of memberships states, up to ``today``; else NaT."""
    days = pd.concat([any_day(reading.rows[name]) for name in (JOINED, LEFT)])
    return pd.Timestamp(days[days <= today].max())


def memberships(reading: Reading, seen: pd.Timestamp) -> pd.DataFrame:
    """Return each stated membership: seen, urn, trust_uid, joined, left.

    ``left`` is the first day no longer in the trust. The register states the last day, but at times
    the day of joining the next trust: so a day on which the academy joined another is taken as it
    is. Days after ``seen`` are plans, and missing here.
    """
    rows = reading.rows[reading.rows["URN"] != ""]
    joined, last = (any_day(rows[name]) for name in (JOINED, LEFT))
    table = pd.DataFrame(
        {
            "seen": seen,
            "urn": rows["URN"],
            "trust_uid": rows["Group UID"],
            "joined": joined.where((joined > NO_DAY) & (joined <= seen)),
            "left": last.where((last > NO_DAY) & (last <= seen)),
        }
    ).astype(COLUMNS)
    joinings = pd.MultiIndex.from_frame(table[["urn", "joined"]].dropna())
    is_joining = pd.MultiIndex.from_frame(table[["urn", "left"]]).isin(joinings)
    table["left"] = table["left"].where(is_joining, table["left"] + DAY)
    table = table.dropna(subset=["joined", "left"], how="all").drop_duplicates()
    return table.sort_values(["urn", "joined", "left", "trust_uid"], ignore_index=True)
