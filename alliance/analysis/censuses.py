"""Of which census a figure is, and of how many schools: no census is of all of every day."""

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


def pupils_known_in(schools: pd.DataFrame, noun: str = "schools") -> str:
    """Say of how many schools a total of pupils is, as "in 7 of 21 schools".

    Parameters
    ----------
    schools
        Schools of a day as ``as_at`` gives them.
    noun
        What they are called.

    Returns
    -------
    str
        Blank where the roll of every one is known, for the total is then that of all.
    """
    return known_in(int(schools["pupils"].notna().sum()), len(schools), noun)


def known_in(known: int, all_of_them: int, noun: str) -> str:
    """Say of how many a total is, as :func:`pupils_known_in`."""
    return "" if known == all_of_them else f"in {known:,} of {all_of_them:,} {noun}"


def total_pupils(schools: pd.DataFrame) -> float:
    """Add up the pupils of schools; not a number where there are schools and no roll is known."""
    known = schools["pupils"].dropna()
    return float("nan") if known.empty and len(schools) else float(known.sum())


def _in_words(years: pd.Series) -> str:
    known = years.dropna()
    if known.empty:
        return ""
    first, last = int(known.min()), int(known.max())
    return f"January {first}" if first == last else f"January {first} to {last}"
