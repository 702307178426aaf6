"""How many places of each rank of need can be filled, those before it filled first."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import maximum_flow

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    Integers = npt.NDArray[np.int64]

FREE = -1
"""Row of a pair that a group does not limit."""


class Group(NamedTuple):
    """Of each pair the row of a limit that it falls under, and how many each row allows.

    Parameters
    ----------
    row
        A number for each pair; ``FREE`` where the limit does not concern it.
    most
        How many pairs of each row may be chosen.

    """

    row: Integers
    most: Integers


def filled(
    school: Integers,
    limits: Sequence[Group],
    once: Group,
    place_school: Integers,
    place_rank: Integers,
) -> Integers:
    """Count the places of each rank that can be filled, the ranks before it filled first.

    A greatest flow from a source through the limits, the widest first, through ``once`` and the
    schools to a sink.

    Parameters
    ----------
    school
        Of each pair, its number.
    limits
        Nested: pairs of one row of a limit share their row of the one before; none is free.
    once
        The pairs of which one may be chosen, as ``limits``.
    place_school, place_rank
        Of each place: its school, and its rank, 0 the first to be filled.

    """
    ranks, schools = int(place_rank.max(initial=-1)) + 1, int(place_school.max(initial=-1)) + 1
    asking = school < schools
    if not asking.any():
        return np.zeros(ranks, dtype=np.int64)
    limits = [Group(limit.row[asking], limit.most) for limit in limits]
    once, school = Group(once.row[asking], once.most), school[asking]
    arcs = _arcs(school, limits, once)
    nodes = 2 + sum(len(group.most) for group in (*limits, once)) + schools
    source, sink, first = nodes - 2, nodes - 1, nodes - 2 - schools
    arcs.start[arcs.start == FREE] = source
    totals = [0]
    for rank in range(ranks):
        asked = np.bincount(place_school[place_rank <= rank], minlength=schools)
        wanted = asked > 0
        start = np.concatenate([arcs.start, first + np.flatnonzero(wanted)])
        end = np.concatenate([arcs.end, np.full(wanted.sum(), sink)])
        most = np.concatenate([arcs.most, asked[wanted]]).astype(np.int32)
        network = sparse.csr_array((most, (start, end)), shape=(nodes, nodes))
        totals.append(maximum_flow(network, source, sink).flow_value)
    return np.diff(totals).astype(np.int64)


class _Arcs(NamedTuple):
    start: Integers
    end: Integers
    most: Integers


def _arcs(school: Integers, limits: Sequence[Group], once: Group) -> _Arcs:
    """Return the arcs from the source, called ``FREE``, to the schools."""
    before = np.full(len(school), FREE)
    parts, offset = [], 0
    for group in (*limits, once):
        within = group.row != FREE
        row, first = np.unique(group.row[within], return_index=True)
        parts.append((before[within][first], offset + row, group.most[row]))
        if group is once:
            # Pairs that exclude one another come from several rows of the narrowest limit.
            parts[-1] = (before[within], offset + group.row[within], np.ones(within.sum()))
        before = np.where(within, offset + group.row, before)
        offset += len(group.most)
    reach = offset + school
    several = once.row != FREE
    _, first = np.unique(once.row[several], return_index=True)
    last = np.concatenate([np.flatnonzero(~several), np.flatnonzero(several)[first]])
    parts.append((before[last], reach[last], np.ones(len(last))))
    return _Arcs(*(np.concatenate(of).astype(np.int64) for of in zip(*parts, strict=True)))
