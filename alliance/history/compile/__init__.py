"""Compile the published files into the history."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from alliance.history.compile import days_covered, evidence, inputs
from alliance.history.compile.areas import areas_outlined, authorities, hub_districts
from alliance.history.compile.measures import (
    deprivation_placed,
    measure_owners,
    results_chosen,
    rolls,
)
from alliance.history.compile.memberships import membership_history, spells
from alliance.history.compile.schools import (
    identity,
    inspections_merged,
    kinds,
    lifetimes,
    locations,
)
from alliance.history.compile.trusts import every_trust
from alliance.history.compile.trusts.alliance_members import ALLIANCE
from alliance.history.continuing import continued, pasts
from alliance.history.schema import TABLES
from alliance.history.store import fill
from alliance.history.succession import beside, put_in_place
from alliance.sources.tables.inbox import Inbox

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from alliance.history.compile.inputs import Inputs

# What a compile does after its files are read: see ``_tables`` and ``make_history``.
STEPS_AFTER_READING = 6


def count_steps(source: Path) -> int:
    """Count how often a compile of the files below ``source`` reports progress.

    Raises
    ------
    SourceError
        Files are missing, all of them at once.
    """
    inbox = Inbox(source)
    inbox.see_that_none_is_missing(inputs.NEEDED, inputs.SERIES)
    files = inbox.asked_for(inputs.NEEDED, inputs.SERIES)
    return inbox.count_readings(files) + STEPS_AFTER_READING


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
        evidence.save(given, fresh)
        make_history(fresh, accounts, progress=progress)
        put_in_place(fresh, target, keep=False)


def make_history(
    folder: Path,
    accounts: dict[str, pd.DataFrame],
    *,
    progress: Callable[[str], object] = lambda _step: None,
) -> None:
    """Make the history of the evidence in ``folder``, beside it.

    It is always made of evidence that was written and read back, so that a history is the same
    whether its evidence is fresh or kept.

    Parameters
    ----------
    accounts
        The tables sources and refusals.
    """
    kept = evidence.read(folder)
    tables = _tables(kept, progress) | accounts
    progress("writing the history")
    fill(
        folder,
        {name: table.conform(tables[name]) for name, table in TABLES.items()},
        days=days_covered.days(kept),
        lists=[str(seen.date()) for seen in days_covered.lists(kept)],
        gaps=days_covered.gaps(kept, tables["memberships"]),
    )


def _tables(given: Inputs, progress: Callable[[str], object]) -> dict[str, pd.DataFrame]:
    progress("working out schools")
    stated = identity.identities(given)
    given = replace(given, links=lifetimes.oriented(given.links, stated))
    known = lifetimes.openings(stated, given)
    known = lifetimes.closures(known, given)
    known = known[~(known["closed"] <= identity.FIRST_DAY)]
    progress("working out memberships")
    register = every_trust.trusts(given)
    closed = register.set_index("trust_uid")["closed"].dropna()
    memberships = spells.memberships(given.trust_rows, known, closed)
    memberships = membership_history.refined(memberships, given.membership_history)
    known, memberships = lifetimes.reconciled(known, memberships)
    progress("working out where schools stand")
    known = areas_outlined.placed(locations.located(known, given), given)
    under = authorities.school_authorities(known, given)
    known = authorities.with_newest(known, given)
    known["type_group"] = kinds.type_group(known["type"])
    progress("working out inspections and grades")
    past = pasts(continued(given.links, known["opened"], known["closed"]))
    inspected = inspections_merged.inspections(given, known, past)
    progress("working out areas")
    return {
        "schools": known.rename_axis("urn").reset_index(),
        "school_authorities": under,
        "links": given.links,
        "trusts": register,
        "trust_names": every_trust.trust_names(given),
        "memberships": memberships,
        "sponsorships": spells.sponsorships(given.sponsor_rows),
        "inspections": inspected,
        "report_cards": inspections_merged.report_cards(given),
        "ungraded_inspections": inspections_merged.ungraded(given),
        "counted_lists": given.listed_counts,
        "grades": inspections_merged.grades(inspected, known, past),
        "rolls": rolls.rolls(given, known.index),
        "absence": given.absence[given.absence["urn"].isin(known.index)],
        "results_ks2": results_chosen.results(given.results_ks2, given.later_results_ks2, known),
        "results_ks4": results_chosen.results(given.results_ks4, given.later_results_ks4, known),
        "results_areas": authorities.named(given.results_areas, given),
        "trust_measures": measure_owners.trust_measures(given, memberships),
        "deprivation": deprivation_placed.of_districts(given),
        "school_deprivation": deprivation_placed.of_schools(given, known.index),
        "teaching_school_hubs": hub_districts.teaching_school_hubs(given),
        "areas": areas_outlined.areas(given),
        "area_districts": areas_outlined.area_districts(given),
        "alliance": pd.DataFrame(ALLIANCE),
    }
