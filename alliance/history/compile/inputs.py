"""Everything the compiler takes from the published files, as tidy tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from alliance.history.compile.memberships import sightings
from alliance.history.compile.schools.kinds import TYPES
from alliance.history.compile.trusts.name_letters import sound_names
from alliance.sources.areas import deprivation_indices, places, teaching_school_hubs
from alliance.sources.exams import (
    performance_tables,
    results_by_school,
    results_later,
    trust_performance,
)
from alliance.sources.gias import (
    academies,
    establishments,
    extract,
    links,
    membership_moves,
    trust_groups,
)
from alliance.sources.ofsted import (
    graded_inspections,
    listed_schools,
    lists_to_2015,
    management_information,
    report_cards,
    ungraded_inspections,
)
from alliance.sources.pupils import absence, census, pupil_premium

if TYPE_CHECKING:
    import geopandas as gpd

    from alliance.sources.tables.inbox import Inbox


# The day of the management information that every history is made with.
OFSTED_DAY = graded_inspections.MI_2020_DAY
# The numbers of Welsh authorities: one children's centre there has the type of a nursery school.
WELSH = range(660, 682)
# Files of which there may be more or fewer, by patterns of their names, and those always needed.
SERIES = (
    absence.ABSENCE,
    census.CENSUSES,
    academies.LISTS,
    results_by_school.RESULTS_KS2,
    results_by_school.RESULTS_KS4,
    academies.PACKED_LISTS,
    trust_groups.PACKED_REGISTERS,
    trust_groups.REGISTER_2026,
    listed_schools.MI_2025,
    trust_performance.MATS_KS2,
    trust_performance.MATS_KS4,
    management_information.REPORT_CARDS_2026,
    lists_to_2015.ARCHIVE,
)
NEEDED = (
    establishments.ALL_2023,
    establishments.OPEN_2025,
    establishments.OPEN_2026,
    academies.ROLLS_2018,
    academies.SCHOOLS_2026,
    trust_groups.GROUPS_2022,
    trust_groups.GROUPS_2026,
    links.LINKS,
    graded_inspections.MI_2020,
    graded_inspections.HISTORY,
    performance_tables.SPINE,
    results_by_school.RESULTS_KS2_SURREY,
    results_by_school.PROGRESS_KS2_2019,
    performance_tables.RESULTS_AREAS,
    *pupil_premium.ALLOCATIONS,
    deprivation_indices.DISTRICTS_2019,
    deprivation_indices.DISTRICTS_2025,
    deprivation_indices.NEIGHBOURHOODS_2025,
    teaching_school_hubs.HUBS,
    teaching_school_hubs.LEADS,
    places.POSTCODES,
    places.AUTHORITIES,
    places.DISTRICT_CODES,
    places.OPPORTUNITY_AREAS,
    places.ANNOUNCED,
    places.INVESTMENT_AREAS,
    *places.BOUNDARIES.values(),
)


@dataclass(frozen=True)
class Inputs:
    """The tables of the readers in ``alliance.sources``; their columns are told there."""

    group_rows: pd.DataFrame
    groups: pd.DataFrame
    links: pd.DataFrame
    rolls_2018: pd.DataFrame
    locations_2026: pd.DataFrame
    ofsted_schools: pd.DataFrame
    ofsted_inspections: pd.DataFrame
    inspection_history: pd.DataFrame
    spine: pd.DataFrame
    results_ks2: pd.DataFrame
    results_ks4: pd.DataFrame
    results_areas: pd.DataFrame
    pupil_premium: pd.DataFrame
    deprivation: pd.DataFrame
    postcodes: pd.DataFrame
    authorities: pd.DataFrame
    district_codes: pd.DataFrame
    opportunity_areas: pd.DataFrame
    investment_areas: pd.DataFrame
    boundaries: dict[str, gpd.GeoDataFrame]
    extracts: pd.DataFrame = field(default_factory=extract.none)
    listed_schools: pd.DataFrame = field(default_factory=listed_schools.none)
    establishments: pd.DataFrame = field(
        default_factory=lambda: establishments.none(establishments.ALL_COLUMNS)
    )
    open_establishments: pd.DataFrame = field(
        default_factory=lambda: establishments.none(establishments.OPEN_COLUMNS)
    )
    censuses: pd.DataFrame = field(default_factory=census.none)
    absence: pd.DataFrame = field(default_factory=lambda: absence.none())
    trust_measures: pd.DataFrame = field(default_factory=lambda: trust_performance.none())
    deprivation_2025: pd.DataFrame = field(
        default_factory=lambda: deprivation_indices.no_districts("lad24")
    )
    neighbourhoods_2025: pd.DataFrame = field(
        default_factory=lambda: deprivation_indices.no_neighbourhoods()
    )
    hubs: pd.DataFrame = field(
        default_factory=lambda: teaching_school_hubs.none(teaching_school_hubs.COLUMNS)
    )
    hub_leads: pd.DataFrame = field(
        default_factory=lambda: teaching_school_hubs.none(teaching_school_hubs.LEAD_COLUMNS)
    )
    later_inspections: pd.DataFrame = field(default_factory=management_information.no_inspections)
    report_cards: pd.DataFrame = field(default_factory=report_cards.no_report_cards)
    ungraded_inspections: pd.DataFrame = field(default_factory=ungraded_inspections.no_ungraded)
    listed_inspections: pd.DataFrame = field(default_factory=lists_to_2015.no_inspections)
    listed_counts: pd.DataFrame = field(default_factory=lists_to_2015.no_counts)
    later_groups: pd.DataFrame = field(default_factory=trust_groups.no_later_groups)
    membership_history: pd.DataFrame = field(default_factory=membership_moves.none)
    later_results_ks2: pd.DataFrame = field(
        default_factory=lambda: results_later.none(results_later.KS2)
    )
    later_results_ks4: pd.DataFrame = field(
        default_factory=lambda: results_later.none(results_later.KS4)
    )

    @cached_property
    def trust_rows(self) -> pd.DataFrame:
        """What files show of trusts (see :mod:`alliance.history.compile.memberships.sightings`)."""
        return sightings.trust_rows(self)

    @property
    def ofsted_day(self) -> pd.Timestamp:
        """The day of Ofsted's list that every history is made with."""
        return OFSTED_DAY

    @property
    def information_day(self) -> pd.Timestamp:
        """The day of Ofsted's newest management information."""
        tables = (self.later_inspections, self.report_cards, self.listed_schools)
        seen = pd.concat([table["seen"] for table in tables])
        return max(OFSTED_DAY, pd.Timestamp(seen.max())) if len(seen) else OFSTED_DAY

    @property
    def judgements_day(self) -> pd.Timestamp:
        """The day of the newest list of graded inspections that have no report card."""
        seen = pd.concat([self.later_inspections["seen"], self.listed_schools["seen"]])
        return max(OFSTED_DAY, pd.Timestamp(seen.max())) if len(seen) else OFSTED_DAY

    @property
    def sponsor_rows(self) -> pd.DataFrame:
        """What the lists show of sponsors."""
        rows = self.group_rows[self.group_rows["group_type"] == "School sponsor"]
        rows = rows.assign(seen=academies.day_shown(rows["seen"]))
        rows = rows.sort_values("seen", ascending=False, kind="stable")
        return rows.assign(group_name=sound_names(rows))

    @cached_property
    def spelled_names(self) -> pd.Series:
        """Every name of a trust, sponsor or academy as lists and registers spell it."""
        rows = self.trust_rows
        groups = [
            table["group_name"] for table in (self.group_rows, self.groups, self.later_groups)
        ]
        every: pd.Series = pd.concat([*groups, rows["group_name"], rows["name"]])
        return every.drop_duplicates()

    @property
    def first_list_day(self) -> pd.Timestamp:
        """The day of the first dated list."""
        return pd.Timestamp(self.group_rows["seen"].min())


