"""When each school was open: its first day and the first on which it was open no longer."""

from __future__ import annotations

import numpy as np
import pandas as pd

from alliance.history.compile.inputs import OFSTED_DAY
from alliance.history.compile.kinds import type_group
from alliance.history.compile.spells import DAY, REGISTER_LAG, in_trusts

LONG_AGO = pd.Timestamp(1900, 12, 31)
# The last day on which the spine of 2017/18 notes closures.
SPINE_PUBLISHED = pd.Timestamp(2019, 11, 7)


def openings(known: pd.DataFrame, seen: pd.DataFrame, links: pd.DataFrame) -> pd.DataFrame:
    """Settle ``opened``, and ``opened_after`` where the day lies in an interval.

    Missing for the schools that were open before the records. An academy with no stated opening
    opened when it first joined a trust. What a list shows outranks a stated opening: a school that
    replaced one still shown on a list opened after that list, and by the first that shows itself.
    """
    first_join = seen.groupby("urn")["stated_join"].min()
    academy = type_group(known["type"]).isin(["Academy", "Free school"])
    opened = known["opened"].fillna(first_join.reindex(known.index).where(academy))
    # 1899-12-31 stands for "long ago" in Ofsted's list.
    opened = opened.where(opened > LONG_AGO)
    shown = in_trusts(seen).groupby("urn")["seen"].agg(["min", "max"])
    pairs = links[links["kind"] == "replaced"].assign(
        opened=lambda link: link["successor_urn"].map(opened),
        first_seen=lambda link: link["successor_urn"].map(shown["min"]),
        replaced_seen=lambda link: link["predecessor_urn"].map(shown["max"]),
    )
    late = pairs[
        (pairs["opened"] <= pairs["replaced_seen"] - REGISTER_LAG)
        & (pairs["first_seen"] > pairs["replaced_seen"])
    ].drop_duplicates("successor_urn")
    late = late.set_index("successor_urn").reindex(known.index)
    return known.assign(
        opened=late["first_seen"].fillna(opened), opened_after=late["replaced_seen"]
    )


def closures(
    known: pd.DataFrame, links: pd.DataFrame, seen: pd.DataFrame, extracts: pd.DataFrame
) -> pd.DataFrame:
    """Settle ``closed``, the first day a school was no longer open, and ``closed_after``.

    The order: the last day that the newest extract, else the spine, states; the opening of the
    school that replaced it; the date of its link to the school it became part of; for a school that
    left the records between the spine's publication and Ofsted's list, that interval. A date on
    which a list, an extract or Ofsted still shows the school open does not count: where a later
    extract no longer shows it, the school closed right after the last of them that did. A list that
    names a school under a trust that had closed does not show it open.
    """
    stated = known["closed"]
    next_opened = _next_opened(known, links)
    touching = (stated - next_opened).abs() <= pd.Timedelta(days=7)
    listed = in_trusts(seen).groupby("urn")["seen"].max().reindex(known.index)
    last_shown = listed - REGISTER_LAG
    last_shown = last_shown.mask(known["in_ofsted"] & ~(last_shown > OFSTED_DAY), OFSTED_DAY)
    last_shown = last_shown.mask(
        known["open_last"] > last_shown.fillna(LONG_AGO), known["open_last"]
    )
    floor = last_shown.fillna(known["opened"]).fillna(LONG_AGO)
    closed = pd.Series(pd.NaT, known.index, dtype="datetime64[s]")
    for candidate in (
        next_opened.where(touching),
        stated,
        next_opened,
        _linked_away(links).reindex(known.index),
    ):
        closed = closed.fillna(candidate.where(candidate > floor))
    lost = closed.isna() & ~known["in_ofsted"] & known["in_spine"] & known["listed_last"].isna()
    lost &= known["open_last"].isna()
    closed_after = pd.Series(SPINE_PUBLISHED, known.index).where(lost)
    closed = closed.where(~lost, OFSTED_DAY)
    gone_by, gone_after = _vanished(known, seen, extracts)
    late = closed.isna() & gone_by.notna() & known["extracted"] & (stated <= gone_after)
    # What a list before that extract no longer shows had closed by that list.
    late &= listed.isna() | (_first_after(gone_after, seen["seen"]) >= gone_by)
    return known.assign(
        closed=closed.mask(late, gone_after + DAY), closed_after=closed_after.mask(late, gone_after)
    )


