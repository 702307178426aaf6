"""Compile the published files into the history."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from alliance.history.compile import areas, inputs, inspections, names, schools, spells
from alliance.history.compile.founders import ALLIANCE
from alliance.history.schema import TABLES
from alliance.history.store import write_history
from alliance.sources.gias import TRUST_KINDS
from alliance.sources.inbox import Inbox

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from alliance.history.compile.inputs import Inputs

# How often a full compile reports progress: once a file and once a step.
STEPS = 46


def compile_history(
    source: Path, target: Path, *, progress: Callable[[str], object] = lambda _step: None
) -> None:
    """Read the published files below ``source`` and write the history into ``target``.

    The new history is written beside the old one and takes its place in one step at the end, so
    that a fault leaves the old one as it was.

    Parameters
    ----------
    progress
        Called with what is being done, once for each file and each step.

    Raises
    ------
    SourceError
        A file cannot be used as a whole.
    """
    inbox = Inbox(source, progress)
    tables = _tables(inputs.read(inbox), progress)
    tables |= {"sources": inbox.sources(), "refusals": inbox.refusals()}
    progress("writing")
    lists = pd.DatetimeIndex(tables.pop("lists")["seen"])
    write_history(
        {name: TABLES[name].conform(table) for name, table in tables.items()},
        target,
        days={
            "first_day": "2005-09-01",
            "complete_from": str(lists[0].date()),
            "default_day": str(lists[-2].date()),
            "grades_to": str(schools.OFSTED_DAY.date()),
            "last_day": str(lists[-1].date()),
        },
        lists=[str(seen.date()) for seen in lists],
    )


def _tables(given: Inputs, progress: Callable[[str], object]) -> dict[str, pd.DataFrame]:
    progress("schools")
    known = schools.openings(schools.identities(given), given.trust_rows, given.links)
    known = schools.closures(known, given.links, given.trust_rows)
    progress("memberships")
    memberships = spells.memberships(given.trust_rows, known, given.links)
    known, memberships = schools.reconciled(known, memberships)
    progress("locations")
    known = schools.locations(known, _own_locations(given), given.postcodes, given.links)
    known = areas.placed(known, given)
    known["type_group"] = schools.type_group(known["type"])
    progress("inspections")
    inspected = inspections.inspections(given.inspection_history, given.ofsted_inspections)
    progress("areas")
    return {
        "schools": known.rename_axis("urn").reset_index(),
        "links": given.links,
        "trusts": _trusts(given),
        "memberships": memberships,
        "sponsorships": spells.sponsorships(given.sponsor_rows),
        "inspections": inspected,
        "grades": inspections.grades(inspected, given.links, known["opened"]),
        "rolls": _rolls(given),
        "results_ks2": given.results_ks2,
        "results_ks4": given.results_ks4,
        "results_areas": given.results_areas,
        "deprivation": areas.deprivation(given),
        "areas": areas.areas(given),
        "area_districts": areas.area_districts(given),
        "alliance": pd.DataFrame(ALLIANCE),
        "lists": pd.DataFrame({"seen": sorted(given.group_rows["seen"].unique())}),
    }


def _own_locations(given: Inputs) -> pd.DataFrame:
    own = pd.concat([given.ofsted_schools, given.locations_2026])
    own = own[["urn", "easting_m", "northing_m"]].dropna()
    own = own[(own["easting_m"] > 0) & (own["northing_m"] > 0)]
    return own.drop_duplicates("urn").set_index("urn")


def _trusts(given: Inputs) -> pd.DataFrame:
    """Give every trust of the registers and lists; the register outranks the lists."""
    listed = given.trust_rows.sort_values("seen").drop_duplicates("uid", keep="last")
    table = pd.concat([given.groups, listed.drop(columns="phase")])
    table = table[table["group_type"].isin(list(TRUST_KINDS))].drop_duplicates("uid")
    return pd.DataFrame(
        {
            "trust_uid": table["uid"],
            "registered_name": table["group_name"],
            "name": names.display_names(table["group_name"]),
            "companies_house": table["companies_house"],
            "kind": table["group_type"].map(TRUST_KINDS),
            "opened": table["opened"],
            "closed": table["closed"],
        }
    )


def _rolls(given: Inputs) -> pd.DataFrame:
    information = given.ofsted_schools[["urn", "pupils"]].dropna().assign(year=2020)
    table = pd.concat([given.rolls_2018, given.pupil_premium, information], ignore_index=True)
    return table.drop_duplicates(["urn", "year"])
