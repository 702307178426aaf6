"""The register of support beside a match: what is given already, and rows of a plan added to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from alliance.analysis.matching.match_pairs import CRITERIA
from alliance.analysis.matching.match_ties import COMMITTED
from alliance.analysis.need.need_rules import VERSION
from alliance.current.state import current_register
from alliance.errors import RulesBroken
from alliance.register import Support
from alliance.register.register_vocabulary import Origin, Status, SupporterKind
from alliance.register.rules import completed, faults
from alliance.text.words import day_in_words

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    import pandas as pd

    from alliance.errors import Fault
    from alliance.register import Person, Register
    from alliance.register.register_vocabulary import Theme
    from alliance.views.matches.match_question import Answer


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
    """Return every fault with the name of the school before it."""
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
        purpose=f"Eligible for support: {row['why']}.",
        origin=Origin.MATCHED,
        reasons=_reasons(answer, row),
    )


def _reasons(answer: Answer, row: dict[Any, Any]) -> str:
    """Say why this supporter was suggested, so that it can be checked later."""
    asked, found = answer.question, answer.match
    scores = ", ".join(f"{name.replace('_fit', '')} {row[name]:.2f}" for name in CRITERIA)
    weights = ", ".join(f"{name} {weight:g}" for name, weight in vars(asked.weights).items())
    return (
        f"Suggested by the match of {day_in_words(asked.chosen.day)} (supporting "
        f"trusts: {asked.helpers}, within {asked.max_distance_km:g} km, criteria version "
        f"{VERSION}, history {asked.version}). Criteria met: {row['rules']}{_inherited(row)}. The "
        f"school is run by {row['run_by']}. {_for_it(row)}From its good or outstanding "
        f"school of the phase: {row['from_name']} ({row['from_urn']}), "
        f"{row['distance_km']:.1f} km. Scores from 0, the best, to 1: {scores}. Weights: "
        f"{weights}. Score {row['cost']:.3f}, lower is better; the plan matches {found.served} of "
        f"{found.asked} schools with the best match score, {found.total:.3f}."
    )


def _inherited(row: dict[Any, Any]) -> str:
    return ", only by the inspection of the school it replaced" if row["inherited"] else ""


def _for_it(row: dict[Any, Any]) -> str:
    said = f"In its favour: {row['because']}. " if row["because"] else ""
    said += f"To ask first: {row['cautions']}. " if row["cautions"] else ""
    return said + ("Kept by hand. " if row["kept"] else "")


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
