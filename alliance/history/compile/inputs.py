"""Everything the compiler takes from the published files, as tidy tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from alliance.history.compile.names import sound_names
from alliance.sources import (
    extract,
    gias,
    gias_groups,
    gias_links,
    ofsted,
    ofsted_later,
    performance,
    places,
    results_later,
)

if TYPE_CHECKING:
    import geopandas as gpd

    from alliance.sources.inbox import Inbox


# The day of the management information that every history is made with.
OFSTED_DAY = pd.Timestamp(2020, 8, 31)
# Files of which there may be more or fewer, by patterns of their names, and those always needed.
SERIES = (gias.LISTS, gias.LIST_2022, performance.RESULTS_KS2, performance.RESULTS_KS4)
NEEDED = (
    gias.ROLLS_2018,
    gias.SCHOOLS_2026,
    gias_groups.GROUPS_2022,
    gias_groups.GROUPS_2026,
    gias_links.LINKS,
    ofsted.MI_2020,
    ofsted.HISTORY,
    performance.SPINE,
    performance.RESULTS_KS2_SURREY,
    performance.RESULTS_AREAS,
    performance.PUPIL_PREMIUM,
    places.DEPRIVATION,
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
    later_inspections: pd.DataFrame = field(default_factory=ofsted_later.no_inspections)
    report_cards: pd.DataFrame = field(default_factory=ofsted_later.no_report_cards)
    later_groups: pd.DataFrame = field(default_factory=gias_groups.no_later_groups)
    later_results_ks2: pd.DataFrame = field(
        default_factory=lambda: results_later.none(results_later.KS2)
    )
    later_results_ks4: pd.DataFrame = field(
        default_factory=lambda: results_later.none(results_later.KS4)
    )

    @cached_property
    def trust_rows(self) -> pd.DataFrame:
        """What lists and extracts show of trusts (the others are sponsors and umbrella trusts).

        An extract tells of trusts only on a day that has no list, which says since when as well.
        """
        listed = self.group_rows[self.group_rows["group_type"].isin(list(gias.TRUST_KINDS))]
        told = extract.trust_rows(self.extracts)
        told = told[~told["seen"].isin(listed["seen"].unique())]
        return pd.concat([listed, told], ignore_index=True) if len(told) else listed

    @property
    def information_day(self) -> pd.Timestamp:
        """The day of Ofsted's newest management information."""
        seen = pd.concat([self.later_inspections["seen"], self.report_cards["seen"]])
        return max(OFSTED_DAY, pd.Timestamp(seen.max())) if len(seen) else OFSTED_DAY

    @property
    def sponsor_rows(self) -> pd.DataFrame:
        """What the lists show of sponsors."""
        rows = self.group_rows[self.group_rows["group_type"] == "School sponsor"]
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
    ofsted_schools, ofsted_inspections = ofsted.management_information(inbox)
    return Inputs(
        group_rows=gias.group_rows(inbox),
        groups=gias_groups.groups(inbox),
        links=gias_links.links(inbox),
        rolls_2018=gias.rolls_2018(inbox),
        locations_2026=gias.locations_2026(inbox),
        ofsted_schools=ofsted_schools,
        ofsted_inspections=ofsted_inspections,
        inspection_history=ofsted.inspection_history(inbox),
        spine=performance.spine(inbox),
        results_ks2=performance.results_ks2(inbox),
        results_ks4=performance.results_ks4(inbox),
        results_areas=performance.results_areas(inbox),
        pupil_premium=performance.pupil_premium(inbox),
        deprivation=places.deprivation(inbox),
        postcodes=places.postcodes(inbox),
        authorities=places.authorities(inbox),
        district_codes=places.district_codes(inbox),
        opportunity_areas=places.opportunity_areas(inbox),
        investment_areas=places.investment_areas(inbox),
        boundaries={edition: places.boundaries(inbox, edition) for edition in places.BOUNDARIES},
    )