def read(inbox: Inbox) -> Inputs:
    """Read every file the history is made of.

    Raises
    ------
    SourceError
        Files are missing, all of them at once; else the first that cannot be used as a whole.
    """
    inbox.see_that_none_is_missing(NEEDED, SERIES)
    every, later_open = _state_funded(
        establishments.establishments(inbox), establishments.open_establishments(inbox)
    )
    ofsted_schools, ofsted_inspections, visits = graded_inspections.management_information(inbox)
    of_2025 = management_information.of_2025(inbox)
    listed = lists_to_2015.listed(inbox)
    return Inputs(
        group_rows=academies.group_rows(inbox),
        groups=trust_groups.groups(inbox),
        links=links.links(inbox),
        rolls_2018=academies.rolls_2018(inbox),
        locations_2026=academies.locations_2026(inbox),
        ofsted_schools=ofsted_schools,
        ofsted_inspections=ofsted_inspections,
        inspection_history=graded_inspections.inspection_history(inbox),
        later_inspections=of_2025.inspections,
        report_cards=management_information.report_cards_2026(inbox),
        ungraded_inspections=pd.concat([visits, of_2025.ungraded], ignore_index=True),
        listed_inspections=listed.inspections,
        listed_counts=listed.counts,
        spine=performance_tables.spine(inbox),
        results_ks2=results_by_school.results_ks2(inbox),
        results_ks4=results_by_school.results_ks4(inbox),
        results_areas=performance_tables.results_areas(inbox),
        pupil_premium=pupil_premium.pupil_premium(inbox),
        deprivation=deprivation_indices.districts_2019(inbox),
        postcodes=places.postcodes(inbox),
        authorities=places.authorities(inbox),
        district_codes=places.district_codes(inbox),
        opportunity_areas=places.opportunity_areas(inbox),
        investment_areas=places.investment_areas(inbox),
        boundaries={edition: places.boundaries(inbox, edition) for edition in places.BOUNDARIES},
        censuses=census.censuses(inbox),
        absence=absence.absence(inbox),
        trust_measures=trust_performance.trust_measures(inbox),
        deprivation_2025=deprivation_indices.districts_2025(inbox),
        neighbourhoods_2025=deprivation_indices.neighbourhoods_2025(inbox),
        hubs=teaching_school_hubs.hubs(inbox),
        hub_leads=teaching_school_hubs.leads(inbox),
        establishments=every,
        open_establishments=later_open,
        listed_schools=listed_schools.listed_schools(inbox),
    )


def _state_funded(
    every: pd.DataFrame, later_open: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Leave out the establishments whose type is no state-funded school's, and those of Wales.

    The list of January 2026 has no types: it takes those of the lists before it. A school that
    those lack stays, its type blank; without a phase it may be an independent school.
    """
    typed = pd.concat([later_open[later_open["type"] != ""], every])
    known = typed.drop_duplicates("urn").set_index("urn")["type"]
    stated = later_open["type"].replace("", None)
    types = stated.fillna(later_open["urn"].map(known)).fillna("")
    later_open = later_open.assign(type=types.astype("str"))
    ours = [*TYPES, ""]
    every, later_open = (
        table[
            table["type"].str.lower().isin(ours) & ~table["la_code"].isin(WELSH).fillna(value=False)
        ].reset_index(drop=True)
        for table in (every, later_open)
    )
    return every, later_open
