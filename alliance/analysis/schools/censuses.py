"""Of which census a figure is, and of how many schools: no census is of all of every day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from alliance.analysis.known import is_enough, total

if TYPE_CHECKING:
    import datetime as dt


LATEST_MONTHS = 18
"""How long after a day a census may lie to be told as the number of pupils of that day."""


CENSUS_OF = {
    "pupils": "roll_year",
    "percent_disadvantaged": "disadvantaged_year",
    "percent_fsm": "fsm_year",
}
"""What a census tells of a school, each with the column that holds its year."""


def known_by(schools: pd.DataFrame, day: dt.date) -> pd.DataFrame:
    """Return schools of a day without what a census after the day tells of each, and its year.

    What is said of one school knows nothing later, unless asked. Totals of many schools go by the
    nearest census, which they name, for else there were none before January 2015.
    """
    told: dict[str, pd.Series] = {}
    for name, year in CENSUS_OF.items():
        after = schools[year] > day.year
        told |= {name: schools[name].mask(after), year: schools[year].mask(after)}
    return schools.assign(**told)


def near_rolls(schools: pd.DataFrame, day: dt.date) -> pd.DataFrame:
    """Return schools of a day without the pupils of a census more than a year and a half later.

    ``roll_year`` stays, so that :func:`why_no_roll` can say which it is.
    """
    last = (pd.Timestamp(day) + pd.DateOffset(months=LATEST_MONTHS)).year
    return schools.assign(pupils=schools["pupils"].mask(schools["roll_year"] > last))


def why_no_roll(schools: pd.DataFrame) -> str:
    """Say why none of the schools has pupils by :func:`near_rolls`; blank where one has."""
    if schools["pupils"].notna().any() or schools["roll_year"].isna().all():
        return ""
    first = int(schools["roll_year"].min())
    return f"The first census is of January {first}, over a year and a half later"


def disadvantaged_census(schools: pd.DataFrame) -> str:
    """Return the census of the schools' shares of disadvantaged pupils.

    Parameters
    ----------
    schools
        Schools of a day as ``as_at`` gives them.

    Returns
    -------
    str
        As "January 2019"; "mostly January 2019" where nine in ten or more rest on it, and "January
        2019 to 2026" where fewer do; blank where no share is known.
    """
    return _in_words(schools["disadvantaged_year"])


def free_meals_census(schools: pd.DataFrame) -> str:
    """Return the census of the schools' shares of pupils eligible for free school meals, so too."""
    return _in_words(schools["fsm_year"])


def roll_census(schools: pd.DataFrame) -> str:
    """Return the census of the schools' numbers of pupils, as :func:`disadvantaged_census` does."""
    return _in_words(schools.loc[schools["pupils"].notna(), "roll_year"])


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


def rolls_in_words(schools: pd.DataFrame, day: dt.date, noun: str = "schools") -> str:
    """Say of how many schools a total of pupils is, and how many have the roll of a later census.

    Parameters
    ----------
    schools
        Schools of the day as :func:`near_rolls` gives them.
    noun
        What they are called.

    Returns
    -------
    str
        As "in 20 of 21 schools, 3 by a census after the day"; blank where the roll of every one is
        known by the day, for the total is then that of :func:`known_by`.
    """
    later = int((schools["pupils"].notna() & (schools["roll_year"] > day.year)).sum())
    said = f"{later:,} by a census after the day" if later else ""
    return ", ".join(filter(None, (pupils_known_in(schools, noun), said)))


def known_in(known: int, all_of_them: int, noun: str) -> str:
    """Say of how many a total is, as :func:`pupils_known_in`.

    >>> known_in(20, 21, "schools"), known_in(7, 21, "schools"), known_in(21, 21, "schools")
    ('in 20 of 21 schools', 'known in only 7 of 21 schools', '')
    """
    if known == all_of_them:
        return ""
    said = f"in {known:,} of {all_of_them:,} {noun}"
    return said if is_enough(known, all_of_them) else f"known {said.replace('in ', 'in only ', 1)}"


def total_pupils(schools: pd.DataFrame) -> float:
    """Add up the pupils of schools; not a number where the roll of too few is known."""
    return total(schools["pupils"])


def census_of(schools: pd.DataFrame, name: str) -> str:
    """Return the census of what ``CENSUS_OF`` names, as :func:`disadvantaged_census` does."""
    return _in_words(schools.loc[schools[name].notna(), CENSUS_OF[name]])


def _census_of_most(years: pd.Series) -> int | None:
    """Return the census that nine in ten of the schools rest on, if one is."""
    counts = years.value_counts()
    if counts.empty or not is_enough(int(counts.iloc[0]), len(years)):
        return None
    return int(counts.index[0])


def _in_words(years: pd.Series) -> str:
    known = years.dropna()
    if known.empty:
        return ""
    most = _census_of_most(known)
    if most is not None and (known != most).any():
        return f"mostly January {most}"
    first, last = int(known.min()), int(known.max())
    return f"January {first}" if first == last else f"January {first} to {last}"
