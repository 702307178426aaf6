"""The register of support beside a match: what is given already, and rows of a plan added to it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from alliance.analysis.match_pairs import CRITERIA
from alliance.analysis.match_ties import COMMITTED, Ties, ties
from alliance.analysis.need_rules import VERSION
from alliance.errors import RulesBroken
from alliance.register import Support
from alliance.register.rules import completed, faults
from alliance.register.vocabulary import Origin, Status, SupporterKind
from alliance.ui.words import day_in_words
from alliance.web.current import current_register, kept, state_on

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alliance.register import Person, Register
    from alliance.register.rules import Fault
    from alliance.register.vocabulary import Theme
    from alliance.ui.match_answer import Answer


class Given(NamedTuple):
    """A support of the register, as a match asks for it."""

    supporter_kind: str
    supporter_id: str
    recipient_urn: int
    status: str
    starts_on: dt.date
    last_on: dt.date | None
    conflict: str


def given_now() -> tuple[Given, ...]:
    """Give the supports that the register holds; those that are invented do not count.

    Raises
    ------
    RegisterError
        Its database cannot be reached.
    """
    register = current_register()
    return _given(register, register.revision())


@kept(maxsize=2)
def _given(register: Register, _revision: int) -> tuple[Given, ...]:
    return tuple(
        Given(
            str(support.supporter_kind),
            support.supporter_id,
            support.recipient_urn,
            str(support.status),
            support.starts_on,
            support.last_day,
            support.conflict,
        )
        for support in register.supports()
        if not support.illustrative
    )


@kept(maxsize=16)
def ties_on(day: dt.date, given: tuple[Given, ...]) -> Ties:
    """Give what the register's supports mean on a day."""
    return ties(state_on(day), pd.DataFrame(given, columns=Given._fields), day)


def propose(
    answer: Answer, rows: pd.DataFrame, theme: Theme, first_day: dt.date, who: Person
) -> tuple[list[Support], int]:
    """Add rows of a plan to the register as Proposed: all that are not there already, or none.

    Returns
    -------
    tuple
        The supports as written, and how many rows the register has already: of the same pair, not
        withdrawn, Proposed, Agreed or Active, with a day in common.

    Raises
    ------
    NotAllowed, RulesBroken
        The person may not, or a support breaks rules; each fault names its school.
    """
    register = current_register()
    wanted = [_support(answer, row, theme, first_day) for row in rows.to_dict("records")]
    held = [
        support
        for support in register.supports(recipients=[one.recipient_urn for one in wanted])
        if str(support.status) in COMMITTED and not support.illustrative
    ]
    new = [one for one in wanted if not any(_same_pair(one, other) for other in held)]
    try:
        return register.add_all(new, who), len(wanted) - len(new)
    except RulesBroken as fault:
        raise RulesBroken(_named_faults(register, new) or fault.faults) from fault


def _same_pair(one: Support, other: Support) -> bool:
    return (
        (one.supporter_kind, one.supporter_id) == (other.supporter_kind, other.supporter_id)
        and one.recipient_urn == other.recipient_urn
        and one.overlaps(other)
    )


def _named_faults(register: Register, supports: Sequence[Support]) -> list[Fault]:
    """Give every fault with the name of the school before it."""
    return [
        fault._replace(message=f"{support.recipient_name}: {fault.message}")
        for support in supports
        for fault in faults(register.history, completed(register.history, support))
    ]


def _support(answer: Answer, row: dict[Any, Any], theme: Theme, first_day: dt.date) -> Support:
    day = answer.question.chosen.day
    return Support(
        supporter_kind=SupporterKind.TRUST,
        supporter_id=str(row["supporter_uid"]),
        supporter_name=str(row["supporter_name"]),
        recipient_urn=int(row["urn"]),
        recipient_name=str(row["name"]),
        theme=theme,
        starts_on=first_day,
        proposed_on=min(day, first_day),
        status=Status.PROPOSED,
        purpose=f"In need: {row['why']}.",
        origin=Origin.MATCHED,
        reasons=_reasons(answer, row),
    )


def _reasons(answer: Answer, row: dict[Any, Any]) -> str:
    """Say why this supporter was suggested, so that it can be checked later."""
    asked, found = answer.question, answer.match
    scores = ", ".join(f"{name.replace('_fit', '')} {row[name]:.2f}" for name in CRITERIA)
    weights = ", ".join(f"{name} {weight:g}" for name, weight in vars(asked.weights).items())
    return (
        f"Suggested by the match of {day_in_words(asked.chosen.day)} (helped by "
        f"{asked.helped_by}, within {asked.max_distance_km:g} km, rules of need version {VERSION}, "
        f"history {asked.version}). Caught by: {row['rules']}. Nearest strong school of the phase: "
        f"{row['nearest_name']} ({row['nearest_urn']}), {row['distance_km']:.1f} km. Scores from "
        f"0, the best, to 1: {scores}. Weights: {weights}. Cost {row['cost']:.3f}; the plan serves "
        f"{found.served} of {found.asked} schools at the least cost, {found.total:.3f}."
    )


def take_back(numbers: Sequence[int], who: Person) -> None:
    """Withdraw supports that were just added; the register can restore them.

    Raises
    ------
    NotAllowed, UnknownSupport
        The person may not, or there is none of this number.
    """
    register = current_register()
    for number in numbers:
        register.withdraw(number, who)
