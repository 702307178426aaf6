"""Turn dated lists into spells: since when, and until when, a school was in a trust.

A list is a photograph: on the day it shows, it names the trust of every open academy. The rules:

1. An academy seen in one trust and later in another moved in between, whatever day is stated;
   save that the register runs late: a stated day no more than ``REGISTER_LAG`` before the first
   list that shows the new trust is believed, even where a list within that time still shows the
   old one. Of 447 moves between lists no more than 45 days apart, 437 state a day within 7 days.
2. A stated day that fits between the two is the day of the move, exactly.
3. An academy is in a trust from the day it opens, so its opening is the first joining where no
   stated day fits, between the days between which it opened.
4. Otherwise the day lies in an interval, which is kept (``joined_after`` < day ≤ ``joined``);
   ``as_at`` takes the last day of it. Where the trust that was left closed within the interval,
   the interval ends on that day.
5. An academy that a list omits has not left: it keeps its trust until another is shown, the school
   closes, or the trust does.
"""

from __future__ import annotations

from itertools import pairwise

import pandas as pd

REGISTER_LAG = pd.Timedelta(days=31)
DAY = pd.Timedelta(days=1)
NEVER = pd.Timestamp("1800-01-01").as_unit("s")


def memberships(
    seen: pd.DataFrame, schools: pd.DataFrame, trusts_closed: pd.Series
) -> pd.DataFrame:
    """Compute the spells of academies in trusts.

    Parameters
    ----------
    seen
        What the lists show: seen (the day shown), urn, uid, stated_join, group_closed; one trust a
        school and day.
    schools
        opened, opened_after, closed and closed_after by urn (index), missing where unknown.
    trusts_closed
        The day each closed trust closed, by uid.

    Returns
    -------
    DataFrame
        urn, trust_uid, joined, joined_after, left, left_after, first_seen, last_seen. A missing
        ``joined_after`` or ``left_after`` means that the day is exact; a missing ``left`` that the
        spell goes on.
    """
    seen = seen[["seen", "urn", "uid", "stated_join", "group_closed"]]
    over = _over(seen)
    runs = _runs(seen[~over])
    runs = _joined(runs, seen[~over], schools, trusts_closed)
    runs = _left(runs, schools, trusts_closed)
    spells = pd.concat([runs, _past(seen[over], runs)], ignore_index=True)
    columns = ["joined", "joined_after", "left", "left_after", "first_seen", "last_seen"]
    return spells[["urn", "trust_uid", *columns]].sort_values(["urn", "joined"], ignore_index=True)


