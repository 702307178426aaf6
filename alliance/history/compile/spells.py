"""Turn dated lists into spells: since when, and until when, a school was in a trust.

A list is a photograph: on its day it shows the trust of every open academy. The rules, in order:

1. What a list shows outranks a stated date. An academy seen in one trust on one list and in
   another on a later list moved after the first and by the second, whatever date is stated.
2. A stated date that fits between the two is the day of the move, exactly.
3. An academy is in a trust from the day it opens, so its opening is the first joining where no
   stated date fits.
4. Otherwise the day lies in the interval between the two lists. It is kept as such
   (``joined_after`` < day ≤ ``joined``), and ``as_at`` takes the last day of it: what a list
   showed holds until a list shows otherwise.
5. A leaving is the joining of the next trust (under the successor's URN where it changed), else
   the closure, else the interval to the first list without the academy.

The lists run late: of the 648 academies first seen with a date before the list that still lacks
them, 421 state that list's very day and most others the day before. Absence from a list is
therefore no evidence against a stated date within ``REGISTER_LAG``, and a closure that much before
the last list with the academy holds.
"""

from __future__ import annotations

from itertools import pairwise

import pandas as pd

REGISTER_LAG = pd.Timedelta(days=31)
DAY = pd.Timedelta(days=1)
NEVER = pd.Timestamp("1800-01-01").as_unit("s")


def memberships(seen: pd.DataFrame, schools: pd.DataFrame, links: pd.DataFrame) -> pd.DataFrame:
    """Give the spells of academies in trusts.

    Parameters
    ----------
    seen
        What the lists show: seen, urn, uid, stated_join, group_closed; one trust a school and day.
    schools
        opened and closed by urn (index), missing where unknown.
    links
        predecessor_urn, successor_urn.

    Returns
    -------
    DataFrame
        urn, trust_uid, joined, joined_after, left, left_after, first_seen, last_seen. A missing
        ``joined_after`` or ``left_after`` means that the date is exact; a missing ``left`` that the
        spell goes on.
    """
    over = _over(seen)
    days = pd.Series(seen.loc[~over, "seen"].unique()).sort_values(ignore_index=True)
    runs = _runs(seen[~over], days)
    runs = _joined(runs, seen[~over], schools["opened"])
    runs = _left(runs, days, schools["closed"], links)
    spells = pd.concat([runs, _past(seen[over])], ignore_index=True)
    columns = ["joined", "joined_after", "left", "left_after", "first_seen", "last_seen"]
    return spells[["urn", "trust_uid", *columns]].sort_values(["urn", "joined"], ignore_index=True)


def in_trusts(seen: pd.DataFrame) -> pd.DataFrame:
    """Give of what the lists show the rows of trusts that had not closed by the list's day.

    The register goes on naming a closed academy under its closed trust: no proof that it is open.
    """
    return seen[~_over(seen)]


def _over(seen: pd.DataFrame) -> pd.Series:
    return seen["group_closed"].notna() & (seen["group_closed"] <= seen["seen"])


def _past(over: pd.DataFrame) -> pd.DataFrame:
    """Give the spells in trusts that had closed by the day of the list that still names them."""
    return pd.DataFrame(
        {
            "urn": over["urn"],
            "trust_uid": over["uid"],
            "joined": over["stated_join"],
            "left": over["group_closed"],
        }
    )


def _runs(seen: pd.DataFrame, days: pd.Series) -> pd.DataFrame:
    """Fold lists that follow each other with the same trust into one row.

    Columns: urn, trust_uid, run, first_seen, last_seen, lower (the last list that shows the trust
    before, else missing), lacking (the list before the first, for a school's first run).
    """
    seen = seen.sort_values(["urn", "seen"])
    new = (seen["urn"] != seen["urn"].shift()) | (seen["uid"] != seen["uid"].shift())
    runs = (
        seen.assign(run=new.cumsum())
        .groupby("run", as_index=False)
        .agg(
            urn=("urn", "first"),
            trust_uid=("uid", "first"),
            first_seen=("seen", "min"),
            last_seen=("seen", "max"),
        )
    )
    follows = runs["urn"] == runs["urn"].shift()
    runs["lower"] = runs["last_seen"].shift().where(follows)
    before = {later: earlier for earlier, later in pairwise(days)}
    runs["lacking"] = _mapped(runs["first_seen"], before).where(~follows)
    return runs


