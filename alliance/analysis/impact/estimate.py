"""Difference in differences between treated schools and those matched to them.

The estimator is Callaway and Sant'Anna's (2021) group-time effect with outcome regression, as the
library ``diff-diff`` has it. Schools stand on one axis of years since their day, each treated one
beside like schools of the same calendar years, so that no school treated earlier serves as a
comparison. On matched samples the regression takes away what difference is left between a school
and those like it (Abadie and Imbens 2011).
"""

from __future__ import annotations

import warnings
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from scipy import stats

from alliance.analysis.impact.question import LEAST_IN_A_YEAR
from alliance.analysis.impact.standing import IN_TRUST

ADJUSTED = (
    "prior",
    "trend",
    "free_meals",
    "log_roll",
    "deprivation",
    "years_since_inspection",
    "north",
    "london",
)
BASE, SHIFT = -1, 100
FEW_GROUPS = 10
"""Under so many trusts, areas or programmes intervals are clustered on where schools were before.

One trust's schools are one cluster, and say nothing of how another's would differ.
"""
LEVEL = 0.95


class Estimate(NamedTuple):
    """A difference, its 95% interval, and the chance of one as large where there is none."""

    value: float
    lower: float
    upper: float
    p: float
    se: float
    treated: int
    like: int
    clusters: int


class Fit(NamedTuple):
    """Differences by years since, a row a year, and their covariances in the same order.

    ``table``: since, value, lower, upper, p, se, treated (schools), like (schools), clusters
    (of the treated); the base year is not in it.
    """

    table: pd.DataFrame
    covariance: np.ndarray


def clusters_of(members: pd.DataFrame) -> pd.Series:
    """Return the cluster of each member, as text.

    A like school's is the trust it was in, or itself. A treated school's is the trust, area or
    programme it came under, or, where these are fewer than ``FEW_GROUPS``, the trust it was in
    before, or itself.
    """
    own = "school " + members["line"].astype("str")
    before = ("trust " + members["trust_uid"].astype("str")).where(
        members["trust_uid"].notna() & (members["run_by"] == IN_TRUST), own
    )
    treated = members["treated"]
    if members.loc[treated, "group"].nunique() < FEW_GROUPS:
        return before
    return before.mask(treated, "joined " + members["group"].astype("str"))


def differences(panel: pd.DataFrame, members: pd.DataFrame) -> Fit:
    """Return the differences of treated schools' changes from those of like schools.

    Parameters
    ----------
    panel
        A row a member and year since, as :func:`alliance.analysis.impact.panel.panel_of` returns
        them: member, since, centred_change.
    members
        As :class:`alliance.analysis.impact.pairs.Matched` has them, with cluster.

    """
    if "matched_on" in panel:
        panel = panel[~panel["matched_on"]]
    schools = panel[panel["treated"]].groupby("since").size()
    enough = schools.index[schools >= LEAST_IN_A_YEAR]
    table = _stacked(panel[panel["since"].isin(enough)], members)
    fitted = _fit(table)
    rows = pd.DataFrame(
        {
            "since": fitted.event_time,
            "value": fitted.att,
            "se": fitted.se,
            "reference": fitted.is_reference,
        }
    )
    rows = rows[~rows["reference"] & rows["se"].notna()].drop(columns="reference")
    order = [list(fitted.vcov_index).index(since) for since in rows["since"]]
    covariance = np.atleast_2d(fitted.vcov)[np.ix_(order, order)]
    return Fit(_with_intervals(rows.reset_index(drop=True), table), covariance)


def mean_difference(fit: Fit, chosen: np.ndarray, members: pd.DataFrame) -> Estimate:
    """Return the mean of some years' differences, each weighing as its treated schools.

    A like school that joins a trust itself counts until then, so that years are set side by side
    first and averaged after: the other way round schools that fell and were taken over would
    weigh with their worst year alone. ``members`` are those with a value in these years.
    """
    rows = fit.table[chosen]
    weight = rows["treated"].to_numpy("float64")
    weight = weight / weight.sum()
    value = float(weight @ rows["value"].to_numpy())
    treated = members[members["treated"]]
    clusters = treated["cluster"].nunique()
    free = max(clusters - 1, 1)
    inner = fit.covariance[np.ix_(chosen, chosen)]
    se = float(np.sqrt(weight @ inner @ weight))
    reach = float(stats.t.ppf(0.5 + LEVEL / 2, free)) * se
    p = float(2 * stats.t.sf(abs(value / se), free)) if se else float("nan")
    like = members.loc[~members["treated"], "line"].nunique()
    return Estimate(value, value - reach, value + reach, p, se, len(treated), like, clusters)


def joint_test(fit: Fit, chosen: np.ndarray) -> float:
    """Return the chance of differences as large in the chosen years where there are none."""
    values = fit.table.loc[chosen, "value"].to_numpy()
    if not len(values):
        return float("nan")
    inner = fit.covariance[np.ix_(chosen, chosen)]
    free = max(int(fit.table.loc[chosen, "clusters"].min()) - 1, 1)
    wald = float(values @ np.linalg.pinv(inner) @ values) / len(values)
    return float(stats.f.sf(wald, len(values), free))


def _stacked(panel: pd.DataFrame, members: pd.DataFrame) -> pd.DataFrame:
    numbered = members.reset_index(drop=True)
    known = numbered[[name for name in ADJUSTED if name in numbered]].astype("float64")
    known = ((known - known.mean()) / known.std()).fillna(0.0)
    known = known.loc[:, known.std() > 0]
    table = panel[["member", "since", "centred_change"]].reset_index(drop=True)
    whose = table["member"].to_numpy()
    names = ["treated", "weight", "cluster", "line"]
    return table.join(
        [
            known.iloc[whose].reset_index(drop=True),
            numbered.iloc[whose][names].reset_index(drop=True),
        ]
    ).assign(
        first=lambda rows: np.where(rows["treated"], SHIFT, 0),
        time=lambda rows: rows["since"] + SHIFT,
    )


def _fit(table: pd.DataFrame) -> Any:
    import diff_diff

    adjusted = [name for name in ADJUSTED if name in table]
    estimator = diff_diff.CallawaySantAnna(
        estimation_method="reg", base_period="universal", rank_deficient_action="silent"
    )
    design = diff_diff.SurveyDesign(weights="weight", psu="cluster")
    with warnings.catch_warnings():
        # It tells of sets that lack a year, which is so by design.
        warnings.simplefilter("ignore")
        fitted = estimator.fit(
            table.drop(columns=["since", "treated", "line"]),
            outcome="centred_change",
            unit="member",
            time="time",
            first_treat="first",
            covariates=adjusted or None,
            survey_design=design,
        )
        return fitted.aggregate("event_study")


def _with_intervals(rows: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """Add 95% intervals that allow for few treated clusters: t with as many less one."""
    treated, like = table[table["treated"]], table[~table["treated"]]
    clusters = rows["since"].map(treated.groupby("since")["cluster"].nunique())
    free = (clusters - 1).clip(lower=1)
    se = rows["se"]
    reach = stats.t.ppf(0.5 + LEVEL / 2, free) * se
    return rows.assign(
        lower=rows["value"] - reach,
        upper=rows["value"] + reach,
        p=2 * stats.t.sf((rows["value"] / se).abs(), free),
        treated=rows["since"].map(treated.groupby("since")["line"].nunique()),
        like=rows["since"].map(like.groupby("since")["line"].nunique()),
        clusters=clusters,
    ).reset_index(drop=True)
