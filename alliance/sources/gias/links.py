"""Get Information About Schools: which school came after which."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from alliance.sources.tables.layout import ANY_DAY_OR_BLANK, TEXT, URN, Layout, short_numbers
from alliance.sources.tables.values import any_day

if TYPE_CHECKING:
    from alliance.sources.tables.inbox import Inbox

LINKS = "gias/links_edubasealldata20260821.csv"
LINKS_LAYOUT = Layout(
    {
        "URN": URN,
        "LinkURN": URN,
        "LinkName": TEXT,
        "LinkType": TEXT,
        "LinkEstablishedDate": ANY_DAY_OR_BLANK,
    },
    aside={"URN": short_numbers, "LinkURN": short_numbers},
)
LINK_KINDS = {
    "Predecessor": "replaced",
    "Successor": "replaced",
    "Predecessor - merged": "merged",
    "Successor - merged": "merged",
    "Predecessor - amalgamated": "amalgamated",
    "Successor - amalgamated": "amalgamated",
    "Result of Amalgamation": "amalgamated",
    "Predecessor - Split School": "split",
    "Successor - Split School": "split",
}
# Links that are no succession.
OTHER_KINDS = (
    "Sixth Form Centre School",
    "Sixth Form Centre Link",
    "Merged - expansion in school capacity and changer in age range",
    "Merged - change in age range",
    "Merged - expansion of school capacity",
    "Expansion",
    "Closure",
    "Other",
)
EVERY_KIND = (*LINK_KINDS, *OTHER_KINDS)


def links(inbox: Inbox) -> pd.DataFrame:
    """Return each pair of a school and the one that came after it.

    A link is stated from either end; both are turned one way round. Links that are no succession
    (a shared sixth form, an expansion) are left out.

    Columns: predecessor_urn, successor_urn, date (missing where not stated), kind (replaced,
    merged, amalgamated, split), predecessor_name, successor_name (missing where only the other end
    is named).
    """
    return links_of(inbox, LINKS)


def links_of(inbox: Inbox, file: str) -> pd.DataFrame:
    """Return the pairs of a list of links, as :func:`links` does."""
    rows = inbox.rows(file, LINKS_LAYOUT)
    rows = rows[rows["LinkType"].isin(list(LINK_KINDS)) & (rows["URN"] != rows["LinkURN"])]
    forward = rows["LinkType"].str.startswith("Successor")
    amalgamation = rows["LinkType"] == "Result of Amalgamation"
    # "Result of Amalgamation" names the partner that goes on; both ends may say it of each other,
    # so the younger URN is the one that came after.
    younger = rows["LinkURN"].astype(int) > rows["URN"].astype(int)
    forward |= amalgamation & younger
    stated = any_day(rows["LinkEstablishedDate"])
    own, other = rows["URN"].astype("int32"), rows["LinkURN"].astype("int32")
    pairs = pd.DataFrame(
        {
            "predecessor_urn": own.where(forward, other),
            "successor_urn": other.where(forward, own),
            "date": stated,
            "kind": rows["LinkType"].map(LINK_KINDS),
            "predecessor_name": rows["LinkName"].where(~forward, None),
            "successor_name": rows["LinkName"].where(forward, None),
        }
    )
    return one_a_pair(pairs)


def one_a_pair(pairs: pd.DataFrame) -> pd.DataFrame:
    """Fold what is said of a pair into one row, whichever list says it."""
    # The newer of two stated dates is the corrected one; merged tells more than replaced.
    pairs = pairs.sort_values(["predecessor_urn", "successor_urn", "date", "kind"])
    return pairs.groupby(["predecessor_urn", "successor_urn"], as_index=False, sort=True).agg(
        date=("date", "max"),
        kind=("kind", "min"),
        predecessor_name=("predecessor_name", "first"),
        successor_name=("successor_name", "first"),
    )
