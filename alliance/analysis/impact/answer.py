"""A question answered: from which schools to what followed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy import stats

from alliance.analysis.impact.balance import balance_of
from alliance.analysis.impact.estimate import (
    BASE,
    Estimate,
    Fit,
    differences,
    joint_test,
    mean_difference,
)
from alliance.analysis.impact.inspected_after import (
    UntilGood,
    findings,
    next_inspected,
    until_good,
    with_base,
)
from alliance.analysis.impact.lines import lines_of
from alliance.analysis.impact.outcomes import OUTCOMES, values_by_year
from alliance.analysis.impact.pairs import Matched, match_schools
from alliance.analysis.impact.panel import panel_of, side_by_side
from alliance.analysis.impact.question import LEAST_TREATED
from alliance.analysis.impact.treated import treated_schools

if TYPE_CHECKING:
    from collections.abc import Callable

    from alliance.analysis.impact.question import Question
    from alliance.history import History


@dataclass(frozen=True, eq=False)
class Answer:
    """What followed.

    Attributes
    ----------
    treated
        The schools asked about, as ``treated_schools`` returns them.
    matched
        They and those like them, and who could not be matched.
    sets
        A row a treated school that could be compared, by set: treated and like (their changes,
        or for inspections the percentage judged Good or better). From ``LEAST_TREATED`` of them on
        an estimate is given.
    panel
        A row a member and year, or a member and its next inspection.
    fit
        The differences by years since.
    estimate
        The difference; None where too few schools are compared.
    placebo_p
        The chance of placebo years as far from none where there is nothing; not a number where
        there are none.
    curve
        Of the time until Good.

    """

    question: Question
    treated: pd.DataFrame
    matched: Matched
    balance: pd.DataFrame
    sets: pd.DataFrame = field(default_factory=lambda: pd.DataFrame({"treated": [], "like": []}))
    panel: pd.DataFrame | None = None
    fit: Fit | None = None
    estimate: Estimate | None = None
    placebo_p: float = float("nan")
    curve: UntilGood | None = None

    @property
    def before_after(self) -> float:
        """The mean change of the treated schools as it is: the naive answer."""
        return float(self.sets["treated"].mean())

    @property
    def like_before_after(self) -> float:
        """The mean change of the schools like them."""
        return float(self.sets["like"].mean())

    @property
    def ahead(self) -> int:
        """How many treated schools changed for more than those like them."""
        return int((self.sets["treated"] > self.sets["like"]).sum())


def answer(
    history: History,
    question: Question,
    supports: pd.DataFrame | None = None,
    progress: Callable[[float, str], None] = lambda *_: None,
) -> Answer:
    """Answer a question.

    Parameters
    ----------
    supports
        Supports of the register: urn and day.
    progress
        Called with the share that is done and what is done next.

    """
    progress(0.0, "Finding the schools")
    treated = treated_schools(history, question, supports)
    return answer_for(history, question, treated, progress)


def answer_for(
    history: History,
    question: Question,
    treated: pd.DataFrame,
    progress: Callable[[float, str], None] = lambda *_: None,
) -> Answer:
    """Answer a question for schools that are given, as ``treated_schools`` returns them."""
    outcome = OUTCOMES[question.outcome]
    matched = match_schools(
        history,
        question,
        outcome,
        treated,
        lambda share: progress(0.05 + 0.8 * share, "Finding schools like them"),
    )
    if matched.members.empty:
        return Answer(question, treated, matched, pd.DataFrame())
    balance = balance_of(matched)
    progress(0.85, "Setting them side by side")
    if outcome.way == "yearly":
        return _yearly(history, question, treated, matched, balance)
    return _inspected(history, question, treated, matched, balance)


def _yearly(
    history: History,
    question: Question,
    treated: pd.DataFrame,
    matched: Matched,
    balance: pd.DataFrame,
) -> Answer:
    values = values_by_year(history, lines_of(history), OUTCOMES[question.outcome])
    panel = panel_of(matched.members, values)
    sets = side_by_side(panel, 1, question.years)
    found = Answer(question, treated, matched, balance, sets, panel=panel)
    if len(sets) < LEAST_TREATED:
        return found
    fit = differences(panel, matched.members)
    after = fit.table["since"].between(1, question.years).to_numpy()
    if not after.any():
        return found
    before = (fit.table["since"] < BASE).to_numpy()
    counted = panel[panel["since"].isin(fit.table.loc[after, "since"])]
    members = matched.members.iloc[counted["member"].unique()]
    if members["treated"].sum() < LEAST_TREATED:
        return found
    estimate = mean_difference(fit, after, members)
    return replace(found, fit=fit, estimate=estimate, placebo_p=joint_test(fit, before))


def _inspected(
    history: History,
    question: Question,
    treated: pd.DataFrame,
    matched: Matched,
    balance: pd.DataFrame,
) -> Answer:
    lines, outcome = lines_of(history), OUTCOMES[question.outcome]
    found = findings(history, lines, outcome)
    panel = next_inspected(matched.members, found)
    sets = side_by_side(panel, 1, 1)
    whole = Answer(question, treated, matched, balance, sets, panel=panel)
    if len(sets) < LEAST_TREATED:
        return whole
    if outcome.way == "until good":
        closed = lines.urns.drop_duplicates("line", keep="last").set_index("line")["closed"]
        curve = until_good(matched.members, found, closed, pd.Timestamp(history.grades_to))
        return replace(whole, curve=curve, estimate=_by(curve, question.years, whole))
    fit = differences(with_base(panel), matched.members)
    members = matched.members.iloc[panel["member"].unique()]
    return replace(whole, fit=fit, estimate=mean_difference(fit, np.array([True]), members))


def _by(curve: UntilGood, years: int, whole: Answer) -> Estimate:
    """Return the difference in the share judged Good so many years after the last inspection."""
    row = curve.table.set_index("since").loc[years].astype("float64").to_dict()
    members = whole.matched.members
    treated = members["treated"]
    return Estimate(
        float(row["value"]),
        float(row["lower"]),
        float(row["upper"]),
        float(2 * stats.norm.sf(abs(row["value"] / row["se"]))),
        float(row["se"]),
        int(treated.sum()),
        int(members.loc[~treated, "line"].nunique()),
        int(members.loc[treated, "cluster"].nunique()),
    )