def in_trusts(seen: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of trusts that had not closed by the day shown.

    The register goes on naming a closed academy under its closed trust: no proof that it is open.
    """
    return seen[~_over(seen)]


def _over(seen: pd.DataFrame) -> pd.Series:
    return seen["group_closed"].notna() & (seen["group_closed"] <= seen["seen"])


def _past(over: pd.DataFrame, runs: pd.DataFrame) -> pd.DataFrame:
    """Compute the spells in trusts that had closed by the day of a list that still names them.

    Two lists say the same of one spell; and none lasts into the trust that a list shows next.
    """
    past = over.sort_values("seen").drop_duplicates(["urn", "uid"], keep="last")
    first = past["urn"].map(runs.groupby("urn")["joined"].min()).astype("datetime64[s]")
    left = past["group_closed"].where(~(first < past["group_closed"]), first)
    spells = pd.DataFrame(
        {"urn": past["urn"], "trust_uid": past["uid"], "joined": past["stated_join"], "left": left}
    )
    return spells[spells["joined"] < spells["left"]]


def _runs(seen: pd.DataFrame) -> pd.DataFrame:
    """Fold sightings that follow each other in one trust into a row, whatever list lacks it.

    Columns: urn, trust_uid, run, first_seen, last_seen; lower (the last list that shows the trust
    before) and trust_before for all but a school's first run; lacking (the list before the first)
    for its first.
    """
    days = pd.Series(seen["seen"].unique()).sort_values(ignore_index=True)
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
    runs["trust_before"] = runs["trust_uid"].shift().where(follows)
    before = {later: earlier for earlier, later in pairwise(days)}
    runs["lacking"] = _mapped(runs["first_seen"], before).where(~follows)
    return runs


def _joined(
    runs: pd.DataFrame, seen: pd.DataFrame, schools: pd.DataFrame, trusts_closed: pd.Series
) -> pd.DataFrame:
    runs = runs.assign(opened=_mapped(runs["urn"], schools["opened"]))
    runs["joined"] = _mapped(runs["run"], _stated(runs, seen))
    opening = runs["opened"].where(
        runs["lower"].isna()
        & (runs["opened"] <= runs["first_seen"])
        & (runs["opened"] > (runs["lacking"] - REGISTER_LAG).fillna(NEVER))
    )
    opened_after = _mapped(runs["urn"], schools["opened_after"])
    opened_after = opened_after.where(runs["joined"].isna() & opening.notna())
    runs["joined"] = runs["joined"].fillna(opening)
    # A stated day no later than the one of the trust before cannot be right.
    follows = runs["lower"].notna()
    runs["joined"] = runs["joined"].where(~(follows & (runs["joined"] <= _before(runs))))
    floor = runs["lower"].fillna(runs["lacking"])
    runs["joined_after"] = floor.where(runs["joined"].isna(), opened_after)
    ended = _mapped(runs["trust_before"], trusts_closed)
    latest = ended.where((ended > runs["lower"]) & (ended < runs["first_seen"]))
    runs["joined"] = runs["joined"].fillna(latest).fillna(runs["first_seen"])
    return runs


def _before(runs: pd.DataFrame) -> pd.Series:
    """Return the day of joining the trust before, at the latest."""
    return runs["joined"].fillna(runs["first_seen"]).shift()


def _stated(runs: pd.DataFrame, seen: pd.DataFrame) -> pd.Series:
    """Return for each run the first stated day that can be believed."""
    stated = seen[["urn", "uid", "seen", "stated_join"]].rename(columns={"uid": "trust_uid"})
    said = runs.merge(stated.dropna(subset="stated_join"), on=["urn", "trust_uid"])
    said = said[said["seen"].between(said["first_seen"], said["last_seen"])]
    day = said["stated_join"]
    late = (day < said["lacking"] - REGISTER_LAG) & (day != said["opened"])
    since = said["lower"].fillna(NEVER)
    in_time = (day > since) | (day >= said["first_seen"] - REGISTER_LAG)
    fits = in_time & ~late & (day <= said["first_seen"]) & (day >= said["opened"].fillna(NEVER))
    return said[fits].sort_values("seen").groupby("run")["stated_join"].first()


def _mapped(keys: pd.Series, days: pd.Series | dict[pd.Timestamp, pd.Timestamp]) -> pd.Series:
    """Look up a day for each key; missing, and still a day, where there is none."""
    known = days if isinstance(days, pd.Series) else pd.Series(days, dtype="datetime64[s]")
    return known.reindex(keys.to_numpy()).set_axis(keys.index).astype("datetime64[s]")


def _left(runs: pd.DataFrame, schools: pd.DataFrame, trusts_closed: pd.Series) -> pd.DataFrame:
    follows = runs["urn"] == runs["urn"].shift(-1)
    runs["left"] = runs["joined"].shift(-1).where(follows)
    runs["left_after"] = runs["joined_after"].shift(-1).where(follows)
    closed = _mapped(runs["urn"], schools["closed"]).where(~follows)
    closed_after = _mapped(runs["urn"], schools["closed_after"]).where(~follows)
    ended = _mapped(runs["trust_uid"], trusts_closed).where(~follows)
    ended = ended.where(ended > runs["last_seen"])
    first = ended.isna() | (closed <= ended)
    runs["left"] = runs["left"].fillna(closed.where(first, ended))
    runs["left_after"] = runs["left_after"].fillna(closed_after.where(first & closed.notna()))
    return runs


def sponsorships(seen: pd.DataFrame) -> pd.DataFrame:
    """Compute the spells of schools with sponsors; a school may have several at once.

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
