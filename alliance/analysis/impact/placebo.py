"""Questions to which the answer should be: nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from alliance.analysis.impact.lines import lines_of

if TYPE_CHECKING:
    from alliance.history import History

YEARS_EARLIER = 3


def moved_earlier(treated: pd.DataFrame, years: int = YEARS_EARLIER) -> pd.DataFrame:
    """Return treated schools as if it had begun years earlier; nothing after their day counts."""
    earlier = treated["day"] - pd.DateOffset(years=years)
    return treated.assign(day=earlier.astype("datetime64[ms]"), until=treated["day"])


def never_treated(history: History, treated: pd.DataFrame, schools: int, seed: int) -> pd.DataFrame:
    """Return schools that never joined or moved, with days drawn from those of treated schools.

    Each stands for itself in intervals, as a school that came under nobody.
    """
    rng = np.random.default_rng(seed)
    lines = lines_of(history)
    newest = lines.urns.drop_duplicates("line", keep="last")
    free = newest[~newest["line"].isin(lines.spells["line"]) & newest["closed"].isna()]
    drawn = free.sort_values("line").iloc[rng.choice(len(free), schools, replace=False)]
    table = pd.DataFrame(
        {
            "line": drawn["line"].to_numpy("int64"),
            "urn": drawn["urn"].to_numpy(),
            "day": rng.choice(treated["day"].to_numpy(), schools),
            "earlier": pd.NaT,
            "later": pd.NaT,
        }
    )
    return table.assign(group=table["line"])
