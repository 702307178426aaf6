"""Under which URN a school stood on a day: an academy has another than the school it replaced."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from alliance.history import History


def open_as(history: History, state: pd.DataFrame, urns: pd.Series[int]) -> pd.Series[int]:
    """Return for each URN that of the school of the day which continues it, or that it continues.

    A URN that is open itself, or of which no such school is open, stays as it is.

    Parameters
    ----------
    state
        The schools of the day as ``as_at`` gives them.

    """
    pairs = history.pasts[["urn", "past_urn"]]
    pairs = pairs[pairs["urn"] != pairs["past_urn"]]
    here = set(state["urn"])
    later = pairs[pairs["urn"].isin(here)].drop_duplicates("past_urn")
    before = pairs[pairs["past_urn"].isin(here)].drop_duplicates("urn", keep="first")
    stands = {
        **before.set_index("urn")["past_urn"].to_dict(),
        **later.set_index("past_urn")["urn"].to_dict(),
    }
    return urns.where(urns.isin(here), urns.map(stands).fillna(urns)).astype("int64")
