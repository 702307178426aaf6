"""How much each trust, each of its phases and each strong school can still take on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.sparse.csgraph import maximum_bipartite_matching

from alliance.analysis.matching.solving.optimum import Limit
from alliance.analysis.need.strong import is_strong

if TYPE_CHECKING:
    import datetime as dt

    from alliance.analysis.matching.match_terms import Terms
    from alliance.history import History

PHASE = ["trust_uid", "phase"]
_KINDS = {"trust_uid": "int64", "phase": "str"}
_NOTHING = 1e-9
RAISED = "raised to fit the pairs kept"


@dataclass(frozen=True)
class Room:
    """What limits a plan, each within the one before.

    Parameters
    ----------
    trusts
        A row a trust in scope: trust_uid, capacity and more.
    phases
        A row a trust and phase: trust_uid, phase, strong (schools), capacity (schools of the phase
        it can support).
    schools
        By URN of a strong school, how many others it can support.

    """

    trusts: pd.DataFrame
    phases: pd.DataFrame
    schools: pd.Series[int]

    def limits(self, pairs: pd.DataFrame) -> tuple[pd.DataFrame, list[Limit]]:
        """Return pairs with a column for each limit, and the limits, the widest first."""
        phases = self.phases
        number = pd.Series(
            np.arange(len(phases)), index=pd.MultiIndex.from_frame(phases[PHASE].astype(_KINDS))
        )
        both = pairs[["supporter_uid", "phase"]].set_axis(PHASE, axis=1).astype(_KINDS)
        of_pair = number.reindex(pd.MultiIndex.from_frame(both)).to_numpy()
        return pairs.assign(trust_phase=of_pair), [
            Limit("supporter_uid", self.trusts.set_index("trust_uid")["capacity"]),
            Limit("trust_phase", phases["capacity"].reset_index(drop=True)),
            Limit("from_urn", self.schools),
        ]

    def used(self, plan: pd.DataFrame) -> Room:
        """Return the same with what a plan takes: as ``assigned``, or off the schools' room."""
        trusts, phases = self.trusts, self.phases
        pupils = plan.groupby("supporter_uid")["pupils"].sum()
        uids = trusts["trust_uid"]
        taken = plan.groupby(["supporter_uid", plan["phase"].astype("str")]).size()
        both = pd.MultiIndex.from_frame(phases[PHASE])
        given = plan["from_urn"].value_counts().reindex(self.schools.index, fill_value=0)
        return replace(
            self,
            trusts=trusts.assign(
                assigned=_counted(plan["supporter_uid"], uids),
                capacity_pupils=(trusts["capacity"] * trusts["pupils_of_strong"]).round(),
                assigned_pupils=uids.map(pupils).fillna(0.0),
            ),
            phases=phases.assign(assigned=taken.reindex(both).fillna(0).to_numpy(np.int64)),
            schools=self.schools - given,
        )

    def left_for(self, pairs: pd.DataFrame) -> tuple[pd.Series[bool], pd.Series[bool]]:
        """Return for each pair whether a plan leaves room at its trust, and in its phase there."""
        trusts, phases = (
            table.assign(left=table["capacity"] > table["assigned"])
            for table in (self.trusts, self.phases)
        )
        at_trust = pairs["supporter_uid"].map(trusts.set_index("trust_uid")["left"])
        both = pairs[["supporter_uid", "phase"]].set_axis(PHASE, axis=1).astype(_KINDS)
        in_phase = phases.set_index(PHASE)["left"].reindex(pd.MultiIndex.from_frame(both))
        return at_trust.astype("bool"), in_phase.set_axis(pairs.index).astype("bool")

    def raised_from(self, before: Room) -> pd.Series[int]:
        """Return the strong schools that have more room than they had, by URN, with how much."""
        return self.schools[self.schools > before.schools]

    def choices(self, terms: Terms) -> pd.Series[int]:
        """Return of how many strong schools of each trust a school needs to have the choice.

        One more than can be full while the trust, or its pairs kept by hand, still has room.
        """
        uids = self.trusts["trust_uid"]
        kept = uids.map(pd.Series([uid for uid, _ in terms.kept], dtype="int64").value_counts())
        most = self.trusts["capacity"] + kept.fillna(0)
        fewest = self.schools[self.schools > 0].min() if (self.schools > 0).any() else 1
        return ((most - 1).clip(lower=0) // fewest + 1).astype("int64")


def _counted(values: pd.Series[int], of: pd.Series[int]) -> pd.Series[int]:
    return of.map(values.value_counts()).fillna(0).astype("int64")


def room_of(
    history: History, state: pd.DataFrame, day: dt.date, could: pd.DataFrame, terms: Terms
) -> Room:
    """Return how much the trusts in scope can take on, by phase and strong school too.

    Of one phase a trust supports one school for every ``strong_for_one`` strong schools of it,
    rounded up, less those of the phase it supports already: one strong secondary school is enough
    for one other, and ten primary schools do not help a second. A capacity set by hand counts for
    every phase.

    Parameters
    ----------
    could
        The trusts in scope with their capacity.

    """
    formula = terms.formula
    own = state[state["trust_uid"].isin(could["trust_uid"])]
    strong = own[is_strong(history, own, day, count_inherited=terms.count_inherited)]
    phases = strong[PHASE].astype(_KINDS).value_counts().rename("strong").reset_index()
    most = np.ceil(phases["strong"] / formula.strong_for_one - _NOTHING)
    given = pd.DataFrame(list(terms.held), columns=["trust_uid", "urn"]).astype("int64")
    given["phase"] = given["urn"].map(state.set_index("urn")["phase"].astype("str"))
    taken = given.groupby(PHASE).size()
    both = pd.MultiIndex.from_frame(phases[PHASE])
    left = (most - taken.reindex(both).fillna(0).to_numpy()).clip(lower=0)
    uid = phases["trust_uid"]
    left = np.fmax(left, uid.map(dict(terms.capacity_by_hand)).astype("float64"))
    left += uid.map(dict(terms.extra)).fillna(0)
    room = pd.Series(formula.at_a_time, index=pd.Index(strong["urn"]), dtype="int64")
    committed = room.index.map(dict(terms.committed_from)).fillna(0).to_numpy(np.int64)
    return Room(
        could,
        phases.assign(capacity=left.astype("int64")),
        (room - committed).clip(lower=0),
    )


def with_kept(room: Room, kept: pd.DataFrame, pairs: pd.DataFrame) -> Room:
    """Return the room raised, where it was less, to fit the pairs that a person keeps.

    Parameters
    ----------
    kept
        Of :func:`alliance.analysis.matching.kept_pairs.settle_kept`.
    pairs
        Those of the match.

    """
    possible = kept[kept["reason"] == ""]
    if possible.empty:
        return room
    trusts, phases = room.trusts, room.phases
    needed = trusts["trust_uid"].map(possible["supporter_uid"].value_counts()).fillna(0)
    short = needed > trusts["capacity"]
    trusts = trusts.assign(
        capacity=trusts["capacity"].where(~short, needed).astype("int64"),
        capacity_note=trusts["capacity_note"].where(~short, RAISED),
    )
    fitting = pairs[pairs["excluded"] == ""].merge(possible[["supporter_uid", "urn"]])
    of_phase = fitting.drop_duplicates(["supporter_uid", "urn"])
    wanted = of_phase.groupby(["supporter_uid", "phase"]).size().rename_axis(PHASE)
    both = pd.MultiIndex.from_frame(phases[PHASE])
    held = wanted.reindex(both).fillna(0).to_numpy()
    phases = phases.assign(capacity=np.maximum(phases["capacity"], held).astype("int64"))
    schools = _schools_with_room(room, fitting)
    return replace(room, trusts=trusts, phases=phases, schools=schools)


def _schools_with_room(room: Room, fitting: pd.DataFrame) -> pd.Series[int]:
    """Return the room at strong schools, one more wherever a pair kept would find none."""
    fitting = fitting.sort_values(["urn", "supporter_uid", "cost"], ignore_index=True)
    pair = fitting.groupby(["urn", "supporter_uid"], sort=False).ngroup().to_numpy()
    may = room.schools[np.unique(fitting["from_urn"])]
    slot = pd.Series(np.arange(may.sum()), index=np.repeat(may.index, may))
    rows = fitting.assign(pair=pair)[["pair", "from_urn"]].merge(
        slot.rename("slot").rename_axis("from_urn").reset_index()
    )
    table = sparse.csr_array(
        (np.ones(len(rows)), (rows["pair"], rows["slot"])), shape=(pair.max() + 1, len(slot))
    )
    found = maximum_bipartite_matching(table, perm_type="column")
    without = fitting.drop_duplicates(["urn", "supporter_uid"])[found < 0]
    more = without["from_urn"].value_counts()
    raised: pd.Series[int] = room.schools + more.reindex(room.schools.index, fill_value=0)
    return raised
