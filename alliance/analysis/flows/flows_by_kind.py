"""Flows of one kind: support given or documented, academies transferred, or support suggested.

A flow runs from one end to another, and each end stands somewhere at each level (see
:mod:`flow_places`). Support and suggestions run from the supporter to the school
or trust that is helped. A transfer runs from the academy, under its old trust, to its new trust.
The four kinds are never put together.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import pandas as pd

from alliance.analysis.filters import in_use, named_regions, only
from alliance.analysis.flows.flow_places import LEVELS, Level

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from alliance.analysis.filters import Filter, Part

Kind = Literal["Support", "Documented", "Transfers", "Suggestions"]
Quantity = Literal["count", "days", "days_delivered", "pounds"]
QUANTITIES: dict[Kind, tuple[Quantity, ...]] = {
    "Support": ("count", "days", "days_delivered", "pounds"),
    "Documented": ("count",),
    "Transfers": ("count",),
    "Suggestions": ("count",),
}
CATEGORIES: dict[Kind, tuple[str, ...]] = {
    "Support": ("theme", "status", "supporter_kind"),
    "Documented": ("theme", "status", "programme"),
    "Transfers": ("move",),
    "Suggestions": ("need",),
}
"""The columns by which the flows of each kind can be coloured."""

Direction = Literal["All", "In", "Out", "Within"]
DIRECTIONS: tuple[Direction, ...] = ("All", "In", "Out", "Within")

REST = "Other"
"""Stands for the smaller categories put together."""

OTHERS = "others:"
"""Stands for the smaller places put together."""

SCHOOL_END: dict[Kind, str] = {
    "Support": "to",
    "Documented": "to",
    "Transfers": "from",
    "Suggestions": "to",
}
"""The end at which the school of a flow is: a place that the filter names is where the school is.

