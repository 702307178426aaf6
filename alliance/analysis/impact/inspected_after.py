"""What inspectors found of schools after the day."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
from scipy import stats

from alliance.analysis.schools.inspection_scales import EXPECTED_OR_BETTER
from alliance.history import GRADES

if TYPE_CHECKING:
    from alliance.analysis.impact.lines import Lines
    from alliance.analysis.impact.outcomes import Outcome
    from alliance.history import History

NO_OVERALL_FROM = pd.Timestamp(2024, 9, 2)
GOOD = 2
APART_YEARS = 1.0
"""How far apart, in years since the day, the inspections of a school and of one like it may be."""
DAYS_A_YEAR = 365.25
MOST_YEARS = 10
SEED = 17
DRAWS = 999


def findings(history: History, lines: Lines, outcome: Outcome) -> pd.DataFrame:
    """Return what inspectors found of schools themselves: line, day, found (in words) and good.

    A school's own inspections count, under whichever of its URNs; none is handed down to a school
    that does not continue the one inspected.
    """
    table = getattr(history, outcome.table)
    value = table[outcome.column]
    found = value.astype("object")
    if outcome.table == "report_cards":
        good = found.isin(EXPECTED_OR_BETTER)
    else:
        good = (value <= GOOD).fillna(value=False).astype("bool")
        found = found.map(GRADES)
    whose = table["inspected_urn"].map(lines.of)
    rows = pd.DataFrame({"line": whose, "day": table["start"], "found": found, "good": good})
    rows = rows[value.notna()]
    if outcome.key == "quality_since_2024":
        rows = rows[rows["day"] >= NO_OVERALL_FROM]
    known: pd.DataFrame = rows.dropna(subset="line").astype({"line": "int64"})
    return known.sort_values(["line", "day"], ignore_index=True)


def inspected_alike(members: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """Return what each treated school's next inspection found, and those of like schools then.

    A school that joins under a new number is inspected later than others. So that both sides had
    as long, a like school counts with its inspection nearest in time since the day, and only
    where that is no more than ``APART_YEARS`` from the treated school's.

    Returns
    -------
    DataFrame
        A row a member with one, in sets where both sides have one: member, set, treated, weight
        (together 1 for the like schools of a set that count), found (in words), inspected (its
        day), years (since the set's day), since (1), change and centred_change (100 where Good or
        better, else 0).

    """
    rows = _after(members, found)
    rows = rows.assign(years=(rows["inspected"] - rows["day"]).dt.days / DAYS_A_YEAR)
    own = rows[rows["treated"]].drop_duplicates("member")
    like = rows[~rows["treated"]]
    apart = (like["years"] - like["set"].map(own.set_index("set")["years"])).abs()
    like = like.assign(apart=apart)[apart <= APART_YEARS]
    like = like.sort_values(["member", "apart", "inspected"]).drop_duplicates("member")
    like["weight"] /= like.groupby("set")["weight"].transform("sum")
    own = own[own["set"].isin(like["set"])]
    both = pd.concat([own, like.drop(columns="apart")]).sort_values("member", ignore_index=True)
    good = 100.0 * both["good"]
    return both.assign(since=1, change=good, centred_change=good)


def with_base(panel: pd.DataFrame) -> pd.DataFrame:
    """Add the day itself, on which treated and like schools had the same grade."""
    return pd.concat([panel.assign(since=-1, centred_change=0.0), panel], ignore_index=True)


def _after(members: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    keep = members[["set", "line", "treated", "weight", "day", "later"]]
    rows = keep.assign(member=np.arange(len(members))).merge(
        found.rename(columns={"day": "inspected"}), on="line"
    )
    rows = rows[(rows["inspected"] > rows["day"]) & ~(rows["inspected"] >= rows["later"])]
    return rows.sort_values(["member", "inspected"])


class UntilGood(NamedTuple):
    """The share judged Good or Outstanding by years since the last inspection.

    ``table``: since (years), treated, like and value (percent judged Good or better by then, and
    the difference), lower, upper (95%), at_risk (treated schools), hazard_treated and hazard_like
    (percent of those not yet Good who became so in the year).
    ``yearly_treated``, ``yearly_like``: the same over all years.
    """

    table: pd.DataFrame
    yearly_treated: float
    yearly_like: float


def followed_until_good(
    members: pd.DataFrame, found: pd.DataFrame, closed: pd.Series, last_day: pd.Timestamp
) -> pd.DataFrame:
    """Follow schools below Good from their last inspection until one finds them Good.

    A school is watched from its day on (late entry), until it is found Good, joins or moves to a
    trust, closes, or the records of overall grades end.

    Parameters
    ----------
    closed
        The day on which each line closed, by line.

    Returns
    -------
    DataFrame
        A row a member: member, set, treated, weight, inspected (the day of the inspection that
        found it Good; missing where none did), enter and leave (years since its last inspection
        from which and to which it is watched), since (1) and change (100 where it was found Good,
        else 0).

    """
    good = _after(members, found[found["good"]]).drop_duplicates("member")
    became = pd.Series(np.arange(len(members))).map(good.set_index("member")["inspected"])
    ends = pd.DataFrame(
        {"later": members["later"].to_numpy(), "closed": members["line"].map(closed).to_numpy()}
    ).min(axis=1)
    ends = ends.fillna(last_day)
    ends = ends.where(ends <= last_day, last_day)
    became = became.where(became <= ends)
    last = pd.Series(members["grade_date"].to_numpy())
    day = pd.Series(members["day"].to_numpy())
    return pd.DataFrame(
        {
            "member": np.arange(len(members)),
            **{name: members[name].to_numpy() for name in ("set", "treated", "weight")},
            "inspected": became,
            "enter": (day - last).dt.days / DAYS_A_YEAR,
            "leave": (became.fillna(ends) - last).dt.days / DAYS_A_YEAR,
            "since": 1,
            "change": 100.0 * became.notna(),
        }
    )


def until_good(members: pd.DataFrame, followed: pd.DataFrame) -> UntilGood:
    """Return the share found Good by years since the last inspection.

    Parameters
    ----------
    members, followed
        Row by row the same, as ``followed_until_good`` takes and returns them.

    """
    enter, leave = (followed[name].to_numpy()[:, None] for name in ("enter", "leave"))
    years = np.arange(MOST_YEARS)
    spent = np.clip(np.minimum(leave, years + 1) - np.maximum(enter, years), 0, 1)
    event = followed["inspected"].notna().to_numpy()[:, None]
    happened = event & (np.floor(leave) == years)
    weight = members["weight"].to_numpy()[:, None]
    return _curves(members, spent * weight, happened * weight)


def _curves(members: pd.DataFrame, spent: np.ndarray, happened: np.ndarray) -> UntilGood:
    treated = members["treated"].to_numpy("bool")
    of_set = members.loc[treated].set_index("set")["cluster"]
    cluster = pd.factorize(members["set"].map(of_set))[0]
    clusters = int(cluster.max()) + 1
    sums = {}
    for side, chosen in (("treated", treated), ("like", ~treated)):
        for name, values in (("spent", spent), ("happened", happened)):
            total = np.zeros((clusters, values.shape[1]))
            np.add.at(total, cluster[chosen], values[chosen])
            sums[side, name] = total
    rng = np.random.default_rng(SEED)
    draws = rng.multinomial(clusters, np.full(clusters, 1 / clusters), size=DRAWS)
    drawn = {side: _share(draws, sums, side) for side in ("treated", "like")}
    whole = np.ones((1, clusters))
    share = {side: _share(whole, sums, side)[0] for side in ("treated", "like")}
    hazard = {side: _hazard(whole, sums, side)[0] for side in ("treated", "like")}
    gap = drawn["treated"] - drawn["like"]
    table = pd.DataFrame(
        {
            "since": np.arange(1, MOST_YEARS + 1),
            "treated": share["treated"],
            "like": share["like"],
            "value": share["treated"] - share["like"],
            "se": gap.std(axis=0, ddof=1),
            "at_risk": sums["treated", "spent"].sum(axis=0),
            "hazard_treated": 100 * hazard["treated"],
            "hazard_like": 100 * hazard["like"],
        }
    )
    reach = stats.t.ppf(0.975, max(clusters - 1, 1)) * table["se"]
    table = table.assign(lower=table["value"] - reach, upper=table["value"] + reach)
    rate = {
        side: 100 * sums[side, "happened"].sum() / sums[side, "spent"].sum()
        for side in ("treated", "like")
    }
    return UntilGood(table, rate["treated"], rate["like"])


def _hazard(draws: np.ndarray, sums: dict[tuple[str, str], np.ndarray], side: str) -> np.ndarray:
    spent, happened = draws @ sums[side, "spent"], draws @ sums[side, "happened"]
    hazard: np.ndarray = 1 - np.exp(-happened / np.where(spent > 0, spent, np.inf))
    return hazard


def _share(draws: np.ndarray, sums: dict[tuple[str, str], np.ndarray], side: str) -> np.ndarray:
    share: np.ndarray = 100 * (1 - np.cumprod(1 - _hazard(draws, sums, side), axis=1))
    return share
