"""Of which census a figure is: the newest with it may be years older than the roll beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


def disadvantaged_census(schools: pd.DataFrame) -> str:
    """Give the census of the schools' shares of disadvantaged pupils.

    Parameters
    ----------
    schools
        Schools of a day as ``as_at`` gives them.

    Returns
    -------
    str
        As "January 2019", or "January 2019 to 2026" where it is not the same for all of them; blank
        where no share is known.
    """
    return _in_words(schools["disadvantaged_year"])


def roll_census(schools: pd.DataFrame) -> str:
    """Give the census of the schools' numbers of pupils, as :func:`disadvantaged_census` does."""
    return _in_words(schools["roll_year"])


def _in_words(years: pd.Series) -> str:
    known = years.dropna()
    if known.empty:
        return ""
    first, last = int(known.min()), int(known.max())
    return f"January {first}" if first == last else f"January {first} to {last}"
