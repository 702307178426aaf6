"""Compile the published files into the history."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from alliance.history.compile import (
    areas,
    evidence,
    inputs,
    inspections,
    kinds,
    lifetimes,
    results,
    schools,
    spells,
    trusts,
)
from alliance.history.compile.founders import ALLIANCE
from alliance.history.compile.precedence import newest_first, one_an_inspection
from alliance.history.compile.spells import DAY
from alliance.history.schema import TABLES
from alliance.history.store import fill
from alliance.history.succession import beside, put_in_place
from alliance.sources.inbox import Inbox
from alliance.sources.ofsted_later import OVERALL_ENDED, REPORT_CARDS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from alliance.history.compile.inputs import Inputs

# How often a full compile reports progress: once a file and once a step.
STEPS = 46
FIRST_DAY = pd.Timestamp(2005, 9, 1)
A_YEAR = pd.Timedelta(days=366)


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
    given = evidence.with_needed_postcodes(inputs.read(inbox))
    accounts = {"sources": inbox.sources(), "refusals": inbox.refusals()}
    with beside(target) as fresh:
        make_history(given, accounts, fresh, progress=progress)
        put_in_place(fresh, target, keep=False)


def make_history(
    given: Inputs,
    accounts: dict[str, pd.DataFrame],
    folder: Path,
    *,
    progress: Callable[[str], object] = lambda _step: None,
) -> None:
    """Make the history of its evidence, and write both into the empty ``folder``.

    Parameters
    ----------
    accounts
        The tables sources and refusals.
    """
    evidence.save(given, folder)
    # Read back, so that a history is the same whether its evidence is fresh or kept.
    kept = evidence.read(folder)
    tables = _tables(kept, progress) | accounts
    progress("writing the history")
    fill(
        folder,
        {name: table.conform(tables[name]) for name, table in TABLES.items()},
        days=_days(kept),
        lists=[str(seen.date()) for seen in _lists(kept)],
    )


def _lists(given: Inputs) -> pd.DatetimeIndex:
    """Give the days of the dated lists and extracts in order."""
    seen = pd.concat([given.trust_rows["seen"], given.extracts["seen"]])
    return pd.DatetimeIndex(sorted(seen.unique()))


def _days(given: Inputs) -> dict[str, str]:
    """Settle the days of the history.

    It opens on the last list whose grades are no more than a year old. Grades end on the day of
    the newest management information, and with overall effectiveness in September 2024.
    """
    lists, information = _lists(given), given.information_day
    graded = lists[lists <= information + A_YEAR]
    last_day = max(lists[-1], inputs.OFSTED_DAY)
    days = {
        "first_day": FIRST_DAY,
        "complete_from": lists[0],
        "default_day": graded[-1] if len(graded) else lists[-1],
        "grades_to": min(information, OVERALL_ENDED - DAY, last_day),
        "last_day": last_day,
    }
    return {name: str(day.date()) for name, day in days.items()}


def _tables(given: Inputs, progress: Callable[[str], object]) -> dict[str, pd.DataFrame]:
    progress("working out schools")
    known = lifetimes.openings(schools.identities(given), given.trust_rows, given.links)
    known = lifetimes.closures(known, given.links, given.trust_rows, given.extracts)
    progress("working out memberships")
    memberships = spells.memberships(given.trust_rows, known, given.links)
    known, memberships = lifetimes.reconciled(known, memberships, given.trust_rows, given.extracts)
    progress("working out where schools stand")
    known = schools.locations(known, _own_locations(given), given.postcodes, given.links)
    known = areas.placed(known, given)
    known["type_group"] = kinds.type_group(known["type"])
    progress("working out inspections and grades")
    inspected = inspections.inspections(
        given.inspection_history, given.ofsted_inspections, given.later_inspections
    )
    progress("working out areas")
    return {
        "schools": known.rename_axis("urn").reset_index(),
        "links": given.links,
        "trusts": trusts.trusts(given),
        "trust_names": trusts.trust_names(given),
        "memberships": memberships,
        "sponsorships": spells.sponsorships(given.sponsor_rows),
        "inspections": inspected,
        "report_cards": _report_cards(given),
        "grades": inspections.grades(inspected, given.links, known["opened"]),
        "rolls": _rolls(given),
        "results_ks2": results.combined(given.results_ks2, given.later_results_ks2),
        "results_ks4": results.combined(given.results_ks4, given.later_results_ks4),
        "results_areas": given.results_areas,
        "deprivation": areas.deprivation(given),
        "areas": areas.areas(given),
        "area_districts": areas.area_districts(given),
        "alliance": pd.DataFrame(ALLIANCE),
    }


def _report_cards(given: Inputs) -> pd.DataFrame:
    """Give each report card once, by the newest file that tells of it, and its good values.

    Of one inspection, by its number, the newest file says when it started.
    """
    # A history written before numbers were kept has none.
    told = newest_first(given.report_cards.reindex(columns=list(REPORT_CARDS)), "seen")
    numbered = told[told["inspection_number"].notna()]
    start = numbered.groupby(["inspected_urn", "inspection_number"])["start"].transform("first")
    stale = numbered.index[numbered["start"] != start]
    return one_an_inspection(told.drop(index=stale), ["published"])


def _own_locations(given: Inputs) -> pd.DataFrame:
    extracts = given.extracts.sort_values("seen", ascending=False)
    tables = [given.ofsted_schools, given.locations_2026, extracts]
    own = pd.concat([table[["urn", "easting_m", "northing_m"]].dropna() for table in tables])
    own = own[(own["easting_m"] > 0) & (own["northing_m"] > 0)]
    return own.drop_duplicates("urn").set_index("urn")


def _rolls(given: Inputs) -> pd.DataFrame:
    information = given.ofsted_schools[["urn", "pupils"]].dropna().assign(year=2020)
    later = given.extracts.dropna(subset=["census_year", "pupils"]).sort_values("seen")
    later = later.rename(columns={"census_year": "year"})[["urn", "year", "pupils", "percent_fsm"]]
    parts = [given.rolls_2018, given.pupil_premium, information, later.iloc[::-1]]
    table = pd.concat(parts, ignore_index=True)
    return table.drop_duplicates(["urn", "year"])
