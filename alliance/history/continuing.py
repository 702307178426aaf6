"""Which school continues which: the one place that says whose past is a school's own.

A predecessor's grades and results are told of a school only where it continues that school. After a
merger or a split they are those of another school.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Collection

REPLACED = "replaced"
# How far the closing of one school and the opening of the next may lie apart in the register for
# both to be one change.
ONE_CHANGE = pd.Timedelta(days=45)
GENERATIONS = 6
"""How far a past is followed; none in the records is longer."""


def continued(links: pd.DataFrame, opened: pd.Series, closed: pd.Series) -> pd.DataFrame:
    """Return the pairs of a school and the one that continues it.

    A school continues another where the link says that it replaced it, the other had closed by the
    time it opened, and nobody else is party to the change: no second school closed into it (a
    merger), and none opened beside it (a split). Where days are not known it does not.

    Parameters
    ----------
    links
        predecessor_urn, successor_urn, kind.
    opened, closed
        The first day of each school, and the first on which it was open no longer, by URN.

    Returns
    -------
    DataFrame
        predecessor_urn, successor_urn; no URN is twice in one column.
    """
    pairs = links[["predecessor_urn", "successor_urn", "kind"]].assign(
        closed=links["predecessor_urn"].map(closed), opened=links["successor_urn"].map(opened)
    )
    pairs = pairs[pairs["closed"] <= pairs["opened"] + ONE_CHANGE]
    pairs = pairs[pairs["predecessor_urn"] != pairs["successor_urn"]]
    # Of a school's predecessors the last to close, of its successors the first to open, is the
    # next of its line; whatever closed or opened within the same change is party to it.
    last = pairs.groupby("successor_urn")["closed"].transform("max")
    first = pairs.groupby("predecessor_urn")["opened"].transform("min")
    into = pairs["closed"] >= last - ONE_CHANGE
    out_of = pairs["opened"] <= first + ONE_CHANGE
    alone = into & out_of & (pairs["kind"] == REPLACED)
    alone &= into.groupby(pairs["successor_urn"]).transform("sum") == 1
    alone &= out_of.groupby(pairs["predecessor_urn"]).transform("sum") == 1
    return pairs.loc[alone, ["predecessor_urn", "successor_urn"]].reset_index(drop=True)


def pasts(pairs: pd.DataFrame, urns: Collection[int] | None = None) -> pd.DataFrame:
    """Return every school that others continue, straight or through schools between.

    Parameters
    ----------
    pairs
        As :func:`continued` returns them.
    urns
        The schools whose past is asked for; all by default.

    Returns
    -------
    DataFrame
        urn, past_urn and generation (1 for the school that it continues itself).
    """
    step = pairs.rename(columns={"successor_urn": "urn", "predecessor_urn": "past_urn"})
    front = step if urns is None else step[step["urn"].isin(list(urns))]
    parts = []
    for generation in range(1, GENERATIONS + 1):
        if front.empty:
            break
        parts.append(front.assign(generation=generation))
        front = front.merge(
            step.rename(columns={"urn": "past_urn", "past_urn": "further"}), on="past_urn"
        )
        front = front[["urn", "further"]].rename(columns={"further": "past_urn"})
    columns = ["urn", "past_urn", "generation"]
    if not parts:
        return pd.DataFrame(columns=columns).astype("int64")
    return pd.concat(parts, ignore_index=True)[columns]


def carried(table: pd.DataFrame, past: pd.DataFrame, opened: pd.Series) -> pd.DataFrame:
    """Return inspections for each school that carries them: its own, and those of its past.

    What a school inherits was inspected before it opened, and before its own first inspection.

    Parameters
    ----------
    table
        Inspections of one kind: inspected_urn, start and what was found.
    past
        As :func:`pasts` returns it.
    opened
        The first day of each school, by URN.

    Returns
    -------
    DataFrame
        The columns of ``table``, ``urn`` being the school that carries the inspection, and
        inherited; one row a school and start.
    """
    own = table.assign(urn=table["inspected_urn"], inherited=False)
    kept = [name for name in own.columns if name != "urn"]
    handed = own[kept].merge(past, left_on="inspected_urn", right_on="past_urn")
    handed = handed[handed["start"] < handed["urn"].map(opened)].sort_values("generation")
    first_own = own.groupby("urn")["start"].min()
    # Where there is no inspection at all, there is no day to look up by URN either.
    handed = handed[~(handed["start"] >= first_own.reindex(handed["urn"]).to_numpy())]
    handed = handed[own.columns].astype(own.dtypes.to_dict()).assign(inherited=True)
    return pd.concat([own, handed], ignore_index=True).drop_duplicates(["urn", "start"])
