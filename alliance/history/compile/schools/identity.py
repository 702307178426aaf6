"""Bring together what each file says of who a school is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from alliance.history.compile.memberships.spells import DAY
from alliance.history.compile.schools import statements
from alliance.history.compile.schools.kinds import TYPES, phase
from alliance.history.vocabulary import TYPE_UNKNOWN

if TYPE_CHECKING:
    from alliance.history.compile.inputs import Inputs

# Sixth-form colleges may convert since 2016 (Department for Education, “Becoming a 16 to 19
# academy: advice for sixth-form colleges”).
FIRST_DAY = pd.Timestamp(2005, 9, 1)
COLLEGE_SINCE = "Academy 16 to 19 converter"


def identities(inputs: Inputs) -> pd.DataFrame:
    """Return a row a school known to any file that was open since the records begin, by urn.

    What a school is called and what it is: by the newest file that states it. Its stated closing:
    by the newest register (an extract, or the establishments of November 2023), else the spine.
    A school of which no file states the phase has that of the one it replaced, or that replaced it.

    Returns
    -------
    DataFrame
        name, phase, type, laestab, ukprn, postcode, opened, closed (as stated), in_spine,
        registered (whether a register names it), undated (whether neither the spine nor Ofsted's
        list of 2020 names it: there a blank opening means before the records).
    """
    stated = statements.of_schools(inputs)
    kinds = stated.assign(type=stated["type"].str.lower().map(TYPES))
    known = statements.newest(kinds)
    known["type"] = known["type"].fillna(TYPE_UNKNOWN)
    spine = inputs.spine.set_index("urn").reindex(known.index)
    stated_phase = phase(known["type"], known["ofsted_phase"], known["phase"], spine)
    known["phase"] = stated_phase.fillna(_of_the_linked(stated_phase, inputs.links))
    registers = statements.registers(inputs)
    last = registers.drop_duplicates("urn", keep="last").set_index("urn").reindex(known.index)
    known["registered"], known["in_spine"] = last["seen"].notna(), spine["name"].notna()
    since = inputs.ofsted_schools["urn"]
    gone = (spine["last_day"] + DAY).where(~known.index.isin(since))
    stated_closed = last["closed"].where(known["registered"], gone)
    known["closed"] = stated_closed.astype("datetime64[s]")
    elsewhere = known.index.isin(stated.loc[~stated["registers"], "urn"].unique())
    shut = last["is_open"].astype("boolean").eq(other=False).fillna(value=False).astype(bool)
    known["undated"] = ~known["in_spine"] & ~known.index.isin(since)
    ours = elsewhere | (known["type"] != TYPE_UNKNOWN)
    ours |= _follow(known.index, known.index[ours], inputs.links)
    never_open = shut & known["closed"].isna() & ~elsewhere
    known = known[ours & ~(known["closed"] <= FIRST_DAY) & ~never_open]
    every = pd.concat([known, _unlisted_predecessors(known, inputs)]).sort_index()
    return every.astype(dict.fromkeys(["opened", "closed"], "datetime64[s]"))


def _of_the_linked(phases: pd.Series, links: pd.DataFrame) -> pd.Series:
    """Return the phase of the school that each school replaced, else of the one after it."""
    ends = ("successor_urn", "predecessor_urn")
    pairs = [
        pd.Series(links[other].map(phases).to_numpy(), links[own])
        for own, other in (ends, ends[::-1])
    ]
    either: pd.Series = pd.concat(pairs).dropna()
    return either[~either.index.duplicated()].reindex(phases.index)


def _follow(urns: pd.Index, schools: pd.Index, links: pd.DataFrame) -> pd.Series:
    """Say which of ``urns`` replaced one of ``schools``; their types may be unknown."""
    pairs = links[(links["kind"] == "replaced") & links["predecessor_urn"].isin(schools)]
    return pd.Series(urns.isin(pairs["successor_urn"]), urns)


def _unlisted_predecessors(known: pd.DataFrame, inputs: Inputs) -> pd.DataFrame:
    """Return the schools that the spine just missed.

    The spine begins in September 2017, the lists of academies in April 2017. A maintained school
    that became an academy in between is named only by its link, and by Ofsted's note of an
    inspection; it was open until its successor opened. What became a 16 to 19 academy by conversion
    was a sixth-form college of the further education sector, and no state-funded school until then.
    """
    colleges = known.index[known["type"] == COLLEGE_SINCE]
    links = inputs.links[
        ~inputs.links["predecessor_urn"].isin(known.index)
        & ~inputs.links["successor_urn"].isin(colleges)
    ]
    links = links.merge(known[["phase", "opened"]], left_on="successor_urn", right_index=True)
    links = links[links["opened"] > inputs.first_list_day].sort_values("opened")
    links = links.drop_duplicates("predecessor_urn").set_index("predecessor_urn")
    inspected = inputs.ofsted_inspections.drop_duplicates("inspected_urn").set_index(
        "inspected_urn"
    )
    names = links["predecessor_name"].fillna(inspected["inspected_name"].reindex(links.index))
    types = inspected["inspected_type"].reindex(links.index).str.lower().map(TYPES)
    return pd.DataFrame(
        {
            "name": names,
            "phase": links["phase"],
            "type": types.fillna(TYPE_UNKNOWN),
            "closed": links["opened"],
            "in_spine": False,
            "registered": False,
            "undated": False,
        }
    ).dropna(subset=["name"])
