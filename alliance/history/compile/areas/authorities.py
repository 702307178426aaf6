"""Which local authority a school stands under on each day."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import pandas as pd

from alliance.history.compile.areas.geography import containing, points_of, years
from alliance.history.compile.areas.reorganisations import (
    ENDED_BEFORE_2017,
    newest_code,
    predecessors,
    reorganisations,
)
from alliance.history.compile.schools.statements import SPINE_DAY

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from alliance.history.compile.areas.reorganisations import Reorganisation
    from alliance.history.compile.inputs import Inputs

# The last year of the list of codes.
LISTED_TO = 2024
# What the register writes before the name of an authority that ended, which is no authority.
ENDED_NAME = r"(?i)pre[- ]lgr\b.*"


def school_authorities(schools: pd.DataFrame, inputs: Inputs) -> pd.DataFrame:
    """Return the authorities under which each school stands, one after the other.

    An authority is known by the number the register gives it, which is that of every source's
    newest statement. Where an authority ended, a school stands under it to the day before, and
    from that day on under the one that took its place there: the one a later source states, else
    the only successor, else the one its coordinates lie in. Every school of an authority changes on
    the same day. Rows go beyond a school's own life, so that a closed school belongs to the
    authority of its place.

    Parameters
    ----------
    schools
        Indexed by urn: easting_m, northing_m (missing where unknown).

    Returns
    -------
    DataFrame
        urn, la_code, la_name, from_day; a missing from_day is from the beginning. A school whose
        authority no source gives has no row.
    """
    said = stated_authorities(inputs)
    code = _newest(schools, inputs, said)
    changes = reorganisations(inputs, said)
    first = code.copy()
    rows: list[pd.DataFrame] = []
    settled = pd.Series(data=False, index=schools.index)
    for day, of_day in groupby(changes, key=lambda change: change.day):
        before, after = _sides(list(of_day), code, said, schools, inputs)
        starts = ~settled & (before.notna() | after.notna())
        first = first.where(~starts, before)
        settled |= starts
        rows.append(_rows(after.dropna(), day))
    table = pd.concat([_rows(first.dropna(), None), *rows], ignore_index=True)
    return table.assign(la_name=table["la_code"].map(names(inputs)))


def with_newest(schools: pd.DataFrame, inputs: Inputs) -> pd.DataFrame:
    """Add la_code, la_name and region: of the authority that the newest source states.

    ``commissioner_region`` is that of the authority's schools, by the register.

    Parameters
    ----------
    schools
        Indexed by urn: easting_m, northing_m.
    """
    said = stated_authorities(inputs)
    code = _newest(schools, inputs, said)
    return schools.assign(
        la_code=code.astype("Int16"),
        la_name=code.map(names(inputs)),
        region=code.map(regions(inputs, reorganisations(inputs, said))),
        commissioner_region=code.map(commissioners(inputs)),
    )


def _newest(schools: pd.DataFrame, inputs: Inputs, said: pd.DataFrame) -> pd.Series:
    """Return the newest authority stated of each school, else of a linked one, else by place."""
    code = newest_code(said).reindex(schools.index)
    code = code.fillna(_linked(code, inputs.links))
    return code.fillna(_placed(schools[code.isna()], inputs, "authority"))


def commissioners(inputs: Inputs) -> pd.Series:
    """Return the region of a regional schools commissioner for each authority, by its number.

    Commissioners' regions were made of whole authorities; the register gives a stray school of
    some of them another region, so the region of most schools counts.
    """
    tables = [inputs.establishments, inputs.extracts]
    rows = pd.concat([table[["la_code", "commissioner_region"]] for table in tables])
    rows = rows[rows["commissioner_region"].fillna("") != ""]
    counts = rows.groupby(["la_code", "commissioner_region"]).size().reset_index(name="schools")
    counts = counts.sort_values(["schools", "commissioner_region"], ascending=[False, True])
    return counts.drop_duplicates("la_code").set_index("la_code")["commissioner_region"]


def named(results: pd.DataFrame, inputs: Inputs) -> pd.DataFrame:
    """Call the authorities in a table of results as everywhere else, by their number."""
    called = results["la_code"].map(names(inputs))
    return results.assign(name=called.fillna(results["name"]))


def stated_authorities(inputs: Inputs) -> pd.DataFrame:
    """Return every authority that a source states of a school: seen, urn, la_code, by day."""
    listed = inputs.listed_schools
    tables = [
        inputs.group_rows,
        inputs.spine.assign(seen=SPINE_DAY),
        inputs.ofsted_schools.assign(seen=inputs.ofsted_day),
        listed.assign(la_code=listed["laestab"] // 10_000),
        inputs.establishments,
        inputs.open_establishments,
        inputs.extracts,
    ]
    named = [table[["seen", "urn", "la_code"]] for table in tables]
    rows = pd.concat([table for table in named if len(table)] or named)
    rows = rows.dropna(subset="la_code").astype({"la_code": "int64"})
    rows = rows.sort_values("seen", kind="stable")
    return rows.drop_duplicates(["urn", "la_code"], keep="last", ignore_index=True)


def _rows(code: pd.Series, day: pd.Timestamp | None) -> pd.DataFrame:
    return pd.DataFrame(
        {"urn": code.index, "la_code": code.to_numpy("int16"), "from_day": day}
    ).astype({"from_day": "datetime64[s]"})


def _sides(
    changes: list[Reorganisation],
    code: pd.Series,
    said: pd.DataFrame,
    schools: pd.DataFrame,
    inputs: Inputs,
) -> tuple[pd.Series, pd.Series]:
    """Return the authority before and after a day of reorganisation; missing where not concerned.

    Parameters
    ----------
    changes
        What is reorganised on that day.
    code
        The newest authority known of each school.
    said
        seen, urn and la_code, the oldest first.
    """
    day = changes[0].day
    successors = {change.ended: change.successors for change in changes}
    began = predecessors(changes)
    before, after = (
        newest_code(said[said["la_code"].isin(codes)])
        .reindex(schools.index)
        .fillna(code.where(code.isin(codes)))
        for codes in ([*successors], [*began])
    )
    before = before.fillna(after.map(_only(began)))
    after = after.fillna(before.map(_only(successors)))
    by_then = _placed(schools[before.isna() & after.notna()], inputs, "district", before=day)
    since = _placed(schools[after.isna() & before.notna()], inputs, "authority", since=day)
    return (
        before.fillna(by_then.where(by_then.isin([*successors]))),
        after.fillna(since.where(since.isin([*began]))),
    )


def _only(table: Mapping[int, Collection[int]]) -> dict[int, int]:
    """Return the entries that name one other authority."""
    return {code: one for code, others in table.items() for one in others if len(others) == 1}


def _linked(code: pd.Series, links: pd.DataFrame) -> pd.Series:
    """Return the authority of the school that came after each, else of the one before."""
    found = pd.Series(index=code.index, dtype="float64")
    for own, other in (("predecessor", "successor"), ("successor", "predecessor")):
        theirs = links[f"{other}_urn"].map(code)
        by_own = theirs.groupby(links[f"{own}_urn"]).first()
        found = found.fillna(by_own.reindex(code.index))
    return found


def _placed(
    schools: pd.DataFrame,
    inputs: Inputs,
    kind: str,
    *,
    since: pd.Timestamp | None = None,
    before: pd.Timestamp | None = None,
) -> pd.Series:
    """Return the authority in whose outlines each school lies, by urn; missing where in none.

    Parameters
    ----------
    kind
        The outlines: of authorities, or of districts, which name their authority of the time.
    since, before
        The first edition from that year on; the last of a year before. Else the newest.
    """
    editions = years(inputs, kind)
    if since is not None:
        editions = [year for year in editions if year >= since.year][:1]
    if before is not None:
        editions = [year for year in editions if year < before.year]
    if not editions or schools.empty:
        return pd.Series(index=schools.index, dtype="float64")
    outlines = inputs.boundaries[f"{kind} {editions[-1]}"]
    area = containing(points_of(schools), outlines).reindex(schools.index)
    return area.map(codes_of(outlines, inputs, kind, editions[-1])).astype("float64")


def codes_of(outlines: pd.DataFrame, inputs: Inputs, kind: str, year: int) -> pd.Series:
    """Return the authority's number of each district or authority drawn in a year, by its code."""
    lookup = inputs.authorities
    listed = (lookup["first_year"] <= year) & (lookup["last_year"] >= min(year, LISTED_TO))
    by = "lad_code" if kind == "district" else "ctyua_code"
    codes = lookup[listed].drop_duplicates(by).set_index(by)["la_code"]
    found = outlines["code"].map(codes)
    if kind == "authority":  # a code may be newer than the list of codes
        called = names(inputs)
        found = found.fillna(outlines["name"].map(dict(zip(called, called.index, strict=True))))
    by_code: pd.Series = found.set_axis(outlines["code"])
    return by_code