def _joined(runs: pd.DataFrame, seen: pd.DataFrame, opened: pd.Series) -> pd.DataFrame:
    runs = runs.assign(opened=_mapped(runs["urn"], opened))
    stated = seen[["urn", "uid", "seen", "stated_join"]].rename(columns={"uid": "trust_uid"})
    said = runs.merge(stated, on=["urn", "trust_uid"])
    said = said[said["seen"].between(said["first_seen"], said["last_seen"])]
    late = (said["stated_join"] < said["lacking"] - REGISTER_LAG) & (
        said["stated_join"] != said["opened"]
    )
    fits = (
        (said["stated_join"] <= said["first_seen"])
        & (said["stated_join"] > said["lower"].fillna(NEVER))
        & (said["stated_join"] >= said["opened"].fillna(NEVER))
        & ~late
    )
    exact = said[fits].sort_values("seen").groupby("run")["stated_join"].first()
    runs["joined"] = _mapped(runs["run"], exact)
    floor = runs["lower"].fillna(runs["lacking"])
    opening = runs["opened"].where(
        runs["lower"].isna()
        & (runs["opened"] <= runs["first_seen"])
        & (runs["opened"] > (runs["lacking"] - REGISTER_LAG).fillna(NEVER))
    )
    runs["joined"] = runs["joined"].fillna(opening)
    runs["joined_after"] = floor.where(runs["joined"].isna())
    runs["joined"] = runs["joined"].fillna(runs["first_seen"])
    return runs


def _mapped(keys: pd.Series, days: pd.Series | dict[pd.Timestamp, pd.Timestamp]) -> pd.Series:
    """Look up a day for each key; missing, and still a day, where there is none."""
    return keys.map(days).astype("datetime64[s]")


def _left(
    runs: pd.DataFrame, days: pd.Series, closed: pd.Series, links: pd.DataFrame
) -> pd.DataFrame:
    follows = runs["urn"] == runs["urn"].shift(-1)
    runs["left"] = runs["joined"].shift(-1).where(follows)
    runs["left_after"] = runs["joined_after"].shift(-1).where(follows)
    after = dict(pairwise(days))
    runs["gone_by"] = _mapped(runs["last_seen"], after).where(~follows)
    runs = runs.merge(_next_under_new_urn(runs, links), on="run", how="left")
    runs["closed"] = _mapped(runs["urn"], closed)
    closing = runs["closed"].where(
        (runs["closed"] > runs["last_seen"] - REGISTER_LAG) & (runs["closed"] <= runs["gone_by"])
    )
    gone = runs["gone_by"].notna()
    exact = runs["next_joined"].fillna(closing)
    runs["left"] = runs["left"].fillna(exact).fillna(runs["gone_by"])
    runs["left_after"] = runs["left_after"].where(
        ~gone, runs["next_joined_after"].where(exact.notna(), runs["last_seen"])
    )
    return runs


def _next_under_new_urn(runs: pd.DataFrame, links: pd.DataFrame) -> pd.DataFrame:
    """Give, for runs that end, the first joining of the school that came after: by run."""
    first = runs.drop_duplicates("urn")[["urn", "joined", "joined_after"]]
    first.columns = pd.Index(["successor_urn", "next_joined", "next_joined_after"])
    ending = runs.loc[runs["gone_by"].notna(), ["run", "urn", "last_seen", "gone_by"]]
    pairs = ending.merge(links, left_on="urn", right_on="predecessor_urn").merge(first)
    in_time = (pairs["next_joined"] > pairs["last_seen"] - REGISTER_LAG) & (
        pairs["next_joined"] <= pairs["gone_by"] + REGISTER_LAG
    )
    earliest = pairs[in_time].sort_values("next_joined").drop_duplicates("run")
    return earliest[["run", "next_joined", "next_joined_after"]]


def sponsorships(seen: pd.DataFrame) -> pd.DataFrame:
    """Give the spells of schools with sponsors; a school may have several at once.

    Parameters
    ----------
    seen
        The sponsor rows of the lists: seen, urn, uid, group_name, stated_join.

    Returns
    -------
    DataFrame
        urn, sponsor_uid, sponsor_name, joined, left, left_after (the last list that shows it).
    """
    days = pd.Series(seen["seen"].unique()).sort_values(ignore_index=True)
    spells = (
        seen.sort_values("seen")
        .groupby(["urn", "uid"], as_index=False)
        .agg(
            sponsor_name=("group_name", "last"),
            joined=("stated_join", "min"),
            first_seen=("seen", "min"),
            last_seen=("seen", "max"),
        )
        .rename(columns={"uid": "sponsor_uid"})
    )
    spells["joined"] = spells["joined"].fillna(spells["first_seen"])
    after = dict(pairwise(days))
    spells["left"] = spells["last_seen"].map(after)
    spells["left_after"] = spells["last_seen"].where(spells["left"].notna())
    return spells.drop(columns=["first_seen", "last_seen"])
