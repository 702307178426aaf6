"""What a history holds and another tells otherwise: each value, with what it was and has become."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alliance.history.store import History

COLUMNS = ["number", "name", "day", "column", "before", "after"]
NOT_KNOWN = "not known"
NOTHING = "on no day"
# Of a school: what is settled of it, not what follows from that or from outlines of a later year.
OF_SCHOOLS = [
    "name", "phase", "type", "laestab", "ukprn", "la_name", "lad_code", "region",
    "opportunity_area", "postcode", "easting_m", "northing_m",
]  # fmt: skip
OF_TRUSTS = ["registered_name", "companies_house", "kind", "opened", "closed"]
# Which file a fact is from, for which URN it was published, and what follows from its day.
ASIDE = ["source", "urn", "framework"]


def values_changed(old: History, new: History) -> dict[str, pd.DataFrame]:
    """Return the values that both hold and that differ, under the words for their kind.

    Columns: number (URN or UID), name, day (of the inspection, or the year of the exams or census),
    column, before and after; all but the number are text.
    """
    inspected = ["inspected_urn", "start"]
    kinds = {
        "values of schools changed": ("schools", ["urn"], OF_SCHOOLS),
        "values of trusts changed": ("trusts", ["trust_uid"], OF_TRUSTS),
        "values of inspections changed": ("inspections", inspected, _facts(new, "inspections")),
        "values of report cards changed": ("report_cards", inspected, _facts(new, "report_cards")),
        "values of pupils on roll changed": ("rolls", ["urn", "year"], _facts(new, "rolls")),
        "values of key stage 2 results changed": (
            "results_ks2", ["urn", "year"], _facts(new, "results_ks2"),
        ),
        "values of key stage 4 results changed": (
            "results_ks4", ["urn", "year"], _facts(new, "results_ks4"),
        ),
    }  # fmt: skip
    names = _names(old, new)
    return {
        what: _named(_different(getattr(old, table), getattr(new, table), key, columns), names)
        for what, (table, key, columns) in kinds.items()
    }


def past_changed(old: History, new: History) -> pd.DataFrame:
    """Return what changes of schools on the days to the old history's last.

    Columns as :func:`values`: a row for each school that was open on other days than the old
    history says, for each spell in a trust, and for each grade of another school that it carries.
    """
    parts = [_lives(old, new), _spells(old, new), _inherited(old, new)]
    return _named(pd.concat(parts, ignore_index=True), _names(old, new))


def _facts(history: History, table: str) -> list[str]:
    columns = getattr(history, table).columns
    return [name for name in columns if name not in (*ASIDE, "inspected_urn", "start", "year")]


def _different(
    old: pd.DataFrame, new: pd.DataFrame, key: Sequence[str], columns: Sequence[str]
) -> pd.DataFrame:
    """Return the values of rows in both that differ: number, day, column, before, after."""
    held = old.loc[:, [*key, *columns]].merge(
        new.loc[:, [*key, *columns]], on=list(key), suffixes=("_before", "_after")
    )
    found = [pd.DataFrame(columns=["number", "day", "column", "before", "after"])]
    for column in columns:
        before, after = (held[f"{column}_{side}"].astype("object") for side in ("before", "after"))
        differs = ~((before == after) | (before.isna() & after.isna())).astype(bool)
        if not differs.any():
            continue
        rows = held[differs]
        table = {"number": rows[key[0]], "day": _words(rows[key[1]]) if len(key) > 1 else ""}
        told = {"before": _words(before[differs]), "after": _words(after[differs])}
        found.append(pd.DataFrame({**table, "column": column.replace("_", " "), **told}))
    return pd.concat(found, ignore_index=True)


def _lives(old: History, new: History) -> pd.DataFrame:
    """Return the schools that were open on other days."""
    then, now = (
        _until(history.schools[["urn", "opened", "closed"]], old, "opened", "closed")
        for history in (old, new)
    )
    return _other_days(then, now, ["urn"]).assign(column="open")


def _spells(old: History, new: History) -> pd.DataFrame:
    """Return the spells in trusts of schools in both that differ."""
    then, now = (
        _until(history.memberships[["urn", "trust_uid", "joined", "left"]], old, "joined", "left")
        for history in (old, new)
    )
    for spells in (then, now):
        spells["spell"] = spells.groupby(["urn", "trust_uid"]).cumcount()
    now = now[now["urn"].isin(old.schools["urn"])]
    found = _other_days(then, now, ["urn", "trust_uid", "spell"])
    trusts = new.trusts.set_index("trust_uid")["name"].astype("object")
    return found.assign(column="in " + found["trust_uid"].map(trusts).fillna("a trust"))


def _inherited(old: History, new: History) -> pd.DataFrame:
    """Return the grades of schools in both that other schools hand on to them, or no longer do."""
    key = ["urn", "start", "inspected_urn"]
    then, now = (
        history.grades[history.grades["grade_inherited"]]
        .loc[lambda grades: grades["start"] <= pd.Timestamp(old.last_day), [*key, "grade"]]
        .assign(day=lambda grades: _words(grades["start"]))
        for history in (old, new)
    )
    known = old.schools["urn"][old.schools["urn"].isin(new.schools["urn"])]
    then, now = (grades[grades["urn"].isin(known)] for grades in (then, now))
    both = then.merge(now, on=[*key, "day"], how="outer", suffixes=("_before", "_after"))
    before, after = both["grade_before"].astype("object"), both["grade_after"].astype("object")
    differs = ~((before == after).fillna(value=False)).astype(bool)
    told = {"before": _words(before), "after": _words(after)}
    handed = "grade of " + both["inspected_urn"].astype("str")
    return both.assign(number=both["urn"], column=handed, **told)[differs]


def _until(table: pd.DataFrame, old: History, first: str, last: str) -> pd.DataFrame:
    """Leave out what begins or ends after the old history's last day; days as first and last."""
    end = pd.Timestamp(old.last_day)
    kept = table[~(table[first] > end)]
    ends = kept[last].where(kept[last] <= end)
    return kept.assign(**{last: ends}).rename(columns={first: "first", last: "last"})


