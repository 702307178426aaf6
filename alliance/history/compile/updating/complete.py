"""Whether a list is complete: what an incomplete one lacks would be taken for closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from alliance.errors import NotNeeded, SourceError, Step
from alliance.history.compile.areas.geography import years

if TYPE_CHECKING:
    import geopandas as gpd

    from alliance.history.compile.inputs import Inputs
    from alliance.history.store import History
    from alliance.sources.areas.outlines import Edition

# A list that lacks more than a fifth of what the one before shows is cut off, or is another list.
LEAST_SHARE_SHOWN = 0.8
LEAST_SHARE_DRAWN = 0.5
LEAST_OF_A_TYPE = 20
# More than the largest UID of a trust.
UIDS = 1_000_000
REGION = "region"


def no_second(file: str, rows: pd.DataFrame, held: pd.DataFrame, key: list[str]) -> None:
    """Refuse a second file of one kind and day.

    Raises
    ------
    NotNeeded
        It is a part of the other, as the register's academies are of all its schools.
    SourceError
        It tells of what the other does not.
    """
    seen = rows["seen"].iloc[0]
    other = held[held["seen"] == seen]
    if other.empty:
        return
    within = pd.MultiIndex.from_frame(rows[key]).isin(pd.MultiIndex.from_frame(other[key]))
    if within.all() and len(rows) < len(other):
        raise NotNeeded(
            f"{file}: {len(rows):,} of the {len(other):,} rows that the fuller file of this kind "
            f"has for the same day, {seen:%-d %B %Y}."
        )
    raise SourceError(
        f"{file}: the history holds another file of this kind for {seen:%-d %B %Y}, and a day "
        "has one. Was that one wrong?",
        Step.GO_BACK,
    )


def complete_groups(file: str, rows: pd.DataFrame, given: Inputs) -> None:
    """Refuse a register of groups that lacks many of those known: it shows closed ones, too."""
    seen = rows["seen"].iloc[0]
    known = pd.concat([given.groups, given.later_groups])
    known = known[known["seen"] < seen]
    if len(known):
        _enough(file, known["uid"].drop_duplicates(), rows["uid"], "trusts and sponsors known")


def complete_memberships(file: str, rows: pd.DataFrame, given: Inputs) -> None:
    """Refuse a history of memberships that lacks many of those in the one before."""
    if len(given.membership_history):
        before, shown = (
            table["urn"].astype("int64") * UIDS + table["trust_uid"]
            for table in (given.membership_history, rows)
        )
        _enough(file, before, shown, "academies in trusts of the history of memberships before")


def complete_list(file: str, rows: pd.DataFrame, given: Inputs) -> None:
    """Refuse a list that lacks many academies of the one before."""
    seen = rows["seen"].iloc[0]
    earlier = given.trust_rows[given.trust_rows["seen"] < seen]
    if len(earlier):
        before = earlier.loc[earlier["seen"] == earlier["seen"].max(), "urn"]
        day = f"{earlier['seen'].max():%-d %B %Y}"
        _enough(file, before, rows["urn"], f"academies of the list of {day}")


def complete_extract(file: str, rows: pd.DataFrame, old: History, seen: pd.Timestamp) -> None:
    """Refuse an extract that lacks many schools that were open by the records."""
    schools = old.schools
    open_then = schools[~(schools["closed"] <= seen) & ~(schools["opened"] > seen)]
    _no_part(file, open_then, rows["urn"])
    _enough(file, open_then["urn"], rows["urn"], "schools that were open by the records so far")
    # A type that the register spells anew would go missing as a whole.
    shown = open_then["urn"].isin(rows["urn"]).groupby(open_then["type"], observed=True)
    kinds = shown.agg(["sum", "size"])
    few = kinds[(kinds["size"] >= LEAST_OF_A_TYPE) & (kinds["sum"] < kinds["size"] / 2)]
    if len(few):
        counts = zip(few.index, few["sum"], few["size"], strict=True)
        listed = "; ".join(f"{held:,} of {there:,} of type {kind}" for kind, held, there in counts)
        raise SourceError(
            f"{file}: shows {listed}. Taking it would close the others. Does it spell these types "
            "of school in a new way? Tell those who keep this app."
        )


def _no_part(file: str, open_then: pd.DataFrame, shown: pd.Series) -> None:
    """Refuse an extract of some types of school, of which it shows all: a part of the register."""
    there = open_then["urn"].isin(shown)
    kinds = there.groupby(open_then["type"], observed=True).agg(["sum", "size"])
    kinds = kinds[kinds["size"] >= LEAST_OF_A_TYPE]
    lacking = kinds[kinds["sum"] == 0]
    others = kinds[kinds["sum"] > 0]
    if (
        lacking["size"].sum() > (1 - LEAST_SHARE_SHOWN) * len(open_then)
        and (others["sum"] >= LEAST_SHARE_SHOWN * others["size"]).all()
    ):
        raise SourceError(
            f"{file}: a part of GIAS, without {', '.join(map(str, lacking.index))}; expected the "
            "all-establishments download, edubasealldata….csv. Taking it would close the others. "
            "Give that download, with or without this file beside it."
        )


def complete_trusts(file: str, rows: pd.DataFrame, old: History, seen: pd.Timestamp) -> None:
    """Refuse an extract that names no trust for many open academies known to be in one."""
    spells = old.memberships
    then = spells[~(spells["joined"] > seen) & ~(spells["left"] <= seen)]
    known = rows.loc[rows["is_open"] & rows["urn"].isin(then["urn"]), "uid"]
    named = int(known.notna().sum())
    if named < LEAST_SHARE_SHOWN * len(known):
        raise SourceError(
            f"{file}: names a trust for {named:,} of {len(known):,} academies that it "
            "shows open and that were in a trust by the records so far, expected "
            f"{100 * LEAST_SHARE_SHOWN:.0f}% or more. Its columns “TrustSchoolFlag (name)” and "
            "“Trusts (code)” are blank, or spelled in a new way; taking it would leave the others "
            "in the trusts they were in before, even those that moved. Download it again with "
            "all its columns."
        )


def complete_outlines(file: str, edition: Edition, areas: gpd.GeoDataFrame, given: Inputs) -> None:
    """Refuse outlines of a year that is held, or before all that are, or that lack many areas."""
    held = years(given, edition.kind)
    if edition.kind == REGION:
        _the_regions(file, edition, areas, given)
        return
    if edition.year in held or edition.year < held[0]:
        raise SourceError(
            f"{file}: outlines of {edition.year}; the history holds those of "
            f"{', '.join(map(str, held))}. Give those of another year since."
        )
    nearest = max(year for year in held if year < edition.year)
    before = len(given.boundaries[f"{edition.kind} {nearest}"])
    # Reorganisations leave fewer districts; nothing leaves half.
    if len(areas) < LEAST_SHARE_DRAWN * before:
        raise SourceError(
            f"{file}: holds {len(areas):,} English areas; those of {nearest} are {before:,}. It is "
            "cut off or not of all England. Download it again."
        )


def _the_regions(file: str, edition: Edition, areas: gpd.GeoDataFrame, given: Inputs) -> None:
    """Refuse outlines of other regions than the history's, or of a year whose are held."""
    if edition.year in years(given, REGION):
        raise SourceError(
            f"{file}: outlines of {edition.year}; the history holds those of that year. Give those "
            "of another."
        )
    known = given.boundaries[REGION].set_index("code")["name"]
    if set(areas["code"]) != set(known.index):
        listed = ", ".join(f"{code} {name}" for code, name in known.items())
        raise SourceError(
            f"{file}: found the regions {', '.join(areas['code'])}, expected {listed}. Download it "
            "again."
        )


def _enough(file: str, expected: pd.Series, shown: pd.Series, of: str) -> None:
    held = int(expected.isin(shown).sum())
    if held < LEAST_SHARE_SHOWN * len(expected):
        raise SourceError(
            f"{file}: shows {held:,} of the {len(expected):,} {of}, expected "
            f"{100 * LEAST_SHARE_SHOWN:.0f}% or more. It is cut off or no complete list; taking it "
            "would close the others. Download it again."
        )
