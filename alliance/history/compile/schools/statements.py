"""What every file states of each school, with the day it states it of: the newest counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from alliance.history.compile.memberships.sightings import last_of_each

if TYPE_CHECKING:
    from alliance.history.compile.inputs import Inputs

# The spine of the performance tables 2017/18.
SPINE_DAY = pd.Timestamp(2018, 9, 1).as_unit("s")
# Stands for the day of a file that states none: it counts where nothing dated is known.
UNDATED = pd.Timestamp(1900, 1, 1).as_unit("s")
LONG_AGO = pd.Timestamp(1900, 12, 31)
STATED = ["name", "type", "phase", "ofsted_phase", "laestab", "ukprn", "postcode", "opened"]


def of_schools(given: Inputs) -> pd.DataFrame:
    """Return all that files state of schools, the oldest first.

    Returns
    -------
    DataFrame
        urn, seen, registers (whether a register states it, which names independent schools and
        colleges too), and as published:
        name, type, phase (the register's), ofsted_phase, laestab, ukprn, postcode, opened.
        Missing where a file does not say; a place holder for a day (1900) is missing, too.
    """
    lists = last_of_each(given.trust_rows)
    ofsted = given.ofsted_schools.rename(columns={"phase": "ofsted_phase"})
    listed = given.listed_schools.rename(columns={"phase": "ofsted_phase"})
    tables = [
        given.spine.assign(seen=SPINE_DAY),
        ofsted.assign(seen=given.ofsted_day),
        lists,
        listed,
    ]
    own = [given.open_establishments, registers(given)]
    named = pd.concat([table["urn"] for table in (*tables, *own)])
    # A list of some establishments names none that is not known otherwise.
    some = given.locations_2026.reindex(columns=["urn", "seen", "postcode"])
    own.append(some[some["urn"].isin(named)].fillna({"seen": UNDATED}))
    columns = ["urn", "seen", *STATED]
    parts = [table.reindex(columns=columns).assign(registers=False) for table in tables]
    parts += [table.reindex(columns=columns).assign(registers=True) for table in own]
    stated = pd.concat(parts, ignore_index=True)
    stated["opened"] = stated["opened"].where(stated["opened"] > LONG_AGO)
    text = ["name", "type", "phase", "ofsted_phase", "postcode"]
    stated[text] = stated[text].astype("object").replace("", None)
    return stated.sort_values(["urn", "seen"], kind="stable", ignore_index=True)


def registers(given: Inputs) -> pd.DataFrame:
    """Return the establishments, open or closed, of each extract and of November 2023, by day."""
    both = [given.extracts, given.establishments]
    return pd.concat([one for one in both if len(one)] or both, ignore_index=True).sort_values(
        ["seen", "urn"], ignore_index=True
    )


def newest(stated: pd.DataFrame) -> pd.DataFrame:
    """Return for each school the newest value of each column that is stated at all, by urn."""
    return stated.groupby("urn")[STATED].last()
