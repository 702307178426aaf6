"""One trust's story: who joined and left when, and grades before and after joining."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from alliance.analysis.flows.flows_by_kind import LONGEST_IN_A_MONTH
from alliance.analysis.flows.transfers import transfers
from alliance.analysis.schools.grade_and_trust_on import grade_on

if TYPE_CHECKING:
    import datetime as dt

    from alliance.history import History

DAY = pd.Timedelta(days=1)

OUTCOMES = {
    "better": "Better since joining",
    "same": "Same grade since joining",
    "worse": "Worse since joining",
    "first": "First grade since joining",
    "waiting": "Not inspected since joining",
    "none": "Never graded",
}
"""What became of an academy's grade, and how to say it."""


def joins_and_leavings(history: History, trust: int) -> pd.DataFrame:
    """Return every joining and leaving of a trust's academies.

    Returns
    -------
    DataFrame
        In order of date: date, date_after (missing where the date is exact, else the move came
        after this day and by ``date``), event ("joined", "left"), how (a kind of transfer,
        "new to trusts" or, of a leaving, "closed" or "not known"), urn, name, phase, other_trust
        (from or to which it moved; missing where none), academies (in the trust after all moves
        of that day). A reopening under a new URN within the trust is no move.

    """
    spells = history.memberships[history.memberships["trust_uid"] == trust]
    spells = spells.merge(history.schools[["urn", "name", "phase", "closed"]], on="urn")
    events = pd.concat([_events(spells, "joined"), _events(spells, "left")], ignore_index=True)
    events = events.dropna(subset=["date"])
    events = _with_moves(history, events, trust)
    events = events[~_within_trust(history, events, spells)]
    step = events["event"].map({"joined": 1, "left": -1})
    events = events.assign(step=step).sort_values(["date", "event", "urn"], ignore_index=True)
    total = events["step"].cumsum()
    events["academies"] = total.groupby(events["date"]).transform("last")
    columns = ["date", "date_after", "event", "how", "urn", "name", "phase", "other_trust"]
    return events[[*columns, "academies"]]


def without_day_in_words(events: pd.DataFrame) -> str:
    """Say how many joinings and leavings have no known day; blank where none."""
    number = int((events["date"] - events["date_after"] > LONGEST_IN_A_MONTH).sum())
    if not number:
        return ""
    have = "1 move has" if number == 1 else f"{number} moves have"
    return f"{have} no known day: drawn on the last day possible."


def _events(spells: pd.DataFrame, event: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "date": spells[event],
            "date_after": spells[f"{event}_after"],
            "event": event,
            "urn": spells["urn"],
            "name": spells["name"],
            "phase": spells["phase"],
            "closed": spells["closed"],
        }
    )


def _with_moves(history: History, events: pd.DataFrame, trust: int) -> pd.DataFrame:
    moves = transfers(history, history.first_day, history.last_day)
    into = moves[moves["to_uid"] == trust].rename(columns={"urn_after": "urn"})
    out = moves[moves["from_uid"] == trust].rename(columns={"urn_before": "urn"})
    into = into.assign(event="joined", other_trust=into["from_trust"])
    out = out.assign(event="left", other_trust=out["to_trust"])
    known = pd.concat([into, out])[["urn", "event", "date", "kind", "other_trust"]]
    # A school may close under one URN some days before it opens under the next.
    moved = events.reset_index().merge(known, on=["urn", "event"], suffixes=("", "_moved"))
    moved = moved[(moved["date"] - moved["date_moved"]).abs() <= pd.Timedelta(days=62)]
    moved = moved.drop_duplicates("index").set_index("index")
    closed = (events["event"] == "left") & (events["closed"] == events["date"])
    how = pd.Series("new to trusts", events.index).mask(events["event"] == "left", "not known")
    how = moved["kind"].reindex(events.index).fillna(how.mask(closed, "closed"))
    return events.assign(how=how, other_trust=moved["other_trust"].reindex(events.index))


def _within_trust(history: History, events: pd.DataFrame, spells: pd.DataFrame) -> pd.Series:
    """Tell the events of schools that reopened under a new URN and stayed in the trust."""
    links = history.links[
        history.links["predecessor_urn"].isin(spells["urn"])
        & history.links["successor_urn"].isin(spells["urn"])
        & (history.links["kind"] == "replaced")
    ]
    reopened = (events["event"] == "joined") & events["urn"].isin(links["successor_urn"])
    reopened |= (events["event"] == "left") & events["urn"].isin(links["predecessor_urn"])
    return reopened & events["other_trust"].isna()


def before_and_after(history: History, trust: int, day: dt.date) -> pd.DataFrame:
    """Return the grades of a trust's academies before they joined and since.

    Parameters
    ----------
    day
        The academies are those the trust holds on this day, and inspections count up to it.

    Returns
    -------
    DataFrame
        A row an academy, by name: urn, name, phase, joined, joined_after (missing where the date
        is exact), grade_before (carried the day before it joined; missing where none),
        grade_before_date, grade_before_inherited (it is that of the school it replaced),
        grade_since (its latest inspection of its own since it joined; missing where none),
        grade_since_date, inspections_since, outcome (a key of ``OUTCOMES``).

    """
    now = pd.Timestamp(day)
    spells = history.memberships
    held = spells[
        (spells["trust_uid"] == trust) & (spells["joined"] <= now) & ~(spells["left"] <= now)
    ].merge(history.schools[["urn", "name", "phase", "closed"]], on="urn")
    held = held[~(held["closed"] <= now)].sort_values("name", ignore_index=True)
    before = grade_on(history, held["urn"], held["joined"] - DAY)
    since = _own_since(history, held, now)
    table = held[["urn", "name", "phase", "joined", "joined_after"]].assign(
        grade_before=before["grade"],
        grade_before_date=before["grade_date"],
        grade_before_inherited=before["grade_inherited"],
        grade_since=since["grade"].array,
        grade_since_date=since["start"].array,
        inspections_since=since["inspections"].fillna(0).astype("int16").array,
    )
    return table.assign(outcome=_outcome(table["grade_before"], table["grade_since"]))


def _own_since(history: History, held: pd.DataFrame, now: pd.Timestamp) -> pd.DataFrame:
    own = history.grades[~history.grades["grade_inherited"]]
    own = own.merge(held[["urn", "joined"]], on="urn")
    own = own[(own["start"] >= own["joined"]) & (own["start"] <= now)].sort_values("start")
    last = own.drop_duplicates("urn", keep="last").set_index("urn")[["grade", "start"]]
    return last.assign(inspections=own.groupby("urn").size()).reindex(held["urn"])


def _outcome(before: pd.Series, since: pd.Series) -> pd.Series:
    difference = (since - before).astype("Float64").to_numpy("float64", na_value=np.nan)
    outcome = np.select(
        [difference < 0, difference == 0, difference > 0], ["better", "same", "worse"], "first"
    )
    outcome = np.where(since.isna(), np.where(before.isna(), "none", "waiting"), outcome)
    return pd.Series(outcome, before.index, dtype="str")
