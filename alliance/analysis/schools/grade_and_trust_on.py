"""What held for each of many schools, each on a day of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from alliance.history import History


def grade_on(history: History, urns: pd.Series, days: pd.Series) -> pd.DataFrame:
    """Return the grade each school carried on its day, as ``as_at`` gives it.

    Parameters
    ----------
    urns, days
        Of one length; a missing day has no grade.

    Returns
    -------
    DataFrame
        Rows and index as ``urns``: grade (1–4, missing where none), grade_inherited, grade_date.

    """
    found = _latest(urns, days, history.grades.rename(columns={"start": "since"}))
    return pd.DataFrame(
        {
            "grade": found["grade"],
            "grade_inherited": found["grade_inherited"].eq(other=True),
            "grade_date": found["since"],
        }
    )


def trust_on(history: History, urns: pd.Series, days: pd.Series) -> pd.DataFrame:
    """Return the trust that held each school on its day.

    Returns
    -------
    DataFrame
        Rows and index as ``urns``: trust_uid, trust_name; missing where the school was in none.

    """
    spells = history.memberships[["urn", "trust_uid", "joined", "left"]]
    found = _latest(urns, days, spells.rename(columns={"joined": "since"}))
    held = found["since"].notna() & ~(found["left"] <= found["day"])
    uid = found["trust_uid"].where(held).astype("Int32")
    names = history.trusts.set_index("trust_uid")["name"]
    return pd.DataFrame({"trust_uid": uid, "trust_name": uid.map(names)})


def _latest(urns: pd.Series, days: pd.Series, events: pd.DataFrame) -> pd.DataFrame:
    """Return for each school its last event ``since`` its day, in rows as ``urns``."""
    asked = pd.DataFrame(
        {
            "urn": urns.to_numpy("int32"),
            "day": pd.to_datetime(days).to_numpy("datetime64[ms]"),
            "row": range(len(urns)),
        }
    )
    found = pd.merge_asof(
        asked.dropna(subset=["day"]).sort_values("day"),
        events.astype({"since": "datetime64[ms]"}).sort_values("since"),
        left_on="day",
        right_on="since",
        by="urn",
    )
    return found.set_index("row").reindex(asked["row"]).set_axis(urns.index)