A trust's academies may lie in several places, and its hub in another again.
"""

_YEAR = "Year"
LONGEST_IN_A_MONTH = pd.Timedelta(days=62)
"""A move whose day lies somewhere in a longer time than this stands in no month."""


@dataclass(frozen=True)
class Flows:
    """Flows of one kind.

    Parameters
    ----------
    table
        One row a flow: number (the support's in the register, else from 1), start, end (the last
        day; missing while open; of a transfer the day of the move; of a documented case the last
        day for which its source vouches), urn, name, phase and type (of the academy that moved, or
        the school that is helped), illustrative, given (whether support counts as given; else
        true), count (1), days
        (planned), days_delivered, pounds (missing where not recorded), the columns of
        ``CATEGORIES``, more that tell of the kind, and for each end (from, to) and level a place
        (``from_school``, ``to_trust``…) and ``from_area``, ``to_area`` (Opportunity Area),
        ``from_commissioner``, ``to_commissioner`` (RSC region).
    places
        Indexed by place: name, easting_m, northing_m.

    """

    kind: Kind
    table: pd.DataFrame
    places: pd.DataFrame

    def kept(self, keep: pd.Series[bool]) -> Flows:
        """Return the flows for which ``keep`` is true."""
        return replace(self, table=self.table[keep].reset_index(drop=True))

    def named(self) -> pd.DataFrame:
        """Return the table with the name of each place in the place of its id."""
        ends = [f"{end}_{level}" for end in ("from", "to") for level in LEVELS]
        names = self.places["name"]
        return self.table.assign(**{end: self.table[end].map(names) for end in ends})

    def total(self, quantity: Quantity = "count") -> float:
        """Return the sum of a quantity; what is not recorded adds nothing."""
        return float(self.table[quantity].sum())


def active(flows: Flows, start: dt.date, end: dt.date) -> Flows:
    """Keep the flows of which at least a day lies from ``start`` to ``end``, both included."""
    table = flows.table
    begun = table["start"] <= pd.Timestamp(end)
    over = table["end"] < pd.Timestamp(start)
    return flows.kept(begun & ~over)


def narrowed(flows: Flows, chosen: Filter) -> Flows:
    """Keep the flows of schools in the filter's places, and of its phases and types.

    A trust that it names is at one end or the other. The grade and the size of a trust are left
    aside: they are those of one day.
    """
    table = flows.table
    keep = _inside(table, SCHOOL_END[flows.kind], only(chosen, "place"))
    trusts = only(chosen, "trust")
    keep &= _inside(table, "from", trusts) | _inside(table, "to", trusts)
    for part, wanted in in_use(chosen).items():
        if part.of in ("school", "list") and part.column in table:
            keep &= table[part.column].isin(list(wanted))
    return flows.kept(keep)


def directed(flows: Flows, chosen: Filter, direction: Direction) -> Flows:
    """Keep the flows into what the filter names, out of it, or between two ends inside it.

    Where it names trusts, that is told by them, else by places.

    Parameters
    ----------
    flows
        As :func:`narrowed` leaves them.

    """
    if direction == "All":
        return flows
    chosen = only(chosen, "trust") if names_trust(chosen) else chosen
    source, target = (_inside(flows.table, end, chosen) for end in ("from", "to"))
    return flows.kept(_that_way(source, target, direction))


def at_place(
    flows: Flows, place: str, other: str | None = None, direction: Direction = "All"
) -> Flows:
    """Keep the flows of one place, of whatever level: into it, out of it, or within it.

    ``other`` keeps those between the two places.
    """
    source, target = (_stands_at(flows.table, end, place) for end in ("from", "to"))
    kept = flows.kept(_that_way(source, target, direction))
    if other is None:
        return kept
    out = _stands_at(kept.table, "from", place) & _stands_at(kept.table, "to", other)
    back = _stands_at(kept.table, "from", other) & _stands_at(kept.table, "to", place)
    return kept.kept(out | back)


def _stands_at(table: pd.DataFrame, end: str, place: str) -> pd.Series[bool]:
    held: pd.Series[bool] = (table[[f"{end}_{level}" for level in LEVELS]] == place).any(axis=1)
    return held


def _inside(table: pd.DataFrame, end: str, chosen: Filter) -> pd.Series[bool]:
    """Tell which ends lie in every area and belong to every trust that the filter names."""
    keep = pd.Series(data=True, index=table.index)
    for part, values in in_use(chosen).items():
        place = _place(part)
        if f"{end}_{place}" in table:
            names = named_regions(values) if place == "region" else values
            wanted = {f"{place}:{name}" for name in names} if place in LEVELS else set(names)
            keep &= table[f"{end}_{place}"].isin(wanted)
    return keep


def names_trust(chosen: Filter) -> bool:
    """Return whether a filter names trusts, by which the ways of flows are then told."""
    return any(_place(part) == "trust" for part in in_use(chosen))


def _place(part: Part) -> str:
    """Return the column of an end that a part of the filter narrows by, if there is one."""
    return "trust" if part.kind == "switch" else part.key


def _that_way(
    source: pd.Series[bool], target: pd.Series[bool], direction: Direction
) -> pd.Series[bool]:
    if direction == "In":
        return target & ~source
    if direction == "Out":
        return source & ~target
    return source & target if direction == "Within" else source | target


def flows_between(
    flows: Flows, level: Level, quantity: Quantity = "count", by: str | None = None
) -> pd.DataFrame:
    """Add the flows up by the two places they run between.

    Parameters
    ----------
    level
        Places are gathered by it.
    by
        A category, one of ``CATEGORIES``, to tell apart.

    Returns
    -------
    DataFrame
        A row a pair of places and direction (and category), the greatest first: from_id, to_id,
        from_name, to_name, from_easting_m, from_northing_m, to_easting_m, to_northing_m, flows
        (how many), quantity, given (support that is not given is told apart), and the category
        under its own name.

    """
    ends = {"from_id": flows.table[f"from_{level}"], "to_id": flows.table[f"to_{level}"]}
    keys = [*ends, "given", *([by] if by else [])]
    pairs = (
        flows.table.assign(**ends)
        .groupby(keys, as_index=False, observed=True)
        .agg(flows=("count", "size"), quantity=(quantity, "sum"))
    )
    for end in ("from", "to"):
        pairs = pairs.join(flows.places.add_prefix(f"{end}_"), on=f"{end}_id")
    pairs = pairs.sort_values(["quantity", *keys], ascending=[False, *[True] * len(keys)])
    return pairs.reset_index(drop=True)


def gathered(pairs: pd.DataFrame, most: int) -> pd.DataFrame:
    """Keep the places that give most and those that receive most, and put the rest together.

    Parameters
    ----------
    pairs
        As :func:`flows_between` gives them.
    most
        How many givers, and how many receivers, keep their name; the others become one.

    Returns
    -------
    DataFrame
        The same columns but the coordinates; the sums are the same.

    """
    pairs = pairs.copy()
    for end in ("from", "to"):
        totals = pairs.groupby(f"{end}_id")["quantity"].sum()
        ranked = totals.reset_index().sort_values(
            ["quantity", f"{end}_id"], ascending=[False, True]
        )[f"{end}_id"]
        rest = ranked[most:] if len(ranked) > most + 1 else ranked[:0]
        lumped = pairs[f"{end}_id"].isin(rest)
        pairs.loc[lumped, f"{end}_id"] = OTHERS
        pairs.loc[lumped, f"{end}_name"] = f"{len(rest)} others"
    sums = ["flows", "quantity"]
    keys = [str(name) for name in pairs if name not in sums and not str(name).endswith("_m")]
    put = pairs.groupby(keys, as_index=False, observed=True)[sums].sum()
    return put.sort_values(["quantity", *keys], ascending=[False, *[True] * len(keys)]).reset_index(
        drop=True
    )


def main_categories(flows: Flows, by: str, most: int = 5) -> list[str]:
    """Return the categories with the most flows, so many as can be told apart by colour."""
    return [str(name) for name in flows.table[by].value_counts(sort=True).index[:most]]


def with_few_categories(flows: Flows, by: str, main: Sequence[str]) -> Flows:
    """Return the flows with every category but the main ones put together as :data:`REST`."""
    few = flows.table[by].where(flows.table[by].isin(list(main)), REST)
    return replace(flows, table=flows.table.assign(**{by: few}))


def without_day(flows: Flows) -> pd.DataFrame:
    """Count the moves of which no more is known than that they lie in a long time.

    Returns
    -------
    DataFrame
        A row a time, those that overlap as one: after (the last day before it), by (its last day),
        flows.

    """
    table = flows.table[_is_without_day(flows.table)]
    if table.empty or "date_after" not in table:
        return pd.DataFrame({"after": [], "by": [], "flows": []})
    times = table[["date_after", "start"]].sort_values("date_after")
    apart = times["date_after"] >= times["start"].cummax().shift()
    return times.groupby(apart.cumsum()).agg(
        after=("date_after", "min"), by=("start", "max"), flows=("start", "size")
    )


def without_month(flows: Flows) -> int:
    """Count the supports of which no more than the year of the start is known."""
    table = flows.table
    return int(table["start_known"].eq(_YEAR).sum()) if "start_known" in table else 0


def _is_without_day(table: pd.DataFrame) -> pd.Series[bool]:
    if "start_known" in table:
        return table["start_known"].eq(_YEAR)
    if "date_after" not in table:
        return pd.Series(data=False, index=table.index)
    return table["start"] - table["date_after"] > LONGEST_IN_A_MONTH


def by_month(flows: Flows, quantity: Quantity, by: str) -> pd.DataFrame:
    """Add the flows up by the month in which they began, but those :func:`without_day`.

    Returns
    -------
    DataFrame
        A row a month and category with any: month (its first day), given, the category, flows,
        quantity.

    """
    known = flows.table[~_is_without_day(flows.table)]
    month = known["start"].dt.to_period("M").dt.to_timestamp()
    table = known.assign(month=month).groupby(["month", "given", by], as_index=False, observed=True)
    return table.agg(flows=("count", "size"), quantity=(quantity, "sum"))


def active_by_month(flows: Flows, months: Sequence[pd.Timestamp]) -> pd.DataFrame:
    """Count the flows active in each month: month, flows."""
    firsts = pd.Series(list(months), dtype="datetime64[ns]")
    lasts = firsts + pd.offsets.MonthEnd(1)
    start, end = (flows.table[name].to_numpy("datetime64[ns]") for name in ("start", "end"))
    begun = start[None, :] <= lasts.to_numpy()[:, None]
    over = end[None, :] < firsts.to_numpy()[:, None]
    return pd.DataFrame({"month": firsts, "flows": (begun & ~over).sum(axis=1)})
