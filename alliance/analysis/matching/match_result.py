"""What a match comes to: the plan, what it was proved against, and who is not matched."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from alliance.analysis.matching.hand_changes import HandChanges
from alliance.analysis.matching.match_because import as_list
from alliance.analysis.need.need_rules import RULES, VERSION

if TYPE_CHECKING:
    import pandas as pd

    from alliance.analysis.matching.match_terms import Terms
    from alliance.analysis.matching.solving.room import Room

SCHOOL = [
    "urn",
    "name",
    "run_by_uid",
    "run_by",
    "phase",
    "la_name",
    "region",
    "pupils",
    "grade",
    "grade_inherited",
    "inherited",
    "gravity",
    "rules",
    "why",
]


PAIR = [
    "inspected",
    "supporter_uid",
    "supporter_name",
    "from_urn",
    "from_name",
    "from_grade",
    "from_inherited",
    "from_inspected",
    "from_pupils",
    "distance_km",
    "because",
    "cautions",
]
"""What a plan says of each pair, besides what it weighs."""


@dataclass(frozen=True)
class Match:
    """A plan, what it was proved against, and who is not matched.

    Parameters
    ----------
    plan
        A row a school and supporter, the highest priority first: the columns of ``SCHOOL``, among
        them who runs the school (run_by, and run_by_uid where that is a trust) and inherited
        (whether it is eligible only by the inspection of the school it replaced); those of
        ``PAIR``: the supporter and the strong school that the support comes from (from_inherited:
        strong only by the school it replaced), inspected and from_inspected (when each was last
        inspected itself, in whatever way; missing without), because (what speaks for the pair, in
        short words) and cautions (what to ask first); cost, the criteria and kept (whether a
        person keeps the pair).
    unmatched
        A row a school not matched: the columns of ``SCHOOL``, reason.
    supported
        A row an eligible school that has a supporter already: the columns of the schools,
        supporters.
    loads
        A row a trust that could give: trust_uid, name, the parts of its capacity, capacity,
        capacity_note (blank where the formula gives it, else what does), assigned;
        capacity_pupils (capacity in schools of the mean roll of its strong ones; missing where no
        roll is known) and assigned_pupils (on the rolls of the schools assigned, as far as known).
    total, bound
        Cost of the plan, and the least that any plan serving these needs can cost.
    pairs
        Every pair within the distance, with its criteria and why it may not be matched.
    kept
        A row a pair that a person keeps: supporter_uid, urn, name, supporter_name, reason (why it
        cannot be in the plan all the same; blank where it is), note (what had to be raised for
        it).
    room
        What each trust, phase and strong school could take on, and what the plan takes of it.

    """

    plan: pd.DataFrame
    unmatched: pd.DataFrame
    supported: pd.DataFrame
    total: float
    bound: float
    pairs: pd.DataFrame
    terms: Terms
    kept: pd.DataFrame
    room: Room

    @property
    def kept_impossible(self) -> pd.DataFrame:
        """The pairs that a person keeps and that cannot be, each with its reason."""
        return self.kept[self.kept["reason"] != ""].reset_index(drop=True)

    @property
    def could(self) -> pd.DataFrame:
        """The trusts in scope, those that can give nothing too: the columns of ``loads``."""
        return self.room.trusts.sort_values(
            ["assigned", "trust_uid"], ascending=[False, True], ignore_index=True
        )

    @property
    def phases(self) -> pd.DataFrame:
        """A row a trust in scope and a phase of its strong schools.

        Columns: trust_uid, phase, strong, capacity (schools of the phase it could support),
        assigned.
        """
        return self.room.phases

    @property
    def loads(self) -> pd.DataFrame:
        """The trusts that could give."""
        return self.could[self.could["capacity"] > 0].reset_index(drop=True)

    @property
    def served(self) -> int:
        """How many schools have a supporter by the plan."""
        return int(self.plan["urn"].nunique())

    @property
    def asked(self) -> int:
        """How many eligible schools there are."""
        return len(set(self.plan["urn"]) | set(self.supported["urn"])) + len(self.unmatched)

    def as_json(self) -> dict[str, Any]:
        """Return plan, unmatched, loads, total, bound and rules as plain values."""
        return {
            "plan": [
                row | {name: as_list(row[name]) for name in ("because", "cautions")}
                for row in _records(self.plan)
            ],
            "unmatched": _records(self.unmatched),
            "supported": _records(self.supported),
            "kept_impossible": _records(self.kept_impossible),
            "loads": _records(self.loads),
            "phases": _records(self.phases),
            "total": self.total,
            "bound": self.bound,
            "rules": {
                "version": VERSION,
                "need": [
                    {"name": rule.name, "text": rule.text, "source": rule.source}
                    for rule in RULES
                    if self.terms.rules is None or rule.name in self.terms.rules
                ],
                "weights": asdict(self.terms.weights),
                "capacity": asdict(self.terms.formula),
                "max_distance_km": self.terms.max_distance_km,
                "supporters_per_school": self.terms.supporters_per_school,
                "count_inherited": self.terms.count_inherited,
                "run_by": self.terms.run_by,
                "by_hand": _by_hand(self.terms).spelled(),
            },
        }


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return rows as plain values, ``None`` for what is missing."""
    days = table.select_dtypes("datetime").columns
    table = table.assign(**{name: table[name].dt.strftime("%Y-%m-%d") for name in days})
    plain = table.astype("object").where(table.notna(), None)
    return [dict(zip(table.columns, row, strict=True)) for row in plain.to_numpy().tolist()]


def _by_hand(terms: Terms) -> HandChanges:
    return HandChanges(
        terms.kept,
        tuple(terms.forbidden),
        tuple(terms.barred),
        tuple(terms.capacity_by_hand.items()),
    )