def names(inputs: Inputs) -> pd.Series:
    """Return the name of each authority by its number, one name each."""
    lookup = inputs.authorities.sort_values("last_year").drop_duplicates("la_code", keep="last")
    listed = lookup.set_index("la_code")["la_name"]
    ended = pd.Series({code: name for code, (name, _) in ENDED_BEFORE_2017.items()})
    return _completed(listed, ended, _newest_names(inputs))


def regions(inputs: Inputs, changes: list[Reorganisation]) -> pd.Series:
    """Return the region of each authority by its number."""
    lookup = inputs.authorities.sort_values("last_year").drop_duplicates("la_code", keep="last")
    ended = pd.Series({code: region for code, (_, region) in ENDED_BEFORE_2017.items()})
    known = _completed(lookup.set_index("la_code")["region"], ended)
    # One that began later lies in the region of the authority it took its schools from.
    later = {
        code: known.get(change.ended)
        for change in changes
        for code in change.successors
        if code not in known.index
    }
    return _completed(known, pd.Series(later, dtype="object").dropna())


def _newest_names(inputs: Inputs) -> pd.Series:
    """Return the names that extracts give their authorities, by number; the newest counts."""
    rows = inputs.extracts
    if "la_name" not in rows:
        return pd.Series(dtype="object")
    named = rows["la_name"].fillna("")
    rows = rows[(named != "") & ~named.str.fullmatch(ENDED_NAME)]
    rows = rows.sort_values("seen", kind="stable").drop_duplicates("la_code", keep="last")
    return rows.set_index("la_code")["la_name"]


def _completed(*parts: pd.Series) -> pd.Series:
    """Return the first value of each number."""
    whole: pd.Series = pd.concat([part for part in parts if len(part)])
    return whole[~whole.index.duplicated()]
