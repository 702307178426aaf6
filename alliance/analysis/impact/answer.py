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
    GOOD,
    UntilGood,
    findings,
    followed_until_good,
    inspected_alike,
    until_good,
    with_base,
)
from alliance.analysis.impact.lines import lines_of
from alliance.analysis.impact.outcomes import OUTCOMES, values_by_year
from alliance.analysis.impact.pairs import Matched, match_schools
from alliance.analysis.impact.panel import panel_of, set_years, side_by_side
from alliance.analysis.impact.question import LEAST_IN_A_YEAR, LEAST_TREATED
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
        or for inspections the percentage judged Good or better).
    panel
        A row a member and year; of inspections a row a member, as ``inspected_alike`` or
        ``followed_until_good`` return them.
    counted
        The years since the day that the answer goes by: those asked for in which at least
        ``LEAST_IN_A_YEAR`` schools are compared. None for “time until Good”.
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
    counted: tuple[int, ...] = ()
    fit: Fit | None = None
    estimate: Estimate | None = None
    placebo_p: float = float("nan")
    curve: UntilGood | None = None

    @property
    def before_after(self) -> float:
        """The mean change of the treated schools as it is: the naive answer.

        Each school and year counts once, as in the estimate. Of inspections it is a percentage of
        schools; of “time until Good”, of those found Good within the years asked, by the curve,
        which counts schools not inspected yet for as long as they are known.
        """
        return self._mean("treated")

    @property
    def like_before_after(self) -> float:
        """The mean change of the schools like them."""
        return self._mean("like")

    def _mean(self, who: str) -> float:
        if self.curve is not None:
            by_year = self.curve.table.set_index("since")[who]
            return float(by_year.loc[self.question.years])
        if self.panel is None or not self.counted:
            return float("nan")
        within = self.panel[self.panel["since"].isin(self.counted)]
        return float(set_years(within)[who].mean())

    @property
    def good_before(self) -> float:
        """The percentage of the treated schools compared that were Good or Outstanding before.

        As many of those like them were: both are matched on it.
        """
        members = self.matched.members
        own = members[members["treated"] & members["set"].isin(self.sets.index)]
        return float(100 * own["grade"].between(1, GOOD).mean())

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
    asked = range(1, question.years + 1)
    schools = set_years(panel).groupby("since").size().reindex(asked, fill_value=0)
    counted = tuple(int(year) for year in schools.index[schools >= LEAST_IN_A_YEAR])
    sets = side_by_side(panel, counted or asked)
    found = Answer(question, treated, matched, balance, sets, panel, counted)
    if not counted or len(sets) < LEAST_TREATED:
        return found
    fit = differences(panel, matched.members)
    before = (fit.table["since"] < BASE).to_numpy()
    after = fit.table["since"].isin(counted).to_numpy()
    members = matched.members.iloc[panel.loc[panel["since"].isin(counted), "member"].unique()]
    estimate = mean_difference(fit, after, members)
    return replace(found, fit=fit, estimate=estimate, placebo_p=joint_test(fit, before))


def _inspected(
    history: History,
    question: Question,
    treated: pd.DataFrame,
    matched: Matched,
    balance: pd.DataFrame,
) -> Answer:
    lines, outcome, members = lines_of(history), OUTCOMES[question.outcome], matched.members
    found = findings(history, lines, outcome)
    if outcome.way == "until good":
        closed = lines.urns.drop_duplicates("line", keep="last").set_index("line")["closed"]
        followed = followed_until_good(members, found, closed, pd.Timestamp(history.grades_to))
        whole = _with_panel(question, treated, matched, balance, followed)
        if len(whole.sets) < LEAST_TREATED:
            return whole
        curve = until_good(members, followed)
        return replace(whole, curve=curve, estimate=_by(curve, question.years, whole))
    panel = inspected_alike(members, found)
    whole = _with_panel(question, treated, matched, balance, panel)
    if len(whole.sets) < LEAST_TREATED:
        return whole
    weight = panel.set_index("member")["weight"]
    members = members.assign(weight=weight.reindex(range(len(members))).to_numpy())
    fit = differences(with_base(panel), members)
    estimate = mean_difference(fit, np.array([True]), members.iloc[panel["member"].unique()])
    return replace(whole, counted=(1,), fit=fit, estimate=estimate)


def _with_panel(
    question: Question,
    treated: pd.DataFrame,
    matched: Matched,
    balance: pd.DataFrame,
    panel: pd.DataFrame,
) -> Answer:
    return Answer(question, treated, matched, balance, side_by_side(panel, (1,)), panel)


def _by(curve: UntilGood, years: int, whole: Answer) -> Estimate:
    """Return the difference in the share judged Good so many years after the last inspection."""
    row = curve.table.set_index("since").loc[years].astype("float64").to_dict()
    members = whole.matched.members
    treated = members["treated"]
    clusters = int(members.loc[treated, "cluster"].nunique())
    return Estimate(
        float(row["value"]),
        float(row["lower"]),
        float(row["upper"]),
        float(2 * stats.t.sf(abs(row["value"] / row["se"]), max(clusters - 1, 1))),
        float(row["se"]),
        int(treated.sum()),
        int(members.loc[~treated, "line"].nunique()),
        clusters,
    )