def _other_days(then: pd.DataFrame, now: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    both = then.merge(now, on=key, how="outer", suffixes=("_before", "_after"), indicator=True)
    same = both["_merge"] == "both"
    for name in ("first", "last"):
        before, after = both[f"{name}_before"], both[f"{name}_after"]
        same &= (before == after) | (before.isna() & after.isna())
    both = both[~same]
    lacking = {"before": "right_only", "after": "left_only"}
    told = {
        side: (
            "from "
            + _words(both[f"first_{side}"], "the beginning")
            + " to "
            + _words(both[f"last_{side}"], "the end")
        ).mask(both["_merge"] == none, NOTHING)
        for side, none in lacking.items()
    }
    return both.assign(number=both["urn"], day="", **told)


def _names(old: History, new: History) -> pd.Series:
    """Return the names of schools and trusts by number: no UID has as many figures as a URN."""
    names: pd.Series = pd.concat(
        [
            held.set_index(number)["name"].astype("object")
            for history in (new, old)
            for held, number in ((history.schools, "urn"), (history.trusts, "trust_uid"))
        ]
    )
    return names[~names.index.duplicated()]


def _named(table: pd.DataFrame, names: pd.Series) -> pd.DataFrame:
    """Add the names of the schools or trusts."""
    named = table.assign(name=table["number"].map(names))
    return named[COLUMNS].sort_values(["number", "day", "column"], ignore_index=True)


def _words(values: pd.Series, missing: str = NOT_KNOWN) -> pd.Series:
    """Write values for people."""
    if values.dtype.kind == "M":
        told = values.dt.strftime("%-d %B %Y").astype("object")
    else:
        told = values.map(_word).astype("object")
    words: pd.Series = told.where(values.notna(), missing)
    return words


def _word(value: object) -> str:
    if isinstance(value, pd.Timestamp):
        return f"{value:%-d %B %Y}"
    if isinstance(value, float):
        return f"{value:.7g}"
    return str(value)
