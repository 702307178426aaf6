"""What came of support: whether the supporter's trust took the school over afterwards.

A school joins by a membership of its own, or of a school that links name as its successor (where no
link does, the source of a documented case), in the supporter's trust, from a day after the support
began. Of a supporting school that is the trust that ran it when the support began; a trust of the
same company counts as the same. A school that was in that trust already is internal support and
never counted. Of a trust that is helped any of its academies of the time counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from alliance.analysis.flows.flows_by_kind import Flows
    from alliance.history import History

GENERATIONS = 6
ENDED = ("Completed", "Stopped")
_TRUST = "trust:"
DAYS_IN_A_MONTH = 30.44


def led_to_joining(history: History, flows: Flows) -> pd.DataFrame:
    """Return each flow of support with what the history shows to have come of it.

    Parameters
    ----------
    flows
        Of kind Support or Documented.

    Returns
    -------
    DataFrame
        Rows and columns of the flows' table, with has_end (whether the support is known to have
        ended), supporter_uid (missing where the supporter was in no trust), joined (the first day
        on which the school, its successor or, of a trust, one of its academies was in the
        supporter's trust; missing where none was), joined_urn, academies (how many joined),
        joined_trust (whether any did), months_least and months_most (from start to joining; two
        numbers where no more is known of the start than a year or a month), next_uid and next_on
        (the first trust that the school was in afterwards, whichever it is).

    """
    table = flows.table.reset_index(drop=True)
    ended = table["ended"].notna() if "ended" in table else table["status"].isin(ENDED)
    uid = _uid(table["from_trust"])
    asked = pd.DataFrame(
        {
            "row": table.index,
            "urn": table["urn"].astype("Int64"),
            "to_uid": _uid(table["to_trust"]),
            "later_urn": table.get("recipient_later_urn", pd.NA),
            "uid": uid,
            "start": table["start"],
            "start_last": table["start_last"] if "start_last" in table else table["start"],
        }
    )
    later = _later_spells(history, _schools(history, asked))
    inside = _inside(history, asked)
    company = _company(history)
    theirs = later["trust_uid"].map(company) == later["uid"].map(company)
    own = later[theirs & ~later["row"].isin(inside)]
    first = own.drop_duplicates("row").set_index("row")
    after = later[later["trust_uid"] != later["to_uid"].fillna(-1)].drop_duplicates("row")
    after = after.set_index("row")
    joined = first["joined"].reindex(table.index)
    return table.assign(
        has_end=ended,
        supporter_uid=uid,
        joined=joined,
        joined_urn=first["urn"].reindex(table.index).astype("Int64"),
        academies=own.groupby("row")["first_urn"].nunique().reindex(table.index, fill_value=0),
        joined_trust=joined.notna(),
        months_least=_months(asked["start_last"], joined),
        months_most=_months(asked["start"], joined),
        next_uid=after["trust_uid"].reindex(table.index).astype("Int64"),
        next_on=after["joined"].reindex(table.index),
    )


def _uid(places: pd.Series) -> pd.Series:
    """Return the UID of places that are trusts; missing of others."""
    number = places.str.removeprefix(_TRUST).where(places.str.startswith(_TRUST))
    return pd.to_numeric(number, errors="coerce").astype("Int64")


def _company(history: History) -> pd.Series:
    """Return what a trust is known by, whatever its form: its company, else itself."""
    trusts = history.trusts.set_index("trust_uid")
    itself = pd.Series(trusts.index.astype("str"), trusts.index)
    return ("company " + trusts["companies_house"]).fillna(itself)


def _months(start: pd.Series, joined: pd.Series) -> pd.Series:
    """Return whole months between two days, none below nought."""
    months = (joined - start).dt.days / DAYS_IN_A_MONTH
    return months.clip(lower=0).round()


def _schools(history: History, asked: pd.DataFrame) -> pd.DataFrame:
    """Return the schools of each support: the one helped, or the academies of the trust helped."""
    schools = asked[asked["urn"].notna()]
    trusts = asked[asked["urn"].isna() & asked["to_uid"].notna()].drop(columns="urn")
    held = trusts.merge(
        history.memberships[["urn", "trust_uid", "joined", "left"]],
        left_on="to_uid",
        right_on="trust_uid",
    )
    held = held[(held["joined"] <= held["start_last"]) & ~(held["left"] <= held["start"])]
    return pd.concat([schools, held[asked.columns]]).astype({"urn": "int64"})


def _later_spells(history: History, schools: pd.DataFrame) -> pd.DataFrame:
    """Return every spell in a trust that a school or a successor began after the support did."""
    line = schools.assign(first_urn=schools["urn"])
    every = [line]
    links = history.links[history.links["kind"] != "split"]
    links = links[["predecessor_urn", "successor_urn"]]
    linked = line["urn"].isin(links["predecessor_urn"])
    told = line[~linked & line["later_urn"].notna()]
    every.append(told.assign(urn=told["later_urn"].astype("int64")))
    for _ in range(GENERATIONS):
        line = line.merge(links, left_on="urn", right_on="predecessor_urn")
        line = line.assign(urn=line["successor_urn"]).drop(columns=list(links))
        every.append(line)
    family = pd.concat(every).drop_duplicates(["row", "urn", "first_urn"])
    spells = family.merge(history.memberships[["urn", "trust_uid", "joined"]], on="urn")
    return spells[spells["joined"] > spells["start"]].sort_values(["row", "joined", "urn"])


def _inside(history: History, asked: pd.DataFrame) -> pd.Series:
    """Return the rows of support that a trust gave its own academy."""
    return asked.loc[(asked["uid"] == asked["to_uid"]).fillna(value=False), "row"]