def _vanished(
    known: pd.DataFrame, seen: pd.DataFrame, extracts: pd.DataFrame
) -> tuple[pd.Series, pd.Series]:
    """Give the first extract that no longer shows a school open, and the last record that does."""
    listed = in_trusts(seen).groupby("urn")["seen"].max().reindex(known.index)
    in_ofsted = pd.Series(OFSTED_DAY, known.index).where(known["in_ofsted"])
    shown = pd.concat([in_ofsted, listed, known["open_last"]], axis=1).max(axis=1)
    return _first_after(shown, extracts["seen"]), shown


def _first_after(shown: pd.Series, days: pd.Series) -> pd.Series:
    """Give the first of ``days`` after each day; missing where there is none."""
    order = pd.DatetimeIndex(sorted(days.unique())).as_unit("s")
    if order.empty:
        return pd.Series(pd.NaT, shown.index)
    after = order.searchsorted(shown.astype("datetime64[s]"), side="right")
    found = pd.Series(order[np.minimum(after, len(order) - 1)], shown.index)
    return found.where((after < len(order)) & shown.notna())


def _next_opened(known: pd.DataFrame, links: pd.DataFrame) -> pd.Series:
    """Give the opening of the school that replaced each school."""
    replaced = links[links["kind"] == "replaced"]
    opened = replaced["successor_urn"].map(known["opened"])
    return opened.groupby(replaced["predecessor_urn"]).max().reindex(known.index)


def _linked_away(links: pd.DataFrame) -> pd.Series:
    """Give the first day after a school became part of another, by its link's date.

    Links state either the last day of the old school, at the end of a month, or the first of the
    new one.
    """
    ends = links[links["kind"] != "split"].dropna(subset="date")
    first_day = ends["date"].mask(ends["date"].dt.is_month_end, ends["date"] + DAY)
    return first_day.groupby(ends["predecessor_urn"]).max()


def reconciled(
    known: pd.DataFrame, memberships: pd.DataFrame, seen: pd.DataFrame, extracts: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Make schools and memberships agree.

    No academy is in a trust before it opens or after it closes, and one that the lists no longer
    show has closed. Last, what closed by no other evidence and an extract no longer shows open has
    closed since the last record that does: so an extract never opens again what had closed.
    """
    known = _ended(known, memberships)
    gone_by, gone_after = _vanished(known, seen, extracts)
    vanished = known["closed"].isna() & gone_by.notna()
    known = known.assign(
        closed=known["closed"].mask(vanished, gone_by),
        closed_after=known["closed_after"].mask(vanished, gone_after),
    )
    closing = memberships["urn"].map(known["closed"])
    beyond = closing.notna() & ~(memberships["left"] <= closing)
    after = memberships["urn"].map(known["closed_after"])
    memberships = memberships.assign(
        left=memberships["left"].mask(beyond, closing),
        left_after=memberships["left_after"].mask(beyond, after),
    )
    # A list may show a closed school in one trust more, for no day at all.
    return known, memberships[~(memberships["left"] <= memberships["joined"])]


def _ended(known: pd.DataFrame, memberships: pd.DataFrame) -> pd.DataFrame:
    """Open academies by their first spell, and close those whose last has ended."""
    last = memberships.sort_values("joined").drop_duplicates("urn", keep="last").set_index("urn")
    last = last.reindex(known.index)
    first_joined = memberships.groupby("urn")["joined"].min().reindex(known.index)
    shown_open = known["in_ofsted"] & (last["left"] <= OFSTED_DAY)
    shown_open |= last["left"] <= known["open_last"]
    gone = known["closed"].isna() & last["left"].notna() & ~shown_open
    since = last["left_after"].mask(
        known["in_ofsted"] & (last["left_after"] < OFSTED_DAY), OFSTED_DAY
    )
    return known.assign(
        opened=known["opened"].mask(known["opened"] > first_joined, first_joined),
        closed=known["closed"].mask(gone, last["left"]),
        closed_after=known["closed_after"].mask(gone, since),
    )
