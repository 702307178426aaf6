"""Pupils, free school meals and disadvantage by school and January census."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from alliance.history.compile.inputs import Inputs

KEY = ["urn", "year"]
CENSUS = "January census"
INFORMATION = "Ofsted's list of August 2020"
REGISTER = "register of schools"
ACADEMIES = "academies of October 2018"
PREMIUM = "pupil premium allocations"
# The census that the register of May 2025 rests on, for it does not say so: of each phase its
# pupils, and of each school the weights that fit them best (0.7 of January 2023 and 0.3 of January
# 2026), lie a third of the way from the one to the other.
CENSUS_OF_MAY_2025 = 2024


def rolls(given: Inputs, known: pd.Index) -> pd.DataFrame:
    """Return a row a school and January census: urn, year, measures and source.

    Each measure is that of the first source that has it, in this order: the census as issued;
    Ofsted's list, whose numbers of 2020 continue the census (the pupil premium's are lower by 5 to
    12%, for they leave out the youngest and the oldest); extracts of the register; the list of
    academies; the pupil premium. ``source`` is where the pupils come from.

    Parameters
    ----------
    known
        The URNs of the history's schools; the censuses also list independent schools.
    """
    information = given.ofsted_schools[["urn", "pupils"]].dropna().assign(year=2020)
    parts = {
        CENSUS: given.censuses,
        INFORMATION: information,
        REGISTER: _register(given),
        ACADEMIES: given.rolls_2018,
        PREMIUM: given.pupil_premium,
    }
    table = pd.concat(
        [part.assign(source=source) for source, part in parts.items()], ignore_index=True
    )
    table = table[table["urn"].isin(known)]
    # A 0 is no number: the census gives it to schools whose pupils it does not count.
    table["pupils"] = table["pupils"].where(table["pupils"] > 0)
    # Of a group, "first" takes each column's first value that is not missing.
    table["source"] = table["source"].where(table["pupils"].notna())
    measures = ["pupils", "percent_disadvantaged", "percent_fsm", "source"]
    table = table.groupby(KEY)[measures].first().reset_index()
    return table[table[measures].notna().any(axis=1)]


def _register(given: Inputs) -> pd.DataFrame:
    """Return what extracts of the register state of a census, the newest extract first."""
    columns = ["seen", *KEY, "pupils", "percent_fsm"]
    extracts = given.extracts.dropna(subset=["census_year", "pupils"])
    may_2025 = given.open_establishments.dropna(subset=["pupils"])
    parts = [
        extracts.rename(columns={"census_year": "year"})[columns],
        may_2025[may_2025["pupils"] > 0].assign(year=CENSUS_OF_MAY_2025)[columns],
    ]
    table = pd.concat([part for part in parts if len(part)] or parts, ignore_index=True)
    return table.sort_values("seen", ascending=False, kind="stable").drop(columns="seen")
