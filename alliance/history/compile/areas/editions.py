"""Outlines of each kind of area on every day, from the years whose outlines are published."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd

from alliance.history.compile.areas.authorities import codes_of, names, stated_authorities
from alliance.history.compile.areas.geography import WGS84, years
from alliance.history.compile.areas.reorganisations import predecessors, reorganisations

if TYPE_CHECKING:
    from alliance.history.compile.areas.reorganisations import Reorganisation
    from alliance.history.compile.inputs import Inputs

# The day the districts of Somerset, North Yorkshire and Cumbria were replaced.
REORGANISED = pd.Timestamp(2023, 4, 1)


def editions(inputs: Inputs, kind: str) -> list[gpd.GeoDataFrame]:
    """Return the outlines of each year, from its day to the next one's.

    The first hold on every day before, too. A year's changes count from its first of April; the
    outlines of 2024 are those of April 2023 unless those are held themselves. ``edition`` is the
    year of the outlines.
    """
    held = years(inputs, kind)
    starts = [pd.Timestamp(year, 4, 1) for year in held]
    if REORGANISED not in starts:
        starts = [REORGANISED if day.year == 2024 else day for day in starts]
    return [
        inputs.boundaries[f"{kind} {year}"].assign(
            kind=kind, edition=year, from_day=start, to_day=end
        )
        for year, start, end in zip(held, [pd.NaT, *starts[1:]], [*starts[1:], pd.NaT], strict=True)
    ]


def authorities(inputs: Inputs) -> gpd.GeoDataFrame:
    """Return the outlines of local authorities, each on the days on which it was one.

    An authority that ended before the first published outlines is made of those of its successors,
    or of its districts where they are published; one that began between two publications has the
    outline of the later one.

    Columns: kind, code, name, la_code, edition, from_day, to_day, geometry.
    """
    drawn = pd.concat(
        [part.assign(la_code=_coded(part, inputs)) for part in editions(inputs, "authority")],
        ignore_index=True,
    )
    table = gpd.GeoDataFrame(drawn, crs=WGS84)
    changes = reorganisations(inputs, stated_authorities(inputs))
    for change in changes:
        table = _reorganised(table, change, changes, inputs)
    named = table["la_code"].map(names(inputs))
    return table.assign(name=named.fillna(table["name"]))


def _coded(part: gpd.GeoDataFrame, inputs: Inputs) -> pd.Series:
    codes = codes_of(part, inputs, "authority", int(part["edition"].iloc[0]))
    return pd.Series(codes.to_numpy(), part.index)


def _reorganised(
    table: gpd.GeoDataFrame, change: Reorganisation, changes: list[Reorganisation], inputs: Inputs
) -> gpd.GeoDataFrame:
    """Let an authority end, and its successors begin, on their day."""
    day = change.day
    old, new = table["la_code"] == change.ended, table["la_code"].isin(change.successors)
    before = table["from_day"].isna() | (table["from_day"] < day)
    since = table["to_day"].isna() | (table["to_day"] > day)
    more = []
    if not (old & before).any():
        ended = _before(change, changes, table[new & before], inputs)
        more.append(ended.assign(to_day=day))
    if not (new & since & (before | (table["from_day"] == day))).any():
        first = table[new].sort_values("edition").drop_duplicates("la_code")
        more.append(first.assign(from_day=day, to_day=first["from_day"]))
    starts = table["from_day"].mask(new & before & since, day)
    ends = table["to_day"].mask(old & before & since, day)
    parts = [table.assign(from_day=starts, to_day=ends), *more]
    return gpd.GeoDataFrame(
        pd.concat([part for part in parts if len(part)], ignore_index=True), crs=WGS84
    )


def _before(
    change: Reorganisation,
    changes: list[Reorganisation],
    successors: gpd.GeoDataFrame,
    inputs: Inputs,
) -> gpd.GeoDataFrame:
    """Return the outline of an authority that no published outlines show."""
    year = max((year for year in years(inputs, "district") if year < change.day.year), default=None)
    if year is not None:
        districts = inputs.boundaries[f"district {year}"]
        codes = codes_of(districts, inputs, "district", year)
        parts = districts[(codes == change.ended).to_numpy()].assign(edition=year)
    else:
        took_from = predecessors(changes)
        alone = [code for code in change.successors if len(took_from[code]) == 1]
        parts = successors[successors["la_code"].isin(alone)]
    if parts.empty:
        return successors.head(0)
    whole = parts[["edition", "geometry"]].dissolve(by="edition", as_index=False)
    listed = inputs.authorities[inputs.authorities["la_code"] == change.ended]
    code = str(change.ended) if listed.empty else listed["ctyua_code"].iloc[0]
    return whole.assign(kind="authority", code=code, la_code=change.ended, from_day=pd.NaT)
